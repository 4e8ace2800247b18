"""The settings are found by their words, taken back by their names, and reset."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.history import UNDONE_ELSEWHERE, WRITTEN, differences, reset
from app.core.hotkeys import Hotkey
from app.core.settings import HotkeySettings, NetworkSettings, ProxyMode, Settings, Theme
from app.shell.setting_names import name_of, names
from app.shell.widgets.key_field import KeyField
from app.shell.widgets.page_search import is_found
from app.shell.widgets.settings_pages import RESETS, Section
from tests.helpers.pseudo import PseudoTranslator, pseudo
from tests.helpers.settings_stage import SettingsStage

MakeSettings = Callable[..., SettingsStage]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def make_settings(qapp: object) -> Iterator[MakeSettings]:
    """Make settings dialogs that are taken down after the test."""
    made: list[SettingsStage] = []

    def make(settings: Settings | None = None) -> SettingsStage:
        made.append(SettingsStage(settings or Settings(), {}))
        return made[-1]

    yield make
    for stage in made:
        stage.take_down()


def pointed_out(page: QWidget) -> set[str]:
    """Return the texts of what is pointed out on `page`."""
    found = [one for one in page.findChildren(QWidget) if one.property("found") == "true"]
    return {str(one.property("text")) for one in found}


# Search


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("proxy", "Way out: Proxy", True),
        ("PROXY way", "Way out: Proxy", True),
        ("proxy server", "Way out: Proxy", False),
        ("字号", "浮窗字号", True),
        ("", "anything", True),
    ],
)
def test_every_word_must_be_there_in_any_order(query: str, text: str, expected: bool) -> None:
    assert is_found(query, text) is expected


def test_pages_without_what_is_looked_for_go_away_and_it_is_pointed_out(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    dialog = stage.dialog
    dialog.open_at(Section.ENGINE)
    dialog.search.setText("lock and unlock")
    assert dialog.offered == [Section.KEYS]
    assert dialog.section is Section.KEYS
    qtbot.waitUntil(dialog.keys.isVisible)
    assert pointed_out(dialog.keys) == {"Lock and unlock the overlay"}
    dialog.search.clear()
    assert dialog.offered == list(Section)
    assert pointed_out(dialog.keys) == set()
    assert dialog.section is Section.KEYS


def test_what_a_list_offers_is_found_by_its_field(make_settings: MakeSettings) -> None:
    dialog = make_settings().dialog
    dialog.open_at()
    dialog.search.setText("high contrast")
    assert Section.APPEARANCE in dialog.offered
    assert "Colours" in pointed_out(dialog.appearance)


def test_nothing_found_is_said_and_escape_ends_the_search_first(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    dialog = make_settings().dialog
    dialog.open_at(Section.COST)
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_F, CONTROL)
    qtbot.waitUntil(dialog.search.hasFocus)
    QTest.keyClicks(dialog.search, "zzz")
    assert dialog.offered == []
    assert dialog.section is Section.COST
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.offered == list(Section)
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_settings_are_searched_in_the_language_of_the_window(
    make_settings: MakeSettings, qapp: QApplication, qtbot: QtBot
) -> None:
    dialog = make_settings().dialog
    dialog.open_at()
    translator = PseudoTranslator()
    qapp.installTranslator(translator)
    try:
        qtbot.waitUntil(lambda: dialog.windowTitle() == pseudo("Settings"))
        dialog.search.setText(pseudo("A line ends").upper())
        assert dialog.offered == [Section.RECOGNITION]
        assert pointed_out(dialog.recognition) == {pseudo("A line ends")}
        dialog.search.setText("A line ends")
        assert dialog.offered == []
    finally:
        qapp.removeTranslator(translator)


# Undo


def test_a_change_is_taken_back_by_its_name(make_settings: MakeSettings, qtbot: QtBot) -> None:
    stage = make_settings()
    dialog = stage.dialog
    dialog.open_at(Section.APPEARANCE)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert not dialog.foot.undo.isEnabled()
    stage.choices.choose_theme(Theme.LIGHT)
    stage.choices.choose_language("de")
    assert dialog.foot.undo.text() == "Undo: Language"
    QTest.keyClick(dialog, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: stage.choices.settings == Settings(theme=Theme.LIGHT))
    assert dialog.foot.undo.text() == "Undo: Colours"
    dialog.foot.undo.click()
    assert stage.choices.settings == Settings()
    assert not dialog.foot.undo.isEnabled()


def test_every_setting_has_a_name() -> None:
    known = names()
    for field in fields(Settings):
        assert field.name in known
    assert all(name_of([name]) == words for name, words in known.items())
    assert name_of(["overlay.look.weight", "overlay.look.text_color"]) == "Look of the overlay"
    assert name_of(["overlay.rows", "overlay.width_chars"]) == "Overlay"
    assert name_of(["theme", "language"]) == "Several settings"


# Reset


def test_a_page_is_reset_and_nothing_else_and_that_is_taken_back(
    make_settings: MakeSettings,
) -> None:
    network = NetworkSettings(proxy=ProxyMode.NONE)
    changed = Settings(network=network, theme=Theme.DARK, context="names")
    stage = make_settings(changed)
    stage.dialog.open_at(Section.NETWORK)
    assert stage.dialog.foot.reset_page.isEnabled()
    stage.dialog.foot.reset_page.trigger()
    assert stage.choices.settings == replace(changed, network=NetworkSettings())
    assert not stage.dialog.foot.reset_page.isEnabled()
    stage.dialog.foot.undo.click()
    assert stage.choices.settings == changed


def test_everything_is_reset_but_what_was_written(make_settings: MakeSettings) -> None:
    changed = Settings(theme=Theme.DARK, context="names", is_introduced=True, language="de")
    stage = make_settings(changed)
    stage.dialog.open_at(Section.KEY)
    assert not stage.dialog.foot.reset_page.isEnabled(), "a key is no setting"
    stage.dialog.foot.reset_all.trigger()
    assert stage.choices.settings == Settings(context="names", is_introduced=True)
    stage.dialog.foot.undo.click()
    assert stage.choices.settings == changed


def test_what_is_on_no_page_is_set_elsewhere() -> None:
    on_pages = {path.split(".")[0] for paths in RESETS.values() for path in paths}
    elsewhere = {"language", "context", "pack", "device", "is_introduced"}
    assert {field.name for field in fields(Settings)} == on_pages | elsewhere
    paths = frozenset().union(*RESETS.values())
    changed = Settings(hotkeys=HotkeySettings(panic="F6"), vad_threshold=0.5)
    assert differences(reset(changed, paths), Settings()) == frozenset()
    assert not paths & (WRITTEN | UNDONE_ELSEWHERE)


# Keys


def record(field: KeyField, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    field.setFocus()
    QTest.keyClick(field, key, held)


def test_a_key_is_chosen_by_pressing_it_even_one_that_does_something_here(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.KEYS)
    qtbot.waitUntil(stage.dialog.isActiveWindow)
    row = stage.dialog.keys.rows[Hotkey.LOCK]
    record(row.key, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier)
    assert stage.choices.settings.hotkeys.lock == "F6"
    record(row.key, Qt.Key.Key_Z, CONTROL)  # undo, elsewhere in the dialog
    assert stage.choices.settings.hotkeys.lock == "Ctrl+Z"
    record(row.key, Qt.Key.Key_Exclam, CONTROL | SHIFT)
    assert stage.choices.settings.hotkeys.lock == "Ctrl+!"
    row.clear.click()
    assert stage.choices.settings.hotkeys.lock == ""
    row.reset.click()
    assert stage.choices.settings.hotkeys.lock == HotkeySettings().lock
    QTest.keyClick(row.key, Qt.Key.Key_Backspace)
    assert stage.choices.settings.hotkeys.lock == ""


@pytest.mark.parametrize(
    ("key", "held", "words"),
    [
        (Qt.Key.Key_F9, CONTROL | SHIFT, "Ctrl+Shift+F9 is the key for “Start and stop”."),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "F8 is the key to hold while you talk."),
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A is needed for typing."),
    ],
)
def test_a_key_that_cannot_be_had_is_refused_with_the_reason(
    key: Qt.Key,
    held: Qt.KeyboardModifier,
    words: str,
    make_settings: MakeSettings,
    qtbot: QtBot,
) -> None:
    stage = make_settings(Settings(push_to_talk=True))
    stage.dialog.open_at(Section.KEYS)
    qtbot.waitUntil(stage.dialog.isActiveWindow)
    row = stage.dialog.keys.rows[Hotkey.PANIC]
    record(row.key, key, held)
    assert stage.choices.settings.hotkeys == HotkeySettings()
    assert row.hint.startswith(words)
    assert row.key.text() == "Ctrl+Shift+F12"
    record(row.key, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier)
    assert row.hint == ""


def test_tab_and_escape_lead_out_of_a_key_field(make_settings: MakeSettings, qtbot: QtBot) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.KEYS)
    qtbot.waitUntil(stage.dialog.isActiveWindow)
    row = stage.dialog.keys.rows[Hotkey.START]
    row.key.setFocus()
    QTest.keyClick(row.key, Qt.Key.Key_Tab)
    assert row.clear.hasFocus()
    row.key.setFocus()
    QTest.keyClick(row.key, Qt.Key.Key_Escape)
    assert not stage.dialog.isVisible()
    assert stage.choices.settings.hotkeys == HotkeySettings()


def test_the_page_says_how_far_keys_reach_and_that_there_is_no_tray(
    make_settings: MakeSettings,
) -> None:
    page = make_settings().dialog.keys
    boxes = {one.property("text"): one.isEnabled() for one in page.findChildren(QWidget)}
    assert boxes["These keys work in other programs, too"] is False
    assert boxes["Closing the window leaves Zimu in the tray"] is False
    assert any("This desktop has no tray." in str(text) for text in boxes)
    assert not any(isinstance(one, QPushButton) for one in page.findChildren(QPushButton))
