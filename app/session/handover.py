"""Where one wire session ends and the next one goes on, when there is time to choose. Pure."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.audio.source import RATE_HZ

QUIET_SAMPLES: Final = RATE_HZ * 20 // 1000
SEARCH_SAMPLES: Final = RATE_HZ
PAUSE_PATIENCE_S: Final = 1.5  # for the open line to end by itself
HOLD_PATIENCE_S: Final = 1.5  # for a second of audio to choose in


class Handover:
    """The wait for a good place: after the open line, or the quietest 20 ms of a second.

    A second can only be chosen in while it is unsent, so audio is held back for that long.
    """

    def __init__(self, now_s: float) -> None:
        self._pause_due_s = now_s + PAUSE_PATIENCE_S
        self._held_s: float | None = None

    @property
    def due_s(self) -> float:
        """When there will be something to decide without more audio."""
        return self._pause_due_s if self._held_s is None else self._held_s + HOLD_PATIENCE_S

    def holds(self, now_s: float, *, is_speaking: bool) -> bool:
        """Whether audio is to be held back from now on."""
        if self._held_s is None and (not is_speaking or now_s >= self._pause_due_s):
            self._held_s = now_s
        return self._held_s is not None

    def is_enough(self, now_s: float, waiting: int) -> bool:
        """Whether to choose among the `waiting` samples that were held back."""
        is_late = self._held_s is not None and now_s >= self._held_s + HOLD_PATIENCE_S
        return waiting >= SEARCH_SAMPLES or is_late


def quietest(pcm: bytes) -> int:
    """Return the sample in the middle of the quietest 20 ms of `pcm`, 16 bit mono.

    What is shorter has its end returned. Of equals the last one counts: it was heard with more
    silence before it.
    """
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
    if len(samples) < QUIET_SAMPLES:
        return len(samples)
    energy = np.concatenate(([0.0], np.cumsum(samples * samples)))
    window = energy[QUIET_SAMPLES:] - energy[:-QUIET_SAMPLES]
    last = len(window) - 1 - int(np.argmin(window[::-1]))
    return last + QUIET_SAMPLES // 2
