"""A field to look for something, with its sign, and a cross while there is something in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from app.shell.widgets.framed_field import SIGN_SIZE, FramedField, InnerField

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from app.shell.look import Look

PAUSE_MS = 120  # in typing, before it is looked for


class _Field(InnerField):
    """Enter and Down lead on, Esc empties."""

    left_downwards = Signal()
    accepted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own, see above."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class SearchField(FramedField):
    """Tells of what is looked for when there is a pause in typing."""

    changed = Signal(str)
    accepted = Signal()
    left_downwards = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        field = _Field()
        super().__init__(field, parent)
        self.field = field
        self._close = QToolButton()
        self._close.setObjectName("plain")
        self._close.hide()
        self.row.addWidget(self._close)
        self._told = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.accepted.connect(self._on_accepted)
        self.field.left_downwards.connect(self.left_downwards)
        self._close.clicked.connect(self._on_close)
        self.setFocusProxy(self.field)

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.field.text()

    @Slot()
    def flush(self) -> None:
        """Tell at once of what was typed."""
        self._pause.stop()
        if self.words != self._told:
            self._told = self.words
            self.changed.emit(self._told)

    def name(self, text: str, clear: str) -> None:
        """Call the field `text`, and the cross `clear`."""
        self.field.setPlaceholderText(text)
        self.field.setAccessibleName(text)
        self._close.setAccessibleName(clear)
        self._close.setToolTip(clear)

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        super().apply_look(look)
        self.row.setSpacing(look.px(6))
        side = look.px(SIGN_SIZE)
        self._close.setIconSize(QSize(side, side))
        self._close.setIcon(look.icon("close", "text", SIGN_SIZE))
        self.setMinimumHeight(look.px(38))

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._close.setVisible(bool(text))
        self._pause.start()
        if not text:
            self.flush()

    @Slot()
    def _on_accepted(self) -> None:
        self.flush()
        self.accepted.emit()

    @Slot()
    def _on_close(self) -> None:
        self.field.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
