"""What captions cost: the prices, a session's running sum, and the budget it is held against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, Problem
from app.core.events import Metered

if TYPE_CHECKING:
    from collections.abc import Mapping

RATE_HZ: Final = 16_000
NEAR: Final = 0.8  # of the budget: time to say so
# A server counts when it finishes a line. After so much audio since, its count is old, and what
# was sent since then is added to it until the next one.
REPORT_AGE_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Price:
    """What a second of audio costs, and what an account has free after it was opened."""

    cny_per_s: float = 0.0
    free_s: int = 0
    free_days: int = 0


# The provider's public prices for qwen3-asr-flash-realtime, all snapshots alike.
NOTHING: Final = Price()
MAINLAND: Final = Price(0.00033, free_s=36_000, free_days=90)
INTERNATIONAL: Final = Price(0.00066, free_s=36_000, free_days=90)


@dataclass(frozen=True, slots=True)
class Budget:
    """What a month may cost, and what of it was spent before this session. In CNY."""

    limit_cny: float
    spent_cny: float = 0.0

    def verdict(self, session_cny: float = 0.0) -> Problem | None:
        """Return BUDGET_SPENT or BUDGET_NEAR if it has come to that; None: there is room."""
        spent_cny = self.spent_cny + session_cny
        if spent_cny < NEAR * self.limit_cny:
            return None
        is_spent = spent_cny >= self.limit_cny
        code = ErrorCode.BUDGET_SPENT if is_spent else ErrorCode.BUDGET_NEAR
        facts = {"spent": f"{spent_cny:.2f}", "budget": f"{self.limit_cny:.2f}"}
        return Problem(code, MappingProxyType(facts))


@dataclass(slots=True)
class _Use:
    """What one wire session used."""

    sent_samples: int = 0
    reported_s: float | None = None
    sent_when_reported: int = 0
    saved_bytes: int = 0

    @property
    def is_reported(self) -> bool:
        return self.reported_s is not None and self._since_report_s <= REPORT_AGE_S

    @property
    def audio_s(self) -> float:
        if self.reported_s is None:
            return self.sent_samples / RATE_HZ
        return self.reported_s + (0.0 if self.is_reported else self._since_report_s)

    @property
    def _since_report_s(self) -> float:
        return (self.sent_samples - self.sent_when_reported) / RATE_HZ


class Meter:
    """Counts what one session uses, engine by engine. On the session's thread.

    `prices_cny_per_s` by engine id; one that is missing costs nothing. What a server reports is
    a running count of its wire session: the last value replaces the ones before, and only wire
    sessions are added up. Where it reports none, the audio that was sent counts.
    """

    def __init__(self, prices_cny_per_s: Mapping[str, float], budget: Budget | None = None) -> None:
        self._prices: Mapping[str, float] = MappingProxyType(dict(prices_cny_per_s))
        self._budget = budget
        self._uses: dict[tuple[str, int], _Use] = {}
        self._newest = ""  # the engine that hears, not one that still counts what it heard

    def sent(self, engine_id: str, wire_no: int, samples: int) -> None:
        """Note that so many more samples of 16 kHz audio went out on wire session `wire_no`."""
        self._newest = engine_id
        self._use(engine_id, wire_no).sent_samples += samples

    def saved(self, engine_id: str, wire_no: int, saved_bytes: int) -> None:
        """Note how many bytes wire session `wire_no` has been spared so far."""
        self._use(engine_id, wire_no).saved_bytes = saved_bytes

    def reported(self, engine_id: str, wire_no: int, seconds: float) -> None:
        """Note the server's count for wire session `wire_no`."""
        use = self._use(engine_id, wire_no)
        use.reported_s = max(seconds, 0.0)
        use.sent_when_reported = use.sent_samples

    def reading(self, engine_id: str = "") -> Metered:
        """Return what that engine (empty: the one used last) was used for in this session."""
        wanted = engine_id or self._newest
        uses = [use for (owner, _), use in self._uses.items() if owner == wanted]
        audio_s = sum(use.audio_s for use in uses)
        return Metered(
            wanted,
            audio_s,
            audio_s * self._prices.get(wanted, 0.0),
            is_reported=bool(uses) and all(use.is_reported for use in uses),
            saved_bytes=sum(use.saved_bytes for use in uses),
        )

    def readings(self) -> tuple[Metered, ...]:
        """Return a reading of every engine that was used."""
        return tuple(self.reading(engine) for engine in dict.fromkeys(key[0] for key in self._uses))

    @property
    def cost_cny(self) -> float:
        """What the session cost so far, all engines together."""
        return sum(reading.cost_cny for reading in self.readings())

    def verdict(self) -> Problem | None:
        """Return BUDGET_NEAR or BUDGET_SPENT if it has come to that; None: there is room.

        None as well while the engine in use is one that costs nothing.
        """
        if self._budget is None or not self._prices.get(self._newest):
            return None
        return self._budget.verdict(self.cost_cny)

    def spent_elsewhere(self, cost_cny: float) -> None:
        """Hear what all other sessions of the month have spent by now. Any thread."""
        if self._budget is not None:
            self._budget = replace(self._budget, spent_cny=cost_cny)

    def _use(self, engine_id: str, wire_no: int) -> _Use:
        self._newest = self._newest or engine_id
        return self._uses.setdefault((engine_id, wire_no), _Use())
