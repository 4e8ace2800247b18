"""The field in which the words of a line are put right, where they stand. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from app.shell.caption_text import caption_font, to_qt
from app.shell.widgets.transcript_row import ROW_SPACING, TEXT_SIZE

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from app.shell.look import Look

PADDING = 6  # around the words, in lengths of the drawing

_ELSEWHERE = (
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class LineEditor(QPlainTextEdit):
    """Enter and going elsewhere save, Esc gives up. Says so once; its owner takes it away."""

    saved = Signal(str)
    given_up = Signal()

    def __init__(self, text: str, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lineEditor")
        self._look = look
        self._is_over = False
        self._before = text
        self.setPlainText(text)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(caption_font(look.px(TEXT_SIZE)))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setAccessibleName(self.tr("Words of the line"))
        self.setAccessibleDescription(self.tr("Enter keeps the change, Esc gives it up"))
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def select(self, begin: int, end: int) -> None:
        """Select the characters from `begin` to `end`."""
        cursor, text = self.textCursor(), self.toPlainText()
        cursor.setPosition(to_qt(text, begin))
        cursor.setPosition(to_qt(text, end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def stand_at(self, box: QRectF) -> None:
        """Stand where the words are: `box` in the parent's pixels. As high as its own words are."""
        padding = self._look.px(PADDING)
        area = box.toRect().adjusted(-padding, -padding, padding, padding)
        self.setGeometry(area)
        rows = max(1, round(self.document().size().height()))
        height = max(area.height(), round(rows * ROW_SPACING * self._look.scale) + 2 * padding)
        self.resize(area.width(), height)

    def finish(self) -> None:
        """Save what was typed, or give up if that is nothing else than before."""
        text = self.toPlainText().strip()
        self._end(text if text != self._before.strip() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Esc gives up; a line has no line breaks."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            self._end(None)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save when the user goes elsewhere in this window; another window is no such place."""
        super().focusOutEvent(event)
        if event.reason() in _ELSEWHERE:
            self.finish()

    def _end(self, text: str | None) -> None:
        if self._is_over:
            return
        self._is_over = True
        if text is None:
            self.given_up.emit()
        else:
            self.saved.emit(text)
