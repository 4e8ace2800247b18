"""What is left when the program is killed while it captions."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.settings import Settings
from app.storage.library.recovery import unclosed
from tests.helpers.caption_server import CaptionServer
from tests.helpers.killing import WORDS, kill_at_final, talk, write_silence
from tests.helpers.program import PROGRAM, program
from tests.helpers.shipped import store_settings


@pytest.mark.parametrize("count", [1, 40, 400])
def test_a_killed_program_has_lost_no_final_that_it_had_shown(tmp_path: Path, count: int) -> None:
    recording = write_silence(tmp_path / "silence.wav", 60)
    with CaptionServer(talk(f"run{count}", 2000)) as server:
        killed = kill_at_final(count, random.Random(count), tmp_path, recording, server.url)
    assert len(killed.reported) >= count
    assert not killed.lost
    assert killed.is_sound
    [session] = unclosed(tmp_path / "data" / "library.db")
    assert session.line_count >= count


def test_a_killed_window_offers_what_it_had_shown(
    environment: dict[str, str], tmp_path: Path
) -> None:
    recording = write_silence(tmp_path / "silence.wav", 60)
    store_settings(tmp_path, Settings(ui_language="en", is_introduced=True))
    with CaptionServer(talk("run", 300, pause_s=0.02)) as server:
        arguments = ("run", "--source", str(recording), "--engine", server.url, "--start")
        with program(*arguments, data_dir=tmp_path, environment=environment) as running:
            running.wait_for("line.final", count=200)
            running.process.kill()
            running.wait()
        said = len(running.records("line.final"))
    [session] = unclosed(tmp_path / "data" / "library.db")
    assert session.line_count >= said
    with program("run", data_dir=tmp_path, environment=environment) as running:
        running.wait_for("sessions.unclosed", sessions=1)
        running.process.terminate()
        assert running.wait() == 0


@pytest.mark.parametrize("keeps", [True, False])
def test_nothing_is_kept_of_who_does_not_want_it(tmp_path: Path, *, keeps: bool) -> None:
    recording = write_silence(tmp_path / "silence.wav", 1)
    command = (*PROGRAM, "--data-dir", str(tmp_path), "caption", str(recording))
    with CaptionServer(talk("run", 3)) as server:
        arguments = ("--engine", server.url, *(() if keeps else ("--no-keep",)))
        done = subprocess.run((*command, *arguments), capture_output=True, text=True, check=True)
    assert done.stdout.count(WORDS) == 3
    library = tmp_path / "data" / "library.db"
    assert library.exists() is keeps
    assert not unclosed(library)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_is_told_and_what_was_kept_stays_and_captions_go_on(tmp_path: Path) -> None:
    recording = write_silence(tmp_path / "silence.wav", 5)
    command = (*PROGRAM, "--data-dir", str(tmp_path), "caption", str(recording), "--json")
    with CaptionServer(talk("run", 2000)) as server:
        done = subprocess.run(
            ("sh", "-c", 'ulimit -f 600; exec "$@"', "sh", *command, "--engine", server.url),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert sum(record["type"] == "final" for record in records) == 2000
    codes = [one["code"] for one in records if one["type"] == "error"]
    told = [code for code in codes if code.startswith("keeping")]
    # What was written is brought into the file when that happens, which makes a little room.
    assert told[::2] == ["keeping_failed"] * len(told[::2]) != []
    assert told[1::2] == ["keeping_again"] * len(told[1::2])
    assert "Not all of this session could be kept" in done.stderr
    [session] = unclosed(tmp_path / "data" / "library.db")
    assert 0 < session.line_count < 2000
