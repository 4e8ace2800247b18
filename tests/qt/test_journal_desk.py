"""The window keeps what is said, and brings back what was cut off."""

import sqlite3
from contextlib import closing as closed
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.core.captions import reduce
from app.core.events import EngineChanged, EngineState, Final
from app.core.marks import LineMark
from app.session.sink import Stamp
from app.shell.closing import Closing
from app.storage.library.records import Kept
from app.storage.library.recovery import unclosed
from tests.helpers.kept_sessions import after, read_session, said, texts_of, write_session
from tests.helpers.stage import Stage

NOW = Stamp(0.0, 0)


def library_of(stage: Stage) -> Path:
    return Path(stage.folder.name) / "library.db"


def say(stage: Stage, *texts: str) -> None:
    """Let the session say so many lines, as its thread does."""
    events = said(*texts)
    stage.studio.journal.happened(events[-1], after(events), NOW)


def only(stage: Stage) -> Kept:
    """The one session there is in the library."""
    [found] = unclosed(library_of(stage))
    kept = read_session(library_of(stage), found.id)
    assert kept is not None
    return kept


def test_what_is_said_is_kept_over_several_starts_of_one_transcript(
    stage: Stage, qtbot: QtBot
) -> None:
    for texts in (("One.",), ("One.", "Two.")):
        stage.controller.start()
        say(stage, *texts)
        stage.controller.stop()
        qtbot.waitUntil(lambda: len(stage.document.captions.entries) > 0)
        qtbot.waitUntil(lambda: stage.controller.phase.value == "idle")
    kept = only(stage)
    assert texts_of(kept) == ["One.", "Two."]
    assert len(kept.starts) == 2


def test_a_title_and_what_is_done_to_lines_are_kept(stage: Stage, qtbot: QtBot) -> None:
    stage.jobs.start()
    stage.studio.journal.start()
    stage.controller.start()
    say(stage, "One.")
    qtbot.waitUntil(lambda: not stage.document.is_empty)
    [line] = stage.document.captions.entries
    stage.document.rename("A meeting")
    stage.document.edit(line, "Won.")  # type: ignore[arg-type]
    stage.document.star(line, is_starred=True)  # type: ignore[arg-type]
    stage.document.mark(line, LineMark.TODO)  # type: ignore[arg-type]
    [found] = _sessions(stage)
    qtbot.waitUntil(lambda: _title(stage, found) == "A meeting")
    kept = read_session(library_of(stage), found)
    assert kept is not None
    assert (dict(kept.marks.edits), kept.marks.starred) == ({1: "Won."}, frozenset({1}))
    assert dict(kept.marks.kinds) == {1: LineMark.TODO}


def test_a_cleared_transcript_is_closed_and_another_one_begins(stage: Stage, qtbot: QtBot) -> None:
    stage.controller.start()
    say(stage, "One.")
    qtbot.waitUntil(lambda: not stage.document.is_empty)
    stage.controller.stop()
    qtbot.waitUntil(lambda: stage.controller.phase.value == "idle")
    stage.document.clear()
    stage.controller.start()
    say(stage, "Two.")
    texts = {tuple(texts_of(read_session(library_of(stage), one))) for one in _sessions(stage)}
    assert texts == {("One.",), ("Two.",)}


def test_closing_asks_nothing_when_everything_is_kept(stage: Stage, qtbot: QtBot) -> None:
    closing = Closing((stage.window,), stage.studio, stage.messages, lambda: None)
    stage.controller.start()
    say(stage, "One.")
    qtbot.waitUntil(lambda: stage.document.is_unsaved)
    with qtbot.waitSignal(closing.closed):
        closing.ask()


@pytest.mark.expects_log("nothing is kept")
@pytest.mark.expects_log("notice: keeping_failed")
def test_closing_asks_when_nothing_can_be_kept_and_that_is_told(stage: Stage, qtbot: QtBot) -> None:
    library_of(stage).mkdir()
    closing = Closing((stage.window,), stage.studio, stage.messages, lambda: None)
    stage.controller.start()
    say(stage, "One.")
    qtbot.waitUntil(lambda: "cannot be kept" in stage.window.message.text)
    qtbot.waitUntil(lambda: stage.document.is_unsaved)
    closing.ask()
    assert "not saved" in stage.window.message.text


def open_with_a_cut_off_session(stage: Stage, qtbot: QtBot, count: int = 1) -> None:
    for number in range(count):
        write_session(library_of(stage), f"cut{number}", "One.", "Two.")
    stage.jobs.start()
    stage.window.show()
    stage.studio.journal.start()
    qtbot.waitUntil(stage.window.recovery.isVisible)


def test_a_session_that_was_cut_off_is_gone_on_with(stage: Stage, qtbot: QtBot) -> None:
    open_with_a_cut_off_session(stage, qtbot)
    stage.window.recovery.continue_wanted.emit()
    qtbot.waitUntil(lambda: len(stage.document.captions.entries) == 2)
    assert not stage.window.recovery.isVisible()
    stage.controller.start()
    assert stage.controller.begin_ms == 2000
    third = reduce(stage.document.captions, Final(3, "Three."))
    stage.studio.journal.happened(Final(3, "Three."), third, NOW)
    assert stage.sessions[0].opening.captions is stage.document.captions
    kept = read_session(library_of(stage), "cut0")
    assert texts_of(kept) == ["One.", "Two.", "Three."]


@pytest.mark.parametrize("answer", ["keep_wanted", "discard_wanted", "keep_all_wanted"])
def test_a_session_that_was_cut_off_is_kept_or_discarded(
    stage: Stage, qtbot: QtBot, answer: str
) -> None:
    open_with_a_cut_off_session(stage, qtbot, count=2)
    is_all = answer == "keep_all_wanted"
    getattr(stage.window.recovery, answer).emit()
    left = 0 if is_all else 1
    qtbot.waitUntil(lambda: len(unclosed(library_of(stage))) == left)
    assert len(stage.studio.journal.unclosed) == left
    assert stage.window.recovery.isVisible() is not is_all


def test_a_session_cannot_be_gone_on_with_while_another_runs(stage: Stage, qtbot: QtBot) -> None:
    open_with_a_cut_off_session(stage, qtbot)
    stage.controller.start()
    names = [button.isEnabled() for button in stage.window.recovery.buttons]
    assert names == [True, True, True, False]


def test_audio_is_recorded_only_when_wanted_and_that_is_said(stage: Stage, qtbot: QtBot) -> None:
    desk, badges = stage.studio.journal, stage.window.header
    stage.controller.start()
    say(stage, "One.")
    desk.hear(0, bytes(3200))
    was_recording = badges.is_recording
    stage.choices.change(replace(stage.choices.settings, keeps_audio=True))
    assert (was_recording, badges.is_recording) == (False, True)
    desk.hear(1600, bytes(3200))
    desk.happened(EngineChanged(EngineState.STOPPED), stage.document.captions, NOW)
    qtbot.waitUntil(lambda: not badges.is_recording)
    [session] = _sessions(stage)
    qtbot.waitUntil(lambda: _recorded(stage) == [(session, 100, 200)])


def _recorded(stage: Stage) -> list[tuple[str, int, int]]:
    with closed(sqlite3.connect(library_of(stage))) as connection:
        return list(connection.execute("SELECT session, begin_ms, end_ms FROM audio_chunks"))


def _sessions(stage: Stage) -> list[str]:
    with closed(sqlite3.connect(library_of(stage))) as connection:
        return [found for (found,) in connection.execute("SELECT id FROM sessions")]


def _title(stage: Stage, session: str) -> str:
    kept = read_session(library_of(stage), session)
    assert kept is not None
    return kept.head.title
