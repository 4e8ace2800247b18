"""Which rows of a long transcript are in view, and where. No widget: rows come from a function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from app.core.running_sums import RunningSums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.shell.widgets.transcript_row import TranscriptRow

PADDING_PX: Final = 12  # above the first row and below the last

SetRow: TypeAlias = "Callable[[int], TranscriptRow]"


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row in view; `top_px` may be negative."""

    index: int
    top_px: int
    row: TranscriptRow


class TranscriptView:
    """Sets only the rows it shows. What is above keeps its estimated height until it is seen.

    The view hangs on the row at its top: what changes above it never moves what is read. While it
    follows, it hangs on the end.
    """

    def __init__(self, set_row: SetRow) -> None:
        self._set_row = set_row
        self._heights = RunningSums()
        self._height_px = 0
        self._top_row = 0
        self._hidden_px = -PADDING_PX  # of the top row, above the view
        self.is_following = True
        self.is_held = False  # it does not begin to follow by itself
        self.placed: list[PlacedRow] = []

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total_px(self) -> int:
        """The height of everything, as far as it is known."""
        return self._heights.total + 2 * PADDING_PX

    @property
    def scrolled_px(self) -> int:
        """How much of everything is above the view."""
        return self._heights.before(self._top_row) + PADDING_PX + self._hidden_px

    def top_of(self, row: int) -> int:
        """Return where `row` begins, as far as the heights above it are known."""
        return self._heights.before(row) + PADDING_PX

    def set_height(self, height_px: int) -> None:
        """Make the view so many pixels high."""
        self._height_px = height_px
        self.arrange()

    def replace_from(
        self, row: int, estimates_px: Iterable[int], kept: tuple[int, int] | None = None
    ) -> None:
        """Forget the rows from `row` on, and take new ones of about these heights.

        `kept` is a row that was in view: where it is among the new rows, and how far below the top
        of the view it stays.
        """
        self._heights.cut(row)
        self._heights.extend(estimates_px)
        if kept is not None:
            self.is_following = False
            self._top_row, self._hidden_px = kept[0], -kept[1]
        self.arrange()

    def hold(self) -> None:
        """Stay where it is, whatever comes, until it is told to follow or released."""
        self.is_following, self.is_held = False, True

    def release(self) -> None:
        """Begin to follow again once the end is in view."""
        self.is_held = False
        self.arrange()

    def scroll_to(self, scrolled_px: int) -> None:
        """Show what is so far down; follow if that is the end."""
        by_px = scrolled_px - self.scrolled_px
        if abs(by_px) < 2 * self._height_px:
            self._walk(by_px)
        else:
            self._top_row = self._heights.row_at(scrolled_px - PADDING_PX)
            self._hidden_px = scrolled_px - PADDING_PX - self._heights.before(self._top_row)
        self.is_following = False
        self.arrange()

    def follow(self) -> None:
        """Go to the end and stay there."""
        self.is_following, self.is_held = True, False
        self.arrange()

    def row_at(self, y: int) -> PlacedRow | None:
        """Return the row in view nearest to `y`; None while there is none."""
        below = (placed for placed in self.placed if y < placed.top_px + placed.row.height_px)
        return next(below, self.placed[-1] if self.placed else None)

    def arrange(self) -> None:
        """Find out anew which rows are in view, setting those that were not."""
        if not len(self._heights):
            self._top_row, self._hidden_px, self.placed = 0, -PADDING_PX, []
            self.is_following = True
            return
        if self.is_following:
            self._hang_on_end()
        else:
            self._walk(0)
        self.placed = self._place_from_top()
        if not (self.is_following or self.is_held) and self._is_end_in_view():
            self.is_following = True
            self._hang_on_end()
            self.placed = self._place_from_top()

    def _is_end_in_view(self) -> bool:
        last = self.placed[-1]
        end_px = last.top_px + last.row.height_px + PADDING_PX
        return last.index == len(self) - 1 and end_px <= self._height_px

    def _hang_on_end(self) -> None:
        """Let the view end where the rows end, or begin where they begin if they do not fill it."""
        row, room_px = len(self), self._height_px - PADDING_PX
        while row > 0 and room_px > 0:
            row -= 1
            room_px -= self._exact_px(row)
        self._top_row = row
        self._hidden_px = -min(room_px, PADDING_PX)

    def _walk(self, by_px: int) -> None:
        """Scroll row by row, so that no row is passed whose height is only estimated."""
        self._top_row = min(self._top_row, len(self) - 1)
        self._hidden_px += by_px
        while self._hidden_px < 0 and self._top_row > 0:
            self._top_row -= 1
            self._hidden_px += self._exact_px(self._top_row)
        self._hidden_px = max(self._hidden_px, -PADDING_PX)
        while self._top_row < len(self) - 1 and self._hidden_px >= (
            height_px := self._exact_px(self._top_row)
        ):
            self._hidden_px -= height_px
            self._top_row += 1

    def _place_from_top(self) -> list[PlacedRow]:
        placed: list[PlacedRow] = []
        row, top_px = self._top_row, -self._hidden_px
        while row < len(self) and top_px < self._height_px:
            height_px = self._exact_px(row)
            placed.append(PlacedRow(row, top_px, self._set_row(row)))
            top_px += height_px
            row += 1
        return placed

    def _exact_px(self, row: int) -> int:
        height_px = self._set_row(row).height_px
        self._heights.change(row, height_px)
        return height_px
