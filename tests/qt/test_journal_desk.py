"""The window keeps what is said, and brings back what was cut off."""

import sqlite3
from contextlib import closing as closed
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.core.captions import Captions, reduce
from app.core.errors import ErrorCode, Problem
from app.core.events import EngineChanged, EngineState, Final
from app.core.marks import LineMark
from app.session.sink import Stamp
from app.shell.closing import Closing
from app.shell.widgets.basics import Badge
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


@pytest.mark.expects_log("nothing is kept")
@pytest.mark.expects_log("notice: keeping_failed")
@pytest.mark.expects_log("notice: keeping_again")
def test_while_nothing_can_be_kept_the_header_says_so_whatever_else_is_told(
    stage: Stage, qtbot: QtBot
) -> None:
    library_of(stage).mkdir()
    header = stage.window.header
    stage.controller.start()
    say(stage, "One.")
    qtbot.waitUntil(lambda: not header.is_keeping)
    stage.messages.show_problem(Problem(ErrorCode.INTERNAL))
    tips = [one.toolTip() for one in header.findChildren(Badge) if one.text == "Not kept"]
    assert ["cannot be kept" in tip for tip in tips] == [True]
    library_of(stage).rmdir()
    stage.jobs.start()
    stage.studio.journal.start()
    say(stage, "One.", "Two.")
    qtbot.waitUntil(lambda: header.is_keeping)
    say(stage, "One.", "Two.", "Three.")


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


def session_of(stage: Stage, qtbot: QtBot, *texts: str) -> None:
    """Let a session say, after what there is, so many lines, and end."""
    begun = len(stage.document.captions.entries)
    stage.controller.start()
    captions = stage.document.captions
    for text in texts:
        captions = reduce(captions, Final(len(captions.entries) + 1, text))
        stage.studio.journal.happened(Final(len(captions.entries), text), captions, NOW)
    qtbot.waitUntil(lambda: len(stage.document.captions.entries) == begun + len(texts))
    stage.controller.stop()
    qtbot.waitUntil(lambda: stage.controller.phase.value == "idle")


def keep_sessions(stage: Stage, *, are_kept: bool) -> None:
    stage.choices.change(replace(stage.choices.settings, keeps_sessions=are_kept))


def test_nothing_is_stored_of_a_session_that_shall_not_be_kept(stage: Stage, qtbot: QtBot) -> None:
    stage.jobs.start()
    stage.studio.journal.start()
    keep_sessions(stage, are_kept=False)
    stage.choices.change(replace(stage.choices.settings, keeps_audio=True))
    session_of(stage, qtbot, "Off the record.", "Secretly.")
    stage.studio.journal.hear(0, bytes(3200))
    stage.document.rename("A secret")
    [line, _] = stage.document.captions.entries
    stage.document.edit(line, "On it.")  # type: ignore[arg-type]
    stage.document.clear()
    assert stage.studio.journal.stop()
    assert not _traces(stage)
    assert not stage.window.header.is_recording


def test_what_shall_not_be_kept_stays_out_when_the_transcript_is_kept_again(
    stage: Stage, qtbot: QtBot
) -> None:
    session_of(stage, qtbot, "On the record.")
    keep_sessions(stage, are_kept=False)
    session_of(stage, qtbot, "Off the record.", "Secretly.")
    keep_sessions(stage, are_kept=True)
    session_of(stage, qtbot, "On it again.")
    for line in stage.document.captions.entries:
        stage.document.star(line, is_starred=True)  # type: ignore[arg-type]
    stage.studio.journal.stop()
    kept = [read_session(library_of(stage), one) for one in _sessions(stage)]
    assert sorted(map(texts_of, kept)) == [["On it again."], ["On the record."]]
    assert b"secretly" not in b"".join(path.read_bytes() for path in _traces(stage)).lower()


def test_a_switch_in_mid_session_is_about_the_next_one_and_the_header_says_which(
    stage: Stage, qtbot: QtBot
) -> None:
    header = stage.window.header
    stage.controller.start()
    keep_sessions(stage, are_kept=False)
    was_kept = header.is_keeping
    stage.controller.stop()
    stage.studio.journal.happened(EngineChanged(EngineState.STOPPED), Captions(), NOW)
    qtbot.waitUntil(lambda: not header.is_keeping)
    qtbot.waitUntil(lambda: stage.controller.phase.value == "idle")
    stage.controller.start()
    keep_sessions(stage, are_kept=True)
    assert (was_kept, header.is_keeping) == (True, False)
    assert "Not kept" in [badge.text() for badge in header.findChildren(QLabel)]


@pytest.mark.parametrize("is_kept_again", [False, True])
def test_closing_asks_about_words_that_are_not_kept(
    stage: Stage, qtbot: QtBot, is_kept_again: bool
) -> None:
    closing = Closing((stage.window,), stage.studio, stage.messages, lambda: None)
    keep_sessions(stage, are_kept=False)
    session_of(stage, qtbot, "Off the record.")
    keep_sessions(stage, are_kept=is_kept_again)
    session_of(stage, qtbot, "Is it on?")
    closing.ask()
    assert "not saved" in stage.window.message.text


def test_a_cleared_transcript_that_is_not_kept_comes_back_and_stays_so(
    stage: Stage, qtbot: QtBot
) -> None:
    keep_sessions(stage, are_kept=False)
    session_of(stage, qtbot, "Off the record.")
    stage.document.clear()
    stage.document.undo_clear()
    keep_sessions(stage, are_kept=True)
    session_of(stage, qtbot, "On it.")
    [session] = _sessions(stage)
    assert texts_of(read_session(library_of(stage), session)) == ["On it."]


def _traces(stage: Stage) -> list[Path]:
    """The files of the library, and those of recorded audio."""
    folder = library_of(stage).parent
    return [*folder.glob("library*"), *folder.glob("audio/**/*")]


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
