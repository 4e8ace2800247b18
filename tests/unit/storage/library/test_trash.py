"""Sessions in the trash, brought back, and deleted for good."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.core.sessions import DAY_S, KeptFor, Retention, SessionQuery
from app.storage.library import catalogue, retention, schema, trash
from app.storage.library.retention import Expired
from app.storage.library.search import search
from tests.helpers.library import everything_in, put_audio, put_session

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

NOW_S = trash.EARLIEST_S + 100 * DAY_S
SECRET = ("quixotically", "绝密词语")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(schema.connect(tmp_path / "library.db")) as connection:
        yield connection


def always(_done: int, _total: int) -> bool:
    return True


def ids(connection: sqlite3.Connection, *, is_in_trash: bool = False) -> set[str]:
    page = catalogue.page(connection, SessionQuery(is_in_trash=is_in_trash))
    return {each.id for each in page.sessions}


def test_what_is_deleted_can_be_brought_back_as_it_was(
    library: sqlite3.Connection, tmp_path: Path
) -> None:
    put_session(library, "one", ["tea"], tags=["work"], starred=[1])
    put_audio(library, tmp_path, "one", b"sound")
    before = everything_in(library)
    assert trash.delete(library, ["one"], NOW_S) == 1
    assert ids(library) == set()
    assert ids(library, is_in_trash=True) == {"one"}
    assert trash.delete(library, ["one"], NOW_S + 1) == 0
    assert trash.restore(library, ["one", "nobody"]) == 1
    assert everything_in(library) == before


def test_that_one_cannot_be_brought_back_is_told_and_the_others_are(
    library: sqlite3.Connection, tmp_path: Path
) -> None:
    for each in ("one", "two"):
        put_session(library, each, ["tea"])
    trash.delete(library, ["one", "two"], NOW_S)
    assert trash.remove(library, tmp_path, ["one"], always)
    with pytest.raises(ZimuError) as refused:
        trash.bring_back(library, ["one", "two"])
    assert refused.value.problem.code is ErrorCode.SESSION_GONE
    assert ids(library) == {"two"}
    trash.bring_back(library, ["two"])


def test_a_session_that_is_being_written_is_not_deleted(
    library: sqlite3.Connection, tmp_path: Path
) -> None:
    put_session(library, "one", ["tea"], state="open")
    assert trash.delete(library, ["one"], NOW_S) == 0
    assert trash.remove(library, tmp_path, ["one"], always)
    assert ids(library) == {"one"}


def test_no_word_of_what_is_gone_stays_in_any_file(
    library: sqlite3.Connection, tmp_path: Path
) -> None:
    for number in range(10):
        put_session(library, f"s{number}", [f"common words {n} 天气" for n in range(300)])
    put_session(library, "one", ["common words", *([" ".join(SECRET)] * 700)], title=SECRET[0])
    audio = put_audio(library, tmp_path, "one", b"sound")
    library.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    files = [tmp_path / f"library.db{end}" for end in ("", "-wal")]
    assert any(SECRET[1].encode() in file.read_bytes() for file in files)
    assert trash.remove(library, tmp_path, ["one"], always)
    for file in files:
        content = file.read_bytes()
        for word in SECRET:
            for part in (word, word[1:], word[:2] if not word.isascii() else word):
                assert part.encode() not in content
    assert not audio.parent.exists()
    assert "one" not in ids(library)
    assert search(library, "common", SessionQuery()).sessions
    assert everything_in(library)["chores"] == []


def test_a_removal_that_was_called_off_is_gone_on_with(
    library: sqlite3.Connection, tmp_path: Path
) -> None:
    for each in ("one", "two"):
        put_session(library, each, ["tea"] * 500)
    assert not trash.remove(library, tmp_path, ["one", "two"], lambda done, _total: done < 1)
    # The other one is not gone yet, but nobody sees it any more.
    assert ids(library) == ids(library, is_in_trash=True) == set()
    assert trash.restore(library, ["one", "two"]) == 0
    assert trash.remove(library, tmp_path, [], always)
    rows = everything_in(library)
    assert rows["sessions"] == rows["lines"] == rows["chores"] == []


def test_progress_is_told(library: sqlite3.Connection, tmp_path: Path) -> None:
    for each in ("one", "two"):
        put_session(library, each, ["tea"])
    told: list[tuple[int, int]] = []

    def go_on(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    trash.remove(library, tmp_path, ["one", "two"], go_on)
    assert told[:3] == [(0, 2), (1, 2), (2, 2)]


@pytest.mark.parametrize("session", ["..", "../outside", "a/../..", ""])
def test_a_damaged_id_leads_to_no_other_folder(
    library: sqlite3.Connection, tmp_path: Path, session: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    put_session(library, session, ["tea"])
    trash.remove(library, tmp_path, [session], always)
    assert outside.exists()
    assert (tmp_path / "library.db").exists()
    assert ids(library) == set()


def test_the_trash_is_emptied_after_its_time(library: sqlite3.Connection, tmp_path: Path) -> None:
    for each, deleted_s in (("old", NOW_S - trash.KEPT_S), ("young", NOW_S - trash.KEPT_S + 1)):
        put_session(library, each, ["tea"])
        trash.delete(library, [each], deleted_s)
    put_session(library, "kept", ["tea"])
    retention.tidy_up(library, tmp_path, Retention(), NOW_S, always)
    assert ids(library) == {"kept"}
    assert ids(library, is_in_trash=True) == {"young"}


def test_retention_deletes_what_is_too_old_and_nothing_else(
    library: sqlite3.Connection, tmp_path: Path
) -> None:
    edge_s = NOW_S - 7 * DAY_S
    put_session(library, "old", ["tea"], begun_s=edge_s - 1)
    put_session(library, "young", ["tea"] * 2, begun_s=edge_s - 1)  # it ended a second later
    put_session(library, "starred", ["tea"], begun_s=trash.EARLIEST_S, starred=[1])
    put_session(library, "open", ["tea"], begun_s=trash.EARLIEST_S, state="open")
    put_session(library, "trashed", ["tea"], begun_s=trash.EARLIEST_S, starred=[1])
    trash.delete(library, ["trashed"], NOW_S)
    rule = Retention(text=KeptFor.DAYS_7)
    assert retention.expired(library, rule, NOW_S).sessions == ("old", "trashed")
    assert retention.tidy_up(library, tmp_path, rule, NOW_S, always)
    assert ids(library) == {"young", "starred", "open"}
    assert retention.expired(library, rule, NOW_S) == Expired()


def test_audio_goes_by_its_own_rule_and_stars_do_not_keep_it(
    library: sqlite3.Connection, tmp_path: Path
) -> None:
    put_session(library, "old", ["tea"], begun_s=trash.EARLIEST_S, starred=[1])
    put_session(library, "young", ["tea"], begun_s=NOW_S)
    files = [put_audio(library, tmp_path, each, b"sound") for each in ("old", "young")]
    assert retention.tidy_up(library, tmp_path, Retention(audio=KeptFor.DAYS_30), NOW_S, always)
    assert [file.exists() for file in files] == [False, True]
    assert ids(library) == {"old", "young"}
    assert catalogue.find(library, "old").audio_bytes == 0


def test_nothing_goes_by_itself_if_that_is_not_wanted(library: sqlite3.Connection) -> None:
    put_session(library, "old", ["tea"], begun_s=trash.EARLIEST_S)
    assert retention.expired(library, Retention(), 1e12) == Expired()


def test_a_session_that_was_deleted_by_a_wrong_clock_has_its_thirty_days(
    library: sqlite3.Connection, tmp_path: Path
) -> None:
    for each, deleted_s in (("in 1970", 12.0), ("in 2099", NOW_S + 20_000 * DAY_S)):
        put_session(library, each, ["tea"])
        trash.delete(library, [each], deleted_s)
    assert retention.tidy_up(library, tmp_path, Retention(), NOW_S, always)
    assert ids(library, is_in_trash=True) == {"in 1970", "in 2099"}
    assert retention.tidy_up(library, tmp_path, Retention(), NOW_S + trash.KEPT_S, always)
    assert ids(library, is_in_trash=True) == set()


def test_a_clock_that_is_wrong_makes_nothing_old(
    library: sqlite3.Connection, tmp_path: Path
) -> None:
    put_session(library, "in 1970", ["tea"], begun_s=60.0)
    put_session(library, "put back", ["tea"], begun_s=NOW_S - DAY_S)
    library.execute("UPDATE sessions SET ended_s = 70.0")
    rule = Retention(KeptFor.DAYS_7, KeptFor.DAYS_7)
    assert retention.expired(library, rule, NOW_S) == Expired()
    put_session(library, "old", ["tea"], begun_s=trash.EARLIEST_S)
    assert retention.expired(library, rule, NOW_S).sessions == ("old",)
    assert retention.tidy_up(library, tmp_path, rule, 1000.0, always)
    assert ids(library) == {"in 1970", "put back", "old"}


def test_audio_that_cannot_be_deleted_keeps_no_other_session(
    library: sqlite3.Connection, tmp_path: Path
) -> None:
    for each in ("a", "b", "c"):
        put_session(library, each, ["tea"], begun_s=trash.EARLIEST_S)
        put_audio(library, tmp_path, each, b"sound")
    shutil.rmtree(tmp_path / "audio" / "b")
    (tmp_path / "audio" / "b").symlink_to(tmp_path)  # which is not ours to empty
    rule = Retention(text=KeptFor.DAYS_7)
    for _ in range(2):
        with pytest.raises(OSError, match="symbolic link"):
            retention.tidy_up(library, tmp_path, rule, NOW_S, always)
        assert [row["id"] for row in library.execute("SELECT id FROM sessions")] == ["b"]
    (tmp_path / "audio" / "b").unlink()
    assert retention.tidy_up(library, tmp_path, rule, NOW_S, always)
    assert not library.execute("SELECT id FROM sessions").fetchall()


def test_a_session_that_goes_on_is_not_deleted_any_more(
    library: sqlite3.Connection, tmp_path: Path
) -> None:
    for each in ("a", "b"):
        put_session(library, each, ["tea"])
        put_audio(library, tmp_path, each, b"sound")

    def go_on(done: int, _total: int) -> bool:
        if done == 1:
            library.execute("UPDATE sessions SET state = 'open', deleted_s = NULL")
        return True

    assert trash.remove(library, tmp_path, ["a", "b"], go_on)
    assert ids(library) == {"b"}
    assert search(library, "tea", SessionQuery()).sessions[0].session.id == "b"
    assert (tmp_path / "audio" / "b" / "0.ogg").exists()
