"""The transcript to select and copy from, by mouse and by keyboard. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

from app.core.captions import Line
from app.shell.selection import Caret, Selection
from app.shell.widgets.transcript_list import TranscriptList
from app.shell.widgets.transcript_marks import Highlight, HighlightKind

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

AUTO_SCROLL_MS: Final = 40


class TranscriptSelector(TranscriptList):
    """Selects characters across rows. What is selected moves with its rows."""

    def __init__(self) -> None:
        super().__init__()
        self._selection: Selection | None = None
        self._is_selecting = False
        self._auto_scroll = QTimer(self, interval=AUTO_SCROLL_MS)
        self._auto_scroll.timeout.connect(self._on_auto_scroll)

    @property
    def selected_text(self) -> str:
        """What is selected, a line of text for each row."""
        return self.text_of(self._selection, with_times=False)

    @property
    def selected_lines(self) -> frozenset[int]:
        """The ids of the lines of which anything is selected."""
        if self._selection is None:
            return frozenset()
        begin, end = self._selection.begin.row, self._selection.end.row
        rows = (row for row in range(begin, end + 1) if self.selected_in(row))
        entries = (self.shown[row] for row in rows)
        return frozenset(entry.line for entry in entries if isinstance(entry, Line))

    @Slot()
    def select_all(self) -> None:
        """Select every row."""
        self._selection = self.everything()
        self.viewport().update()

    @Slot()
    def deselect(self) -> None:
        """Select nothing."""
        self._selection = None
        self.viewport().update()

    @Slot()
    def copy(self) -> None:
        """Put what is selected on the clipboard."""
        _put(self.text_of(self._selection, with_times=False))

    @Slot()
    def copy_with_times(self) -> None:
        """Put what is selected on the clipboard, each row behind its time."""
        _put(self.text_of(self._selection, with_times=True))

    @Slot()
    def copy_all(self) -> None:
        """Put every row that is shown on the clipboard."""
        _put(self.text_of(self.everything(), with_times=False))

    @Slot()
    def copy_all_with_times(self) -> None:
        """Put every row that is shown on the clipboard, each behind its time."""
        _put(self.text_of(self.everything(), with_times=True))

    def kept_rows(self) -> tuple[int, ...]:
        """Return the rows whose way is followed when others change."""
        selection = self._selection
        return () if selection is None else (selection.focus.row, selection.anchor.row)

    def rows_changed(self, begin: int, moved: dict[int, int | None]) -> None:
        """Let the selection move with its rows; it goes with any of them."""
        super().rows_changed(begin, moved)
        if self._selection is not None:
            self._selection = self._selection.moved(moved)
        if self._selection is not None and self._selection.end.row >= len(self.shown):
            self._selection = None

    def selected_in(self, row: int) -> tuple[Highlight, ...]:
        """Return which characters of a row are selected."""
        span = None if self._selection is None else self._selection.within(row, self._length(row))
        return () if span is None else (Highlight(*span, HighlightKind.SELECTED),)

    def everything(self) -> Selection | None:
        """Return the selection of all that is shown."""
        last = len(self.shown) - 1
        return Selection(Caret(0, 0), Caret(last, self._length(last))) if last >= 0 else None

    def text_of(self, selection: Selection | None, *, with_times: bool) -> str:
        """Return the text of `selection`, a line for each row."""
        if selection is None:
            return ""
        rows = range(selection.begin.row, selection.end.row + 1)
        parts = (self._text_in(row, selection, with_times=with_times) for row in rows)
        return "\n".join(filter(None, parts))

    def _text_in(self, row: int, selection: Selection, *, with_times: bool) -> str:
        entry = self.shown[row]
        text = self.telling.text_of(entry)
        span = selection.within(row, len(text))
        if span is None:
            return ""
        words = text[slice(*span)].strip()
        return f"{self.telling.time_of(entry)}\t{words}" if with_times else words

    def _length(self, row: int) -> int:
        return len(self.telling.text_of(self.shown[row]))

    def select(self, anchor: Caret, focus: Caret) -> None:
        """Select from `anchor` to `focus`."""
        self._selection = Selection(anchor, focus)
        self.viewport().update()

    # The mouse

    def caret_at(self, point: QPointF) -> Caret | None:
        """Return between which characters `point` is; None while there are no rows."""
        placed = self.view.row_at(round(point.y()))
        if placed is None:
            return None
        return Caret(placed.index, placed.row.offset_at(point - QPointF(0, placed.top_px)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection, or with Shift go on with one."""
        caret = self.caret_at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or caret is None:
            return
        is_going_on = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        anchor = self._selection.anchor if self._selection and is_going_on else caret
        self._is_selecting = True
        self.select(anchor, caret)

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
        was_selecting = self._is_selecting
        self.end_drag()
        clipboard = QGuiApplication.clipboard()
        if was_selecting and clipboard.supportsSelection() and (text := self.selected_text):
            clipboard.setText(text, QClipboard.Mode.Selection)

    def end_drag(self) -> None:
        """Follow the mouse no longer."""
        self._is_selecting = False
        self._auto_scroll.stop()

    def word_at(self, point: QPointF) -> tuple[Caret, Caret] | None:
        """Return where the word at `point` begins and ends."""
        placed, caret = self.view.row_at(round(point.y())), self.caret_at(point)
        if placed is None or caret is None:
            return None
        begin, end = placed.row.word_at(caret.offset)
        return Caret(placed.index, begin), Caret(placed.index, end)

    def _select_to(self, point: QPointF) -> None:
        caret = self.caret_at(point)
        if self._selection is not None and caret is not None:
            self.select(self._selection.anchor, caret)

    @Slot()
    def _on_auto_scroll(self) -> None:
        at = QPointF(self.viewport().mapFromGlobal(self.cursor().pos()))
        area = QRectF(self.viewport().rect())
        beyond = at.y() - min(max(at.y(), area.top()), area.bottom())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(beyond))
        self._select_to(at)

    def extend_selection(self, step: int) -> None:
        """Select one row more or fewer, whole; to begin with, the last one in view."""
        if not self.view.placed:
            return
        if self._selection is None:
            row = self.view.placed[-1].index
            self.select(Caret(row, 0), Caret(row, self._length(row)))
            return
        first, row = self._selection.anchor.row, self._selection.focus.row + step
        row = min(max(row, 0), len(self.shown) - 1)
        if row >= first:
            self.select(Caret(first, 0), Caret(row, self._length(row)))
        else:
            self.select(Caret(first, self._length(first)), Caret(row, 0))
        self.reveal(row)


def _put(text: str) -> None:
    if text:
        QGuiApplication.clipboard().setText(text)
