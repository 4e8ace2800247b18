"""Keys that work wherever the focus is, the panic key, the tray, and the sheet of all keys."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings, Qt, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.core.errors import ErrorCode, Problem
from app.core.events import EngineChanged, EngineState, Final, SourceTrouble
from app.core.hotkeys import Hotkey
from app.core.settings import HotkeySettings, Settings
from app.shell.commands import Commands
from app.shell.global_keys import GlobalKeys, Reach, combination_of, reach
from app.shell.helm import Helm
from app.shell.hotkeys import Hotkeys
from app.shell.look import Look
from app.shell.overlay_link import OverlayLink
from app.shell.panic import Panic
from app.shell.style import DARK
from app.shell.tray import TOLD, Tray, TrayState
from app.shell.wardrobe import Wardrobe
from app.shell.widgets.key_field import KeyField
from app.shell.widgets.keys_sheet import KeysSheet
from app.shell.widgets.overlay import Overlay
from app.shell.window_keys import window_keys
from app.shell.x11_keys import keysym_of, modifiers_of
from tests.helpers.stage import Stage, final

MakeStage = Callable[..., Stage]
MakeSpy = Callable[[SignalInstance], QSignalSpy]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class FewKeys(GlobalKeys):
    """A system on which another program has some keys already."""

    def __init__(self, parent: QObject, taken: frozenset[str]) -> None:
        super().__init__(parent)
        self.others = taken
        self.held: set[str] = set()
        self.is_closed = False

    def grab(self, keys: Iterable[str]) -> frozenset[str]:
        wanted = set(keys)
        self.held = wanted - self.others
        return frozenset(wanted & self.others)

    def close(self) -> None:
        self.held.clear()
        self.is_closed = True

    def press(self, key: str) -> None:
        assert key in self.held
        self.pressed.emit(key)


@dataclass
class Keyboard:
    """Hotkeys on a stage; `system` is what was opened to take keys."""

    stage: Stage
    commands: Commands
    hotkeys: Hotkeys
    opened: list[FewKeys]

    @property
    def system(self) -> FewKeys:
        (only,) = self.opened
        return only

    def change(self, **keys: object) -> None:
        settings = self.stage.choices.settings
        hotkeys = replace(settings.hotkeys, **keys)  # type: ignore[arg-type]  # as the test says
        self.stage.choices.change(replace(settings, hotkeys=hotkeys))


MakeKeyboard = Callable[..., Keyboard]


@pytest.fixture
def make_keyboard(make_stage: MakeStage) -> Iterator[MakeKeyboard]:
    """Make hotkeys that follow the settings."""
    made: list[Keyboard] = []

    def make(hotkeys: HotkeySettings | None = None, taken: Iterable[str] = ()) -> Keyboard:
        stage = make_stage(settings=Settings(hotkeys=hotkeys or HotkeySettings()))
        opened: list[FewKeys] = []

        def open_keys(parent: QObject) -> FewKeys:
            opened.append(FewKeys(parent, frozenset(taken)))
            return opened[-1]

        commands = Commands(stage.studio, stage.window)
        commands.retranslate()
        keys = Hotkeys(
            stage.choices,
            commands,
            lambda: window_keys(stage.window, besides=commands.with_hotkeys),
            Reach.EVERYWHERE,
            open_keys,
        )
        keys.start()
        made.append(Keyboard(stage, commands, keys, opened))
        return made[-1]

    yield make
    for keyboard in made:
        keyboard.hotkeys.stop()


MakeHelm = Callable[..., tuple[Helm, Stage, Overlay]]


@pytest.fixture
def make_helm(make_stage: MakeStage, qapp: QApplication, tmp_path: Path) -> Iterator[MakeHelm]:
    """Make a window with an overlay and all that is done from anywhere, on no desk at all."""
    made: list[tuple[Helm, Overlay]] = []

    def make(settings: Settings | None = None) -> tuple[Helm, Stage, Overlay]:
        stage = make_stage(settings=settings or Settings())
        places = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        above = OverlayLink(stage.studio, stage.window)
        above.open()
        helm = Helm(stage.studio, stage.window, above, Wardrobe(qapp), places, {})
        stage.window.retranslate()
        helm.start()
        made.append((helm, above.overlay))
        return helm, stage, above.overlay

    yield make
    for helm, overlay in made:
        helm.close()
        overlay.hide()


def shortcut(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.PortableText)


# Keys of the application


def test_a_hotkey_works_in_the_window_wherever_the_focus_is(
    make_keyboard: MakeKeyboard, make_spy: MakeSpy, qtbot: QtBot
) -> None:
    keyboard = make_keyboard()
    spy = make_spy(keyboard.commands.panic_toggled)
    window = keyboard.stage.window
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.sidebar.start.setFocus()
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_F12, held)
    assert spy.count() == 1
    assert not keyboard.opened, "nothing is taken from other programs unless it is wanted"


def test_another_key_takes_effect_at_once(make_keyboard: MakeKeyboard) -> None:
    keyboard = make_keyboard()
    keyboard.change(panic="Alt+P", lock="")
    assert shortcut(keyboard.commands.panic) == "Alt+P"
    assert shortcut(keyboard.commands.lock) == ""


def test_a_key_of_the_window_is_no_hotkey_even_if_a_file_says_so(
    make_keyboard: MakeKeyboard,
) -> None:
    keyboard = make_keyboard(HotkeySettings(panic="Ctrl+S", lock="Ctrl+Shift+F9"))
    assert shortcut(keyboard.commands.panic) == ""
    assert shortcut(keyboard.commands.session) == "Ctrl+Shift+F9"
    assert shortcut(keyboard.commands.lock) == ""


# Keys of the system


def test_global_keys_are_taken_when_wanted_and_given_back(make_keyboard: MakeKeyboard) -> None:
    keyboard = make_keyboard(HotkeySettings(is_global=True, lock=""))
    assert keyboard.system.held == {"Ctrl+Shift+F9", "Ctrl+Shift+F10", "Ctrl+Shift+F12"}
    keyboard.change(panic="Alt+P")
    assert keyboard.system.held == {"Ctrl+Shift+F9", "Ctrl+Shift+F10", "Alt+P"}
    keyboard.change(is_global=False)
    assert keyboard.system.held == set()
    keyboard.hotkeys.stop()
    assert keyboard.system.is_closed


def test_a_key_pressed_elsewhere_does_what_it_does_here(
    make_keyboard: MakeKeyboard, make_spy: MakeSpy
) -> None:
    keyboard = make_keyboard(HotkeySettings(is_global=True))
    panic = make_spy(keyboard.commands.panic_toggled)
    session = make_spy(keyboard.commands.session_toggled)
    keyboard.system.press("Ctrl+Shift+F12")
    assert (panic.count(), session.count()) == (1, 0)
    keyboard.system.press("Ctrl+Shift+F11")
    assert keyboard.stage.choices.settings.overlay.is_locked


def test_a_key_that_is_pressed_to_be_chosen_does_nothing_meanwhile(
    make_keyboard: MakeKeyboard, qtbot: QtBot
) -> None:
    keyboard = make_keyboard(HotkeySettings(is_global=True))
    field = KeyField()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: not keyboard.system.held)
    keyboard.change(panic="Alt+P")
    assert not keyboard.system.held
    field.clearFocus()
    qtbot.waitUntil(lambda: "Alt+P" in keyboard.system.held)


def test_a_key_that_another_program_has_is_told(
    make_keyboard: MakeKeyboard, make_spy: MakeSpy
) -> None:
    keyboard = make_keyboard(HotkeySettings(is_global=True), taken={"Ctrl+Shift+F11", "Alt+P"})
    assert keyboard.hotkeys.taken == {Hotkey.LOCK}
    spy = make_spy(keyboard.hotkeys.taken_changed)
    keyboard.change(lock="F6")
    assert spy.count() == 1
    assert keyboard.hotkeys.taken == frozenset()


def test_a_system_that_gives_no_keys_away_leaves_those_of_the_window_and_it_is_said(
    make_stage: MakeStage, make_spy: MakeSpy
) -> None:
    def refuse(parent: QObject) -> GlobalKeys:
        raise OSError("no global keys here")

    stage = make_stage(settings=Settings(hotkeys=HotkeySettings(is_global=True)))
    commands = Commands(stage.studio, stage.window)
    keys = Hotkeys(stage.choices, commands, dict, Reach.EVERYWHERE, refuse)
    told = make_spy(keys.taken_changed)
    keys.start()
    assert (keys.reach, told.count()) == (Reach.WINDOW, 1)
    assert shortcut(commands.panic) == "Ctrl+Shift+F12"
    assert keys.taken == frozenset()
    keys.stop()


@pytest.mark.parametrize(
    ("platform", "has_wayland", "expected"),
    [
        ("xcb", False, Reach.EVERYWHERE),
        ("xcb", True, Reach.X11_PROGRAMS),
        ("windows", False, Reach.EVERYWHERE),
        ("wayland", True, Reach.WINDOW),
        ("cocoa", False, Reach.WINDOW),
        ("offscreen", False, Reach.WINDOW),
    ],
)
def test_how_far_keys_reach(platform: str, has_wayland: bool, expected: Reach) -> None:
    assert reach(platform, has_wayland=has_wayland) is expected


@pytest.mark.parametrize(
    ("key", "keysym", "modifiers"),
    [
        ("Ctrl+Shift+F12", 0xFFC9, 5),
        ("Alt+P", ord("p"), 8),
        ("Meta+1", ord("1"), 64),
        ("Ctrl+!", ord("!"), 4),
        ("Pause", 0xFF13, 0),
        ("Media Play", 0, 0),
    ],
)
def test_keys_as_x_counts_them(key: str, keysym: int, modifiers: int) -> None:
    combination = combination_of(key)
    assert (keysym_of(combination.key()), modifiers_of(combination)) == (keysym, modifiers)


# Commands


def test_each_command_says_what_it_does_now(make_keyboard: MakeKeyboard, qtbot: QtBot) -> None:
    keyboard = make_keyboard()
    commands, stage = keyboard.commands, keyboard.stage
    assert commands.session.text() == "Start captioning"
    stage.controller.start()
    assert commands.session.text() == "Stop captioning"
    assert commands.overlay.text() == "Hide the overlay"
    commands.lock.trigger()
    assert commands.lock.text() == "Unlock the overlay"
    commands.show_blanked(True)
    assert commands.panic.text() == "Bring captions back"
    stage.controller.stop()
    qtbot.waitUntil(lambda: commands.session.text() == "Start captioning")


# Panic


def test_the_same_key_blanks_every_output_at_once_and_brings_all_back(make_spy: MakeSpy) -> None:
    panic = Panic()
    seen: list[tuple[str, bool]] = []
    panic.cover(lambda is_on: seen.append(("overlay", is_on)))
    panic.cover(lambda is_on: seen.append(("pane", is_on)))
    spy = make_spy(panic.changed)
    panic.toggle()
    assert seen == [("overlay", True), ("pane", True)]
    assert panic.is_on
    panic.toggle()
    assert seen[2:] == [("overlay", False), ("pane", False)]
    assert spy.count() == 2


def test_the_window_shows_no_caption_then_and_says_what_brings_them_back(
    stage: Stage, qtbot: QtBot
) -> None:
    window = stage.window
    window.resize(1120, 720)
    window.show()
    window.panic.show_key("Ctrl+Shift+F12")
    window.show_blanked(True)
    stage.tell(Final(1, "A secret."), final(1, "A secret."))
    qtbot.waitUntil(lambda: not stage.document.is_empty)
    assert window.panic.isVisible()
    assert "Ctrl+Shift+F12" in window.panic.accessibleName()
    hidden = window.pane.grab().toImage()
    window.pane.show_captions(stage.document.captions)
    assert window.pane.grab().toImage() == hidden
    window.show_blanked(False)
    assert not window.panic.isVisible()
    qtbot.waitUntil(lambda: window.pane.grab().toImage() != hidden)


def test_without_a_key_the_button_brings_captions_back(stage: Stage, make_spy: MakeSpy) -> None:
    bar = stage.window.panic
    spy = make_spy(bar.back_wanted)
    bar.show_key("")
    assert bar.accessibleName() == "All captions are hidden, and go on being written."
    (button,) = bar.findChildren(QPushButton)
    button.click()
    assert spy.count() == 1


# Tray


@pytest.fixture
def tray(stage: Stage, tmp_path: Path) -> Iterator[tuple[Tray, Panic]]:
    panic = Panic()
    places = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    commands = Commands(stage.studio, stage.window)
    made = Tray(stage.studio, commands, panic, places, is_available=lambda: False)
    made.start()
    yield made, panic
    made.stop()


def test_the_tray_shows_what_goes_on(stage: Stage, tray: tuple[Tray, Panic], qtbot: QtBot) -> None:
    icon, panic = tray
    shown = {TrayState.IDLE: icon.tooltip}

    def await_state(state: TrayState) -> None:
        qtbot.waitUntil(lambda: icon.state is state)
        shown[state] = icon.tooltip

    await_state(TrayState.IDLE)
    stage.controller.start()
    await_state(TrayState.CAPTIONING)
    lost = Problem(ErrorCode.LINK_LOST, {"host": "h"})
    stage.tell(EngineChanged(EngineState.RECONNECTING, lost, retry_in_s=1.0))
    await_state(TrayState.TROUBLE)
    stage.tell(EngineChanged(EngineState.LISTENING))
    await_state(TrayState.CAPTIONING)
    stage.tell(SourceTrouble(Problem(ErrorCode.DEVICE_GONE)))
    await_state(TrayState.TROUBLE)
    panic.toggle()
    await_state(TrayState.HIDDEN)
    panic.toggle()
    stage.controller.stop()
    await_state(TrayState.IDLE)
    assert len(set(shown.values())) == len(TrayState)


def test_without_a_tray_no_window_is_left_there(tray: tuple[Tray, Panic]) -> None:
    assert not tray[0].is_there


def test_where_zimu_went_is_told_once(tray: tuple[Tray, Panic], tmp_path: Path) -> None:
    icon, _ = tray
    icon.tell_once()
    icon.tell_once()
    places = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    assert places.value(TOLD) == "1"


# The sheet


def test_every_key_of_the_window_is_on_the_sheet_with_what_it_does(
    make_keyboard: MakeKeyboard, qtbot: QtBot
) -> None:
    keyboard = make_keyboard()
    stage = keyboard.stage
    settings = replace(stage.choices.settings, push_to_talk=True)
    stage.choices.change(settings)
    sheet = KeysSheet(lambda: keyboard.hotkeys.sheet, stage.window)
    sheet.retranslate()
    sheet.apply_look(Look(DARK, 1.0))
    rows = {words: keys for keys, words in sheet.rows}
    assert rows["Start"] == "Ctrl+Return"
    assert rows["Hold to talk"] == "F8"
    assert rows["Hide all captions now"] == "Ctrl+Shift+F12"
    assert rows["Keyboard shortcuts"] == "F1   Ctrl+/"
    assert "Settings" in rows
    nameless = [key for key, words in window_keys(stage.window).items() if not words]
    assert nameless == [], "a QShortcut says what it does by its whatsThis"
    sheet.open_in_front()
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Start", "Ctrl+Return"} <= shown
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


# All of it together


def test_panic_reaches_the_overlay_and_the_window_and_the_same_key_ends_it(
    make_helm: MakeHelm,
) -> None:
    helm, stage, overlay = make_helm()
    stage.window.show()
    overlay.show()
    helm.commands.panic.trigger()
    assert not overlay.isVisible()
    assert stage.window.panic.isVisible()
    assert "Ctrl+Shift+F12" in stage.window.panic.accessibleName()
    assert helm.tray.state is TrayState.HIDDEN
    helm.commands.overlay.trigger()  # off, and on again: it stays out of sight
    helm.commands.overlay.trigger()
    assert not overlay.isVisible()
    helm.commands.panic.trigger()
    assert overlay.isVisible()
    assert not stage.window.panic.isVisible()


def test_without_a_tray_a_window_is_closed_whatever_is_set(
    make_helm: MakeHelm, make_spy: MakeSpy
) -> None:
    helm, stage, _ = make_helm(Settings(closes_to_tray=True))
    closes = make_spy(helm.close_wanted)
    stage.window.show()
    stage.window.close()
    assert closes.count() == 1
    assert stage.window.isVisible(), "whoever closes decides"


def test_all_that_the_tray_offers_is_in_the_menu_of_the_window_or_a_button(
    make_helm: MakeHelm,
) -> None:
    helm, stage, _ = make_helm()
    commands = helm.commands
    in_menu = set(stage.window.menu.actions())
    offered = {commands.overlay, commands.lock, commands.reset_overlay, commands.panic}
    assert offered | {commands.keys, commands.quit} <= in_menu
    assert all(action.text() for action in in_menu if not action.isSeparator())


def test_quitting_is_for_all_of_zimu_and_shows_no_window_by_itself(
    make_helm: MakeHelm, make_spy: MakeSpy
) -> None:
    helm, stage, _ = make_helm(Settings(closes_to_tray=True))
    closes = make_spy(helm.close_wanted)
    helm.commands.quit.trigger()
    assert (closes.count(), stage.window.isVisible()) == (1, False)
