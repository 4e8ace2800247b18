"""Push to talk: between two presses nothing is heard, but for a moment behind and before them."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from app.audio.source import RATE_HZ, SAMPLE_BYTES
from app.core.events import Gap

if TYPE_CHECKING:
    from collections.abc import Callable

PRE_ROLL_SAMPLES: Final = RATE_HZ * 300 // 1000  # who presses has often begun to speak
# Who lets go has just said the last word, and the newest sound is still on its way to us.
POST_ROLL_SAMPLES: Final = RATE_HZ * 250 // 1000
_MAX_SPANS: Final = 1000  # of what was not wanted; a hole in the ring is told long before


class TalkGate:
    """Open, closing or closed. Audio comes on the source's thread; `open`, `close` and the spans
    are for any. `on_closed` is called on the thread that closed it, once for each time.
    """

    def __init__(self, on_closed: Callable[[], None]) -> None:
        self._on_closed = on_closed
        self._lock = threading.Lock()
        self._is_open = True
        self._closes_in: int | None = None  # samples
        self._has_passed = False  # anything, since it was opened
        self._kept: deque[bytes] = deque()
        self._kept_samples = 0
        self._dropped_samples = 0
        self._spans: deque[Gap] = deque(maxlen=_MAX_SPANS)

    @property
    def is_open(self) -> bool:
        """Whether audio goes through."""
        return self._is_open

    def open(self) -> None:
        """Let audio through from now on."""
        with self._lock:
            if not self._is_open:
                self._has_passed = False
            self._is_open, self._closes_in = True, None

    def close(self) -> None:
        """Let audio through for a moment more; none at all if nobody has spoken yet."""
        with self._lock:
            if not self._has_passed:
                self._is_open = False
            elif self._is_open and self._closes_in is None:
                self._closes_in = POST_ROLL_SAMPLES

    def passed(self, samples: int) -> None:
        """Note that so much audio went through."""
        with self._lock:
            self._has_passed = True
            if self._closes_in is None:
                return
            self._closes_in -= samples
            if self._closes_in > 0:
                return
            self._is_open, self._closes_in = False, None
        self._on_closed()

    @property
    def held(self) -> int:
        """How many samples came, or were lost, while it was closed."""
        return self._kept_samples + self._dropped_samples

    def keep(self, pcm16k: bytes) -> None:
        """Take audio that nobody hears; the newest of it is remembered."""
        self._kept.append(pcm16k)
        self._kept_samples += len(pcm16k) // SAMPLE_BYTES
        while self._kept_samples - len(self._kept[0]) // SAMPLE_BYTES >= PRE_ROLL_SAMPLES:
            samples = len(self._kept.popleft()) // SAMPLE_BYTES
            self._kept_samples -= samples
            self._dropped_samples += samples

    def miss(self, samples: int) -> None:
        """Take it that so much was lost now that nobody hears."""
        self._dropped_samples += self._kept_samples + max(samples, 0)
        self._kept.clear()
        self._kept_samples = 0

    def release(self, at_sample: int) -> tuple[int, bytes]:
        """Return how many samples from `at_sample` on nobody wanted, and the audio after them."""
        dropped, kept = self._dropped_samples, b"".join(self._kept)
        self._kept.clear()
        self._kept_samples = self._dropped_samples = 0
        if dropped:
            self._spans.append(_gap(at_sample, at_sample + dropped))
        return dropped, kept

    def forget(self) -> None:
        """Let go of what was kept; nothing more comes from this source."""
        self.passed(POST_ROLL_SAMPLES)
        self.miss(0)

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
