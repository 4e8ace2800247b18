"""`zimu caption` killed many times while it captions as fast as it can: what is left."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Final

from app.storage.library import schema
from app.storage.library.recovery import unclosed
from tests.helpers.caption_server import CaptionServer
from tests.helpers.killing import kill_at_final, talk, write_silence
from tests.perf.keeping_program import STEP_S
from tests.perf.report import Row, Table, median

KILLS: Final = 200
LINES: Final = 4000  # more than are said before any kill
MOST_FINALS: Final = 1500
CUTS: Final = 40
AT_ONCE: Final = 8
LATEST_CUT_S: Final = 8.0
ROOT: Final = Path(__file__).resolve().parents[2]
_SEED: Final = 6


def measure(work: Path, *, quick: bool) -> Table:
    """Kill, look, and go on with the same library."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    kills = KILLS // 20 if quick else KILLS
    chance = random.Random(_SEED)
    recording = write_silence(work / "silence.wav", 60)
    reported = lost = kept = opened = 0
    found_ms: list[float] = []
    for number in range(kills):
        with CaptionServer(talk(f"run{number}", LINES)) as server:
            killed = kill_at_final(
                chance.randint(1, MOST_FINALS), chance, work, recording, server.url
            )
        reported += len(killed.reported)
        lost += len(killed.lost)
        kept += len(killed.kept)
        begin_s = time.perf_counter()
        found = len(unclosed(work / "data" / "library.db"))
        found_ms.append((time.perf_counter() - begin_s) * 1000)
        opened += killed.is_sound
        if found != number + 1:
            raise RuntimeError(f"{found} of {number + 1} sessions are offered")
    words_s, sound_s = zip(*_cut_off(work, chance, 2 if quick else CUTS), strict=True)
    shutil.rmtree(work, ignore_errors=True)
    rows = (
        Row("finals shown and lost", lost, "", 0),
        Row("times the file opened and was whole", opened, "", kills, at_least=True),
        Row("finding what was cut off: median", median(found_ms), "ms"),
        Row("tentative text lost: most", max(words_s), "s", 1.0),
        Row("recorded sound lost: most", max(sound_s), "s", 2.0),
    )
    settings = (
        f"{kills} times SIGKILL at a random moment after up to {MOST_FINALS:,} finals of a server "
        f"that says them as fast as they are taken, all into one library. {reported:,} finals had "
        f"been on standard output, {kept:,} are in the library. Tentative text and sound: "
        f"{len(words_s)} programs that say and record something every 0.1 s in real time, killed "
        f"within {LATEST_CUT_S:.0f} s."
    )
    return Table("Killed", settings, rows)


def _cut_off(work: Path, chance: random.Random, times: int) -> list[tuple[float, float]]:
    """Return how many seconds of tentative text, and of sound, each killed program lost."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        moments = [chance.uniform(1.0, LATEST_CUT_S) for _ in range(times)]
        folders = [work / f"cut{number}" for number in range(times)]
        return list(pool.map(_cut_one_off, folders, moments))


def _cut_one_off(folder: Path, after_s: float) -> tuple[float, float]:
    library = folder / "library.db"
    command = (sys.executable, "-m", "tests.perf.keeping_program", str(library))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as program:
        assert program.stdout is not None
        said = int(program.stdout.readline())
        Event().wait(after_s)
        program.kill()
        said = max([said, *map(int, program.stdout.read().split())])
    with closing(schema.connect(library)) as connection:
        [text] = connection.execute("SELECT ifnull(max(text), '0') FROM lines").fetchone()
        [end_ms] = connection.execute("SELECT ifnull(max(end_ms), 0) FROM audio_chunks").fetchone()
    return (said - int(text.split()[-1])) * STEP_S, said * STEP_S - end_ms / 1000
