"""How long a server lets a wire session last, so that the next one is there in time. Pure."""

from __future__ import annotations

import math
from typing import Final

MARGIN: Final = 0.9  # of the limit
LEAD_S: Final = 6.0  # before it, at least: to connect, to find a place to cut, for the last words
CERTAIN_S: Final = 300.0  # nobody closes so old a session by chance
LEAST_S: Final = 20.0  # no server is taken to limit its sessions to less
ALIKE: Final = 0.1
SHORTEST_S: Final = 5.0  # less is nonsense, or a clock that is wrong, and would make a storm


class Lifetimes:
    """What the closes of servers taught, by engine id."""

    def __init__(self) -> None:
        self._ages_s: dict[str, list[float]] = {}
        self._limits_s: dict[str, float] = {}

    def ended(self, engine_id: str, age_s: float) -> None:
        """Note that the server ended a session of that age, with a good-bye nobody asked for."""
        if age_s < LEAST_S:
            return
        ages_s = self._ages_s.setdefault(engine_id, [])
        is_again = any(abs(age_s - before_s) <= ALIKE * age_s for before_s in ages_s)
        ages_s[:] = [*ages_s[-1:], age_s]
        if is_again or age_s > CERTAIN_S:
            limit_s = min(age_s, self._limits_s.get(engine_id, math.inf))
            self._limits_s[engine_id] = limit_s

    def roll_after_s(self, engine_id: str, announced_s: float) -> float:
        """Return the age at which to go on in a new session; infinity: no limit is known."""
        limit_s = self._limits_s.get(engine_id, math.inf)
        if announced_s >= SHORTEST_S:
            limit_s = min(limit_s, announced_s)
        return max(limit_s / 2, min(MARGIN * limit_s, limit_s - LEAD_S))
