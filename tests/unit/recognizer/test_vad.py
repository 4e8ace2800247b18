"""What a client's threshold means to Silero, and that Silero is there."""

from __future__ import annotations

import numpy as np
import pytest

from app.recognizer.lines import FRAME_SAMPLES
from app.recognizer.vad import SileroDetector, speech_probability


@pytest.mark.parametrize(
    ("threshold", "probability"), [(-1.0, 0.15), (0.0, 0.5), (0.2, 0.57), (1.0, 0.85)]
)
def test_thresholds_span_what_silero_can_tell_apart(threshold: float, probability: float) -> None:
    assert speech_probability(threshold) == pytest.approx(probability)


def test_silence_is_not_speech() -> None:
    detector = SileroDetector.load()
    assert all(detector.probability(np.zeros(FRAME_SAMPLES, np.float32)) < 0.1 for _ in range(20))
