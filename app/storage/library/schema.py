"""How `library.db` is opened, brought up to date and looked through; `tables` is what is in it.

One connection belongs to one thread. Transactions are begun by hand (`BEGIN IMMEDIATE`), each
other statement is one of its own.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.core.searching import indexed
from app.storage.files import private_folder
from app.storage.library.tables import MIGRATIONS
from app.storage.locks import RETRY_S

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID: Final = 0x5A694D75  # "ZiMu", in the header of the file
BUSY_MS: Final = 2000
WAL_BYTES: Final = 4_000_000  # what is not yet in the file itself, about
SCHEMA_VERSION: Final = len(MIGRATIONS)

_EMPTYING_MS: Final = 50
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
    private_folder(path.parent)
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
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted must not stay readable in the file. Appending is not slower for it.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA journal_size_limit = {WAL_BYTES}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let changes go into a log first. Where others do the same at that moment SQLite gives up at
    once, however long it is to wait for them.
    """
    [busy_ms] = connection.execute("PRAGMA busy_timeout").fetchone()
    end_s = time.monotonic() + busy_ms / 1000
    pause = threading.Event()
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as exc:
            if not is_busy(exc) or time.monotonic() >= end_s:
                raise
            pause.wait(RETRY_S)
        else:
            return


def empty_log(connection: sqlite3.Connection) -> bool:
    """Bring all that was written into the file, and empty the log; False: somebody is reading it.

    Writers wait as long as readers are waited for, which is no longer than a moment.
    """
    [before_ms] = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute(f"PRAGMA busy_timeout = {_EMPTYING_MS}")
    try:
        return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.execute(f"PRAGMA busy_timeout = {before_ms}")


def read_leniently(connection: sqlite3.Connection) -> None:
    """Let `connection` give rows with names, and texts that are damaged as far as they go."""
    connection.row_factory = sqlite3.Row
    connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")


def check(connection: sqlite3.Connection) -> None:
    """Look through the whole file. Raises sqlite3.DatabaseError if it is damaged.

    Of a large one it takes the indexes on trust: they would be compared for minutes.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as sound:
        prepare(sound)
        _migrate(sound, MIGRATIONS)
        if missing := _names(sound) - _names(connection):
            raise DamagedError(f"missing: {', '.join(sorted(missing))}")
    [pages] = connection.execute("PRAGMA page_count").fetchone()
    how = "quick_check" if pages > _MANY_PAGES else "integrity_check"
    [verdict] = connection.execute(f"PRAGMA {how}(1)").fetchone()
    if verdict != "ok":
        raise DamagedError(verdict)


def _names(connection: sqlite3.Connection) -> frozenset[str]:
    """Return what everything in the library is called, columns with their tables."""
    rows = connection.execute(
        "SELECT name FROM sqlite_schema UNION ALL"
        " SELECT made.name || '.' || its.name FROM sqlite_schema AS made,"
        " pragma_table_info(made.name) AS its"
    )
    return frozenset(name for (name,) in rows)


def make_private(path: Path) -> None:
    """Let there be a file at `path`; a new one is its owner's only. Raises OSError.

    One that is there is not even opened: closing it would let go of the locks that other
    connections of this process have on it, and whoever else opened the library then would take
    itself for the only one, and delete the log of changes on leaving.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


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
    connection.execute("BEGIN")  # who makes the file at this moment is seen before or after that
    with connection:
        version = _version(connection)
    if version == len(migrations):
        return
    if version > len(migrations):
        raise ZimuError(ErrorCode.LIBRARY_NEWER, path=str(path))
    if version:
        _back_up(connection, path.with_name(f"{path.stem}.version-{version}{path.suffix}"))
    _migrate(connection, migrations)


def _migrate(connection: sqlite3.Connection, migrations: tuple[tuple[str, ...], ...]) -> None:
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
