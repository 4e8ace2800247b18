"""What is said to SQLite to write a session down, and to read it back."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.emotion import parse_emotion
from app.core.marks import LineMark, Marks
from app.storage.library.records import Head, Kept, Start
from app.storage.library.values import (
    moment_s,
    moment_s_or_none,
    number,
    storable,
    text,
    whole,
    whole_or_none,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from app.core.captions import Entry
    from app.storage.library.rows import Changes, Placed

_HEAD: Final = """
    INSERT INTO sessions (id, begun_s, owner, source, source_path, source_mark, source_ms,
                          ended_s, state, languages, engines, cost_cny, audio_ms, title)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        source_ms = excluded.source_ms,
        owner = excluded.owner, ended_s = excluded.ended_s, state = excluded.state,
        languages = excluded.languages, engines = excluded.engines,
        cost_cny = excluded.cost_cny, audio_ms = excluded.audio_ms,
        deleted_s = CASE excluded.state WHEN 'open' THEN NULL ELSE deleted_s END
"""
_LINE: Final = """
    INSERT INTO lines (session, line, position, begin_ms, end_ms, seen_ms, previous, status, text,
                       emotion, language, engine_id, edited, starred, marked)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (session, line) DO UPDATE SET
        position = excluded.position, begin_ms = excluded.begin_ms, end_ms = excluded.end_ms,
        seen_ms = excluded.seen_ms, previous = excluded.previous, status = excluded.status,
        text = excluded.text, emotion = excluded.emotion, language = excluded.language,
        engine_id = excluded.engine_id, edited = excluded.edited, starred = excluded.starred,
        marked = excluded.marked
"""
_GAP: Final = """
    INSERT INTO gaps (session, begin_ms, end_ms, position) VALUES (?, ?, ?, ?)
    ON CONFLICT (session, begin_ms) DO UPDATE SET
        end_ms = excluded.end_ms, position = excluded.position
"""
_FORGET: Final = """
    DELETE FROM sessions WHERE id = ? AND title = '' AND notes = ''
        AND NOT EXISTS (SELECT 1 FROM lines WHERE session = sessions.id)
        AND NOT EXISTS (SELECT 1 FROM audio_chunks WHERE session = sessions.id)
"""
_KINDS: Final = {kind.value: kind for kind in LineMark}


def put_head(connection: sqlite3.Connection, head: Head, *, renames: bool) -> None:
    """Write what there is to know of a session. Its title may be newer there, unless `renames`.

    One that goes on is in the trash no longer.
    """
    is_open = head.ended_s is None
    values = (
        *(head.id, head.begun_s, head.owner if is_open else "", storable(head.source)),
        *(storable(head.source_path), head.source_mark, head.source_ms, head.ended_s),
        *("open" if is_open else "closed", " ".join(head.languages), " ".join(head.engines)),
        *(head.cost_cny, head.audio_ms, storable(head.title)),
    )
    connection.execute(_HEAD, values)
    if renames:
        title = (storable(head.title), head.id)
        connection.execute("UPDATE sessions SET title = ? WHERE id = ?", title)


def put_starts(connection: sqlite3.Connection, session: str, starts: Iterable[Start]) -> None:
    """Write when a session was started."""
    rows = ((session, start.begin_ms, start.begun_s) for start in starts)
    connection.executemany(
        "INSERT OR IGNORE INTO starts (session, begin_ms, begun_s) VALUES (?, ?, ?)", rows
    )


def put_settings(
    connection: sqlite3.Connection, session: str, changes: Iterable[tuple[int, str]]
) -> None:
    """Write which settings, as JSON, a session followed from which ms on."""
    rows = ((session, at_ms, storable(settings)) for at_ms, settings in changes)
    connection.executemany(
        "INSERT INTO settings_changes (session, at_ms, json) VALUES (?, ?, ?)", rows
    )


def put_changes(
    connection: sqlite3.Connection, session: str, changes: Changes, first_felt: int | None
) -> None:
    """Write entries as they are now, with the emotions of lines from `first_felt` on."""
    for is_gap, key in changes.gone:
        if is_gap:
            connection.execute(
                "DELETE FROM gaps WHERE session = ? AND begin_ms = ?", (session, key)
            )
        else:
            connection.execute("DELETE FROM lines WHERE session = ? AND line = ?", (session, key))
    for one in changes.placed:
        match one.entry:
            case GapLine(begin_ms=begin_ms, end_ms=end_ms):
                connection.execute(_GAP, (session, begin_ms, end_ms, one.position))
            case Line() as line:
                is_felt = first_felt is not None and line.line >= first_felt
                connection.execute(_LINE, _line_values(session, line, one, is_felt=is_felt))


def forget_if_empty(connection: sqlite3.Connection, session: str) -> None:
    """Delete a session in which nothing was said."""
    connection.execute(_FORGET, (session,))


def keep_only(connection: sqlite3.Connection, session: str, count: int) -> None:
    """Delete what is read behind the first `count` entries of a session."""
    order = "SELECT position FROM lines WHERE session = ?1 UNION ALL SELECT position FROM gaps"
    for table in ("lines", "gaps"):
        connection.execute(
            f"""
            DELETE FROM {table} WHERE session = ?1 AND position IN (
                {order} WHERE session = ?1 ORDER BY position LIMIT -1 OFFSET ?2)
            """,  # noqa: S608  # names of ours
            (session, count),
        )


def read(connection: sqlite3.Connection, session: str) -> Kept | None:
    """Return a session as it was written down; None: there is none of that id.

    Words that were never finished are marked as failed: whoever was to finish them is gone.
    """
    found = connection.execute("SELECT * FROM sessions WHERE id = ?", (session,)).fetchone()
    if found is None:
        return None
    lines = connection.execute("SELECT * FROM lines WHERE session = ?", (session,)).fetchall()
    gaps = connection.execute("SELECT * FROM gaps WHERE session = ?", (session,)).fetchall()
    placed: list[tuple[float, Entry]] = [(number(row["position"]), _line(row)) for row in lines]
    placed += [(number(row["position"]), _gap(row)) for row in gaps]
    placed.sort(key=lambda one: one[0])
    edits = {whole(row["line"]): text(row["edited"]) for row in lines if row["edited"] is not None}
    starred = frozenset(whole(row["line"]) for row in lines if row["starred"])
    kinds = {whole(row["line"]): _KINDS[row["marked"]] for row in lines if row["marked"] in _KINDS}
    notes = {whole(row["line"]): text(row["note"]) for row in lines if row["note"]}
    # Not by the clock: somebody may have put it back between two of them.
    starts = connection.execute(
        "SELECT begin_ms, begun_s FROM starts WHERE session = ? ORDER BY begin_ms, begun_s",
        (session,),
    )
    return Kept(
        _head(found),
        Captions(tuple(entry for _, entry in placed)),
        Marks(
            MappingProxyType(edits),
            starred,
            kinds=MappingProxyType(kinds),
            notes=MappingProxyType(notes),
        ),
        tuple(Start(whole(row["begin_ms"]), moment_s(row["begun_s"])) for row in starts),
    )


def _line_values(
    session: str, line: Line, placed: Placed, *, is_felt: bool
) -> tuple[str | int | float | None, ...]:
    return (
        *(session, line.line, placed.position, line.begin_ms, line.end_ms, line.seen_ms),
        *(line.previous, line.status.value, storable(line.text)),
        *(line.emotion.value if is_felt else "", line.language, line.engine_id),
        *(None if placed.edited is None else storable(placed.edited), placed.is_starred),
        placed.kind or "",
    )


def _line(row: sqlite3.Row) -> Line:
    is_final = row["status"] == LineStatus.FINAL.value
    return Line(
        whole(row["line"]),
        status=LineStatus.FINAL if is_final else LineStatus.FAILED,
        settled=text(row["text"]),
        begin_ms=whole_or_none(row["begin_ms"]),
        end_ms=whole_or_none(row["end_ms"]),
        language=text(row["language"]),
        emotion=parse_emotion(row["emotion"]),
        previous=whole_or_none(row["previous"]),
        engine_id=text(row["engine_id"]),
        seen_ms=whole(row["seen_ms"]),
    )


def _gap(row: sqlite3.Row) -> GapLine:
    return GapLine(whole(row["begin_ms"]), whole(row["end_ms"]))


def _head(row: sqlite3.Row) -> Head:
    return Head(
        row["id"],
        moment_s(row["begun_s"]),
        text(row["owner"]),
        title=text(row["title"]),
        source=text(row["source"]),
        source_path=text(row["source_path"]),
        source_mark=text(row["source_mark"]),
        source_ms=whole_or_none(row["source_ms"]),
        ended_s=moment_s_or_none(row["ended_s"]),
        languages=tuple(text(row["languages"]).split()),
        engines=tuple(text(row["engines"]).split()),
        cost_cny=number(row["cost_cny"]),
        audio_ms=whole(row["audio_ms"]),
    )
