"""Recordings into the library with the real engine: several at once, stopped, and on again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jiwer
import pytest
import soundfile

from tests.helpers.program import PROGRAM, Stream
from tests.helpers.readtext import words
from tests.helpers.recordings import recording
from tests.helpers.speech import WORD_ERRORS

if TYPE_CHECKING:
    from pathlib import Path

DEADLINE_S = 60.0
SAME_PLACE_MS = 200
FAST = ("caption", "--language", "en", "--pace", "fast")


def command(home: Path, *arguments: str) -> list[str]:
    return [*PROGRAM, "--data-dir", str(home), *arguments]


def zimu(home: Path, *arguments: str) -> str:
    done = subprocess.run(
        command(home, *arguments), capture_output=True, text=True, timeout=DEADLINE_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def sessions(home: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in zimu(home, "sessions", "list", "--json").splitlines()]


def lines_of(home: Path, session: dict[str, Any]) -> list[dict[str, Any]]:
    shown = zimu(home, "sessions", "show", session["id"], "--json").splitlines()
    return [found for found in map(json.loads, shown) if found["type"] == "line"]


def heard(lines: list[dict[str, Any]]) -> str:
    return " ".join(words(" ".join(line["text"] for line in lines)))


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """44 seconds of English, as a FLAC."""
    samples, rate_hz = soundfile.read(recording("two_cities.wav"))
    soundfile.write(tmp_path / "talk.flac", samples, rate_hz)
    return tmp_path / "talk.flac"


def test_every_file_is_a_session_that_is_called_as_it_is(talk: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.wav"
    samples, rate_hz = soundfile.read(recording("beckett.wav"))
    soundfile.write(short, samples, rate_hz)
    out = zimu(tmp_path, *FAST, "--json", str(talk), str(short))
    objects = [json.loads(line) for line in out.splitlines()]
    assert [one["path"] for one in objects if one["type"] == "recording"] == [str(talk), str(short)]
    assert sorted(found["title"] for found in sessions(tmp_path)) == ["short", "talk"]


@pytest.mark.skipif(sys.platform == "win32", reason="no signals to a child there")
@pytest.mark.parametrize("how", ["interrupted", "killed"])
def test_what_was_stopped_goes_on_and_says_all_of_it_once(
    talk: Path, tmp_path: Path, how: str
) -> None:
    is_killed = how == "killed"
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    zimu(whole, *FAST, str(talk))
    begins = command(parts, *FAST, str(talk))
    pipe = subprocess.PIPE
    with subprocess.Popen(begins, text=True, stdout=pipe, stderr=pipe) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        out = Stream(run.stdout)
        out.start()
        out.first(bool, "the first line", DEADLINE_S)  # a slow test has the other ten to stop it
        run.send_signal(signal.SIGKILL if is_killed else signal.SIGINT)
        complaint = run.stderr.read()
        assert run.wait(DEADLINE_S) == (-signal.SIGKILL if is_killed else 0)
        out.join(DEADLINE_S)
    assert ("--resume goes on from here" in complaint) is not is_killed
    [before] = sessions(parts)
    zimu(parts, *FAST, "--resume", str(talk))
    [after] = sessions(parts)
    assert after["id"] == before["id"]
    # Which line is the last before the cut depends on who was faster. The one behind it is heard
    # without it, and so in other words, and the next one after those; but in the same places.
    at_once, in_parts = lines_of(whole, sessions(whole)[0]), lines_of(parts, after)
    assert len(in_parts) == len(at_once)
    for one, other in zip(at_once, in_parts, strict=True):
        assert abs(one["begin_ms"] - other["begin_ms"]) <= SAME_PLACE_MS
        assert abs(one["end_ms"] - other["end_ms"]) <= SAME_PLACE_MS
    assert jiwer.wer(heard(at_once), heard(in_parts)) <= WORD_ERRORS


def test_what_was_heard_to_its_end_is_a_new_session(talk: Path, tmp_path: Path) -> None:
    for _ in range(2):
        zimu(tmp_path, *FAST, "--resume", str(talk))
    assert len(sessions(tmp_path)) == 2
