"""The time an attempt to connect may take, over all its steps."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of time.monotonic()."""

    at_s: float

    @classmethod
    def after(cls, seconds: float) -> Self:
        """Return the moment that is `seconds` from now."""
        return cls(time.monotonic() + seconds)

    def within(self, seconds: float) -> Deadline:
        """Return the earlier of this moment and the one `seconds` from now."""
        return min(self, Deadline.after(seconds), key=lambda deadline: deadline.at_s)

    def remaining_s(self) -> float:
        """Return how long it still is. Raises TimeoutError when it is past."""
        remaining_s = self.at_s - time.monotonic()
        if remaining_s <= 0:
            raise TimeoutError("the time for connecting is over")
        return remaining_s
