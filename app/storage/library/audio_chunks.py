"""Records what a session hears, beside the library: whole FLAC files of a minute.

The newest minute lies there in parts of a second and a half, each a whole file as soon as it is
written: a killed program loses no more than two seconds, with what is being written just then.
"""

from __future__ import annotations

import io
import logging
import queue
import threading
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode
from app.storage.files import private_folder
from app.storage.library import schema
from app.storage.library.journal import problem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from app.core.errors import Problem

log = logging.getLogger(__name__)

RATE_HZ: Final = 16_000
PART_SAMPLES: Final = 3 * RATE_HZ // 2
CHUNK_SAMPLES: Final = 60 * RATE_HZ
MAX_WAITING: Final = 1000  # pieces of audio, 20 s and more
STOP_S: Final = 3.0
_BUSY_MS: Final = 10_000  # for another program's write; meanwhile audio waits in the queue
_SAMPLE_BYTES: Final = 2
_SAMPLES_PER_MS: Final = RATE_HZ // 1000


@dataclass(frozen=True, slots=True)
class _Piece:
    begin_sample: int  # of the session
    pcm: bytes  # 16 kHz mono s16le


class AudioChunks:
    """Writes pieces of audio down on a thread of its own, until `end` or the first trouble.

    `hear` never blocks. Whatever cannot be written, because the disk is full or too slow, ends the
    recording: `tell` is called, on that thread, with the problem.
    """

    def __init__(self, library: Path, session: str, tell: Callable[[Problem], None]) -> None:
        self._library = library
        self._session = session
        self._tell = tell
        self._pieces: queue.Queue[_Piece | None] = queue.Queue(MAX_WAITING)
        self._is_late = threading.Event()  # audio had to be left out
        self._begin = 0  # sample at which the newest minute begins
        self._minute = bytearray()
        self._parted = 0  # how many bytes of it are in parts
        self._parts: list[Path] = []
        # A daemon: a disk that hangs must not keep the program alive.
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)

    @property
    def folder(self) -> Path:
        """Where the files of the session are."""
        return self._library.parent / "audio" / self._session

    @property
    def is_on(self) -> bool:
        """Whether audio is being recorded."""
        return self._thread.is_alive() and not self._is_late.is_set()

    def start(self) -> None:
        """Begin to record."""
        self._thread.start()

    def hear(self, begin_sample: int, pcm: bytes) -> None:
        """Take what is heard from that sample of the session on. Any thread, one at a time."""
        if self._is_late.is_set():
            return
        try:
            self._pieces.put_nowait(_Piece(begin_sample, pcm))
        except queue.Full:
            self._is_late.set()

    def end(self) -> None:
        """Record what was heard, and no more. Returns at once."""
        try:
            self._pieces.put_nowait(None)
        except queue.Full:
            self._is_late.set()

    def join(self) -> bool:
        """Wait for the end; False if it takes more than 3 s."""
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            private_folder(self.folder)
            while (piece := self._pieces.get()) is not None:
                if self._is_late.is_set():
                    raise TimeoutError(None, "the disk is too slow")
                self._take(piece)
            self._finish_minute()
        except (*schema.TROUBLES, RuntimeError) as exc:  # libsndfile's error is one
            self._is_late.set()
            log.warning("audio is no longer recorded: %s", type(exc).__name__)
            self._tell(problem_of(exc, self.folder, ErrorCode.AUDIO_NOT_KEPT))

    def _take(self, piece: _Piece) -> None:
        end = self._begin + len(self._minute) // _SAMPLE_BYTES
        if piece.begin_sample != end:  # nothing was heard in between
            self._finish_minute()
            self._begin = piece.begin_sample
        self._minute += piece.pcm
        if len(self._minute) >= CHUNK_SAMPLES * _SAMPLE_BYTES:
            self._finish_minute()
        elif len(self._minute) - self._parted >= PART_SAMPLES * _SAMPLE_BYTES:
            self._write_part()

    def _write_part(self) -> None:
        begin = self._begin + self._parted // _SAMPLE_BYTES
        pcm = bytes(self._minute[self._parted :])
        path = self._write(begin, pcm, "part")
        self._enter(path, begin, len(pcm), ())
        self._parts.append(path)
        self._parted = len(self._minute)

    def _finish_minute(self) -> None:
        """Put the newest minute, or what there is of it, into one file."""
        if self._minute:
            path = self._write(self._begin, bytes(self._minute), "")
            self._enter(path, self._begin, len(self._minute), self._parts)
            for part in self._parts:
                part.unlink(missing_ok=True)
        self._begin += len(self._minute) // _SAMPLE_BYTES
        self._minute.clear()
        self._parts.clear()
        self._parted = 0

    def _write(self, begin: int, pcm: bytes, kind: str) -> Path:
        import numpy as np  # noqa: PLC0415  # both take a while to load
        import soundfile  # noqa: PLC0415

        name = f"{begin // _SAMPLES_PER_MS:010}{kind and '.' + kind}.flac"
        path = self.folder / name
        flac = io.BytesIO()  # libsndfile does not say what the system has against a file
        samples = np.frombuffer(pcm, dtype="<i2")
        soundfile.write(flac, samples, RATE_HZ, format="FLAC", subtype="PCM_16")
        schema.make_private(path)
        path.write_bytes(flac.getbuffer())
        return path

    def _enter(self, path: Path, begin: int, length_bytes: int, instead_of: Sequence[Path]) -> None:
        """Let the library know of the file, and of those that it stands for no longer."""
        end = begin + length_bytes // _SAMPLE_BYTES
        begin_ms, end_ms = begin // _SAMPLES_PER_MS, end // _SAMPLES_PER_MS
        with closing(schema.connect(self._library, busy_ms=_BUSY_MS)) as connection:
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                if instead_of:
                    connection.execute(
                        "DELETE FROM audio_chunks WHERE session = ? AND begin_ms >= ?"
                        " AND begin_ms < ?",
                        (self._session, begin_ms, end_ms),
                    )
                connection.execute(
                    # No REPLACE: that would not tell the trigger which sums what went.
                    "INSERT INTO audio_chunks (session, begin_ms, end_ms, path, bytes)"
                    " VALUES (?, ?, ?, ?, ?) ON CONFLICT (session, begin_ms) DO UPDATE"
                    " SET end_ms = excluded.end_ms, path = excluded.path, bytes = excluded.bytes",
                    (
                        *(self._session, begin_ms, end_ms),
                        *(path.relative_to(self._library.parent).as_posix(), path.stat().st_size),
                    ),
                )
