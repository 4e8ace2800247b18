"""How long to wait before the next attempt: exponential, with full jitter. Pure."""

from __future__ import annotations

import math
from typing import Final

FIRST_S: Final = 0.5
LONGEST_S: Final = 30.0
LEAST_S: Final = 0.05  # whatever chance says: never more than 20 attempts a second

_MAX_DOUBLINGS: Final = 16


def delay_s(failures: int, chance: float, *, away_s: float = math.inf) -> float:
    """Return the wait after `failures` failed attempts in a row (1 or more); `chance` is 0…1.

    `away_s`: how long it has been failing, where nobody is there to be bothered. The wait is then
    at most half of that, so that a way that is back is not left unused for longer than it was gone.
    """
    longest_s = min(LONGEST_S, FIRST_S * 2.0 ** min(failures - 1, _MAX_DOUBLINGS))
    return max(LEAST_S, min(longest_s, max(FIRST_S, away_s / 2)) * chance)
