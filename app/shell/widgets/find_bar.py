"""The field to find words in the transcript, and the way from place to place. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolButton, QWidget

from app.shell.widgets.basics import text_label
from app.shell.widgets.framed_field import SIGN_SIZE, FramedField, InnerField
from app.shell.widgets.transcript_search import Found

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from app.shell.look import Look


class _Field(InnerField):
    """Enter goes on, Shift+Enter goes back, Esc closes."""

    stepped = Signal(bool)  # forward
    closed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own, see above."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class FindBar(FramedField):
    """Ctrl+F leads here; what it needs only while something is looked for shows only then."""

    query_changed = Signal(str)
    next_wanted = Signal()
    previous_wanted = Signal()
    closed = Signal()
    is_used_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        field = _Field()
        super().__init__(field, parent)
        self.field = field
        self._found = Found()
        self._count = text_label("quiet", wraps=False)
        self._previous, self._next, self._close = QToolButton(), QToolButton(), QToolButton()
        self._buttons = (self._previous, self._next, self._close)
        self.row.addWidget(self._count)
        for button in self._buttons:
            button.setObjectName("plain")
            self.row.addWidget(button)
        self._find = QShortcut(QKeySequence("Ctrl+F"), self)
        self._further = QShortcut(QKeySequence("F3"), self)
        self._back = QShortcut(QKeySequence("Shift+F3"), self)
        self._connect()
        self._refresh()

    @property
    def is_used(self) -> bool:
        """Whether something is looked for."""
        return bool(self.field.text())

    @Slot()
    def close_search(self) -> None:
        """Look for nothing any more."""
        self.field.clear()
        self.closed.emit()

    @Slot(object)
    def show_found(self, found: Found) -> None:
        """Say how many places there are, and which is the current one."""
        self._found = found
        self._refresh()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        super().apply_look(look)
        self.row.setSpacing(look.px(4))
        side = look.px(SIGN_SIZE)
        for button, name in zip(self._buttons, ("previous", "next", "close"), strict=True):
            button.setIconSize(QSize(side, side))
            button.setIcon(look.icon(name, "text", SIGN_SIZE))
        self.field.setMinimumWidth(look.px(72))

    def retranslate(self) -> None:
        """Set the texts again."""
        self.field.setPlaceholderText(self.tr("Find in transcript"))
        self.field.setAccessibleName(self.tr("Find in transcript"))
        self.field.setToolTip(self.tr("Find words in the transcript (Ctrl+F)"))
        self._previous.setToolTip(self.tr("Previous place (Shift+F3)"))
        self._next.setToolTip(self.tr("Next place (F3)"))
        self._close.setToolTip(self.tr("Close the search (Esc)"))
        self._previous.setAccessibleName(self.tr("Previous place"))
        self._next.setAccessibleName(self.tr("Next place"))
        self._close.setAccessibleName(self.tr("Close the search"))
        self._find.setWhatsThis(self.field.accessibleName())
        self._further.setWhatsThis(self._next.accessibleName())
        self._back.setWhatsThis(self._previous.accessibleName())
        self._refresh()

    def _connect(self) -> None:
        self.field.textChanged.connect(self._on_text_changed)
        self.field.stepped.connect(self._on_stepped)
        self.field.closed.connect(self.close_search)
        self._previous.clicked.connect(self.previous_wanted)
        self._next.clicked.connect(self.next_wanted)
        self._close.clicked.connect(self.close_search)
        self._find.activated.connect(self.open)
        self._further.activated.connect(self._on_further)
        self._back.activated.connect(self.previous_wanted)

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self.query_changed.emit(text)
        self._refresh()
        self.is_used_changed.emit()

    @Slot()
    def _on_further(self) -> None:
        """Go on, or ask what to look for."""
        if self.is_used:
            self.next_wanted.emit()
        else:
            self.open()

    @Slot(bool)
    def _on_stepped(self, is_forward: bool) -> None:
        (self.next_wanted if is_forward else self.previous_wanted).emit()

    def _refresh(self) -> None:
        found = self._found
        text = self.tr("{number} of {count}").format(number=found.number, count=found.count)
        self._count.setText(text if found.count else self.tr("Not found"))
        self.field.setAccessibleDescription(self._count.text() if self.is_used else "")
        self._count.setVisible(self.is_used)
        for button in self._buttons:
            button.setVisible(self.is_used)
        for button in (self._previous, self._next):
            button.setEnabled(found.count > 0)
