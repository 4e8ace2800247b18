"""Plays audio that was kept, on a thread of its own. Whatever is captioned meanwhile goes on."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import soundfile
import soxr

from app.core.errors import ErrorCode, Problem, ZimuError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from app.audio.piece import Piece

    Samples = NDArray[np.float32]

BLOCK_S: Final = 0.04
STOP_WITHIN_S: Final = 1.0

log = logging.getLogger(__name__)


class Output(Protocol):
    """A loudspeaker that is open."""

    @property
    def rate_hz(self) -> int:
        """How many samples a second it takes."""

    @property
    def delay_ms(self) -> int:
        """How long it takes until what is written is heard."""

    def write(self, samples: Samples) -> None:
        """Play mono samples of −1…1; blocks until there is room. Raises ZimuError."""

    def close(self) -> None:
        """Play nothing more."""


class Player:
    """Plays pieces from a position on. `tell` is called on the player's thread: when it began to
    play nothing any more, with the problem if there was one.
    """

    def __init__(
        self, open_output: Callable[[], Output], tell: Callable[[Problem | None], None]
    ) -> None:
        self._open_output = open_output
        self._tell = tell
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._heard_ms = 0

    @property
    def position_ms(self) -> int:
        """Where it is: what is heard now, or was heard last. Any thread."""
        return self._heard_ms

    @property
    def is_playing(self) -> bool:
        """Whether something is played, or will be at once."""
        return self._thread is not None and self._thread.is_alive() and not self._stopping.is_set()

    def play(self, pieces: Sequence[Piece], at_ms: int) -> None:
        """Play from `at_ms` on, instead of what is played. What was not kept is left out."""
        self.stop()
        self._heard_ms = at_ms
        self._stopping = stopping = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(tuple(pieces), at_ms, stopping), name="playback", daemon=True
        )
        self._thread.start()

    def stop(self) -> bool:
        """Play nothing more; False if the device hangs. Nothing is told of it."""
        self._stopping.set()
        thread = self._thread
        if thread is None:
            return True
        thread.join(STOP_WITHIN_S)
        return not thread.is_alive()

    def _run(self, pieces: tuple[Piece, ...], at_ms: int, stopping: threading.Event) -> None:
        problem: Problem | None = None
        try:
            problem = self._play(pieces, at_ms, stopping)
        except ZimuError as error:
            problem = error.problem
        except Exception:
            log.exception("playing ended by an error of ours")
            problem = Problem(ErrorCode.INTERNAL)
        if not stopping.is_set():
            stopping.set()  # it is over before that is told, though the thread still runs
            self._tell(problem)

    def _play(
        self, pieces: tuple[Piece, ...], at_ms: int, stopping: threading.Event
    ) -> Problem | None:
        output = self._open_output()
        problem: Problem | None = None
        try:
            for piece in sorted(pieces, key=lambda piece: piece.begin_ms):
                if piece.end_ms <= at_ms:
                    continue
                try:
                    self._play_piece(output, piece, max(at_ms, piece.begin_ms), stopping)
                except soundfile.LibsndfileError as exc:
                    log.info("a piece of audio cannot be read: %s", exc.error_string)
                    problem = Problem(ErrorCode.FILE_UNREADABLE, {"path": str(piece.path)})
                if stopping.is_set():
                    return problem
            self._finish(output, stopping)
        finally:
            output.close()
        return problem

    def _play_piece(
        self, output: Output, piece: Piece, at_ms: int, stopping: threading.Event
    ) -> None:
        with soundfile.SoundFile(piece.path) as file:
            file.seek(min(round((at_ms - piece.begin_ms) / 1000 * file.samplerate), file.frames))
            played_ms = float(at_ms)
            for samples in _resampled(_blocks(file), file.samplerate, output.rate_hz):
                if stopping.is_set():
                    return
                output.write(samples)
                played_ms += len(samples) / output.rate_hz * 1000
                self._heard_ms = max(at_ms, round(played_ms) - output.delay_ms)

    def _finish(self, output: Output, stopping: threading.Event) -> None:
        """Let what was written be heard before the output is closed."""
        end_ms, left_ms = self._heard_ms + output.delay_ms, output.delay_ms
        while left_ms > 0 and not stopping.is_set():
            block_ms = min(left_ms, round(BLOCK_S * 1000))
            output.write(np.zeros(output.rate_hz * block_ms // 1000, np.float32))
            left_ms -= block_ms
            self._heard_ms = end_ms - left_ms


def _blocks(file: soundfile.SoundFile) -> Iterator[Samples]:
    """Yield mono samples until the file ends."""
    frames = max(1, round(file.samplerate * BLOCK_S))
    while len(block := file.read(frames, dtype="float32", always_2d=True)):
        yield block.mean(axis=1, dtype=np.float32)


def _resampled(blocks: Iterator[Samples], rate_hz: int, wanted_hz: int) -> Iterator[Samples]:
    if rate_hz == wanted_hz:
        yield from blocks
        return
    resampler = soxr.ResampleStream(rate_hz, wanted_hz, 1, dtype="float32", quality="HQ")
    for block in blocks:
        yield resampler.resample_chunk(block)
    yield resampler.resample_chunk(np.zeros(0, np.float32), last=True)
