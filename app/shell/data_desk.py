"""What is kept of the user: how much it is, taken along as one file, and deleted. GUI thread."""

from __future__ import annotations

import sqlite3
from threading import Event
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.sessions import Retention, SessionQuery
from app.shell.jobs import Jobs
from app.shell.library_desk import Connection
from app.storage.library import catalogue, retention, trash
from app.storage.library.upkeep import is_shared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.sessions import SessionInfo
    from app.shell.library_desk import LibraryDesk
    from app.storage.library.everything import KeptFile
    from app.storage.paths import Paths

FIRST_MS: Final = 30_000  # the window has enough to do while it opens
EVERY_MS: Final = 6 * 3600 * 1000


class DataDesk(QObject):
    """Asks the disk on a thread of its own, and the library on the library's."""

    measured = Signal(object)  # tuple[KeptFile, ...]
    exported = Signal(object)  # Path
    emptied = Signal(object)  # list[str]: ids of sessions that are in the trash now
    tidied = Signal(object)  # bool: whether all that is too old is gone
    all_going = Signal()  # nothing shall be left, as soon as Zimu is closed
    failed = Signal(object)  # Problem

    def __init__(self, paths: Paths, library: LibraryDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paths = paths
        self._library = library
        self._jobs = Jobs("data", self)
        self._is_started = False
        self._is_ending = Event()
        self._wanted: Callable[[], Retention] = Retention
        self._tidying = QTimer(self, singleShot=True)
        self._tidying.timeout.connect(self._tidy_up)
        self.is_all_going = False

    def measure(self) -> None:
        """Look how much there is."""

        def work() -> tuple[KeptFile, ...]:
            from app.storage.library.everything import kept_files  # noqa: PLC0415  see export

            return kept_files(self.paths)

        self._start()
        self._jobs.submit(work, self.measured.emit, self.failed.emit)

    def export(self, path: Path) -> None:
        """Write all of it into the zip file `path`."""

        def work() -> bool:
            from app.storage.library.everything import export_everything  # noqa: PLC0415  zipfile

            try:
                return export_everything(self.paths, path, self._go_on)
            except (OSError, sqlite3.Error) as exc:
                reason = exc.strerror if isinstance(exc, OSError) else str(exc)
                raise ZimuError(
                    ErrorCode.EXPORT_FAILED, path=str(path), reason=reason or type(exc).__name__
                ) from exc

        def done(is_whole: bool) -> None:
            if is_whole:
                self.exported.emit(path)

        self._start()
        if not self._jobs.submit(work, done, self.failed.emit):
            self.failed.emit(Problem(ErrorCode.INTERNAL))

    def empty(self) -> None:
        """Put every session into the trash."""
        now_s = self._library.wall_s()

        def work(connection: sqlite3.Connection) -> list[str]:
            ids = [session.id for session in _all(connection)]
            trash.delete(connection, ids, now_s)
            return ids

        self._library.change(work, self.emptied.emit)

    def restore(self, ids: list[str]) -> None:
        """Take sessions out of the trash."""
        self._library.bring_back(ids)

    def keep_tidy(self, wanted: Callable[[], Retention]) -> None:
        """From now on, delete now and then what is older than it is `wanted` to be kept.

        Not at once, so that a slip of the hand can be taken back before it costs anything.
        """
        self._wanted = wanted
        self._tidying.start(FIRST_MS)

    @Slot()
    def _tidy_up(self) -> None:
        self._tidying.start(EVERY_MS)
        library, wanted = self.paths.library, self._wanted()
        if not library.exists():
            return
        now_s = self._library.wall_s()

        def work() -> bool:
            door = Connection(library)
            try:
                return door.use(
                    lambda connection: retention.tidy_up(
                        connection, library.parent, wanted, now_s, self._go_on
                    )
                )
            finally:
                door.close()

        self._start()
        self._jobs.submit(work, self.tidied.emit, self.failed.emit)

    def delete_everything(self) -> None:
        """Close Zimu, and let nothing be left then. Not while another one keeps what it hears."""

        def done(is_shared: bool) -> None:
            if is_shared:
                self.failed.emit(Problem(ErrorCode.DATA_IN_USE))
            else:
                self.is_all_going = True
                self.all_going.emit()

        self._start()
        self._jobs.submit(lambda: is_shared(self.paths.library), done, self.failed.emit)

    def stop(self) -> bool:
        """Call off what is being done, and end the thread; False if it would not end."""
        self._is_ending.set()
        self._tidying.stop()
        return self._jobs.stop() if self._is_started else True

    def _start(self) -> None:
        if not self._is_started:
            self._is_started = True
            self._jobs.start()

    def _go_on(self, done: int, of: int) -> bool:  # noqa: ARG002
        return not self._is_ending.is_set()


def _all(connection: sqlite3.Connection) -> tuple[SessionInfo, ...]:
    count = catalogue.sizes(connection).session_count
    return catalogue.page(connection, SessionQuery(), count=count).sessions
