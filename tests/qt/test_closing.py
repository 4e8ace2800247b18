"""The way out, and the errands of the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.core.captions import Captions
from app.core.errors import ErrorCode, Problem
from app.core.events import EngineChanged, EngineState, Final
from app.core.export import ExportFormat, ExportOptions
from app.core.settings import Settings
from app.session.sink import Stamp
from app.shell.closing import Closing
from app.shell.controller import Phase
from app.shell.errand import Errand
from app.shell.options import WindowOptions
from tests.helpers.stage import Stage, final

MakeSpy = Callable[[SignalInstance], QSignalSpy]
MakeStage = Callable[..., Stage]

HELLO = Captions((final(1, "Hello."),), 1)


class Way:
    """A stage with its way out; `asked` counts the file dialogs."""

    def __init__(self, stage: Stage, make_spy: MakeSpy) -> None:
        self.stage = stage
        self.asked = 0
        self.closing = Closing((stage.window,), stage.studio, stage.messages, self._ask_for_file)
        self.closed = make_spy(self.closing.closed)
        stage.window.close_wanted.connect(self.closing.ask)
        stage.jobs.start()
        stage.window.show()

    def _ask_for_file(self) -> None:
        self.asked += 1

    def hear(self) -> None:
        self.stage.document.receive(HELLO, Stamp(0.0, 0))

    def press(self, text: str) -> None:
        buttons = self.stage.window.message.findChildren(QPushButton)
        next(found for found in buttons if found.text() == text and not found.isHidden()).click()


@pytest.fixture
def way(stage: Stage, make_spy: MakeSpy) -> Way:
    return Way(stage, make_spy)


def test_with_nothing_to_lose_the_window_closes_at_once(way: Way) -> None:
    way.stage.window.close()
    assert way.closed.count() == 1
    assert not way.stage.window.isVisible()


def test_unsaved_lines_are_asked_about_without_closing(way: Way) -> None:
    way.hear()
    way.stage.window.close()
    assert way.closed.count() == 0
    assert way.stage.window.isVisible()
    assert way.stage.window.message.text == "The transcript is not saved."


def test_who_may_cover_the_question_is_told_before_it_takes_the_focus(way: Way) -> None:
    seen: list[str] = []
    way.closing.asking.connect(lambda: seen.append(way.stage.window.message.text))
    way.hear()
    way.closing.ask()
    assert seen == [""]


def test_nobody_is_told_of_a_question_where_there_is_none(way: Way, make_spy: MakeSpy) -> None:
    asking = make_spy(way.closing.asking)
    way.closing.ask()
    assert asking.count() == 0


def test_cancel_stays(way: Way) -> None:
    way.hear()
    way.stage.window.close()
    way.press("Cancel")
    assert way.closed.count() == 0
    assert way.stage.window.message.text == ""


def test_not_saving_closes(way: Way) -> None:
    way.hear()
    way.stage.window.close()
    way.press("Don't save")
    assert way.closed.count() == 1


def test_saving_closes_when_the_file_is_written(way: Way, tmp_path: Path, qtbot: QtBot) -> None:
    way.hear()
    way.stage.window.close()
    way.press("Save…")
    assert way.asked == 1
    assert way.closed.count() == 0
    way.stage.document.export(tmp_path / "a.srt")
    qtbot.waitUntil(lambda: way.closed.count() == 1)


def test_saving_a_part_closes_nothing(
    way: Way, tmp_path: Path, qtbot: QtBot, make_spy: MakeSpy
) -> None:
    way.hear()
    way.stage.window.close()
    way.press("Save…")
    exported = make_spy(way.stage.document.exported)
    part = ExportOptions(ExportFormat.SRT, starred_only=True)
    way.stage.document.export(tmp_path / "a.srt", part)
    qtbot.waitUntil(lambda: exported.count() == 1)
    assert way.closed.count() == 0
    assert way.stage.window.isVisible()


def test_giving_up_on_the_file_stays_open_also_after_a_later_export(
    way: Way, tmp_path: Path, qtbot: QtBot, make_spy: MakeSpy
) -> None:
    way.hear()
    way.stage.window.close()
    way.press("Save…")
    way.closing.stay()
    exported = make_spy(way.stage.document.exported)
    way.stage.document.export(tmp_path / "a.srt")
    qtbot.waitUntil(lambda: exported.count() == 1)
    assert way.closed.count() == 0


def test_closing_while_captioning_hides_at_once_and_waits_for_the_session(
    make_stage: MakeStage, make_spy: MakeSpy, qtbot: QtBot
) -> None:
    way = Way(make_stage(finishes_at_once=False), make_spy)
    way.stage.controller.start()
    way.stage.window.close()
    assert not way.stage.window.isVisible()
    assert way.stage.sessions[0].calls == ["stop"]
    assert way.closed.count() == 0
    way.stage.sessions[0].end()
    qtbot.waitUntil(lambda: way.closed.count() == 1)


def test_closing_does_not_wait_for_a_session_that_does_not_end(
    make_stage: MakeStage, make_spy: MakeSpy, qtbot: QtBot
) -> None:
    way = Way(make_stage(finishes_at_once=False), make_spy)
    way.stage.controller.start()
    way.stage.window.close()
    qtbot.waitUntil(lambda: way.closed.count() == 1)
    assert way.stage.controller.phase is Phase.FINISHING


@pytest.mark.expects_log("nothing is kept")
@pytest.mark.expects_log("notice: keeping_failed")
def test_saving_while_captioning_asks_for_the_file_when_the_last_words_are_in(
    make_stage: MakeStage, make_spy: MakeSpy, qtbot: QtBot
) -> None:
    way = Way(make_stage(finishes_at_once=False), make_spy)
    (Path(way.stage.folder.name) / "library.db").mkdir()  # nothing can be kept
    way.stage.controller.start()
    way.stage.studio.journal.happened(Final(1, "Hello."), HELLO, Stamp(0.0, 0))
    way.hear()
    way.stage.window.close()
    way.press("Save…")
    assert way.asked == 0
    way.stage.sessions[0].end()
    qtbot.waitUntil(lambda: way.asked == 1)


# Errands


def errand_of(stage: Stage, options: WindowOptions, make_spy: MakeSpy) -> tuple[Errand, QSignalSpy]:
    errand = Errand(options, stage.studio, {"window.png": stage.window})
    return errand, make_spy(errand.leave)


def test_an_errand_starts_grabs_exports_and_leaves(
    stage: Stage, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path
) -> None:
    stage.jobs.start()
    options = WindowOptions(
        process_start_s=0.0,
        starts=True,
        export_paths=(tmp_path / "a.srt", tmp_path / "a.txt"),
        grab_dir=tmp_path / "pictures",
        quits_when_done=True,
    )
    errand, left = errand_of(stage, options, make_spy)
    errand.begin()
    assert stage.controller.phase is Phase.RUNNING
    stage.tell(Final(1, "Hello."), *HELLO.entries)
    stage.sessions[0].end()
    qtbot.waitUntil(lambda: left.count() == 1)
    assert "Hello." in (tmp_path / "a.srt").read_text(encoding="utf-8")
    assert "Hello." in (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert (tmp_path / "pictures" / "window.png").stat().st_size > 1000


def test_an_errand_still_owes_its_files_when_the_program_ends_first(
    stage: Stage, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path
) -> None:
    stage.jobs.start()
    export = tmp_path / "a.txt"
    errand, _ = errand_of(stage, WindowOptions(0.0, starts=True, export_paths=(export,)), make_spy)
    exported = make_spy(stage.document.exported)
    errand.begin()
    stage.tell(Final(1, "Hello."), *HELLO.entries)
    qtbot.waitUntil(lambda: stage.document.is_unsaved)
    errand.conclude()
    qtbot.waitUntil(lambda: exported.count() == 1)
    assert "Hello." in export.read_text(encoding="utf-8")
    errand.conclude()
    stage.jobs.stop()
    assert exported.count() == 1


def test_an_errand_that_cannot_write_leaves_all_the_same(
    stage: Stage, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path
) -> None:
    stage.jobs.start()
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    options = WindowOptions(
        process_start_s=0.0,
        starts=True,
        export_paths=(tmp_path / "file" / "a.srt",),
        quits_when_done=True,
    )
    failed = make_spy(stage.document.export_failed)
    errand, left = errand_of(stage, options, make_spy)
    errand.begin()
    stage.sessions[0].end()
    qtbot.waitUntil(lambda: left.count() == 1)
    assert failed.count() == 1
    assert errand.problem is not None
    assert errand.problem.code is ErrorCode.EXPORT_FAILED


def test_an_errand_whose_pictures_cannot_be_kept_writes_its_files_and_leaves(
    stage: Stage, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path
) -> None:
    stage.jobs.start()
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    options = WindowOptions(
        process_start_s=0.0,
        starts=True,
        export_paths=(tmp_path / "a.srt",),
        grab_dir=tmp_path / "file" / "pictures",
        quits_when_done=True,
    )
    errand, left = errand_of(stage, options, make_spy)
    errand.begin()
    stage.sessions[0].end()
    qtbot.waitUntil(lambda: left.count() == 1)
    assert (tmp_path / "a.srt").exists()
    assert errand.problem is not None
    assert errand.problem.code is ErrorCode.EXPORT_FAILED


def test_an_errand_leaves_after_its_time(stage: Stage, make_spy: MakeSpy, qtbot: QtBot) -> None:
    errand, left = errand_of(stage, WindowOptions(0.0, quit_after_s=0.01), make_spy)
    errand.begin()
    qtbot.waitUntil(lambda: left.count() == 1)
    assert stage.controller.phase is Phase.IDLE


def test_a_problem_is_kept_on_screen_while_asking(way: Way) -> None:
    way.stage.messages.show_problem(Problem(ErrorCode.NO_DEVICE))
    way.stage.window.close()
    assert way.closed.count() == 1


def test_an_unattended_start_that_is_refused_leaves_with_the_reason(
    make_stage: MakeStage, make_spy: MakeSpy
) -> None:
    stage = make_stage(settings=Settings(engine_id="cloud-cn", context="字" * 12_000))
    options = WindowOptions(0.0, starts=True, quits_when_done=True)
    errand, left = errand_of(stage, options, make_spy)
    errand.begin()
    assert left.count() == 1
    assert errand.problem is not None
    assert errand.problem.code is ErrorCode.CONTEXT_TOO_LONG


def test_a_link_that_is_tried_again_is_no_reason_to_leave(
    stage: Stage, make_spy: MakeSpy, qtbot: QtBot
) -> None:
    options = WindowOptions(0.0, starts=True, quits_when_done=True)
    errand, left = errand_of(stage, options, make_spy)
    errand.begin()
    lost = Problem(ErrorCode.LINK_LOST, {"host": "h"})
    stage.tell(EngineChanged(EngineState.RECONNECTING, lost, retry_in_s=1.0))
    qtbot.waitUntil(lambda: stage.studio.link.status.is_trying)
    assert (left.count(), errand.problem) == (0, None)
