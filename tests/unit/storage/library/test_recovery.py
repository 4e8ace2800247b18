"""Sessions that were cut off are found, and so is what can be read of a damaged file."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.core.captions import Line
from app.core.errors import ErrorCode, Problem, ZimuError
from app.storage.library import recovery, reviewing, salvage, schema, trash
from app.storage.library.journal import SessionWriter
from app.storage.library.records import Head, Kept, Start
from app.storage.library.upkeep import Journal, presence
from app.storage.locks import hold
from tests.helpers.kept_sessions import after, read_session, said, texts_of, write_session
from tests.helpers.waiting import until

DATE = "2026-11-22"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


def test_only_a_session_that_nobody_closed_and_nobody_writes_is_offered(library: Path) -> None:
    write_session(library, "closed", "One.", ended_s=2000.0)
    write_session(library, "empty")
    write_session(library, "running", "Two.", owner="alive")
    write_session(library, "cut", "Three.", "Four.")
    with hold(presence(library, "alive")):
        [found] = recovery.unclosed(library)
        assert (found.id, found.first_words, found.line_count) == ("cut", "Three.", 2)
        assert read_session(library, "empty") is None
    assert {one.id for one in recovery.unclosed(library)} == {"running", "cut"}


def test_a_recording_of_which_nothing_was_heard_is_closed_and_can_be_deleted(
    library: Path,
) -> None:
    head = Head("cut", 1000.0, "dead", title="interview", source_path="/x.wav", source_ms=0)
    writer = SessionWriter(library, Kept(head), lambda: False)
    assert writer.write()
    writer.release()
    assert recovery.unclosed(library) == ()
    kept = read_session(library, "cut")
    assert kept is not None
    assert kept.head.ended_s == 1000.0
    with closing(schema.connect(library)) as connection:
        assert trash.delete(connection, ["cut"], 2000.0) == 1


def test_a_damaged_owner_leads_to_no_other_file(library: Path) -> None:
    outside = library.with_name("x.lock")
    outside.touch()
    (library.parent / "running").mkdir()
    write_session(library, "cut", "One.", owner="../x")
    recovery.keep(library, recovery.unclosed(library)[0])
    assert outside.exists()


def test_a_clock_that_was_put_back_ends_a_session_where_it_ended(library: Path) -> None:
    writer = SessionWriter(library, Kept(Head("cut", 9000.0, "dead")), lambda: False)
    writer.begin(Start(0, 9000.0))
    writer.begin(Start(5000, 2000.0))
    events = said(*(["Line."] * 8))
    writer.note(events[-1], after(events))
    assert writer.write()
    writer.release()
    recovery.keep(library, recovery.unclosed(library)[0])
    kept = read_session(library, "cut")
    assert kept is not None
    assert kept.starts == (Start(0, 9000.0), Start(5000, 2000.0))
    assert kept.head.ended_s == 2003.0


def test_there_is_nothing_to_recover_where_there_is_no_library(library: Path) -> None:
    assert recovery.unclosed(library) == ()
    assert not library.exists()


def test_a_session_is_gone_on_with_by_one_program_only(library: Path) -> None:
    write_session(library, "cut", "One.")
    [found] = recovery.unclosed(library)
    assert texts_of(recovery.adopt(library, found, "first")) == ["One."]
    with pytest.raises(ZimuError):
        recovery.adopt(library, found, "second")


def test_a_session_is_kept_as_it_is_with_the_end_that_it_had(library: Path) -> None:
    write_session(library, "cut", "One.", "Two.")
    hold(presence(library, "dead")).close()
    recovery.keep(library, recovery.unclosed(library)[0])
    assert not presence(library, "dead").exists()
    kept = read_session(library, "cut")
    assert kept is not None
    assert kept.head.ended_s == 1002.0
    assert recovery.unclosed(library) == ()


def test_a_session_that_is_discarded_is_in_the_trash(library: Path) -> None:
    write_session(library, "cut", "One.")
    recovery.discard(library, recovery.unclosed(library)[0], 5000.0)
    assert recovery.unclosed(library) == ()
    with closing(schema.connect(library)) as connection:
        row = connection.execute("SELECT state, deleted_s FROM sessions").fetchone()
    assert tuple(row) == ("closed", 5000.0)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a library with twenty sessions of fifty lines."""
    library = tmp_path_factory.mktemp("sound") / "library.db"
    for number in range(20):
        texts = (f"Session {number} 今天天气很好 line {line}" for line in range(50))
        write_session(library, f"s{number}", *texts, ended_s=2000.0)
    return library.read_bytes()


def lines_in(library: Path) -> int:
    with closing(schema.connect(library)) as connection:
        schema.check(connection)
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        ids = [row["id"] for row in connection.execute("SELECT id FROM sessions")]
        count = connection.execute("SELECT count(*) FROM lines").fetchone()[0]
    for session in ids:
        assert read_session(library, session) is not None
    return int(count)


def is_index_sound(library: Path) -> bool:
    with closing(schema.connect(library)) as connection:
        try:
            connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        except sqlite3.DatabaseError as exc:
            return not schema.is_damaged(exc)
    return True


def test_a_sound_library_is_left_alone(library: Path) -> None:
    write_session(library, "s", "One.")
    assert salvage.mend(library, DATE) is None


@pytest.mark.expects_log("damaged|can be read|makes no sense")
def test_without_its_header_a_library_is_saved_whole(library: Path, sound: bytes) -> None:
    library.write_bytes(bytes(4096) + sound[4096:])
    assert salvage.mend(library, DATE) == (library.with_name(f"library.damaged-{DATE}.db"), 20)
    assert lines_in(library) == 1000


@pytest.mark.expects_log("damaged|can be read|makes no sense")
def test_what_lies_outside_a_damaged_page_is_saved(library: Path, sound: bytes) -> None:
    data = bytearray(sound)
    library.write_bytes(sound)
    with closing(sqlite3.connect(library)) as connection:
        query = "SELECT pageno FROM dbstat WHERE name = 'lines' AND pagetype = 'leaf'"
        pages = [page for (page,) in connection.execute(query)]
    begin = (pages[len(pages) // 2] - 1) * 4096
    data[begin : begin + 4096] = random.Random(1).randbytes(4096)
    library.write_bytes(data)
    assert salvage.mend(library, DATE) is not None
    assert 900 < lines_in(library) < 1000


@pytest.mark.expects_log("damaged|can be read|makes no sense")
@pytest.mark.parametrize("table", ["lines", "sessions"])
def test_rows_that_no_table_leads_to_any_more_are_found(
    library: Path, sound: bytes, table: str
) -> None:
    data = bytearray(sound)
    library.write_bytes(sound)
    with closing(sqlite3.connect(library)) as connection:
        query = "SELECT pageno FROM dbstat WHERE name = ? AND path = '/'"
        [page] = connection.execute(query, (table,)).fetchone()
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    library.write_bytes(data)
    assert salvage.mend(library, DATE) is not None
    assert lines_in(library) == 1000


@pytest.mark.allows_log("damaged|can be read|makes no sense")
@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_library_opens_again_and_the_damaged_file_is_still_there(
    library: Path, sound: bytes, seed: int
) -> None:
    data, chance = bytearray(sound), random.Random(seed)
    for _ in range(chance.randint(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    del data[chance.choice([len(data), chance.randrange(len(data))]) :]
    library.write_bytes(data)
    mended = salvage.mend(library, DATE)
    if mended is None and not is_index_sound(library):  # as a write would run into
        mended = salvage.mend(library, DATE, is_certain=True)
    lines_in(library)
    if mended is not None:
        assert mended[0].stat().st_size == len(data)


@pytest.mark.expects_log("damaged|can be read|makes no sense")
def test_the_journal_tells_of_a_damaged_library_and_goes_on(library: Path) -> None:
    library.write_bytes(b"nonsense" * 1000)
    told: list[Problem] = []
    journal = Journal(library, lambda: datetime(2026, 11, 22, tzinfo=UTC), told.append)
    journal.start()
    kept = journal.new()
    writer = journal.lend(replace(kept), lambda: False)
    until(lambda: bool(told), "the problem")
    assert journal.stop()
    facts = {"path": str(library.with_name(f"library.damaged-{DATE}.db")), "sessions": "0"}
    assert told == [Problem(ErrorCode.LIBRARY_DAMAGED, facts)]
    assert not writer.owes


@pytest.mark.expects_log("nothing is kept")
@pytest.mark.expects_log("nobody knows whether")
def test_that_a_library_is_newer_is_told_once(library: Path) -> None:
    write_session(library, "s", "One.", ended_s=2000.0)
    with closing(schema.connect(library)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    told: list[Problem] = []
    journal = Journal(library, lambda: datetime(2026, 11, 22, tzinfo=UTC), told.append)
    journal.start()
    writer = journal.lend(journal.new(), lambda: False)
    assert not writer.write()
    assert journal.stop()
    assert writer.problem is not None
    assert [*told, writer.problem] == [Problem(ErrorCode.LIBRARY_NEWER, {"path": str(library)})]


@pytest.mark.expects_log("was damaged")
@pytest.mark.parametrize("is_aside", [True, False])
def test_a_mending_that_was_killed_is_finished_at_the_next_start(
    library: Path, *, is_aside: bool
) -> None:
    write_session(library.with_name("library.mended.db"), "s", "One.", ended_s=2000.0)
    library.write_bytes(b"nonsense" * 1000)
    aside = library.with_name(f"library.damaged-{DATE}.db")
    aside.with_name(f"{aside.name}-wal").touch()
    if is_aside:
        library.rename(aside)
    told: list[Problem] = []
    journal = Journal(library, lambda: datetime(2026, 11, 22, tzinfo=UTC), told.append)
    journal.start()
    until(lambda: bool(told), "the problem")
    writer = journal.lend(journal.new(), lambda: False)
    events = said("Two.")
    writer.note(events[-1], after(events))
    assert journal.stop()
    assert [(one.code, one.facts["sessions"]) for one in told] == [(ErrorCode.LIBRARY_DAMAGED, "1")]
    assert texts_of(read_session(library, "s")) == ["One."]
    assert texts_of(read_session(library, writer.session_id)) == ["Two."]
    assert aside.read_bytes() == b"nonsense" * 1000
    names = {path.name for path in library.parent.iterdir() if path.is_file()}
    assert names == {"library.db", "library.lock", aside.name, f"{aside.name}-wal"}


@pytest.mark.expects_log("nothing is kept")
@pytest.mark.expects_log("was damaged")
def test_a_library_that_is_damaged_while_it_is_written_is_mended_and_nothing_is_lost(
    library: Path,
) -> None:
    told: list[Problem] = []
    journal = Journal(library, lambda: datetime(2026, 11, 22, tzinfo=UTC), told.append)
    journal.start()
    writer = journal.lend(journal.new(), lambda: False)
    events = said("One.", "Two.")
    writer.note(events[1], after(events[:2]))
    assert writer.write()
    with closing(sqlite3.connect(library)) as other, other:
        other.execute("UPDATE search_data SET block = x'00ff00ff'")
    writer.release()
    writer.note(events[3], after(events))
    assert not writer.write()
    journal.wake()
    until(lambda: not writer.owes, "what was owed")
    assert journal.stop()
    assert [problem.code for problem in told] == [ErrorCode.LIBRARY_DAMAGED]
    assert texts_of(read_session(library, writer.session_id)) == ["One.", "Two."]


def test_values_of_any_type_are_read_as_far_as_they_make_sense(library: Path) -> None:
    write_session(library, "s", "One.", "Two.", ended_s=2000.0)
    with closing(schema.connect(library)) as connection:
        connection.execute("UPDATE sessions SET languages = x'ff', title = x'00', begun_s = 'now'")
        connection.execute("UPDATE lines SET line = 'x', previous = x'01' WHERE line = 2")
        connection.execute("UPDATE starts SET begun_s = x'02'")
        shown = reviewing.review(connection, "s")
    assert shown is not None
    assert [entry.text for entry in shown.captions.entries if isinstance(entry, Line)] == [
        "One.",
        "Two.",
    ]
    kept = read_session(library, "s")
    assert kept is not None
    assert (kept.head.languages, kept.head.title, kept.head.begun_s) == ((), "", 0.0)


@pytest.mark.expects_log("damaged|can be read")
def test_a_library_behind_a_link_is_mended_where_it_is(library: Path) -> None:
    real = library.parent / "elsewhere" / "words.db"
    real.parent.mkdir()
    real.write_bytes(b"nonsense" * 1000)
    library.symlink_to(real)
    assert salvage.mend(library, DATE) == (real.with_name(f"words.damaged-{DATE}.db"), 0)
    assert library.is_symlink()
    assert lines_in(library) == 0


@pytest.mark.expects_log("is damaged")
def test_a_damaged_column_is_found(library: Path) -> None:
    write_session(library, "s", "One.")
    raw = library.read_bytes()
    library.write_bytes(raw.replace(b"first_words TEXT", b"first_\x94ords TEXT", 1))
    assert salvage.is_damaged(library)
