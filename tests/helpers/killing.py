"""`zimu caption` killed while it captions, and what the library then has of what it had said."""

import json
import os
import random
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from app.storage.library import schema
from tests.helpers.caption_script import (
    AwaitAudio,
    AwaitEvent,
    Delay,
    Script,
    Step,
    final,
    interim,
    started,
    stopped,
)
from tests.helpers.program import PROGRAM

WORDS = "We met at nine and talked about 天气 and the figures of the third quarter"


@dataclass(frozen=True)
class Killed:
    """How one run ended. Lines are known by their words: each has a number of its own."""

    reported: frozenset[str]  # finals that the program had written to standard output
    kept: frozenset[str]  # finals in the library
    is_sound: bool  # whether the file opened and is whole

    @property
    def lost(self) -> frozenset[str]:
        """Finals that somebody saw and nobody has any more."""
        return self.reported - self.kept


def talk(run: str, lines: int, *, pause_s: float = 0.0) -> Script:
    """Return a server that says so many lines, as fast as they are taken but for the pauses."""
    return Script((AwaitAudio(100), *_lines(run, lines, pause_s), AwaitEvent("session.finish")))


def _lines(run: str, lines: int, pause_s: float) -> Iterator[Step]:
    for number in range(lines):
        item = f"{run}-{number}"
        yield started(item, 10 * number)
        yield interim(item, "", WORDS[:20])
        yield interim(item, WORDS[:20], WORDS[20:40])
        yield stopped(item, 10 * number + 8)
        if pause_s:
            yield Delay(pause_s)
        yield final(item, f"{WORDS} {item}", language="en")


def write_silence(path: Path, seconds: int) -> Path:
    """Write a recording in which nobody speaks."""
    soundfile.write(path, np.zeros(seconds * 16_000), 16_000)
    return path


def kill_at_final(
    count: int, chance: random.Random, folder: Path, recording: Path, url: str
) -> Killed:
    """Caption, kill the program a moment after it reported `count` finals, and look."""
    command = (*PROGRAM, "--data-dir", str(folder), "caption", str(recording), "--json")
    reported: set[str] = set()
    with subprocess.Popen(
        (*command, "--engine", url),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name != "ZIMU_ENGINE_KEY"},
    ) as process:
        assert process.stdout is not None
        for raw in process.stdout:
            reported |= _finals(raw)
            if len(reported) >= count:
                break
        else:
            raise RuntimeError(f"it ended by itself after {len(reported)} finals")
        for _ in range(chance.randrange(2000)):  # not only between two lines of output
            pass
        process.send_signal(signal.SIGKILL)
        for raw in process.stdout:
            reported |= _finals(raw)
    return _look(folder, frozenset(reported))


def _finals(raw: bytes) -> set[str]:
    try:
        record = json.loads(raw)
    except ValueError:  # half a line: nobody has read it
        return set()
    return {record["text"]} if record["type"] == "final" else set()


def _look(folder: Path, reported: frozenset[str]) -> Killed:
    with closing(schema.connect(folder / "data" / "library.db")) as connection:
        rows = connection.execute(
            """
            SELECT text FROM lines WHERE status = 'final'
            AND session = (SELECT id FROM sessions ORDER BY begun_s DESC LIMIT 1)
            """
        ).fetchall()
        try:
            schema.check(connection)
            is_sound = True
        except sqlite3.DatabaseError:
            is_sound = False
    return Killed(reported, frozenset(row["text"] for row in rows), is_sound=is_sound)
