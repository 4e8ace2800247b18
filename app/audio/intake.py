"""The short queue between the audio callback and the ear, without a lock on the callback's side."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """What one callback brought. `begin_frame` counts all frames since the start."""

    begin_frame: int
    frames: int
    pcm: bytes

    @property
    def is_zero(self) -> bool:
        """Whether this is digital silence, which no room makes."""
        return self.pcm.count(0) == len(self.pcm)


class Intake:
    """At most `max_blocks` blocks of the device's frames; when full the oldest goes.

    One writer (`put`, the audio callback), one reader (`take`). What was dropped shows as a jump
    of `begin_frame`.
    """

    def __init__(self, frame_bytes: int, max_blocks: int) -> None:
        self._frame_bytes = frame_bytes
        self._blocks: deque[Block] = deque(maxlen=max_blocks)
        self._frames = 0
        self._overflows = 0
        # Held while the reader has nothing to do. Only put() releases it, only take() acquires it,
        # so neither side can fail, and put() never waits.
        self._idle = threading.Lock()
        self._idle.acquire()

    @property
    def overflows(self) -> int:
        """How often the driver said that it had lost frames. It does not say how many."""
        return self._overflows

    def put(self, pcm: bytes, overflowed: bool) -> None:
        """Append one callback's frames. Called on the audio thread; never waits."""
        frames = len(pcm) // self._frame_bytes
        self._blocks.append(Block(self._frames, frames, pcm))
        self._frames += frames
        self._overflows += overflowed
        if self._idle.locked():
            self._idle.release()

    def take(self, timeout_s: float) -> list[Block]:
        """Return all blocks that wait, after waiting up to `timeout_s` for the first."""
        self._idle.acquire(timeout=timeout_s)
        taken = []
        while self._blocks:
            taken.append(self._blocks.popleft())
        return taken
