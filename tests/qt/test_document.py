"""The transcript as the window holds it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.errors import ErrorCode
from app.session.sink import Stamp
from app.shell.document import Document
from app.shell.jobs import MAX_WAITING, Jobs

MakeSpy = Callable[[SignalInstance], QSignalSpy]

NOON_S = datetime(2026, 3, 1, 12, 0, 0).timestamp()
STAMP = Stamp(0.0, 0)
WORDS = Captions((Line(1, LineStatus.FINAL, "Hello.", "", 0, 1500),), 1)
MORE = Captions((*WORDS.entries, Line(2, LineStatus.FINAL, "World.", "", 2000, 3200)), 2)


class Wall:
    """A clock on the wall that the test sets."""

    def __init__(self) -> None:
        self.now_s = NOON_S

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    running = Jobs("jobs")
    running.start()
    yield running
    assert running.stop()


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def document(jobs: Jobs, wall: Wall) -> Document:
    return Document(jobs, wall)


def test_times_of_day_go_on_where_a_later_session_began(document: Document, wall: Wall) -> None:
    document.begin_session(0)
    wall.now_s += 3600
    document.begin_session(10_000)
    assert document.time_of_day(9_000) == "12:00:09"
    assert document.time_of_day(12_000) == "13:00:02"


def test_words_are_unsaved_until_they_are_in_a_file(
    document: Document, tmp_path: Path, qtbot: QtBot, make_spy: MakeSpy
) -> None:
    was_unsaved = [document.is_unsaved]
    document.receive(WORDS, STAMP)
    was_unsaved.append(document.is_unsaved)
    spy = make_spy(document.exported)
    document.export(tmp_path / "a.txt")
    qtbot.waitUntil(lambda: spy.count() == 1)
    was_unsaved.append(document.is_unsaved)
    assert "Hello." in (tmp_path / "a.txt").read_text(encoding="utf-8")
    document.receive(MORE, STAMP)
    was_unsaved.append(document.is_unsaved)
    assert was_unsaved == [False, True, False, True]


def test_words_that_come_while_the_file_is_written_stay_unsaved(
    document: Document, tmp_path: Path, qtbot: QtBot, make_spy: MakeSpy
) -> None:
    document.receive(WORDS, STAMP)
    spy = make_spy(document.exported)
    document.export(tmp_path / "a.srt")
    document.receive(MORE, STAMP)
    qtbot.waitUntil(lambda: spy.count() == 1)
    assert document.is_unsaved


def test_a_file_that_cannot_be_written_is_a_problem_and_changes_nothing(
    document: Document, tmp_path: Path, qtbot: QtBot, make_spy: MakeSpy
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    document.receive(WORDS, STAMP)
    spy = make_spy(document.export_failed)
    document.export(tmp_path / "file" / "a.srt")
    qtbot.waitUntil(lambda: spy.count() == 1)
    assert spy.at(0)[0].code is ErrorCode.EXPORT_FAILED
    assert document.is_unsaved


def test_clearing_can_be_undone_with_its_times(document: Document, make_spy: MakeSpy) -> None:
    document.begin_session(0)
    document.receive(WORDS, STAMP)
    spy = make_spy(document.captions_changed)
    document.clear()
    assert document.is_empty
    assert document.time_of_day(0) == ""
    document.undo_clear()
    assert document.captions is WORDS
    assert document.is_unsaved
    assert document.time_of_day(0) == "12:00:00"
    assert [spy.at(number)[0].revision for number in range(2)] == [0, 1]


def test_a_new_session_ends_the_chance_to_undo(document: Document) -> None:
    document.receive(WORDS, STAMP)
    document.clear()
    document.begin_session(0)
    document.undo_clear()
    assert document.is_empty


def test_the_end_is_that_of_the_last_entry_with_a_time(document: Document) -> None:
    assert document.end_ms == 0
    document.receive(Captions((*MORE.entries, GapLine(4000, 4400), Line(9)), 3), STAMP)
    assert document.end_ms == 4400


@pytest.mark.expects_log("too many jobs")
def test_a_file_that_nobody_has_time_to_write_is_told(
    qapp: object, wall: Wall, make_spy: MakeSpy, tmp_path: Path
) -> None:
    document = Document(Jobs("never started"), wall)
    failed = make_spy(document.export_failed)
    for _ in range(MAX_WAITING + 1):
        document.export(tmp_path / "a.srt")
    assert failed.count() == 1
    assert failed.at(0)[0].code is ErrorCode.EXPORT_FAILED
