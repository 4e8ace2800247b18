"""Tags of the selected sessions, typed in a row. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.core.tagging import retagged, shared_tags, written_tags
from app.shell.widgets.basics import text_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from app.core.sessions import SessionInfo
    from app.shell.look import Look
    from app.storage.library.catalogue import TagUse

SEPARATOR = ", "


class _Field(QLineEdit):
    """Completes the last tag; Esc gives up."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own, see above."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class _Completer(QCompleter):
    """Completes what is behind the last comma."""

    def splitPath(self, path: str) -> list[str]:
        """Qt's own: what is completed."""
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: object) -> str:
        """Qt's own: the whole field with what was chosen."""
        field = self.widget()
        before = field.text().rpartition(",")[0] if isinstance(field, QLineEdit) else ""
        chosen = super().pathFromIndex(index)  # type: ignore[arg-type]
        return f"{before}{SEPARATOR}{chosen}" if before else chosen


class TagStrip(QFrame):
    """Comes up for some sessions, and goes when that is done."""

    tagged = Signal(object)  # dict[str, tuple[str, ...]]: tags by the ids of sessions
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._tags: dict[str, tuple[str, ...]] = {}
        self._known = QStringListModel(self)
        self._caption = text_label("quiet", wraps=False)
        self.field = _Field()
        completer = _Completer(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field.setCompleter(completer)
        self._caption.setBuddy(self.field)
        self._done, self._cancel = QPushButton(), QPushButton()
        self._done.setProperty("role", "primary")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._caption)
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self._cancel)
        self._row.addWidget(self._done)
        self.field.returnPressed.connect(self.finish)
        self.field.given_up.connect(self.dismiss)
        self._done.clicked.connect(self.finish)
        self._cancel.clicked.connect(self.dismiss)
        self.hide()

    def open_for(self, sessions: Sequence[SessionInfo]) -> None:
        """Let the tags be typed that all of these sessions have."""
        self._tags = {session.id: session.tags for session in sessions}
        shared = shared_tags(list(self._tags.values()))
        self.field.setText("".join(f"{tag}{SEPARATOR}" for tag in shared))
        self._name(len(sessions))
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def show_tags(self, tags: tuple[TagUse, ...]) -> None:
        """Complete these."""
        self._known.setStringList([use.tag for use in tags])

    @Slot()
    def finish(self) -> None:
        """Take over what was typed."""
        found = retagged(self._tags, written_tags(self.field.text()))
        self.dismiss()
        if found:
            self.tagged.emit(found)

    @Slot()
    def dismiss(self) -> None:
        """Go away."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._row.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        self._row.setSpacing(look.px(8))

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self._done.setText(self.tr("Done"))
        self._cancel.setText(self.tr("Cancel"))
        self.field.setAccessibleName(self.tr("Tags"))
        self.field.setPlaceholderText(self.tr("Tags, with commas between them"))
        self._name(len(self._tags))

    def _name(self, count: int) -> None:
        together = self.tr("Tags of all {count}").format(count=count)
        self._caption.setText(together if count > 1 else self.tr("Tags"))
