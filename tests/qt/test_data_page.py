"""Your data: where it is, how long it is kept, taken along, deleted and brought back."""

from __future__ import annotations

import time
import zipfile
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from app.core.sessions import KeptFor, Retention
from app.core.settings import Settings
from app.shell.application import is_everything_deleted
from app.shell.widgets.settings_pages import RESETS, Section
from app.storage.library import trash
from app.storage.library.upkeep import presence
from app.storage.locks import locked
from tests.helpers.library_shelf import asked, keep, said
from tests.helpers.settings_stage import SettingsStage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.shell.widgets.data_page import DataPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def stage(qapp: object) -> Iterator[SettingsStage]:
    made = SettingsStage(Settings(), {})
    keep(library(made), "aa", said(1, "Good morning."), title="Monday", begun_s=time.time())
    made.dialog.open_at(Section.DATA)
    yield made
    made.take_down()


def library(stage: SettingsStage) -> Path:
    return stage.data.paths.library


def press(page: DataPage, text: str, qtbot: QtBot) -> None:
    """Press the button that says so."""

    def found() -> list[QPushButton]:
        buttons = page.findChildren(QPushButton)
        return [each for each in buttons if each.text() == text and not each.isHidden()]

    qtbot.waitUntil(lambda: len(found()) == 1)
    found()[0].click()


def test_it_says_where_everything_is_and_how_much(stage: SettingsStage, qtbot: QtBot) -> None:
    page = stage.dialog.data
    qtbot.waitUntil(lambda: "Sessions" in page._sizes.text())
    assert str(library(stage).parent) in page._sizes.text()


def test_how_long_things_are_kept_can_be_chosen_and_reset(stage: SettingsStage) -> None:
    page, choices = stage.dialog.data, stage.choices
    assert page._text.currentText() == "Until I delete them"
    page._text.setCurrentIndex(page._text.findText("30 days"))
    page._text.activated.emit(page._text.currentIndex())
    page._audio.setCurrentIndex(page._audio.findText("7 days"))
    page._audio.activated.emit(page._audio.currentIndex())
    assert choices.settings.retention == Retention(KeptFor.DAYS_30, KeptFor.DAYS_7)
    choices.reset(RESETS[Section.DATA])
    assert page._text.currentText() == "Until I delete them"


def test_nothing_more_can_be_kept_and_that_is_found_reset_and_taken_back(
    stage: SettingsStage,
) -> None:
    page, choices = stage.dialog.data, stage.choices
    kept = []
    for change_back in (choices.undo, lambda: choices.reset(RESETS[Section.DATA])):
        page._keeps.box.click()
        kept.append(choices.settings.keeps_sessions)
        change_back()
        kept.append(page._keeps.box.isChecked())
    assert kept == [False, True, False, True]
    stage.dialog.search.setText("keep what is captioned")
    assert stage.dialog.offered == [Section.DATA]


def test_everything_is_written_into_one_file(
    stage: SettingsStage, qtbot: QtBot, tmp_path: Path
) -> None:
    stage.data.export(tmp_path / "all.zip")
    page = stage.dialog.data
    qtbot.waitUntil(lambda: "all.zip" in page.message.text)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert "sessions.jsonl" in archive.namelist()


def test_an_export_that_cannot_be_written_is_said(
    stage: SettingsStage, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    stage.data.export(tmp_path / "file" / "all.zip")
    qtbot.waitUntil(lambda: stage.dialog.data.message.text != "")


def test_all_sessions_are_deleted_and_brought_back(stage: SettingsStage, qtbot: QtBot) -> None:
    deleted = "SELECT count(deleted_s) FROM sessions"
    press(stage.dialog.data, "Delete all sessions", qtbot)
    qtbot.waitUntil(lambda: asked(library(stage), deleted) == [(1,)])
    press(stage.dialog.data, "Undo", qtbot)
    qtbot.waitUntil(lambda: asked(library(stage), deleted) == [(0,)])


def test_everything_goes_only_after_an_answer(stage: SettingsStage, qtbot: QtBot) -> None:
    told: list[bool] = []
    stage.data.all_going.connect(lambda: told.append(True))
    press(stage.dialog.data, "Delete everything…", qtbot)
    assert stage.dialog.data.message.text != ""
    assert told == []
    press(stage.dialog.data, "Delete and close", qtbot)
    qtbot.waitUntil(lambda: told == [True])
    assert stage.data.is_all_going


def test_nothing_is_closed_and_deleted_while_another_zimu_runs(
    stage: SettingsStage, qtbot: QtBot
) -> None:
    page = stage.dialog.data
    with locked(presence(library(stage), "other")):
        press(page, "Delete everything…", qtbot)
        press(page, "Delete and close", qtbot)
        qtbot.waitUntil(lambda: "Another Zimu is running" in page.message.text)
    assert not stage.data.is_all_going


def test_who_began_to_keep_something_in_the_meantime_is_left_alone_and_that_is_said(
    stage: SettingsStage,
) -> None:
    said: list[str] = []
    with locked(presence(library(stage), "other")):
        assert not is_everything_deleted(stage.data.paths, said.append)
    assert library(stage).exists()
    assert len(said) == 1
    assert is_everything_deleted(stage.data.paths, said.append)
    assert not library(stage).exists()


def test_what_is_too_old_goes_and_nothing_else(stage: SettingsStage, qtbot: QtBot) -> None:
    keep(library(stage), "old", said(1, "Long ago."), begun_s=trash.EARLIEST_S)
    kept = "SELECT id FROM sessions ORDER BY id"
    done: list[bool] = []
    stage.data.tidied.connect(done.append)
    stage.data.keep_tidy(Retention)
    stage.data._tidy_up()
    qtbot.waitUntil(lambda: done == [True])
    assert asked(library(stage), kept) == [("aa",), ("old",)]
    stage.data.keep_tidy(lambda: Retention(text=KeptFor.DAYS_90))
    stage.data._tidy_up()
    qtbot.waitUntil(lambda: asked(library(stage), kept) == [("aa",)])
