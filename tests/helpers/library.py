"""Sessions in a library, without anybody who says something."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from pathlib import Path

LINE_MS = 1_000


def put_session(
    connection: sqlite3.Connection,
    session: str,
    texts: Iterable[str] = (),
    *,
    begun_s: float = 1_000_000.0,
    state: str = "closed",
    title: str = "",
    languages: str = "en",
    engines: str = "local",
    cost_cny: float = 0.0,
    starred: Sequence[int] = (),
    tags: Iterable[str] = (),
) -> str:
    """Write a session with a line a second, numbered from 1; return its id."""
    words = list(texts)
    ended_s = begun_s + len(words) if state == "closed" else None
    connection.execute(
        "INSERT INTO sessions (id, begun_s, ended_s, state, title, languages, engines, cost_cny,"
        " audio_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(session, begun_s, ended_s, state, title, languages, engines, cost_cny),
            len(words) * LINE_MS,
        ),
    )
    connection.executemany(
        "INSERT INTO lines (session, line, position, begin_ms, end_ms, status, text, starred)"
        " VALUES (?, ?, ?, ?, ?, 'final', ?, ?)",
        [
            (session, at, at, (at - 1) * LINE_MS, at * LINE_MS, text, at in starred)
            for at, text in enumerate(words, start=1)
        ],
    )
    connection.executemany(
        "INSERT INTO tags (session, tag) VALUES (?, ?)", [(session, tag) for tag in tags]
    )
    return session


def put_audio(connection: sqlite3.Connection, folder: Path, session: str, content: bytes) -> Path:
    """Write one chunk of audio of a session; return where it is."""
    name = f"audio/{session}/0.ogg"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    connection.execute(
        "INSERT INTO audio_chunks (session, begin_ms, end_ms, path, bytes) VALUES (?, 0, 9, ?, ?)",
        (session, name, len(content)),
    )
    return path


def everything_in(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables but the index's own."""
    tables = ("sessions", "lines", "gaps", "starts", "tags", "channels", "audio_chunks", "chores")
    return {
        table: sorted(map(tuple, connection.execute(f"SELECT * FROM {table}")), key=repr)  # noqa: S608
        for table in tables
    }
