"""The line of the transcript that keys act upon, shown and said. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from app.shell.selection import Caret
from app.shell.widgets.transcript_content import spoken
from app.shell.widgets.transcript_selector import TranscriptSelector
from app.shell.widgets.transcript_voice import TranscriptVoice

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent

    from app.core.captions import Entry

_BY_KEYBOARD: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class TranscriptCursor(TranscriptSelector):
    """One line may be the current one: the one clicked last, or gone to by the arrow keys."""

    def __init__(self) -> None:
        super().__init__()
        self.voice = TranscriptVoice(self.viewport())
        self.current_row: int | None = None
        self._is_shown = False  # only to those who go from line to line by keyboard
        self._came_by_keyboard = False

    @property
    def current(self) -> Entry | None:
        """The line that keys act upon."""
        row = self.current_row
        return self.shown[row] if row is not None and row < len(self.shown) else None

    @property
    def is_current_shown(self) -> bool:
        """Whether the current line is drawn as such."""
        return self._is_shown and self.current_row is not None

    @property
    def can_copy(self) -> bool:
        """Whether there is something to copy besides everything."""
        return bool(self.selected_text) or self.current_row is not None

    def kept_rows(self) -> tuple[int, ...]:
        """Return the rows whose way is followed when others change: the current one first."""
        current = () if self.current_row is None else (self.current_row,)
        return (*current, *super().kept_rows())

    def rows_changed(self, begin: int, moved: dict[int, int | None]) -> None:
        """Let the current line move with its row."""
        super().rows_changed(begin, moved)
        if self.current_row is not None:
            self.current_row = moved.get(self.current_row, self.current_row)

    def words_told(self) -> str:
        """Return the words that a screen reader is given: of the current line, if one is shown."""
        row = self.current_row
        if row is None or not self.is_current_shown or row >= len(self.shown):
            return super().words_told()
        return spoken(self.telling.content_of(self.shown[row]))

    def point_out(self, row: int) -> None:
        """Take a row as the current one that was pointed at, which everybody sees anyway."""
        self.current_row, self._is_shown = row, False
        self.describe()

    def go(self, step: int) -> None:
        """Make another line the current one: the next, the previous, or one in view at first."""
        placed = self.view.placed
        if not placed:
            return
        rows = range(placed[0].index, placed[-1].index + 1)
        if self.current_row is None or self.current_row not in rows:
            row = rows[-1] if step < 0 or self.view.is_following else rows[0]
        else:
            row = min(max(self.current_row + step, 0), len(self.shown) - 1)
        self._make_current(row)
        self._is_shown = True
        self.deselect()
        self.reveal(row)
        self.describe()
        self.voice.point_at(row)

    def _make_current(self, row: int) -> None:
        self.current_row = row
        self.viewport().update()

    def copy(self) -> None:
        """Put what is selected on the clipboard, or else the current line."""
        row = self.current_row
        if not self.selected_text and row is not None and self.current is not None:
            self.select(Caret(row, 0), Caret(row, len(self.telling.text_of(self.shown[row]))))
        super().copy()

    def go_to_end(self, step: int) -> None:
        """Go to the oldest line, or to the newest and follow."""
        bar = self.verticalScrollBar()
        if step < 0:
            bar.setValue(bar.minimum())
        else:
            self.jump_to_end()
        if self._is_shown and len(self.shown):
            self._make_current(0 if step < 0 else len(self.shown) - 1)
            self.describe()

    def let_go(self) -> None:
        """Select nothing and leave the current line."""
        self.current_row, self._is_shown = None, False
        self.deselect()
        self.describe()

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

    def box_of_current(self) -> QRect:
        """Return where the words of the current line stand, or the whole view if they do not."""
        for placed in self.view.placed:
            if placed.index == self.current_row:
                return placed.row.text_box().translated(0, placed.top_px).toRect()
        return self.viewport().rect()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows and, around them, where the keyboard is, if no row says so."""
        super().paintEvent(event)
        if self._came_by_keyboard and self.hasFocus() and not self.is_current_shown:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.look.color("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
