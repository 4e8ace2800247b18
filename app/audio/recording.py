"""Recordings as frames: what libsndfile reads, and what PyAV opens where that is installed."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import soundfile

from app.core.errors import ErrorCode, ZimuError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.audio.converter import Frames

MOST_CHANNELS: Final = 32
RATES_HZ: Final = (1_000, 768_000)  # what no header may lie outside of
_READS_PER_S: Final = 1  # numpy costs by the call: few large ones

log = logging.getLogger(__name__)


class BrokenOffError(Exception):
    """A recording is damaged from here on."""


class Recording(Protocol):
    """An open recording. One thread at a time; closed by leaving its `with` block."""

    @property
    def rate_hz(self) -> int:
        """How many frames are a second."""

    @property
    def length_ms(self) -> int | None:
        """How long it is, if that is known before the end."""

    def frames(self, begin_ms: int) -> Iterator[Frames]:
        """Give what lies from `begin_ms` on, about a second at a time, once.

        Frames are of shape (n, channels). Raises BrokenOffError.
        """

    def close(self) -> None:
        """Let go of the file."""


class SoundRecording:
    """A file that libsndfile reads: WAV, FLAC, Ogg (Vorbis, Opus), MP3 and others."""

    def __init__(self, file: soundfile.SoundFile) -> None:
        self._file = file

    @property
    def rate_hz(self) -> int:
        return int(self._file.samplerate)

    @property
    def length_ms(self) -> int | None:
        frames = int(self._file.frames)
        # Formats that only know their length at the end give the greatest number there is.
        return frames * 1000 // self.rate_hz if 0 < frames < 2**62 else None

    def frames(self, begin_ms: int) -> Iterator[Frames]:
        try:
            self._seek(begin_ms * self.rate_hz // 1000)
            while len(frames := self._read(self.rate_hz // _READS_PER_S)):
                yield frames
        except soundfile.SoundFileError as exc:
            raise BrokenOffError(str(exc)) from exc

    def close(self) -> None:
        self._file.close()

    def _seek(self, frame: int) -> None:
        if frame and self._file.seekable():
            self._file.seek(min(frame, int(self._file.frames)))
            return
        while frame > 0 and (skipped := len(self._read(min(frame, self.rate_hz)))):
            frame -= skipped

    def _read(self, count: int) -> Frames:
        return self._file.read(count, dtype="float32", always_2d=True)


def open_recording(path: Path) -> Recording:
    """Open the recording at `path`.

    Raises ZimuError FILE_NOT_FOUND, FILE_UNREADABLE, MEDIA_UNAVAILABLE.
    """
    if not path.exists():
        raise ZimuError(ErrorCode.FILE_NOT_FOUND, path=str(path))
    try:
        file = soundfile.SoundFile(_name_of(path))
    # TypeError: a name like x.raw, whose format nobody can know.
    except (soundfile.SoundFileError, OSError, TypeError) as exc:
        log.info("libsndfile cannot read the file: %s", exc)
        return _open_media(path)
    if file.channels <= MOST_CHANNELS and RATES_HZ[0] <= file.samplerate <= RATES_HZ[1]:
        return SoundRecording(file)
    file.close()
    raise ZimuError(ErrorCode.FILE_UNREADABLE, path=str(path))


def _name_of(path: Path) -> Path | bytes:
    """Return how soundfile is told `path`: it refuses a name that is no text, but not its bytes."""
    return path if sys.platform == "win32" else os.fsencode(path)


def _open_media(path: Path) -> Recording:
    if not path.is_file():
        raise ZimuError(ErrorCode.FILE_UNREADABLE, path=str(path))
    try:
        from app.audio.media import open_media  # noqa: PLC0415  # it needs an optional package
    except ImportError as exc:
        log.info("films cannot be read: %s", exc)
        raise ZimuError(ErrorCode.MEDIA_UNAVAILABLE, path=str(path)) from exc
    return open_media(path)


def without_nan(frames: Frames) -> Frames:
    """Return `frames`, mended in place: a NaN would never leave a resampler again."""
    np.nan_to_num(frames, copy=False, posinf=1.0, neginf=-1.0)
    return frames
