"""The settings: what is shown there, and what changing it leads to."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.core.errors import ErrorCode, Problem
from app.core.events import Metered
from app.core.settings import (
    LOCAL_ID,
    AudioChoice,
    FallbackSettings,
    NetworkSettings,
    ProxyMode,
    Settings,
    VadPreset,
)
from app.engine.keys import KeySource
from app.session.checkup import Verdict
from app.shell.choices import Choices
from app.shell.widgets.checkup_row import Outcome
from app.shell.widgets.fallback_page import FallbackPage
from app.shell.widgets.form import Switch
from app.shell.widgets.settings_pages import Section
from tests.helpers.models import HERE, MOONSHINE, WHISPER
from tests.helpers.settings_stage import CLOUD, SECRET, SettingsStage

MakeSettings = Callable[..., SettingsStage]

# Without a display, Qt tells of every raise() and size hint that goes nowhere.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def make_settings(qapp: object, tmp_path: Path) -> Iterator[MakeSettings]:
    """Make settings dialogs that are taken down after the test."""
    made: list[SettingsStage] = []

    def make(settings: Settings | None = None, **environ: str) -> SettingsStage:
        made.append(SettingsStage(settings or Settings(engine_id="cloud-cn"), environ))
        return made[-1]

    yield make
    for stage in made:
        stage.take_down()


def texts(part: QWidget) -> set[str]:
    return {label.text() for label in part.findChildren(QLabel) if not label.isHidden()}


def named(part: QWidget, name: str) -> QWidget:
    """Return the control with this accessible name."""
    return next(one for one in part.findChildren(QWidget) if one.accessibleName() == name)


def edit(part: QWidget, name: str) -> QLineEdit:
    found = named(part, name)
    assert isinstance(found, QLineEdit)
    return found


def press(part: QWidget, name: str) -> None:
    found = named(part, name)
    assert isinstance(found, QPushButton)
    found.click()


def choose(part: QWidget, name: str, title: str) -> None:
    """Choose as a person does: `activated` is not emitted by setCurrentIndex."""
    box = named(part, name)
    assert isinstance(box, QComboBox)
    index = box.findText(title)
    assert index >= 0, title
    box.setCurrentIndex(index)
    box.activated.emit(index)


def check(part: QWidget, words: str) -> None:
    next(box for box in part.findChildren(QCheckBox) if words in box.text()).click()


def number(part: QWidget, name: str) -> QDoubleSpinBox:
    found = named(part, name)
    assert isinstance(found, QDoubleSpinBox)
    return found


# The dialog


def test_it_is_not_modal_and_every_section_is_reached_by_the_keyboard(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.ENGINE)
    qtbot.waitUntil(stage.dialog.isActiveWindow)
    assert not stage.dialog.isModal()
    names = named(stage.dialog, "Sections")
    for page in stage.dialog.pages[1:]:
        QTest.keyClick(names, Qt.Key.Key_Down)
        assert page.isVisible()
    QTest.keyClick(stage.dialog, Qt.Key.Key_Escape)
    assert not stage.dialog.isVisible()


def test_the_window_opens_it_by_button_and_by_shortcut(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    wanted: list[bool] = []
    stage.window.settings_wanted.connect(lambda: wanted.append(True))
    stage.window.show()
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    QTest.keyClick(stage.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: wanted == [True])


def test_enter_presses_only_the_button_that_has_the_focus(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.ENGINE)
    qtbot.waitUntil(stage.dialog.isActiveWindow)
    names = named(stage.dialog, "Sections")
    QTest.keyClick(names, Qt.Key.Key_Return)
    assert stage.dialog.isVisible()
    assert stage.dialog.engine.checkup.outcome is Outcome.UNTRIED
    button = named(stage.dialog.engine, "Test connection")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(stage.began.is_set)


# Engine


def test_every_engine_says_where_the_audio_goes_and_is_kept(make_settings: MakeSettings) -> None:
    page = make_settings(Settings(custom_url="wss://captions.example.org")).dialog.engine
    assert len(page.findChildren(QRadioButton)) == 6
    shown = " ".join(texts(page))
    for words in (
        "Audio stays on this computer.",
        "stored in mainland China only",
        "stored there and processed anywhere outside mainland China",
        "Audio goes to captions.example.org. Whoever runs that server decides",
    ):
        assert words in shown


def test_choosing_an_engine_takes_effect_at_once_in_the_window_too(
    make_settings: MakeSettings,
) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.ENGINE)
    radios = stage.dialog.engine.findChildren(QRadioButton)
    radios[2].click()
    assert stage.choices.settings.engine_id == "cloud-intl"
    assert "Audio goes to Singapore" in texts(stage.window.sidebar.engine)
    stage.choices.choose_engine("local")
    assert radios[0].isChecked()


def test_a_workspace_is_completed_by_its_id_and_a_server_by_its_address(
    make_settings: MakeSettings,
) -> None:
    stage = make_settings(Settings(engine_id="workspace-cn"))
    stage.dialog.open_at(Section.ENGINE)
    entry = edit(stage.dialog.engine, "ID of your workspace")
    QTest.keyClicks(entry, "llm-42")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert stage.choices.engine.host == "llm-42.cn-beijing.maas.aliyuncs.com"
    stage.dialog.engine.findChildren(QRadioButton)[5].click()
    entry = edit(stage.dialog.engine, "Address of your server")
    assert entry.text() == ""
    QTest.keyClicks(entry, "wss://captions.example.org")
    stage.dialog.close()
    assert stage.choices.engine.host == "captions.example.org"
    assert stage.choices.settings.workspace_cn == "llm-42"


def test_a_model_that_is_typed_joins_the_list_and_can_leave_it(make_settings: MakeSettings) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.ENGINE)
    page = stage.dialog.engine
    box = named(page, "Model")
    assert isinstance(box, QComboBox)
    assert box.count() == 3
    box.setFocus()
    entry = box.lineEdit()
    assert entry is not None
    entry.selectAll()
    QTest.keyClicks(entry, "qwen-next")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert stage.choices.engine.model == "qwen-next"
    assert "qwen-next" in stage.choices.settings.own_models
    assert box.count() == 4
    press(page, "Remove this model from the list")
    assert stage.choices.engine.model == "qwen3-asr-flash-realtime"
    assert "qwen-next" not in stage.choices.settings.own_models
    assert box.count() == 3


def test_a_connection_is_tried_and_the_verdict_said(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    row = stage.dialog.engine.checkup
    stage.verdict = Verdict(stage.choices.engine, None, 0.84)
    press(row, "Test connection")
    qtbot.waitUntil(lambda: row.outcome is Outcome.GOOD)
    assert row.sentence == "It works. It was ready to listen after 0.8 s."
    refused = Problem(ErrorCode.KEY_REFUSED, {"host": "example.org"})
    stage.verdict = Verdict(stage.choices.engine, refused)
    press(row, "Test connection")
    qtbot.waitUntil(lambda: row.outcome is Outcome.BAD)
    assert "example.org refused the API key" in row.sentence


def test_a_try_can_be_given_up_and_what_comes_of_it_is_not_shown(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    row = stage.dialog.engine.checkup
    stage.waits_for_cancel = True
    press(row, "Test connection")
    qtbot.waitUntil(stage.began.is_set)
    assert row.sentence == "Connecting…"
    press(row, "Cancel")
    qtbot.waitUntil(stage.cancelled.is_set)
    assert (row.outcome, row.sentence) == (Outcome.UNTRIED, "")


def test_another_way_takes_the_verdict_away(make_settings: MakeSettings, qtbot: QtBot) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.ENGINE)
    row = stage.dialog.engine.checkup
    stage.verdict = Verdict(stage.choices.engine, None)
    press(row, "Test connection")
    qtbot.waitUntil(lambda: row.outcome is Outcome.GOOD)
    stage.choices.choose_ui_language("en")
    assert row.sentence == "It works."
    network = NetworkSettings(proxy=ProxyMode.NONE)
    stage.choices.change(replace(stage.choices.settings, network=network))
    assert row.sentence == ""


def test_what_cannot_work_is_said_without_a_try(make_settings: MakeSettings) -> None:
    stage = make_settings(Settings(engine_id="workspace-cn"))
    press(stage.dialog.engine.checkup, "Test connection")
    assert stage.dialog.engine.checkup.outcome is Outcome.BAD
    assert not stage.began.is_set()


def test_an_address_stays_with_the_engine_it_was_entered_for(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    """On macOS a click on a radio button leaves the focus where it is."""
    stage = make_settings(Settings(engine_id="custom"))
    stage.dialog.open_at(Section.ENGINE)
    qtbot.waitUntil(stage.dialog.isActiveWindow)
    entry = edit(stage.dialog.engine, "Address of your server")
    entry.setFocus()
    QTest.keyClicks(entry, "wss://captions.example.org")
    for radio in stage.dialog.engine.findChildren(QRadioButton):
        radio.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    stage.dialog.engine.findChildren(QRadioButton)[3].click()
    assert entry.hasFocus()
    assert entry.text() == ""
    stage.dialog.close()
    settings = stage.choices.settings
    assert (settings.custom_url, settings.workspace_cn) == ("wss://captions.example.org", "")


def test_what_is_sent_otherwise_takes_the_verdict_away(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.ENGINE)
    row = stage.dialog.engine.checkup
    stage.verdict = Verdict(stage.choices.engine, Problem(ErrorCode.FORMAT_REFUSED, {"host": "h"}))
    press(row, "Test connection")
    qtbot.waitUntil(lambda: row.outcome is Outcome.BAD)
    stage.choices.change(replace(stage.choices.settings, audio=AudioChoice.PCM8))
    assert row.outcome is Outcome.UNTRIED


# Key


def test_the_engine_whose_key_is_entered_stays_while_other_things_are_set(
    make_settings: MakeSettings,
) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.KEY)
    page = stage.dialog.key
    choose(page, "Engine", "Qwen3-ASR-Flash · Singapore")
    QTest.keyClicks(edit(page, "New key"), SECRET)
    stage.choices.change(replace(stage.choices.settings, budget_cny=5.0))
    assert edit(page, "New key").text() == SECRET
    box = named(page, "Engine")
    assert isinstance(box, QComboBox)
    assert box.currentText() == "Qwen3-ASR-Flash · Singapore"
    stage.choices.choose_engine("workspace-cn")
    assert edit(page, "New key").text() == ""
    assert "own workspace" in box.currentText()


def test_a_key_that_came_from_elsewhere_is_found_when_the_settings_open(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    page = stage.dialog.key
    qtbot.waitUntil(lambda: "There is no key" in page.status)
    stage.has_keychain = True
    stage.vault.kept[CLOUD.host] = SECRET
    stage.dialog.open_at(Section.KEY)
    qtbot.waitUntil(lambda: page.status == "A key is kept in this computer's keychain.")


def test_a_key_is_saved_and_never_shown_again(make_settings: MakeSettings, qtbot: QtBot) -> None:
    stage = make_settings()
    page = stage.dialog.key
    stage.dialog.open_at(Section.KEY)
    qtbot.waitUntil(lambda: page.status == "There is no key for dashscope.aliyuncs.com yet.")
    entry = edit(page, "New key")
    assert entry.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(entry, SECRET)
    press(page, "Save the key")
    assert entry.text() == ""
    sentence = "A key is kept for this run only: this computer has no keychain."
    qtbot.waitUntil(lambda: page.status == sentence)
    assert stage.keys.status(CLOUD).source is KeySource.KEYCHAIN
    assert stage.vault_of_the_run() == {"dashscope.aliyuncs.com": SECRET}
    everything = [one.text() for one in stage.dialog.findChildren(QLineEdit)]
    assert not any(SECRET in text for text in (*everything, *texts(stage.dialog)))
    assert SECRET not in repr(stage.choices.settings)


def test_a_kept_key_can_be_deleted(make_settings: MakeSettings, qtbot: QtBot) -> None:
    stage = make_settings()
    page = stage.dialog.key
    stage.keys.save(CLOUD, SECRET)
    qtbot.waitUntil(lambda: named(page, "Delete the key from the keychain").isEnabled())
    press(page, "Delete the key from the keychain")
    qtbot.waitUntil(lambda: "no key for" in page.status)
    assert stage.vault_of_the_run() == {}


def test_a_key_after_the_password_of_a_proxy_is_not_said_to_be_kept_for_longer(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    stage.keys.save_proxy_password("http://anna@proxy.example.org", SECRET, lambda _: None)
    stage.keys.save(CLOUD, SECRET)
    qtbot.waitUntil(lambda: "for this run only" in stage.dialog.key.status)


def test_a_keychain_is_said_to_keep_the_key(make_settings: MakeSettings, qtbot: QtBot) -> None:
    stage = make_settings()
    stage.has_keychain = True
    stage.keys.save(CLOUD, SECRET)
    qtbot.waitUntil(lambda: stage.dialog.key.status == "A key is kept in this computer's keychain.")


@pytest.mark.expects_log("the keychain failed")
def test_a_keychain_that_was_locked_is_asked_again_when_the_settings_open(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    stage.has_keychain, stage.vault.is_locked = True, True
    stage.keys.look_again()
    stage.keys.delete(CLOUD)
    page = stage.dialog.key
    qtbot.waitUntil(lambda: "Unlock it and try again" in page.status)
    stage.vault.is_locked = False
    stage.dialog.open_at(Section.KEY)
    qtbot.waitUntil(lambda: page.status == "There is no key for dashscope.aliyuncs.com yet.")


def test_the_environment_wins_and_is_named(make_settings: MakeSettings, qtbot: QtBot) -> None:
    stage = make_settings(DASHSCOPE_API_KEY=SECRET)
    page = stage.dialog.key
    qtbot.waitUntil(lambda: page.status == "A key from DASHSCOPE_API_KEY is used.")
    assert not named(page, "Delete the key from the keychain").isEnabled()


def test_a_key_that_was_typed_and_not_saved_is_forgotten(make_settings: MakeSettings) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.KEY)
    QTest.keyClicks(edit(stage.dialog.key, "New key"), SECRET)
    stage.dialog.close()
    assert edit(stage.dialog.key, "New key").text() == ""


def test_no_key_is_taken_for_an_address_that_may_not_have_one(make_settings: MakeSettings) -> None:
    stage = make_settings(Settings(engine_id="custom", custom_url="ws://captions.example.org"))
    stage.dialog.open_at(Section.KEY)
    assert not edit(stage.dialog.key, "New key").isEnabled()
    assert any("Use wss://" in text for text in texts(stage.dialog.key))


# Recognition


def test_a_preset_sets_threshold_and_silence(make_settings: MakeSettings) -> None:
    stage = make_settings()
    choose(stage.dialog.recognition, "A line ends", "Patient")
    settings = stage.choices.settings
    assert settings.vad_preset is VadPreset.PATIENT
    assert (settings.vad_threshold, settings.silence_ms) == (0.2, 1200)


def test_figures_of_ones_own_are_under_advanced(make_settings: MakeSettings) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.RECOGNITION)
    page = stage.dialog.recognition
    silence = number(page, "Silence that ends a line")
    assert not silence.isVisible()
    press(page, "Show threshold and silence")
    assert silence.isVisible()
    silence.setValue(9000)
    assert stage.choices.settings.silence_ms == 6000
    number(page, "Threshold").setValue(-0.35)
    assert stage.choices.settings.vad_threshold == -0.35
    box = named(page, "A line ends")
    assert isinstance(box, QComboBox)
    assert box.currentText() == "As set under “Advanced”"


def test_push_to_talk_takes_the_place_of_voice_activity(make_settings: MakeSettings) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.RECOGNITION)
    page = stage.dialog.recognition
    check(page, "Push to talk")
    assert stage.choices.settings.push_to_talk
    assert not named(page, "A line ends").isEnabled()
    choose(page, "Key to hold", "F5")
    assert stage.choices.settings.push_to_talk_key == "F5"
    assert stage.window.sidebar.talk.text() == "Hold to talk (F5)"


def test_a_key_from_elsewhere_stays_on_offer(make_settings: MakeSettings) -> None:
    page = make_settings(Settings(push_to_talk=True, push_to_talk_key="F13")).dialog.recognition
    box = named(page, "Key to hold")
    assert isinstance(box, QComboBox)
    assert box.currentText() == "F13"


def test_opus_is_offered_only_where_it_is_taken(make_settings: MakeSettings) -> None:
    stage = make_settings()
    choose(stage.dialog.recognition, "Audio is sent as", "Opus (experimental)")
    assert stage.choices.settings.audio is AudioChoice.OPUS
    local = make_settings(Settings(engine_id="local")).dialog.recognition
    box = named(local, "Audio is sent as")
    assert isinstance(box, QComboBox)
    assert box.findText("Opus (experimental)") == -1


def test_bytes_that_were_saved_are_told_while_it_runs(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings(Settings(engine_id="cloud-cn", audio=AudioChoice.OPUS))
    stage.dialog.open_at(Section.RECOGNITION)
    assert not any("MB less" in text for text in texts(stage.dialog.recognition))
    reading = Metered("cloud-cn", 60.0, 0.02, is_reported=False, saved_bytes=1_730_000)
    stage.tell(reading)
    sentence = "In this session 1.7 MB less was sent than as PCM."
    qtbot.waitUntil(lambda: any(sentence in text for text in texts(stage.dialog.recognition)))


# Network


def test_a_proxy_of_ones_own_is_an_address_and_a_password(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.NETWORK)
    page = stage.dialog.network
    choose(page, "Proxy", "This one:")
    QTest.keyClicks(edit(page, "Address of the proxy"), "http://anna@proxy.example.org:8080")
    secret = edit(page, "Password for the proxy")
    QTest.keyClick(edit(page, "Address of the proxy"), Qt.Key.Key_Return)
    QTest.keyClicks(secret, SECRET)
    press(page, "Save the password")
    assert secret.text() == ""
    network = stage.choices.settings.network
    assert network == NetworkSettings(ProxyMode.URL, "http://anna@proxy.example.org:8080")
    qtbot.waitUntil(lambda: stage.vault_of_the_run() == {"proxy anna@proxy.example.org": SECRET})
    qtbot.waitUntil(lambda: any("only until Zimu is closed" in text for text in texts(page)))
    press(page, "Save the password")
    qtbot.waitUntil(lambda: "The password is deleted." in texts(page))
    assert stage.vault_of_the_run() == {}


def test_a_password_in_the_address_goes_to_the_keychain(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    network = NetworkSettings(proxy=ProxyMode.URL)
    stage = make_settings(Settings(engine_id="cloud-cn", network=network))
    stage.dialog.open_at(Section.NETWORK)
    entry = edit(stage.dialog.network, "Address of the proxy")
    QTest.keyClicks(entry, f"socks5://anna:{SECRET}@proxy.example.org")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert entry.text() == "socks5://anna@proxy.example.org"
    assert SECRET not in repr(stage.choices.settings)
    qtbot.waitUntil(lambda: stage.vault_of_the_run() == {"proxy anna@proxy.example.org": SECRET})


@pytest.mark.parametrize("url", [f"http://:{SECRET}@proxy.example.org", "http://anna:@proxy"])
def test_what_is_no_login_is_neither_kept_nor_said_to_be(
    make_settings: MakeSettings, qtbot: QtBot, url: str
) -> None:
    network = NetworkSettings(proxy=ProxyMode.URL)
    stage = make_settings(Settings(engine_id="cloud-cn", network=network))
    stage.dialog.open_at(Section.NETWORK)
    page = stage.dialog.network
    entry = edit(page, "Address of the proxy")
    QTest.keyClicks(entry, url)
    QTest.keyClick(entry, Qt.Key.Key_Return)
    stage.keys.save(CLOUD, SECRET)  # comes after whatever else is asked of the keychain
    qtbot.waitUntil(lambda: stage.keys.status(CLOUD).source is KeySource.KEYCHAIN)
    assert not {"The password is kept.", "The password is deleted."} & texts(page)
    assert SECRET not in entry.text()


@pytest.mark.parametrize("leave", [Qt.Key.Key_Escape, Qt.Key.Key_Tab])
def test_a_number_that_was_typed_counts_however_its_field_is_left(
    make_settings: MakeSettings, qtbot: QtBot, leave: Qt.Key
) -> None:
    stage = make_settings(Settings(engine_id="cloud-cn", silence_ms=700))
    stage.dialog.open_at(Section.RECOGNITION)
    qtbot.waitUntil(stage.dialog.isActiveWindow)
    silence = number(stage.dialog.recognition, "Silence that ends a line")
    silence.setFocus()
    silence.selectAll()
    QTest.keyClicks(silence, "900")
    QTest.keyClick(silence, leave)
    assert stage.choices.settings.silence_ms == 900


def test_a_file_of_certificates_is_an_address_too(make_settings: MakeSettings) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.NETWORK)
    entry = edit(stage.dialog.network, "CA certificates")
    QTest.keyClicks(entry, "/etc/my-ca.pem")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert stage.choices.settings.network.ca_file == "/etc/my-ca.pem"
    assert "Certificates are always checked." in texts(stage.dialog.network)


# Cost and fall-back


def test_price_session_month_and_free_quota_are_told(
    make_settings: MakeSettings, qtbot: QtBot
) -> None:
    stage = make_settings()
    page = stage.dialog.cost
    qtbot.waitUntil(lambda: "This month: ¥0.00" in texts(page))
    assert "Qwen3-ASR-Flash · Beijing costs ¥1.19 an hour of audio." in texts(page)
    assert any("10 hours free in their first 90 days" in text for text in texts(page))
    stage.tell(Metered("cloud-cn", 3600.0, 1.188, is_reported=True))
    qtbot.waitUntil(lambda: "This session: ¥1.19, as the server counts" in texts(page))
    assert "This month: ¥1.19" in texts(page)
    stage.choices.choose_engine("local")
    stage.dialog.open_at(Section.COST)
    assert any("costs nothing" in text for text in texts(page))


def test_a_budget_is_set_and_taken_back(make_settings: MakeSettings) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.COST)
    check(stage.dialog.cost, "Stop when the month")
    assert stage.choices.settings.budget_cny == 20.0
    number(stage.dialog.cost, "Budget for a month, in yuan").setValue(7.5)
    assert stage.choices.settings.budget_cny == 7.5
    check(stage.dialog.cost, "Stop when the month")
    assert stage.choices.settings.budget_cny is None


def test_the_engine_on_this_computer_stands_in_if_it_may(make_settings: MakeSettings) -> None:
    stage = make_settings()
    stage.dialog.open_at(Section.FALLBACK)
    page = stage.dialog.fallback
    after = number(page, "After so many seconds without connection")
    assert not after.isEnabled()
    check(page, "stand in")
    after.setValue(45)
    assert stage.choices.settings.fallback == FallbackSettings(is_enabled=True, after_s=45)
    assert any("in English only" in text for text in texts(page))


def test_who_stands_in_is_told_as_things_are_now(qtbot: QtBot) -> None:
    around = [HERE]
    cloud = Settings(engine_id="cloud-cn")
    choices = Choices(cloud, lambda _: None, lambda _: None, lambda: around[0])
    page = FallbackPage(choices)
    qtbot.addWidget(page)
    page.retranslate()
    assert any(f"{MOONSHINE.title} captions instead, in English only" in one for one in texts(page))
    around[0] = replace(HERE, installed=(MOONSHINE, WHISPER))
    choices.change(cloud.with_model(LOCAL_ID, WHISPER.id))
    page.show_settings(choices.settings)
    assert any(f"{WHISPER.title} captions instead, and hands" in one for one in texts(page))


def test_what_stands_below_a_switch_is_told_to_who_does_not_see_it(
    make_settings: MakeSettings,
) -> None:
    dialog = make_settings().dialog
    pages = (dialog.fallback, dialog.models, dialog.appearance, dialog.overlay, dialog.keys)
    switches = [switch for page in pages for switch in page.findChildren(Switch)]
    assert len(switches) == 6
    for switch in switches:
        assert {switch.box.accessibleDescription()} == texts(switch) != {""}


def test_the_dialog_for_a_file_names_its_fields_as_every_other_does(
    make_settings: MakeSettings,
) -> None:
    page = make_settings().dialog.network
    page._on_choose_clicked()
    [dialog] = page.findChildren(QFileDialog)
    kinds = (QFileDialog.DialogLabel.LookIn, QFileDialog.DialogLabel.FileType)
    assert [dialog.labelText(kind) for kind in kinds] == ["Folder:", "Format:"]
    dialog.close()
