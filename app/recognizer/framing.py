"""The audio of one stream and the lines in it, frame by frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from app.recognizer.audio import RATE_HZ, RecentAudio, Samples
from app.recognizer.lines import FRAME_SAMPLES, LineCutter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.recognizer.lines import Cut, Rules
    from app.recognizer.vad import Detector

_KEPT_SAMPLES: Final = 24 * RATE_HZ


class Framing:
    """Keeps the newest audio, and lets `cutter` hear every whole frame of it. Not thread-safe."""

    def __init__(self, detector: Detector, rules: Rules) -> None:
        self._detector = detector
        self.cutter = LineCutter(rules)
        self.audio = RecentAudio(_KEPT_SAMPLES)
        self.framed = 0  # the samples that the cutter has heard

    @property
    def heard_ms(self) -> int:
        """How much audio was fed."""
        return to_ms(self.audio.end)

    def feed(self, samples: Samples) -> Iterator[tuple[Cut, ...]]:
        """Take more audio; give what each frame of it begins or ends, before the next is taken."""
        for at in range(0, len(samples), FRAME_SAMPLES):
            self.audio.add(samples[at : at + FRAME_SAMPLES])
            if self.audio.end - self.framed >= FRAME_SAMPLES:
                yield self._next_frame()

    def _next_frame(self) -> tuple[Cut, ...]:
        frame = self.audio.copy(self.framed, self.framed + FRAME_SAMPLES)
        self.framed += FRAME_SAMPLES
        level = float(np.dot(frame, frame))
        return self.cutter.feed(self._detector.probability(frame), level)


def to_ms(samples: int) -> int:
    """Return the position of a sample as time."""
    return samples * 1000 // RATE_HZ
