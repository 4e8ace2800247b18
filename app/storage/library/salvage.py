"""Saves from a damaged library what can still be read."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from app.storage.library import schema
from app.storage.library.carving import rows_in
from app.storage.library.tables import COUNTED
from app.storage.locks import locked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from app.storage.library.carving import Value

log = logging.getLogger(__name__)

_BY_ROW: Final = ("sessions", "lines", "settings_changes")
_BY_KEY: Final = ("gaps", "starts", "tags", "channels", "audio_chunks")  # these have no row ids
_PAGE_BYTES_AT: Final = slice(16, 18)
_CHANGES_AT: Final = slice(24, 28)
_PAGES_AT: Final = slice(28, 32)
_FREE_AT: Final = slice(32, 40)
_VALID_FOR_AT: Final = slice(92, 96)
_LEAP_ROWS: Final = 16  # over rows that cannot be read; a page holds some more
_LEAPS: Final = 64  # of that length; then they grow
_BESIDE: Final = ("", "-journal", "-wal", "-shm")  # what belongs to a database


def mend(path: Path, date: str, *, is_certain: bool = False) -> tuple[Path, int] | None:
    """Put a library with what can be saved in the place of the damaged one at `path`.

    `is_certain`: it was found to be damaged just now, if not where a first look finds it.
    Return where the damaged one is now, and how many sessions were saved; None: it is not damaged
    (any more). Blocks, for long if it is large. Raises OSError, sqlite3.Error, ZimuError.
    """
    path = path.resolve()  # what lies beside it lies beside the file, not beside a link to it
    with locked(path.with_suffix(".lock")):
        mended = _mended(path)
        try:
            if not mended.exists():
                if not (is_damaged(path) or is_certain):
                    return None
                _save(path, mended)
            with closing(schema.connect(mended)) as connection:
                [sessions] = connection.execute("SELECT count(*) FROM sessions").fetchone()
            aside = _free_name(path, date)
            # The file itself comes last: until then all of it is where it was, under one name.
            for old, new in reversed(list(_parts(path, aside))):
                old.replace(new)
            mended.replace(path)
        finally:
            _remove(mended)
    log.warning("the library was damaged: %d sessions could be saved", sessions)
    return aside, int(sessions)


def is_half_mended(path: Path) -> bool:
    """Whether a program died while it put what it had saved in the place of a damaged library."""
    return _mended(path.resolve()).exists()


def _mended(path: Path) -> Path:
    """Return what a library is called that is whole and not in its place yet."""
    return path.with_name(f"{path.stem}.mended.db")


def _save(path: Path, mended: Path) -> None:
    """Let `mended` be, all at once, a library with what can be read of the one at `path`."""
    saved, copy = (path.with_name(f"{path.stem}.{name}.db") for name in ("saved", "copy"))
    try:
        _remove(copy)
        for part in _parts(path, copy):
            shutil.copyfile(*part)
        _salvage(copy, saved)
        saved.replace(mended)
    finally:
        for name in (saved, copy):
            _remove(name)


def is_damaged(path: Path) -> bool:
    """Look through the library at `path`. Raises OSError, ZimuError, sqlite3.OperationalError."""
    try:
        with closing(schema.connect(path)) as connection:
            schema.check(connection)
    except UnicodeError:
        return True  # what SQLite says of it quotes from it
    except sqlite3.Error as exc:
        if not schema.is_damaged(exc):
            raise
        log.warning("the library is damaged: %s", exc)
        return True
    return False


def _salvage(copy: Path, saved: Path) -> None:
    _remove(saved)
    with closing(schema.connect(saved)) as target:
        target.execute("PRAGMA foreign_keys = OFF")
        is_whole = _copy_all(copy, target)
        if not is_whole:
            page_bytes = _replace_first_page(copy, saved, target)
            if not _copy_all(copy, target):
                _carve(copy, page_bytes, target)
        _tidy(target, copy.stat().st_mtime)


def _copy_all(copy: Path, target: sqlite3.Connection) -> bool:
    """Copy all tables; return whether all of each could be read."""
    is_whole = True
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as source:
            schema.read_leniently(source)
            for table in (*_BY_ROW, *_BY_KEY):
                rows = _rows(source, table) if table in _BY_ROW else _both_ways(source, table)
                target.execute("BEGIN")
                for row in rows:
                    if row is None:
                        is_whole = False
                    else:
                        _put(target, table, row)
                target.execute("COMMIT")
    except (sqlite3.Error, UnicodeError) as exc:
        if target.in_transaction:
            target.execute("COMMIT")
        log.warning("not all of the library can be read: %s", exc)
        return False
    return is_whole


def _rows(source: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row | None]:
    """Yield all rows that can be read, and None in the place of those that cannot."""
    last, leaps = 0, 0
    while leaps < 2 * _LEAPS:
        query = f"SELECT rowid AS row, * FROM {table} NOT INDEXED WHERE rowid > ?"  # noqa: S608
        try:
            for row in source.execute(query, (last,)):
                last, leaps = row["row"], 0
                yield row
        except (sqlite3.Error, UnicodeError, OverflowError):
            yield None
            last += _LEAP_ROWS << max(0, leaps - _LEAPS)
            leaps += 1
            if last >= 1 << 62:
                return
        else:
            return


def _both_ways(source: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row | None]:
    """Yield what can be read from either end, and None if they do not meet."""
    for way in ("", "ORDER BY 1 DESC, 2 DESC"):
        try:
            yield from source.execute(f"SELECT * FROM {table} {way}")  # noqa: S608
        except (sqlite3.Error, UnicodeError):
            yield None
        else:
            return


def _put(target: sqlite3.Connection, table: str, row: sqlite3.Row | Mapping[str, Value]) -> None:
    """Insert `row`, unless it is there or makes no sense."""
    known = {
        name for (_, name, *_) in target.execute(f"PRAGMA table_info({table})")
    } - COUNTED.keys()
    names = [name for name in row.keys() if name in known]  # noqa: SIM118  # rows are no mappings
    values = [row[name] for name in names]
    if table == "settings_changes":  # has no other key that tells two of them apart
        names, values = ["rowid", *names], [row["row"], *values]
    slots = ", ".join("?" * len(names))
    try:
        target.execute(
            f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({slots})",  # noqa: S608
            values,
        )
    except (sqlite3.Error, TypeError, ValueError, AttributeError) as exc:
        log.warning("a row of %s makes no sense: %s", table, type(exc).__name__)


def _tidy(target: sqlite3.Connection, begun_s: float) -> None:
    """Leave only what makes sense, and give lines without a session one that began then."""
    target.execute("BEGIN")
    numbers = "('integer', 'real')"
    for condition in (
        "typeof(line) <> 'integer' OR typeof(text) <> 'text' OR typeof(session) <> 'text'",
        f"typeof(position) NOT IN {numbers}",
    ):
        target.execute(f"DELETE FROM lines WHERE {condition}")  # noqa: S608
    for column in ("begin_ms", "end_ms", "previous"):
        target.execute(
            f"UPDATE lines SET {column} = NULL WHERE typeof({column}) <> 'integer'"  # noqa: S608
        )
    target.execute("UPDATE lines SET seen_ms = 0 WHERE typeof(seen_ms) <> 'integer'")
    target.execute(
        "UPDATE lines SET status = 'failed' WHERE status NOT IN ('open', 'final', 'failed')"
    )
    target.execute(f"DELETE FROM sessions WHERE typeof(begun_s) NOT IN {numbers}")  # noqa: S608
    target.execute(
        """
        INSERT OR IGNORE INTO sessions (id, begun_s, ended_s, state)
        SELECT DISTINCT session, ifnull((SELECT min(begun_s) FROM starts
                                         WHERE starts.session = lines.session), ?), ?, 'closed'
        FROM lines WHERE session NOT IN (SELECT id FROM sessions)
        """,
        (begun_s, begun_s),
    )
    for table in (*_BY_KEY, "settings_changes"):
        target.execute(
            f"DELETE FROM {table} WHERE session NOT IN (SELECT id FROM sessions)"  # noqa: S608
        )
    counted = ", ".join(f"{column} = {how}" for column, how in COUNTED.items())
    target.execute(f"UPDATE sessions SET {counted}")  # noqa: S608  # texts of ours
    target.execute("COMMIT")


def _carve(copy: Path, page_bytes: int, target: sqlite3.Connection) -> None:
    """Look for rows page by page, for those that no table leads to any more.

    Pages that are free hold rows that were deleted: nothing of a session that is not known is
    taken, unless none is.
    """
    for table in ("sessions", "lines"):
        [known] = target.execute("SELECT count(*) FROM sessions").fetchone()
        if table == "sessions" and known:
            continue
        ids = {name for (name,) in target.execute("SELECT id FROM sessions")}
        columns = [name for (_, name, *_) in target.execute(f"PRAGMA table_info({table})")]
        target.execute("BEGIN")
        with copy.open("rb") as file:
            while page := file.read(page_bytes):
                for row, values in rows_in(page):
                    if len(values) != len(columns):
                        continue
                    found = dict(zip(columns, values, strict=True))
                    if table == "lines":
                        found["id"] = row
                    if table == "sessions" or not ids or found["session"] in ids:
                        _put(target, table, found)
        target.execute("COMMIT")


def _replace_first_page(copy: Path, saved: Path, target: sqlite3.Connection) -> int:
    """Give `copy` the first page of a new library: tables lie at the same places in both.

    Return how long a page is.
    """
    target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with saved.open("rb") as file:
        head = file.read(100)
        page_bytes = int.from_bytes(head[_PAGE_BYTES_AT], "big")
        file.seek(0)
        page = bytearray(file.read(page_bytes))
    pages = copy.stat().st_size // page_bytes
    page[_PAGES_AT] = pages.to_bytes(4, "big")
    page[_FREE_AT] = bytes(8)
    page[_VALID_FOR_AT] = page[_CHANGES_AT]
    with copy.open("r+b") as file:
        file.write(page)
    return page_bytes


def _free_name(path: Path, date: str) -> Path:
    aside, number = path.with_name(f"{path.stem}.damaged-{date}{path.suffix}"), 2
    while aside.exists():
        aside = path.with_name(f"{path.stem}.damaged-{date}-{number}{path.suffix}")
        number += 1
    return aside


def _parts(path: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    """Yield what there is of the database `path`, and what it is called as part of `target`."""
    for suffix in _BESIDE:
        part = path.with_name(path.name + suffix)
        if part.exists():
            yield part, target.with_name(target.name + suffix)


def _remove(path: Path) -> None:
    for suffix in _BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
