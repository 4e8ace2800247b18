"""How far the words are behind the voice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from app.core.captions import Line, LineStatus

if TYPE_CHECKING:
    from app.core.captions import Captions

AMBER_MS: Final = 2000
RED_MS: Final = 4000
_NEWEST: Final = 8  # among so many is the line that is being spoken
_FINISHED: Final = 256  # among so many is one that is finished: a server may tell no ends at all


class Pace(Enum):
    """Whether a reader would call it live."""

    LIVE = "live"
    LATE = "late"
    FAR_BEHIND = "far_behind"


@dataclass(frozen=True, slots=True)
class Lag:
    """Up to where what was said is settled, in ms of the transcript."""

    line: int = -1
    settled_chars: int = 0
    until_ms: int = 0
    since_ms: int | None = None  # from then on nothing more was said: the lag stands still

    def ms_at(self, now_ms: int) -> int:
        """Return now minus the moment at which the newest settled word was spoken."""
        at_ms = now_ms if self.since_ms is None else self.since_ms
        return max(0, at_ms - self.until_ms)


NOTHING_SAID: Final = Lag()


def follow(lag: Lag, captions: Captions, now_ms: int) -> Lag:
    """Return the lag after `captions` became known at `now_ms`; `lag` itself if it is the same.

    A server gives no times of words. Within a line they are taken to be spoken evenly: between its
    beginning and now lie all its characters, and the settled ones come first.
    """
    line = _open_line(captions)
    if line is None:
        final = newest_final(captions)
        if final is None or final.end_ms is None:
            return NOTHING_SAID
        stands = final.line == lag.line and lag.since_ms is not None
        return lag if stands else Lag(final.line, len(final.text), final.end_ms, now_ms)
    settled_chars, begin_ms = len(line.settled), line.begin_ms or 0
    if (line.line, settled_chars) == (lag.line, lag.settled_chars):
        return lag
    heard_ms = (now_ms if line.end_ms is None else line.end_ms) - begin_ms
    until_ms = begin_ms + heard_ms * settled_chars // max(1, len(line.text))
    if line.line == lag.line:
        until_ms = max(until_ms, lag.until_ms)
    return Lag(line.line, settled_chars, until_ms)


def _open_line(captions: Captions) -> Line | None:
    """Return the line that is being spoken, if it is known since when."""
    newest = (*captions.entries[-_NEWEST:], *captions.wordless[-_NEWEST:])
    lines = [
        entry
        for entry in newest
        if isinstance(entry, Line)
        and entry.status is LineStatus.OPEN
        and entry.begin_ms is not None
    ]
    return max(lines, key=lambda line: line.begin_ms or 0, default=None)


def newest_final(captions: Captions) -> Line | None:
    """Return the last finished line whose end is known, if it is one of the newest."""
    for entry in reversed(captions.entries[-_FINISHED:]):
        if (
            isinstance(entry, Line)
            and entry.status is LineStatus.FINAL
            and entry.end_ms is not None
        ):
            return entry
    return None


def pace_of(lag_ms: int) -> Pace:
    """Say what a lag means."""
    if lag_ms < AMBER_MS:
        return Pace.LIVE
    return Pace.LATE if lag_ms < RED_MS else Pace.FAR_BEHIND
