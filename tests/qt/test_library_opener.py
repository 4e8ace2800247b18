"""Library and review open when they are asked for, and hide when every caption does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from app.core.settings import NetworkSettings, Settings
from app.engine.keys import Keys
from app.shell.choices import Choices
from app.shell.library_opener import LibraryOpener
from app.shell.summary_desk import SummaryDesk
from app.shell.wardrobe import Wardrobe
from app.shell.widgets.library_window import LibraryWindow
from app.shell.widgets.review_window import ReviewWindow
from app.shell.widgets.summary_window import SummaryWindow
from app.storage.secrets import SystemKeychain
from tests.helpers.library_shelf import keep, said
from tests.helpers.models import HERE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class OpenerStage:
    """A window that leads to a library with one session."""

    def __init__(self, library: Path, application: QApplication) -> None:
        keep(library, "aa", said(1, "Good morning."), title="Monday")
        self.window = QWidget()
        choices = Choices(Settings(), lambda _: None, lambda _: None, lambda: HERE)
        places = QSettings(str(library.with_suffix(".ini")), QSettings.Format.IniFormat)
        keys = Keys({}, SystemKeychain(lambda: None))
        summaries = SummaryDesk(keys, NetworkSettings, places)
        wardrobe = Wardrobe(application)
        self.opener = LibraryOpener(library, choices, wardrobe, self.window, summaries)

    def shown(self, kind: type[QWidget]) -> QWidget | None:
        return next((each for each in self.window.findChildren(kind) if each.isVisible()), None)

    def take_down(self) -> None:
        self.opener.close()
        assert self.opener.stop()
        self.window.deleteLater()


@pytest.fixture
def stage(tmp_path: Path, qapp: QApplication) -> Iterator[OpenerStage]:
    made = OpenerStage(tmp_path / "library.db", qapp)
    yield made
    made.take_down()


def test_a_session_is_reviewed_from_the_library(stage: OpenerStage, qtbot: QtBot) -> None:
    stage.opener.open()
    library = stage.shown(LibraryWindow)
    assert isinstance(library, LibraryWindow)
    qtbot.waitUntil(lambda: library.list.current is not None)
    library.list.opened.emit(library.list.current)
    qtbot.waitUntil(lambda: stage.shown(ReviewWindow) is not None)


def test_why_a_session_cannot_be_opened_is_said_in_the_library(
    stage: OpenerStage, qtbot: QtBot
) -> None:
    stage.opener.open()
    library = stage.shown(LibraryWindow)
    assert isinstance(library, LibraryWindow)
    stage.opener.review("nobody")
    qtbot.waitUntil(lambda: "nobody" in library.message.text)


def test_both_are_out_of_sight_while_captions_are(stage: OpenerStage, qtbot: QtBot) -> None:
    stage.opener.open()
    stage.opener.review("aa")
    qtbot.waitUntil(lambda: stage.shown(ReviewWindow) is not None)
    stage.opener.set_blanked(True)
    stage.opener.open()
    assert stage.shown(LibraryWindow) is None
    assert stage.shown(ReviewWindow) is None
    stage.opener.set_blanked(False)
    assert stage.shown(LibraryWindow) is not None
    assert stage.shown(ReviewWindow) is not None


def test_a_session_that_comes_while_captions_are_hidden_waits(
    stage: OpenerStage, qtbot: QtBot
) -> None:
    stage.opener.review("aa")
    stage.opener.set_blanked(True)
    read: list[object] = []
    stage.opener.desk.do(lambda _: None, read.append)  # behind the session
    qtbot.waitUntil(lambda: bool(read))
    assert stage.shown(ReviewWindow) is None
    stage.opener.set_blanked(False)
    assert stage.shown(ReviewWindow) is not None
    stage.opener.set_blanked(True)
    stage.opener.review("aa")
    stage.opener.desk.do(lambda _: None, read.append)
    qtbot.waitUntil(lambda: len(read) == 2)
    assert stage.shown(ReviewWindow) is None


def test_a_cited_line_is_looked_for_in_the_session_that_was_summed_up(
    stage: OpenerStage, qtbot: QtBot
) -> None:
    keep(stage.opener.desk.path, "bb", said(1, "Something else."), title="Tuesday")

    def review() -> ReviewWindow | None:
        shown = stage.shown(ReviewWindow)
        return shown if isinstance(shown, ReviewWindow) else None

    def title() -> str:
        shown = review()
        return "" if shown is None else shown.title.text()

    stage.opener.review("aa")
    qtbot.waitUntil(lambda: title() == "Monday")
    shown = review()
    assert shown is not None
    shown.summary_wanted.emit(stage.opener._review_desk.review)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: stage.shown(SummaryWindow) is not None)
    stage.opener.review("bb")
    qtbot.waitUntil(lambda: title() == "Tuesday")
    summary = stage.shown(SummaryWindow)
    assert isinstance(summary, SummaryWindow)
    summary.line_chosen.emit(1)
    qtbot.waitUntil(lambda: title() == "Monday")
    assert shown.pane.current is not None
    shown.close()
    summary.line_chosen.emit(1)
    qtbot.waitUntil(shown.isVisible)
