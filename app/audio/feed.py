"""The last step before the outlet: pieces of the right length, and the level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audio.meter import Meter
from app.audio.source import CHUNK_SAMPLES, SAMPLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Outlet


class Feed:
    """Writes 16 kHz mono s16le to one outlet. Used by the source's own thread alone."""

    def __init__(self, outlet: Outlet, clock: Callable[[], float]) -> None:
        self._outlet = outlet
        self._meter = Meter(clock)

    def write(self, pcm16k: bytes) -> None:
        step = CHUNK_SAMPLES * SAMPLE_BYTES
        for begin in range(0, len(pcm16k), step):
            self._outlet.write(pcm16k[begin : begin + step])
        if not self._outlet.wants_levels:
            return
        level = self._meter.feed(pcm16k)
        if level is not None:
            self._outlet.level(level)
