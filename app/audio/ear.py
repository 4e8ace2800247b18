"""From a device's frames to what an outlet takes: mixed, resampled, cut into pieces, metered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audio.converter import Converter, frames_of
from app.audio.meter import Meter
from app.audio.source import CHUNK_SAMPLES, SAMPLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.audio.backend import StreamFormat
    from app.audio.intake import Block
    from app.audio.source import Outlet


def pieces(pcm16k: bytes) -> Iterator[bytes]:
    """Cut into pieces that an outlet takes."""
    step = CHUNK_SAMPLES * SAMPLE_BYTES
    for begin in range(0, len(pcm16k), step):
        yield pcm16k[begin : begin + step]


class Ear:
    """One microphone's audio on its way to the outlet. Used by the ear thread alone."""

    def __init__(
        self, stream_format: StreamFormat, outlet: Outlet, clock: Callable[[], float]
    ) -> None:
        self._channels = stream_format.channels
        self._converter = Converter(stream_format.rate_hz)
        self._meter = Meter(clock)
        self._outlet = outlet
        self._next_frame = 0
        self._dropped_frames = 0

    @property
    def dropped_frames(self) -> int:
        """Frames that the intake dropped, so far."""
        return self._dropped_frames

    def hear(self, block: Block) -> None:
        """Pass on one block; a jump since the last one is told as a gap of exactly its length."""
        if block.begin_frame > self._next_frame:
            self._lose(block.begin_frame - self._next_frame)
        self._next_frame = block.begin_frame + block.frames
        self._write(self._converter.feed(frames_of(block.pcm, self._channels)))

    def finish(self) -> None:
        """Pass on what the resampler still holds."""
        self._write(self._converter.flush())

    def _lose(self, frames: int) -> None:
        self._dropped_frames += frames
        self._write(self._converter.flush())
        self._outlet.skip(self._converter.lose(frames))

    def _write(self, pcm16k: bytes) -> None:
        for piece in pieces(pcm16k):
            self._outlet.write(piece)
        level = self._meter.feed(pcm16k)
        if level is not None:
            self._outlet.level(level)
