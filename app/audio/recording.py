"""Recordings as frames: what libsndfile reads, and what PyAV opens where that is installed."""

from __future__ import annotations

import logging
import stat
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import soundfile

from app.audio.sound import open_sound
from app.core.errors import ErrorCode, ZimuError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.audio.converter import Frames
    from app.audio.damage import Lost

MOST_CHANNELS: Final = 32
RATES_HZ: Final = (1_000, 768_000)  # what no header may lie outside of

log = logging.getLogger(__name__)


class Recording(Protocol):
    """An open recording. One thread at a time; closed by leaving its `with` block."""

    @property
    def rate_hz(self) -> int:
        """How many frames are a second."""

    @property
    def length_ms(self) -> int | None:
        """How long it is, if that is known before the end."""

    def frames(self, begin_ms: int) -> Iterator[Frames | Lost]:
        """Give what lies from `begin_ms` on, about a second at a time, once.

        Frames are of shape (n, channels). Raises BrokenOffError: nothing can be read any more.
        """

    def close(self) -> None:
        """Let go of the file."""


def open_recording(path: Path) -> Recording:
    """Open the recording at `path`.

    Raises ZimuError FILE_NOT_FOUND, FILE_NOT_OPENED, FILE_UNREADABLE, MEDIA_UNAVAILABLE.
    """
    _look_at(path)
    try:
        sound = open_sound(path)
    except (soundfile.SoundFileError, OSError, TypeError) as exc:
        log.info("libsndfile cannot read the file: %s", exc)
        return _open_media(path)
    if 0 < sound.channels <= MOST_CHANNELS and RATES_HZ[0] <= sound.rate_hz <= RATES_HZ[1]:
        return sound
    sound.close()
    raise ZimuError(ErrorCode.FILE_UNREADABLE, path=str(path))


def _look_at(path: Path) -> None:
    """Raise ZimuError when there is no file to be read. A pipe's writer may never come."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ZimuError(ErrorCode.FILE_UNREADABLE, path=str(path))
        path.open("rb").close()
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise ZimuError(ErrorCode.FILE_NOT_FOUND, path=str(path)) from exc
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise ZimuError(ErrorCode.FILE_NOT_OPENED, path=str(path), reason=reason) from exc


def _open_media(path: Path) -> Recording:
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
