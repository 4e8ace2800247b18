"""Push to talk: between two presses nothing is heard, but for the moment before the second."""

from __future__ import annotations

from collections import deque
from typing import Final

from app.audio.source import RATE_HZ, SAMPLE_BYTES
from app.core.events import Gap

PRE_ROLL_SAMPLES: Final = RATE_HZ * 300 // 1000  # who presses has often begun to speak
_MAX_SPANS: Final = 1000  # of what was not wanted; a hole in the ring is told long before


class TalkGate:
    """Open or closed. Audio comes on the source's thread, the spans are asked for on another."""

    def __init__(self) -> None:
        self.is_open = True  # set by any thread
        self._kept: deque[bytes] = deque()
        self._kept_samples = 0
        self._dropped_samples = 0
        self._spans: deque[Gap] = deque(maxlen=_MAX_SPANS)

    @property
    def is_holding(self) -> bool:
        """Whether audio came while it was closed, and has not been let through."""
        return self._kept_samples > 0

    def keep(self, pcm16k: bytes) -> None:
        """Take audio that nobody hears; the newest of it is remembered."""
        self._kept.append(pcm16k)
        self._kept_samples += len(pcm16k) // SAMPLE_BYTES
        while self._kept_samples - len(self._kept[0]) // SAMPLE_BYTES >= PRE_ROLL_SAMPLES:
            samples = len(self._kept.popleft()) // SAMPLE_BYTES
            self._kept_samples -= samples
            self._dropped_samples += samples

    def release(self, at_sample: int) -> tuple[int, bytes]:
        """Return how many samples from `at_sample` on nobody wanted, and the audio after them."""
        dropped, kept = self._dropped_samples, b"".join(self._kept)
        self.forget()
        if dropped:
            self._spans.append(_gap(at_sample, at_sample + dropped))
        return dropped, kept

    def forget(self) -> None:
        """Let go of what was kept: the source is another one."""
        self._kept.clear()
        self._kept_samples = self._dropped_samples = 0

    def wanted(self, gap: Gap) -> list[Gap]:
        """Return what of `gap` somebody wanted to hear."""
        parts = [gap]
        for span in list(self._spans):
            parts = [rest for part in parts for rest in _without(part, span)]
        return parts


def _without(gap: Gap, span: Gap) -> list[Gap]:
    before = Gap(gap.begin_ms, min(gap.end_ms, span.begin_ms))
    after = Gap(max(gap.begin_ms, span.end_ms), gap.end_ms)
    return [part for part in (before, after) if part.end_ms > part.begin_ms]


def _gap(begin_sample: int, end_sample: int) -> Gap:
    return Gap(begin_sample * 1000 // RATE_HZ, end_sample * 1000 // RATE_HZ)
