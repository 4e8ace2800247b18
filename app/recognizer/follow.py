"""The lines of one stream of audio, for a model that hears speech as it comes.

Every sample of a line is heard once, in order, and nothing behind the line's end is heard with it,
so that what a final says depends on the audio alone. A line that is too long is no pause: there the
model hears on, and only its text is divided.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.recognizer.audio import RATE_HZ, Samples
from app.recognizer.decoder import Heard, Wish
from app.recognizer.events import (
    LineClosed,
    LineEvent,
    LineFailed,
    LineHeard,
    LineOpened,
    LineWritten,
)
from app.recognizer.framing import Framing, to_ms
from app.recognizer.jobs import Urgency
from app.recognizer.lines import FRAME_SAMPLES, SETTLE_FRAMES, Closed, Opened
from app.recognizer.units import agreed, complete, split_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.recognizer.decoder import Follower, Hearing
    from app.recognizer.lines import Cut, Rules
    from app.recognizer.vad import Detector

# How much is heard at a time at least, by how far partials are cut back. All must be heard anyway;
# larger pieces only save what every piece costs.
_LEAST_SAMPLES: Final = (RATE_HZ // 10, RATE_HZ * 3 // 10, RATE_HZ)
# What waits is heard in pieces, so that others get their turn.
_MOST_SAMPLES: Final = RATE_HZ
# A model remembers all that it heard of a stretch of speech; nobody speaks this long in one breath.
_LONGEST_SAMPLES: Final = 60 * RATE_HZ
_ANYTHING: Final = Wish()


@dataclass(slots=True)
class Ear:
    """A model's hearing of one stretch of speech. Only the job that is out touches `hearing`."""

    begin: int
    hearing: Hearing | None = None
    told: int = 0
    """How many units of what it says belong to lines that have their finals."""
    is_deaf: bool = False
    """Whether the model failed on it: what it was told is lost, and it hears no more."""


@dataclass(frozen=True, slots=True)
class Follow:
    """Hear the next samples of a stretch of speech, or the last ones."""

    urgency: Urgency
    ear: Ear
    samples: Samples
    is_end: bool
    wish: Wish

    def perform(self, model: Follower) -> Heard:
        """Return all that the stretch says so far."""
        hearing = self.ear.hearing
        if hearing is None:
            hearing = self.ear.hearing = model.open(self.wish)
        heard = hearing.feed(self.samples)
        return hearing.finish() if self.is_end else heard


@dataclass(slots=True)
class _Line:
    number: int
    ear: Ear
    fed_to: int
    """Up to which sample a job heard it, or is hearing it."""
    rest: Samples | None = None
    """Of a closed line, what is still to be heard. It is kept here, however long it must wait."""
    goes_on: bool = False
    """Whether the same ear hears the next line, too."""
    heard: Heard | None = None
    units: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Out:
    line: _Line
    is_last: bool


class FollowStream:
    """Recognition of one stream. Not thread-safe.

    `revises` says that the model may take words back: then a word settles when it is heard twice,
    otherwise as soon as it is complete.
    """

    def __init__(
        self, detector: Detector, rules: Rules, wish: Wish = _ANYTHING, *, revises: bool = False
    ) -> None:
        self._framing = Framing(detector, rules)
        self._cutter, self._audio = self._framing.cutter, self._framing.audio
        self._wish = wish
        self._revises = revises
        self._numbers = 0
        self._closed: deque[_Line] = deque()
        self._open: _Line | None = None
        self._out: _Out | None = None
        self._least = _LEAST_SAMPLES[0]

    @property
    def is_idle(self) -> bool:
        """Whether every closed line has its final."""
        return not self._closed

    @property
    def backlog_s(self) -> float:
        """Seconds of closed lines that are still to be heard."""
        return sum(len(line.rest) for line in self._closed if line.rest is not None) / RATE_HZ

    @property
    def heard_ms(self) -> int:
        """How much audio was fed."""
        return self._framing.heard_ms

    @property
    def done_ms(self) -> int:
        """Up to where closed lines were heard."""
        return to_ms(self._closed[0].fed_to) if self._closed else self.heard_ms

    def feed(self, samples: Samples) -> list[LineEvent]:
        """Take more audio."""
        cuts = self._framing.feed(samples)
        return [event for frame_cuts in cuts for event in self._apply(frame_cuts)]

    def flush(self) -> list[LineEvent]:
        """End the open line here."""
        return self._apply(self._cutter.flush())

    def ease(self, level: int) -> None:
        """Cut partials back from now on: 0 not at all, 1 rarer ones, 2 very rare ones."""
        self._least = _LEAST_SAMPLES[level]

    def urgency(self) -> Urgency | None:
        """Return how urgent the next job is; None while one is out or none is due."""
        if self._out is not None:
            return None
        if self._closed:
            return Urgency.FINAL
        if self._open is None or self._open.ear.is_deaf:
            return None
        new = self._hearable_end() - self._open.fed_to
        is_pause = self._cutter.pause_frames >= SETTLE_FRAMES
        return Urgency.PARTIAL if new >= (1 if is_pause else self._least) else None

    def take_job(self) -> Follow | None:
        """Return the next job; there is no other until `done` has its answer."""
        urgency = self.urgency()
        line = self._closed[0] if self._closed else self._open
        if urgency is None or line is None:
            return None
        if line.rest is None:
            end = min(self._hearable_end(), line.fed_to + _MOST_SAMPLES)
            samples = self._audio.copy(line.fed_to, end)
        else:
            samples, line.rest = line.rest[:_MOST_SAMPLES], line.rest[_MOST_SAMPLES:]
        line.fed_to += len(samples)
        is_last = line.rest is not None and not len(line.rest)
        self._out = _Out(line, is_last)
        return Follow(urgency, line.ear, samples, is_last and not line.goes_on, self._wish)

    def done(self, heard: Heard, *, cost_s: float) -> list[LineEvent]:
        """Take the answer to the job that is out."""
        del cost_s  # audio is heard once: hearing it less often would not be cheaper
        out, self._out = self._out, None
        if out is None:
            return []
        if out.is_last:
            return [self._write(self._closed.popleft(), heard)]
        return self._show(out.line, heard) if out.line.rest is None else []

    def failed(self) -> list[LineEvent]:
        """Give up the job that is out, and with it the lines of the stretch that it was about."""
        out, self._out = self._out, None
        if out is None:
            return []
        out.line.ear.is_deaf = True
        events: list[LineEvent] = []
        while self._closed and self._closed[0].ear.is_deaf:
            events.append(LineFailed(self._closed.popleft().number))
        return events

    def _show(self, line: _Line, heard: Heard) -> list[LineEvent]:
        if heard == line.heard:
            return []  # so far it understood no more, and this is no second hearing
        units = tuple(split_units(heard.text)[line.ear.told :])
        sure = complete(units)
        if self._revises:
            sure = agreed(sure, line.units)
        before = line.settled, line.units
        line.settled += tuple(sure[len(line.settled) :])
        line.heard, line.units = heard, units
        if (line.settled, line.units) == before:
            return []
        settled = "".join(line.settled).lstrip()
        tentative = "".join(units[len(line.settled) :])
        told = (settled, tentative if settled else tentative.lstrip())
        return [LineHeard(line.number, *told, heard.language, heard.emotion)]

    def _write(self, line: _Line, heard: Heard) -> LineWritten:
        units: Sequence[str] = split_units(heard.text)[line.ear.told :]
        if line.goes_on:
            units = complete(units)
        line.ear.told += len(units)
        return LineWritten(line.number, "".join(units).strip(), heard.language, heard.emotion)

    def _apply(self, cuts: tuple[Cut, ...]) -> list[LineEvent]:
        match cuts:
            case ():
                return []
            case (Opened(begin, speech),):
                ear = Ear(begin * FRAME_SAMPLES)
                return [self._open_line(ear, ear.begin, speech * FRAME_SAMPLES)]
            case (Closed(speech_end, end),):
                return self._close_line(end * FRAME_SAMPLES, speech_end * FRAME_SAMPLES)
            case _:
                return self._divide()

    def _divide(self) -> list[LineEvent]:
        """Begin another line without a pause, where the model stands: it cannot unhear."""
        line = self._open
        if line is None:
            return []
        end = self._hearable_end()
        line.goes_on = end - line.ear.begin < _LONGEST_SAMPLES and not line.ear.is_deaf
        ear = line.ear if line.goes_on else Ear(end)
        return [*self._close_line(end, end), self._open_line(ear, end, end)]

    def _open_line(self, ear: Ear, begin: int, speech: int) -> LineOpened:
        self._numbers += 1
        self._open = _Line(self._numbers, ear, begin)
        return LineOpened(self._numbers, to_ms(speech))

    def _close_line(self, end: int, speech_end: int) -> list[LineEvent]:
        line, self._open = self._open, None
        if line is None:
            return []
        if line.ear.is_deaf:
            return [LineClosed(line.number, to_ms(speech_end)), LineFailed(line.number)]
        line.rest = self._audio.copy(line.fed_to, end)
        self._closed.append(line)
        return [LineClosed(line.number, to_ms(speech_end))]

    def _hearable_end(self) -> int:
        """Return up to where the open line is sure to go: what follows may be a pause too long."""
        return min(self._framing.framed, self._cutter.settled_end * FRAME_SAMPLES)
