"""The set-up column: all of it, or folded to icons that say what is chosen and lead there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.core.settings import Settings
from app.shell.folding_link import FOLDED, FoldingLink
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.wardrobe import Wardrobe
from app.shell.widgets.main_window import SIZE_PX
from app.shell.widgets.sidebar import FOLDED_PX, WIDTH_PX
from tests.helpers.stage import HEADSET, STUDIO, Stage

NARROW_PX = 800


@pytest.fixture
def places(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def stage(make_stage: Callable[..., Stage], places: QSettings, qapp: QApplication) -> Stage:
    stage = make_stage()
    FoldingLink(stage.window, places, Wardrobe(qapp))
    stage.window.resize(*SIZE_PX)
    stage.window.show_devices((STUDIO, HEADSET))
    stage.window.show()
    return stage


def rail(stage: Stage) -> Iterator[QToolButton]:
    return iter(stage.window.sidebar.rail.findChildren(QToolButton))


def test_it_folds_by_its_button_and_is_found_folded_again(
    stage: Stage, places: QSettings, make_stage: Callable[..., Stage], qapp: QApplication
) -> None:
    sidebar = stage.window.sidebar
    widths = [sidebar.width()]
    sidebar.fold.click()
    widths.append(sidebar.width())
    assert widths == [WIDTH_PX, FOLDED_PX]
    assert places.value(FOLDED, False, bool)
    later = make_stage()
    FoldingLink(later.window, places, Wardrobe(qapp))
    assert later.window.sidebar.rail.isVisibleTo(later.window)


def test_the_button_says_what_it_does_now(stage: Stage) -> None:
    fold = stage.window.sidebar.fold
    names = [fold.accessibleName()]
    fold.click()
    names.append(fold.accessibleName())
    assert names == ["Fold to icons", "Show the set-up"]
    assert fold.shortcut().toString() == "Ctrl+B"


def test_start_can_be_pressed_while_it_is_folded(stage: Stage, qtbot: QtBot) -> None:
    sidebar = stage.window.sidebar
    sidebar.fold.click()
    assert (sidebar.start.text(), sidebar.start.accessibleName()) == ("", "Start")
    sidebar.start.click()
    qtbot.waitUntil(lambda: sidebar.start.accessibleName() == "Stop")


def test_each_icon_says_what_is_chosen_and_leads_there(stage: Stage, qtbot: QtBot) -> None:
    stage.choices.change(Settings(device=HEADSET.ref))
    stage.controller.listen_to(HEADSET.ref)
    sidebar = stage.window.sidebar
    sidebar.fold.click()
    first = next(rail(stage))
    assert first.toolTip() == "Listen to: Headset"
    assert all(button.toolTip() and button.accessibleName() for button in rail(stage))
    first.click()
    assert not sidebar.rail.isVisible()
    assert sidebar.devices.isVisible()


def test_where_there_is_little_room_it_folds_by_itself(stage: Stage, places: QSettings) -> None:
    sidebar = stage.window.sidebar
    stage.window.resize(NARROW_PX, SIZE_PX[1])
    assert sidebar.width() == FOLDED_PX
    sidebar.fold.click()
    assert sidebar.width() == WIDTH_PX
    stage.window.resize(*SIZE_PX)
    assert sidebar.width() == WIDTH_PX
    assert not places.value(FOLDED, False, bool)


def test_no_microphone_at_all_is_told_before_anybody_starts(stage: Stage) -> None:
    def told() -> str:
        return " ".join(label.text() for label in stage.window.sidebar.devices.findChildren(QLabel))

    assert "No microphone found" not in told()
    stage.window.show_devices(())
    assert "No microphone found" in told()
    stage.window.show_devices((STUDIO,))
    assert "No microphone found" not in told()


def test_context_packs_open_by_their_key_while_it_is_folded(stage: Stage, qtbot: QtBot) -> None:
    sidebar = stage.window.sidebar
    wanted: list[bool] = []
    sidebar.context.edit_wanted.connect(lambda: wanted.append(True))
    control = Qt.KeyboardModifier.ControlModifier
    with qtbot.waitActive(stage.window):
        stage.window.activateWindow()
    for _ in range(2):
        QTest.keyClick(stage.window, Qt.Key.Key_K, control)
        qtbot.waitUntil(lambda: bool(wanted))
        wanted.clear()
        sidebar.fold.click()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_folded_sidebar_fits_a_low_screen_at_twice_the_size(stage: Stage, qtbot: QtBot) -> None:
    sidebar = stage.window.sidebar
    stage.window.apply_look(Look(DARK, 2.0))
    sidebar.set_folded(is_folded=True)
    stage.window.show()
    sidebar.resize(sidebar.width(), 640)
    qtbot.waitUntil(sidebar.rail.isVisible)
    assert sidebar.minimumSizeHint().height() <= 640
    first, *_, before_last, last = rail(stage)
    assert (first.visibleRegion().isEmpty(), last.visibleRegion().isEmpty()) == (False, True)
    before_last.setFocus()
    QTest.keyClick(before_last, Qt.Key.Key_Tab)  # what is out of sight is scrolled to
    assert not last.visibleRegion().isEmpty()
    assert sidebar.start.geometry().bottom() <= sidebar.height()
