"""Microphones that come and go are noticed, by being told or by looking; nothing stays behind."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from itertools import count

import pytest

from app.audio import macos, sound_server, windows
from app.audio.scene import Scene
from app.audio.system import Linux
from app.audio.watch import Watch
from tests.helpers.waiting import until

TELLER = "import sys; print('one', flush=True); print('no', flush=True); sys.stdin.read()"
OUTPUTS = f"""Source Output #0
\tClient: n/a
\tSource: 7
\tProperties:
\t\tmedia.name = "Remapped Stream"

Source Output #5
\tSource: 3
\tProperties:
\t\tapplication.name = "another"
\t\tapplication.process.id = "1"

Source Output #6
\tSource: 12
\tProperties:
\t\tapplication.process.id = "{os.getpid()}"
"""


def test_a_look_that_differs_is_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.audio.watch.POLL_S", 0.001)
    looks = count()
    changed = threading.Event()
    watch = Watch(changed.set, lambda: next(looks))
    watch.start()
    assert changed.wait(10)
    watch.stop()
    assert "zimu-devices" not in [thread.name for thread in threading.enumerate()]


def test_what_is_told_is_a_change_if_it_matters_and_the_teller_is_ended() -> None:
    started: list[subprocess.Popen[str]] = []
    changes: list[int] = []

    def subscribe() -> subprocess.Popen[str]:
        command = (sys.executable, "-c", TELLER)
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True))
        return started[0]

    watch = Watch(
        lambda: changes.append(1),
        lambda: None,
        subscribe=subscribe,
        matters=lambda line: "o" in line,
    )
    watch.start()
    until(lambda: len(changes) == 2, "both lines")
    watch.stop()
    assert started[0].stdin is not None
    started[0].stdin.close()
    assert started[0].returncode is not None


@pytest.mark.expects_log("nobody tells of microphones")
def test_without_anybody_who_tells_it_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.audio.watch.POLL_S", 0.001)

    def subscribe() -> subprocess.Popen[str]:
        raise FileNotFoundError

    looks = count()
    changed = threading.Event()
    watch = Watch(changed.set, lambda: next(looks), subscribe=subscribe)
    watch.start()
    assert changed.wait(10)
    watch.stop()


def test_stopping_a_watch_that_was_never_started_does_nothing() -> None:
    Watch(lambda: None, lambda: None).stop()


def test_the_source_that_this_process_hears_is_found_among_all() -> None:
    assert sound_server.heard_source(OUTPUTS, os.getpid()) == "12"
    assert sound_server.heard_source(OUTPUTS, 2) == ""
    assert sound_server.heard_source("", os.getpid()) == ""


@pytest.mark.parametrize(
    ("line", "matters"),
    [
        ("Event 'new' on source #5", True),
        ("Event 'remove' on source #1", True),
        ("Event 'change' on server #4294967295", True),
        ("Event 'change' on source #1", False),
        ("Event 'new' on source-output #4", False),
        ("Event 'new' on sink #2", False),
    ],
)
def test_only_sources_that_come_or_go_matter(line: str, matters: bool) -> None:
    assert sound_server.is_about_sources(line) is matters


def test_without_a_sound_server_the_scene_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert Linux().scene() == Scene()


def test_a_time_of_windows_sorts_by_its_date() -> None:
    def time(*words: int) -> bytes:
        return b"".join(word.to_bytes(2, "little") for word in words)

    earlier = windows.system_time(time(2024, 2, 6, 3, 1, 2, 3, 4))
    later = windows.system_time(time(2024, 2, 1, 4, 0, 0, 0, 0))
    assert earlier < later
    assert windows.system_time(None) == windows.system_time(b"short") == ()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="they have one")
def test_where_there_is_no_registry_and_no_core_audio_nothing_is_said() -> None:
    assert windows.scene() == macos.scene() == Scene()
