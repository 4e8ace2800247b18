"""Sessions that were kept, as the library tells of them, and what it can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DAY_S: Final = 86_400.0
PAGE_SESSIONS: Final = 50


class SessionState(StrEnum):
    """Whether a session is over. One that is open is being written, or its program died."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """What there is to know of a session without its lines. Times are seconds since 1970."""

    id: str
    begun_s: float
    ended_s: float | None = None
    state: SessionState = SessionState.CLOSED
    title: str = ""  # what the user calls it; empty: nothing yet
    first_words: str = ""  # what was said first, cut short
    audio_ms: int = 0  # how long it is
    line_count: int = 0
    star_count: int = 0  # lines with a star
    languages: tuple[str, ...] = ()  # codes
    engine_ids: tuple[str, ...] = ()
    cost_cny: float = 0.0
    text_bytes: int = 0
    audio_bytes: int = 0
    tags: tuple[str, ...] = ()  # in alphabetical order
    notes: str = ""
    deleted_s: float | None = None  # since when it is in the trash

    @property
    def name(self) -> str:
        """What to call it: the title, or what was said first; empty: there is neither."""
        return self.title or self.first_words


class SessionOrder(StrEnum):
    """What comes first in a list of sessions."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"
    LONGEST = "longest"
    LARGEST = "largest"  # text and audio
    DEAREST = "dearest"


@dataclass(frozen=True, slots=True)
class SessionQuery:
    """Which sessions are wanted, and in which order. What is empty leaves everything in."""

    since_s: float | None = None  # begun at this time or later
    until_s: float | None = None  # begun before
    tags: tuple[str, ...] = ()  # has all of them
    language: str = ""
    engine_id: str = ""
    has_stars: bool = False
    has_audio: bool = False
    is_in_trash: bool = False  # only what was deleted; otherwise only what was not
    order: SessionOrder = SessionOrder.NEWEST


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One stretch of the sessions that a query has, and how many it has in all."""

    sessions: tuple[SessionInfo, ...]
    total: int


class HitOrder(StrEnum):
    """Which of the sessions with the words that are looked for come first."""

    NEWEST = "newest"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A line with the words that are looked for."""

    session_id: str
    line: int
    begin_ms: int | None
    text: str  # what to read of it: the whole line, or the part around the words
    spans: tuple[tuple[int, int], ...] = ()  # begin and end of each place in `text`
    is_cut_before: bool = False  # there is more of the line before `text`
    is_cut_behind: bool = False


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session with its first hits, in the order in which they were said."""

    session: SessionInfo
    hits: tuple[SearchHit, ...]
    hit_count: int  # all of them


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found."""

    sessions: tuple[FoundSession, ...] = ()
    has_more: bool = False  # there are, or may be, more sessions than these


class KeptFor(StrEnum):
    """How long something is kept: the values are days."""

    EVER = "ever"
    DAYS_7 = "7"
    DAYS_30 = "30"
    DAYS_90 = "90"

    @property
    def age_s(self) -> float | None:
        """From which age on it goes; None: never."""
        return None if self is KeptFor.EVER else int(self.value) * DAY_S


@dataclass(frozen=True, slots=True)
class Retention:
    """How long sessions are kept. Stars protect a session, not its audio."""

    text: KeptFor = KeptFor.EVER  # the whole session
    audio: KeptFor = KeptFor.EVER  # the audio alone
