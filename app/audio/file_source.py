"""A sound file as a source: played at the pace of a microphone, or as fast as it is taken."""

from __future__ import annotations

import logging
import threading
import time
from enum import Enum
from typing import TYPE_CHECKING, Final, assert_never

import numpy as np
import soundfile

from app.audio.converter import Converter
from app.audio.feed import Feed
from app.audio.source import RATE_HZ, SAMPLE_BYTES
from app.core.errors import ErrorCode, Problem, ZimuError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.audio.source import Outlet

READS_PER_S: Final = 1  # numpy costs by the call: few large ones
STOP_WITHIN_S: Final = 1.0
_POLL_S: Final = 0.2

log = logging.getLogger(__name__)


class Pace(Enum):
    """How fast a file is played."""

    REALTIME = "realtime"  # as it was spoken, while there is room for it
    FAST = "fast"  # as fast as the outlet takes it


class FileSource:
    """WAV, FLAC, Ogg and whatever else libsndfile reads, of any rate and number of channels.

    Nothing of it is lost: it waits while the outlet is full.
    """

    def __init__(
        self,
        path: Path,
        pace: Pace = Pace.REALTIME,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._pace = pace
        self._clock = clock
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_live(self) -> bool:
        return False

    def start(self, outlet: Outlet) -> None:
        """Open the file. Raises ZimuError(FILE_NOT_FOUND or FILE_UNREADABLE)."""
        file = _open(self._path)
        self._thread = threading.Thread(
            target=self._run, args=(file, outlet), name="zimu-file", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(STOP_WITHIN_S)

    def _run(self, file: soundfile.SoundFile, outlet: Outlet) -> None:
        try:
            with file:
                self._play(file, outlet)
        except soundfile.SoundFileError:
            log.exception("the file broke off")
            outlet.trouble(Problem(ErrorCode.FILE_UNREADABLE, {"path": str(self._path)}))
        except Exception:
            log.exception("playing the file broke")
            outlet.trouble(Problem(ErrorCode.INTERNAL))
        if not self._stopping.is_set():
            outlet.end()

    def _play(self, file: soundfile.SoundFile, outlet: Outlet) -> None:
        converter = Converter(file.samplerate)
        feed = Feed(outlet, self._clock)
        timetable = _Timetable(self._clock)
        block_frames = max(1, file.samplerate // READS_PER_S)
        piece_bytes = outlet.piece_samples * SAMPLE_BYTES
        while not self._stopping.is_set():
            frames = file.read(block_frames, dtype="float32", always_2d=True)
            # A file of floats may hold NaN, which would never leave the resampler again.
            np.nan_to_num(frames, copy=False, posinf=1.0, neginf=-1.0)
            pcm = converter.feed(frames) if len(frames) else converter.flush()
            match self._pace:
                case Pace.REALTIME:
                    for piece in timetable.pieces(pcm, piece_bytes):
                        self._wait_for_its_time(piece, timetable)
                        self._write(piece, feed, outlet)
                        timetable.released(piece)
                case Pace.FAST:
                    for begin in range(0, len(pcm), piece_bytes):
                        self._write(pcm[begin : begin + piece_bytes], feed, outlet)
                case _:
                    assert_never(self._pace)
            if not len(frames):
                return

    def _wait_for_its_time(self, piece: bytes, timetable: _Timetable) -> None:
        while (wait_s := timetable.wait_s(piece)) > 0:
            if self._stopping.wait(wait_s):
                return

    def _write(self, piece: bytes, feed: Feed, outlet: Outlet) -> None:
        """Write `piece` when there is room for it, unless told to stop."""
        while not self._stopping.is_set():
            if outlet.wait_for_room(len(piece) // SAMPLE_BYTES, _POLL_S):
                feed.write(piece)
                return


class _Timetable:
    """When which sample may be released: number n not before n / rate after the first one."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._begin_s = 0.0
        self._samples = 0

    def pieces(self, pcm: bytes, piece_bytes: int) -> Iterator[bytes]:
        """Cut `pcm` up; the very first sample goes alone, so that it starts the clock."""
        begin = 0
        while begin < len(pcm):
            end = begin + (piece_bytes if self._samples else SAMPLE_BYTES)
            yield pcm[begin:end]
            begin = end

    def wait_s(self, piece: bytes) -> float:
        """Return how long `piece` must still wait."""
        if not self._samples:
            return 0.0
        last = self._samples + len(piece) // SAMPLE_BYTES - 1
        return self._begin_s + last / RATE_HZ - self._clock()

    def released(self, piece: bytes) -> None:
        if not self._samples:
            self._begin_s = self._clock()
        self._samples += len(piece) // SAMPLE_BYTES


def rate_of(path: Path) -> int:
    """Return the rate of the file in Hz. Raises ZimuError(FILE_NOT_FOUND or FILE_UNREADABLE)."""
    with _open(path) as file:
        return int(file.samplerate)


def _open(path: Path) -> soundfile.SoundFile:
    if not path.exists():
        raise ZimuError(ErrorCode.FILE_NOT_FOUND, path=str(path))
    try:
        return soundfile.SoundFile(path)
    # TypeError: a name like x.raw, whose format nobody can know.
    except (soundfile.SoundFileError, OSError, TypeError) as exc:
        log.warning("libsndfile cannot read the file: %s", exc)
        raise ZimuError(ErrorCode.FILE_UNREADABLE, path=str(path)) from exc
