"""The library as its windows see it: what is looked at is read, what is done is written.

The file is asked on a thread of its own. What is not looked at any more when it arrives is dropped;
what was asked for meanwhile is asked once, for the newest wish. GUI thread.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QObject, Signal

from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.sessions import PAGE_SESSIONS, HitOrder, SessionPage, SessionQuery
from app.shell.jobs import Jobs
from app.shell.session_text import session_name
from app.storage.library import catalogue, reviewing, schema, trash
from app.storage.library.journal import problem_of
from app.storage.library.search import search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from app.core.emotion import Emotion
    from app.core.sessions import Found, SessionInfo

T = TypeVar("T")

FELT_AT_ONCE: Final = 10  # it is counted line by line: nobody shall wait long for what comes next


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked at: the sessions of a query, or what is found in them."""

    query: SessionQuery = SessionQuery()  # noqa: RUF009  frozen
    words: str = ""
    hit_order: HitOrder = HitOrder.NEWEST

    @property
    def is_search(self) -> bool:
        """Whether words are looked for."""
        return bool(self.words.strip())


class Connection:
    """A connection to the library that lives on the thread that uses it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    def use(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` does with it. Raises ZimuError."""
        try:
            return work(self._connected())
        except schema.TROUBLES as exc:
            self.close()
            problem = problem_of(exc, self.path, ErrorCode.LIBRARY_UNREADABLE)
            raise ZimuError(problem.code, **problem.facts) from exc

    def close(self) -> None:
        """Let go of the file until it is used again."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):  # a damaged file may not even be closed
                connection.close()

    def _connected(self) -> sqlite3.Connection:
        """Return a connection to the file that is there now, which may be another one."""
        if self._connection is None or schema.identity(self.path) != self._file:
            self.close()
            self._connection = schema.connect(self.path)
            self._file = schema.identity(self.path)
        return self._connection


class LibraryDesk(QObject):
    """Reads and writes the library for whoever shows it."""

    page_read = Signal(object, int)  # SessionPage, which one
    feelings_read = Signal(object)  # dict[str, dict[Emotion, int]], by the ids of sessions
    found = Signal(object)  # Found
    tags_read = Signal(object)  # tuple[TagUse, ...]
    deleted = Signal(object)  # tuple[SessionInfo, ...]; `restore` brings them back
    changed = Signal()  # by what was done here: what is looked at may be another
    failed = Signal(object)  # Problem

    def __init__(
        self, path: Path, wall_s: Callable[[], float], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.wall_s = wall_s
        self._door = Connection(path)
        self._jobs = Jobs("library-window", self)
        self._is_started = False
        self._wish: Wish | None = None
        self._pages: list[int] = []  # still to be read
        self._unfelt: list[str] = []  # sessions of which it is still to be read what was felt
        self._is_reading = False

    def look(self, wish: Wish, pages: Iterable[int] = (0,)) -> None:
        """Look at the sessions that `wish` names, to begin with at these pages of them."""
        self._wish = wish
        self._pages = [0] if wish.is_search else sorted(set(pages), reverse=True)
        self._read_next()

    def look_away(self) -> None:
        """Read nothing more, and drop what is being read."""
        self._wish, self._pages, self._unfelt = None, [], []

    def want_pages(self, pages: set[int]) -> None:
        """Read other pages of what is looked at; those asked for before are not wanted now."""
        if self._wish is not None and not self._wish.is_search:
            self._pages = sorted(pages, reverse=True)
            self._read_next()

    def read_tags(self) -> None:
        """Ask which tags there are."""
        self.do(catalogue.tags, self.tags_read.emit)

    def rename(self, session: SessionInfo, title: str) -> None:
        """Call the session `title`; no words at all: by what was said first."""
        self.change(lambda connection: catalogue.rename(connection, session.id, title))

    def tag(self, tags: dict[str, tuple[str, ...]]) -> None:
        """Give sessions, by their ids, these tags and no others."""

        def work(connection: sqlite3.Connection) -> None:
            for session_id, wanted in tags.items():
                catalogue.set_tags(connection, session_id, wanted)

        self.change(work)

    def delete(self, sessions: Sequence[SessionInfo]) -> None:
        """Put sessions into the trash, but for those that are being written."""
        ids, now_s = [session.id for session in sessions], self.wall_s()

        def work(connection: sqlite3.Connection) -> set[str]:
            trash.delete(connection, ids, now_s)
            return {each.id for each in catalogue.infos(connection, ids) if not each.deleted_s}

        def done(kept: set[str]) -> None:
            gone = tuple(session for session in sessions if session.id not in kept)
            if gone:
                self.deleted.emit(gone)
            for session in sessions:
                if session.id in kept:
                    facts = MappingProxyType({"session": session_name(session)})
                    self.failed.emit(Problem(ErrorCode.SESSION_RUNNING, facts))

        self.change(work, done)

    def restore(self, sessions: Sequence[SessionInfo]) -> None:
        """Take sessions out of the trash."""
        self.bring_back([session.id for session in sessions])

    def bring_back(self, ids: Sequence[str]) -> None:
        """Take the sessions with these ids out of the trash."""

        def failed(problem: Problem) -> None:
            self.failed.emit(problem)
            self.changed.emit()  # others may be back

        self.change(lambda connection: trash.bring_back(connection, ids), failed=failed)

    def remove(self, sessions: Sequence[SessionInfo]) -> None:
        """Delete sessions for good, with their audio."""
        ids, folder = [session.id for session in sessions], self.path.parent
        self.change(lambda connection: trash.remove(connection, folder, ids, _go_on))

    def change(
        self,
        work: Callable[[sqlite3.Connection], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Do something that changes what is looked at, then tell `done`, and everybody."""

        def finish(result: T) -> None:
            if done is not None:
                done(result)
            self.changed.emit()

        self.do(work, finish, failed)

    def do(
        self,
        work: Callable[[sqlite3.Connection], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Do something with the library on its thread, then tell `done` or `failed` here."""
        self._start()
        fail = failed or self.failed.emit
        if not self._jobs.submit(lambda: self._door.use(work), done, fail):
            fail(Problem(ErrorCode.INTERNAL))

    def stop(self) -> bool:
        """End the thread; False if it would not end."""
        if not self._is_started:
            return True
        self.look_away()
        self._jobs.submit(self._door.close, _nothing, _nothing)
        return self._jobs.stop()

    def _start(self) -> None:
        if not self._is_started:
            self._is_started = True
            self._jobs.start()

    def _read_next(self) -> None:
        """Read one thing more: pages first, then what was felt in some of the sessions shown."""
        wish = self._wish
        if self._is_reading or wish is None:
            return
        if self._pages:
            self._is_reading = True
            self._read_page(wish, self._pages.pop())
        elif self._unfelt:
            self._is_reading = True
            some, self._unfelt = self._unfelt[:FELT_AT_ONCE], self._unfelt[FELT_AT_ONCE:]
            self.do(
                lambda connection: reviewing.feelings(connection, some),
                self._on_feelings,
                self._on_failed,
            )

    def _read_page(self, wish: Wish, number: int) -> None:
        if wish.is_search:
            self.do(
                lambda connection: search(connection, wish.words, wish.query, order=wish.hit_order),
                lambda found: self._on_found(wish, found),
                self._on_failed,
            )
            return
        first = number * PAGE_SESSIONS
        self.do(
            lambda connection: catalogue.page(connection, wish.query, first=first),
            lambda page: self._on_page(wish, page, number),
            self._on_failed,
        )

    def _on_found(self, wish: Wish, found: Found) -> None:
        self._is_reading = False
        if wish is self._wish:
            self.found.emit(found)
            self._unfelt = [each.session.id for each in found.sessions]
        self._read_next()

    def _on_page(self, wish: Wish, page: SessionPage, number: int) -> None:
        self._is_reading = False
        if wish is self._wish:
            self.page_read.emit(page, number)
            self._unfelt = [session.id for session in page.sessions]
        self._read_next()

    def _on_feelings(self, felt: dict[str, dict[Emotion, int]]) -> None:
        self._is_reading = False
        if self._wish is not None:
            self.feelings_read.emit(felt)
        self._read_next()

    def _on_failed(self, problem: Problem) -> None:
        self._is_reading = False
        self.failed.emit(problem)
        self._read_next()


def _go_on(done: int, of: int) -> bool:  # noqa: ARG001
    """Delete all of them: there is no way back from the half."""
    return True


def _nothing(_: Any) -> None:
    """Nobody waits for it."""
