"""The last 60 seconds in large text, for somebody who was asked and did not listen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core.textlayout import is_right_to_left
from app.shell.caption_text import caption_font
from app.shell.widgets.basics import restyle, text_label
from app.shell.widgets.transcript_marks import Highlight, HighlightKind, tint

if TYPE_CHECKING:
    from app.shell.look import Look

COPIED_MS: Final = 2000
TEXT_PX: Final = 22
TIME_PX: Final = 13
TIMES_PX: Final = 84
ROW_PERCENT: Final = 110.0
_MOVES: Final = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
_BY_KEYBOARD: Final = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the panel; `calls` are where an alert word stands in it."""

    time: str
    text: str
    calls: tuple[tuple[int, int], ...] = ()
    is_remark: bool = False  # nobody said it


class LastMinute(QFrame):
    """Lies over `covered`, one above the other, while it is open, and stands still: who was asked
    reads, and answers.
    """

    def __init__(self, *covered: QWidget) -> None:
        super().__init__(covered[0].parentWidget())
        self.setObjectName("lastMinute")
        self._covered = covered
        self._look: Look | None = None
        self._said: tuple[Said, ...] = ()
        self._came_from: QWidget | None = None
        self._is_curtained = False
        self._title = text_label("sheetTitle", wraps=False)
        self._span = text_label("quiet", wraps=False)
        self._copy = QPushButton()
        self._copy.setAutoDefault(True)  # Enter presses it, as in a dialog
        self._close = QToolButton()
        self._close.setObjectName("plain")
        self._text = _Text()
        self._copied = QTimer(self, interval=COPIED_MS, singleShot=True)
        self._copied.timeout.connect(self._name_copy)
        self._copy.clicked.connect(self.copy)
        self._close.clicked.connect(self.dismiss)
        self._lay_out()
        for widget in covered:
            widget.installEventFilter(self)
        self.hide()

    def open_with(self, said: tuple[Said, ...], span: str) -> None:
        """Show `said`, the newest last, and take the focus. Open already: show this instead.

        Behind a curtain nothing is shown.
        """
        if self._is_curtained:
            return
        self._said = said
        self._span.setText(span)
        self._fit()
        self._copy.setEnabled(any(not one.is_remark for one in said))
        self._name_copy()
        self._write()
        if not self.isVisible():
            self._came_from = self.window().focusWidget()
            self._cover()
            self.show()
            self.raise_()
        self._text.setFocus()
        self._text.show_end()

    def set_curtain(self, *, is_drawn: bool) -> None:
        """Show nothing while the curtain is drawn."""
        self._is_curtained = is_drawn
        if is_drawn:
            self.dismiss()

    @property
    def said(self) -> tuple[Said, ...]:
        """What it was opened with."""
        return self._said

    @property
    def text(self) -> str:
        """What there is to read, a line for each."""
        return self._text.toPlainText()

    @Slot()
    def dismiss(self) -> None:
        """Go away, and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        self._said = ()
        self._text.clear()
        before, self._came_from = self._came_from, None
        if before is not None and shiboken6.isValid(before):  # a field may be gone meanwhile
            before.setFocus()

    @Slot()
    def copy(self) -> None:
        """Put the words on the clipboard, without their times."""
        words = "\n".join(one.text for one in self._said if not one.is_remark)
        QGuiApplication.clipboard().setText(words)
        self._copy.setText(self.tr("Copied"))
        self._copied.start()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._look = look
        self._head.setContentsMargins(look.px(24), look.px(12), look.px(18), look.px(12))
        self._head.setSpacing(look.px(12))
        self._text.document().setDocumentMargin(look.px(22))
        self._text.setTabStopDistance(look.px(TIMES_PX))
        self._close.setIcon(look.icon("close", "secondary", 16))
        self._close.setIconSize(QSize(look.px(16), look.px(16)))
        self._fit()
        self._write()

    def retranslate(self) -> None:
        """Set the texts again."""
        self._title.setText(self.tr("The last 60 seconds"))
        self._text.setAccessibleName(self.tr("The last 60 seconds"))
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setToolTip(self.tr("Close (Esc)"))
        self._name_copy()
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; from when to when is left out where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Qt's own; Esc closes this before it closes anything else."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.dismiss()
                return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay above what is covered."""
        if self.isVisible() and event.type() in _MOVES:
            self._cover()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        margins = self._head.contentsMargins()
        parts = (self._title, self._span, self._copy, self._close)
        wanted = sum(part.sizeHint().width() + self._head.spacing() for part in parts)
        room = self.width() - margins.left() - margins.right()
        self._span.setVisible(wanted <= room)

    def _cover(self) -> None:
        shown = [widget.geometry() for widget in self._covered if widget.isVisible()]
        self.setGeometry(reduce(QRect.united, shown, QRect()))

    def _lay_out(self) -> None:
        head = QFrame()
        head.setObjectName("sheetHead")
        self._head = QHBoxLayout(head)
        self._head.addWidget(self._title)
        self._head.addWidget(self._span)
        self._head.addStretch(1)
        self._head.addWidget(self._copy)
        self._head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._text, 1)

    @Slot()
    def _name_copy(self) -> None:
        self._copied.stop()
        self._copy.setText(self.tr("Copy"))
        self._copy.setAccessibleName(self.tr("Copy all lines"))

    def _write(self) -> None:
        look, bar = self._look, self._text.verticalScrollBar()
        place, is_at_end = bar.value(), bar.value() == bar.maximum()
        self._text.clear()
        if look is None:
            return
        cursor = QTextCursor(self._text.document())
        cursor.beginEditBlock()
        if not self._said:
            words = self.tr("Nothing was said in the last 60 seconds.")
            cursor.insertText(words, _format(look, TEXT_PX, "secondary"))
        for number, said in enumerate(self._said):
            if number:
                cursor.insertBlock()
            cursor.setBlockFormat(_block(look, is_mirrored=is_right_to_left(said.text)))
            _write_line(cursor, said, look)
        cursor.endEditBlock()
        bar.setValue(bar.maximum() if is_at_end else place)


class _Text(QTextEdit):
    """To read, to select from and to scroll, by mouse and by keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sheetText")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setCursorWidth(0)
        # Qt takes a paragraph that hangs on its right for wider than it is.
        self._sideways = self.horizontalScrollBar()
        self._sideways.rangeChanged.connect(self._stay)

    @Slot()
    def _stay(self) -> None:
        self._sideways.setRange(0, 0)

    def show_end(self) -> None:
        """Scroll to the newest words."""
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, to those who came by it."""
        super().focusInEvent(event)
        restyle(self, "ring", "shown" if event.reason() in _BY_KEYBOARD else "")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        restyle(self, "ring", "")


def _write_line(cursor: QTextCursor, said: Said, look: Look) -> None:
    cursor.insertText(f"{said.time}\t", _format(look, TIME_PX, "secondary"))
    plain = _format(look, TEXT_PX, "secondary" if said.is_remark else "text")
    done = 0
    for begin, end in said.calls:
        cursor.insertText(said.text[done:begin], plain)
        called = QTextCharFormat(plain)
        drawn = tint(
            Highlight(begin, end, HighlightKind.ALERT), said.text, look
        )  # it owns its format
        called.merge(drawn.format)
        cursor.insertText(said.text[begin:end], called)
        done = end
    cursor.insertText(said.text[done:], plain)


def _format(look: Look, size_px: int, color: str) -> QTextCharFormat:
    written = QTextCharFormat()
    written.setFont(caption_font(look.px(size_px)))
    written.setForeground(look.color(color))
    return written


def _block(look: Look, *, is_mirrored: bool) -> QTextBlockFormat:
    """Return what sets the words beside their time, not below it; mirrored: on its left."""
    block = QTextBlockFormat()
    if is_mirrored:
        block.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        block.setRightMargin(look.px(TIMES_PX))
    else:
        block.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        block.setLeftMargin(look.px(TIMES_PX))
    block.setTextIndent(-look.px(TIMES_PX))
    block.setBottomMargin(look.px(12))
    block.setLineHeight(ROW_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return block
