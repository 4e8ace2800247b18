"""Calls for words that somebody waits for: the sound, the notification, and when they stay away."""

import array
import io
import runpy
import stat
import sys
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, SignalInstance
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from app.core.captions import Captions, Line, LineStatus
from app.core.events import Final
from app.core.settings import AlertSettings, Settings
from app.shell.alerting import Alerting
from app.shell.chime import Chime
from app.shell.detached import notify
from app.shell.helm import Helm
from app.shell.overlay_link import OverlayLink
from app.shell.wardrobe import Wardrobe
from app.shell.widgets.main_window import MainWindow
from app.storage.paths import resource
from tests.helpers.stage import Stage, final

MakeSpy = Callable[[SignalInstance], QSignalSpy]

ROOT = Path(__file__).resolve().parents[2]


class Bell(Chime):
    """Counts instead of playing."""

    def __init__(self) -> None:
        super().__init__(Path("nowhere.wav"), ())
        self.plays = 0

    def play(self) -> None:
        self.plays += 1


class Scene:
    """A window whose user waits for words."""

    def __init__(
        self,
        make_stage: Callable[..., Stage],
        make_spy: MakeSpy,
        qtbot: QtBot,
        alerts: AlertSettings,
    ) -> None:
        self.stage = make_stage(settings=Settings(alerts=alerts))
        self.bell = Bell()
        self.alerting = Alerting(self.stage.window, self.stage.studio, self.bell)
        self.told = make_spy(self.alerting.notification_wanted)
        self.heard = make_spy(self.stage.document.captions_changed)
        self.qtbot = qtbot
        self.stage.document.begin_session(0)

    def hear(self, *lines: Line) -> None:
        before = self.heard.count()
        self.stage.tell(Final(1, "is in the lines"), *lines)
        self.qtbot.waitUntil(lambda: self.heard.count() > before)


MakeScene = Callable[[AlertSettings], Scene]


@pytest.fixture
def make_scene(make_stage: Callable[..., Stage], make_spy: MakeSpy, qtbot: QtBot) -> MakeScene:
    return lambda alerts: Scene(make_stage, make_spy, qtbot, alerts)


def test_a_word_rings_and_is_told_with_its_time_alone(make_scene: MakeScene) -> None:
    scene = make_scene(AlertSettings(("Anna", "张伟")))
    scene.hear(final(1, "请张伟来说一下预算", begin_ms=2000, end_ms=4000))
    assert scene.bell.plays == 1
    title, text = scene.told.at(0)
    assert "张伟" in title
    assert scene.stage.document.time_of_day(2000) in text
    assert "预算" not in title + text


def test_other_words_ring_nothing(make_scene: MakeScene) -> None:
    scene = make_scene(AlertSettings(("Anna",)))
    scene.hear(final(1, "Annabel spoke."))
    assert (scene.bell.plays, scene.told.count()) == (0, 0)


def test_sound_and_notification_have_switches(make_scene: MakeScene) -> None:
    silent = make_scene(AlertSettings(("Anna",), sounds=False))
    silent.hear(final(1, "Anna!"))
    assert (silent.bell.plays, silent.told.count()) == (0, 1)
    discreet = make_scene(AlertSettings(("Anna",), notifies=False))
    discreet.hear(final(1, "Anna!"))
    assert (discreet.bell.plays, discreet.told.count()) == (1, 0)


def test_the_window_in_front_needs_no_notification(make_scene: MakeScene, qtbot: QtBot) -> None:
    scene = make_scene(AlertSettings(("Anna",)))
    window = scene.stage.window
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    scene.hear(final(1, "Anna!"))
    assert (scene.bell.plays, scene.told.count()) == (1, 0)


def test_what_is_brought_back_rings_nothing(make_scene: MakeScene) -> None:
    scene = make_scene(AlertSettings(("Anna",)))
    line = Line(1, LineStatus.FINAL, "Anna!", "", 0, 900)
    scene.stage.document.captions_changed.emit(Captions((line,), 1), None)
    scene.hear(line)
    assert (scene.bell.plays, scene.told.count()) == (0, 0)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the only programs there are."""
    if sys.platform == "win32":
        pytest.skip("Windows needs none")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def write_program(path: Path) -> None:
    """Write one that leaves what it was called with beside it, a line for each argument.

    A second call leaves a sign of itself.
    """
    path.write_text(
        "#!/bin/sh\n"
        f"test -e {path}.part -o -e {path}.called && : > {path}.again\n"
        f"printf '%s\\n' \"$@\" > {path}.part\n/bin/mv {path}.part {path}.called\n"
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def called_with(path: Path, qtbot: QtBot) -> list[str]:
    called = path.with_name(f"{path.name}.called")
    qtbot.waitUntil(called.exists)
    return called.read_text(encoding="utf-8").splitlines()


def test_the_first_player_there_is_plays_the_file(programs: Path, qtbot: QtBot) -> None:
    write_program(programs / "second")
    write_program(programs / "third")
    Chime(Path("a.wav"), (("first",), ("second", "-q"), ("third",))).play()
    assert called_with(programs / "second", qtbot) == ["-q", "a.wav"]
    assert not (programs / "third.called").exists()


def test_without_a_tray_the_desktop_is_asked(programs: Path, qtbot: QtBot) -> None:
    write_program(programs / "notify-send")
    assert notify("“张伟” was said", "At 12:00:02.")
    arguments = called_with(programs / "notify-send", qtbot)
    assert arguments[-3:] == ["--", "“张伟” was said", "At 12:00:02."]


def test_without_either_nothing_happens(programs: Path) -> None:
    assert not notify("“Anna” was said", "At 12:00:02.")


@pytest.fixture
def helm(make_stage: Callable[..., Stage], qapp: QApplication, tmp_path: Path) -> Iterator[Helm]:
    """A window without a tray, whose user waits for a word."""
    alerts = AlertSettings(("Anna",), sounds=False)
    stage = make_stage(settings=Settings(alerts=alerts))
    above = OverlayLink(stage.studio, stage.window)
    places = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    helm = Helm(stage.studio, stage.window, above, Wardrobe(qapp), places, {})
    helm.tray.start()
    yield helm
    helm.tray.stop()


def test_an_alert_finds_its_way_without_a_tray(helm: Helm, programs: Path, qtbot: QtBot) -> None:
    write_program(programs / "notify-send")
    helm.alerting.notification_wanted.emit("“Anna” was said", "At 12:00:02.")
    assert called_with(programs / "notify-send", qtbot)[-1] == "At 12:00:02."


def test_nothing_is_told_while_every_caption_is_hidden(
    helm: Helm, programs: Path, qtbot: QtBot
) -> None:
    write_program(programs / "notify-send")
    told = helm.alerting.notification_wanted
    helm.panic.toggle()
    told.emit("“Anna” was said", "At 12:00:02.")
    helm.panic.toggle()
    told.emit("“Anna” was said", "At 12:00:15.")
    assert called_with(programs / "notify-send", qtbot)[-1] == "At 12:00:15."
    assert not list(programs.glob("*.again"))


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, to come to front
def test_a_click_on_an_alert_opens_the_last_60_seconds(helm: Helm) -> None:
    window = helm.alerting.parent()
    assert isinstance(window, MainWindow)
    (icon,) = helm.tray.findChildren(QSystemTrayIcon)
    icon.messageClicked.emit()
    assert window.isVisible()
    assert window.last_minute.isHidden()
    helm.tray.alert("“Anna” was said", "At 12:00:02.")
    icon.messageClicked.emit()
    assert window.last_minute.isVisible()


def test_the_sound_is_short_soft_and_as_its_script_makes_it() -> None:
    script = runpy.run_path(str(ROOT / "packaging" / "alert_sound.py"))
    shipped, made = (
        levels_of(resource("resources/sounds/alert.wav").read_bytes()),
        levels_of(script["sound"]()),
    )
    assert len(shipped) == len(made)
    assert max(abs(a - b) for a, b in zip(shipped, made, strict=True)) <= 1
    assert 0.1 < max(map(abs, shipped)) / 32_768 < 0.25


def levels_of(content: bytes) -> list[int]:
    with wave.open(io.BytesIO(content)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert file.getnframes() / file.getframerate() < 1
        return list(array.array("h", file.readframes(file.getnframes())))
