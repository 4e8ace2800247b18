"""The transcript to read, select and copy from, by mouse and by keyboard. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QMenu

from app.shell.selection import Caret, Selection
from app.shell.widgets.transcript_content import content_of
from app.shell.widgets.transcript_list import TranscriptList

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QContextMenuEvent,
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
    )

    from app.core.captions import Captions

AUTO_SCROLL_MS: Final = 40
_BY_KEYBOARD: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class TranscriptPane(TranscriptList):
    """Every line with its time, its words and the feeling in the voice, oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self._selection: Selection | None = None
        self._is_selecting = False
        self._came_by_keyboard = False
        self._auto_scroll = QTimer(self, interval=AUTO_SCROLL_MS)
        self._auto_scroll.timeout.connect(self._on_auto_scroll)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def show_captions(self, captions: Captions) -> None:
        """Show `captions`; what is selected stays so, unless rows have gone."""
        if len(captions.entries) < len(self.entries):
            self._selection = None
        super().show_captions(captions)

    @property
    def selected_text(self) -> str:
        """What is selected, a line of text for each row."""
        return self._selected_text(with_times=False)

    @Slot()
    def select_all(self) -> None:
        """Select every row."""
        last = len(self.entries) - 1
        self._select(Caret(0, 0), Caret(last, self._length(last)) if self.entries else Caret(0, 0))

    @Slot()
    def copy(self) -> None:
        """Put what is selected on the clipboard."""
        self._copy(with_times=False)

    @Slot()
    def copy_with_times(self) -> None:
        """Put what is selected on the clipboard, each row behind its time."""
        self._copy(with_times=True)

    def selected_in(self, index: int) -> tuple[int, int] | None:
        """Return which characters of a row are selected."""
        if self._selection is None:
            return None
        return self._selection.within(index, self._length(index))

    def _length(self, index: int) -> int:
        return len(content_of(self.entries[index], self.clock).text)

    def _select(self, anchor: Caret, focus: Caret) -> None:
        self._selection = Selection(anchor, focus)
        self.viewport().update()

    def _copy(self, *, with_times: bool) -> None:
        if text := self._selected_text(with_times=with_times):
            QGuiApplication.clipboard().setText(text)

    def _selected_text(self, *, with_times: bool) -> str:
        if self._selection is None:
            return ""
        rows = range(self._selection.begin.row, self._selection.end.row + 1)
        parts = [self._selected_row(row, with_times=with_times) for row in rows]
        return "\n".join(part for part in parts if part)

    def _selected_row(self, index: int, *, with_times: bool) -> str:
        selected = self.selected_in(index)
        if selected is None:
            return ""
        content = content_of(self.entries[index], self.clock)
        text = content.text[slice(*selected)].strip()
        return f"{content.time}\t{text}" if with_times else text

    # The mouse

    def _caret_at(self, point: QPointF) -> Caret | None:
        placed = self.view.row_at(round(point.y()))
        if placed is None:
            return None
        return Caret(placed.index, placed.row.offset_at(point - QPointF(0, placed.top_px)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection, or with Shift go on with one."""
        caret = self._caret_at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or caret is None:
            return
        is_going_on = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        anchor = self._selection.anchor if self._selection and is_going_on else caret
        self._is_selecting = True
        self._select(anchor, caret)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the selection to the mouse; scroll while that is above or below."""
        if not self._is_selecting:
            return
        self._select_to(event.position())
        if self.viewport().rect().contains(event.position().toPoint()):
            self._auto_scroll.stop()
        elif not self._auto_scroll.isActive():
            self._auto_scroll.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """End the selection; where the system pastes by the middle button, let it."""
        self._is_selecting = False
        self._auto_scroll.stop()
        clipboard = QGuiApplication.clipboard()
        if clipboard.supportsSelection() and (text := self.selected_text):
            clipboard.setText(text, QClipboard.Mode.Selection)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        placed = self.view.row_at(round(event.position().y()))
        caret = self._caret_at(event.position())
        if placed is None or caret is None:
            return
        begin, end = placed.row.word_at(caret.offset)
        self._select(Caret(placed.index, begin), Caret(placed.index, end))

    def _select_to(self, point: QPointF) -> None:
        caret = self._caret_at(point)
        if self._selection is not None and caret is not None:
            self._select(self._selection.anchor, caret)

    @Slot()
    def _on_auto_scroll(self) -> None:
        at = QPointF(self.viewport().mapFromGlobal(self.cursor().pos()))
        area = QRectF(self.viewport().rect())
        beyond = at.y() - min(max(at.y(), area.top()), area.bottom())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(beyond))
        self._select_to(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the selection."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, slot in (
            (self.tr("Copy"), self.copy),
            (self.tr("Copy with times"), self.copy_with_times),
        ):
            action = menu.addAction(text)
            action.triggered.connect(slot)
            action.setEnabled(bool(self.selected_text))
        menu.addAction(self.tr("Select all")).triggered.connect(self.select_all)
        menu.popup(event.globalPos())

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, select by rows, copy."""
        bar = self.verticalScrollBar()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif event.key() == Qt.Key.Key_Escape and self._selection is not None:
            self._selection = None
            self.viewport().update()
        elif event.matches(QKeySequence.StandardKey.SelectNextLine):
            self._select_row(1)
        elif event.matches(QKeySequence.StandardKey.SelectPreviousLine):
            self._select_row(-1)
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            self.jump_to_latest()
        else:
            super().keyPressEvent(event)

    def _select_row(self, step: int) -> None:
        """Select one row more or fewer, whole; to begin with, the last one in view."""
        if not self.view.placed:
            return
        if self._selection is None:
            row = self.view.placed[-1].index
            self._select(Caret(row, 0), Caret(row, self._length(row)))
            return
        focus = self._selection.focus.row + step
        row = min(max(focus, 0), len(self.entries) - 1)
        first = self._selection.anchor.row
        if row >= first:
            self._select(Caret(first, 0), Caret(row, self._length(row)))
        else:
            self._select(Caret(first, self._length(first)), Caret(row, 0))
        self.reveal(row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, to those who use it."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:  # else as it was before
            self._came_by_keyboard = event.reason() in _BY_KEYBOARD
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows and, around them, where the keyboard is."""
        super().paintEvent(event)
        if self._came_by_keyboard and self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.look.color("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
