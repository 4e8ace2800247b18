"""The transcript as the window holds it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from app.core.captions import Captions, GapLine, Line, LineStatus, reduce
from app.core.emotion import Emotion
from app.core.errors import ErrorCode
from app.core.events import Final, SpeechStarted
from app.core.marks import NO_MARKS
from app.session.sink import Stamp
from app.shell.document import MAX_HISTORY, Document
from app.shell.jobs import MAX_WAITING, Jobs
from app.storage.library.rows import Rows

if TYPE_CHECKING:
    from tests.helpers.stage import Stage

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


HELLO = Line(1, LineStatus.FINAL, "Hello.", "", 0, 1500)


def test_an_edit_is_told_and_can_be_taken_back(document: Document, make_spy: MakeSpy) -> None:
    document.receive(WORDS, STAMP)
    told = make_spy(document.marks_changed)
    document.edit(HELLO, "Hallo.")
    assert document.marks.text_of(HELLO) == "Hallo."
    document.star(HELLO, is_starred=True)
    document.undo_mark()
    assert (document.marks.text_of(HELLO), document.marks.is_starred(HELLO)) == ("Hallo.", False)
    document.undo_mark()
    assert document.marks == NO_MARKS
    assert not document.can_undo_mark
    document.undo_mark()
    assert told.count() == 4
    assert told.at(3)[0] == NO_MARKS


def test_the_original_can_be_brought_back(document: Document) -> None:
    document.edit(HELLO, "Hallo.")
    document.restore(HELLO)
    assert document.marks.text_of(HELLO) == "Hello."
    document.undo_mark()
    assert document.marks.text_of(HELLO) == "Hallo."


def test_what_changes_nothing_is_not_told(document: Document, make_spy: MakeSpy) -> None:
    told = make_spy(document.marks_changed)
    document.edit(HELLO, "Hello.")
    document.star(HELLO, is_starred=False)
    assert told.count() == 0
    assert not document.can_undo_mark


def test_only_so_many_marks_can_be_taken_back(document: Document) -> None:
    for number in range(MAX_HISTORY + 1):
        document.edit(HELLO, f"Hello {number}.")
    while document.can_undo_mark:
        document.undo_mark()
    assert document.marks.text_of(HELLO) == "Hello 0."


def test_marks_are_unsaved_until_they_are_in_a_file(
    document: Document, tmp_path: Path, qtbot: QtBot, make_spy: MakeSpy
) -> None:
    document.receive(WORDS, STAMP)
    spy = make_spy(document.exported)
    document.export(tmp_path / "a.txt")
    qtbot.waitUntil(lambda: spy.count() == 1)
    document.edit(HELLO, "Hallo.")
    was_unsaved = document.is_unsaved
    document.export(tmp_path / "b.txt")
    qtbot.waitUntil(lambda: spy.count() == 2)
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "Hallo.\n"
    assert (was_unsaved, document.is_unsaved) == (True, False)


def test_marks_stay_through_later_sessions(document: Document) -> None:
    document.begin_session(0)
    document.receive(WORDS, STAMP)
    document.edit(HELLO, "Hallo.")
    document.begin_session(10_000)
    document.receive(MORE, STAMP)
    assert document.marks.text_of(HELLO) == "Hallo."


def test_clearing_takes_the_marks_and_brings_them_back(
    document: Document, make_spy: MakeSpy
) -> None:
    document.receive(WORDS, STAMP)
    document.edit(HELLO, "Hallo.")
    told = make_spy(document.marks_changed)
    document.clear()
    assert document.marks == NO_MARKS
    document.undo_clear()
    assert document.marks.text_of(HELLO) == "Hallo."
    assert [told.at(place)[0] for place in range(2)] == [NO_MARKS, document.marks]
    document.undo_mark()
    assert document.marks == NO_MARKS


def felt(line: int, emotion: Emotion) -> Line:
    return Line(line, LineStatus.FINAL, "Words.", "", line * 1000, emotion=emotion)


def emotions(captions: Captions) -> list[Emotion]:
    return [entry.emotion for entry in captions.entries if isinstance(entry, Line)]


def test_emotions_nobody_wants_are_dropped_on_arrival(
    document: Document, make_spy: MakeSpy
) -> None:
    document.want_emotions(are_wanted=False)
    told = make_spy(document.captions_changed)
    document.receive(Captions((felt(1, Emotion.ANGRY),), 1), STAMP)
    assert emotions(document.captions) == [Emotion.NONE]
    assert emotions(told.at(0)[0]) == [Emotion.NONE]


def test_emotions_that_are_no_longer_wanted_are_forgotten(
    document: Document, make_spy: MakeSpy
) -> None:
    document.receive(Captions((felt(1, Emotion.ANGRY),), 1), STAMP)
    told = make_spy(document.captions_changed)
    document.want_emotions(are_wanted=False)
    assert emotions(document.captions) == [Emotion.NONE]
    assert told.count() == 1
    document.want_emotions(are_wanted=False)
    assert told.count() == 1


def test_who_writes_down_what_changes_hears_of_every_emotion_that_goes(
    document: Document,
) -> None:
    rows = Rows()
    document.captions_changed.connect(lambda captions, stamp: rows.follow(captions))
    captions = Captions()
    for number in range(1, 601):
        said = Final(number, "words", "en", Emotion.ANGRY, "local")
        captions = reduce(captions, SpeechStarted(number, begin_ms=number * 1000))
        captions = reduce(captions, said)
    assert captions.steady > 0
    document.receive(captions, STAMP)
    rows.take()
    document.want_emotions(are_wanted=False)
    told = [placed.entry for placed in rows.take().placed]
    assert len(told) == 600
    assert {line.emotion for line in told if isinstance(line, Line)} == {Emotion.NONE}


def test_wanting_emotions_again_brings_no_dropped_ones_back(document: Document) -> None:
    heard = (felt(1, Emotion.ANGRY), felt(2, Emotion.SAD))
    document.receive(Captions(heard, 2), STAMP)
    document.want_emotions(are_wanted=False)
    document.want_emotions(are_wanted=True)
    document.receive(Captions((*heard, felt(3, Emotion.HAPPY)), 3), STAMP)
    assert emotions(document.captions) == [Emotion.NONE, Emotion.NONE, Emotion.HAPPY]


def test_a_cleared_transcript_comes_back_without_emotions_nobody_wants(document: Document) -> None:
    document.receive(Captions((felt(1, Emotion.ANGRY),), 1), STAMP)
    document.clear()
    document.want_emotions(are_wanted=False)
    document.undo_clear()
    assert emotions(document.captions) == [Emotion.NONE]


def test_a_new_transcript_has_the_emotions_that_are_wanted_again(document: Document) -> None:
    document.receive(Captions((felt(5, Emotion.ANGRY),), 1), STAMP)
    document.want_emotions(are_wanted=False)
    document.want_emotions(are_wanted=True)
    document.clear()
    document.receive(Captions((felt(1, Emotion.SAD),), 1), STAMP)
    assert emotions(document.captions) == [Emotion.SAD]


def test_forgetting_emotions_does_not_make_words_unsaved(
    document: Document, tmp_path: Path, qtbot: QtBot, make_spy: MakeSpy
) -> None:
    document.receive(Captions((felt(1, Emotion.ANGRY),), 1), STAMP)
    spy = make_spy(document.exported)
    document.export(tmp_path / "a.txt")
    qtbot.waitUntil(lambda: spy.count() == 1)
    document.want_emotions(are_wanted=False)
    assert not document.is_unsaved


@pytest.mark.parametrize("suffix", [".srt", ".vtt", ".txt"])
def test_no_file_names_an_emotion(
    document: Document, tmp_path: Path, qtbot: QtBot, make_spy: MakeSpy, suffix: str
) -> None:
    lines = tuple(felt(place, emotion) for place, emotion in enumerate(Emotion))
    document.receive(Captions(lines, 1), STAMP)
    spy = make_spy(document.exported)
    path = tmp_path / f"a{suffix}"
    document.export(path)
    qtbot.waitUntil(lambda: spy.count() == 1)
    written = path.read_text(encoding="utf-8")
    assert "Words." in written
    assert not any(emotion.value in written for emotion in Emotion if emotion.value)


def test_the_key_for_undo_takes_an_edit_back(stage: "Stage", qtbot: QtBot) -> None:
    window = stage.window
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    stage.document.receive(WORDS, STAMP)
    stage.document.edit(HELLO, "Hallo.")
    window.pane.setFocus()
    QTest.keySequence(window.pane, QKeySequence(QKeySequence.StandardKey.Undo))
    assert stage.document.marks == NO_MARKS
