"""How far the words are behind the voice."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from app.core.captions import Line, LineStatus

if TYPE_CHECKING:
    from app.core.captions import Captions

AMBER_MS: Final = 2000
RED_MS: Final = 4000


class Pace(Enum):
    """Whether a reader would call it live."""

    LIVE = "live"
    LATE = "late"
    FAR_BEHIND = "far_behind"


def newest_final(captions: Captions) -> Line | None:
    """Return the last finished line whose end is known."""
    for entry in reversed(captions.entries):
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
