"""A stretch of the transcript, named by times of day as they stand beside its lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.core.captions import Entry

_CLOCK: Final = re.compile(r"\s*([0-9]{1,2})[:：]([0-9]{2})(?:[:：]([0-9]{2}))?\s*")
_DAY_S: Final = 86_400
_HOURS: Final = 24
_MINUTES: Final = 60


def seconds_of(clock: str) -> int | None:
    """Return the seconds since midnight of a time such as 14:03 or 14:03:27; None: it is none."""
    found = _CLOCK.fullmatch(clock)
    if found is None:
        return None
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    is_time = hours < _HOURS and max(minutes, seconds) < _MINUTES
    return (hours * 60 + minutes) * 60 + seconds if is_time else None


def span_of(
    entries: Iterable[Entry], time_of_day: Callable[[int], str], first: str, last: str
) -> tuple[int, int | None] | None:
    """Return from when to when, in ms, entries begin at times of day from `first` to `last`.

    The end is None where nothing comes after. Midnight may lie between. None: the times are none,
    or nothing begins between them.
    """
    begin_s, end_s = seconds_of(first), seconds_of(last)
    if begin_s is None or end_s is None:
        return None
    has_seconds = (found := _CLOCK.fullmatch(last)) is not None and found[3] is not None
    length_s = (end_s - begin_s) % _DAY_S + (0 if has_seconds else 59)  # 14:03 is a whole minute
    begin_ms: int | None = None
    for entry in entries:
        if entry.begin_ms is None:
            continue
        now_s = seconds_of(time_of_day(entry.begin_ms))
        is_within = now_s is not None and (now_s - begin_s) % _DAY_S <= length_s
        if begin_ms is None and is_within:
            begin_ms = entry.begin_ms
        elif begin_ms is not None and not is_within:
            return begin_ms, entry.begin_ms
    return None if begin_ms is None else (begin_ms, None)
