"""The window as somebody meets it first, and the microphones that come while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.settings import Settings
from app.storage.paths import paths_under
from app.storage.settings_store import SettingsStore
from tests.helpers.program import program
from tests.helpers.shipped import MAIN_WINDOW, store_settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.desk import Desk
    from tests.helpers.pulse import Microphones


def test_the_first_steps_are_gone_through_by_keyboard_and_asked_once(
    desk: Desk, environment: dict[str, str], tmp_path: Path
) -> None:
    with program("run", data_dir=tmp_path, environment=environment) as running:
        running.wait_for("introduction.shown")
        window = str(desk.window(MAIN_WINDOW))
        desk.run("xdotool", "windowactivate", "--sync", window)
        desk.press("Return")
        desk.press("Tab")  # to where the microphone is chosen
        desk.press("alt+Right")
        desk.press("Return")
        running.wait_for("introduction.over")
        assert not running.records("device.opened"), "nobody asked to be heard"
        running.process.terminate()
        assert running.wait() == 0
    assert SettingsStore(paths_under(tmp_path).settings).load().settings.is_introduced
    with program("run", data_dir=tmp_path, environment=environment) as running:
        running.wait_for("devices.listed")
        assert not running.records("introduction.shown")
        running.process.terminate()
        assert running.wait() == 0


def test_a_microphone_that_comes_is_listed_by_itself_and_cuts_off_nobody(
    desk: Desk, microphones: Microphones, tmp_path: Path
) -> None:
    store_settings(tmp_path, Settings(ui_language="en", language="en"))
    environment = desk.environment | microphones.variables
    arguments = ("run", "--device", "mic_1", "--start")
    with program(*arguments, data_dir=tmp_path, environment=environment) as running:
        before = running.wait_for("devices.listed").fields["devices"]
        assert isinstance(before, int)
        running.wait_for("audio.first_sent", deadline_s=30)
        microphones.name(3)
        microphones.plug(3)
        try:
            running.wait_for("devices.listed", devices=before + 1)
        finally:
            microphones.unplug(3)
        assert not running.records("device.closed")
        running.process.terminate()
        assert running.wait() == 0
