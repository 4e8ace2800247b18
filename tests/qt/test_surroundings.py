"""The window and the world: the system, signals, the engine, devices, what Qt has to say."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, SignalInstance, qInstallMessageHandler, qWarning
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.audio.backend import DeviceInfo
from app.audio.capture import MicrophoneSource
from app.audio.file_source import FileSource
from app.core.errors import ErrorCode
from app.core.packs import Pack
from app.core.settings import DeviceRef, FallbackSettings, Motion, Settings, Theme
from app.engine.catalog import CATALOG, local
from app.engine.child import ExitCode
from app.engine.keys import Keys, KeySource
from app.engine.local_process import LocalEngine
from app.models.manager import Manager
from app.shell.application import has_display
from app.shell.backstage import Backstage, open_source
from app.shell.desk import device_called, settings_for
from app.shell.interrupt import SIGNALS, Interrupt
from app.shell.model_desk import ModelSource
from app.shell.motion import SystemMotion, kde_is_still, may_move
from app.shell.options import WindowOptions
from app.shell.qt_log import follow_qt
from app.shell.style import DARK, LIGHT
from app.shell.wardrobe import Wardrobe
from app.storage.secrets import SystemKeychain
from tests.helpers.model_files import manager
from tests.helpers.models import HERE, MOONSHINE, WHISPER
from tests.helpers.stage import HEADSET, STUDIO

MakeSpy = Callable[[SignalInstance], QSignalSpy]


@pytest.fixture
def wardrobe(qapp: QApplication) -> Iterator[Wardrobe]:
    """A wardrobe whose clothes are taken off again."""
    font, style = qapp.font(), qapp.style().name()
    wardrobe = Wardrobe(qapp)
    yield wardrobe
    wardrobe.choose(Settings())
    QGuiApplication.styleHints().colorSchemeChanged.disconnect()
    wardrobe.deleteLater()
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    qapp.setFont(font)
    qapp.setStyle(style)


def test_a_theme_dresses_the_whole_application(
    wardrobe: Wardrobe, qapp: QApplication, make_spy: MakeSpy
) -> None:
    spy = make_spy(wardrobe.look_changed)
    wardrobe.dress(Settings(theme=Theme.LIGHT))
    assert wardrobe.look.tokens is LIGHT
    assert qapp.palette().window().color().name().upper() == LIGHT.background
    wardrobe.choose(Settings(theme=Theme.DARK))
    assert spy.at(spy.count() - 1)[0].tokens is DARK
    assert DARK.accent in qapp.styleSheet()


def test_the_same_theme_again_costs_nothing(wardrobe: Wardrobe, make_spy: MakeSpy) -> None:
    wardrobe.dress(Settings(theme=Theme.DARK))
    spy = make_spy(wardrobe.look_changed)
    wardrobe.choose(Settings(theme=Theme.DARK))
    assert spy.count() == 0


def test_everything_grows_and_rests_at_once_as_chosen(
    wardrobe: Wardrobe, qapp: QApplication, make_spy: MakeSpy
) -> None:
    chosen = Settings(motion=Motion.FULL)
    wardrobe.dress(chosen)
    scale, moves = wardrobe.look.scale, wardrobe.look.moves
    spy = make_spy(wardrobe.look_changed)
    wardrobe.choose(replace(chosen, text_percent=150, motion=Motion.REDUCED))
    assert wardrobe.look.scale == pytest.approx(scale * 1.5)
    assert (moves, wardrobe.look.moves) == (True, False)
    assert qapp.font().pixelSize() == round(14 * scale * 1.5)
    assert spy.count() == 1


@pytest.mark.parametrize(("factor", "is_still"), [("0", True), ("0.5", False), ("", False)])
def test_kde_says_whether_things_may_move(tmp_path: Path, factor: str, is_still: bool) -> None:
    file = tmp_path / "kdeglobals"
    file.write_text(f"[KDE]\nAnimationDurationFactor={factor}\n", encoding="utf-8")
    assert kde_is_still(file) is is_still


@pytest.mark.skipif(sys.platform == "win32", reason="the answer comes from a shell script")
@pytest.mark.parametrize("says", ["false", "true"])
def test_gnome_is_asked_without_waiting_for_it(
    tmp_path: Path, qtbot: QtBot, make_spy: MakeSpy, says: str
) -> None:
    program = tmp_path / "gsettings"
    program.write_text(f"#!/bin/sh\necho {says}\n", encoding="utf-8")
    program.chmod(0o755)
    motion = SystemMotion("ubuntu:GNOME", str(program))
    spy = make_spy(motion.changed)
    with qtbot.waitSignal(motion.findChildren(QProcess)[0].finished):
        motion.ask()
        assert not motion.is_still
    assert motion.is_still is (says == "false")
    assert spy.count() == (says == "false")


def test_a_desktop_without_an_answer_lets_things_move(qtbot: QtBot, make_spy: MakeSpy) -> None:
    motion = SystemMotion("GNOME", "no-such-program")
    failed = make_spy(motion.findChildren(QProcess)[0].errorOccurred)
    motion.ask()
    qtbot.waitUntil(lambda: failed.count() == 1)
    assert not motion.is_still


def test_what_was_chosen_goes_before_what_the_system_asks_for() -> None:
    assert may_move(Motion.FULL, is_system_still=True)
    assert not may_move(Motion.REDUCED, is_system_still=False)
    assert not may_move(Motion.SYSTEM, is_system_still=True)


@pytest.mark.skipif(sys.platform == "win32", reason="signals cannot be sent to oneself there")
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_from_outside_is_heard_by_a_window_at_rest(
    number: signal.Signals, qtbot: QtBot
) -> None:
    found = signal.signal(number, before := signal.default_int_handler)  # nohup ignores SIGHUP
    interrupt = Interrupt()
    interrupt.start()
    with qtbot.waitSignal(interrupt.asked_to_end):
        os.kill(os.getpid(), number)
    interrupt.stop()
    assert signal.signal(number, found) is before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGHUP")
def test_under_nohup_the_terminal_may_go(qapp: object) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    interrupt = Interrupt()
    interrupt.start()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    interrupt.stop()
    signal.signal(signal.SIGHUP, before)


@pytest.mark.expects_log("WARNING qt: default: out of paper")
def test_qts_warnings_go_into_our_log(qapp: object) -> None:
    before = qInstallMessageHandler(None)
    follow_qt()
    qWarning("out of paper")
    qInstallMessageHandler(before)


def backstage_of(command: tuple[str, ...], keys: Keys, folder: Path) -> Backstage:
    """Backstage of an engine that `command` starts."""

    def open_manager(options: object = None) -> Manager:
        return manager(folder)

    models = ModelSource(HERE, open_manager, lambda: (), ())
    return Backstage(LocalEngine(command, folder / "engine.log"), keys, models, open_manager)


@pytest.fixture
def backstage(tmp_path: Path, qapp: object) -> Iterator[Backstage]:
    """Backstage of an engine whose weights are not there."""
    command = (sys.executable, "-c", f"raise SystemExit({ExitCode.WEIGHTS_MISSING.value})")
    keys = Keys(os.environ, SystemKeychain(lambda: None))
    made = backstage_of(command, keys, tmp_path)
    yield made
    assert made.stop()


def test_a_model_that_went_missing_is_known_before_start(
    backstage: Backstage, qtbot: QtBot, make_spy: MakeSpy
) -> None:
    devices = make_spy(backstage.devices.found)
    changed = make_spy(backstage.engine_problem_changed)
    backstage.start(Settings())
    qtbot.waitUntil(lambda: changed.count() == 1)
    problem = backstage.problem_with(local(Settings(), HERE))
    assert problem is not None
    assert problem.code is ErrorCode.MODEL_ABSENT
    other = replace(HERE, installed=(MOONSHINE, WHISPER))
    assert backstage.problem_with(local(Settings(language="zh"), other)) is None
    qtbot.waitUntil(lambda: devices.count() == 1)


def test_the_engine_of_this_computer_gets_going_when_there_is_use_for_it(
    backstage: Backstage, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "app.engine")

    def spawned() -> list[str]:
        return [record.model for record in caplog.records if hasattr(record, "model")]

    elsewhere = Settings(engine_id="cloud-cn")
    backstage.start(elsewhere)
    backstage.prepare(replace(elsewhere, language="zh"))
    backstage.prepare(replace(elsewhere, fallback=FallbackSettings(is_enabled=True)))
    qtbot.waitUntil(lambda: backstage.problem_with(local(Settings(), HERE)) is not None)
    backstage.prepare(Settings())  # the same model
    backstage.here = replace(HERE, installed=(MOONSHINE, WHISPER))
    backstage.prepare(Settings(language="zh"))
    qtbot.waitUntil(lambda: spawned() == [MOONSHINE.id, WHISPER.id])


def test_a_missing_key_is_known_before_start(
    backstage: Backstage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    backstage.start(Settings())
    monkeypatch.delenv("DASHSCOPE_API_KEY", raising=False)
    assert backstage.problem_with(CATALOG[1]) is None  # nobody has looked yet
    qtbot.waitUntil(lambda: backstage.problem_with(CATALOG[1]) is not None)
    problem = backstage.problem_with(CATALOG[1])
    assert problem is not None
    assert problem.code is ErrorCode.KEY_MISSING
    backstage.keys.save(CATALOG[1], "sk-test")
    qtbot.waitUntil(lambda: backstage.problem_with(CATALOG[1]) is None)
    assert not backstage.keys.is_kept
    backstage.keys.delete(CATALOG[1])
    qtbot.waitUntil(lambda: backstage.problem_with(CATALOG[1]) is not None)


def test_what_is_stored_does_not_wait_for_the_owner_of_the_keychain(
    tmp_path: Path, qapp: object, qtbot: QtBot
) -> None:
    answered = threading.Event()
    stored: list[str] = []

    def ask_the_owner() -> None:
        assert answered.wait(10)

    command = (sys.executable, "-c", "")
    keys = Keys({}, SystemKeychain(ask_the_owner))
    back = backstage_of(command, keys, tmp_path)
    back.start(Settings())
    back.problem_with(CATALOG[1])
    back.jobs.submit(lambda: "settings", stored.append, lambda _: None)
    qtbot.waitUntil(lambda: stored == ["settings"])
    answered.set()
    assert back.stop()


def test_a_key_in_the_environment_is_enough(
    backstage: Backstage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-test")
    backstage.start(Settings())
    backstage.problem_with(CATALOG[1])
    source = backstage.keys.status
    qtbot.waitUntil(lambda: source(CATALOG[1]).source is KeySource.ENVIRONMENT)
    assert backstage.problem_with(CATALOG[1]) is None


def test_a_microphone_of_telephone_quality_is_sent_as_what_it_is(
    backstage: Backstage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, make_spy: MakeSpy
) -> None:
    narrow = DeviceInfo(HEADSET.ref, 8_000, 1)
    monkeypatch.setattr("app.audio.devices.list_devices", lambda: (STUDIO, narrow))
    found = make_spy(backstage.devices.found)
    cloud = Settings(engine_id="cloud-cn")
    assert backstage.plan(replace(cloud, device=narrow.ref)).config.sample_rate == 16_000
    backstage.start(Settings())
    qtbot.waitUntil(lambda: found.count() == 1)
    assert backstage.plan(replace(cloud, device=narrow.ref)).config.sample_rate == 8_000
    assert backstage.plan(replace(cloud, device=STUDIO.ref)).config.sample_rate == 16_000


def test_a_path_is_a_file_and_all_else_a_microphone() -> None:
    assert isinstance(open_source(Path("talk.wav")), FileSource)
    assert isinstance(open_source(None), MicrophoneSource)
    assert isinstance(open_source(HEADSET.ref), MicrophoneSource)


def test_a_device_is_named_by_a_part_of_its_name() -> None:
    assert device_called("head", (STUDIO, HEADSET)) == HEADSET.ref
    assert device_called("phone", (STUDIO, HEADSET)) == DeviceRef("phone", "")
    mic = DeviceInfo(DeviceRef("Mic", "ALSA"), 48_000, 1)
    assert device_called("Mic", (STUDIO, mic)) == mic.ref


@pytest.mark.parametrize(
    ("platform", "environ", "answer"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":1"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("win32", {}, True),
    ],
)
def test_a_display_is_looked_for_before_qt_would_abort(
    platform: str, environ: dict[str, str], answer: bool
) -> None:
    assert has_display(platform, environ) is answer


def test_the_command_line_chooses_the_engine_for_this_run() -> None:
    settings = Settings(engine_id="cloud-cn", custom_url="wss://mine.example.org")
    assert settings_for(settings, WindowOptions(0.0)) is settings
    local = settings_for(settings, WindowOptions(0.0, engine="local"))
    assert (local.engine_id, local.custom_url) == ("local", "wss://mine.example.org")
    other = settings_for(settings, WindowOptions(0.0, engine="ws://127.0.0.1:9000"))
    assert (other.engine_id, other.custom_url) == ("custom", "ws://127.0.0.1:9000")


def test_the_command_line_chooses_the_pack() -> None:
    pack = Pack("team", "Team", "Ada", "de")
    settings = settings_for(Settings(context="EBITDA", pack="terms"), WindowOptions(0.0, pack=pack))
    assert (settings.context, settings.pack, settings.language) == ("Ada", "team", "de")
    typed = Settings(context="Ada, Grace", pack="team")
    assert settings_for(typed, WindowOptions(0.0, pack=pack)) is typed


def test_the_window_does_not_wait_for_what_only_some_runs_need() -> None:
    needless = (
        "app.documents.imported",
        "app.shell.widgets.settings_dialog",
        "app.shell.widgets.first_steps",
        "PySide6.QtNetwork",
        "numpy",
        "sounddevice",
        "websocket",
    )
    code = f"import sys, app.shell.application; print(*sys.modules.keys() & {set(needless)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
