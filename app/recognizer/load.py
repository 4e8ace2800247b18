"""What the one model has to do, and how late its answers are. Event loop only."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT_S: Final = 60.0
# Jobs shorter than 10 ms do not come often; what is forgotten then is the oldest.
_MOST_JOBS: Final = 6_000
_MOST_DELAYS: Final = 200


@dataclass(frozen=True, slots=True)
class _Work:
    begin_s: float
    end_s: float
    is_live: bool


class Load:
    """Counts for all sessions together since `clock` was first asked."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began_s = clock()
        self._work: deque[_Work] = deque(maxlen=_MOST_JOBS)
        self._partial_delays: deque[tuple[float, float]] = deque(maxlen=_MOST_DELAYS)
        self._final_delays: deque[tuple[float, float]] = deque(maxlen=_MOST_DELAYS)
        self.heard_s = 0.0
        """Seconds of audio that came."""

    @property
    def age_s(self) -> float:
        """Since when it counts."""
        return self._clock() - self._began_s

    def heard(self, audio_s: float) -> None:
        """Note that audio came."""
        self.heard_s += audio_s

    def worked(self, cost_s: float, *, is_live: bool) -> None:
        """Note that a job just ended, and whether it was for somebody who speaks."""
        now_s = self._clock()
        self._work.append(_Work(now_s - cost_s, now_s, is_live))
        while self._work[0].end_s < now_s - KEPT_S:
            self._work.popleft()

    def partial_came(self, delay_s: float) -> None:
        """Note how long after it was due a partial came to who speaks."""
        self._partial_delays.append((self._clock(), delay_s))

    def final_came(self, delay_s: float) -> None:
        """Note how long after the end of a line its final came to who speaks."""
        self._final_delays.append((self._clock(), delay_s))

    def busy_share(self, window_s: float = KEPT_S, *, live_only: bool = False) -> float:
        """Return the share of the last seconds that the model worked."""
        now_s = self._clock()
        begin_s = max(now_s - window_s, self._began_s)
        if now_s <= begin_s:
            return 0.0
        busy_s = sum(
            max(work.end_s - max(work.begin_s, begin_s), 0.0)
            for work in self._work
            if work.is_live or not live_only
        )
        return min(busy_s / (now_s - begin_s), 1.0)

    def partial_delay_s(self, window_s: float = KEPT_S) -> float | None:
        """Return the median of the last seconds; None: there was none."""
        return self._median(self._partial_delays, window_s)

    def final_delay_s(self, window_s: float = KEPT_S) -> float | None:
        """Return the median of the last seconds; None: there was none."""
        return self._median(self._final_delays, window_s)

    def _median(self, delays: deque[tuple[float, float]], window_s: float) -> float | None:
        since_s = self._clock() - window_s
        recent = [delay_s for at_s, delay_s in delays if at_s >= since_s]
        return median(recent) if recent else None
