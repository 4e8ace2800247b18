"""Judges captions of speech with outages by captions of the same speech without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tests.perf.scoring import Shown, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.perf.material import SpokenWord

OVERLAP_MS: Final = 200
SLACK_MS: Final = 500  # a final this much later than any without outage came out of a backlog


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the session's audio."""

    begin_ms: float
    end_ms: float

    def overlap_ms(self, other: Span) -> float:
        """Return how much of both is the same audio; negative: how far apart they are."""
        return min(self.end_ms, other.end_ms) - max(self.begin_ms, other.begin_ms)


@dataclass(frozen=True, slots=True)
class FinalLine:
    """A finished line, where its words were spoken, and when it was written."""

    span: Span
    text: str
    t_ms: float

    @property
    def delay_ms(self) -> float:
        return self.t_ms - self.span.end_ms


def moved(line: FinalLine, by_ms: float) -> FinalLine:
    """Return `line` as if everything had happened so much later."""
    span = Span(line.span.begin_ms + by_ms, line.span.end_ms + by_ms)
    return FinalLine(span, line.text, line.t_ms + by_ms)


def finals(objects: Iterable[dict[str, Any]]) -> list[FinalLine]:
    """Return the finished lines in what `zimu caption --json` wrote, in order of speech."""
    lines = [
        FinalLine(Span(written["begin_ms"], written["end_ms"]), written["text"], written["t_ms"])
        for written in objects
        if written["type"] == "final" and written["text"]
    ]
    return sorted(lines, key=lambda line: line.span.begin_ms)


def gaps(objects: Iterable[dict[str, Any]]) -> list[Span]:
    """Return the stretches that were told to be lost."""
    return [
        Span(written["begin_ms"], written["end_ms"])
        for written in objects
        if written["type"] == "gap"
    ]


def outside(lines: Iterable[FinalLine], holes: Sequence[Span]) -> list[FinalLine]:
    """Return the lines that no hole touches."""
    return [line for line in lines if all(line.span.overlap_ms(hole) <= 0 for hole in holes)]


def lost(expected: Iterable[FinalLine], lines: Sequence[FinalLine]) -> list[FinalLine]:
    """Return the expected lines of which less than half is in any of `lines`."""
    return [
        line
        for line in expected
        if sum(max(0.0, line.span.overlap_ms(other.span)) for other in lines)
        < line.span.overlap_ms(line.span) / 2
    ]


def doubled(lines: Sequence[FinalLine]) -> list[tuple[FinalLine, FinalLine]]:
    """Return the pairs that caption the same audio."""
    return [
        (one, other)
        for at, one in enumerate(lines)
        for other in lines[at + 1 :]
        if one.span.overlap_ms(other.span) > OVERLAP_MS
    ]


def time_errors_ms(expected: Sequence[FinalLine], lines: Iterable[FinalLine]) -> list[float]:
    """Return how far each line begins and ends from where an expected line does."""
    begins = [line.span.begin_ms for line in expected]
    ends = [line.span.end_ms for line in expected]
    return [
        min(abs(known - found) for known in bounds)
        for line in lines
        for found, bounds in ((line.span.begin_ms, begins), (line.span.end_ms, ends))
    ]


def caught_up_ms(
    expected: Sequence[FinalLine], lines: Iterable[FinalLine], back_ms: float
) -> float:
    """Return how long after `back_ms` the last final was written that an outage had delayed."""
    normal_ms = max(line.delay_ms for line in expected) + SLACK_MS
    late = [line.t_ms for line in lines if line.t_ms >= back_ms and line.delay_ms > normal_ms]
    return max(late, default=back_ms) - back_ms


def word_errors(lines: Iterable[FinalLine], words: Sequence[SpokenWord]) -> int:
    """Return the words that were dropped, added or misheard."""
    shown = [
        Shown(line.t_ms, number, line.text, "", is_final=True) for number, line in enumerate(lines)
    ]
    return score(shown, words).word_errors
