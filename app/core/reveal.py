"""How fast words appear: as they come while they come at the pace of speech, else readably.

What comes in a burst is revealed word by word at the pace of a fast reader. What would take longer
than LATE_S that way is shown at once: the reader jumps instead of racing, and words are never later
than that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from app.core.textlayout import (
    break_offsets,
    carry_offsets,
    cluster_starts,
    common_prefix,
    is_wide,
    may_break,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.captions import Line

LATIN_PER_S: Final = 20.0
WIDE_PER_S: Final = 12.0
LATE_S: Final = 1.5
# So much may come at once after a silence: engines tell several words in one breath.
BREATH_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Heard:
    """One line as it was let through. The first `shown` characters are revealed; `came` holds for
    the others up to where they came when, ascending.
    """

    line: Line
    shown: int = 0
    came: tuple[tuple[int, float], ...] = ()

    @property
    def visible(self) -> Line:
        """The line as far as it is revealed."""
        line, length = self.line, len(self.line.settled)
        if self.shown >= len(line.text):
            return line
        tentative = line.tentative[: max(0, self.shown - length)]
        return replace(line, settled=line.settled[: self.shown], tentative=tentative)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A word that is not revealed yet: up to `end` of the line at place `at`."""

    at: int
    end: int
    cost_s: float  # what reading it takes
    came_s: float


@dataclass(frozen=True, slots=True)
class Reveal:
    """The newest lines, as far as they are revealed."""

    lines: tuple[Heard, ...] = ()
    read_s: float = -math.inf  # when what is revealed will have been read
    newest: int = -1  # of the lines that were ever here

    @property
    def visible(self) -> tuple[Line, ...]:
        """The lines as far as they are revealed."""
        return tuple(heard.visible for heard in self.lines)

    @property
    def waiting(self) -> list[Waiting]:
        """The words that are not revealed yet, in their order."""
        return [word for at, heard in enumerate(self.lines) for word in _words(at, heard)]

    def due_s(self) -> float:
        """Return when the next word may be revealed; infinity when none waits."""
        return self.read_s - BREATH_S if self.waiting else math.inf


def hear(reveal: Reveal, lines: Sequence[Line], now_s: float) -> Reveal:
    """Return `reveal` with what is now let through of the newest lines."""
    known = {heard.line.line: heard for heard in reveal.lines}
    heard = tuple(
        _heard_again(known[line.line], line, now_s)
        if line.line in known
        # What is older than a line that was here has been shown or skipped.
        else Heard(line, 0 if line.line > reveal.newest else len(line.text), _all_at(line, now_s))
        for line in lines
    )
    newest = max([reveal.newest, *(line.line for line in lines)])
    return replace(reveal, lines=heard, newest=newest)


def _all_at(line: Line, now_s: float) -> tuple[tuple[int, float], ...]:
    return ((len(line.text), now_s),)


def _heard_again(heard: Heard, line: Line, now_s: float) -> Heard:
    """Return `line` revealed as far as `heard` was; words that were put in go on from there."""
    old, new = heard.line.text, line.text
    if old == new:
        return replace(heard, line=line)
    same = min(heard.shown, common_prefix(old, new))
    shown = max(same, *carry_offsets(old, new, [heard.shown]))
    while 0 < shown < len(new) and not (new[shown - 1].isspace() or may_break(new, shown)):
        shown += 1  # a word that goes on is not a new one
    # Other words in the place of some that wait came when those did; of some that are shown, now.
    came = tuple((min(end, len(new)), came_s) for end, came_s in heard.came if heard.shown < end)
    return Heard(line, shown, (*came, (len(new), now_s)))


def _words(at: int, heard: Heard) -> list[Waiting]:
    rest = heard.line.text[heard.shown :]
    if not rest:
        return []
    words, begin = [], 0
    for end in [*break_offsets(rest), len(rest)]:
        reached = heard.shown + end
        came_s = next((s for until, s in heard.came if until > heard.shown + begin), -math.inf)
        words.append(Waiting(at, reached, _reading_s(rest[begin:end]), came_s))
        begin = end
    return words


def _reading_s(text: str) -> float:
    clusters = [text[at] for at in cluster_starts(text)]
    wide = sum(map(is_wide, clusters))
    return (len(clusters) - wide) / LATIN_PER_S + wide / WIDE_PER_S


def paced(reveal: Reveal, waiting: Sequence[Waiting], now_s: float) -> int:
    """Return how many of `waiting` may be shown at `now_s`: all, if some would come too late."""
    read_s = accumulate((word.cost_s for word in waiting), initial=max(reveal.read_s, now_s))
    due_s = [at_s - BREATH_S for at_s, _ in zip(read_s, waiting, strict=False)]
    latest_s = (word.came_s + LATE_S for word in waiting)
    if any(max(due, now_s) > latest for due, latest in zip(due_s, latest_s, strict=True)):
        return len(waiting)
    return sum(due <= now_s for due in due_s)


def revealed(reveal: Reveal, waiting: Sequence[Waiting], count: int, now_s: float) -> Reveal:
    """Return `reveal` with the first `count` of its waiting words shown at `now_s`."""
    ends = {word.at: word.end for word in waiting[:count]}
    lines = tuple(
        replace(heard, shown=ends.get(at, heard.shown)) for at, heard in enumerate(reveal.lines)
    )
    cost_s = sum(word.cost_s for word in waiting[:count])
    # After a jump nobody has to wait until all of it could have been read.
    read_s = min(max(reveal.read_s, now_s) + cost_s, now_s + 2 * BREATH_S)
    return replace(reveal, lines=lines, read_s=read_s if count else reveal.read_s)
