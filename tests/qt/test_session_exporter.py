"""Kept sessions leave as files: named after them, with what was put right."""

from __future__ import annotations

import csv
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.core.emotion import Emotion
from app.core.export import EmotionMarks, ExportFormat, ExportOptions, render_text, usual
from app.core.sessions import SessionInfo
from app.core.settings import Settings
from app.shell.choices import Choices
from app.shell.library_desk import LibraryDesk
from app.shell.session_exporter import SessionExporter, file_names, transcript_of
from app.shell.wardrobe import Wardrobe
from app.storage.library import reviewing, schema
from tests.helpers.library_shelf import change, keep, said
from tests.helpers.models import HERE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.core.review import Review

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class ExportStage:
    """Two sessions of one name, and who writes them."""

    def __init__(self, library: Path, application: QApplication) -> None:
        self.library = library
        keep(library, "aa", said(1, "Good morning.", Emotion.ANGRY), title="Call: Ada/Bob")
        keep(library, "bb", said(1, "Good evening."), title="Call: Ada/Bob")
        self.desk = LibraryDesk(library, lambda: 0.0)
        self.window = QWidget()
        self.window.show()
        choices = Choices(Settings(), lambda _: None, lambda _: None, lambda: HERE)
        wardrobe = Wardrobe(application)
        self.exporter = SessionExporter(self.desk, choices, wardrobe, self.window)
        self.written: list[Path] = []
        self.exporter.done.connect(self.written.extend)

    def review(self, session: str) -> Review:
        with closing(schema.connect(self.library)) as connection:
            found = reviewing.review(connection, session)
        assert found is not None
        return found

    def choose(self, options: ExportOptions, path: Path, qtbot: QtBot) -> None:
        """Answer the sheet and the system's dialog."""
        qtbot.waitUntil(lambda: self.exporter._sheet is not None)
        assert self.exporter._sheet is not None
        self.exporter._sheet.chosen.emit(options)
        self.exporter._sheet.close()
        self.pick(path)

    def pick(self, path: Path) -> None:
        """Answer the system's dialog."""
        [dialog] = self.window.findChildren(QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.close()

    def take_down(self) -> None:
        self.window.close()
        assert self.desk.stop()
        self.window.deleteLater()


@pytest.fixture
def stage(tmp_path: Path, qapp: QApplication) -> Iterator[ExportStage]:
    made = ExportStage(tmp_path / "library.db", qapp)
    yield made
    made.take_down()


def test_one_session_is_written_where_the_user_says(
    stage: ExportStage, qtbot: QtBot, tmp_path: Path
) -> None:
    stage.exporter.ask((stage.review("aa").session,))
    stage.choose(usual(ExportFormat.TXT), tmp_path / "call.txt", qtbot)
    qtbot.waitUntil(lambda: stage.written == [tmp_path / "call.txt"])
    assert "Good morning." in (tmp_path / "call.txt").read_text(encoding="utf-8")


def test_several_are_written_into_a_folder_each_by_its_name(
    stage: ExportStage, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    sessions = (stage.review("aa").session, stage.review("bb").session)
    stage.exporter.ask(sessions)
    stage.choose(usual(ExportFormat.SRT), folder, qtbot)
    names = {"Call Ada Bob.srt", "Call Ada Bob 2.srt"}
    qtbot.waitUntil(lambda: {path.name for path in stage.written} == names)
    assert {path.name for path in folder.iterdir()} == names


def test_no_name_is_taken_twice_and_no_file_replaced(tmp_path: Path) -> None:
    (tmp_path / "Call.txt").write_text("older", encoding="utf-8")
    sessions = [SessionInfo("a", 0.0, title="Call"), SessionInfo("b", 0.0, title="Call")]
    found = file_names(sessions, tmp_path, ".txt")
    assert [path.name for path in found.values()] == ["Call 2.txt", "Call 3.txt"]


def test_names_that_differ_by_case_alone_are_one(tmp_path: Path) -> None:
    titles = ("Call", "CALL", "call 2", "Call")
    sessions = [SessionInfo(str(at), 0.0, title=title) for at, title in enumerate(titles)]
    found = file_names(sessions, tmp_path, ".txt")
    names = [path.name for path in found.values()]
    assert names == ["Call.txt", "CALL 2.txt", "call 2 2.txt", "Call 3.txt"]


def test_what_was_put_right_is_what_is_written(stage: ExportStage) -> None:
    change(stage.library, "UPDATE lines SET label_edited = 'happy' WHERE session = 'aa'")
    change(stage.library, "INSERT INTO channels VALUES ('aa', 0, 'Ada')")
    review = stage.review("aa")
    transcript = transcript_of(review)
    [line] = review.lines
    assert line.emotion is Emotion.ANGRY
    options = ExportOptions(ExportFormat.JSONL, emotions=EmotionMarks.WORD)
    assert '"emotion":"happy"' in render_text(transcript, options)
    assert transcript.speakers == {1: "Ada"}


def test_figures_are_written_as_a_table(stage: ExportStage, qtbot: QtBot, tmp_path: Path) -> None:
    stage.exporter.ask_for_figures(stage.review("aa"))
    stage.pick(tmp_path / "figures.csv")
    qtbot.waitUntil(lambda: stage.written == [tmp_path / "figures.csv"])
    with (tmp_path / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["emotion"]: row["emotion_lines"] for row in rows}["angry"] == "1"


def test_a_session_that_is_gone_is_said_by_its_name(stage: ExportStage, qtbot: QtBot) -> None:
    gone = stage.review("aa").session
    change(stage.library, "DELETE FROM sessions WHERE id = 'aa'")
    with qtbot.waitSignal(stage.exporter.failed) as failed:
        stage.exporter.ask((gone,))
    assert failed.args is not None
    assert failed.args[0].facts == {"session": gone.name}


def test_no_sheet_comes_up_over_a_window_that_was_closed_meanwhile(
    stage: ExportStage, qtbot: QtBot
) -> None:
    review = stage.review("aa")
    stage.exporter.ask((review.session,))
    stage.window.hide()
    done: list[object] = []
    stage.desk.do(lambda _: None, done.append)  # behind what was asked for
    qtbot.waitUntil(lambda: bool(done))
    assert stage.exporter.sheet is None
