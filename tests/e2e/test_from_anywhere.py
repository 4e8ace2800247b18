"""Zimu while another program is in front: started again, called by its keys, silenced at once."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.core.settings import HotkeySettings, Settings
from tests.helpers.caption_server import CaptionServer
from tests.helpers.children import child
from tests.helpers.desk import Desk
from tests.helpers.program import PROGRAM, program
from tests.helpers.seven_emotions import MEETING, duration_ms, seven_emotions
from tests.helpers.shipped import MAIN_WINDOW, OVERLAY, store_settings, write_tone
from tests.helpers.waiting import until

PANIC = "ctrl+shift+F12"
START = "ctrl+shift+F9"
KEY_OF_P = 33  # as the server counts it
OTHER = "Another program"
OTHER_PROGRAM = f"""
from PySide6.QtWidgets import QApplication, QLineEdit
application = QApplication([])
window = QLineEdit()
window.setWindowTitle({OTHER!r})
window.resize(300, 80)
window.show()
application.exec()
"""
# Owns what makes an X server's tray, and takes in whoever asks.
TRAY = """
import ctypes, signal
x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
for name in ("XInternAtom", "XCreateSimpleWindow", "XDefaultRootWindow", "XGetSelectionOwner"):
    getattr(x11, name).restype = ctypes.c_ulong
display = ctypes.c_void_p(x11.XOpenDisplay(None))
root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
window = ctypes.c_ulong(x11.XCreateSimpleWindow(display, root, 0, 0, 32, 32, 0, 0, 0))
tray = ctypes.c_ulong(x11.XInternAtom(display, b"_NET_SYSTEM_TRAY_S0", 0))
x11.XSetSelectionOwner(display, tray, window, ctypes.c_ulong(0))
x11.XMapWindow(display, window)
x11.XStoreName(display, window, b"A tray")
x11.XSync(display, 0)
signal.pause()
"""
CAPTIONED_S = 30.0


def test_a_second_start_brings_the_first_window_to_the_front(desk: Desk, tmp_path: Path) -> None:
    store_settings(tmp_path, Settings(ui_language="en"))
    with program("run", data_dir=tmp_path, environment=desk.environment) as running:
        running.wait_for("window.shown")
        with another_program(desk, tmp_path):
            again = start_again(tmp_path, desk.environment)
            assert again.returncode == 0
            assert again.stderr == "zimu: Zimu is already open. Its window is in front now.\n"
            running.wait_for("instance.called")
            until(lambda: is_in_front(desk, MAIN_WINDOW), "Zimu's window in front")
        busy = start_again(tmp_path, desk.environment, "run", "--start")
        assert busy.returncode == 1
        assert "does not do what was asked" in busy.stderr
        assert not running.records("engine.state"), "nobody pressed Start"


def test_a_crash_is_in_nobodys_way_and_another_folder_is_another_zimu(
    desk: Desk, tmp_path: Path
) -> None:
    for folder in (tmp_path / "one", tmp_path / "other"):
        folder.mkdir()
        store_settings(folder, Settings(ui_language="en"))
    with program("run", data_dir=tmp_path / "one", environment=desk.environment) as first:
        first.wait_for("window.shown")
        with program("run", data_dir=tmp_path / "other", environment=desk.environment) as other:
            other.wait_for("window.shown")
            first.process.kill()
            first.wait()
            arguments = ("run", "--quit-after", "0.1")
            with program(
                *arguments, data_dir=tmp_path / "one", environment=desk.environment
            ) as again:
                again.wait_for("window.shown")
                assert again.wait() == 0


def test_one_key_silences_everything_from_another_program_while_captions_go_on(
    desk: Desk, tmp_path: Path
) -> None:
    settings = Settings(ui_language="en", language="zh", hotkeys=HotkeySettings(is_global=True))
    store_settings(tmp_path, settings)
    tone = write_tone(tmp_path / "meeting.wav", duration_ms() + 1000)
    with CaptionServer(seven_emotions()) as server, another_program(desk, tmp_path):
        arguments = ("run", "--source", str(tone), "--engine", server.url)
        with program(*arguments, data_dir=tmp_path, environment=desk.environment) as running:
            running.wait_for("keys.global", grabbed=4)
            focus_other(desk)
            desk.press(START)
            running.wait_for("overlay.painted", deadline_s=CAPTIONED_S)
            assert desk.window(OVERLAY)
            desk.press(PANIC)
            running.wait_for("panic", is_on=True)
            until(lambda: not is_there(desk, OVERLAY), "no overlay")
            assert is_in_front(desk, OTHER)
            running.wait_for("line.final", count=len(MEETING), deadline_s=CAPTIONED_S)
            assert not is_there(desk, OVERLAY)
            desk.press(PANIC)
            running.wait_for("panic", is_on=False)
            assert desk.window(OVERLAY)
            assert is_in_front(desk, OTHER)


def test_a_letter_works_whichever_of_two_layouts_comes_first(desk: Desk, tmp_path: Path) -> None:
    keys = HotkeySettings(is_global=True, panic="Ctrl+Alt+P")
    store_settings(tmp_path, Settings(ui_language="en", hotkeys=keys))
    with (
        another_program(desk, tmp_path),
        layout(desk, "ru,us"),
        program("run", data_dir=tmp_path, environment=desk.environment) as running,
    ):
        running.wait_for("keys.global", grabbed=4)
        focus_other(desk)
        desk.press(f"ctrl+alt+{KEY_OF_P}")
        running.wait_for("panic", is_on=True)


def test_a_key_of_the_window_is_not_taken_from_other_programs_unless_it_is_wanted(
    desk: Desk, tmp_path: Path
) -> None:
    store_settings(tmp_path, Settings(ui_language="en"))
    with (
        another_program(desk, tmp_path),
        program("run", data_dir=tmp_path, environment=desk.environment) as running,
    ):
        running.wait_for("window.shown")
        focus_other(desk)
        desk.press(PANIC)
        desk.run("xdotool", "windowactivate", "--sync", str(desk.window(MAIN_WINDOW)))
        desk.press(PANIC)
        assert running.wait_for("panic").fields["is_on"] is True
        assert not running.records("keys.global")
        assert len(running.records("panic")) == 1


def test_closing_leaves_zimu_in_the_tray_if_it_is_wanted_and_there_is_one(
    desk: Desk, tmp_path: Path
) -> None:
    store_settings(tmp_path, Settings(ui_language="en", closes_to_tray=True))
    command = (sys.executable, "-P", "-c", TRAY)
    with child(command, log=tmp_path / "tray.log", environment=desk.environment):
        desk.window("^A tray$")
        with program("run", data_dir=tmp_path, environment=desk.environment) as running:
            running.wait_for("window.shown")
            desk.run("xdotool", "windowactivate", "--sync", str(desk.window(MAIN_WINDOW)))
            desk.press("alt+F4")
            until(lambda: not is_there(desk, MAIN_WINDOW), "no window")
            assert start_again(tmp_path, desk.environment).returncode == 0
            until(lambda: is_in_front(desk, MAIN_WINDOW), "Zimu's window in front")
            desk.press("ctrl+q")
            assert running.wait() == 0


def test_without_a_tray_closing_is_leaving(desk: Desk, tmp_path: Path) -> None:
    store_settings(tmp_path, Settings(ui_language="en", closes_to_tray=True))
    with program("run", data_dir=tmp_path, environment=desk.environment) as running:
        running.wait_for("window.shown")
        desk.run("xdotool", "windowactivate", "--sync", str(desk.window(MAIN_WINDOW)))
        desk.press("alt+F4")
        assert running.wait() == 0


@contextmanager
def another_program(desk: Desk, folder: Path) -> Iterator[None]:
    """A window of somebody else, in front."""
    command = (sys.executable, "-P", "-c", OTHER_PROGRAM)
    with child(command, log=folder / "other.log", environment=desk.environment):
        desk.window(f"^{OTHER}$")
        focus_other(desk)
        yield


@contextmanager
def layout(desk: Desk, names: str) -> Iterator[None]:
    """A keyboard with these layouts."""
    desk.run("setxkbmap", names)
    try:
        yield
    finally:
        desk.run("setxkbmap", "us")


def focus_other(desk: Desk) -> None:
    """Bring the other program's window to the front."""
    desk.run("xdotool", "windowactivate", "--sync", str(desk.window(f"^{OTHER}$")))


def start_again(
    folder: Path, environment: Mapping[str, str], *arguments: str
) -> "subprocess.CompletedProcess[str]":
    """Start Zimu with the same data, and wait for it to end."""
    command = (*PROGRAM, "--data-dir", str(folder), *arguments)
    return subprocess.run(
        command, cwd=folder, env=environment, check=False, capture_output=True, text=True
    )


def is_there(desk: Desk, title: str) -> bool:
    """Whether a window in whose title the pattern is found is visible."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", title],
        env=desk.environment,
        check=False,
        capture_output=True,
    )
    return bool(found.stdout.strip())


def is_in_front(desk: Desk, title: str) -> bool:
    """Whether that window has the focus."""
    return desk.run("xdotool", "getactivewindow").strip() == str(desk.window(title))
