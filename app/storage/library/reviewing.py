"""A kept session as it is reviewed, and what the user puts right in it.

Functions take a connection of `schema.connect`, on its thread, and raise sqlite3.Error. What was
heard stays as it is: the user's words and labels stand beside it.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.emotion import Emotion, parse_emotion
from app.core.review import AudioChunk, Review, Start
from app.storage.library import statements
from app.storage.library.catalogue import infos, must_be_there
from app.storage.library.values import storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from app.core.captions import Line
    from app.core.marks import Marks

NAME_CHARS: Final = 80


def review(connection: sqlite3.Connection, session_id: str) -> Review | None:
    """Return the session with all that belongs to it; None: there is none of that id."""
    kept = statements.read(connection, session_id)
    found = infos(connection, [session_id])
    if kept is None or not found:
        return None
    lines = connection.execute(
        "SELECT line, channel, label_edited FROM lines"
        " WHERE session = ? AND (channel <> 0 OR label_edited IS NOT NULL)",
        (session_id,),
    ).fetchall()
    labels = {
        row["line"]: parse_emotion(row["label_edited"])
        for row in lines
        if row["label_edited"] is not None
    }
    return Review(
        found[0],
        kept.captions,
        replace(kept.marks, labels=MappingProxyType(labels)),
        MappingProxyType({row["line"]: row["channel"] for row in lines if row["channel"]}),
        _names(connection, session_id),
        tuple(Start(start.begin_ms, start.begun_s) for start in kept.starts),
        _chunks(connection, session_id),
    )


def feelings(
    connection: sqlite3.Connection, session_ids: Sequence[str]
) -> dict[str, dict[Emotion, int]]:
    """Return how many lines of each session have which feeling, where any have one."""
    slots = ", ".join("?" * len(session_ids))
    query = f"""
        SELECT session, ifnull(label_edited, emotion) AS felt, count(*) AS lines FROM lines
        WHERE session IN ({slots}) AND ifnull(label_edited, emotion) <> ''
        GROUP BY session, felt
    """  # noqa: S608  # question marks
    rows = connection.execute(query, tuple(session_ids))
    found: dict[str, dict[Emotion, int]] = {}
    for row in rows:
        found.setdefault(row["session"], {})[parse_emotion(row["felt"])] = row["lines"]
    return found


def put_marks(
    connection: sqlite3.Connection, session_id: str, lines: Iterable[Line], marks: Marks
) -> None:
    """Write down what the user did to these lines of a session that is over.

    Raises ZimuError SESSION_GONE.
    """
    rows = [
        (
            *(_storable_or_none(marks.edits.get(line.line)), marks.labels.get(line.line)),
            *(marks.is_starred(line), marks.kind_of(line) or ""),
            *(_storable_or_none(marks.note_of(line) or None), session_id, line.line),
        )
        for line in lines
    ]
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        changed = connection.executemany(
            "UPDATE lines SET edited = ?, label_edited = ?, starred = ?, marked = ?, note = ?"
            " WHERE session = ? AND line = ?",
            rows,
        )
    if rows:
        must_be_there(changed)


def name_channel(connection: sqlite3.Connection, session_id: str, channel: int, name: str) -> None:
    """Call what was heard in `channel` by a name; no words at all: by its number.

    Raises ZimuError SESSION_GONE.
    """
    words = " ".join(storable(name).split())[:NAME_CHARS]
    if not words:
        connection.execute(
            "DELETE FROM channels WHERE session = ? AND channel = ?", (session_id, channel)
        )
        return
    changed = connection.execute(
        "INSERT INTO channels (session, channel, name) SELECT id, ?, ? FROM sessions WHERE id = ?"
        " ON CONFLICT (session, channel) DO UPDATE SET name = excluded.name",
        (channel, words, session_id),
    )
    must_be_there(changed)


def _names(connection: sqlite3.Connection, session_id: str) -> Mapping[int, str]:
    rows = connection.execute("SELECT channel, name FROM channels WHERE session = ?", (session_id,))
    return MappingProxyType({row["channel"]: row["name"] for row in rows})


def _chunks(connection: sqlite3.Connection, session_id: str) -> tuple[AudioChunk, ...]:
    rows = connection.execute(
        "SELECT begin_ms, end_ms, path FROM audio_chunks WHERE session = ? ORDER BY begin_ms",
        (session_id,),
    )
    return tuple(AudioChunk(row["begin_ms"], row["end_ms"], row["path"]) for row in rows)


def _storable_or_none(text: str | None) -> str | None:
    return None if text is None else storable(text)
