"""The audio that waits to be sent, bounded, with an exact account of what was lost. Thread-safe."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING, Final

from app.audio.source import RATE_HZ, SAMPLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_CAPACITY_SAMPLES: Final = 120 * RATE_HZ


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive samples; `begin_sample` counts every sample before them, lost ones included."""

    begin_sample: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class Hole:
    """Samples from `begin_sample` up to, not including, `end_sample` that nobody will hear."""

    begin_sample: int
    end_sample: int


@dataclass(frozen=True, slots=True)
class Cursors:
    """Positions in samples: confirmed ≤ sent ≤ written."""

    written: int
    sent: int
    confirmed: int


class Ring:
    """The newest `capacity_samples` of 16 kHz mono s16le.

    Positions count samples from `first_sample` on. Writers never wait: audio that no longer fits
    pushes out the oldest. Pushing out unsent samples leaves a `Hole` for the reader; samples once
    sent are only kept for a replay and go silently. `on_change` is called without the lock held,
    on the writer's thread.
    """

    def __init__(
        self,
        capacity_samples: int = DEFAULT_CAPACITY_SAMPLES,
        on_change: Callable[[], None] = lambda: None,
        *,
        first_sample: int = 0,
    ) -> None:
        self._capacity = capacity_samples
        self._on_change = on_change
        self._bytes = bytearray(capacity_samples * SAMPLE_BYTES)
        self._changed = Condition()
        self._first = first_sample
        self._skipped: list[Hole] = []  # ascending, apart from each other; those still within reach
        self._written = first_sample
        self._sent = first_sample
        self._confirmed = first_sample
        self._dropped = 0
        self._closed = False

    @property
    def cursors(self) -> Cursors:
        with self._changed:
            return Cursors(self._written, self._sent, self._confirmed)

    @property
    def dropped_samples(self) -> int:
        """Samples told to the reader as holes so far; again for each time they were taken."""
        with self._changed:
            return self._dropped

    @property
    def is_drained(self) -> bool:
        """Whether nothing more will ever come out."""
        with self._changed:
            return self._closed and self._sent == self._written

    def waiting(self, upto: int | None = None) -> int:
        """How many samples were not taken yet, of those before `upto` if it is given."""
        with self._changed:
            end = self._written if upto is None else min(self._written, upto)
            return max(end - self._sent, 0)

    def held(self, begin: int) -> int:
        """How many samples are there from `begin` on: those in holes are not."""
        with self._changed:
            begin = max(begin, self._oldest())
            behind = (hole for hole in self._skipped if hole.end_sample > begin)
            lost = sum(hole.end_sample - max(hole.begin_sample, begin) for hole in behind)
            return max(self._written - begin - lost, 0)

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
                self._skipped.pop(0)
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
            end = self._end_of_chunk(begin, max_samples)
            if end == begin:
                return None
            self._sent = end
            self._changed.notify_all()
            return Chunk(begin, self._load(begin, end))

    def peek(self, max_samples: int) -> Chunk | None:
        """Give the next unsent samples without taking them; None: a hole or nothing is next."""
        with self._changed:
            begin = self._sent
            if self._end_of_hole(begin) > begin:
                return None
            end = self._end_of_chunk(begin, max_samples)
            return Chunk(begin, self._load(begin, end)) if end > begin else None

    def rewind(self, sample: int) -> int:
        """Let the audio from `sample` on be taken again, or that from the oldest that is left on.

        Return where that is. Holes that were told on the way here will be told again.
        """
        with self._changed:
            self._sent = min(max(sample, self._oldest()), self._written)
            return self._sent

    def confirm(self, sample: int) -> None:
        """Note that everything before `sample` is captioned for good. Never moves back."""
        with self._changed:
            self._confirmed = max(self._confirmed, min(sample, self._sent))
            self._changed.notify_all()

    def truncate(self, sample: int) -> None:
        """Forget the unsent audio from `sample` on. Only of a closed ring."""
        with self._changed:
            self._first = self._oldest()  # what was overwritten does not come back
            self._written = max(self._sent, min(self._written, sample))
            while self._skipped and self._skipped[-1].end_sample > self._written:
                hole = self._skipped.pop()
                if hole.begin_sample < self._written:
                    self._skipped.append(Hole(hole.begin_sample, self._written))
            self._changed.notify_all()

    def wait_for_room(self, samples: int, timeout_s: float) -> bool:
        """Wait until `samples` fit; False: not in `timeout_s`.

        They must push out neither unsent samples nor, of those that a replay may want, the newest
        half of what the ring holds.
        """
        with self._changed:
            return self._changed.wait_for(
                lambda: self._closed or self._written - self._needed() + samples <= self._capacity,
                timeout_s,
            )

    def close(self) -> None:
        """Take nothing more; what is here can still be taken. Idempotent."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._on_change()

    def _oldest(self) -> int:
        return max(self._first, self._written - self._capacity)

    def _needed(self) -> int:
        return min(self._sent, max(self._confirmed, self._sent - self._capacity // 2))

    def _end_of_hole(self, begin: int) -> int:
        """Return where the hole that starts at `begin` ends; `begin` itself: there is none."""
        end = max(begin, self._oldest())
        index = bisect_right(self._skipped, end, key=_begin_of) - 1
        return end if index < 0 else max(end, self._skipped[index].end_sample)

    def _end_of_chunk(self, begin: int, max_samples: int) -> int:
        """Return where the samples that start at `begin`, outside of any hole, end."""
        end = min(begin + max_samples, self._written)
        index = bisect_right(self._skipped, begin, key=_begin_of)
        return end if index == len(self._skipped) else min(end, self._skipped[index].begin_sample)

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


def _begin_of(hole: Hole) -> int:
    return hole.begin_sample
