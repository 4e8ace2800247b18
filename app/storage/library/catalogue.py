"""The sessions of the library: which there are, and what the user calls them.

Functions take a connection of `schema.connect`, on its thread, and raise sqlite3.Error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, assert_never

from app.core.errors import ErrorCode, ZimuError
from app.core.sessions import (
    PAGE_SESSIONS,
    SessionInfo,
    SessionOrder,
    SessionPage,
    SessionState,
)
from app.storage.library.values import moment_s, moment_s_or_none, number, storable, text, whole

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from app.core.sessions import SessionQuery

NAME_CHARS: Final = 60
TITLE_CHARS: Final = 200
TAG_CHARS: Final = 50
_AT_ONCE: Final = 500  # SQLite may take no more than 999 values in a statement
_SOME: Final = 10  # ids that a message names

_INFO: Final = " ".join(
    (
        "SELECT *,",
        "(SELECT count(*) FROM lines WHERE session = sessions.id AND starred) AS star_count,",
        "(SELECT group_concat(tag, char(10)) FROM tags WHERE session = sessions.id) AS tag_rows",
        "FROM sessions",
    )
)
_HAS_STARS: Final = "EXISTS (SELECT 1 FROM lines WHERE session = sessions.id AND starred)"


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag, and how many sessions outside the trash have it."""

    tag: str
    session_count: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the library holds. What is in the trash counts, too."""

    session_count: int
    trashed_count: int
    line_count: int
    text_bytes: int
    audio_bytes: int


def page(
    connection: sqlite3.Connection,
    query: SessionQuery,
    *,
    first: int = 0,
    count: int = PAGE_SESSIONS,
) -> SessionPage:
    """Return `count` sessions of those that `query` has, from the `first` on."""
    where, wanted = conditions(query)
    all_of_them = " ".join(("SELECT count(*) FROM sessions WHERE", where))
    [total] = connection.execute(all_of_them, wanted).fetchone()
    some = (
        *("SELECT id FROM sessions WHERE", where, "ORDER BY", _order(query.order)),
        "LIMIT ? OFFSET ?",
    )
    rows = connection.execute(" ".join(some), (*wanted, count, first))
    return SessionPage(infos(connection, [row["id"] for row in rows]), total)


def infos(connection: sqlite3.Connection, ids: Sequence[str]) -> tuple[SessionInfo, ...]:
    """Return the sessions with these ids, in this order, as far as they are there."""
    found: dict[str, SessionInfo] = {}
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        rows = connection.execute(f"{_INFO} WHERE id IN ({_marks(some)})", tuple(some))
        found.update((row["id"], _info(row)) for row in rows)
    return tuple(found[each] for each in ids if each in found)


def find(connection: sqlite3.Connection, beginning: str) -> SessionInfo:
    """Return the session whose id begins so, in the trash or not.

    Raises ZimuError(SESSION_UNKNOWN, SESSION_AMBIGUOUS).
    """
    # Letters from "a" to "z" and digits sort before "{".
    wanted = beginning.strip().lower()
    rows = connection.execute(
        "SELECT id FROM sessions WHERE id >= ? AND id < ? || '{' ORDER BY id = ? DESC, id LIMIT ?",
        (wanted, wanted, wanted, _SOME),
    ).fetchall()
    if not wanted or not rows:
        raise ZimuError(ErrorCode.SESSION_UNKNOWN, session=beginning)
    if len(rows) > 1 and rows[0]["id"] != wanted:
        ids = ", ".join(row["id"] for row in rows)
        raise ZimuError(ErrorCode.SESSION_AMBIGUOUS, session=beginning, sessions=ids)
    return infos(connection, [rows[0]["id"]])[0]


def rename(connection: sqlite3.Connection, session_id: str, title: str) -> None:
    """Call the session `title`; no words at all: by what was said first.

    Raises ZimuError SESSION_GONE.
    """
    words = " ".join(storable(title).split())[:TITLE_CHARS]
    must_be_there(
        connection.execute("UPDATE sessions SET title = ? WHERE id = ?", (words, session_id))
    )


def set_notes(connection: sqlite3.Connection, session_id: str, notes: str) -> None:
    """Keep what the user wrote about the session. Raises ZimuError SESSION_GONE."""
    wanted = (storable(notes), session_id)
    must_be_there(connection.execute("UPDATE sessions SET notes = ? WHERE id = ?", wanted))


def must_be_there(changed: sqlite3.Cursor) -> None:
    """Raise ZimuError SESSION_GONE if there was no row of the session to change."""
    if not changed.rowcount:
        raise ZimuError(ErrorCode.SESSION_GONE)


def set_tags(connection: sqlite3.Connection, session_id: str, tags: Iterable[str]) -> None:
    """Give the session these tags and no others."""
    wanted = sorted({tidy for tag in tags if (tidy := tidy_tag(tag))})
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        connection.execute("DELETE FROM tags WHERE session = ?", (session_id,))
        connection.executemany(
            "INSERT INTO tags (session, tag) SELECT id, ? FROM sessions WHERE id = ?",
            [(tag, session_id) for tag in wanted],
        )


def tidy_tag(tag: str) -> str:
    """Return `tag` as it is kept, without a #, commas or needless spaces; empty: it is none."""
    return " ".join(storable(tag).replace(",", " ").lstrip("#＃ ").split())[:TAG_CHARS]  # noqa: RUF001


def tags(connection: sqlite3.Connection) -> tuple[TagUse, ...]:
    """Return all tags in alphabetical order."""
    rows = connection.execute(
        "SELECT tag, count(*) AS uses FROM tags JOIN sessions ON sessions.id = session"
        " WHERE deleted_s IS NULL GROUP BY tag ORDER BY tag COLLATE NOCASE, tag"
    )
    return tuple(TagUse(row["tag"], row["uses"]) for row in rows)


def sizes(connection: sqlite3.Connection) -> Sizes:
    """Return how much there is."""
    row = connection.execute(
        "SELECT count(*), count(deleted_s), total(line_count), total(text_bytes),"
        " total(audio_bytes) FROM sessions"
    ).fetchone()
    return Sizes(*map(whole, row))


def conditions(query: SessionQuery) -> tuple[str, tuple[str | float, ...]]:
    """Return what `query` asks of a row of sessions, and the values of its question marks."""
    wanted: list[tuple[str, tuple[str | float, ...]]] = [
        ("deleted_s > 0" if query.is_in_trash else "deleted_s IS NULL", ())
    ]
    if query.since_s is not None:
        wanted.append(("begun_s >= ?", (query.since_s,)))
    if query.until_s is not None:
        wanted.append(("begun_s < ?", (query.until_s,)))
    for words, column in ((query.language, "languages"), (query.engine_id, "engines")):
        if words:
            wanted.append((f"instr(' ' || {column} || ' ', ?)", (f" {words} ",)))
    if query.has_stars:
        wanted.append((_HAS_STARS, ()))
    if query.has_audio:
        wanted.append(("audio_bytes > 0", ()))
    wanted += [
        ("EXISTS (SELECT 1 FROM tags WHERE session = sessions.id AND tag = ? COLLATE NOCASE)", (t,))
        for t in map(tidy_tag, query.tags)
        if t
    ]
    texts, asked = zip(*wanted, strict=True)
    return " AND ".join(texts), tuple(value for some in asked for value in some)


def _order(order: SessionOrder) -> str:
    match order:
        case SessionOrder.NEWEST:
            return "begun_s DESC, id"
        case SessionOrder.OLDEST:
            return "begun_s, id"
        case SessionOrder.NAME:
            return "ifnull(nullif(title, ''), first_words) COLLATE NOCASE, begun_s DESC, id"
        case SessionOrder.LONGEST:
            return "audio_ms DESC, begun_s DESC, id"
        case SessionOrder.LARGEST:
            return "text_bytes + audio_bytes DESC, begun_s DESC, id"
        case SessionOrder.DEAREST:
            return "cost_cny DESC, begun_s DESC, id"
        case _:
            assert_never(order)


def _info(row: sqlite3.Row) -> SessionInfo:
    return SessionInfo(
        id=row["id"],
        begun_s=moment_s(row["begun_s"]),
        ended_s=moment_s_or_none(row["ended_s"]),
        state=SessionState.OPEN if row["state"] == SessionState.OPEN else SessionState.CLOSED,
        title=text(row["title"]),
        first_words=_cut(text(row["first_words"])),
        audio_ms=whole(row["audio_ms"]),
        line_count=whole(row["line_count"]),
        star_count=row["star_count"],
        languages=tuple(text(row["languages"]).split()),
        engine_ids=tuple(text(row["engines"]).split()),
        cost_cny=number(row["cost_cny"]),
        text_bytes=whole(row["text_bytes"]),
        audio_bytes=whole(row["audio_bytes"]),
        tags=tuple(sorted(text(row["tag_rows"]).splitlines(), key=str.casefold)),
        notes=text(row["notes"]),
        deleted_s=moment_s_or_none(row["deleted_s"]),
    )


def _cut(text: str) -> str:
    """Return the beginning of `text`, up to the end of a word or a clause where there is one."""
    words = " ".join(text.split())
    if len(words) <= NAME_CHARS:
        return words
    ends = [found.start() for found in re.finditer(r"\s|(?<=[，。！？；、,.!?;])", words)]
    end = max((end for end in ends if NAME_CHARS // 2 <= end <= NAME_CHARS), default=NAME_CHARS)
    return words[:end].rstrip(" ，。；、,.;") + "…"


def _marks(ids: Sequence[str]) -> str:
    return ", ".join("?" * len(ids))
