"""Sessions that nobody closed, because the program that wrote them died."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.core.errors import ErrorCode, ZimuError
from app.storage.library import schema, statements
from app.storage.library.upkeep import presence
from app.storage.locks import is_held

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from app.storage.library.records import Kept


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A session that was going on when its program died."""

    id: str
    owner: str
    title: str  # what the user calls it; empty: nothing
    first_words: str
    begun_s: float
    audio_ms: int
    line_count: int


def unclosed(path: Path) -> tuple[Unclosed, ...]:
    """Return the sessions that nobody closed and nobody writes any more, the newest first.

    Those in which nothing was said are forgotten. Blocks.
    Raises OSError, sqlite3.Error, ZimuError LIBRARY_NEWER.
    """
    if not path.exists():
        return ()
    with closing(schema.connect(path)) as connection:
        rows = connection.execute(
            """
            SELECT *, (SELECT substr(ifnull(edited, text), 1, 80) FROM lines
                       WHERE session = sessions.id ORDER BY position LIMIT 1) AS first_words
            FROM sessions WHERE state = 'open' AND deleted_s IS NULL ORDER BY begun_s DESC
            """
        ).fetchall()
        running = {row["owner"] for row in rows if runs(path, row["owner"])}
        left = [row for row in rows if row["owner"] not in running]
        for row in left:
            statements.forget_if_empty(connection, row["id"])
    return tuple(_unclosed(row) for row in left if row["line_count"] or row["audio_bytes"])


def adopt(path: Path, session: Unclosed, owner: str) -> Kept:
    """Let `session` be one of the program `owner`, which goes on with it; return what it holds.

    Blocks. Raises OSError, sqlite3.Error, ZimuError SESSION_UNKNOWN: somebody else was quicker.
    """
    with closing(schema.connect(path)) as connection:
        taken = connection.execute(
            "UPDATE sessions SET owner = ? WHERE id = ? AND owner = ? AND state = 'open'",
            (owner, session.id, session.owner),
        )
        kept = statements.read(connection, session.id) if taken.rowcount else None
        if kept is None:
            raise ZimuError(ErrorCode.SESSION_UNKNOWN, session=session.id)
    _forget_owner(path, session.owner)
    return replace(kept, head=replace(kept.head, ended_s=None))


def keep(path: Path, session: Unclosed) -> None:
    """Close `session` as it is. Blocks. Raises OSError, sqlite3.Error."""
    _close(path, session, "NULL")


def discard(path: Path, session: Unclosed, now_s: float) -> None:
    """Close `session` and move it to the trash. Blocks. Raises OSError, sqlite3.Error."""
    _close(path, session, repr(now_s))


def _close(path: Path, session: Unclosed, deleted_s: str) -> None:
    with closing(schema.connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            closed = connection.execute(
                f"""
                UPDATE sessions SET state = 'closed', owner = '', deleted_s = {deleted_s},
                    ended_s = ifnull(
                        (SELECT begun_s + max(sessions.audio_ms - begin_ms, 0) / 1000.0
                         FROM starts WHERE session = sessions.id ORDER BY begun_s DESC LIMIT 1),
                        begun_s)
                WHERE id = ? AND owner = ? AND state = 'open'
                """,  # noqa: S608  # a number of ours
                (session.id, session.owner),
            )
            if closed.rowcount:
                _finish_lines(connection, session.id)
    _forget_owner(path, session.owner)


def _finish_lines(connection: sqlite3.Connection, session: str) -> None:
    """Mark the words that nobody will finish any more."""
    connection.execute(
        "UPDATE lines SET status = 'failed' WHERE session = ? AND status = 'open'", (session,)
    )


def runs(path: Path, owner: str) -> bool:
    """Whether the program `owner`, which writes in the library, still runs."""
    lock = presence(path, owner)
    return bool(owner) and lock.exists() and is_held(lock)


def _forget_owner(path: Path, owner: str) -> None:
    """Remove what a program left that died: its lock, which nobody holds."""
    with suppress(OSError):
        presence(path, owner).unlink(missing_ok=True)


def _unclosed(row: sqlite3.Row) -> Unclosed:
    return Unclosed(
        row["id"],
        row["owner"],
        row["title"],
        row["first_words"] or "",
        row["begun_s"],
        row["audio_ms"],
        row["line_count"],
    )
