"""What the world around `zimu caption` may do to it: streams, signals, servers that are away."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.caption_script import AwaitEvent, Script, final, interim, started, stopped
from tests.helpers.caption_server import CaptionServer
from tests.helpers.program import PROGRAM
from tests.helpers.speech import write_opening

FULL = Path("/dev/full")
DEADLINE_S = 20.0
TALK = Script(
    steps=(
        started("a", 100),
        interim("a", "Hello", " wor", language="en"),
        stopped("a", 380),
        AwaitEvent("session.finish"),
        final("a", "Hello world.", language="en"),
    )
)


@pytest.fixture
def caption(tmp_path: Path) -> list[str]:
    """The start of a command that captions a file."""
    opening = write_opening(tmp_path / "opening.wav")
    return [*PROGRAM, "--data-dir", str(tmp_path), "caption", str(opening), "--pace", "fast"]


@pytest.mark.skipif(not FULL.exists(), reason="a Linux device")
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_full_disk_is_said_once_and_keeps_the_exports(
    form: tuple[str, ...], caption: list[str], tmp_path: Path
) -> None:
    export = tmp_path / "captions.txt"
    with CaptionServer(TALK) as server, FULL.open("wb") as full:
        done = subprocess.run(
            [*caption, *form, "--engine", server.url, "--export", str(export)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
    assert done.returncode == 1
    said, stopped = done.stderr.splitlines()
    assert said.startswith("zimu: Standard output could not be written: ")
    assert stopped == "zimu: Stopped. The same command with --resume goes on from here."
    assert export.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="closes descriptors in a POSIX shell")
def test_closed_streams_cost_no_words(caption: list[str], tmp_path: Path) -> None:
    export = tmp_path / "captions.txt"
    with CaptionServer(TALK) as server:
        command = [*caption, "--engine", server.url, "--export", str(export)]
        done = subprocess.run(
            ["/bin/sh", "-c", '"$@" <&- >&- 2>&-', "sh", *command], timeout=DEADLINE_S, check=False
        )
    assert done.returncode == 0
    assert "Hello world." in export.read_text("utf-8")


def test_a_failure_before_the_first_word_leaves_the_file_of_the_session_before(
    caption: list[str], tmp_path: Path
) -> None:
    export = tmp_path / "captions.txt"
    export.write_text("Yesterday's words.", encoding="utf-8")
    nobody = "ws://127.0.0.1:1"
    command = [*caption, "--engine", nobody, "--export", str(export)]
    done = subprocess.run(command, capture_output=True, timeout=DEADLINE_S, check=False)
    assert done.returncode == 1
    assert export.read_text(encoding="utf-8") == "Yesterday's words."


@pytest.mark.skipif(not FULL.exists(), reason="a Linux device")
def test_a_log_that_has_no_room_is_told_once(caption: list[str]) -> None:
    with CaptionServer(TALK) as server:
        done = subprocess.run(
            [*PROGRAM, "--log-json", str(FULL), *caption[len(PROGRAM) :], "--engine", server.url],
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
    assert done.returncode == 0
    assert done.stderr == "zimu: the log cannot be written: No space left on device\n"


@pytest.mark.skipif(not FULL.exists(), reason="a Linux device")
@pytest.mark.parametrize("command", ["models", "packs", "data"])
def test_a_list_that_finds_no_room_ends_in_a_sentence(command: str, tmp_path: Path) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "--data-dir", str(tmp_path), command, "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.endswith(
        "zimu: Standard output could not be written: No space left on device.\n"
    )
    assert "Traceback" not in done.stderr
