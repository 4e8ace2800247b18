"""The canaries of the test bench: if these fail, no other end-to-end result means anything."""

import subprocess
import sys
import wave
from array import array
from pathlib import Path

import pytest

from tests.helpers.children import child
from tests.helpers.desk import Box, Desk
from tests.helpers.program import followed
from tests.helpers.pulse import RATE_HZ, Microphones
from tests.helpers.readtext import read_text, words
from tests.helpers.waiting import until

SENTENCE = "every word counts"
WINDOW = f"""
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

app = QApplication([])
label = QLabel("{SENTENCE}", None, Qt.WindowType.FramelessWindowHint)
label.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
label.setStyleSheet("color: white; background: rgba(20, 20, 20, 210); font: 28px; padding: 24px")
label.setWindowTitle("canary")
label.show()
app.exec()
"""


def test_words_of_a_translucent_window_are_read_from_the_screen(desk: Desk, tmp_path: Path) -> None:
    command = (sys.executable, "-c", WINDOW)
    with child(command, log=tmp_path / "window.log", environment=desk.environment):
        box = desk.box(desk.window("^canary$"))
        picture = tmp_path / "canary.png"
        until(
            lambda: words(read_text(desk.grab(picture, box))) == SENTENCE.split(),
            "the words on the screen",
        )


def test_no_words_are_read_from_an_empty_screen(desk: Desk, tmp_path: Path) -> None:
    picture = desk.grab(tmp_path / "empty.png", Box(left=100, top=100, width=800, height=200))
    assert words(read_text(picture)) == []


def test_a_window_that_never_comes_is_not_found(desk: Desk) -> None:
    with pytest.raises(TimeoutError, match="no such window"):
        desk.window("no such window", deadline_s=0.2)


def test_what_is_played_arrives_in_the_microphone_bit_by_bit(
    microphones: Microphones, tmp_path: Path
) -> None:
    ramp = array("h", (index % 20_011 - 10_000 for index in range(2 * RATE_HZ)))
    recorded = record_while_playing(microphones, write_wav(tmp_path / "ramp.wav", ramp), tmp_path)
    assert ramp.tobytes() in recorded


def test_a_microphone_nobody_speaks_into_is_silent(
    microphones: Microphones, tmp_path: Path
) -> None:
    silence = array("h", bytes(2 * RATE_HZ))
    recorded = record_while_playing(
        microphones, write_wav(tmp_path / "none.wav", silence), tmp_path
    )
    assert len(recorded) >= RATE_HZ
    assert not any(recorded)


def test_an_unplugged_microphone_is_gone_until_plugged_again(microphones: Microphones) -> None:
    microphones.unplug(2)
    try:
        assert "mic_2" not in sources(microphones)
    finally:
        microphones.plug(2)
    assert "mic_2" in sources(microphones)


LOGGING_PROGRAM = """
import json, sys
def log(level, event):
    line = {"level": level, "event": event, "message": "words", "line": 7}
    print(json.dumps(line), file=sys.stderr, flush=True)
log("INFO", "line.final")
print("ready", flush=True)
sys.stdin.readline()
log("WARNING", "engine.exited")
"""


def test_a_program_is_followed_by_its_log(tmp_path: Path) -> None:
    with followed((sys.executable, "-c", LOGGING_PROGRAM), folder=tmp_path) as it:
        it.wait_for("line.final", line=7)
        assert it.wait_for_output("^ready$") == "ready"
        with pytest.raises(TimeoutError, match=r"line\.final .* not within 0\.1 s"):
            it.wait_for("line.final", line=8, deadline_s=0.1)
        assert it.complaint() == ""
        it.tell("go on")
        assert it.wait() == 0
        with pytest.raises(TimeoutError, match="the program has ended"):
            it.wait_for("line.final", line=8)
        assert "engine.exited" in it.complaint()


def test_a_warning_that_was_announced_must_come_and_is_then_no_complaint(tmp_path: Path) -> None:
    with followed((sys.executable, "-c", LOGGING_PROGRAM), folder=tmp_path) as it:
        it.expect_warning(r"^engine\.exited")
        assert "never logged" in it.complaint()
        it.tell("go on")
        it.wait()
        assert it.complaint() == ""


def sources(microphones: Microphones) -> list[str]:
    listed = subprocess.run(
        ["pactl", "list", "short", "sources"],
        env=microphones.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return [line.split("\t")[1] for line in listed.stdout.splitlines()]


def write_wav(path: Path, samples: "array[int]") -> Path:
    with wave.open(str(path), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(RATE_HZ)
        target.writeframes(samples.tobytes())
    return path


def record_while_playing(microphones: Microphones, recording: Path, folder: Path) -> bytes:
    """Record mic_1 from before `recording` is played until after it."""
    target = folder / "recorded.raw"
    command = (
        "parec", "-d", "mic_1", "--raw", "--latency-msec=20",
        f"--rate={RATE_HZ}", "--channels=1", "--format=s16le", str(target),
    )  # fmt: skip
    size = 2 * RATE_HZ // 2
    with child(command, log=folder / "parec.log", environment=microphones.environment):
        until(lambda: target.exists() and target.stat().st_size > 0, "the recorder")
        microphones.play(recording)
        after = target.stat().st_size
        until(lambda: target.stat().st_size >= after + size, "what was played last")
    return target.read_bytes()
