"""The real window by keyboard alone: start, read, export, leave; and nothing lost on the way."""

from pathlib import Path

from app.core.overlay_settings import OverlaySettings
from app.core.settings import Settings
from tests.helpers.caption_server import CaptionServer
from tests.helpers.desk import Desk
from tests.helpers.program import Program, program
from tests.helpers.seven_emotions import MEETING, duration_ms, seven_emotions
from tests.helpers.shipped import MAIN_WINDOW, store_settings, write_tone

START_STOP = "ctrl+Return"
EXPORT = "ctrl+s"
CLOSE = "alt+F4"  # the window manager's
CAPTIONED_S = 30.0


def test_a_meeting_is_captioned_exported_and_left_by_keyboard(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "exported" / "meeting.srt"
    target.parent.mkdir()
    overlay = OverlaySettings(visible=False)
    store_settings(tmp_path, Settings(ui_language="en", language="zh", overlay=overlay))
    tone = write_tone(tmp_path / "meeting.wav", duration_ms() + 1000)
    with CaptionServer(seven_emotions()) as server:
        arguments = ("run", "--source", str(tone), "--engine", server.url)
        with program(*arguments, data_dir=tmp_path, environment=desk.environment) as running:
            caption(desk, running)
            export(desk, running, target)
            focus(desk, MAIN_WINDOW)
            desk.press(CLOSE)
            assert running.wait() == 0
            assert not running.records("engine.spawned"), "nobody has use for it"
    written = target.read_text(encoding="utf-8").replace("\n", "")
    assert all(said.text in written for said in MEETING)


def caption(desk: Desk, running: Program) -> None:
    """Start by keyboard and let the meeting come to its end."""
    running.wait_for("window.shown")
    assert not running.records("engine.state"), "nobody pressed Start yet"
    focus(desk, MAIN_WINDOW)
    desk.press(START_STOP)
    running.wait_for("line.final", count=len(MEETING), deadline_s=CAPTIONED_S)
    running.wait_for("session.over", deadline_s=CAPTIONED_S)


def export(desk: Desk, running: Program, target: Path) -> None:
    """Write the transcript to `target`."""
    desk.press(EXPORT)
    focus(desk, "^Export the transcript")
    desk.press("Return")
    focus(desk, "^Save the exported file")
    desk.press("ctrl+a")
    desk.run("xdotool", "type", str(target))
    desk.press("Return")
    assert running.wait_for("export.done").fields["lines"] == len(MEETING)


def focus(desk: Desk, title: str) -> None:
    """Give the keyboard to a window."""
    desk.run("xdotool", "windowfocus", "--sync", str(desk.window(title)))
