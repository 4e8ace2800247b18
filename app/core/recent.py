"""What was said last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.core.captions import GapLine, LineStatus

if TYPE_CHECKING:
    from app.core.captions import Captions, Entry

MINUTE_MS: Final = 60_000

# Entries further from the end keep their place, and are older.
_LIVELY: Final = 256


@dataclass(frozen=True, slots=True)
class Recent:
    """The entries that were heard between two times of the transcript, in order."""

    begin_ms: int
    end_ms: int
    entries: tuple[Entry, ...]


def last_minute(captions: Captions, now_ms: int) -> Recent:
    """Return what was said in the last 60 s before `now_ms`, with the line that is still open.

    A file that is read faster than it plays is ahead of `now_ms`: then its end counts.
    """
    lively = captions.entries[-_LIVELY:]
    end_ms = max(now_ms, *map(_end_ms, lively), 0)
    begin_ms = max(0, end_ms - MINUTE_MS)
    found = tuple(entry for entry in lively if _is_open(entry) or _end_ms(entry) > begin_ms)
    return Recent(begin_ms, end_ms, found)


def _is_open(entry: Entry) -> bool:
    return not isinstance(entry, GapLine) and entry.status is LineStatus.OPEN


def _end_ms(entry: Entry) -> int:
    """Return when the last that is known of `entry` was heard."""
    if isinstance(entry, GapLine) or entry.end_ms is not None:
        return entry.end_ms or 0
    return entry.seen_ms if entry.begin_ms is None else entry.begin_ms
