"""The heights of many rows: where each begins and which is where, in steps that grow with log n."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class RowHeights:
    """Heights in pixels with their running sums (a Fenwick tree). Changes at the end are cheap."""

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._sums: list[int] = [0]  # sums[i]: of the i & -i heights that end before row i

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, row: int) -> int:
        return self._heights[row]

    @property
    def total(self) -> int:
        """The height of all rows."""
        return self.top(len(self))

    def top(self, row: int) -> int:
        """Return where `row` begins: the height of all rows before it."""
        above = 0
        while row > 0:
            above += self._sums[row]
            row &= row - 1
        return above

    def row_at(self, y: int) -> int:
        """Return the row at `y`: the first one above all, the last one below all."""
        row = 0
        step = 1 << len(self).bit_length()
        while step:
            if row + step <= len(self) and self._sums[row + step] <= y:
                row += step
                y -= self._sums[row]
            step >>= 1
        return max(0, min(row, len(self) - 1))

    def extend(self, heights: Iterable[int]) -> None:
        """Add rows at the end."""
        for height in heights:
            self._heights.append(height)
            row = len(self._heights)
            self._sums.append(self.top(row - 1) + height - self.top(row & (row - 1)))

    def cut(self, length: int) -> None:
        """Keep the first `length` rows."""
        del self._heights[length:]
        del self._sums[length + 1 :]

    def change(self, row: int, height: int) -> None:
        """Give `row` another height."""
        more = height - self._heights[row]
        self._heights[row] = height
        at = row + 1
        while more and at <= len(self):
            self._sums[at] += more
            at += at & -at
