"""Writes one session down as it happens."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass, replace
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.events import Final as FinalEvent
from app.core.events import Interim, Metered
from app.storage.library import schema, statements
from app.storage.library.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.captions import Captions
    from app.core.events import SessionEvent
    from app.core.marks import Marks
    from app.storage.library.records import Head, Kept, Start
    from app.storage.library.rows import Changes

log = logging.getLogger(__name__)

BUSY_MS: Final = 250  # how long a write, and so the session, waits for somebody else's


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be written in one go."""

    head: Head | None
    renames: bool
    starts: tuple[Start, ...]
    settings: tuple[tuple[int, str], ...]  # ms, JSON
    changes: Changes
    first_felt: int | None  # from which line on emotions are written; None: none is


class SessionWriter:
    """Writes what is not written yet, and remembers what could not be. Any thread.

    `note`, `mark` and the like only remember, and return at once. `write` blocks for the disk and
    never raises: what could not be written down is still owed, and `problem` says why.
    """

    def __init__(self, path: Path, kept: Kept, keeps_emotions: Callable[[], bool]) -> None:
        self._path = path
        self._keeps_emotions = keeps_emotions
        self._lock = Lock()  # of what is owed
        self._writing = Lock()  # of the connection
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None  # which one was written last
        self._head = kept.head
        self._is_head_owed = True
        self._is_rename_owed = False
        self._is_in_hand = False  # something is being written, and may yet fail
        self._starts = list(kept.starts)
        self._starts_kept = 0
        self._settings: list[tuple[int, str]] = []
        self._earlier_cny = kept.head.cost_cny
        self._spent_cny: dict[str, float] = {}
        self._is_feeling = keeps_emotions()
        self._first_felt = 0  # the emotions of lines before this one were not wanted
        self.is_whole = not kept.passed_over.entries  # all that is shown is written
        self._rows = Rows(kept.passed_over)
        self._rows.follow(kept.captions)
        self._rows.mark(kept.marks)
        self.problem: Problem | None = None
        self.is_damaged = False  # because the file is

    @property
    def is_over(self) -> bool:
        """Whether it was closed, and has not begun again."""
        return self._head.ended_s is not None

    @property
    def session_id(self) -> str:
        """Which session it is."""
        return self._head.id

    @property
    def owes(self) -> bool:
        """Whether something is not written down yet."""
        with self._lock:
            return self._is_in_hand or self._owes()

    def begin(self, start: Start) -> None:
        """Say that it is captioned from there on."""
        with self._lock:
            self._earlier_cny = self._head.cost_cny
            self._spent_cny.clear()
            self._starts.append(start)
            self._reopen()

    def reopen(self) -> None:
        """Say that it may go on."""
        with self._lock:
            self._reopen()

    def follow_settings(self, at_ms: int, settings: str) -> None:
        """Take the settings, as JSON, that are followed from `at_ms` on."""
        with self._lock:
            self._settings.append((at_ms, settings))

    def note(self, event: SessionEvent, captions: Captions) -> None:
        """Take what happened, and the captions after it."""
        with self._lock:
            self._rows.follow(captions)
            match event:
                case Metered(engine_id=engine_id, cost_cny=cost_cny):
                    self._spent_cny[engine_id] = cost_cny
                    total = self._earlier_cny + sum(self._spent_cny.values())
                    self._change(replace(self._head, cost_cny=total))
                case Interim() | FinalEvent():
                    languages = _with(self._head.languages, event.language)
                    engines = _with(self._head.engines, event.engine_id)
                    self._change(replace(self._head, languages=languages, engines=engines))
                case _:
                    pass

    def mark(self, marks: Marks) -> None:
        """Take what the user did to lines."""
        with self._lock:
            self._rows.mark(marks)

    def rename(self, title: str) -> None:
        """Take what the user calls it."""
        with self._lock:
            if title != self._head.title:
                self._is_rename_owed = True
                self._change(replace(self._head, title=title))

    def hear_to(self, source_ms: int | None) -> None:
        """Say up to where the recording was heard; None: to its end."""
        with self._lock:
            self._change(replace(self._head, source_ms=source_ms))

    def close(self, ended_s: float) -> None:
        """Say that it is over, until it begins again. Without a line it is forgotten then.

        A clock that was put back does not let it end before it began.
        """
        with self._lock:
            self._change(replace(self._head, ended_s=max(ended_s, self._head.begun_s)))

    def write(self) -> bool:
        """Write down what is owed; return whether nothing is owed any more."""
        with self._writing:
            for is_last in (False, True):
                try:
                    self._write()
                except sqlite3.IntegrityError as exc:
                    if is_last:
                        self._fail(exc)
                        break
                    # Somebody deleted the session that is being written: it is written anew.
                    self._owe_all()
                except schema.TROUBLES as exc:
                    self._fail(exc)
                    break
                else:
                    self.problem, self.is_damaged = None, False
                    return True
            return False

    def release(self) -> None:
        """Let go of the file until the next `write`."""
        with self._writing:
            self._disconnect()

    def _write(self) -> None:
        connection = self._connected()
        with self._lock:
            if not self._owes():
                return
            order = self._take()
            self._is_in_hand = True
        try:
            connection.execute("BEGIN IMMEDIATE")
            with connection:  # committed, or rolled back as a whole
                _carry_out(connection, self._head.id, order)
        except BaseException:
            with self._lock:
                self._put_back(order)
            raise
        finally:
            self._is_in_hand = False

    def _connected(self) -> sqlite3.Connection:
        """Return a connection to the file that is there now, which may be another one."""
        if self._connection is not None and schema.identity(self._path) == self._file:
            return self._connection
        self._disconnect()
        connection = schema.connect(self._path, busy_ms=BUSY_MS, is_shared=True)
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # somebody else's business: it waits
        file = schema.identity(self._path)
        if self._file not in (None, file):
            self._owe_all()
        self._connection, self._file = connection, file
        return connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _fail(self, error: Exception) -> None:
        problem = problem_of(error, self._path)
        if self.problem is None:
            log.warning("nothing is kept: %s", problem.facts.get("reason", problem.code.value))
        # What is written contradicts nothing but a file in disorder.
        is_damaged = schema.is_damaged(error) or isinstance(error, sqlite3.IntegrityError)
        self.problem, self.is_damaged = problem, is_damaged
        if not schema.is_busy(error):
            try:
                self._disconnect()
            except sqlite3.Error as exc:  # a damaged file may not even be closed
                log.warning("the library cannot be closed: %s", exc)

    def _owes(self) -> bool:
        is_head = self._is_head_owed or self._is_rename_owed
        has_starts = self._starts_kept < len(self._starts)
        return is_head or has_starts or bool(self._settings) or self._rows.are_owed

    def _owe_all(self) -> None:
        with self._lock:
            self._rows.owe_all()
            self._is_head_owed = True
            self._starts_kept = 0

    def _reopen(self) -> None:
        if self.is_over:
            self._rows.owe_all()  # if nothing was said in it, it is forgotten by now
            self._starts_kept = 0
        self._change(replace(self._head, ended_s=None))

    def _change(self, head: Head) -> None:
        self._is_head_owed = self._is_head_owed or head != self._head
        self._head = head

    def _take(self) -> _Order:
        changes = self._rows.take()
        ends = (one.entry.end_ms or one.entry.begin_ms or 0 for one in changes.placed)
        self._change(replace(self._head, audio_ms=max(self._head.audio_ms, *ends, 0)))
        order = _Order(
            head=self._head if self._is_head_owed else None,
            renames=self._is_rename_owed,
            starts=tuple(self._starts[self._starts_kept :]),
            settings=tuple(self._settings),
            changes=changes,
            first_felt=self._felt_from(),
        )
        self._is_head_owed = self._is_rename_owed = False
        self._starts_kept = len(self._starts)
        self._settings.clear()
        return order

    def _felt_from(self) -> int | None:
        was_feeling, self._is_feeling = self._is_feeling, self._keeps_emotions()
        if self._is_feeling and not was_feeling:
            self._first_felt = self._rows.newest_line + 1
        return self._first_felt if self._is_feeling else None

    def _put_back(self, order: _Order) -> None:
        self._is_head_owed = self._is_head_owed or order.head is not None
        self._is_rename_owed = self._is_rename_owed or order.renames
        self._starts_kept -= len(order.starts)
        self._settings[:0] = order.settings
        self._rows.owe(order.changes.keys)


def problem_of(
    error: Exception,
    path: Path,
    code: ErrorCode = ErrorCode.KEEPING_FAILED,
) -> Problem:
    """Return what to tell of an error that the library met."""
    if isinstance(error, ZimuError):
        return error.problem
    reason = error.strerror if isinstance(error, OSError) else str(error)
    facts = {"path": str(path), "reason": reason or type(error).__name__}
    return Problem(code, MappingProxyType(facts))


def _with(words: tuple[str, ...], word: str) -> tuple[str, ...]:
    return words if not word or word in words else (*words, word)


def _carry_out(connection: sqlite3.Connection, session: str, order: _Order) -> None:
    if order.head is not None:
        statements.put_head(connection, order.head, renames=order.renames)
    statements.put_starts(connection, session, order.starts)
    statements.put_settings(connection, session, order.settings)
    statements.put_changes(connection, session, order.changes, order.first_felt)
    if order.head is not None and order.head.ended_s is not None:
        statements.forget_if_empty(connection, session)
