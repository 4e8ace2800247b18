"""Deleting and undoing is nothing done; retention deletes exactly what it says."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.core.sessions import DAY_S, KeptFor, Retention
from app.storage.library import retention, schema, trash
from tests.helpers.library import everything_in, put_audio, put_session

NOW_S = trash.EARLIEST_S + 1_000 * DAY_S


@dataclass(frozen=True)
class Kept:
    """A session as it may have been kept."""

    age_s: float
    is_open: bool
    has_star: bool
    has_audio: bool
    trashed_s: float | None  # for how long

    def goes(self, rule: Retention) -> bool:
        """Whether the whole session goes, in the words of docs/DATA.md."""
        if self.is_open:
            return False
        is_old = rule.text.age_s is not None and self.age_s >= rule.text.age_s
        if self.trashed_s is not None:
            return is_old or self.trashed_s >= 30 * DAY_S
        return is_old and not self.has_star

    def loses_audio(self, rule: Retention) -> bool:
        """Whether it is heard no more."""
        is_old = rule.audio.age_s is not None and self.age_s >= rule.audio.age_s
        return self.goes(rule) or (is_old and not self.is_open)


AGES = st.integers(0, 100).map(lambda days: days * DAY_S)
KEPT = st.builds(
    Kept,
    AGES,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.none() | AGES,
)
RULES = st.builds(Retention, st.sampled_from(KeptFor), st.sampled_from(KeptFor))


def library(folder: Path, kept: list[Kept]) -> sqlite3.Connection:
    connection = schema.connect(folder / "library.db")
    for number, one in enumerate(kept):
        session = put_session(
            connection,
            f"s{number}",
            ["tea"],
            begun_s=NOW_S - one.age_s - 1,  # a line lasts a second
            state="open" if one.is_open else "closed",
            starred=[1] if one.has_star else [],
        )
        if one.has_audio:
            put_audio(connection, folder, session, b"sound")
        if one.trashed_s is not None:
            trash.delete(connection, [session], NOW_S - one.trashed_s)
    return connection


def always(_done: int, _total: int) -> bool:
    return True


@given(st.lists(KEPT, max_size=6), RULES)
def test_exactly_what_is_too_old_goes(kept: list[Kept], rule: Retention) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(library(folder, kept)) as connection:
            assert retention.tidy_up(connection, folder, rule, NOW_S, always)
            left = {row[0] for row in connection.execute("SELECT id FROM sessions")}
            lines = {row[0] for row in connection.execute("SELECT session FROM lines")}
        audio = {path.parent.name for path in folder.glob("audio/*/*")}
    numbered = [(f"s{number}", one) for number, one in enumerate(kept)]
    assert left == lines == {each for each, one in numbered if not one.goes(rule)}
    assert audio == {each for each, one in numbered if one.has_audio and not one.loses_audio(rule)}


@given(st.lists(KEPT, min_size=1, max_size=5), st.data())
def test_undo_brings_back_what_was_deleted(kept: list[Kept], data: st.DataObject) -> None:
    wanted = [f"s{number}" for number, one in enumerate(kept) if one.trashed_s is None]
    some = data.draw(st.lists(st.sampled_from(wanted), unique=True)) if wanted else []
    with tempfile.TemporaryDirectory() as name, closing(library(Path(name), kept)) as connection:
        before = everything_in(connection)
        trash.delete(connection, some, NOW_S)
        trash.restore(connection, some)
        assert everything_in(connection) == before
