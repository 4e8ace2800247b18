"""What is said is in the file, whatever stands in its way."""

import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.core.captions import Captions, Line, LineStatus, reduce
from app.core.emotion import Emotion
from app.core.errors import ErrorCode, Problem
from app.core.events import Final, Interim, LineRemoved, Metered
from app.storage.library import catalogue, schema, trash
from app.storage.library.journal import SessionWriter
from app.storage.library.records import Head, Kept, Start
from app.storage.library.tables import MIGRATIONS
from app.storage.library.upkeep import Journal
from tests.helpers.kept_sessions import after, read_session, said, texts_of, write_session
from tests.helpers.waiting import until

ROOT = Path(__file__).resolve().parents[4]
HEAD = Head("s", 1000.0, "me")


def writer_of(library: Path, *, keeps_emotions: bool = False) -> SessionWriter:
    return SessionWriter(library, Kept(HEAD), lambda: keeps_emotions)


def tell(writer: SessionWriter, *texts: str) -> None:
    events = said(*texts)
    writer.note(events[-1], after(events))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.db"


def test_a_session_is_read_back_with_all_that_is_known_of_it(library: Path) -> None:
    writer = writer_of(library)
    writer.begin(Start(0, 1000.0))
    tell(writer, "One.", "Two.")
    writer.note(Metered("cloud-cn", 10.0, 0.5, is_reported=True), after(said("One.", "Two.")))
    writer.rename("A meeting")
    assert writer.write()
    writer.release()
    kept = read_session(library, "s")
    assert kept is not None
    assert texts_of(kept) == ["One.", "Two."]
    assert kept.head == replace(
        HEAD, title="A meeting", languages=("en",), cost_cny=0.5, audio_ms=2000
    )
    assert kept.starts == (Start(0, 1000.0),)


def test_what_several_starts_cost_adds_up(library: Path) -> None:
    writer = writer_of(library)
    for cost_cny in (0.5, 0.25):
        writer.begin(Start(0, 1000.0 + cost_cny))
        writer.note(Metered("cloud-cn", 1.0, cost_cny, is_reported=True), Captions())
    tell(writer, "One.")
    assert writer.write()
    writer.release()
    kept = read_session(library, "s")
    assert kept is not None
    assert kept.head.cost_cny == 0.75


def test_a_line_that_held_no_words_after_all_is_not_there(library: Path) -> None:
    writer = writer_of(library)
    captions = after(said("One.", "Two."))
    writer.note(Final(2, "Two."), captions)
    writer.write()
    writer.note(LineRemoved(1), reduce(captions, LineRemoved(1)))
    assert writer.write()
    writer.release()
    assert texts_of(read_session(library, "s")) == ["Two."]


@pytest.mark.parametrize("keeps", [True, False])
def test_emotions_are_written_only_if_they_are_to_be_kept(library: Path, *, keeps: bool) -> None:
    writer = writer_of(library, keeps_emotions=keeps)
    event = Final(1, "Hello.", "en", Emotion.ANGRY)
    writer.note(event, reduce(Captions(), event))
    writer.write()
    writer.release()
    kept = read_session(library, "s")
    assert kept is not None
    [line] = kept.captions.entries
    assert isinstance(line, Line)
    assert line.emotion is (Emotion.ANGRY if keeps else Emotion.NONE)
    assert keeps or b"angry" not in library.read_bytes()


def test_emotions_that_were_not_wanted_do_not_come_back(library: Path) -> None:
    wanted = [False]
    writer = SessionWriter(library, Kept(HEAD), lambda: wanted[0])
    captions = reduce(Captions(), Final(1, "One.", "en", Emotion.SAD))
    writer.note(Final(1, "One."), captions)
    writer.write()
    wanted[0] = True
    writer.note(Final(1, "One, again."), reduce(captions, Final(1, "O.", "en", Emotion.SAD)))
    writer.write()
    captions = reduce(captions, Final(2, "Two.", "en", Emotion.HAPPY))
    writer.note(Final(2, "Two."), captions)
    writer.write()
    writer.release()
    kept = read_session(library, "s")
    assert kept is not None
    felt = [line.emotion for line in kept.captions.entries if isinstance(line, Line)]
    assert felt == [Emotion.NONE, Emotion.HAPPY]


def test_nobody_else_may_read_the_library(library: Path) -> None:
    writer = writer_of(library)
    tell(writer, "One.")
    writer.write()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in library.parent.iterdir()}
    writer.release()
    assert modes == {"library.db": 0o600, "library.db-wal": 0o600, "library.db-shm": 0o600}
    assert stat.S_IMODE(library.parent.stat().st_mode) == 0o700


def test_halves_of_characters_and_zeros_cost_no_line(library: Path) -> None:
    writer = writer_of(library)
    tell(writer, "a\ud800b", "a\0b")
    assert writer.write()
    writer.release()
    assert texts_of(read_session(library, "s")) == ["a?b", "a\0b"]


def test_a_session_without_a_word_is_forgotten_when_it_is_closed(library: Path) -> None:
    writer = writer_of(library)
    writer.begin(Start(0, 1000.0))
    writer.write()
    assert read_session(library, "s") is not None
    writer.close(2000.0)
    writer.write()
    assert read_session(library, "s") is None
    writer.begin(Start(0, 3000.0))
    tell(writer, "One.")
    writer.write()
    writer.release()
    assert texts_of(read_session(library, "s")) == ["One."]


def test_a_session_that_was_deleted_meanwhile_is_written_anew(library: Path) -> None:
    writer = writer_of(library)
    tell(writer, "One.")
    writer.write()
    with closing(schema.connect(library)) as connection:
        connection.execute("DELETE FROM sessions")
    tell(writer, "One.", "Two.")
    assert writer.write()
    writer.release()
    assert texts_of(read_session(library, "s")) == ["One.", "Two."]


def test_a_session_ends_after_it_began_whatever_the_clock_says(library: Path) -> None:
    writer = writer_of(library)
    tell(writer, "One.")
    writer.close(5.0)
    assert writer.write()
    writer.release()
    kept = read_session(library, "s")
    assert kept is not None
    assert kept.head.ended_s == HEAD.begun_s


def test_a_session_that_goes_on_is_in_the_trash_no_longer(library: Path) -> None:
    writer = writer_of(library)
    tell(writer, "One.")
    writer.close(2000.0)
    writer.write()
    with closing(schema.connect(library)) as connection:
        assert trash.delete(connection, ["s"], 3000.0) == 1
    writer.begin(Start(1000, 4000.0))
    tell(writer, "One.", "Two.")
    assert writer.write()
    writer.close(5000.0)
    assert writer.write()
    writer.release()
    with closing(schema.connect(library)) as connection:
        assert catalogue.find(connection, "s").deleted_s is None


def test_a_file_that_is_put_aside_is_no_longer_written(library: Path) -> None:
    writer = writer_of(library)
    tell(writer, "One.")
    writer.write()
    library.rename(library.with_name("aside.db"))
    tell(writer, "One.", "Two.")
    assert writer.write()
    writer.release()
    assert texts_of(read_session(library, "s")) == ["One.", "Two."]


@pytest.mark.expects_log("nothing is kept")
def test_while_another_writes_for_long_nothing_is_lost(library: Path) -> None:
    writer = writer_of(library)
    with closing(schema.connect(library)) as other:
        other.execute("BEGIN IMMEDIATE")
        tell(writer, "One.")
        assert not writer.write()
        problem = writer.problem
        assert problem is not None
        assert problem.code is ErrorCode.KEEPING_FAILED
        other.execute("COMMIT")
    assert writer.write()
    assert writer.problem is None
    writer.release()
    assert texts_of(read_session(library, "s")) == ["One."]


@pytest.mark.expects_log("nothing is kept")
def test_what_is_being_written_is_owed_until_it_is(library: Path) -> None:
    writer = writer_of(library)
    writer.write()
    tell(writer, "One.")
    owed: list[bool] = []
    with closing(schema.connect(library)) as other:
        other.execute("BEGIN IMMEDIATE")
        writing = threading.Thread(target=writer.write)
        writing.start()
        while writing.is_alive():
            owed.append(writer.owes)
        other.execute("COMMIT")
    assert all(owed)
    assert writer.write()
    assert not writer.owes
    writer.release()


@pytest.mark.expects_log("nothing is kept")
def test_a_library_of_a_newer_version_is_left_alone(library: Path) -> None:
    with closing(schema.connect(library)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    before = library.read_bytes()
    writer = writer_of(library)
    tell(writer, "One.")
    assert not writer.write()
    assert writer.problem == Problem(ErrorCode.LIBRARY_NEWER, {"path": str(library)})
    assert library.read_bytes() == before


def test_an_older_library_is_brought_up_to_date_and_a_copy_is_left(library: Path) -> None:
    write_session(library, "s", "One.")
    longer = (*MIGRATIONS, ("ALTER TABLE sessions ADD COLUMN colour TEXT",))
    with closing(schema.connect(library)) as connection:
        schema.bring_up(connection, library, longer)
        row = connection.execute("SELECT colour FROM sessions").fetchone()
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    assert (row[0], version) == (None, len(longer))
    copy = library.with_name(f"library.version-{schema.SCHEMA_VERSION}.db")
    assert texts_of(read_session(copy, "s")) == ["One."]


def test_what_fails_half_way_leaves_the_older_library_as_it_was(library: Path) -> None:
    write_session(library, "s", "One.")
    wrong = (*MIGRATIONS, ("ALTER TABLE sessions ADD COLUMN colour TEXT", "NONSENSE"))
    with (
        closing(schema.connect(library)) as connection,
        pytest.raises(sqlite3.OperationalError),
    ):
        schema.bring_up(connection, library, wrong)
    assert texts_of(read_session(library, "s")) == ["One."]


WRITER = """
import sys
from pathlib import Path
from app.storage.library.journal import SessionWriter
from app.storage.library.records import Head, Kept
from tests.helpers.kept_sessions import after, said
session, count = sys.argv[2], int(sys.argv[3])
writer = SessionWriter(Path(sys.argv[1]), Kept(Head(session, 1.0, "me")), lambda: False)
for number in range(1, count + 1):
    events = said(*(f"{session} {line}" for line in range(number)))
    writer.note(events[-1], after(events))
    while not writer.write():
        pass
"""


def test_two_programs_write_at_once(library: Path) -> None:
    programs = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(library), session, "60"], cwd=ROOT)
        for session in ("a", "b")
    ]
    assert [program.wait() for program in programs] == [0, 0]
    for session in ("a", "b"):
        texts = [f"{session} {line}" for line in range(60)]
        assert texts_of(read_session(library, session)) == texts


def test_the_journal_writes_what_is_not_urgent_by_itself(library: Path) -> None:
    journal = Journal(library, lambda: datetime.now(UTC), lambda problem: None)
    journal.start()
    writer = journal.lend(journal.new(), lambda: False)
    tell(writer, "One.")
    journal.wake()
    assert journal.stop()
    assert not writer.owes
    kept = read_session(library, writer.session_id)
    assert texts_of(kept) == ["One."]


@pytest.mark.expects_log("nothing is kept")
def test_what_another_writer_held_up_is_written_before_the_journal_ends(library: Path) -> None:
    journal = Journal(library, lambda: datetime.now(UTC), lambda problem: None)
    journal.start()
    writer = journal.lend(journal.new(), lambda: False)
    assert writer.write()
    with closing(schema.connect(library, is_shared=True)) as other:
        other.execute("BEGIN IMMEDIATE")
        tell(writer, "One.")
        journal.give_back(writer)
        ending = threading.Thread(target=journal.stop)
        ending.start()
        until(lambda: writer.problem is not None, "a write that failed")
        other.execute("COMMIT")
    ending.join()
    assert not writer.owes
    assert texts_of(read_session(library, writer.session_id)) == ["One."]


def test_words_that_were_open_are_kept_as_unfinished(library: Path) -> None:
    writer = writer_of(library)
    event = Interim(1, "We met ", "at nine")
    writer.note(event, reduce(Captions(), event))
    writer.write()
    writer.release()
    kept = read_session(library, "s")
    assert kept is not None
    [line] = kept.captions.entries
    assert isinstance(line, Line)
    assert (line.status, line.text) == (LineStatus.FAILED, "We met at nine")


@pytest.mark.expects_log("nothing is kept")
def test_a_folder_that_cannot_be_made_is_told_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    writer = writer_of(tmp_path / "data" / "library.db")
    tell(writer, "One.")
    assert not writer.write()
    assert writer.problem is not None
    assert writer.problem.facts["reason"] == "File exists"
