"""What the overlay shows now: the words that are let through, revealed, in rows that can be read.

`hear` takes what was said, whenever it comes; `show` moves the rows on, when there may be a repaint
and at the latest at `Display.due_s`. A row that has to leave for new words stays until it could be
read, and rows move at most once a second; words that wait for that are never later than LATE_S:
then, as whenever rows move late, everything that waits is shown at once, whatever is skipped.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from app.core import reveal, rollup, stability
from app.core.captions import Line, LineStatus
from app.core.emotion import Emotion
from app.core.overlay_settings import Stability
from app.core.reveal import LATE_S, Reveal
from app.core.rollup import Rollup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.captions import Captions
    from app.core.rollup import Box, Row

# Words later than this begin no row of their own: else a row might be begun so late that the words
# behind it could not wait until it was read.
BEHIND_S: Final = 0.5
_LINES: Final = 16  # of the newest: no box has room for more at once
_FAR: Final = 256  # entries from the end; what is shown is never further away


@dataclass(frozen=True, slots=True)
class Rules:
    """How still the words are to be, and whether the feeling in them is told."""

    stability: Stability = Stability.BALANCED
    shows_emotion: bool = False


@dataclass(frozen=True, slots=True)
class Display:
    """What is shown, what waits, and what must be remembered to keep the rows still."""

    heard: tuple[Line, ...] = ()
    standing: tuple[stability.Standing, ...] = ()
    reveal: Reveal = field(default_factory=Reveal)
    rollup: Rollup = field(default_factory=Rollup)
    held_until_s: float = -math.inf  # when rows that must still be read may leave

    @property
    def finished(self) -> frozenset[int]:
        """The newest lines that will hardly change any more."""
        return frozenset(line.line for line in self.heard if line.status is not LineStatus.OPEN)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows from top to bottom, at most as many as the box has."""
        return self.rollup.rows

    def due_s(self, box: Box) -> float:
        """Return when `show` will have something to do though nothing more was said."""
        standing_s = min((each.due_s for each in self.standing), default=math.inf)
        expires_s = self.rollup.expires_s(box)
        waiting = self.reveal.waiting
        if self.held_until_s > -math.inf:
            return min(standing_s, expires_s, self.held_until_s)
        return min(standing_s, expires_s, self.reveal.due_s() if waiting else math.inf)


class Change(Enum):
    """What became of the rows."""

    NONE = auto()
    MOVED_ON = auto()  # words came, settled, or were taken back
    SET_ANEW = auto()  # a final put other words into rows that were there
    GONE = auto()  # nobody spoke for long


def change_between(before: Display, after: Display) -> Change:
    """Return what became of the rows of `before`."""
    old, new = before.rollup.named_rows, after.rollup.named_rows
    if old == new:
        return Change.NONE
    if old and not new and after.heard:
        return Change.GONE
    final = after.finished
    for name, row in old.items():
        if name[0] in final and name in new and not new[name].text.startswith(row.text.rstrip()):
            return Change.SET_ANEW
    return Change.MOVED_ON


def hear(display: Display, captions: Captions, rules: Rules, now_s: float) -> Display:
    """Return `display` with the newest of `captions` taken note of; nothing moves yet."""
    if not captions.entries:
        return display if display == Display() else Display()
    heard = _newest(captions, display.rollup.lines, shows_emotion=rules.shows_emotion)
    return _let_through(replace(display, heard=heard), rules, now_s)


def show(display: Display, rules: Rules, box: Box, now_s: float) -> Display:
    """Return `display` moved on as far as it may at `now_s`: the same object if nothing changed."""
    moved = _let_through(display, rules, now_s)
    waiting = moved.reveal.waiting
    count = reveal.paced(moved.reveal, waiting, now_s)
    oldest_s = min((word.came_s for word in waiting), default=math.inf)
    is_behind = oldest_s + BEHIND_S < now_s
    after = _with_words(moved, waiting, count, box, now_s)
    if is_behind and count < len(waiting) and _begins_row(moved, after):
        count = len(waiting)
        after = _with_words(moved, waiting, count, box, now_s)
    held_until_s = -math.inf
    readable_s = _readable_s(moved, after)
    if now_s < readable_s and now_s < oldest_s + LATE_S:
        held_until_s = min(readable_s, oldest_s + LATE_S)
        # What is behind has to wait for all rows that must leave for it.
        rolls_by_s = -math.inf if is_behind else now_s
        after = _held(moved, waiting[:count], box, now_s, rolls_by_s)
    after = replace(after, held_until_s=held_until_s)
    return display if after == display else after


def rewrap(display: Display, box: Box) -> Display:
    """Return the same words set anew in another box: after a change of width, font or rows."""
    return replace(display, rollup=rollup.rewrap(display.rollup, box), held_until_s=-math.inf)


def _let_through(display: Display, rules: Rules, now_s: float) -> Display:
    through, standing = stability.let_through(
        display.standing, display.heard, rules.stability, now_s
    )
    return replace(display, standing=standing, reveal=reveal.hear(display.reveal, through, now_s))


def _with_words(
    display: Display, waiting: Sequence[reveal.Waiting], count: int, box: Box, now_s: float
) -> Display:
    shown = reveal.revealed(display.reveal, waiting, count, now_s)
    rows = rollup.update(display.rollup, shown.visible, box, now_s)
    return replace(display, reveal=shown, rollup=rows)


def _readable_s(display: Display, after: Display) -> float:
    return rollup.readable_s(display.rollup, after.rollup, after.reveal.visible)


def _begins_row(display: Display, after: Display) -> bool:
    return not display.rollup.named_rows.keys() >= after.rollup.named_rows.keys()


def _held(
    display: Display,
    waiting: Sequence[reveal.Waiting],
    box: Box,
    now_s: float,
    rolls_by_s: float,
) -> Display:
    """Return `display` with as many of the waiting words as no row must leave for, or only rows
    that may have left by `rolls_by_s`.
    """
    fewest, most = -1, len(waiting)  # what fits, and what does not
    best = display
    while most - fewest > 1:
        middle = (fewest + most) // 2
        tried = _with_words(display, waiting, middle, box, now_s)
        if _readable_s(display, tried) > rolls_by_s:
            most = middle
        else:
            fewest, best = middle, tried
    return best


def _newest(captions: Captions, shown: Sequence[int], *, shows_emotion: bool) -> tuple[Line, ...]:
    """Return the newest lines with words, and those that are shown, in their order."""
    missing = set(shown)
    lines: list[Line] = []
    for entry in captions.entries[: -_FAR - 1 : -1]:
        if isinstance(entry, Line) and (len(lines) < _LINES or entry.line in missing):
            lines.append(entry)
            missing.discard(entry.line)
        elif len(lines) >= _LINES and not missing:
            break
    lines.reverse()
    before: list[Line | None] = [None, *lines]
    return tuple(
        replace(line, emotion=told_emotion(line, last) if shows_emotion else Emotion.NONE)
        for line, last in zip(lines, before, strict=False)
    )


def told_emotion(line: Line, before: Line | None) -> Emotion:
    """Return the feeling that is told with `line`: none before its final, and that of the line
    before where a voice was neutral for no longer than this line.
    """
    if line.status is LineStatus.OPEN:
        return Emotion.NONE
    if line.emotion is Emotion.NEUTRAL and before is not None and before.emotion.is_shown:
        return Emotion.NONE if before.status is LineStatus.OPEN else before.emotion
    return line.emotion
