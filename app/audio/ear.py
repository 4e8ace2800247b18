"""From a device's blocks to 16 kHz mono, with an exact account of what was dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audio.converter import Converter, frames_of
from app.audio.feed import Feed

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.backend import StreamFormat
    from app.audio.intake import Block
    from app.audio.source import Outlet


class Ear:
    """One microphone's audio on its way to the outlet. Used by the ear thread alone."""

    def __init__(
        self, stream_format: StreamFormat, outlet: Outlet, clock: Callable[[], float]
    ) -> None:
        self._channels = stream_format.channels
        self._converter = Converter(stream_format.rate_hz)
        self._feed = Feed(outlet, clock)
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
        self._feed.write(self._converter.feed(frames_of(block.pcm, self._channels)))

    def finish(self) -> None:
        """Pass on what the resampler still holds."""
        self._feed.write(self._converter.flush())

    def _lose(self, frames: int) -> None:
        self._dropped_frames += frames
        self._feed.write(self._converter.flush())
        self._outlet.skip(self._converter.lose(frames))
