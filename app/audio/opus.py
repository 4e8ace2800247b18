"""Opus in an Ogg stream, by libopus and FFmpeg's muxer (the optional package `av`)."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import av
import numpy as np

from app.audio.source import RATE_HZ

BITS_PER_S: Final = 24_000
FRAME_MS: Final = 60
# One packet a page, written at once: a server may be fed page by page, and nothing waits here.
_MUXER: Final = {"page_duration": "1", "flush_packets": "1"}
_ENCODER: Final = {"application": "voip", "frame_duration": str(FRAME_MS)}


class OggOpus:
    """An Encoder (see encoding.py). The stream's two headers come before its first audio."""

    def __init__(self) -> None:
        self.bytes_in = 0
        self._pages = _Pages()
        self._container = av.open(self._pages, "w", format="ogg", container_options=_MUXER)
        self._stream = self._container.add_stream("libopus", rate=RATE_HZ, options=_ENCODER)
        self._stream.layout = "mono"
        self._stream.bit_rate = BITS_PER_S
        self._samples = 0

    @property
    def bytes_out(self) -> int:
        return self._pages.total_bytes

    def encode(self, pcm16k: bytes) -> bytes:
        samples = np.frombuffer(pcm16k, "<i2")
        if samples.size:
            self.bytes_in += len(pcm16k)
            self._mux(samples)
        return self._pages.take()

    def finish(self) -> bytes:
        if self._samples:
            self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._pages.take()

    def _mux(self, samples: np.ndarray[tuple[int], np.dtype[np.int16]]) -> None:
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        frame.time_base = Fraction(1, RATE_HZ)
        frame.pts = self._samples
        self._samples += samples.size
        self._container.mux(self._stream.encode(frame))


class _Pages:
    """What the muxer takes for a file."""

    def __init__(self) -> None:
        self.total_bytes = 0
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self._waiting += data
        self.total_bytes += len(data)
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken
