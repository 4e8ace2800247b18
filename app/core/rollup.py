"""Which rows the overlay shows: pinned where they begin, so that what was read stays where it is.

Every line starts on a new row. Of a line's rows only the last may change; the rows above it keep
their words until the final, which replaces what differs once. When a revision is so short that the
last row is left without words, the row above becomes the last. Rows leave at the top and never
come back. Line ids must grow in the order of first sight.

A row that a final corrects is set anew at once. `readable_s` tells when rows may leave; display.py
decides whether to wait for that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from app.core.captions import Line, LineStatus
from app.core.emotion import Emotion
from app.core.textlayout import (
    carry_offsets,
    columns,
    is_right_to_left,
    is_wide,
    may_break,
    wrap,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.textlayout import Measure

READ_S: Final = 1.5
ROLL_S: Final = 1.0
HOLD_S: Final = 6.0
# Behind an open line there is room for these, so that a word that settled at the end of a row
# need not move when its comma comes.
_COMMA: Final = ","
_WIDE_COMMA: Final = "，"

_Name: TypeAlias = tuple[int, int]  # a line, and the number of a row of it


@dataclass(frozen=True, slots=True)
class Box:
    """The room for captions: `rows` rows of `width_px` and at most `columns` Latin characters (see
    `textlayout.columns`), kept `hold_s` seconds into a silence.
    """

    measure: Measure
    width_px: float
    rows: int = 2
    hold_s: float = HOLD_S  # math.inf: for ever
    columns: float = math.inf

    def extent_px(self, text: str) -> float:
        """Return how much of a row's width the text takes, by its pixels or its characters."""
        return max(self.measure(text), columns(text) * self.width_px / self.columns)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as shown. The first `settled` characters are settled, the others tentative."""

    line: int
    text: str
    settled: int
    is_right_to_left: bool = False
    emotion: Emotion = Emotion.NONE


@dataclass(frozen=True, slots=True)
class _Block:
    """The rows of `line` that have not left. Row i begins at `starts[i]` of the line's text; the
    rows above the last may still show older words. Neither is ever empty: a line without anything
    to show has one row without words, at the offset from which new words would be shown.
    `left` rows of the line have left before them.
    """

    line: Line
    starts: tuple[int, ...]
    rows: tuple[Row, ...]
    left: int = 0

    @property
    def visible(self) -> tuple[Row, ...]:
        return self.rows if self.rows[-1].text.strip() else self.rows[:-1]

    @property
    def names(self) -> list[_Name]:
        """What each visible row is called, whatever it says."""
        return [(self.line.line, self.left + at) for at in range(len(self.visible))]


@dataclass(frozen=True, slots=True)
class Rollup:
    """What the overlay shows, and what it must remember to keep still."""

    blocks: tuple[_Block, ...] = ()
    left_line: int = -1  # the newest line that is not looked at any more
    changed_s: float = -math.inf
    begun: tuple[tuple[_Name, float], ...] = ()  # when each row was first shown
    rolled_s: float = -math.inf

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows from top to bottom, at most as many as the box has."""
        return tuple(row for block in self.blocks for row in block.visible)

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines that are shown or were until the last silence, from top to bottom."""
        return tuple(block.line.line for block in self.blocks)

    @property
    def named_rows(self) -> dict[_Name, Row]:
        """The rows from top to bottom, each by what it is called, whatever it says."""
        return dict(zip((n for block in self.blocks for n in block.names), self.rows, strict=True))

    def expires_s(self, box: Box) -> float:
        """Return when the rows go if nothing more is said; infinity when there are none."""
        return self.changed_s + box.hold_s if self.rows else math.inf


def update(rollup: Rollup, lines: Sequence[Line], box: Box, now_s: float) -> Rollup:
    """Return what shows `lines` (in order, the newest last) at `now_s`: the same object when
    nothing changed.
    """
    newest = _newest_lines(rollup, lines, box.rows)
    known = {block.line.line: block for block in rollup.blocks}
    blocks = tuple(_laid_out(known.pop(line.line, None), line, box) for line in newest)
    shown = replace(
        rollup, blocks=_rolled_up(blocks, box.rows), left_line=max([rollup.left_line, *known])
    )
    if shown.rows != rollup.rows:
        rolled_s = now_s if _leaving(rollup, shown, lines) else rollup.rolled_s
        begun = _begun(shown, rollup, now_s)
        return replace(shown, changed_s=now_s, begun=begun, rolled_s=rolled_s)
    if now_s >= shown.expires_s(box):
        return replace(shown, blocks=tuple(map(_emptied, shown.blocks)), begun=())
    return rollup if shown == rollup else shown


def readable_s(rollup: Rollup, after: Rollup, lines: Sequence[Line]) -> float:
    """Return from when on `after`, which shows `lines`, may take the place of `rollup`: every row
    that others push out was there for READ_S, and no rows moved for ROLL_S. Minus infinity: no row
    is pushed out.
    """
    leaving = _leaving(rollup, after, lines)
    return max(max(leaving) + READ_S, rollup.rolled_s + ROLL_S) if leaving else -math.inf


def _leaving(rollup: Rollup, after: Rollup, lines: Sequence[Line]) -> list[float]:
    """Return when the rows began that `after` has no room for."""
    left = {block.line.line: block.left for block in after.blocks}
    known = {line.line for line in lines}  # a line that was withdrawn is not pushed out
    return [
        begun_s
        for (line, number), begun_s in rollup.begun
        if (number < left[line] if line in left else line in known)
    ]


def rewrap(rollup: Rollup, box: Box) -> Rollup:
    """Return the same words set anew in another box: after a change of width, font or rows."""
    blocks = tuple(
        _cut(block.line, _rows_from(block.line, block.starts[0], box)) for block in rollup.blocks
    )
    return replace(rollup, blocks=_rolled_up(blocks, box.rows), begun=())


def _begun(shown: Rollup, before: Rollup, now_s: float) -> tuple[tuple[_Name, float], ...]:
    known = dict(before.begun)
    names = (name for block in shown.blocks for name in block.names)
    return tuple((name, known.get(name, now_s)) for name in names)


def _newest_lines(rollup: Rollup, lines: Sequence[Line], count: int) -> list[Line]:
    """Return the newest `count` lines with words in their order, without those that have left."""
    known = set(rollup.lines)
    newest: list[Line] = []
    for line in reversed(lines):
        if not line.text.strip():
            continue
        if len(newest) == count or (line.line not in known and line.line <= rollup.left_line):
            break
        newest.append(line)
    return newest[::-1]


def _laid_out(block: _Block | None, line: Line, box: Box) -> _Block:
    if block is None:
        return _cut(line, _rows_from(line, 0, box))
    if block.line == line:
        return block
    starts = carry_offsets(block.line.text, line.text, block.starts)
    if not (block.visible or any(map(str.isalnum, line.text[starts[-1] :]))):
        starts = [len(line.text)]  # a full stop alone does not bring back what has left
    if line.status is LineStatus.OPEN:
        return _grown(block, line, starts, box)
    return replace(_cut(line, _kept_rows(line, starts, box)), left=block.left)


def _grown(block: _Block, line: Line, starts: Sequence[int], box: Box) -> _Block:
    """Return `block` with the newest words in its last row, and in new rows below that."""
    kept = len(starts)
    while kept > 1 and not line.text[starts[kept - 1] :].strip():
        kept -= 1
    last = block.rows[min(kept, len(block.rows)) - 1]
    begin = starts[kept - 1]
    pinned = begin + len(last.text[: last.settled].rstrip())
    if line.text[begin:pinned] != last.text[: pinned - begin]:
        pinned = begin
    below = _cut(line, _rows_from(line, begin, box, pinned))
    begins = (*starts[: kept - 1], *below.starts)
    above = tuple(
        _with_settled(row, _row(line, begin, end))
        for row, (begin, end) in zip(block.rows, pairwise(begins[:kept]), strict=False)
    )
    return _Block(line, begins, above + below.rows, block.left)


def _with_settled(row: Row, newest: Row) -> Row:
    """Return the row with its settled part grown; words that differ wait for the final."""
    if row.text != newest.text or newest.settled < row.settled:
        return row
    return newest


def _kept_rows(line: Line, starts: Sequence[int], box: Box) -> list[int]:
    """Return where the rows of a finished line begin: as before as far as its words allow."""
    text = line.text
    kept = [starts[0]]
    for start in starts[1:]:
        if not text[start:].strip() or not may_break(text, start):
            break
        row = text[kept[-1] : start].rstrip()
        if box.extent_px(row) > box.width_px:
            break
        if row:
            kept.append(start)
    return kept[:-1] + _rows_from(line, kept[-1], box)


def _rows_from(line: Line, start: int, box: Box, pinned: int = 0) -> list[int]:
    tail = ""
    if line.status is LineStatus.OPEN and line.text[-1:].isalnum():
        tail = _WIDE_COMMA if is_wide(line.text[-1]) else _COMMA
    return wrap(line.text, start, box.extent_px, box.width_px, pinned=pinned, tail=tail)


def _cut(line: Line, starts: Sequence[int]) -> _Block:
    rows = tuple(_row(line, begin, end) for begin, end in pairwise([*starts, len(line.text)]))
    return _Block(line, tuple(starts), rows)


def _row(line: Line, begin: int, end: int) -> Row:
    return Row(
        line=line.line,
        text=line.text[begin:end],
        settled=min(max(len(line.settled) - begin, 0), end - begin),
        is_right_to_left=is_right_to_left(line.text),
        emotion=line.emotion,
    )


def _rolled_up(blocks: Sequence[_Block], rows: int) -> tuple[_Block, ...]:
    """Return the blocks without the rows at the top for which there is no room."""
    surplus = sum(len(block.visible) for block in blocks) - rows
    result = []
    for block in blocks:
        leaving = min(max(surplus, 0), len(block.visible))
        surplus -= leaving
        result.append(_without_top(block, leaving))
    return tuple(result)


def _without_top(block: _Block, count: int) -> _Block:
    if count == 0:
        return block
    if count == len(block.visible):
        return _emptied(block)
    return replace(
        block, starts=block.starts[count:], rows=block.rows[count:], left=block.left + count
    )


def _emptied(block: _Block) -> _Block:
    left = block.left + len(block.visible)
    return replace(_cut(block.line, [len(block.line.text)]), left=left)
