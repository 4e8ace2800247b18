"""What is in `library.db`, and how it is opened.

One connection belongs to one thread. Transactions are begun by hand (`BEGIN IMMEDIATE`), each
other statement is one of its own. Times are ms of a session's audio; seconds are since the epoch.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.core.searching import indexed

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID: Final = 0x5A694D75  # "ZiMu", in the header of the file
BUSY_MS: Final = 2000
WAL_BYTES: Final = 4_000_000  # what is not yet in the file itself, about

_FIRST: Final = (
    # state: "open" until it is ended properly. owner: whose lock says that it still runs.
    # audio_ms: how far it has come. languages, engines: codes and ids, with a space between two.
    # line_count, text_bytes, audio_bytes: of its lines and chunks, kept by the triggers below.
    # title: as the user calls it; empty: by its first words. source: name of the recording.
    # source_ms: set as long as the recording at source_path was not heard to its end.
    """
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL DEFAULT '',
        begun_s REAL NOT NULL,
        ended_s REAL,
        state TEXT NOT NULL DEFAULT 'open',
        owner TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL DEFAULT '',
        source_path TEXT NOT NULL DEFAULT '',
        source_ms INTEGER,
        languages TEXT NOT NULL DEFAULT '',
        engines TEXT NOT NULL DEFAULT '',
        cost_cny REAL NOT NULL DEFAULT 0,
        audio_ms INTEGER NOT NULL DEFAULT 0,
        line_count INTEGER NOT NULL DEFAULT 0,
        text_bytes INTEGER NOT NULL DEFAULT 0,
        audio_bytes INTEGER NOT NULL DEFAULT 0,
        notes TEXT NOT NULL DEFAULT '',
        deleted_s REAL
    )
    """,
    "CREATE INDEX sessions_by_time ON sessions (begun_s)",
    # line: its id in the captions. text: as it was heard; edited: what the user made of it.
    # status: "open", "final" or "failed". position: orders lines and gaps as they are read.
    # label_edited: the user's emotion. marked: "decision", "todo" or nothing.
    # previous, seen_ms: what core.captions needs to go on with the session.
    """
    CREATE TABLE lines (
        id INTEGER PRIMARY KEY,
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        line INTEGER NOT NULL,
        position REAL NOT NULL,
        begin_ms INTEGER,
        end_ms INTEGER,
        seen_ms INTEGER NOT NULL DEFAULT 0,
        previous INTEGER,
        status TEXT NOT NULL,
        text TEXT NOT NULL,
        edited TEXT,
        emotion TEXT NOT NULL DEFAULT '',
        label_edited TEXT,
        language TEXT NOT NULL DEFAULT '',
        engine_id TEXT NOT NULL DEFAULT '',
        channel INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0,
        marked TEXT NOT NULL DEFAULT '',
        note TEXT,
        UNIQUE (session, line)
    )
    """,
    "CREATE INDEX stars ON lines (session) WHERE starred",
    """
    CREATE TABLE gaps (
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        begin_ms INTEGER NOT NULL,
        end_ms INTEGER NOT NULL,
        position REAL NOT NULL,
        PRIMARY KEY (session, begin_ms)
    ) WITHOUT ROWID
    """,
    # A session may be started, stopped and started again: from begin_ms on, time passed as on the
    # wall since begun_s. What is in a key comes first in tables without row ids: SQLite 3.40 takes
    # other columns for empty when it checks the file.
    """
    CREATE TABLE starts (
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        begun_s REAL NOT NULL,
        begin_ms INTEGER NOT NULL,
        PRIMARY KEY (session, begun_s)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE settings_changes (
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        at_ms INTEGER NOT NULL,
        json TEXT NOT NULL
    )
    """,
    "CREATE INDEX settings_by_session ON settings_changes (session)",
    """
    CREATE TABLE tags (
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        tag TEXT NOT NULL,
        PRIMARY KEY (session, tag)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX tags_by_name ON tags (tag)",
    """
    CREATE TABLE channels (
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        channel INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (session, channel)
    ) WITHOUT ROWID
    """,
    # path: relative to the folder of the library.
    """
    CREATE TABLE audio_chunks (
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        begin_ms INTEGER NOT NULL,
        end_ms INTEGER NOT NULL,
        path TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        PRIMARY KEY (session, begin_ms)
    ) WITHOUT ROWID
    """,
    # rowid is lines.id. Without a content of its own, it is told what to forget. Words of open
    # lines are not in it: they change too often. What a word is `indexed` decides alone: this
    # tokenizer takes every letter beyond ASCII as part of one. Beginnings of two and three letters,
    # which half of all lines have, are found as quickly as words.
    """
    CREATE VIRTUAL TABLE search USING fts5(text, content='', tokenize='ascii', prefix='2 3')
    """,
    """
    CREATE TRIGGER line_added AFTER INSERT ON lines WHEN new.status <> 'open' BEGIN
        INSERT INTO search (rowid, text) VALUES (new.id, indexed(ifnull(new.edited, new.text)));
    END
    """,
    """
    CREATE TRIGGER line_changed AFTER UPDATE OF status, text, edited ON lines
    WHEN (old.status, old.text, old.edited) IS NOT (new.status, new.text, new.edited) BEGIN
        INSERT INTO search (search, rowid, text)
        SELECT 'delete', old.id, indexed(ifnull(old.edited, old.text)) WHERE old.status <> 'open';
        INSERT INTO search (rowid, text)
        SELECT new.id, indexed(ifnull(new.edited, new.text)) WHERE new.status <> 'open';
    END
    """,
    """
    CREATE TRIGGER line_deleted AFTER DELETE ON lines WHEN old.status <> 'open' BEGIN
        INSERT INTO search (search, rowid, text)
        VALUES ('delete', old.id, indexed(ifnull(old.edited, old.text)));
    END
    """,
    """
    CREATE TRIGGER line_counted AFTER INSERT ON lines BEGIN
        UPDATE sessions SET line_count = line_count + 1,
            text_bytes = text_bytes + length(CAST(ifnull(new.edited, new.text) AS BLOB))
        WHERE id = new.session;
    END
    """,
    """
    CREATE TRIGGER line_recounted AFTER UPDATE OF text, edited ON lines BEGIN
        UPDATE sessions SET text_bytes = text_bytes
            + length(CAST(ifnull(new.edited, new.text) AS BLOB))
            - length(CAST(ifnull(old.edited, old.text) AS BLOB))
        WHERE id = new.session;
    END
    """,
    """
    CREATE TRIGGER line_uncounted AFTER DELETE ON lines BEGIN
        UPDATE sessions SET line_count = line_count - 1,
            text_bytes = text_bytes - length(CAST(ifnull(old.edited, old.text) AS BLOB))
        WHERE id = old.session;
    END
    """,
    """
    CREATE TRIGGER audio_counted AFTER INSERT ON audio_chunks BEGIN
        UPDATE sessions SET audio_bytes = audio_bytes + new.bytes WHERE id = new.session;
    END
    """,
    """
    CREATE TRIGGER audio_recounted AFTER UPDATE OF bytes ON audio_chunks BEGIN
        UPDATE sessions SET audio_bytes = audio_bytes + new.bytes - old.bytes
        WHERE id = new.session;
    END
    """,
    """
    CREATE TRIGGER audio_uncounted AFTER DELETE ON audio_chunks BEGIN
        UPDATE sessions SET audio_bytes = audio_bytes - old.bytes WHERE id = old.session;
    END
    """,
    # What was begun and must be gone on with after a crash: see `trash`.
    "CREATE TABLE chores (name TEXT PRIMARY KEY) WITHOUT ROWID",
)

# One for each version of the schema: what turns the version before into it.
MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (_FIRST,)
SCHEMA_VERSION: Final = len(MIGRATIONS)


_TABLES: Final = frozenset(
    found[1] for sql in _FIRST if (found := re.match(r"\s*CREATE (?:VIRTUAL )?TABLE (\w+)", sql))
)
_MANY_PAGES: Final = 10_000
_NEWEST: Final = 1000  # a greater version than this is no version but damage
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


# What the library may raise. What SQLite says of a damaged file may quote from it.
TROUBLES: Final = (sqlite3.Error, OSError, UnicodeError, ZimuError)


class DamagedError(sqlite3.DatabaseError):
    """The file is a database, but not one that was made here."""


def connect(path: Path, *, busy_ms: int = BUSY_MS, is_shared: bool = False) -> sqlite3.Connection:
    """Open the library at `path`, making it when it is not there, for the calling thread.

    One that is shared may be used by any thread, if never by two at once. Whoever has to wait
    longer than `busy_ms` for another writer gets sqlite3.OperationalError. An older schema is
    brought up to date, and a copy of the file is left beside it.
    Raises ZimuError LIBRARY_NEWER, OSError, sqlite3.Error.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_private(path)
    connection = sqlite3.connect(
        path, timeout=busy_ms / 1000, isolation_level=None, check_same_thread=not is_shared
    )
    try:
        prepare(connection)
        bring_up(connection, path, MIGRATIONS)
    except BaseException:
        connection.close()
        raise
    return connection


def prepare(connection: sqlite3.Connection) -> None:
    """Let `connection` behave as everybody here expects it to."""
    read_leniently(connection)
    connection.create_function("indexed", 1, indexed, deterministic=True)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted must not stay readable in the file. Appending is not slower for it.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA journal_size_limit = {WAL_BYTES}")


def read_leniently(connection: sqlite3.Connection) -> None:
    """Let `connection` give rows with names, and texts that are damaged as far as they go."""
    connection.row_factory = sqlite3.Row
    connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")


def check(connection: sqlite3.Connection) -> None:
    """Look through the whole file. Raises sqlite3.DatabaseError if it is damaged.

    Of a large one it takes the indexes on trust: they would be compared for minutes.
    """
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    if missing := _TABLES - {name for (name,) in names}:
        raise DamagedError(f"missing: {', '.join(sorted(missing))}")
    [pages] = connection.execute("PRAGMA page_count").fetchone()
    how = "quick_check" if pages > _MANY_PAGES else "integrity_check"
    [verdict] = connection.execute(f"PRAGMA {how}(1)").fetchone()
    if verdict != "ok":
        raise DamagedError(verdict)


def make_private(path: Path) -> None:
    """Let there be a file at `path`; a new one is its owner's only. Raises OSError."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def identity(path: Path) -> tuple[int, int] | None:
    """Return which file is at `path`, whatever it is called; None: there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_busy(error: Exception) -> bool:
    """Whether somebody else is writing, and will have done so soon."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY


def is_damaged(error: Exception) -> bool:
    """Whether the file itself is what is wrong."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, DamagedError) or code in _DAMAGED


def bring_up(
    connection: sqlite3.Connection, path: Path, migrations: tuple[tuple[str, ...], ...]
) -> None:
    """Turn an older schema into the newest, in one go and with the old file kept."""
    version = _version(connection)
    if version == len(migrations):
        return
    if version > len(migrations):
        raise ZimuError(ErrorCode.LIBRARY_NEWER, path=str(path))
    if version:
        _back_up(connection, path.with_name(f"{path.stem}.version-{version}{path.suffix}"))
    connection.execute("BEGIN IMMEDIATE")
    with connection:  # committed, or rolled back as a whole
        # Another process may have been quicker.
        for statements in migrations[_version(connection) :]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def _version(connection: sqlite3.Connection) -> int:
    """Return which schema it has; 0: none yet. DamagedError: it cannot be one of ours."""
    [version] = connection.execute("PRAGMA user_version").fetchone()
    [owner] = connection.execute("PRAGMA application_id").fetchone()
    [tables] = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    is_empty = version == 0 and owner == 0 and tables == 0
    is_ours = 0 < version < _NEWEST and owner == APPLICATION_ID and tables > 0
    if not (is_empty or is_ours):
        raise DamagedError("its header makes no sense")
    return int(version)


def _back_up(connection: sqlite3.Connection, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    make_private(copy)
    with closing(sqlite3.connect(copy)) as target:
        connection.backup(target)
