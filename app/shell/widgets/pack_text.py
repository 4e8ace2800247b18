"""Where the text of a context pack is written: quick while typing, however long it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from app.core.corpus import LIMIT_TOKENS, estimate_tokens, fitting_chars
from app.shell.caption_text import to_qt
from app.shell.widgets.basics import set_tone, text_label
from app.shell.widgets.token_meter import TokenMeter, token_sentence, tone_of

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

    from app.shell.look import Look

PAUSE_MS = 250  # after the last key, before it is counted and kept
CHARS_MAX = 100_000  # several times what any engine takes; Qt lays a longer line out for seconds


class Plain(QPlainTextEdit):
    """Tab leaves it; files that are dropped are for the window to read.

    Of what is pasted it takes no more than makes CHARS_MAX: the rest could never be used.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Qt's own, but for what is too much."""
        cursor = self.textCursor()
        others = self.document().characterCount() - 1
        others -= cursor.selectionEnd() - cursor.selectionStart()
        text = source.text()
        if len(text) <= CHARS_MAX - others:
            super().insertFromMimeData(source)
        else:
            cursor.insertText(text[: max(0, CHARS_MAX - others)])
            self.ensureCursorVisible()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt's own, but for files."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Qt's own, but for files."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt's own, but for files."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dropEvent(event)


class PackText(QWidget):
    """A text, its meter, and a mark on what is too much."""

    edited = Signal(str)  # after a pause

    def __init__(self, *, is_editable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._marked: tuple[str, int] = ("", 0)
        self.editor = Plain()
        self.editor.setReadOnly(not is_editable)
        self._meter = TokenMeter()
        self._hint = text_label("hint")
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.editor, 1)
        self._column.addWidget(self._meter)
        self._column.addWidget(self._hint)
        self.editor.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._on_pause)

    @property
    def text(self) -> str:
        """What stands there."""
        return self.editor.toPlainText()

    def show_text(self, text: str) -> None:
        """Show `text`; where somebody writes it, the cursor stays."""
        if text != self.text:
            self.editor.setPlainText(text)
            self._pause.stop()
        self._count(text)

    def say(self, sentence: str, *, tone: str = "") -> None:
        """Say something else below the meter."""
        set_tone(self._hint, tone)
        self._hint.setText(sentence)
        self.editor.setAccessibleDescription(sentence)

    def flush(self) -> None:
        """Tell what was typed, without waiting for a pause."""
        if self._pause.isActive():
            self._pause.stop()
            self._on_pause()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._look = look
        self._column.setSpacing(look.px(6))
        self.editor.setMinimumHeight(look.px(96))
        self._meter.apply_look(look)
        self._mark(*self._marked)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._count(self.text)

    def _count(self, text: str) -> None:
        tokens = estimate_tokens(text)
        self._meter.show_tokens(tokens)
        self.say(token_sentence(tokens), tone=tone_of(tokens))
        self._mark(text, fitting_chars(text) if tokens > LIMIT_TOKENS else len(text))

    def _mark(self, text: str, fitting: int) -> None:
        """Strike out what does not fit."""
        self._marked = (text, fitting)
        if self._look is None or fitting == len(text):
            self.editor.setExtraSelections([])
            return
        look = QTextCharFormat()
        look.setForeground(self._look.color("stop"))
        look.setFontStrikeOut(True)
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(to_qt(text, fitting))
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor, selection.format = cursor, look
        self.editor.setExtraSelections([selection])

    @Slot()
    def _on_pause(self) -> None:
        text = self.text
        self._count(text)
        self.edited.emit(text)
