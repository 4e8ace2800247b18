"""The audio that waits to be sent, bounded, with an exact account of what was lost. Thread-safe."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING, Final

from app.audio.source import RATE_HZ, SAMPLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_CAPACITY_SAMPLES: Final = 120 * RATE_HZ


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive samples; `begin_sample` counts every sample produced, lost ones included."""

    begin_sample: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class Hole:
    """Samples from `begin_sample` up to, not including, `end_sample` that nobody will hear."""

    begin_sample: int
    end_sample: int


@dataclass(frozen=True, slots=True)
class Cursors:
    """Positions in samples since the start: confirmed ≤ sent ≤ written."""

    written: int
    sent: int
    confirmed: int


class Ring:
    """The newest `capacity_samples` of 16 kHz mono s16le.

    Writers never wait: audio that no longer fits pushes out the oldest. Pushing out unsent
    samples leaves a `Hole` for the reader; samples once sent are only kept for a replay and go
    silently. `on_change` is called without the lock held, on the writer's thread.
    """

    def __init__(
        self,
        capacity_samples: int = DEFAULT_CAPACITY_SAMPLES,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._capacity = capacity_samples
        self._on_change = on_change
        self._bytes = bytearray(capacity_samples * SAMPLE_BYTES)
        self._changed = Condition()
        self._skipped: deque[Hole] = deque()
        self._written = 0
        self._sent = 0
        self._confirmed = 0
        self._dropped = 0
        self._closed = False

    @property
    def cursors(self) -> Cursors:
        with self._changed:
            return Cursors(self._written, self._sent, self._confirmed)

    @property
    def dropped_samples(self) -> int:
        """Samples told to the reader as holes so far."""
        with self._changed:
            return self._dropped

    @property
    def is_drained(self) -> bool:
        """Whether nothing more will ever come out."""
        with self._changed:
            return self._closed and self._sent == self._written

    def write(self, pcm: bytes) -> None:
        """Append whole samples. Ignored once closed."""
        with self._changed:
            if self._closed:
                return
            samples = len(pcm) // SAMPLE_BYTES
            self._store(memoryview(pcm)[: samples * SAMPLE_BYTES])
            self._written += samples
        self._on_change()

    def skip(self, samples: int) -> None:
        """Advance over `samples` that were lost before they got here. Ignored once closed."""
        with self._changed:
            if self._closed or samples <= 0:
                return
            begin = self._written
            self._written += samples
            while self._skipped and self._skipped[0].end_sample <= self._oldest():
                self._skipped.popleft()
            if self._skipped and self._skipped[-1].end_sample == begin:
                begin = self._skipped.pop().begin_sample
            self._skipped.append(Hole(begin, self._written))
        self._on_change()

    def take(self, max_samples: int) -> Chunk | Hole | None:
        """Give the next unsent samples, or the hole in their place; None: nothing waits."""
        with self._changed:
            begin = self._sent
            end = self._end_of_hole(begin)
            if end > begin:
                self._sent = end
                self._dropped += end - begin
                self._changed.notify_all()
                return Hole(begin, end)
            end = min(begin + max_samples, self._written)
            if self._skipped:
                end = min(end, self._skipped[0].begin_sample)
            if end == begin:
                return None
            self._sent = end
            self._changed.notify_all()
            return Chunk(begin, self._load(begin, end))

    def confirm(self, sample: int) -> None:
        """Note that everything before `sample` is captioned for good. Never moves back."""
        with self._changed:
            self._confirmed = max(self._confirmed, min(sample, self._sent))

    def wait_for_room(self, samples: int, timeout_s: float) -> bool:
        """Wait until `samples` fit without pushing out unsent ones; False: not in `timeout_s`."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self._closed or self._written - self._sent + samples <= self._capacity,
                timeout_s,
            )

    def close(self) -> None:
        """Take nothing more; what is here can still be taken. Idempotent."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._on_change()

    def _oldest(self) -> int:
        return max(0, self._written - self._capacity)

    def _end_of_hole(self, begin: int) -> int:
        """Return where the hole that starts at `begin` ends; `begin` itself: there is none."""
        end = max(begin, self._oldest())
        while self._skipped and self._skipped[0].begin_sample <= end:
            end = max(end, self._skipped.popleft().end_sample)
        return end

    def _store(self, pcm: memoryview) -> None:
        size = len(self._bytes)
        surplus = max(0, len(pcm) - size)
        at = (self._written * SAMPLE_BYTES + surplus) % size
        pcm = pcm[surplus:]
        head = min(len(pcm), size - at)
        self._bytes[at : at + head] = pcm[:head]
        self._bytes[: len(pcm) - head] = pcm[head:]

    def _load(self, begin: int, end: int) -> bytes:
        size = len(self._bytes)
        at = begin * SAMPLE_BYTES % size
        length = (end - begin) * SAMPLE_BYTES
        head = min(length, size - at)
        return bytes(self._bytes[at : at + head] + self._bytes[: length - head])
