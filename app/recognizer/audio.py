"""The newest audio of one stream, addressed by sample number."""

from __future__ import annotations

from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

RATE_HZ: Final = 16_000
_HOP: Final = RATE_HZ // 50

Samples = NDArray[np.float32]
"""16 kHz mono in [-1, 1]."""


def from_pcm(pcm: bytes) -> Samples:
    """Convert whole little-endian 16-bit samples."""
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32_768)


class Reader:
    """Reads the PCM of one client, at 16 kHz or less."""

    def __init__(self, rate_hz: int) -> None:
        self._resampler = (
            None
            if rate_hz == RATE_HZ
            else soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="float32", quality="HQ")
        )

    def read(self, pcm: bytes) -> Samples:
        """Convert whole samples; what they end in may be kept for the next ones."""
        samples = from_pcm(pcm)
        return samples if self._resampler is None else self._resampler.resample_chunk(samples)

    def flush(self) -> Samples:
        """Return what was kept; what is read next starts afresh."""
        nothing = np.zeros(0, np.float32)
        if self._resampler is None:
            return nothing
        kept = self._resampler.resample_chunk(nothing, last=True)
        self._resampler.clear()
        return kept


class RecentAudio:
    """Keeps the last `capacity` samples; older ones are forgotten."""

    def __init__(self, capacity: int) -> None:
        # Twice the room, so that what is kept moves only once per `capacity` samples.
        self._room = np.zeros(2 * capacity, np.float32)
        self._capacity = capacity
        self._filled = 0
        self._end = 0

    @property
    def end(self) -> int:
        """How many samples were ever added."""
        return self._end

    def add(self, samples: Samples) -> None:
        """Append at most `capacity` samples."""
        if self._filled + len(samples) > len(self._room):
            kept = min(self._filled, self._capacity)
            self._room[:kept] = self._room[self._filled - kept : self._filled].copy()
            self._filled = kept
        self._room[self._filled : self._filled + len(samples)] = samples
        self._filled += len(samples)
        self._end += len(samples)

    def copy(self, begin: int, end: int) -> Samples:
        """Return samples `begin` to `end`; raise IndexError for what is not here any more."""
        offset = self._filled - self._end
        if begin + offset < 0 or end > self._end or begin > end:
            raise IndexError(f"samples {begin}…{end} of {self._end}")
        return self._room[begin + offset : end + offset].copy()

    def quietest_end(self, within: int) -> int:
        """Return the end of the quietest 20 ms among the last `within` samples."""
        newest = self.copy(self._end - within, self._end)
        energies = np.square(newest.reshape(-1, _HOP)).sum(axis=1)
        # The latest of equally quiet ones.
        hops_after = int(np.argmin(energies[::-1]))
        return self._end - hops_after * _HOP
