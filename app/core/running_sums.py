"""Many numbers with their running sums: where each begins, and which is where."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class RunningSums:
    """Numbers from 0 up in rows (a Fenwick tree). A look and a change take steps of log n.

    Rows come and go at the end.
    """

    def __init__(self) -> None:
        self._values: list[int] = []
        self._sums: list[int] = [0]  # sums[i]: of the i & -i values that end before row i

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, row: int) -> int:
        return self._values[row]

    @property
    def total(self) -> int:
        """The sum of all rows."""
        return self.before(len(self))

    def before(self, row: int) -> int:
        """Return the sum of all rows before `row`."""
        above = 0
        while row > 0:
            above += self._sums[row]
            row &= row - 1
        return above

    def row_at(self, place: int) -> int:
        """Return the last row that begins at `place` or before, passing rows of 0.

        The first one before all, the last one behind all.
        """
        row = 0
        step = 1 << len(self).bit_length()
        while step:
            if row + step <= len(self) and self._sums[row + step] <= place:
                row += step
                place -= self._sums[row]
            step >>= 1
        return max(0, min(row, len(self) - 1))

    def extend(self, values: Iterable[int]) -> None:
        """Add rows at the end."""
        old = len(self)
        self._values.extend(values)
        upto = list(accumulate(self._values[old:], initial=self.before(old)))
        for row in range(old + 1, len(self) + 1):
            begin = row & (row - 1)
            above = upto[begin - old] if begin >= old else self.before(begin)
            self._sums.append(upto[row - old] - above)

    def cut(self, length: int) -> None:
        """Keep the first `length` rows."""
        del self._values[length:]
        del self._sums[length + 1 :]

    def change(self, row: int, value: int) -> None:
        """Give `row` another value."""
        more = value - self._values[row]
        self._values[row] = value
        at = row + 1
        while more and at <= len(self):
            self._sums[at] += more
            at += at & -at
