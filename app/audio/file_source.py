"""A sound file as a source: played at the pace of a microphone, or as fast as it is taken."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, assert_never

from app.audio.converter import Converter
from app.audio.damage import BrokenOffError, Lost
from app.audio.feed import Feed
from app.audio.recording import open_recording, without_nan
from app.audio.source import RATE_HZ, SAMPLE_BYTES
from app.core.errors import ErrorCode, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.audio.recording import Recording
    from app.audio.source import Outlet

STOP_WITHIN_S: Final = 1.0
_POLL_S: Final = 0.2
_MOST_LEFT_OUT_SAMPLES: Final = 30 * RATE_HZ  # at a time

log = logging.getLogger(__name__)


class Pace(Enum):
    """How fast a file is played."""

    REALTIME = "realtime"  # as it was spoken, while there is room for it
    FAST = "fast"  # as fast as the outlet takes it


class FileSource:
    """A recording, of any format, rate and number of channels, from `begin_ms` on.

    Nothing of it is lost: it waits while the outlet is full. Only what is damaged is left out.
    """

    def __init__(
        self,
        path: Path,
        pace: Pace = Pace.REALTIME,
        *,
        begin_ms: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._pace = pace
        self._begin_ms = begin_ms
        self._clock = clock
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_live(self) -> bool:
        return False

    def start(self, outlet: Outlet) -> None:
        """Open the file. Raises ZimuError as `open_recording` does."""
        file = open_recording(self._path)
        self._thread = threading.Thread(
            target=self._run, args=(file, outlet), name="zimu-file", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(STOP_WITHIN_S)

    def _run(self, file: Recording, outlet: Outlet) -> None:
        try:
            with closing(file):
                self._play(file, outlet)
        except BrokenOffError as exc:
            log.warning("the file breaks off: %s", exc)
            outlet.trouble(Problem(ErrorCode.FILE_BROKEN_OFF, {"path": str(self._path)}))
        except Exception:
            log.exception("playing the file broke")
            outlet.trouble(Problem(ErrorCode.INTERNAL))
        if not self._stopping.is_set():
            outlet.end()

    def _play(self, file: Recording, outlet: Outlet) -> None:
        feed = Feed(outlet, self._clock)
        timetable = _Timetable(self._clock)
        piece_bytes = outlet.piece_samples * SAMPLE_BYTES
        for pcm in self._converted(file, outlet):
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
            if self._stopping.is_set():
                return

    def _converted(self, file: Recording, outlet: Outlet) -> Iterator[bytes]:
        converter = Converter(file.rate_hz)
        try:
            for frames in file.frames(self._begin_ms):
                if isinstance(frames, Lost):
                    yield converter.flush()
                    self._leave_out(converter.lose(frames.frames), outlet)
                else:
                    yield converter.feed(without_nan(frames))
        except BrokenOffError:
            yield converter.flush()
            raise
        yield converter.flush()

    def _leave_out(self, samples: int, outlet: Outlet) -> None:
        """Count lost `samples` when there is room, as they push out what is before them, too."""
        while samples and not self._stopping.is_set():
            step = min(samples, _MOST_LEFT_OUT_SAMPLES)
            if outlet.wait_for_room(step, _POLL_S):
                outlet.skip(step)
                samples -= step

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


@dataclass(frozen=True, slots=True)
class Measure:
    """What is known of a recording before it is played."""

    rate_hz: int
    length_ms: int | None


def measure_of(path: Path) -> Measure:
    """Look at a recording. Raises ZimuError as `FileSource.start` does."""
    with closing(open_recording(path)) as file:
        return Measure(file.rate_hz, file.length_ms)
