"""`zimu caption` killed many times while it captions as fast as it can: what is left."""

from __future__ import annotations

import random
import shutil
import time
from typing import TYPE_CHECKING, Final

from app.storage.library.recovery import unclosed
from tests.helpers.caption_server import CaptionServer
from tests.helpers.killing import kill_at_final, talk, write_silence
from tests.perf.report import Row, Table, median

if TYPE_CHECKING:
    from pathlib import Path

KILLS: Final = 200
LINES: Final = 4000  # more than are said before any kill
MOST_FINALS: Final = 1500
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
    shutil.rmtree(work, ignore_errors=True)
    rows = (
        Row("finals shown and lost", lost, "", 0),
        Row("times the file opened and was whole", opened, "", kills, at_least=True),
        Row("finding what was cut off: median", median(found_ms), "ms"),
    )
    settings = (
        f"{kills} times SIGKILL at a random moment after up to {MOST_FINALS:,} finals of a server "
        f"that says them as fast as they are taken, all into one library. {reported:,} finals had "
        f"been on standard output, {kept:,} are in the library."
    )
    return Table("Killed", settings, rows)
