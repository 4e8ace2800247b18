"""How far a recording is that is brought in. Pure: time is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_TELLING_S: Final = 2.0  # before that a speed says nothing


@dataclass(frozen=True, slots=True)
class Headway:
    """Heard from `begin_ms` up to `position_ms` of a recording, in `gone_s` seconds."""

    begin_ms: int
    position_ms: int
    length_ms: int | None  # None: nobody knows before its end
    gone_s: float

    @property
    def share(self) -> float | None:
        """How much of the recording was heard, 0…1; None: its length is not known."""
        if not self.length_ms:
            return None
        return min(max(self.position_ms / self.length_ms, 0.0), 1.0)

    @property
    def speed(self) -> float | None:
        """How many times faster than it was spoken; None: too early to say."""
        heard_s = (self.position_ms - self.begin_ms) / 1000
        return heard_s / self.gone_s if heard_s > 0 and self.gone_s >= _TELLING_S else None

    @property
    def left_s(self) -> float | None:
        """How much longer it takes; None: nobody knows."""
        if not self.length_ms or not self.speed:
            return None
        return max(self.length_ms - self.position_ms, 0) / 1000 / self.speed


def clock_text(seconds: float) -> str:
    """Return a length of time as 2:05 or 1:02:05."""
    minutes, second = divmod(max(round(seconds), 0), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
