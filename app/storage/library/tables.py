"""The tables of `library.db`, and how an older file becomes a newer one.

Times are ms of a session's audio; seconds are since the epoch.
"""

from __future__ import annotations

from typing import Final


def found_words(row: str) -> str:
    """Return, in SQL, what of a `row` of lines is looked through: its words, and its note."""
    return f"ifnull({row}.edited, {row}.text) || ifnull(' · ' || {row}.note, '')"


def _beginning(row: str) -> str:
    """Return, in SQL, as much of a `row` of lines as a session may be called by."""
    return f"substr(ifnull({row}.edited, {row}.text), 1, 120)"


def _first_words(session: str) -> str:
    """Return, in SQL, what was said first in the session of that id."""
    words = _beginning("lines")
    return (
        f"ifnull((SELECT {words} FROM lines WHERE session = {session} ORDER BY line LIMIT 1), '')"  # noqa: S608
    )


def _follows(row: str) -> str:
    """Return, in SQL, whether a `row` of lines has another one before it."""
    return f"EXISTS (SELECT 1 FROM lines WHERE session = {row}.session AND line < {row}.line)"  # noqa: S608


_IS_KNOWN: Final = "old.id IN (SELECT id FROM search_docsize)"  # whether the index has its words

# What triggers know of a session's lines and chunks; the names are those of the columns.
COUNTED: Final = {
    "line_count": "(SELECT count(*) FROM lines WHERE session = sessions.id)",
    "text_bytes": (
        "(SELECT ifnull(sum(length(CAST(ifnull(edited, text) AS BLOB))), 0)"
        " FROM lines WHERE session = sessions.id)"
    ),
    "audio_bytes": "(SELECT ifnull(sum(bytes), 0) FROM audio_chunks WHERE session = sessions.id)",
    "first_words": _first_words("sessions.id"),
}

FIRST: Final = (
    # state: "open" until it is ended properly. owner: whose lock says that it still runs.
    # audio_ms: how far it has come. languages, engines: codes and ids, with a space between two.
    # line_count, text_bytes, audio_bytes, first_words: of its lines and chunks, by triggers below.
    # title: as the user calls it; empty: by its first words. source: name of the recording.
    # source_ms: set as long as the recording at source_path was not heard to its end.
    # source_mark: of which size and time that was, as another one may lie there later.
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
        source_mark TEXT NOT NULL DEFAULT '',
        source_ms INTEGER,
        languages TEXT NOT NULL DEFAULT '',
        engines TEXT NOT NULL DEFAULT '',
        cost_cny REAL NOT NULL DEFAULT 0,
        audio_ms INTEGER NOT NULL DEFAULT 0,
        line_count INTEGER NOT NULL DEFAULT 0,
        text_bytes INTEGER NOT NULL DEFAULT 0,
        audio_bytes INTEGER NOT NULL DEFAULT 0,
        notes TEXT NOT NULL DEFAULT '',
        deleted_s REAL,
        first_words TEXT NOT NULL DEFAULT ''
    )
    """,
    "CREATE INDEX sessions_by_time ON sessions (begun_s)",
    # line: its id in the captions. text: as it was heard; edited: what the user made of it.
    # status: "open", "final" or "failed". position: orders lines and gaps as they are read.
    # label_edited: the user's emotion. marked: "decision", "todo" or nothing. note: the user's.
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
    f"""
    CREATE TRIGGER line_added AFTER INSERT ON lines WHEN new.status <> 'open' BEGIN
        INSERT INTO search (rowid, text) VALUES (new.id, indexed({found_words("new")}));
    END
    """,  # noqa: S608  # names of ours
    f"""
    CREATE TRIGGER line_changed AFTER UPDATE OF status, text, edited, note ON lines
    WHEN (old.status, old.text, old.edited, old.note)
        IS NOT (new.status, new.text, new.edited, new.note)
    BEGIN
        INSERT INTO search (search, rowid, text)
        SELECT 'delete', old.id, indexed({found_words("old")}) WHERE {_IS_KNOWN};
        INSERT INTO search (rowid, text)
        SELECT new.id, indexed({found_words("new")}) WHERE new.status <> 'open';
    END
    """,
    f"""
    CREATE TRIGGER line_deleted AFTER DELETE ON lines WHEN {_IS_KNOWN} BEGIN
        INSERT INTO search (search, rowid, text)
        VALUES ('delete', old.id, indexed({found_words("old")}));
    END
    """,  # noqa: S608  # names of ours
    f"""
    CREATE TRIGGER line_counted AFTER INSERT ON lines BEGIN
        UPDATE sessions SET line_count = line_count + 1,
            text_bytes = text_bytes + length(CAST(ifnull(new.edited, new.text) AS BLOB)),
            first_words = iif({_follows("new")}, first_words, {_beginning("new")})
        WHERE id = new.session;
    END
    """,  # noqa: S608  # names of ours
    f"""
    CREATE TRIGGER line_recounted AFTER UPDATE OF text, edited ON lines BEGIN
        UPDATE sessions SET text_bytes = text_bytes
            + length(CAST(ifnull(new.edited, new.text) AS BLOB))
            - length(CAST(ifnull(old.edited, old.text) AS BLOB)),
            first_words = iif({_follows("new")}, first_words, {_beginning("new")})
        WHERE id = new.session;
    END
    """,  # noqa: S608  # names of ours
    f"""
    CREATE TRIGGER line_uncounted AFTER DELETE ON lines BEGIN
        UPDATE sessions SET line_count = line_count - 1,
            text_bytes = text_bytes - length(CAST(ifnull(old.edited, old.text) AS BLOB)),
            first_words = iif({_follows("old")}, first_words, {_first_words("old.session")})
        WHERE id = old.session;
    END
    """,  # noqa: S608  # names of ours
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
MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (FIRST,)
