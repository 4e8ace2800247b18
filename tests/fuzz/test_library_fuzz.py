"""Whatever a library holds, the commands read it or say one sentence: nothing else is raised."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

import pytest

from app.arguments.parser import parse
from app.core.sessions import DAY_S, KeptFor, Retention
from app.kept import manage_data, manage_sessions
from app.storage.library import recovery, schema
from app.storage.library.recordings import mark_of
from app.storage.library.resuming import take_up
from app.storage.library.retention import tidy_up
from app.storage.library.trash import EARLIEST_S
from app.storage.paths import Paths, paths_under
from tests.helpers.library import put_session

RECORDING = Path(__file__)  # any file: nobody listens to it
NOW_S = EARLIEST_S + 50 * DAY_S
RUNS = int(os.environ.get("ZIMU_FUZZ_RUNS", "12"))
COMMANDS: Final = (
    ("sessions", "list"),
    ("sessions", "list", "--json", "--order", "name"),
    ("sessions", "search", "tea"),
    ("sessions", "search", "天气", "--json"),
    ("sessions", "show", "03"),
    ("sessions", "export", "04", "--format", "srt"),
    ("sessions", "delete", "05", "--yes", "--for-good"),
)
COLUMNS: Final = {
    "sessions": (
        *("title", "begun_s", "ended_s", "state", "languages", "engines", "cost_cny"),
        *("audio_ms", "line_count", "text_bytes", "audio_bytes", "notes", "deleted_s"),
        *("owner", "source", "source_path", "source_ms", "first_words"),
    ),
    "lines": (
        *("position", "begin_ms", "end_ms", "seen_ms", "status", "text", "edited", "emotion"),
        *("starred", "language", "engine_id", "channel", "previous", "label_edited", "note"),
    ),
}
VALUES: Final = ("x", b"\xff\x00", 1e300, -1e300, 2**63 - 1, -5, "", float("inf"), "a\0b")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = paths_under(tmp_path / "home")
    with closing(schema.connect(paths.library)) as connection:
        for number in range(6):
            words = [f"tea 天气 {line}" for line in range(8)]
            state = "open" if number == 1 else "closed"
            session = f"{number:02d}aabb"
            put_session(connection, session, words, tags=["work"], starred=[1], state=state)
        connection.execute(
            "UPDATE sessions SET source_path = ?, source_mark = ?, source_ms = 5"
            " WHERE id LIKE '03%'",
            (str(RECORDING.absolute()), mark_of(RECORDING)),
        )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return paths


def ask_everything(paths: Paths, target: Path) -> None:
    for command in COMMANDS:
        said: list[str] = []
        code = manage_sessions(parse(command), paths, said.append)
        assert code == 0 or len(said) == 1
    with suppress(*schema.TROUBLES):
        for session in recovery.unclosed(paths.library):
            recovery.keep(paths.library, session)
    with suppress(*schema.TROUBLES):
        take_up(paths.library, RECORDING, "me")
    with suppress(*schema.TROUBLES), closing(schema.connect(paths.library)) as connection:
        rule = Retention(KeptFor.DAYS_7, KeptFor.DAYS_7)
        tidy_up(connection, paths.library.parent, rule, NOW_S, lambda _done, _total: True)
    said = []
    code = manage_data(parse(["data", "export", str(target)]), paths, said.append)
    assert (code, len(said)) in ((0, 1), (1, 1))


@pytest.mark.parametrize("seed", range(RUNS))
@pytest.mark.allows_log("")
def test_damaged_bytes_are_read_or_told(paths: Paths, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(paths.library.read_bytes())
    for _ in range(chance.choice((1, 3, 20, 200))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    paths.library.write_bytes(content)
    ask_everything(paths, tmp_path / "all.zip")


@pytest.mark.parametrize("seed", range(RUNS))
@pytest.mark.allows_log("")
def test_values_that_make_no_sense_are_read(paths: Paths, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    table = chance.choice(list(COLUMNS))
    column, value = chance.choice(COLUMNS[table]), chance.choice(VALUES)
    with closing(schema.connect(paths.library)) as connection:
        try:
            update = " ".join(("UPDATE", table, "SET", column, "= ? WHERE rowid % 2 = 1"))
            connection.execute(update, (value,))
        except sqlite3.Error:
            pytest.skip("nor can it be stored")
    ask_everything(paths, tmp_path / "all.zip")
