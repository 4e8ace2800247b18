"""Wherever a key may have been written, it was not: files, logs, output, command lines, children.

The programs run with debug messages on, some of them into walls. The canary in the environment
is the same that the whole run is searched for; here every place is named.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil
import pytest

from tests.helpers.canary import CANARIES, Watch
from tests.helpers.caption_script import (
    AwaitAudio,
    AwaitEvent,
    Close,
    Script,
    Send,
    final,
    interim,
    started,
)
from tests.helpers.caption_server import CaptionServer
from tests.helpers.desk import Desk
from tests.helpers.program import PROGRAM, followed
from tests.helpers.shipped import write_tone

KEY = CANARIES["ZIMU_ENGINE_KEY"]
TALK = Script(
    steps=(
        AwaitAudio(200),
        started("a", 100),
        interim("a", "", "Hello"),
        final("a", "Hello."),
        AwaitEvent("session.finish"),
    )
)
ECHO = {"type": "server_error", "code": "InvalidApiKey", "message": f"Bearer {KEY} is refused"}
SERVERS = {
    "good": TALK,
    "refusing": Script(handshake_status=401),
    "forbidding": Script(handshake_status=403),
    "redirecting": Script(handshake_status=302, location=f"wss://b.example/?key={KEY}"),
    "echoing": Script(steps=(Send({"type": "error", "error": ECHO}),)),
    "echoing in its good-bye": Script(
        steps=(AwaitEvent("session.update"), Close(1007, f"{KEY} is no key")),
        ignored=("session.update",),
    ),
    "babbling": Script(steps=(Send({"type": KEY, "x": KEY}),), is_greeting=False),
}


def searched(folder: Path, *outputs: str) -> Watch:
    """What was found in `folder` and in what was said."""
    watch = Watch(CANARIES.values())
    watch.look_through(folder)
    for output in outputs:
        watch.look_at_output(output, "what the program said")
    return watch


@pytest.mark.parametrize("script", SERVERS.values(), ids=SERVERS)
@pytest.mark.parametrize("command", ["caption", "check"])
def test_no_run_leaves_a_key_anywhere(command: str, script: Script, tmp_path: Path) -> None:
    log = tmp_path / "debug.jsonl"
    options = ("--data-dir", str(tmp_path / "data"), "--log-json", str(log))
    tone = write_tone(tmp_path / "tone.wav", 1000)
    with CaptionServer(script, token=KEY) as server:
        arguments = [str(tone), "--json"] if command == "caption" else []
        call = (*PROGRAM, *options, command, *arguments, "--engine", server.url)
        with followed(call, folder=tmp_path) as running:
            running.wait()
    assert log.stat().st_size > 0
    said = [*running.stdout.lines(), *running.log.lines()]
    assert said
    watch = searched(tmp_path, *said)
    assert watch.files > 2
    assert not watch.places


def test_neither_a_command_line_nor_the_engine_has_a_key(tmp_path: Path) -> None:
    tone = write_tone(tmp_path / "tone.wav", 20_000)
    call = (*PROGRAM, "--data-dir", str(tmp_path), "--log-json", "-", "caption", str(tone))
    with followed(call, folder=tmp_path) as running:
        engine = psutil.Process(int(str(running.wait_for("engine.ready").fields["pid"])))
        program = psutil.Process(running.process.pid)
        assert program.environ()["ZIMU_ENGINE_KEY"] == KEY
        watch = Watch(CANARIES.values())
        for process in (program, engine):
            watch.look_at_output(" ".join(process.cmdline()), "a command line")
        watch.look_at_output(repr(engine.environ()), "the engine's environment")
        assert engine.environ()["ZIMU_SERVE_TOKEN"] not in " ".join(engine.cmdline())
    assert watch.outputs == 3
    assert not watch.places


@pytest.mark.skipif(sys.platform != "linux", reason="the desk is an X server")
@pytest.mark.parametrize("script", [TALK, SERVERS["refusing"]], ids=["good", "refusing"])
def test_the_window_leaves_no_key_anywhere(script: Script, desk: Desk, tmp_path: Path) -> None:
    log = tmp_path / "debug.jsonl"
    tone = write_tone(tmp_path / "tone.wav", 1000)
    options = ("--data-dir", str(tmp_path / "data"), "--log-json", str(log), "run", "--start")
    end = ("--source", str(tone), "--quit-when-done", "--quit-after", "5")
    with CaptionServer(script, token=KEY) as server:
        call = (*PROGRAM, *options, *end, "--engine", server.url)
        environment = {**os.environ, **desk.environment}
        with followed(call, folder=tmp_path, environment=environment) as running:
            running.wait()
    watch = searched(tmp_path, *running.stdout.lines(), *running.log.lines())
    assert watch.files > 3
    assert not watch.places
