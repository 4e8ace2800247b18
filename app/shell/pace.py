"""How often something may happen: at once while it is rare, evenly when it is not."""

from __future__ import annotations

import math
from typing import Final

PER_SECOND: Final = 9.0
BURST: Final = 3


class Pace:
    """Lets pass `BURST` at once and `PER_SECOND` steadily: never more than 12 in any second."""

    def __init__(self) -> None:
        self._due_s = -math.inf

    def wait_s(self, now_s: float) -> float:
        """Return how long to wait before the next may pass; 0 for now."""
        return max(0.0, self._due_s - (BURST - 1) / PER_SECOND - now_s)

    def spend(self, now_s: float) -> None:
        """Count one that passed."""
        self._due_s = max(self._due_s, now_s) + 1 / PER_SECOND
