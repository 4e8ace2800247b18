"""Sound out of films and whatever else FFmpeg opens (the optional package `av`)."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO, Final

import av
import numpy as np

from app.audio.damage import BrokenOffError, Lost
from app.audio.recording import RATES_HZ
from app.core.errors import ErrorCode, ZimuError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.frame import AudioFrame
    from av.container import InputContainer

    from app.audio.converter import Frames

_MOST_PACKET_BYTES: Final = 16_000_000
_GAP_S: Final = 0.05  # less than that is inexactness
_MOST_GAP_S: Final = 3600.0  # more than that is a time that makes no sense
_KNOW_LENGTH: Final = ("matroska", "mov")  # others guess it by the size of the file
_MOST_EARLY_S: Final = 0.5

log = logging.getLogger(__name__)


class MediaRecording:
    """The first sound in a file, mixed to one channel, at the times it has in the film."""

    def __init__(self, file: BinaryIO, container: InputContainer) -> None:
        self._file = file
        self._container = container
        self._stream = container.streams.audio[0]
        self._is_damaged = False  # something could not be decoded since the last frame

    @property
    def rate_hz(self) -> int:
        return int(self._stream.rate)

    @property
    def length_ms(self) -> int | None:
        duration = self._container.duration  # in microseconds
        return duration // 1000 if duration is not None and duration > 0 else None

    def frames(self, begin_ms: int) -> Iterator[Frames | Lost]:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=self.rate_hz)
        due, has_begun = begin_ms * self.rate_hz // 1000, not begin_ms
        try:
            if begin_ms:
                self._container.seek((self._container.start_time or 0) + begin_ms * 1000)
            for frame in self._decoded():
                ahead = self._ahead(frame, due)
                if ahead + frame.samples <= 0 and not has_begun:
                    continue
                gap = self._gap(ahead, due)
                due += gap
                yield from self._filled(gap)
                for mixed in resampler.resample(frame):
                    sound = _frames(mixed)[0 if has_begun else max(-ahead, 0) :]
                    due += len(sound)
                    yield sound
                has_begun = True
            for mixed in resampler.resample(None):
                yield _frames(mixed)
        except (av.FFmpegError, ValueError) as exc:
            raise BrokenOffError(str(exc)) from exc
        if self._is_damaged or self._ends_early(due):
            raise BrokenOffError("nothing behind it can be decoded")

    def close(self) -> None:
        self._container.close()
        self._file.close()

    def _decoded(self) -> Iterator[AudioFrame]:
        for packet in self._container.demux(self._stream):
            if packet.size > _MOST_PACKET_BYTES:
                raise BrokenOffError("a packet is too large")
            try:
                frames = packet.decode()
            except av.error.InvalidDataError as exc:
                log.info("a packet is damaged: %s", exc)
                self._is_damaged = True
                continue
            yield from frames

    def _ahead(self, frame: AudioFrame, due: int) -> int:
        """Return how many samples lie between what is due and `frame`; below 0: it overlaps."""
        if frame.pts is None or frame.time_base is None:
            return 0
        begin_s = float(frame.pts * frame.time_base) - (self._container.start_time or 0) / 1e6
        return round(begin_s * self.rate_hz) - due

    def _gap(self, ahead: int, due: int) -> int:
        most_s = _MOST_GAP_S
        if self.length_ms is not None:
            most_s = min(most_s, self.length_ms / 1000 - due / self.rate_hz)
        return ahead if _GAP_S <= ahead / self.rate_hz <= most_s else 0

    def _ends_early(self, end: int) -> bool:
        """Whether there was more: a film may go on without sound, anything else may not."""
        knows_length = self._container.format.name.startswith(_KNOW_LENGTH)
        if self.length_ms is None or self._container.streams.video or not knows_length:
            return False
        return end / self.rate_hz < self.length_ms / 1000 - _MOST_EARLY_S

    def _filled(self, gap: int) -> Iterator[Frames | Lost]:
        """Give what stands for `gap` samples that are not there: silence, if nothing is damaged."""
        if gap and self._is_damaged:
            yield Lost(gap)
        else:
            for begin in range(0, gap, self.rate_hz):
                yield np.zeros((min(self.rate_hz, gap - begin), 1), np.float32)
        self._is_damaged = False


def _frames(mixed: AudioFrame) -> Frames:
    return mixed.to_ndarray().reshape(-1, 1).astype(np.float32, copy=False)


def _rate_hz(container: InputContainer) -> int:
    """Return the rate of the first sound; 0: there is none, or nothing decodes it."""
    sounds = container.streams.audio
    # A stream of an unknown codec has no context, whatever the types say, and so no rate.
    return int(getattr(sounds[0], "rate", 0)) if sounds else 0


def _options() -> dict[str, str]:
    """Return what keeps a hostile file from reaching more than is needed to hear it.

    A list of other files or of addresses is no recording: nothing but the file itself is read.
    Its pictures are of no use: what decodes them, which is most of FFmpeg, is left alone.
    """
    decoders = (name for name in av.codecs_available if _decodes_sound(name))
    return {"protocol_whitelist": "pipe", "codec_whitelist": ",".join(sorted(decoders))}


def _decodes_sound(name: str) -> bool:
    try:
        return av.Codec(name, "r").type == "audio"
    except av.codec.codec.UnknownCodecError:  # it only encodes
        return False


def open_media(path: Path) -> MediaRecording:
    """Open the file at `path`. Raises ZimuError FILE_UNREADABLE."""
    with ExitStack() as opened:
        try:
            file = opened.enter_context(path.open("rb"))
            container = av.open(file, "r", metadata_errors="ignore", options=_options())
        except (av.FFmpegError, OSError, ValueError) as exc:
            log.info("FFmpeg cannot read the file: %s", exc)
            raise ZimuError(ErrorCode.FILE_UNREADABLE, path=str(path)) from exc
        opened.callback(container.close)
        if not RATES_HZ[0] <= _rate_hz(container) <= RATES_HZ[1]:
            raise ZimuError(ErrorCode.FILE_UNREADABLE, path=str(path))
        opened.pop_all()
    return MediaRecording(file, container)
