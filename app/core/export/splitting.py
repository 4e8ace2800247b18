"""Text in pieces that a reader takes in at a glance: two rows of at most 42 Latin characters.

A Chinese character counts as 42/18 of a Latin one, so 18 of them are as wide. Pieces and rows end
at the ends of sentences, then of clauses, then of words; a word is parted only if it is wider than
a row.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from app.core.textlayout import cluster_starts, is_wide, may_break

if TYPE_CHECKING:
    from collections.abc import Sequence

# Widths are counted in whole thirds of a Latin character, so that sums are exact.
UNITS_PER_COLUMN: Final = 3
_WIDE_UNITS: Final = 7
_ROW_UNITS: Final = 42 * UNITS_PER_COLUMN
_SENTENCE_ENDS: Final = frozenset((*".!?…。！？؟।", "\u104b"))
_CLAUSE_ENDS: Final = frozenset(",;:–—，、；：،؛")
_CLOSERS: Final = "\"'”’»)]}）］】」』》〉"
# What a piece costs, weighed against where it ends and how full it is.
_PIECE: Final = 10.0
_AFTER_CLAUSE: Final = 3.0
_AFTER_WORD: Final = 8.0
_IN_WORD: Final = 20.0
_FULLNESS: Final = 6.0
_TOO_SHORT: Final = 12.0
_UNEVEN_ROWS: Final = 10.0


def units(text: str) -> int:
    """Return how wide `text` is."""
    return _Measured(text).units


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends with `text`, as far as its punctuation tells."""
    return text.rstrip(_CLOSERS)[-1:] in _SENTENCE_ENDS


def split(text: str, duration_ms: int, *, shortest_ms: int, longest_ms: int) -> list[str]:
    """Return `text` in pieces for a glance each, of likely times between these bounds.

    Time passes evenly over the width. The text has no blanks at its ends; nor do the pieces.
    """
    measured = _Measured(text)
    if measured.units <= _ROW_UNITS and duration_ms <= longest_ms:
        return [text]
    edges = measured.edges
    ms_per_unit = duration_ms / max(measured.units, 1)
    best: list[tuple[float, int]] = [(0.0, 0)]  # to each edge: least cost, and from which edge
    for end in range(1, len(edges)):
        best.append((float("inf"), end - 1))
    for begin in range(len(edges) - 1):
        for end in range(begin + 1, measured.reach(begin) + 1):
            width = measured.width(edges[begin], edges[end])
            length_ms = width * ms_per_unit
            if end > begin + 1 and length_ms > longest_ms:
                break
            cost = best[begin][0] + _PIECE + measured.end_cost(edges[end])
            cost += _FULLNESS * (width / (2 * _ROW_UNITS)) ** 2
            cost += _TOO_SHORT * max(0.0, 1 - length_ms / shortest_ms)
            if cost < best[end][0]:
                best[end] = (cost, begin)
    return _pieces(text, edges, best)


def rows(text: str) -> tuple[str, ...]:
    """Return `text` in one row or two, if it fits into two: about as wide as one another."""
    measured = _Measured(text)
    if measured.units <= _ROW_UNITS:
        return (text,)
    edges = measured.edges
    fitting = [
        at
        for at in edges[1:-1]
        if measured.width(0, at) <= _ROW_UNITS and measured.width(at, len(text)) <= _ROW_UNITS
    ]
    if not fitting:
        return (text,)

    def cost(at: int) -> float:
        uneven = abs(measured.width(0, at) - measured.width(at, len(text))) / _ROW_UNITS
        return measured.end_cost(at) + _UNEVEN_ROWS * uneven

    at = min(fitting, key=cost)
    return text[:at].rstrip(), text[at:]


def _pieces(text: str, edges: Sequence[int], best: Sequence[tuple[float, int]]) -> list[str]:
    ends = [len(edges) - 1]
    while ends[-1]:
        ends.append(best[ends[-1]][1])
    ends.reverse()
    bounds = [edges[end] for end in ends]
    return [text[begin:end].rstrip() for begin, end in pairwise(bounds)]


class _Measured:
    """A text, where it may end a row, and how wide its parts are."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = cluster_starts(text)
        self._sums = [0]
        for at in self._starts:
            is_one_wide = is_wide(text[at])
            self._sums.append(self._sums[-1] + (_WIDE_UNITS if is_one_wide else UNITS_PER_COLUMN))
        self._soft = {0, len(text)} | {at for at in self._starts[1:] if may_break(text, at)}
        self.edges = self._edges()

    @property
    def units(self) -> int:
        """How wide all of it is."""
        return self._sums[-1]

    def width(self, begin: int, end: int) -> int:
        """Return how wide the part between two edges is, without the blanks behind it."""
        end = begin + len(self._text[begin:end].rstrip())
        return max(0, self._sum_to(end) - self._sum_to(begin))

    def reach(self, begin: int) -> int:
        """Return the last edge, by number, to which two rows from edge `begin` on can come."""
        first = self._row_end(begin)
        return first if first == len(self.edges) - 1 else self._row_end(first)

    def end_cost(self, at: int) -> float:
        """Return how bad it is to end here."""
        if at not in self._soft:
            return _IN_WORD
        before = self._text[:at].rstrip()
        if at == len(self._text) or ends_sentence(before):
            return 0.0
        return _AFTER_CLAUSE if before.rstrip(_CLOSERS)[-1:] in _CLAUSE_ENDS else _AFTER_WORD

    def _edges(self) -> list[int]:
        """Return the offsets at which a row may end, so close that a row is never too wide."""
        edges = [0]
        for at in (*self._starts[1:], len(self._text)):
            if at in self._soft:
                last = edges[-1]
                if self.width(last, at) > _ROW_UNITS:
                    edges += self._within_word(last, at)
                if at != edges[-1]:
                    edges.append(at)
        return edges

    def _within_word(self, begin: int, end: int) -> list[int]:
        """Return where a word that is wider than a row has to be parted."""
        cuts = []
        for at in self._starts[bisect_right(self._starts, begin) :]:
            if at >= end:
                break
            following = self._starts[bisect_right(self._starts, at) :][:1] or [len(self._text)]
            if self.width(begin, following[0]) > _ROW_UNITS:
                cuts.append(at)
                begin = at
        return cuts

    def _row_end(self, begin: int) -> int:
        end = begin + 1
        while end + 1 < len(self.edges) and (
            self.width(self.edges[begin], self.edges[end + 1]) <= _ROW_UNITS
        ):
            end += 1
        return end

    def _sum_to(self, at: int) -> int:
        return self._sums[bisect_right(self._starts, at - 1)]
