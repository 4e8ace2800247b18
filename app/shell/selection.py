"""What is selected across the rows of the transcript: from one caret to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Caret(NamedTuple):
    """Between two characters: before the one at `offset` of `row`."""

    row: int
    offset: int


@dataclass(frozen=True, slots=True)
class Selection:
    """From where it was begun to where it was drawn; either may come first."""

    anchor: Caret
    focus: Caret

    @property
    def begin(self) -> Caret:
        """The caret that comes first."""
        return min(self.anchor, self.focus)

    @property
    def end(self) -> Caret:
        """The caret that comes last."""
        return max(self.anchor, self.focus)

    def moved(self, rows: Mapping[int, int | None]) -> Selection | None:
        """Return it where `rows` says its rows went; None if one of them is gone."""
        anchor = rows.get(self.anchor.row, self.anchor.row)
        focus = rows.get(self.focus.row, self.focus.row)
        if anchor is None or focus is None:
            return None
        return Selection(Caret(anchor, self.anchor.offset), Caret(focus, self.focus.offset))

    def within(self, row: int, length: int) -> tuple[int, int] | None:
        """Return which characters of a row with `length` characters are selected."""
        if not self.begin.row <= row <= self.end.row:
            return None
        begin = self.begin.offset if row == self.begin.row else 0
        end = min(self.end.offset, length) if row == self.end.row else length
        return (begin, end) if begin < end else None
