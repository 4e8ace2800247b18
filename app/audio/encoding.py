"""From the app's 16 kHz PCM to what goes on the wire: PCM at 16 or 8 kHz, or Opus in Ogg."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, assert_never

import soxr

from app.audio.converter import frames_of, pcm_of
from app.audio.source import RATE_HZ
from app.core.errors import ErrorCode, ZimuError
from app.protocol.config import AudioFormat

if TYPE_CHECKING:
    from app.protocol.config import WireConfig


class Encoder(Protocol):
    """Encodes the audio of one wire session. One thread at a time."""

    @property
    def bytes_in(self) -> int:
        """How much was given so far."""

    @property
    def bytes_out(self) -> int:
        """How much came of it so far."""

    def encode(self, pcm16k: bytes) -> bytes:
        """Take whole samples; return what is ready, which may be nothing yet."""

    def finish(self) -> bytes:
        """Return the rest. Nothing can be encoded after it."""


def encoder_for(config: WireConfig) -> Encoder:
    """Return an encoder for one wire session. ZimuError OPUS_UNAVAILABLE: it is not installed."""
    match config.audio:
        case AudioFormat.PCM:
            return Verbatim() if config.sample_rate == RATE_HZ else LowRate(config.sample_rate)
        case AudioFormat.OPUS:
            return _opus()
        case _:
            assert_never(config.audio)


class Verbatim:
    """Sends 16 kHz PCM as it is."""

    def __init__(self) -> None:
        self.bytes_in = 0

    @property
    def bytes_out(self) -> int:
        return self.bytes_in

    def encode(self, pcm16k: bytes) -> bytes:
        self.bytes_in += len(pcm16k)
        return pcm16k

    def finish(self) -> bytes:
        return b""


class LowRate:
    """PCM with fewer samples a second."""

    def __init__(self, rate_hz: int) -> None:
        self.bytes_in = 0
        self.bytes_out = 0
        self._resampler = soxr.ResampleStream(RATE_HZ, rate_hz, 1, dtype="float32", quality="HQ")

    def encode(self, pcm16k: bytes) -> bytes:
        self.bytes_in += len(pcm16k)
        return self._resample(pcm16k, is_last=False)

    def finish(self) -> bytes:
        return self._resample(b"", is_last=True)

    def _resample(self, pcm16k: bytes, *, is_last: bool) -> bytes:
        samples = frames_of(pcm16k, 1).reshape(-1)
        pcm = pcm_of(self._resampler.resample_chunk(samples, last=is_last))
        self.bytes_out += len(pcm)
        return pcm


def _opus() -> Encoder:
    try:
        from app.audio.opus import OggOpus  # noqa: PLC0415  # optional, and large
    except ImportError:
        raise ZimuError(ErrorCode.OPUS_UNAVAILABLE) from None
    return OggOpus()
