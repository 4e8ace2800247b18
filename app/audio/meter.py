"""How loud it is, told at a pace that eyes can use."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from app.core.events import Level

if TYPE_CHECKING:
    from collections.abc import Callable

FLOOR_DBFS: Final = -96.0
PERIOD_S: Final = 1 / 30
_FULL_SCALE: Final = 32768.0


class Meter:
    """Gathers samples and gives a level at most 30 times a second of the clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._due_s = -math.inf
        self._samples = 0
        self._energy = 0.0
        self._peak = 0.0

    def feed(self, pcm: bytes) -> Level | None:
        """Take 16 kHz mono s16le; return the level of all audio since the last one, when due."""
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32)
        if len(samples):
            self._samples += len(samples)
            self._energy += float(np.dot(samples, samples))
            self._peak = max(self._peak, float(np.abs(samples).max()))
        now_s = self._clock()
        if now_s < self._due_s or not self._samples:
            return None
        level = Level(_dbfs(math.sqrt(self._energy / self._samples)), _dbfs(self._peak))
        self._due_s = now_s + PERIOD_S
        self._samples, self._energy, self._peak = 0, 0.0, 0.0
        return level


def _dbfs(amplitude: float) -> float:
    return max(FLOOR_DBFS, 20 * math.log10(amplitude / _FULL_SCALE)) if amplitude else FLOOR_DBFS
