"""Text in pieces that a reader takes in at a glance: two rows of at most 42 Latin characters.

A Chinese character counts as 42/18 of a Latin one, so 18 of them are as wide. Pieces and rows end
at the ends of sentences, then of clauses, then of words; a word is parted only if it is wider than
a row.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from app.core.punctuation import CLAUSE_ENDS, CLOSERS, ends_sentence
from app.core.textlayout import UNITS_PER_COLUMN, cluster_starts, may_break, units, units_at

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW_UNITS: Final = 42 * UNITS_PER_COLUMN
_CLAUSE_ENDS: Final = CLAUSE_ENDS | frozenset("–—")
_LOOK_BACK: Final = 12  # characters among which a mark is looked for behind closing ones
# What a piece costs, weighed against where it ends and how full it is.
_PIECE: Final = 10.0
_AFTER_CLAUSE: Final = 3.0
_AFTER_WORD: Final = 8.0
_IN_WORD: Final = 20.0
_FULLNESS: Final = 6.0
_TOO_SHORT: Final = 12.0
_UNEVEN_ROWS: Final = 10.0


def split(text: str, duration_ms: int, *, shortest_ms: int, longest_ms: int) -> list[str]:
    """Return `text` in pieces for a glance each, of likely times between these bounds.

    Time passes evenly over the width. The text has no blanks at its ends; nor do the pieces.
    """
    total = units(text)
    if total <= _ROW_UNITS and duration_ms <= longest_ms:
        return [text]
    edges = _Edges(text)
    ms_per_unit = duration_ms / max(total, 1)
    best: list[tuple[float, int]] = [(0.0, 0)]  # to each edge: least cost, and from which edge
    best += [(float("inf"), 0)] * (len(edges.offsets) - 1)
    for begin in range(len(edges.offsets) - 1):
        so_far = best[begin][0] + _PIECE
        for end in range(begin + 1, edges.reach(begin) + 1):
            width = edges.width(begin, end)
            length_ms = width * ms_per_unit
            if end > begin + 1 and length_ms > longest_ms:
                break
            cost = so_far + edges.costs[end] + _FULLNESS * (width / (2 * _ROW_UNITS)) ** 2
            if length_ms < shortest_ms:
                cost += _TOO_SHORT * (1 - length_ms / shortest_ms)
            if cost < best[end][0]:
                best[end] = (cost, begin)
    return _pieces(text, edges.offsets, best)


def rows(text: str) -> tuple[str, ...]:
    """Return `text` in one row or two, if it fits into two: about as wide as one another."""
    if units(text) <= _ROW_UNITS:
        return (text,)
    edges = _Edges(text)
    last = len(edges.offsets) - 1
    fitting = [
        at
        for at in range(1, last)
        if edges.width(0, at) <= _ROW_UNITS and edges.width(at, last) <= _ROW_UNITS
    ]
    if not fitting:
        return (text,)

    def cost(at: int) -> float:
        uneven = abs(edges.width(0, at) - edges.width(at, last)) / _ROW_UNITS
        return edges.costs[at] + _UNEVEN_ROWS * uneven

    cut = edges.offsets[min(fitting, key=cost)]
    return text[:cut].rstrip(), text[cut:]


def _pieces(text: str, offsets: Sequence[int], best: Sequence[tuple[float, int]]) -> list[str]:
    ends = [len(offsets) - 1]
    while ends[-1]:
        ends.append(best[ends[-1]][1])
    ends.reverse()
    return [text[offsets[a] : offsets[b]].rstrip() for a, b in pairwise(ends)]


class _Edges:
    """Where a text may end a row, its beginning and end among them, by number.

    They are so close to one another that what lies between two is never wider than a row.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = cluster_starts(text)
        self._sums = [0, *accumulate(units_at(text, at) for at in self._starts)]
        soft = [at for at in self._starts[1:] if may_break(text, at)]
        self.offsets = [0]
        hard = set()
        for at in (*soft, len(text)):
            cuts = self._cuts(self.offsets[-1], at)
            hard.update(cuts)
            self.offsets += [*cuts, at]
        # How wide the text is up to each edge, with and without the blanks before it.
        self._until = [self._sum_to(at) for at in self.offsets]
        self._until_words = [self._sum_to(self._words_end(at)) for at in self.offsets]
        self.costs = [_IN_WORD if at in hard else self._end_cost(at) for at in self.offsets]

    def width(self, begin: int, end: int) -> int:
        """Return how wide the part between two edges is, without the blanks behind it."""
        return max(0, self._until_words[end] - self._until[begin])

    def reach(self, begin: int) -> int:
        """Return the last edge to which two rows from edge `begin` on can come."""
        first = self._row_end(begin)
        return first if first == len(self.offsets) - 1 else self._row_end(first)

    def _row_end(self, begin: int) -> int:
        fitting = bisect_right(self._until_words, self._until[begin] + _ROW_UNITS) - 1
        return max(fitting, begin + 1)

    def _cuts(self, begin: int, end: int) -> list[int]:
        """Return where what lies between two edges has to be parted: where it is a long word."""
        cuts = []
        row = self._sum_to(begin) + _ROW_UNITS
        while self._sum_to(self._words_end(end)) > row:
            at = self._starts[bisect_right(self._sums, row) - 1]
            cuts.append(at)
            row = self._sum_to(at) + _ROW_UNITS
        return cuts

    def _end_cost(self, at: int) -> float:
        """Return how bad it is to end here."""
        before = self._text[max(0, at - _LOOK_BACK) : at].rstrip()
        if at == len(self._text) or ends_sentence(before):
            return 0.0
        return _AFTER_CLAUSE if before.rstrip(CLOSERS)[-1:] in _CLAUSE_ENDS else _AFTER_WORD

    def _words_end(self, at: int) -> int:
        while at and self._text[at - 1].isspace():
            at -= 1
        return at

    def _sum_to(self, at: int) -> int:
        return self._sums[bisect_right(self._starts, at - 1)]
