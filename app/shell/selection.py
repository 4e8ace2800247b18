"""What is selected across the rows of the transcript: from one caret to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


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

    def within(self, row: int, length: int) -> tuple[int, int] | None:
        """Return which characters of a row with `length` characters are selected."""
        if not self.begin.row <= row <= self.end.row:
            return None
        begin = self.begin.offset if row == self.begin.row else 0
        end = min(self.end.offset, length) if row == self.end.row else length
        return (begin, end) if begin < end else None
