"""Sessions that nobody closed, because the program that wrote them died."""

from __future__ import annotations

import re
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.storage.library import schema, statements
from app.storage.library.upkeep import presence
from app.storage.library.values import moment_s, text, whole
from app.storage.locks import is_held

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from app.storage.library.records import Kept


_OWNER: Final = re.compile(r"[0-9A-Za-z-]+")  # a damaged library may name any path for one


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

    Those in which nothing was said are forgotten, or closed if the user gave them a title or
    notes. Blocks. Raises OSError, sqlite3.Error, ZimuError LIBRARY_NEWER.
    """
    if not path.exists():
        return ()
    with closing(schema.connect(path)) as connection:
        rows = connection.execute(
            "SELECT * FROM sessions WHERE state = 'open' AND deleted_s IS NULL"
            " ORDER BY begun_s DESC"
        ).fetchall()
        owners = {text(row["owner"]) for row in rows}
        running = {owner for owner in owners if runs(path, owner)}
        left = [_unclosed(row) for row in rows if text(row["owner"]) not in running]
        spoken = {row["id"] for row in rows if row["line_count"] or row["audio_bytes"]}
        for session in (one for one in left if one.id not in spoken):
            statements.forget_if_empty(connection, session.id)
            _close(connection, session, None)
    return tuple(one for one in left if one.id in spoken)


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
    _answer(path, session, None)


def discard(path: Path, session: Unclosed, now_s: float) -> None:
    """Close `session` and move it to the trash. Blocks. Raises OSError, sqlite3.Error."""
    _answer(path, session, now_s)


def _answer(path: Path, session: Unclosed, deleted_s: float | None) -> None:
    with closing(schema.connect(path)) as connection:
        _close(connection, session, deleted_s)
    _forget_owner(path, session.owner)


def _close(connection: sqlite3.Connection, session: Unclosed, deleted_s: float | None) -> None:
    """Close `session`, unless somebody else did, or goes on with it."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        closed = connection.execute(
            """
            UPDATE sessions SET state = 'closed', owner = '', deleted_s = ?,
                ended_s = ifnull(
                    (SELECT begun_s + max(sessions.audio_ms - begin_ms, 0) / 1000.0
                     FROM starts WHERE session = sessions.id
                     ORDER BY begin_ms DESC, begun_s DESC LIMIT 1),
                    begun_s)
            WHERE id = ? AND owner = ? AND state = 'open'
            """,
            (deleted_s, session.id, session.owner),
        )
        if closed.rowcount:
            _finish_lines(connection, session.id)


def _finish_lines(connection: sqlite3.Connection, session: str) -> None:
    """Mark the words that nobody will finish any more."""
    connection.execute(
        "UPDATE lines SET status = 'failed' WHERE session = ? AND status = 'open'", (session,)
    )


def runs(path: Path, owner: str) -> bool:
    """Whether the program `owner`, which writes in the library, still runs."""
    if not _OWNER.fullmatch(owner):
        return False
    lock = presence(path, owner)
    return lock.exists() and is_held(lock)


def _forget_owner(path: Path, owner: str) -> None:
    """Remove what a program left that died: its lock, which nobody holds."""
    if _OWNER.fullmatch(owner):
        with suppress(OSError):
            presence(path, owner).unlink(missing_ok=True)


def _unclosed(row: sqlite3.Row) -> Unclosed:
    return Unclosed(
        row["id"],
        text(row["owner"]),
        text(row["title"]),
        text(row["first_words"]),
        moment_s(row["begun_s"]),
        whole(row["audio_ms"]),
        whole(row["line_count"]),
    )
