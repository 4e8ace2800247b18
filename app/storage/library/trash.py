"""Sessions that are deleted: first into the trash, then for good. Functions raise sqlite3.Error.

For good means that no word of them is left in the file: SQLite overwrites what is freed with
zeros (`schema`), and what the search index remembers of deleted lines is merged away.
"""

from __future__ import annotations

import logging
import re
import shutil
import threading
from typing import TYPE_CHECKING, Final, TypeAlias

from app.core.errors import ErrorCode, ZimuError
from app.core.sessions import DAY_S
from app.storage.library import schema

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

log = logging.getLogger(__name__)

KEPT_S: Final = 30 * DAY_S  # how long sessions stay in the trash
EARLIEST_S: Final = 1_735_689_600.0  # 2025: nothing was captioned before; the clock was wrong
GOING_S: Final = 0.0  # deleted then: not even in the trash any more, only not gone yet

GoOn: TypeAlias = "Callable[[int, int], bool]"
"""Told how much is done, and of how much; returns whether to go on."""

# Whoever captions meanwhile waits a moment for its turn to write, and gets it: SQLite only looks
# again every few milliseconds whether it may.
_LINES_AT_ONCE: Final = 200
_PAGES_AT_ONCE: Final = 250
_PAUSE_S: Final = 0.025
_DONE_ROWS: Final = 2  # a merge that had nothing to do changes fewer
_FORGET: Final = "forget deleted words"
_SAFE_ID: Final = re.compile(r"[0-9A-Za-z_-]+")


def delete(connection: sqlite3.Connection, ids: Iterable[str], now_s: float) -> int:
    """Put sessions into the trash, if nobody writes them; return how many were not there yet."""
    return _each(
        connection,
        "UPDATE sessions SET deleted_s = ? WHERE id = ? AND deleted_s IS NULL AND state = 'closed'",
        ((now_s, each) for each in ids),
    )


def restore(connection: sqlite3.Connection, ids: Iterable[str]) -> int:
    """Take sessions out of the trash, as they were; return how many were there."""
    return _each(
        connection,
        "UPDATE sessions SET deleted_s = NULL WHERE id = ? AND deleted_s > ?",
        ((each, GOING_S) for each in ids),
    )


def bring_back(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Take sessions out of the trash, as they were.

    Raises ZimuError SESSION_GONE: one of them is gone for good by now. The others are back.
    """
    restore(connection, ids)
    there = "SELECT 1 FROM sessions WHERE id = ? AND deleted_s IS NULL"
    if not all(connection.execute(there, (each,)).fetchone() for each in ids):
        raise ZimuError(ErrorCode.SESSION_GONE)


def due(connection: sqlite3.Connection, now_s: float, *, kept_s: float = KEPT_S) -> list[str]:
    """Return the ids of sessions that were in the trash for that long."""
    rows = connection.execute("SELECT id FROM sessions WHERE deleted_s <= ?", (now_s - kept_s,))
    return [row[0] for row in rows]


def remove(connection: sqlite3.Connection, folder: Path, ids: Iterable[str], go_on: GoOn) -> bool:
    """Delete sessions for good, with their audio in `folder`; return whether all of them went.

    What was begun is gone on with by the next call, after a crash as well. Raises OSError: audio
    of one cannot be deleted; that session is still there then, the others are not.
    """
    _each(
        connection,
        "UPDATE sessions SET deleted_s = ? WHERE id = ? AND state = 'closed'",
        ((GOING_S, each) for each in ids),
    )
    begun = connection.execute("SELECT id FROM sessions WHERE deleted_s = ?", (GOING_S,))
    going = [row[0] for row in begun]
    stuck: OSError | None = None
    for done, each in enumerate(going):
        if not go_on(done, len(going)):
            return False
        try:
            _remove(connection, folder, each)
        except OSError as exc:
            stuck = exc
    go_on(len(going), len(going))
    is_forgotten = _forget(connection, go_on)
    if stuck is not None:
        raise stuck
    return is_forgotten


def set_right(connection: sqlite3.Connection, now_s: float) -> None:
    """Let what was deleted by a clock that was wrong be deleted now."""
    connection.execute(
        "UPDATE sessions SET deleted_s = ?1 WHERE deleted_s > ?2 AND deleted_s < ?3"
        " OR deleted_s > ?1",
        (now_s, GOING_S, EARLIEST_S),
    )


def _remove(connection: sqlite3.Connection, folder: Path, session_id: str) -> None:
    going = "SELECT 1 FROM sessions WHERE id = ? AND deleted_s = ?"
    if connection.execute(going, (session_id, GOING_S)).fetchone():  # it may go on by now
        remove_audio(connection, folder, session_id)
        _remove_lines(connection, session_id)


def remove_audio(connection: sqlite3.Connection, folder: Path, session_id: str) -> None:
    """Delete the audio of a session. Raises OSError."""
    if _SAFE_ID.fullmatch(session_id):  # whatever a damaged library says
        path = folder / "audio" / session_id
        if path.exists():
            shutil.rmtree(path)
    connection.execute("DELETE FROM audio_chunks WHERE session = ?", (session_id,))


def _remove_lines(connection: sqlite3.Connection, session_id: str) -> None:
    is_left = True
    while is_left:
        let_others_write()
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            connection.execute("INSERT OR IGNORE INTO chores (name) VALUES (?)", (_FORGET,))
            gone = connection.execute(
                """
                DELETE FROM lines WHERE id IN (
                    SELECT lines.id FROM sessions JOIN lines ON session = sessions.id
                    WHERE sessions.id = ? AND deleted_s = ? LIMIT ?)
                """,
                (session_id, GOING_S, _LINES_AT_ONCE),
            )
            is_left = gone.rowcount == _LINES_AT_ONCE
            if not is_left:
                connection.execute(
                    "DELETE FROM sessions WHERE id = ? AND deleted_s = ?", (session_id, GOING_S)
                )


def _forget(connection: sqlite3.Connection, go_on: GoOn) -> bool:
    """Let the index and the log of changes forget what was deleted; return whether they did."""
    if connection.execute("SELECT 1 FROM chores WHERE name = ?", (_FORGET,)).fetchone() is None:
        return True
    # The first call marks everything for one merge, the others do it, a piece at a time.
    pages = -_PAGES_AT_ONCE
    while True:
        let_others_write()
        before = connection.total_changes
        connection.execute("INSERT INTO search (search, rank) VALUES ('merge', ?)", (pages,))
        if pages > 0 and connection.total_changes - before < _DONE_ROWS:
            break
        pages = _PAGES_AT_ONCE
        if not go_on(1, 1):
            return False
    if not schema.empty_log(connection):
        log.info("the log of changes is still being read")
        return False
    connection.execute("DELETE FROM chores WHERE name = ?", (_FORGET,))
    return True


def let_others_write() -> None:
    """Wait for as long as a writer needs to get its turn."""
    threading.Event().wait(_PAUSE_S)


def _each(
    connection: sqlite3.Connection, statement: str, values: Iterable[tuple[str | float, ...]]
) -> int:
    """Execute the statement for all values, or for none; return how many rows were changed."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        return sum(connection.execute(statement, each).rowcount for each in values)
