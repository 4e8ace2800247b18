"""How long to wait before the next attempt: exponential, with full jitter. Pure."""

from __future__ import annotations

from typing import Final

FIRST_S: Final = 0.5
LONGEST_S: Final = 30.0
LEAST_S: Final = 0.05  # whatever chance says: never more than 20 attempts a second

_MAX_DOUBLINGS: Final = 16


def delay_s(failures: int, chance: float) -> float:
    """Return the wait after `failures` failed attempts in a row (1 or more); `chance` is 0…1."""
    longest_s = min(LONGEST_S, FIRST_S * 2.0 ** min(failures - 1, _MAX_DOUBLINGS))
    return max(LEAST_S, longest_s * chance)
