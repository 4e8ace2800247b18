"""A kept session in its window: read, heard, put right, counted."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton

from app.core.captions import Line
from app.core.emotion import Emotion
from app.core.sieve import Filter
from app.shell.library_desk import LibraryDesk
from app.shell.look import Look
from app.shell.playing import SKIP_MS, Playing
from app.shell.review_desk import ReviewDesk
from app.shell.style import DARK
from app.shell.widgets.line_editor import LineEditor
from app.shell.widgets.review_noting import NoteEditor
from app.shell.widgets.review_window import ReviewWindow
from app.shell.widgets.transcript_marks import HighlightKind
from tests.helpers.library_shelf import asked, change, keep, keep_audio, said
from tests.helpers.tabbing import nameless, unreached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from pytestqt.qtbot import QtBot

DEADLINE_S = 10.0
LINES = (
    said(1, "Good morning.", Emotion.NEUTRAL),
    said(2, "This is not what we agreed.", Emotion.ANGRY),
    said(3, "Not at all.", Emotion.ANGRY),
    said(4, "Let us look at it again.", Emotion.HAPPY),
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Loudspeaker:
    """Plays as fast as it is let: nothing until `lets_go`."""

    rate_hz = 16_000
    delay_ms = 0

    def __init__(self) -> None:
        self.lets_go = threading.Event()
        self.began = threading.Event()

    def write(self, samples: NDArray[np.float32]) -> None:
        self.began.set()
        self.lets_go.wait(DEADLINE_S)

    def close(self) -> None:
        """Nothing is open."""


class ReviewStage:
    """A window, and a library for it."""

    def __init__(self, library: Path, qtbot: QtBot) -> None:
        self.library, self._qtbot = library, qtbot
        self.speaker = Loudspeaker()
        self.shelf = LibraryDesk(library, lambda: 1_800_000_000.0)
        self.desk = ReviewDesk(self.shelf)
        self.playing = Playing(lambda: self.speaker)
        self.window = ReviewWindow(self.desk, self.playing, lambda: 1_800_000_000.0)
        self.window.retranslate()
        self.window.apply_look(Look(DARK, 1.0))
        self.window.resize(1000, 700)  # whatever the screen of the tests is

    def open(self, session: str, line: int | None = None) -> None:
        self.desk.open(session, line)
        self.wait(lambda: self.desk.review is not None and self.window.isVisible())

    def wait(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition)

    def line(self, number: int) -> Line:
        assert self.desk.review is not None
        return self.desk.review.lines[number - 1]

    def kept(self, column: str, line: int) -> object:
        query = f"SELECT {column} FROM lines WHERE session = 'aa' AND line = ?"  # noqa: S608
        [[value]] = asked(self.library, query, line)
        return value

    def take_down(self) -> None:
        self.speaker.lets_go.set()
        self.window.close()
        assert self.shelf.stop()
        self.window.deleteLater()


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot) -> Iterator[ReviewStage]:
    library = tmp_path / "library.db"
    keep(library, "aa", *LINES, title="Call")
    made = ReviewStage(library, qtbot)
    yield made
    made.take_down()


def test_it_opens_at_the_line_that_was_found(stage: ReviewStage) -> None:
    stage.open("aa", 3)
    assert stage.window.windowTitle() == "Call"
    assert stage.window.pane.current == LINES[2]


def test_words_that_are_put_right_are_kept_beside_those_that_were_heard(
    stage: ReviewStage,
) -> None:
    stage.open("aa")
    stage.window.pane.edit_wanted.emit(stage.line(2), "That is not what we agreed.")
    stage.wait(lambda: stage.kept("edited", 2) == "That is not what we agreed.")
    assert stage.kept("text", 2) == "This is not what we agreed."
    assert asked(stage.library, "SELECT count(*) FROM search WHERE search MATCH 'that'") == [(1,)]


def test_a_label_that_is_put_right_counts_and_can_be_taken_back(stage: ReviewStage) -> None:
    stage.open("aa")
    pane = stage.window.pane
    pane.label_wanted.emit(stage.line(2), Emotion.SURPRISED)
    stage.wait(lambda: stage.kept("label_edited", 2) == "surprised")
    assert stage.kept("emotion", 2) == "angry"
    assert pane.telling.content_of(stage.line(2)).emotion is Emotion.SURPRISED
    assert "surprised: 1" in stage.window.timeline.accessibleDescription()
    pane.setFocus()
    QTest.keySequence(pane, "Ctrl+Z")
    stage.wait(lambda: stage.kept("label_edited", 2) is None)
    assert "angry: 2" in stage.window.timeline.accessibleDescription()


def test_the_menu_of_a_line_offers_each_feeling(stage: ReviewStage) -> None:
    stage.open("aa", 2)
    menu = stage.window.pane.menu()
    [labels] = menu.findChildren(QMenu)
    texts = {action.text(): action for action in labels.actions()}
    assert texts["angry"].isChecked()
    texts["sad"].trigger()
    stage.wait(lambda: stage.kept("label_edited", 2) == "sad")


def test_a_star_is_kept(stage: ReviewStage) -> None:
    stage.open("aa", 4)
    QTest.keyClick(stage.window.pane, Qt.Key.Key_S)
    stage.wait(lambda: stage.kept("starred", 4) == 1)


def test_title_notes_and_names_are_kept(stage: ReviewStage) -> None:
    stage.open("aa")
    window = stage.window
    window.title.setText("Call of Monday")
    window.title.editingFinished.emit()
    window.side.notes.setPlainText("Ask again.")
    window.side.flush()
    [name] = [each for each in window.side.findChildren(QLineEdit) if not each.isHidden()]
    name.setText("Ada")
    name.editingFinished.emit()
    query = "SELECT title, notes FROM sessions"
    stage.wait(lambda: asked(stage.library, query) == [("Call of Monday", "Ask again.")])
    stage.wait(lambda: asked(stage.library, "SELECT channel, name FROM channels") == [(0, "Ada")])


def test_what_is_typed_is_kept_when_the_window_closes(stage: ReviewStage) -> None:
    stage.open("aa")
    stage.window.side.notes.setPlainText("Half a thou")
    stage.window.close()
    query = "SELECT notes FROM sessions"
    stage.wait(lambda: asked(stage.library, query) == [("Half a thou",)])


def test_each_channel_has_its_strip_and_figures(stage: ReviewStage) -> None:
    change(stage.library, "UPDATE lines SET channel = 1 WHERE line > 2")
    stage.open("aa")
    told = stage.window.timeline.accessibleDescription()
    assert told == "Channel 1, neutral: 1, angry: 1; Channel 2, angry: 1, happy: 1"


def test_the_longest_angry_stretch_leads_to_its_line(stage: ReviewStage) -> None:
    stage.open("aa")
    links = stage.window.side.findChildren(QPushButton, "link")
    [link] = [each for each in links if "angry" in each.text() and not each.isHidden()]
    assert "9 s" in link.text()
    link.click()
    assert stage.window.pane.current == LINES[1]


def test_without_audio_it_says_so_and_plays_nothing(stage: ReviewStage) -> None:
    stage.open("aa")
    QTest.keyClick(stage.window.pane, Qt.Key.Key_Space)
    assert not stage.playing.is_on
    assert not stage.window.player._nothing.isHidden()


def test_without_feelings_it_says_so(stage: ReviewStage) -> None:
    change(stage.library, "UPDATE lines SET emotion = ''")
    stage.open("aa")
    assert stage.window.timeline.isHidden()
    assert not stage.window.side._nothing.isHidden()


def test_a_click_plays_the_line_and_its_words_are_followed(stage: ReviewStage) -> None:
    keep_audio(stage.library, "aa", 20_000)
    stage.open("aa")
    pane = stage.window.pane
    [placed] = [each for each in pane.view.placed if pane.shown[each.index] == LINES[1]]
    at = placed.row.text_box().center() + QPointF(0, placed.top_px)
    for kind in (QMouseEvent.Type.MouseButtonPress, QMouseEvent.Type.MouseButtonRelease):
        button = Qt.MouseButton.LeftButton
        no_keys = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, at, pane.mapToGlobal(at), button, button, no_keys)
        if kind is QMouseEvent.Type.MouseButtonPress:
            pane.mousePressEvent(event)
        else:
            pane.mouseReleaseEvent(event)
    assert stage.playing.is_on
    assert stage.playing.at_ms == 5000
    stage.wait(stage.speaker.began.is_set)
    stage.playing._move(7000)  # half of the line
    [followed] = [
        each for each in pane.state_of(placed.index).highlights if each.kind is HighlightKind.SAID
    ]
    assert followed.end == pytest.approx(len(LINES[1].text) / 2, abs=1)


def test_space_pauses_and_arrows_skip(stage: ReviewStage) -> None:
    keep_audio(stage.library, "aa", 20_000)
    stage.open("aa")
    pane = stage.window.pane
    QTest.keyClick(pane, Qt.Key.Key_Space)
    states = [stage.playing.is_on]
    stage.speaker.lets_go.set()
    QTest.keyClick(pane, Qt.Key.Key_Space)
    assert [*states, stage.playing.is_on] == [True, False]
    stage.playing.seek(1000)
    QTest.keyClick(pane, Qt.Key.Key_Right)
    assert stage.playing.at_ms == 1000 + SKIP_MS
    QTest.keyClick(pane, Qt.Key.Key_Left)
    QTest.keyClick(pane, Qt.Key.Key_Left)
    assert stage.playing.at_ms == 0


def test_playing_ends_with_the_audio(stage: ReviewStage) -> None:
    keep_audio(stage.library, "aa", 20_000)
    stage.open("aa")
    stage.speaker.lets_go.set()
    stage.playing.play_from(19_000)
    stage.wait(lambda: not stage.playing.is_on)
    assert stage.playing.at_ms == 20_000


def test_audio_that_is_gone_is_said(stage: ReviewStage) -> None:
    keep_audio(stage.library, "aa", 20_000)
    (stage.library.parent / "audio" / "aa" / "0.flac").unlink()
    stage.open("aa")
    stage.playing.play_from(0)
    stage.wait(lambda: "0.flac" in stage.window.message.text)
    assert not stage.playing.is_on


def test_a_session_that_is_being_written_is_only_read(stage: ReviewStage) -> None:
    keep(stage.library, "open", *LINES, is_closed=False)
    stage.open("open", 2)
    assert not stage.window.pane.can_edit(LINES[1])
    stage.window.pane.star_wanted.emit(LINES[1], True)
    stage.window.pane.label_wanted.emit(LINES[1], Emotion.SAD)
    assert stage.desk.review is not None
    assert stage.desk.review.marks.labels == {}
    assert stage.window.message.text != ""


def test_a_session_that_is_gone_is_said(stage: ReviewStage) -> None:
    stage.desk.open("nobody")
    stage.wait(lambda: stage.window.message.text != "")


def test_every_control_has_a_name_and_is_reached_by_tab(stage: ReviewStage) -> None:
    keep_audio(stage.library, "aa", 20_000)
    stage.open("aa")
    stage.wait(stage.window.isActiveWindow)
    assert nameless(stage.window) == []
    assert unreached(stage.window) == set()


def test_what_is_put_right_in_a_session_that_is_gone_is_said_not_to_be_kept(
    stage: ReviewStage,
) -> None:
    stage.open("aa")
    change(stage.library, "DELETE FROM sessions WHERE id = 'aa'")
    stage.window.pane.edit_wanted.emit(stage.line(2), "That.")
    stage.wait(stage.window.message.isVisible)
    assert "deleted" in stage.window.message.accessibleName()


@pytest.mark.parametrize(
    "act",
    [
        lambda stage: stage.desk.rename("Another"),
        lambda stage: stage.desk.set_notes("Ring them."),
        lambda stage: stage.desk.name_channel(0, "Anna"),
    ],
)
def test_nothing_at_all_is_lost_in_silence_when_the_session_is_gone(
    stage: ReviewStage, act: Callable[[ReviewStage], None]
) -> None:
    stage.open("aa")
    change(stage.library, "DELETE FROM sessions WHERE id = 'aa'")
    act(stage)
    stage.wait(stage.window.message.isVisible)


def test_what_could_not_be_kept_is_kept_with_what_is_done_next(stage: ReviewStage) -> None:
    stage.open("aa")
    aside = stage.library.with_name("aside.db")
    stage.library.rename(aside)
    stage.library.mkdir()
    stage.window.pane.edit_wanted.emit(stage.line(2), "That.")
    stage.wait(stage.window.message.isVisible)
    stage.library.rmdir()
    aside.rename(stage.library)
    stage.window.pane.edit_wanted.emit(stage.line(3), "Never.")
    stage.wait(lambda: stage.kept("edited", 3) == "Never.")
    assert stage.kept("edited", 2) == "That."


def test_what_is_being_typed_stays_with_its_session_when_another_is_opened(
    stage: ReviewStage,
) -> None:
    keep(stage.library, "bb", said(1, "One."), said(2, "Two."), title="Other")
    stage.open("aa", 2)
    stage.window.side.notes.setPlainText("Ring them.")
    stage.window.pane.edit_current()
    editor = stage.window.pane.viewport().findChild(LineEditor)
    assert isinstance(editor, LineEditor)
    editor.setPlainText("That.")
    stage.window.title.setText("Renamed")
    stage.desk.open("bb", None)
    stage.wait(lambda: stage.window.title.text() == "Other")
    stage.wait(lambda: stage.kept("edited", 2) == "That.")
    query = "SELECT id, title, notes FROM sessions ORDER BY id"
    stage.wait(lambda: asked(stage.library, query)[0] == ("aa", "Renamed", "Ring them."))
    assert asked(stage.library, query)[1] == ("bb", "Other", "")
    assert asked(stage.library, "SELECT edited FROM lines WHERE session = 'bb'") == [(None,)] * 2


def test_undo_leaves_alone_what_others_did(stage: ReviewStage) -> None:
    stage.open("aa")
    stage.window.pane.star_wanted.emit(stage.line(2), True)
    stage.wait(lambda: stage.kept("starred", 2) == 1)
    change(stage.library, "UPDATE lines SET starred = 1 WHERE line = 4")
    stage.desk.undo()
    stage.wait(lambda: stage.kept("starred", 2) == 0)
    assert stage.kept("starred", 4) == 1


def test_a_line_that_is_held_back_is_shown_when_somebody_goes_there(stage: ReviewStage) -> None:
    stage.open("aa")
    stage.window.filters.choose(Filter(emotion=Emotion.HAPPY))
    stage.window.go_to_line(2)
    assert stage.window.pane.current == LINES[1]
    assert stage.window.filters.words == "All feelings"


def test_another_session_is_shown_with_every_line(stage: ReviewStage) -> None:
    keep(stage.library, "bb", said(1, "One."), said(2, "Two.", Emotion.SAD), title="Other")
    stage.open("aa")
    stage.window.filters.choose(Filter(is_starred=True))
    stage.desk.open("bb", None)
    stage.wait(lambda: stage.window.title.text() == "Other")
    assert len(stage.window.pane.shown) == 2


def test_a_note_on_a_line_is_written_below_it_found_and_taken_back(stage: ReviewStage) -> None:
    stage.open("aa", 2)
    pane = stage.window.pane
    before_px = pane.view.total_px
    QTest.keyClick(pane, Qt.Key.Key_N)
    editor = pane.viewport().findChild(NoteEditor)
    assert isinstance(editor, NoteEditor)
    assert editor.accessibleName()
    assert editor.placeholderText()
    editor.insertPlainText("Ask Lin about 预算")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    stage.wait(lambda: stage.kept("note", 2) == "Ask Lin about 预算")
    assert pane.view.total_px > before_px
    assert pane.telling.content_of(stage.line(2)).remark == "Ask Lin about 预算"
    assert "Ask Lin" in pane.accessibleDescription()
    pane.search.look_for("预算")
    assert pane.search.current_row == 1
    assert asked(stage.library, "SELECT count(*) FROM search WHERE search MATCH 'lin'") == [(1,)]
    pane.search.stop()
    pane.setFocus()
    QTest.keySequence(pane, "Ctrl+Z")
    stage.wait(lambda: stage.kept("note", 2) is None)
    assert pane.view.total_px == before_px


def test_a_note_is_not_given_up_when_the_window_closes(stage: ReviewStage) -> None:
    stage.open("aa", 2)
    stage.window.pane.note_current()
    editor = stage.window.pane.viewport().findChild(NoteEditor)
    assert isinstance(editor, NoteEditor)
    editor.setPlainText("Ring them.")
    stage.window.close()
    stage.wait(lambda: stage.kept("note", 2) == "Ring them.")


def test_the_note_on_the_last_line_is_written_in_view(stage: ReviewStage) -> None:
    stage.open("aa", 4)
    stage.window.resize(700, 300)
    stage.window.pane.note_current()
    editor = stage.window.pane.viewport().findChild(NoteEditor)
    assert isinstance(editor, NoteEditor)
    assert editor.geometry().bottom() <= stage.window.pane.viewport().height()
    assert editor.geometry().top() >= 0


def test_a_note_is_opened_where_it_is_clicked_twice(stage: ReviewStage) -> None:
    stage.open("aa", 2)
    pane = stage.window.pane
    pane.note_wanted.emit(stage.line(2), "Ask Lin.")
    placed = next(each for each in pane.view.placed if each.index == 1)
    at = placed.row.remark_box().center() + QPointF(0, placed.top_px)
    QTest.mouseDClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=at.toPoint())
    editor = pane.viewport().findChild(NoteEditor)
    assert isinstance(editor, NoteEditor)
    assert editor.toPlainText() == "Ask Lin."


def test_a_session_that_is_only_read_takes_no_note(stage: ReviewStage) -> None:
    keep(stage.library, "bb", said(1, "Going on."), is_closed=False)
    stage.open("bb", 1)
    stage.window.pane.note_current()
    assert stage.window.pane.viewport().findChild(NoteEditor) is None
