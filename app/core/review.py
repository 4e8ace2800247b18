"""What there is to see in a session that is over: feelings over time, who talked how long. Pure.

A line counts where its times are known. A channel is who or what was recorded apart; most sessions
have one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.captions import Captions, Line
from app.core.emotion import Emotion
from app.core.export.records import csv_row
from app.core.marks import NO_MARKS, Marks
from app.core.sessions import SessionInfo, SessionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WATCHED: Final = (Emotion.ANGRY, Emotion.FEARFUL)  # what a reviewer of calls looks for
PAUSE_MS: Final = 10_000  # so long a silence ends a stretch
_COLUMNS: Final = (
    *("channel", "name", "lines", "talk_s", "emotion", "emotion_lines", "emotion_s"),
    *("emotion_share", "longest_s", "longest_begin_s"),
)


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """A part of the audio that was kept; `path` is relative to the folder of the library."""

    begin_ms: int
    end_ms: int
    path: str


@dataclass(frozen=True, slots=True)
class Start:
    """From `begin_ms` of the transcript on, time passes as on the wall since `begun_s`."""

    begin_ms: int
    begun_s: float


@dataclass(frozen=True, slots=True)
class Review:
    """A kept session with everything that belongs to it. Mappings are by line, or by channel."""

    session: SessionInfo
    captions: Captions = field(default_factory=Captions)
    marks: Marks = NO_MARKS
    channels: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    starts: tuple[Start, ...] = ()
    chunks: tuple[AudioChunk, ...] = ()

    @property
    def can_change(self) -> bool:
        """Whether it is over: one that is being written is changed where it is captioned."""
        return self.session.state is SessionState.CLOSED

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, in the order of reading."""
        return tuple(entry for entry in self.captions.entries if isinstance(entry, Line))

    @property
    def end_ms(self) -> int:
        """Where the last line, or the audio, ends."""
        lines = (line.end_ms or line.begin_ms or 0 for line in self.lines)
        return max((*lines, *(chunk.end_ms for chunk in self.chunks)), default=0)

    def channel_of(self, line: Line) -> int:
        """Return in which channel `line` was heard."""
        return self.channels.get(line.line, 0)

    def wall_s(self, ms: int) -> float | None:
        """Return when `ms` of the transcript was, in seconds since 1970; None: not known."""
        for start in reversed(self.starts):
            if ms >= start.begin_ms or start is self.starts[0]:
                return start.begun_s + (ms - start.begin_ms) / 1000
        return None


@dataclass(frozen=True, slots=True)
class Span:
    """One line in the timeline."""

    line: int
    begin_ms: int
    end_ms: int
    emotion: Emotion


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a feeling gave way to another one."""

    line: int
    at_ms: int
    before: Emotion
    after: Emotion


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time from the first of some lines in a row to the end of the last."""

    line: int  # the first one
    begin_ms: int
    end_ms: int

    @property
    def length_ms(self) -> int:
        """How long it is."""
        return self.end_ms - self.begin_ms


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """One channel in figures. Shares are of the time of lines with a feeling, neutral included."""

    channel: int
    spans: tuple[Span, ...]
    turns: tuple[Turn, ...]
    line_count: int
    talk_ms: int
    counts: Mapping[Emotion, int]  # lines
    felt_ms: Mapping[Emotion, int]
    longest: Mapping[Emotion, Stretch]  # of those that are watched, where there is one

    def share(self, emotion: Emotion) -> float:
        """Return how much of the time that was heard with a feeling had this one: 0…1."""
        total_ms = sum(self.felt_ms.values())
        return self.felt_ms.get(emotion, 0) / total_ms if total_ms else 0.0


def has_feelings(review: Review) -> bool:
    """Whether feelings were kept, or put in by the user."""
    return any(review.marks.emotion_of(line) is not Emotion.NONE for line in review.lines)


def figures(review: Review) -> tuple[ChannelFigures, ...]:
    """Return the figures of every channel that was heard, in their order."""
    spans: dict[int, list[Span]] = {}
    for line in review.lines:
        if line.begin_ms is not None and line.end_ms is not None and line.end_ms > line.begin_ms:
            emotion = review.marks.emotion_of(line)
            span = Span(line.line, line.begin_ms, line.end_ms, emotion)
            spans.setdefault(review.channel_of(line), []).append(span)
    return tuple(_figures(channel, spans[channel]) for channel in sorted(spans))


def legible(spans: Iterable[Span], column_ms: float) -> tuple[Span, ...]:
    """Return the spans to draw where `column_ms` are as narrow as can be seen, in their order.

    Of shorter ones that begin in one column, one is left: a feeling that is told rather than one
    that is not, then the longest.
    """
    drawn: dict[tuple[int, bool], Span] = {}
    for span in spans:
        length_ms = span.end_ms - span.begin_ms
        is_wide = length_ms >= column_ms
        place = (span.begin_ms if is_wide else int(span.begin_ms / column_ms), is_wide)
        best = drawn.get(place)
        if best is None or (span.emotion.is_shown, length_ms) > (
            best.emotion.is_shown,
            best.end_ms - best.begin_ms,
        ):
            drawn[place] = span
    return tuple(sorted(drawn.values(), key=lambda span: span.begin_ms))


def _figures(channel: int, spans: Sequence[Span]) -> ChannelFigures:
    counts: dict[Emotion, int] = {}
    felt_ms: dict[Emotion, int] = {}
    for span in spans:
        if span.emotion is not Emotion.NONE:
            counts[span.emotion] = counts.get(span.emotion, 0) + 1
            length_ms = span.end_ms - span.begin_ms
            felt_ms[span.emotion] = felt_ms.get(span.emotion, 0) + length_ms
    longest = {emotion: _longest(spans, emotion) for emotion in WATCHED}
    return ChannelFigures(
        channel,
        tuple(spans),
        tuple(_turns(spans)),
        len(spans),
        _covered_ms(spans),
        MappingProxyType(counts),
        MappingProxyType(felt_ms),
        MappingProxyType({each: found for each, found in longest.items() if found is not None}),
    )


def _turns(spans: Iterable[Span]) -> Iterable[Turn]:
    """Yield where the feeling is another one than before. Lines without any say nothing."""
    before = Emotion.NONE
    for span in spans:
        if span.emotion is Emotion.NONE:
            continue
        if before not in (Emotion.NONE, span.emotion):
            yield Turn(span.line, span.begin_ms, before, span.emotion)
        before = span.emotion


def _longest(spans: Iterable[Span], emotion: Emotion) -> Stretch | None:
    """Return the longest time in which every line had `emotion`."""
    best: Stretch | None = None
    current: Stretch | None = None
    for span in spans:
        if span.emotion is not emotion:
            current = None
            continue
        if current is None or span.begin_ms - current.end_ms > PAUSE_MS:
            current = Stretch(span.line, span.begin_ms, span.end_ms)
        else:
            end_ms = max(current.end_ms, span.end_ms)
            current = Stretch(current.line, current.begin_ms, end_ms)
        if best is None or current.length_ms > best.length_ms:
            best = current
    return best


def _covered_ms(spans: Iterable[Span]) -> int:
    """Return how long it is in all, counting no moment twice."""
    total_ms, end_ms = 0, 0
    for span in sorted(spans, key=lambda span: span.begin_ms):
        total_ms += max(0, span.end_ms - max(span.begin_ms, end_ms))
        end_ms = max(end_ms, span.end_ms)
    return total_ms


def line_at(review: Review, ms: int) -> Line | None:
    """Return the line that is said at `ms`, or was said last before it."""
    said: Line | None = None
    for line in review.lines:
        if line.begin_ms is None or line.begin_ms > ms:
            continue
        if said is None or said.begin_ms is None or line.begin_ms >= said.begin_ms:
            said = line
    return said


def spoken_chars(line: Line, text: str, ms: int) -> int:
    """Return how many characters of `text` have been said at `ms`.

    The wire has times of lines, not of words: each character is taken to be as long as another.
    """
    if line.begin_ms is None or line.end_ms is None or line.end_ms <= line.begin_ms:
        return 0
    share = (ms - line.begin_ms) / (line.end_ms - line.begin_ms)
    return round(min(max(share, 0.0), 1.0) * len(text))


def as_csv(found: Sequence[ChannelFigures], names: Mapping[int, str]) -> str:
    """Return the figures as a table: a row for each channel and feeling. Times are in seconds."""
    rows: list[Sequence[object]] = [_COLUMNS]
    for one in found:
        about = (one.channel, names.get(one.channel, ""), one.line_count, _seconds(one.talk_ms))
        for emotion in Emotion:
            if emotion is not Emotion.NONE:
                rows.append((*about, emotion.value, *_felt(one, emotion)))
    return "".join(map(csv_row, rows))


def _felt(one: ChannelFigures, emotion: Emotion) -> tuple[object, ...]:
    """Return what the table says of one feeling in one channel."""
    stretch = one.longest.get(emotion)
    return (
        one.counts.get(emotion, 0),
        _seconds(one.felt_ms.get(emotion, 0)),
        f"{one.share(emotion):.4f}",
        None if stretch is None else _seconds(stretch.length_ms),
        None if stretch is None else _seconds(stretch.begin_ms),
    )


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}"
