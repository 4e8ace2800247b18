"""What the window shows, and what its controls lead to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.audio.backend import DeviceInfo
from app.core.captions import Captions
from app.core.errors import ErrorCode, Problem
from app.core.events import (
    Backlog,
    EngineChanged,
    EngineState,
    Final,
    Level,
    Metered,
    Notice,
    SourceTrouble,
)
from app.core.hearing import Sound
from app.core.settings import DeviceRef, Settings, Theme
from app.session.sink import Stamp
from app.shell.controller import Phase
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.widgets.header import elapsed_text
from app.shell.widgets.level_meter import STALE_S, STEPS, LevelMeter, lit_steps
from tests.helpers.stage import HEADSET, STUDIO, Stage, final

MakeStage = Callable[..., Stage]

KEY_MISSING = Problem(ErrorCode.KEY_MISSING, {"host": "example.org"})


def box_of(part: QWidget) -> QComboBox:
    found = part.findChild(QComboBox)
    assert found is not None
    return found


def items(box: QComboBox) -> list[str]:
    return [box.itemText(index) for index in range(box.count())]


def choose(box: QComboBox, index: int) -> None:
    """Choose as a person does: `activated` is not emitted by setCurrentIndex."""
    box.setCurrentIndex(index)
    box.activated.emit(index)


def shown(part: QWidget) -> set[str]:
    return {
        label.text() for label in part.findChildren(QLabel) if not label.isHidden() and label.text()
    }


def button(part: QWidget, text: str) -> QPushButton:
    """Return the button that says `text`, or is called so where only its icon has room."""
    found = part.findChildren(QPushButton)
    return next(each for each in found if text in (each.text(), each.accessibleName()))


# What to listen to


def test_the_devices_are_offered_after_the_systems_default(stage: Stage) -> None:
    stage.window.show_devices((STUDIO, HEADSET))
    picker = box_of(stage.window.sidebar.devices)
    assert items(picker) == ["Default microphone", "Studio Mic", "Headset"]
    choose(picker, 2)
    assert stage.controller.listening == HEADSET.ref


def test_a_remembered_device_that_is_not_there_stays_chosen_and_says_so(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(settings=Settings(device=HEADSET.ref))
    stage.window.show_devices((STUDIO,))
    assert box_of(stage.window.sidebar.devices).currentText() == "Headset (not connected)"


def test_devices_of_one_name_are_told_apart_by_their_host(stage: Stage) -> None:
    twin = DeviceInfo(DeviceRef("Headset", "OSS"), 44_100, 2)
    stage.window.show_devices((HEADSET, twin))
    assert items(box_of(stage.window.sidebar.devices))[1:] == ["Headset · ALSA", "Headset · OSS"]


def test_a_file_is_shown_as_what_is_listened_to(stage: Stage) -> None:
    stage.controller.listen_to(Path("talk.wav"))
    stage.window.show_devices((STUDIO,))
    assert box_of(stage.window.sidebar.devices).currentText() == "File: talk.wav"


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, with popups
def test_opening_the_list_looks_for_devices(stage: Stage) -> None:
    asked: list[bool] = []
    stage.window.devices_wanted.connect(lambda: asked.append(True))
    stage.window.show()
    picker = box_of(stage.window.sidebar.devices)
    picker.showPopup()
    picker.hidePopup()
    assert asked == [True]


def test_finding_the_same_devices_leaves_the_open_list_alone(stage: Stage) -> None:
    stage.window.show_devices((STUDIO, HEADSET))
    picker = box_of(stage.window.sidebar.devices)
    under_the_mouse = picker.model().index(2, 0)
    picker.view().setCurrentIndex(under_the_mouse)
    stage.window.show_devices((STUDIO, HEADSET))
    assert picker.view().currentIndex() == under_the_mouse


def test_the_meter_is_off_until_a_session_runs(stage: Stage, qtbot: QtBot) -> None:
    picker = stage.window.sidebar.devices
    assert "Not listening" in shown(picker)
    stage.controller.start()
    stage.listen()
    stage.tell(Level(-20.0, -10.0))
    qtbot.waitUntil(lambda: "Hearing you" in shown(picker))
    stage.controller.stop()
    qtbot.waitUntil(lambda: "Not listening" in shown(picker))


def test_the_meter_does_not_go_on_showing_a_microphone_that_went_away(qtbot: QtBot) -> None:
    now_s = [10.0]
    sounds: list[Sound | None] = []
    level = Level(-20.0, -10.0)
    meter = LevelMeter(lambda: level, lambda: now_s[0])
    qtbot.addWidget(meter)
    meter.sound_changed.connect(sounds.append)
    meter.set_on(is_on=True)
    qtbot.waitUntil(lambda: sounds == [Sound.VOICE])
    assert meter.lit > 0
    now_s[0] += STALE_S
    qtbot.waitUntil(lambda: sounds == [Sound.VOICE, None])
    assert meter.lit == 0
    meter.set_on(is_on=False)


@pytest.mark.parametrize(("rms_dbfs", "lit"), [(-96.0, 0), (-60.0, 0), (-30.0, 8), (0.0, 16)])
def test_the_meter_lights_steps_by_decibels(rms_dbfs: float, lit: int) -> None:
    assert lit_steps(rms_dbfs) == lit
    assert 0 <= lit <= STEPS


def test_the_meter_repaints_only_when_a_step_changes(qtbot: QtBot) -> None:
    level = Level(-30.0, -20.0)
    looks: list[int] = []

    def read() -> Level:
        looks.append(1)
        return level

    class Counting(LevelMeter):
        updates = 0

        def update(self, *area: object) -> None:
            self.updates += 1

    meter = Counting(read, lambda: 0.0)
    qtbot.addWidget(meter)
    meter.set_on(is_on=True)
    qtbot.waitUntil(lambda: len(looks) >= 5)
    assert meter.updates == 1
    meter.set_on(is_on=False)


# Who recognises


def test_the_card_says_where_the_audio_goes(make_stage: MakeStage) -> None:
    for engine_id, sentence, badge in (
        ("local", "Audio stays on this computer", "Audio stays here"),
        ("cloud-cn", "Audio goes to Beijing", "Audio goes to Beijing"),
        ("custom", "Audio goes to captions.example.org", "Audio goes to captions.example.org"),
    ):
        settings = Settings(engine_id=engine_id, custom_url="wss://captions.example.org")
        stage = make_stage(settings=settings)
        assert sentence in shown(stage.window.sidebar.engine)
        assert badge in shown(stage.window.header)


def test_what_an_engine_lacks_is_said_before_start(make_stage: MakeStage) -> None:
    stage = make_stage(
        settings=Settings(engine_id="cloud-cn"),
        problem_with=lambda engine: KEY_MISSING if engine.needs_key else None,
    )
    assert any("DASHSCOPE_API_KEY" in text for text in shown(stage.window.sidebar.engine))
    choose(box_of(stage.window.sidebar.engine), 0)
    assert not any("DASHSCOPE_API_KEY" in text for text in shown(stage.window.sidebar.engine))


def test_an_address_makes_the_own_server_an_engine(stage: Stage) -> None:
    card = stage.window.sidebar.engine
    choose(box_of(card), box_of(card).count() - 1)
    assert stage.choices.settings.engine_id == "custom"
    entry = card.findChild(QLineEdit)
    assert entry is not None
    assert not entry.isHidden()
    entry.setText(" wss://captions.example.org ")
    entry.editingFinished.emit()
    assert stage.choices.engine.url == "wss://captions.example.org/api-ws/v1/realtime"


def test_languages_are_those_of_the_engine_by_their_own_names(make_stage: MakeStage) -> None:
    cloud = make_stage(settings=Settings(engine_id="cloud-cn", language="zh"))
    box = box_of(cloud.window.sidebar.language)
    assert items(box)[0] == "Automatic"
    assert {"English", "Deutsch", "日本語"} <= set(items(box))
    assert box.currentText() == "中文（普通话、四川话、闽南语、吴语）"
    assert len(items(box)) == 1 + 27
    local = make_stage()
    box = box_of(local.window.sidebar.language)
    assert items(box) == ["English"]
    assert not box.isEnabled()


def test_an_address_that_was_only_typed_is_used_by_start(make_stage: MakeStage) -> None:
    stage = make_stage(settings=Settings(engine_id="custom"))
    entry = stage.window.sidebar.engine.findChild(QLineEdit)
    assert entry is not None
    entry.setText("wss://captions.example.org")
    stage.window.sidebar.start.click()
    assert stage.sessions[0].plan.engine.host == "captions.example.org"


def test_what_was_only_typed_is_kept_when_the_window_closes(make_stage: MakeStage) -> None:
    stage = make_stage(settings=Settings(engine_id="custom"))
    stage.window.show()
    entry = stage.window.sidebar.engine.findChild(QLineEdit)
    assert entry is not None
    entry.setText("wss://captions.example.org")
    stage.window.close()
    assert stage.choices.settings.custom_url == "wss://captions.example.org"


def test_a_title_that_was_only_typed_names_the_export(stage: Stage) -> None:
    titles: list[str] = []
    stage.window.export_wanted.connect(lambda: titles.append(stage.document.title))
    entry = stage.window.header.findChild(QLineEdit)
    assert entry is not None
    stage.document.receive(Captions((final(1, "Hello."),), 1), Stamp(0.0, 0))
    entry.setText("Weekly sync")
    button(stage.window.footer, "Export…").click()
    assert titles == ["Weekly sync"]


def test_context_that_is_too_long_is_said_and_not_cut(make_stage: MakeStage) -> None:
    settings = Settings(engine_id="cloud-cn", context="字" * 12_000)
    stage = make_stage(settings=settings)
    hint = "12,000 of 10,000 tokens: 2,000 too many. Shorten it to use it."
    assert hint in shown(stage.window.sidebar.context)
    stage.window.sidebar.start.click()
    assert "2,000 more than the 10,000 that fit" in stage.window.message.text
    assert stage.sessions == []


def test_context_is_off_and_kept_where_the_engine_cannot_use_it(make_stage: MakeStage) -> None:
    stage = make_stage(settings=Settings(context="EBITDA", corrects_terms=False))
    assert not box_of(stage.window.sidebar.context).isEnabled()
    assert stage.choices.settings.context == "EBITDA"
    assert any("cannot use" in text for text in shown(stage.window.sidebar.context))


def test_a_fixed_language_comes_with_a_warning(make_stage: MakeStage) -> None:
    stage = make_stage(settings=Settings(engine_id="cloud-cn"))
    selector = stage.window.sidebar.language
    assert not any("may translate" in text for text in shown(selector))
    choose(box_of(selector), 3)
    assert any("may translate" in text for text in shown(selector))
    choose(box_of(selector), 0)
    assert not any("may translate" in text for text in shown(selector))


def test_everything_can_change_while_a_session_runs(make_stage: MakeStage, qtbot: QtBot) -> None:
    stage = make_stage(settings=Settings(engine_id="cloud-cn"))
    stage.controller.start()
    sidebar = stage.window.sidebar
    for part in (sidebar.devices, sidebar.engine, sidebar.language):
        assert box_of(part).isEnabled()
    assert "It takes effect with the next line." not in shown(sidebar)
    choose(box_of(sidebar.language), 1)
    qtbot.waitUntil(lambda: "It takes effect with the next line." in shown(sidebar))


def test_a_workspace_is_named_by_its_id(make_stage: MakeStage) -> None:
    stage = make_stage(settings=Settings(engine_id="workspace-intl"))
    card = stage.window.sidebar.engine
    assert any("needs the ID of your workspace" in text for text in shown(card))
    entry = card.findChild(QLineEdit)
    assert entry is not None
    assert entry.accessibleName() == "ID of your workspace"
    entry.setText("llm-42")
    stage.window.sidebar.start.click()
    assert stage.sessions[0].plan.engine.host == "llm-42.ap-southeast-1.maas.aliyuncs.com"


# What is going on


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (EngineState.CONNECTING, "Connecting…"),
        (EngineState.PREPARING, "Getting ready…"),
        (EngineState.RECONNECTING, "Reconnecting…"),
        (EngineState.FINISHING, "The last words are coming…"),
    ],
)
def test_the_header_says_what_is_going_on(
    state: EngineState, words: str, stage: Stage, qtbot: QtBot
) -> None:
    stage.controller.start()
    stage.tell(EngineChanged(state))
    qtbot.waitUntil(lambda: words in shown(stage.window.header))


def test_the_lag_is_from_the_end_of_the_voice_to_the_final(stage: Stage, qtbot: QtBot) -> None:
    stage.controller.start()
    stage.listen()
    stage.tell(Final(1, "Hello."), final(1, "Hello.", end_ms=1500), t_ms=2120)
    qtbot.waitUntil(lambda: "0.6 s" in shown(stage.window.header))


@pytest.mark.parametrize(("ms", "text"), [(0, "0:00"), (768_000, "12:48"), (3_723_000, "1:02:03")])
def test_elapsed_time_reads_as_on_a_recorder(ms: int, text: str) -> None:
    assert elapsed_text(ms) == text


def test_export_and_new_are_offered_when_they_make_sense(stage: Stage, qtbot: QtBot) -> None:
    footer = stage.window.footer
    new, export = button(footer, "New"), button(footer, "Export…")
    assert not new.isEnabled()
    assert not export.isEnabled()
    stage.controller.start()
    stage.tell(Final(1, "Hello."), final(1, "Hello."))
    qtbot.waitUntil(export.isEnabled)
    assert not new.isEnabled()
    stage.controller.stop()
    qtbot.waitUntil(new.isEnabled)


def test_new_clears_and_undo_brings_back(stage: Stage) -> None:
    stage.document.receive(Captions((final(1, "Hello."),), 1), Stamp(0.0, 0))
    button(stage.window.footer, "New").click()
    counts = [len(stage.document.captions.entries)]
    button(stage.window.message, "Undo").click()
    counts.append(len(stage.document.captions.entries))
    assert counts == [0, 1]
    assert stage.window.message.text == ""


def test_what_is_being_typed_stays_with_its_transcript(stage: Stage) -> None:
    line = final(1, "Hello.")
    stage.document.receive(Captions((line,), 1), Stamp(0.0, 0))
    stage.window.show()
    stage.window.pane.editing.begin(0, line).setPlainText("Hello, everybody.")
    button(stage.window.footer, "New").click()
    button(stage.window.message, "Undo").click()
    assert stage.document.marks.text_of(line) == "Hello, everybody."
    stage.window.pane.editing.begin(0, line).setPlainText("Good morning.")
    button(stage.window.footer, "Export…").click()
    assert stage.document.marks.text_of(line) == "Good morning."
    stage.window.pane.editing.begin(0, line).setPlainText("Good evening.")
    stage.window.hide()
    assert stage.document.marks.text_of(line) == "Good evening."


def test_a_title_goes_with_its_transcript(stage: Stage) -> None:
    entry = stage.window.header.findChild(QLineEdit)
    assert entry is not None
    stage.document.receive(Captions((final(1, "Hello."),), 1), Stamp(0.0, 0))
    entry.setText(" Weekly sync ")
    entry.editingFinished.emit()
    titles = [stage.document.title]
    button(stage.window.footer, "New").click()
    titles.append(entry.text())
    button(stage.window.message, "Undo").click()
    titles.append(entry.text())
    assert titles == ["Weekly sync", "", "Weekly sync"]


# Messages


def test_trouble_of_the_source_is_said_and_goes_when_it_is_well_again(
    stage: Stage, qtbot: QtBot
) -> None:
    silent = Problem(ErrorCode.DEVICE_SILENT, {"device": "Studio Mic"})
    stage.tell(SourceTrouble(silent))
    message = stage.window.message
    qtbot.waitUntil(lambda: message.text == "“Studio Mic” gives only silence. Is it muted?")
    stage.tell(SourceTrouble(None))
    qtbot.waitUntil(lambda: message.text == "")


def test_a_source_that_is_well_again_wipes_no_other_message(stage: Stage, qtbot: QtBot) -> None:
    stage.tell(Notice(Problem(ErrorCode.WRONG_MODEL, {"wanted": "a", "got": "b"})))
    qtbot.waitUntil(lambda: "model b" in stage.window.message.text)
    stage.tell(SourceTrouble(None))
    stage.listen()
    qtbot.waitUntil(lambda: stage.studio.link.status.state is EngineState.LISTENING)
    assert "model b" in stage.window.message.text


def test_who_has_pressed_start_is_not_told_to_press_it(stage: Stage, qtbot: QtBot) -> None:
    shown = stage.window.pane.accessibleDescription
    stage.controller.start()
    stage.window.retranslate()
    assert shown() == "Speak. What is said appears here."
    stage.sessions[0].end()
    qtbot.waitUntil(lambda: stage.controller.phase is Phase.IDLE)
    assert shown() == "Press Start and speak. What is said appears here."


def test_a_new_start_wipes_the_old_failure(stage: Stage, qtbot: QtBot) -> None:
    stage.controller.start()
    stage.tell(EngineChanged(EngineState.FAILED, Problem(ErrorCode.LINK_LOST, {"host": "h"})))
    stage.sessions[0].end()
    qtbot.waitUntil(lambda: stage.controller.phase is Phase.IDLE)
    assert "was lost" in stage.window.message.text
    stage.controller.start()
    assert stage.window.message.text == ""


def test_a_damaged_file_is_told_although_captions_begin(stage: Stage, qtbot: QtBot) -> None:
    stage.messages.show_damage(Problem(ErrorCode.SETTINGS_DAMAGED, {"path": "aside.json"}))
    stage.controller.start()
    qtbot.waitUntil(lambda: stage.controller.phase is Phase.RUNNING)
    assert "aside.json" in stage.window.message.text


def test_escape_dismisses_a_message(stage: Stage, qtbot: QtBot) -> None:
    stage.window.show()
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.messages.show_problem(Problem(ErrorCode.NO_DEVICE))
    assert stage.window.message.text
    QTest.keyClick(stage.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: stage.window.message.text == "")


# The window itself


def test_language_and_theme_are_chosen_in_the_options(stage: Stage) -> None:
    actions = {action.text(): action for action in stage.window.menu.actions()}
    actions["简体中文"].trigger()
    actions["Dark"].trigger()
    assert stage.choices.settings.ui_language == "zh_CN"
    assert stage.choices.settings.theme is Theme.DARK
    checked = {text for text, action in actions.items() if action.isChecked()}
    assert checked == {"简体中文", "Dark"}


def test_the_empty_transcript_says_what_to_do(make_stage: MakeStage) -> None:
    ready = make_stage()
    lacking = make_stage(problem_with=lambda _: Problem(ErrorCode.WEIGHTS_MISSING))
    assert any("pip install" in text for text in shown(lacking.window.sidebar.engine))
    pictures = [stage.window.pane.grab().toImage() for stage in (ready, lacking)]
    assert pictures[0].size() == pictures[1].size()
    assert pictures[0] != pictures[1]


# The link


LOST = Problem(ErrorCode.LINK_LOST, {"host": "example.org"})


def test_a_lost_link_is_said_with_a_countdown_and_goes_when_it_is_back(
    stage: Stage, qtbot: QtBot
) -> None:
    message = stage.window.message
    stage.controller.start()
    stage.tell(EngineChanged(EngineState.RECONNECTING, LOST, retry_in_s=2.5))
    qtbot.waitUntil(lambda: "Next attempt in 3 s." in message.text)
    assert "connection to example.org was lost. Zimu keeps listening." in message.text
    assert "Reconnecting in 3 s…" in shown(stage.window.header)
    qtbot.waitUntil(lambda: "Next attempt in 1 s." in message.text, timeout=5000)
    stage.tell(EngineChanged(EngineState.RECONNECTING, LOST))
    qtbot.waitUntil(lambda: "Trying now." in message.text)
    stage.listen()
    qtbot.waitUntil(lambda: message.text == "")


def test_who_dismissed_a_lost_link_is_not_told_of_each_attempt(stage: Stage, qtbot: QtBot) -> None:
    message = stage.window.message
    unknown = Problem(ErrorCode.HOST_UNKNOWN, {"host": "example.org"})
    stage.controller.start()
    stage.tell(EngineChanged(EngineState.RECONNECTING, LOST, retry_in_s=0.5))
    qtbot.waitUntil(lambda: "was lost" in message.text)
    message.dismiss()
    stage.tell(EngineChanged(EngineState.RECONNECTING, LOST, retry_in_s=9.0))
    qtbot.waitUntil(lambda: stage.studio.link.status.retry_in_s(stage.controller.clock_s()) > 5)
    assert message.text == ""
    stage.tell(EngineChanged(EngineState.RECONNECTING, unknown, retry_in_s=9.0))
    qtbot.waitUntil(lambda: "cannot be found" in message.text)


def test_speech_that_waits_is_counted_while_reconnecting_and_while_catching_up(
    stage: Stage, qtbot: QtBot
) -> None:
    header = stage.window.header
    stage.controller.start()
    stage.tell(EngineChanged(EngineState.RECONNECTING, LOST, retry_in_s=2.5))
    stage.tell(Backlog(12_300))
    qtbot.waitUntil(lambda: "12 s of speech kept" in shown(header))
    stage.listen()
    qtbot.waitUntil(lambda: "12 s behind, catching up" in shown(header))
    stage.tell(Backlog(0))
    qtbot.waitUntil(lambda: not any("behind" in text for text in shown(header)))


def test_where_the_audio_goes_follows_who_captions(make_stage: MakeStage, qtbot: QtBot) -> None:
    stage = make_stage(settings=Settings(engine_id="cloud-cn"))
    header, message = stage.window.header, stage.window.message
    stage.controller.start()
    assert "Audio goes to Beijing" in shown(header)
    stage.tell(Notice(Problem(ErrorCode.HANDED_OVER, {"engine": "Moonshine"})))
    stage.tell(EngineChanged(EngineState.LISTENING, engine_id="local"))
    qtbot.waitUntil(lambda: "Audio stays here" in shown(header))
    assert message.text == "Moonshine captions until the connection is back."
    stage.tell(EngineChanged(EngineState.LISTENING, engine_id="cloud-cn"))
    qtbot.waitUntil(lambda: "Audio goes to Beijing" in shown(header))


# What it costs


def test_the_running_cost_stands_beside_the_clock(stage: Stage, qtbot: QtBot) -> None:
    header = stage.window.header
    stage.controller.start()
    assert not any("¥" in text for text in shown(header))
    stage.tell(Metered("cloud-cn", 1.0, 0.00033, is_reported=True))
    qtbot.waitUntil(lambda: "< ¥0.01" in shown(header))
    stage.tell(Metered("cloud-cn", 1800.0, 0.594, is_reported=True))
    stage.tell(Metered("local", 1800.0, 0.0, is_reported=False))
    qtbot.waitUntil(lambda: "¥0.59" in shown(header))


# Push to talk


@pytest.fixture
def talking(make_stage: MakeStage, qtbot: QtBot) -> Stage:
    """A window in front, whose session hears only while somebody holds the key."""
    stage = make_stage(settings=Settings(push_to_talk=True, push_to_talk_key="F8"))
    stage.window.show()
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.controller.start()
    return stage


def test_the_button_to_talk_is_there_only_where_it_is_used(
    stage: Stage, make_stage: MakeStage
) -> None:
    assert stage.window.sidebar.talk.isHidden()
    used = make_stage(settings=Settings(push_to_talk=True)).window.sidebar.talk
    assert not used.isHidden()
    assert not used.isEnabled()
    assert used.text() == "Hold to talk (F8)"


def test_holding_the_button_lets_the_session_hear(talking: Stage) -> None:
    held = talking.window.sidebar.talk
    QTest.mousePress(held, Qt.MouseButton.LeftButton)
    assert held.text() == "Let go to end the line"
    assert talking.sessions[0].calls == ["hush", "talk"]
    QTest.mouseRelease(held, Qt.MouseButton.LeftButton)
    assert talking.sessions[0].calls == ["hush", "talk", "hush"]


def test_holding_the_key_lets_the_session_hear_wherever_the_focus_is(talking: Stage) -> None:
    sidebar = talking.window.sidebar
    for part in (box_of(sidebar.devices), talking.window.pane, sidebar.start):
        QTest.keyPress(part, Qt.Key.Key_F8)  # again and again, as a key does that is held
    assert talking.sessions[0].calls == ["hush", "talk"]
    QTest.keyRelease(talking.window.sidebar.start, Qt.Key.Key_F8)
    assert talking.sessions[0].calls == ["hush", "talk", "hush"]


def test_leaving_the_window_lets_the_key_go(talking: Stage, qtbot: QtBot) -> None:
    QTest.keyPress(talking.window, Qt.Key.Key_F8)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: talking.sessions[0].calls == ["hush", "talk", "hush"])
    other.hide()


def test_with_the_largest_text_the_window_still_fits_the_screen_with_its_frame(
    stage: Stage,
) -> None:
    window, look = stage.window, Look(DARK, 4.0)
    window.apply_look(look)
    window.take_usual_size(look)
    available = window.screen().availableSize()
    assert window.width() < available.width()
    assert window.height() < available.height()
