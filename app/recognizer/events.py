"""What is told about the lines of one stream of audio, and what tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from app.core.emotion import Emotion
from app.recognizer.jobs import Model_contra
from app.recognizer.schedule import Urgent

if TYPE_CHECKING:
    from app.recognizer.audio import Samples
    from app.recognizer.decoder import Heard
    from app.recognizer.jobs import Job


@dataclass(frozen=True, slots=True)
class LineOpened:
    """Speech began at `begin_ms` of the stream."""

    line: int
    begin_ms: int


@dataclass(frozen=True, slots=True)
class LineClosed:
    """Speech ended at `end_ms`; the final follows."""

    line: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class LineHeard:
    """What an open line says so far: words that stay, then words that may change."""

    line: int
    settled: str
    tentative: str
    language: str = ""
    emotion: Emotion = Emotion.NONE


@dataclass(frozen=True, slots=True)
class LineWritten:
    """The final text of a line; empty when there were no words in it."""

    line: int
    text: str
    language: str = ""
    emotion: Emotion = Emotion.NONE


@dataclass(frozen=True, slots=True)
class LineFailed:
    """The model failed on a line that is closed; it gets no final text."""

    line: int


LineEvent: TypeAlias = LineOpened | LineClosed | LineHeard | LineWritten | LineFailed


class Stream(Urgent, Protocol[Model_contra]):
    """Recognition of one stream: audio goes in, jobs come out, their answers go in again.

    It has no socket, thread or clock; one thread calls it. Not thread-safe.
    """

    @property
    def is_idle(self) -> bool:
        """Whether every closed line has its final."""

    @property
    def backlog_s(self) -> float:
        """Seconds of closed lines that wait for their finals."""

    @property
    def heard_ms(self) -> int:
        """How much audio was fed."""

    @property
    def done_ms(self) -> int:
        """Up to where no closed line waits to be heard; all that was fed, if none does."""

    def feed(self, samples: Samples) -> list[LineEvent]:
        """Take more audio."""
        ...

    def flush(self) -> list[LineEvent]:
        """End the open line here."""
        ...

    def ease(self, level: int) -> None:
        """Cut partials back from now on: 0 not at all, 1 rarer ones, 2 none."""
        ...

    def take_job(self) -> Job[Model_contra] | None:
        """Return the next job; there is no other until `done` has its answer."""
        ...

    def done(self, heard: Heard, *, cost_s: float) -> list[LineEvent]:
        """Take the answer to the job that is out, and the seconds it took."""
        ...

    def failed(self) -> list[LineEvent]:
        """Give up the job that is out: the model has no answer to it."""
        ...
