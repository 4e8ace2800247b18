"""The library of one program: who writes in it, and the thread that looks after it."""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
import threading
import time
from contextlib import closing, suppress
from dataclasses import replace
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Final

from app.core.errors import ErrorCode, Problem
from app.storage.library import schema
from app.storage.library.journal import SessionWriter, problem_of
from app.storage.library.recordings import mark_of
from app.storage.library.records import Head, Kept
from app.storage.library.salvage import is_damaged, is_half_mended, mend
from app.storage.locks import RETRY_S, hold, is_held

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

log = logging.getLogger(__name__)

WRITE_S: Final = 0.5  # how long what is not worth waiting for may wait, and a retry
IDLE_S: Final = 5.0  # between two looks at the file when nothing happens
STOP_S: Final = 3.0
MOST_MENDS: Final = 3  # in one run: each leaves a file behind
_MUCH: Final = 4  # so many times too much: writers have to wait for a moment
_FINISH_S: Final = 1.5  # how long at the end what cannot be written is tried again
_CHECKED_S: Final = 0.5  # how long at the end the look through the file is waited for


class Journal:
    """Lends writers, and writes, on a thread of its own, what they owe and is not urgent.

    That thread also tries again what failed, and brings what was written into the file itself.
    Another one looks through the file at the start, which takes a while if it is large. A damaged
    one is mended, and `tell` called with the problem, on either thread.
    As long as the journal is open its sessions count as running, in other programs too.
    """

    def __init__(
        self, path: Path, now: Callable[[], datetime], tell: Callable[[Problem], None]
    ) -> None:
        self._path = path
        self._now = now
        self._tell = tell
        self.owner = f"{os.getpid()}-{secrets.token_hex(8)}"  # see `is_shared`
        self._presence: IO[bytes] | None = None
        self._writers: tuple[SessionWriter, ...] = ()
        self._mends_left = MOST_MENDS
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._is_ending = threading.Event()
        # A daemon: a disk that hangs must not keep the program alive.
        self._thread = threading.Thread(target=self._run, name="library", daemon=True)
        self._is_suspect = threading.Event()  # the file may be damaged
        self._checking = threading.Thread(target=self._check, name="library-check", daemon=True)

    @property
    def path(self) -> Path:
        """The file of the library."""
        return self._path

    @property
    def is_running(self) -> bool:
        """Whether it looks after the library."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin to look after the library. Touches the disk, if only for a moment."""
        try:
            self._presence = hold(presence(self._path, self.owner))
        except OSError as exc:
            log.warning("nobody can see that this program runs: %s", exc.strerror)
        self._checking.start()
        self._thread.start()

    def new(self, *, source: str = "", title: str = "") -> Kept:
        """Return a session that begins now, and of which nothing is written down yet."""
        begun_s = self._now().timestamp()
        return Kept(Head(secrets.token_hex(8), begun_s, self.owner, title=title, source=source))

    def new_of(self, recording: Path) -> Kept:
        """Return a session of a recording, which may be gone on with if it does not end."""
        kept = self.new(source=recording.name, title=recording.stem)
        path, mark = str(recording.absolute()), mark_of(recording)
        head = replace(kept.head, source_path=path, source_mark=mark, source_ms=0)
        return replace(kept, head=head)

    def now_s(self) -> float:
        """Return the time in seconds since the epoch."""
        return self._now().timestamp()

    def lend(self, kept: Kept, keeps_emotions: Callable[[], bool]) -> SessionWriter:
        """Return who writes a session down; what it owes is looked after from now on."""
        writer = SessionWriter(self._path, kept, keeps_emotions)
        with self._lock:
            self._writers = (*self._writers, writer)
        self.wake()
        return writer

    def give_back(self, writer: SessionWriter) -> None:
        """Look after `writer` only until it owes nothing any more."""
        writer.close(self.now_s())
        self.wake()

    def take_back(self, writer: SessionWriter) -> None:
        """Look after `writer` again: its session may go on."""
        writer.reopen()
        with self._lock:
            if writer not in self._writers:
                self._writers = (*self._writers, writer)
        self.wake()

    def wake(self) -> None:
        """Say that something is owed."""
        self._woken.set()

    def stop(self) -> bool:
        """Write down what is owed and end the thread; False if it would not end in 3 s."""
        self._is_ending.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        else:
            self._finish()  # it never began
        if self._presence is not None:
            self._presence.close()
            with suppress(OSError):
                presence(self._path, self.owner).unlink(missing_ok=True)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._is_ending.is_set():
            self._woken.wait(WRITE_S if self._owes() else IDLE_S)
            self._woken.clear()
            self._is_ending.wait(WRITE_S)
            self._mend_if_needed()
            self._write()
            self._bring_in()
        self._finish()

    def _finish(self) -> None:
        if self._checking.is_alive():
            self._checking.join(_CHECKED_S)
        self._mend_if_needed()
        end_s = time.monotonic() + _FINISH_S
        pause = threading.Event()
        self._write()
        while self._owes() and time.monotonic() < end_s:  # somebody else may have been writing
            pause.wait(RETRY_S)
            self._write()
        for writer in self._writers:
            with suppress(sqlite3.Error):
                writer.release()

    def _owes(self) -> bool:
        return any(writer.owes for writer in self._writers)

    def _write(self) -> None:
        for writer in self._writers:
            if writer.owes and not writer.write() and writer.is_damaged and self._mends_left:
                self._mends_left -= 1
                self._mend(is_certain=True)
        with self._lock:
            done = tuple(one for one in self._writers if one.is_over and not one.owes)
            self._writers = tuple(one for one in self._writers if one not in done)
        for writer in done:
            with suppress(sqlite3.Error):
                writer.release()

    def _check(self) -> None:
        try:
            if is_half_mended(self._path) or (self._path.exists() and is_damaged(self._path)):
                self._is_suspect.set()
                self.wake()
        except schema.TROUBLES as exc:  # whoever writes will meet it, and tell
            log.warning("nobody knows whether the library is whole: %s", type(exc).__name__)

    def _mend_if_needed(self) -> None:
        if self._is_suspect.is_set():
            self._is_suspect.clear()
            self._mend(is_certain=False)

    def _mend(self, *, is_certain: bool) -> None:
        """Mend the library if it is damaged, and tell of it."""
        try:
            for writer in self._writers:
                with suppress(sqlite3.Error):
                    writer.release()
            date = self._now().strftime("%Y-%m-%d")
            mended = mend(self._path, date, is_certain=is_certain)
        except schema.TROUBLES as exc:
            self._tell(problem_of(exc, self._path, ErrorCode.LIBRARY_UNREADABLE))
            return
        if mended is not None:
            aside, sessions = mended
            facts = {"path": str(aside), "sessions": str(sessions)}
            self._tell(Problem(ErrorCode.LIBRARY_DAMAGED, MappingProxyType(facts)))

    def _bring_in(self) -> None:
        """Bring what was written into the file itself, if that has become much."""
        try:
            file = self._path.resolve()
            size = file.with_name(f"{file.name}-wal").stat().st_size
            if size < schema.WAL_BYTES:
                return
            with closing(schema.connect(self._path)) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
                if size > _MUCH * schema.WAL_BYTES:  # more comes all the time
                    schema.empty_log(connection)
        except FileNotFoundError:
            return
        except schema.TROUBLES as exc:
            log.warning("what was written cannot be brought into the library: %s", exc)


def presence(path: Path, owner: str) -> Path:
    """Return the file that is locked as long as the program `owner` of the library runs."""
    return path.with_name("running") / f"{owner}.lock"


def is_shared(path: Path) -> bool:
    """Whether another process, too, keeps sessions in the library at `path`."""
    own = f"{os.getpid()}-"
    locks = path.with_name("running").glob("*.lock")
    return any(is_held(lock) for lock in locks if not lock.name.startswith(own))
