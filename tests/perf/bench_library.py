"""The library with ten thousand sessions and two million lines: searched, listed, emptied."""

from __future__ import annotations

import os
import random
import shutil
import time
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Final

from app.core.searching import expression, phrases
from app.core.sessions import PAGE_SESSIONS, HitOrder, SessionOrder, SessionQuery
from app.storage.library import catalogue, schema
from app.storage.library.search import search
from app.storage.library.trash import delete, remove, restore
from tests.perf.library_text import lines
from tests.perf.report import Row, Table, median

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from pathlib import Path

SESSIONS: Final = 10_000
LINES_EACH: Final = 200
BEGUN_S: Final = 1_700_000_000.0
_WARM: Final = 7
_SEARCH_BAR_MS: Final = 200.0
_PAGE_BAR_MS: Final = 50.0

QUERIES: Final = {
    "a word that most English lines have": "the",
    "two letters, as one types": "th",
    "one letter": "t",
    "four common words": "of the is value",
    "a phrase": '"the value"',
    "a beginning that few words have": "thefina",
    "Chinese, two characters": "天气",
    "Chinese, two characters that most lines have": "我们",
    "Chinese, one character that most lines have": "的",
    "Chinese, two that often stand side by side": "的是",
    "Chinese, four characters": "著作等身",
    "three Chinese words": "我们 天气 北京",
    "common characters that never stand so": "不存在的词",
    "nothing: a word that nobody said": "zzyzx",
    "both languages in a line: there is none": "value 我们",
}


def measure(work: Path, *, quick: bool) -> Table:
    """Build the library and measure it; what it needs on the disk goes again."""
    shutil.rmtree(work, ignore_errors=True)
    path = work / "library.db"
    sessions = SESSIONS // 100 if quick else SESSIONS
    try:
        begin_s = time.perf_counter()
        build(path, sessions)
        built_s = time.perf_counter() - begin_s
        rows = [*_searches(path), *_pages(path), *_trash(path)]
        size_mb = path.stat().st_size / 1e6
    finally:
        shutil.rmtree(work, ignore_errors=True)
    settings = (
        f"{sessions:,} sessions with {sessions * LINES_EACH:,} generated lines, two English to "
        f"three Chinese: {size_mb:.0f} MB, written in {built_s:.0f} s. Cold: the file is not "
        f"in memory and the connection new; warm: the median of {_WARM} more."
    )
    return Table("Library", settings, tuple(rows))


def build(path: Path, sessions: int) -> None:
    """Write a library of so many sessions."""
    chance = random.Random(1)
    said = lines(sessions * LINES_EACH)
    with closing(schema.connect(path)) as connection:
        for number in range(sessions):
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                _write(connection, f"{chance.getrandbits(64):016x}", number, said, chance)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write(
    connection: sqlite3.Connection,
    session: str,
    number: int,
    said: Iterable[tuple[str, str]],
    chance: random.Random,
) -> None:
    begun_s = BEGUN_S + number * 3_600
    connection.execute(
        "INSERT INTO sessions (id, begun_s, ended_s, state, languages, engines, cost_cny, audio_ms)"
        " VALUES (?, ?, ?, 'closed', 'en zh', ?, ?, ?)",
        (session, begun_s, begun_s + 1_000, chance.choice(("local", "cloud-cn")), 0.1, 10**6),
    )
    connection.executemany(
        "INSERT INTO lines (session, line, position, begin_ms, end_ms, status, text, language,"
        " engine_id, starred) VALUES (?, ?, ?, ?, ?, 'final', ?, ?, 'local', ?)",
        (
            (session, at, at, at * 5_000, at * 5_000 + 4_000, text, code, chance.random() < 0.002)
            for at, (code, text) in zip(range(1, LINES_EACH + 1), said, strict=False)
        ),
    )
    tags = chance.sample(
        ("work", "lecture", "家人", "podcast", "interview"), chance.choice((0, 1, 2))
    )
    connection.executemany(
        "INSERT INTO tags (session, tag) VALUES (?, ?)", [(session, tag) for tag in tags]
    )


def _searches(path: Path) -> list[Row]:
    everything = SessionQuery()
    rows = [
        row
        for what, words in QUERIES.items()
        for row in _timed(
            path,
            f"{what}: “{words}”",
            partial(search, words=words, query=everything),
            _SEARCH_BAR_MS,
            note=partial(_hits, words=words),
        )
    ]
    tagged = SessionQuery(tags=("家人",), language="en", since_s=BEGUN_S + 5e6)
    for what, query, order in (
        ("“the”, of sessions with a tag", tagged, HitOrder.NEWEST),
        ("“天气”, most hits first", everything, HitOrder.BEST),
        ("“the”, most hits first", everything, HitOrder.BEST),
    ):
        words = what[1 : what.index("”")]
        rows += _timed(
            path,
            what,
            partial(search, words=words, query=query, order=order),
            _SEARCH_BAR_MS,
        )
    return rows


def _pages(path: Path) -> list[Row]:
    rows: list[Row] = []
    for order in SessionOrder:
        query = SessionQuery(order=order)
        bar = _PAGE_BAR_MS if order is SessionOrder.NEWEST else None
        rows += _timed(
            path,
            f"first page of {PAGE_SESSIONS} sessions, {order.value} first",
            partial(catalogue.page, query=query),
            bar,
        )
    rows += _timed(path, "all tags", catalogue.tags, None)
    rows += _timed(path, "all sizes", catalogue.sizes, None)
    return rows


def _trash(path: Path) -> list[Row]:
    with closing(schema.connect(path)) as connection:
        ids = [each.id for each in catalogue.page(connection, SessionQuery(), count=100).sessions]
        rows = [
            _once("100 sessions into the trash", lambda: delete(connection, ids, 1.0)),
            _once("and back", lambda: restore(connection, ids)),
        ]
        delete(connection, ids, 1.0)
        rows.append(
            _once(
                "the trash is emptied of 100 sessions",
                lambda: remove(connection, path.parent, ids, _always),
            )
        )
    return rows


def _timed(
    path: Path,
    what: str,
    act: Callable[[sqlite3.Connection], object],
    bar_ms: float | None,
    note: Callable[[sqlite3.Connection], str] | None = None,
) -> list[Row]:
    _forget(path)
    begin_s = time.perf_counter()
    with closing(schema.connect(path)) as connection:
        act(connection)
        cold_ms = (time.perf_counter() - begin_s) * 1000
        warm_ms = [_once("", lambda: act(connection)).value for _ in range(_WARM)]
        remark = note(connection) if note else ""
    return [
        Row(f"{what}, cold", cold_ms, "ms", bar=bar_ms, note=remark),
        Row(f"{what}, warm", median(warm_ms), "ms", bar=bar_ms),
    ]


def _once(what: str, act: Callable[[], object]) -> Row:
    begin_s = time.perf_counter()
    act()
    return Row(what, (time.perf_counter() - begin_s) * 1000, "ms")


def _forget(path: Path) -> None:
    """Let the system forget what it has read of the file."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _hits(connection: sqlite3.Connection, words: str) -> str:
    match = expression(phrases(words))
    counted = connection.execute("SELECT count(*) FROM search WHERE search MATCH ?", (match,))
    return f"{counted.fetchone()[0]:,} lines"


def _always(_done: int, _total: int) -> bool:
    return True
