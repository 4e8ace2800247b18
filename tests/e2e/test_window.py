"""The real window on a virtual desk: from the microphone to the pixels and the files."""

import re
import signal
import subprocess
from pathlib import Path

from app.core.overlay_settings import OverlaySettings
from app.core.settings import AlertSettings, EmotionSettings, Settings, Theme
from tests.helpers.caption_script import Script
from tests.helpers.caption_server import CaptionServer
from tests.helpers.desk import Box, Desk, virtual_desk
from tests.helpers.program import PROGRAM, Program, program
from tests.helpers.pulse import Microphones, virtual_microphones
from tests.helpers.readtext import read_text, words
from tests.helpers.seven_emotions import MEETING, duration_ms, seven_emotions
from tests.helpers.shipped import MAIN_WINDOW, OVERLAY, store_settings, write_tone
from tests.helpers.speech import assert_heard
from tests.helpers.waiting import until

EMOTION_WORDS = {"愉快", "惊讶", "愤怒", "厌恶", "悲伤", "恐惧"}
# Drawn at twice its size: the words beside the lines are small Chinese.
SCALE = 2
SIDEBAR_PX = 272 * SCALE
RAILS_PX = 40 * SCALE
READ_S = 30.0
TALK_KEY = "F8"


def test_what_is_spoken_is_read_in_the_overlay_and_in_the_export(
    desk: Desk,
    microphones: Microphones,
    environment: dict[str, str],
    opening: Path,
    tmp_path: Path,
) -> None:
    store_settings(tmp_path, Settings(ui_language="en", language="en"))
    export = tmp_path / "captions.srt"
    arguments = ("run", "--device", "mic_1", "--start", "--export", str(export))
    with program(*arguments, data_dir=tmp_path, environment=environment) as running:
        running.wait_for("engine.state", state="listening", deadline_s=READ_S)
        overlay = desk.box(desk.window(OVERLAY))
        with microphones.playing(opening):
            running.wait_for("overlay.painted")
            await_words(desk, overlay, {"worst", "times"}, tmp_path / "during.png")
            await_words(desk, overlay, {"age", "foolishness"}, tmp_path / "after.png")
        press_stop(desk)
        running.wait_for("export.done")
        assert running.wait_for("session.over").fields["state"] == "stopped"
        leave(running)
    assert_heard(words(re.sub(r"[\d:,]+ --> [\d:,]+|^\d+$", "", export.read_text(), flags=re.M)))


def test_with_push_to_talk_only_what_is_said_while_the_key_is_held_is_captioned(
    desk: Desk,
    microphones: Microphones,
    environment: dict[str, str],
    opening: Path,
    tmp_path: Path,
) -> None:
    store_settings(tmp_path, Settings(ui_language="en", language="en", push_to_talk=True))
    export = tmp_path / "captions.txt"
    arguments = ("run", "--device", "mic_1", "--start", "--export", str(export))
    with program(*arguments, data_dir=tmp_path, environment=environment) as running:
        running.wait_for("engine.state", state="listening", deadline_s=READ_S)
        microphones.play(opening)
        desk.run("xdotool", "windowactivate", "--sync", str(desk.window(MAIN_WINDOW)))
        desk.run("xdotool", "keydown", TALK_KEY)
        microphones.play(opening)
        desk.run("xdotool", "keyup", TALK_KEY)
        running.wait_for("line.final", deadline_s=READ_S)
        press_stop(desk)
        running.wait_for("export.done")
        assert running.wait_for("session.over").fields["state"] == "stopped"
        leave(running)
    assert_heard(words(export.read_text()))


def test_all_seven_emotions_are_told_by_rail_and_word_in_chinese(tmp_path: Path) -> None:
    overlay = OverlaySettings(visible=False)
    settings = Settings(
        ui_language="zh_CN",
        language="zh",
        theme=Theme.LIGHT,
        emotion=EmotionSettings(is_explained=True),
        overlay=overlay,
    )
    store_settings(tmp_path, settings)
    tone = write_tone(tmp_path / "meeting.wav", duration_ms() + 1000)
    with (
        virtual_desk(tmp_path / "desk", width=2560, height=1600) as desk,
        CaptionServer(seven_emotions()) as server,
    ):
        environment = desk.environment | {"QT_SCALE_FACTOR": str(SCALE)}
        arguments = ("run", "--source", str(tone), "--engine", server.url, "--start")
        with program(*arguments, data_dir=tmp_path, environment=environment) as running:
            running.wait_for("line.final", count=len(MEETING), deadline_s=READ_S)
            window = desk.box(desk.window(MAIN_WINDOW))
            transcript = Box(
                left=window.left + SIDEBAR_PX,
                top=window.top,
                width=window.width - SIDEBAR_PX,
                height=window.height,
            )
            picture = tmp_path / "transcript.png"
            until(
                lambda: shown_emotions(desk, transcript, picture) == EMOTION_WORDS,
                "a word for each emotion but neutral",
                deadline_s=READ_S,
            )
            assert len(rail_colours(desk, transcript, tmp_path / "rails.png")) == len(EMOTION_WORDS)
            leave(running)


def test_a_name_calls_and_the_first_feeling_is_explained(
    desk: Desk, environment: dict[str, str], tmp_path: Path
) -> None:
    alerts = AlertSettings(("小王",))
    store_settings(tmp_path, Settings(ui_language="en", language="zh", alerts=alerts))
    tone = write_tone(tmp_path / "meeting.wav", duration_ms() + 1000)
    with CaptionServer(seven_emotions()) as server:
        arguments = ("run", "--source", str(tone), "--engine", server.url, "--start")
        with program(*arguments, data_dir=tmp_path, environment=environment) as running:
            running.wait_for("alert", deadline_s=READ_S)
            window = desk.box(desk.window(MAIN_WINDOW))
            await_words(desk, window, {"feeling", "guess"}, tmp_path / "notice.png")
            running.wait_for("line.final", count=len(MEETING), deadline_s=READ_S)
            assert len(running.records("alert")) == 1
            leave(running)


def test_a_microphone_that_is_pulled_out_ends_no_session_and_is_heard_again_when_it_is_back(
    desk: Desk, opening: Path, tmp_path: Path
) -> None:
    store_settings(tmp_path, Settings(ui_language="en", language="en"))
    with virtual_microphones(tmp_path / "pulse", count=1) as only:
        environment = desk.environment | only.variables
        arguments = ("run", "--device", "mic_1", "--start")
        with program(*arguments, data_dir=tmp_path, environment=environment) as running:
            running.wait_for("engine.state", state="listening", deadline_s=READ_S)
            running.wait_for("audio.first_sent")
            running.expect_warning("device_gone")
            running.expect_warning("^gap ")
            only.unplug(1)
            assert running.wait_for("device.trouble").fields["code"] == "device_gone"
            window = desk.box(desk.window(MAIN_WINDOW))
            await_words(desk, window, {"microphone"}, tmp_path / "trouble.png", dark=False)
            only.plug(1)
            running.wait_for("device.trouble", code="")
            with only.playing(opening):
                running.wait_for("line.final", deadline_s=READ_S)
                assert_no_longer_told(desk, window, "unplugged", tmp_path / "well.png")
            gap = running.wait_for("gap").fields
            assert int(str(gap["end_ms"])) > int(str(gap["begin_ms"]))
            assert not running.records("session.over")
            press_stop(desk)
            assert running.wait_for("session.over").fields["state"] == "stopped"
            leave(running)


def test_a_display_that_does_not_answer_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    nowhere = desk.environment | {"DISPLAY": ":4095"}
    command = (*PROGRAM, "--data-dir", str(tmp_path))
    done = subprocess.run(command, env=nowhere, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(r"zimu: The window cannot be shown: .* zimu caption .*\n", done.stderr)


def test_leaving_while_a_server_does_not_answer_takes_no_waiting(
    desk: Desk, tmp_path: Path
) -> None:
    store_settings(tmp_path, Settings(ui_language="en"))
    tone = write_tone(tmp_path / "tone.wav", 5000)
    with CaptionServer(Script((), handshake_delay_s=60.0)) as server:
        arguments = ("run", "--source", str(tone), "--engine", server.url, "--start")
        with program(*arguments, data_dir=tmp_path, environment=desk.environment) as running:
            running.wait_for("engine.state", state="connecting", deadline_s=READ_S)
            running.wait_for("window.shown")
            leave(running, deadline_s=5.0)


def await_words(
    desk: Desk, box: Box, expected: set[str], picture: Path, *, dark: bool = True
) -> None:
    """Wait until all `expected` words are read inside `box`."""
    until(
        lambda: expected <= set(words(read_text(desk.grab(picture, box), dark=dark))),
        f"{expected} on the screen",
        deadline_s=READ_S,
    )


def assert_no_longer_told(desk: Desk, box: Box, word: str, picture: Path) -> None:
    """Look once: `word` is not read inside `box`."""
    assert word not in words(read_text(desk.grab(picture, box), dark=False))


def press_stop(desk: Desk) -> None:
    """Press Start/Stop by its shortcut."""
    desk.run("xdotool", "windowactivate", "--sync", str(desk.window(MAIN_WINDOW)))
    desk.press("ctrl+Return")


def leave(running: Program, *, deadline_s: float = 10.0) -> None:
    """Ask the program to end, as a desktop does at log-out."""
    running.process.send_signal(signal.SIGTERM)
    assert running.wait(deadline_s=deadline_s) == 0
    assert running.records("window.closed")


def shown_emotions(desk: Desk, box: Box, picture: Path) -> set[str]:
    """Which emotion words are read inside `box`."""
    desk.grab(picture, box)
    found = set[str]()
    for percent in (100, 150, 200, 300):
        text = read_text(picture, language="chi_sim", dark=False, scale_percent=percent)
        found |= {word for word in EMOTION_WORDS if word in text.replace(" ", "")}
    return found


def rail_colours(desk: Desk, transcript: Box, picture: Path) -> set[str]:
    """The distinct strong colours in the column of the rails."""
    column = Box(transcript.left, transcript.top, RAILS_PX, transcript.height)
    desk.grab(picture, column)
    histogram = desk.run(
        "convert", str(picture), "-depth", "8", "-format", "%c", "histogram:info:-"
    )
    found = re.findall(r"(\d+): \((\d+),(\d+),(\d+)[,)].*?(#[0-9A-F]{6})", histogram)
    return {
        name
        for count, red, green, blue, name in found
        if int(count) >= 60
        and max(map(int, (red, green, blue))) - min(map(int, (red, green, blue))) > 30
    }
