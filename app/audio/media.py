"""Sound out of films and whatever else FFmpeg opens (the optional package `av`)."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO, Final

import av
import numpy as np

from app.audio.damage import BrokenOffError
from app.audio.recording import RATES_HZ
from app.core.errors import ErrorCode, ZimuError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.frame import AudioFrame
    from av.container import InputContainer

    from app.audio.converter import Frames

# A list of other files or of addresses is no recording: nothing but the file itself is read.
_OPTIONS: Final = {"protocol_whitelist": "pipe"}
_MOST_PACKET_BYTES: Final = 16_000_000

log = logging.getLogger(__name__)


class MediaRecording:
    """The first sound in a file, mixed to one channel."""

    def __init__(self, file: BinaryIO, container: InputContainer) -> None:
        self._file = file
        self._container = container
        self._stream = container.streams.audio[0]

    @property
    def rate_hz(self) -> int:
        return int(self._stream.rate)

    @property
    def length_ms(self) -> int | None:
        duration = self._container.duration  # in microseconds
        return duration // 1000 if duration is not None and duration > 0 else None

    def frames(self, begin_ms: int) -> Iterator[Frames]:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=self.rate_hz)
        try:
            if begin_ms:
                self._container.seek(begin_ms * 1000)
            has_begun = not begin_ms
            for frame in self._decoded():
                begin = 0 if has_begun else self._missing(frame, begin_ms)
                has_begun = has_begun or begin < frame.samples
                for mixed in resampler.resample(frame) if has_begun else ():
                    yield _frames(mixed)[begin:]
            for mixed in resampler.resample(None):
                yield _frames(mixed)
        except (av.FFmpegError, ValueError) as exc:
            raise BrokenOffError(str(exc)) from exc

    def close(self) -> None:
        self._container.close()
        self._file.close()

    def _decoded(self) -> Iterator[AudioFrame]:
        for packet in self._container.demux(self._stream):
            if packet.size > _MOST_PACKET_BYTES:
                raise BrokenOffError("a packet is too large")
            yield from packet.decode()

    def _missing(self, frame: AudioFrame, begin_ms: int) -> int:
        """Return how many samples of `frame` lie before `begin_ms`."""
        first = self._stream.start_time or 0
        if frame.pts is None or frame.time_base is None:
            return 0
        begin_s = float((frame.pts - first) * frame.time_base)
        missing = round((begin_ms / 1000 - begin_s) * self.rate_hz)
        return int(np.clip(missing, 0, frame.samples))


def _frames(mixed: AudioFrame) -> Frames:
    return mixed.to_ndarray().reshape(-1, 1).astype(np.float32, copy=False)


def _rate_hz(container: InputContainer) -> int:
    """Return the rate of the first sound; 0: there is none, or nothing decodes it."""
    sounds = container.streams.audio
    # A stream of an unknown codec has no context, whatever the types say, and so no rate.
    return int(getattr(sounds[0], "rate", 0)) if sounds else 0


def open_media(path: Path) -> MediaRecording:
    """Open the file at `path`. Raises ZimuError FILE_UNREADABLE."""
    with ExitStack() as opened:
        try:
            file = opened.enter_context(path.open("rb"))
            container = av.open(file, "r", metadata_errors="ignore", options=_OPTIONS)
        except (av.FFmpegError, OSError, ValueError) as exc:
            log.info("FFmpeg cannot read the file: %s", exc)
            raise ZimuError(ErrorCode.FILE_UNREADABLE, path=str(path)) from exc
        opened.callback(container.close)
        if not RATES_HZ[0] <= _rate_hz(container) <= RATES_HZ[1]:
            raise ZimuError(ErrorCode.FILE_UNREADABLE, path=str(path))
        opened.pop_all()
    return MediaRecording(file, container)
