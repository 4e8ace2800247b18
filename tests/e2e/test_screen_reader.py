"""The real window with a screen reader and a keyboard: begin, hear what was said, read, keep."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.overlay_settings import OverlaySettings
from app.core.settings import EmotionSettings, Settings
from app.engine.catalog import CUSTOM_ID
from app.shell.widgets.settings_pages import Section
from app.shell.widgets.settings_pages import title as section_title
from app.storage.paths import paths_under
from app.storage.settings_store import SettingsStore
from tests.helpers.caption_server import CaptionServer
from tests.helpers.desk import Desk
from tests.helpers.program import program
from tests.helpers.screen_reader import ScreenReader, accessible_bus, screen_reader
from tests.helpers.seven_emotions import MEETING, duration_ms, seven_emotions
from tests.helpers.shipped import MAIN_WINDOW, store_settings, write_tone
from tests.helpers.waiting import until

MAX_TABS = 60
CAPTIONED_S = 30.0
WORDS = [said.text for said in MEETING]


@pytest.fixture
def environment(desk: Desk, tmp_path: Path) -> Iterator[dict[str, str]]:
    with accessible_bus(tmp_path / "bus", desk.environment) as ours:
        yield ours


def test_a_session_is_begun_read_and_exported_by_keyboard_and_ear(
    desk: Desk, environment: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "meeting.txt"
    hidden = OverlaySettings(visible=False)
    told = EmotionSettings(is_explained=True)
    settings = Settings(ui_language="en", language="zh", emotion=told, overlay=hidden)
    store_settings(tmp_path, settings)
    tone = write_tone(tmp_path / "meeting.wav", duration_ms() + 1000)
    with CaptionServer(seven_emotions()) as server:
        arguments = ("run", "--source", str(tone), "--engine", server.url)
        with (
            program(*arguments, data_dir=tmp_path, environment=environment) as running,
            screen_reader(environment) as reader,
        ):
            running.wait_for("window.shown")
            focus(desk, MAIN_WINDOW)
            tab_to(desk, reader, "Start")
            desk.press("space")
            running.wait_for("line.final", count=len(MEETING), deadline_s=CAPTIONED_S)
            assert reader.heard() == WORDS[0]
            tab_to(desk, reader, "Transcript")
            desk.press("End")
            until(lambda: is_read(reader, WORDS[-1]), "the last line under the cursor")
            tab_to(desk, reader, "Export…")
            desk.press("space")
            focus(desk, "^Export the transcript")
            assert not reader.nameless()
            desk.press("Return")
            focus(desk, "^Save the exported file")
            desk.press("ctrl+a")
            desk.run("xdotool", "type", str(target))
            desk.press("Return")
            assert running.wait_for("export.done").fields["lines"] == len(MEETING)
    heard = [reader.heard(0.0) for _ in range(reader.announcements.qsize())]
    assert set(heard) - set(WORDS) <= {heard[-1]}, "no line is read twice, and nothing but lines"


def test_everything_that_can_have_the_focus_says_what_it_is_in_every_window(
    desk: Desk, environment: dict[str, str], tmp_path: Path
) -> None:
    hidden = OverlaySettings(visible=False)
    store_settings(tmp_path, Settings(ui_language="en", overlay=hidden), is_introduced=False)
    with (
        program("run", data_dir=tmp_path, environment=environment) as running,
        screen_reader(environment) as reader,
    ):
        running.wait_for("introduction.shown")
        focus(desk, MAIN_WINDOW)
        for question in ("Where shall speech", "Which microphone", "What shall it look like"):
            until(lambda q=question: is_told(reader, q), question)  # type: ignore[misc]
            assert not reader.nameless()
            desk.press("alt+Right")
        running.wait_for("introduction.over")
        assert not reader.nameless()
        for key, title in (
            ("ctrl+comma", "^Settings"),
            ("ctrl+k", "^Context"),
            ("F1", "^Keyboard"),
        ):
            focus(desk, MAIN_WINDOW)
            desk.press(key)
            focus(desk, title)
            for section in Section if title == "^Settings" else ():
                until(lambda s=section: is_chosen(reader, s), section.name)  # type: ignore[misc]
                assert not reader.nameless(), section
                desk.press("Down")
            assert not reader.nameless(), title
            desk.press("Escape")


def test_nothing_is_read_out_while_every_caption_is_hidden(
    desk: Desk, environment: dict[str, str], tmp_path: Path
) -> None:
    hidden = OverlaySettings(visible=False)
    store_settings(tmp_path, Settings(ui_language="en", language="zh", overlay=hidden))
    tone = write_tone(tmp_path / "meeting.wav", duration_ms() + 1000)
    with CaptionServer(seven_emotions()) as server:
        arguments = ("run", "--source", str(tone), "--engine", server.url)
        with (
            program(*arguments, data_dir=tmp_path, environment=environment) as running,
            screen_reader(environment) as reader,
        ):
            running.wait_for("window.shown")
            focus(desk, MAIN_WINDOW)
            desk.press("ctrl+shift+F12")
            assert "All captions are hidden" in reader.heard()
            desk.press("ctrl+Return")
            running.wait_for("line.final", count=len(MEETING), deadline_s=CAPTIONED_S)
            running.wait_for("session.over", deadline_s=CAPTIONED_S)
            desk.press("F1")
            reader.wait_for("Keyboard shortcuts")  # whatever came before it was announced by now
    heard = [reader.heard(0.0) for _ in range(reader.announcements.qsize())]
    assert not [words for words in heard if words in WORDS]


def test_what_was_just_typed_is_kept_when_zimu_is_ended_from_elsewhere(
    desk: Desk, environment: dict[str, str], tmp_path: Path
) -> None:
    hidden = OverlaySettings(visible=False)
    store_settings(tmp_path, Settings(ui_language="en", engine_id=CUSTOM_ID, overlay=hidden))
    with (
        program("run", data_dir=tmp_path, environment=environment) as running,
        screen_reader(environment) as reader,
    ):
        running.wait_for("window.shown")
        focus(desk, MAIN_WINDOW)
        tab_to(desk, reader, "Address of your server")
        desk.run("xdotool", "type", "wss://captions.example.org")
        desk.run("xdotool", "windowminimize", "--sync", str(desk.window(MAIN_WINDOW)))
        running.process.terminate()
        assert running.wait() == 0
    kept = SettingsStore(paths_under(tmp_path).settings).load().settings
    assert kept.custom_url == "wss://captions.example.org"


def focus(desk: Desk, title: str) -> None:
    """Give the keyboard to a window."""
    desk.run("xdotool", "windowfocus", "--sync", str(desk.window(title)))


def tab_to(desk: Desk, reader: ScreenReader, name: str) -> None:
    """Press Tab until the screen reader says `name`."""
    names = []
    for _ in range(MAX_TABS):
        focused = reader.focused()
        if focused is not None and focused.name == name:
            return
        names.append(focused and focused.name)
        desk.press("Tab")
    pytest.fail(f"{name!r} is not reached by Tab, only {names}")


def is_told(reader: ScreenReader, words: str) -> bool:
    """Whether a text on the screen begins with these words."""
    return any(thing.is_showing and thing.name.startswith(words) for thing in reader.things())


def is_chosen(reader: ScreenReader, section: Section) -> bool:
    """Whether the keyboard is at the name of that page."""
    focused = reader.focused()
    return focused is not None and focused.name == section_title(section)


def is_read(reader: ScreenReader, words: str) -> bool:
    """Whether the focused thing has these words for somebody who cannot see them."""
    focused = reader.focused()
    return focused is not None and words in focused.name + focused.description
