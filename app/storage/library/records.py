"""A session as it is written down and read back."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.captions import Captions
from app.core.marks import NO_MARKS, Marks


@dataclass(frozen=True, slots=True)
class Head:
    """What there is to know of a session beside its lines. A session without an end is open."""

    id: str
    begun_s: float
    owner: str  # whose lock says that it runs
    title: str = ""
    source: str = ""  # name of the recording; empty: it is live
    source_path: str = ""  # where it is, if it can be gone on with
    source_mark: str = ""  # what tells it from another one that lies there later
    source_ms: int | None = None  # up to where it was heard; None: to its end
    ended_s: float | None = None
    languages: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()
    cost_cny: float = 0.0
    audio_ms: int = 0


@dataclass(frozen=True, slots=True)
class Start:
    """From `begin_ms` of the transcript on, time passes as on the wall since `begun_s`."""

    begin_ms: int
    begun_s: float


@dataclass(frozen=True, slots=True)
class Kept:
    """A session as it is read back, or what is known of it when its writing begins.

    What is `passed_over` stands before it in the same transcript, and is not to be kept.
    """

    head: Head
    captions: Captions = field(default_factory=Captions)
    marks: Marks = NO_MARKS
    starts: tuple[Start, ...] = ()
    passed_over: Captions = field(default_factory=Captions)
