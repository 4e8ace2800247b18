"""The first steps: three questions by keyboard or left out, and a microphone on consent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.audio.source import Outlet
from app.core.errors import ErrorCode, Problem
from app.core.events import Level
from app.core.overlay_presets import PRESETS, OverlayPreset
from app.core.settings import LOCAL_ID, Settings, Theme
from app.engine.catalog import CUSTOM_ID
from app.shell.introduction import Introduction, is_wanted
from app.shell.listening import Listening
from app.shell.options import WindowOptions
from app.shell.wardrobe import Wardrobe
from app.shell.widgets.first_steps import FirstSteps
from tests.helpers.stage import HEADSET, STUDIO, Stage

VOICE = Level(-20.0, -9.0)
GONE = Problem(ErrorCode.DEVICE_GONE, {"device": "Headset"})


class TalkingSource:
    """A microphone into which somebody speaks."""

    is_live = True

    def __init__(self, listening: Listening) -> None:
        self.listening = listening
        self.outlet: Outlet | None = None
        self.stopped = threading.Event()

    def start(self, outlet: Outlet) -> None:
        self.outlet = outlet
        threading.Thread(target=outlet.level, args=(VOICE,)).start()

    def stop(self) -> None:
        self.stopped.set()


class Opened:
    """The first steps over a window, and the microphones that were opened for them."""

    def __init__(self, stage: Stage, wardrobe: Wardrobe) -> None:
        self.stage = stage
        self.sources: list[TalkingSource] = []
        self.introduction = Introduction(
            stage.studio, stage.window, self._open_source, stage.jobs, wardrobe
        )
        stage.window.retranslate()
        self.introduction.show_devices((STUDIO, HEADSET))
        self.introduction.open()

    @property
    def steps(self) -> FirstSteps:
        assert self.introduction.steps is not None
        return self.introduction.steps

    def _open_source(self, listening: Listening) -> TalkingSource:
        self.sources.append(TalkingSource(listening))
        return self.sources[-1]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, modifier or Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def opened(make_stage: Callable[..., Stage], qapp: QApplication) -> Iterator[Opened]:
    stage = make_stage()
    stage.jobs.start()
    stage.window.show()
    stage.window.activateWindow()
    opened = Opened(stage, Wardrobe(qapp))
    yield opened
    opened.introduction.close()


def test_return_goes_through_all_steps_and_that_is_remembered(opened: Opened) -> None:
    seen = []
    while opened.introduction.steps is not None:
        seen.append(opened.steps.accessibleDescription().partition(":")[0])
        opened.press(Qt.Key.Key_Return)
    assert seen == ["Step 1 of 3", "Step 2 of 3", "Step 3 of 3"]
    assert opened.stage.choices.settings == Settings(is_introduced=True)


def test_escape_leaves_out_what_is_left(opened: Opened) -> None:
    opened.press(Qt.Key.Key_Escape)
    assert opened.introduction.steps is None
    assert opened.stage.choices.settings.is_introduced
    assert opened.stage.window.sidebar.start.isEnabled()


def test_alt_and_the_arrows_go_to_and_fro(opened: Opened) -> None:
    alt = Qt.KeyboardModifier.AltModifier
    opened.press(Qt.Key.Key_Right, alt)
    shown = [opened.steps.step]
    opened.press(Qt.Key.Key_Left, alt)
    opened.press(Qt.Key.Key_Left, alt)
    shown.append(opened.steps.step)
    assert shown == [opened.steps.microphone, opened.steps.place]


def test_what_is_below_cannot_be_reached_meanwhile(opened: Opened) -> None:
    assert not opened.stage.window.sidebar.start.isEnabled()


def test_every_place_says_what_becomes_of_the_audio_and_can_be_chosen(opened: Opened) -> None:
    place = opened.steps.place
    assert place.options[0].choice.isChecked()
    assert all(option.choice.accessibleDescription() for option in place.options)
    place.options[-1].choice.click()
    assert opened.stage.choices.settings.engine_id == CUSTOM_ID
    place.address.setText("wss://captions.example.org")
    opened.steps.next.click()
    assert opened.stage.choices.settings.custom_url == "wss://captions.example.org"
    opened.steps.back.click()
    place.options[0].choice.click()
    assert opened.stage.choices.settings.engine_id == LOCAL_ID


def test_no_microphone_is_open_before_somebody_asks_for_it(opened: Opened, qtbot: QtBot) -> None:
    opened.steps.next.click()
    assert opened.sources == []
    opened.steps.microphone.listen.click()
    (source,) = opened.sources
    words = opened.steps.microphone.listen
    assert "Nothing is recorded" in words.accessibleDescription()
    qtbot.waitUntil(lambda: "Hearing you" in texts(opened))
    opened.steps.next.click()
    assert source.stopped.wait(10)
    opened.steps.back.click()
    assert "closed" in words.accessibleDescription()


def test_another_microphone_is_heard_instead(opened: Opened) -> None:
    opened.steps.next.click()
    microphone = opened.steps.microphone
    microphone.listen.click()
    microphone.devices.chosen.emit(HEADSET.ref)
    first, second = opened.sources
    assert (first.listening, second.listening) == (None, HEADSET.ref)
    assert first.stopped.wait(10)
    assert opened.stage.choices.settings.device == HEADSET.ref


def test_a_microphone_that_goes_is_told_and_taken_back(opened: Opened, qtbot: QtBot) -> None:
    opened.steps.next.click()
    opened.steps.microphone.listen.click()
    outlet = opened.sources[0].outlet
    assert outlet is not None
    outlet.trouble(GONE)
    qtbot.waitUntil(lambda: "Not connected" in texts(opened))
    outlet.trouble(None)
    qtbot.waitUntil(lambda: "Not connected" not in texts(opened))


def test_the_microphone_is_closed_with_the_steps(opened: Opened) -> None:
    opened.steps.next.click()
    opened.steps.microphone.listen.click()
    opened.press(Qt.Key.Key_Escape)
    assert opened.sources[0].stopped.wait(10)


def test_the_microphone_is_closed_when_the_window_goes_to_the_tray(opened: Opened) -> None:
    opened.steps.next.click()
    microphone = opened.steps.microphone
    microphone.listen.click()
    opened.stage.window.hide()
    assert opened.sources[0].stopped.wait(10)
    opened.stage.window.show()
    assert "closed" in microphone.listen.accessibleDescription()
    assert len(opened.sources) == 1


def test_what_it_looks_like_is_seen_at_once(opened: Opened) -> None:
    opened.steps.next.click()
    opened.steps.next.click()
    appearance = opened.steps.appearance
    appearance.presets.chosen.emit(OverlayPreset.YELLOW_ON_BLACK)
    yellow = PRESETS[OverlayPreset.YELLOW_ON_BLACK].text_color
    assert opened.stage.choices.settings.overlay.look.text_color == yellow
    appearance.theme.activated.emit(list(Theme).index(Theme.LIGHT))
    assert opened.stage.choices.settings.theme is Theme.LIGHT
    appearance.text_percent.setValue(150)
    assert opened.stage.choices.settings.text_percent == 150


def test_a_session_that_a_key_starts_ends_the_questions(opened: Opened) -> None:
    opened.stage.controller.start()
    assert opened.introduction.steps is None


def test_they_can_be_opened_again_from_the_menu(opened: Opened) -> None:
    opened.introduction.close()
    actions = opened.stage.window.menu.actions()
    next(action for action in actions if action.text() == "First steps…").trigger()
    assert opened.introduction.steps is not None


def test_nobody_is_asked_twice_nor_who_says_what_to_do() -> None:
    alone = WindowOptions(0.0)
    assert is_wanted(alone, Settings())
    assert not is_wanted(alone, Settings(is_introduced=True))
    for driven in (
        replace(alone, starts=True),
        replace(alone, source_path=Path("a.wav")),
        replace(alone, device_name="mic"),
        replace(alone, quits_when_done=True),
        replace(alone, quit_after_s=1.0),
        replace(alone, grab_dir=Path()),
        replace(alone, export_paths=(Path("a.srt"),)),
    ):
        assert not is_wanted(driven, Settings())


def texts(opened: Opened) -> str:
    """Return all that the steps say."""
    return " ".join(label.text() for label in opened.steps.findChildren(QLabel))
