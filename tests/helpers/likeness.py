"""How like the played audio a recording of it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]

RATE_HZ = 16_000
_EDGE_SAMPLES = RATE_HZ
_SEARCH_SAMPLES = RATE_HZ // 5
_FINER = 8  # steps per sample: a delay need not be a whole number of samples


@dataclass(frozen=True, slots=True)
class Likeness:
    """`is_exact`: every played sample is in the recording, in one piece.

    `correlation` is the largest normalised cross-correlation. `stretch_ms` is how much longer the
    recording took from the first second of the played audio to its last one.
    """

    is_exact: bool
    correlation: float
    stretch_ms: float


def compare(recorded: bytes, played: bytes) -> Likeness:
    """Compare two pieces of 16 kHz mono s16le; `played` is at least 2 s long."""
    heard = np.frombuffer(recorded, "<i2").astype(np.float64)
    said = np.frombuffer(played, "<i2").astype(np.float64)
    lag, correlation = _alignment(heard, said)
    edges = [_delay(heard, said, begin, lag) for begin in (0, len(said) - _EDGE_SAMPLES)]
    stretch_ms = (edges[1] - edges[0]) * 1000 / RATE_HZ
    return Likeness(played in recorded, correlation, stretch_ms)


def speechlike(seconds: int) -> bytes:
    """Return noise with the spectrum and the syllables of speech, as 16 kHz mono s16le."""
    samples = seconds * RATE_HZ
    spectrum = np.fft.rfft(np.random.default_rng(20).normal(size=samples))
    hz = np.fft.rfftfreq(samples, 1 / RATE_HZ)
    shape = np.where((hz > 80) & (hz < 6_500), 1 / np.maximum(hz, 300), 0.0)
    noise = np.fft.irfft(spectrum * shape, samples)
    syllables = np.abs(np.sin(2 * np.pi * 2 * np.arange(samples) / RATE_HZ + 1.0))
    voice = noise * syllables
    loud: Samples = voice * (12_000 / np.abs(voice).max())
    return loud.astype("<i2").tobytes()


def _delay(heard: Samples, said: Samples, begin: int, lag: float) -> float:
    """Return by how much the second of `said` from `begin` came later than expected by `lag`."""
    first = max(0, round(lag) + begin - _SEARCH_SAMPLES)
    window = heard[first : first + _EDGE_SAMPLES + 2 * _SEARCH_SAMPLES]
    found, _ = _alignment(window, said[begin : begin + _EDGE_SAMPLES])
    return first + found - begin - lag


def _alignment(heard: Samples, said: Samples) -> tuple[float, float]:
    """Return where in `heard` (in samples) `said` begins, and how well it fits there."""
    size = 1 << (len(heard) + len(said) - 1).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size))
    likeness = np.fft.irfft(spectrum, size)[: len(heard)]
    near = int(np.argmax(likeness))
    around = np.arange(near - 1, near + 1, 1 / _FINER)
    hz = np.arange(len(spectrum))
    fine = [float(np.real(np.sum(spectrum * np.exp(2j * np.pi * hz * at / size)))) for at in around]
    best = int(np.argmax(fine))
    begin = max(0, near)
    there = heard[begin : begin + len(said)]
    scale = float(np.sqrt(np.dot(there, there) * np.dot(said, said)))
    return float(around[best]), 2 * fine[best] / size / scale
