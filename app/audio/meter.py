"""How loud it is, told at a pace that eyes can use."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from app.core.events import Level

if TYPE_CHECKING:
    from collections.abc import Callable

FLOOR_DBFS: Final = -96.0
PERIOD_S: Final = 1 / 15
_FULL_SCALE: Final = 32768.0


class Meter:
    """Gathers samples and gives a level at most 15 times a second of the clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._due_s = -math.inf
        self._pieces: list[bytes] = []  # since the last level; looked at together, when it is due

    def feed(self, pcm: bytes) -> Level | None:
        """Take 16 kHz mono s16le; return the level of all audio since the last one, when due."""
        if pcm:
            self._pieces.append(pcm)
        now_s = self._clock()
        if now_s < self._due_s or not self._pieces:
            return None
        self._due_s = now_s + PERIOD_S
        level = _level(b"".join(self._pieces))
        self._pieces.clear()
        return level


def _level(pcm: bytes) -> Level:
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32)
    energy = float(np.dot(samples, samples))
    peak = max(float(samples.max()), -float(samples.min()))
    return Level(_dbfs(math.sqrt(energy / len(samples))), _dbfs(peak))


def _dbfs(amplitude: float) -> float:
    return max(FLOOR_DBFS, 20 * math.log10(amplitude / _FULL_SCALE)) if amplitude else FLOOR_DBFS
