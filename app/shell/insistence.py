"""How often a window that is to be on top is raised: never for ever against another like it."""

from __future__ import annotations

import math
from typing import Final

SOON_S: Final = 1.0  # covered again that soon, somebody else insists too
LOSSES: Final = 5
TRUCE_S: Final = 10.0


class Insistence:
    """Raises at once, until that was in vain a few times in a row; then once in a while."""

    def __init__(self) -> None:
        self._raised_s = -math.inf
        self._losses = 0

    def wait_s(self, now_s: float) -> float:
        """Return how long to leave the window covered."""
        return max(0.0, self._raised_s + self._truce_s - now_s)

    def spend(self, now_s: float) -> None:
        """Take note that the window is raised at `now_s`."""
        is_lost = now_s - self._raised_s <= self._truce_s + SOON_S
        self._losses = self._losses + 1 if is_lost else 0
        self._raised_s = now_s

    @property
    def _truce_s(self) -> float:
        return TRUCE_S if self._losses >= LOSSES else 0.0
