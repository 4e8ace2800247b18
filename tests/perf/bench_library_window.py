"""The library's window with ten thousand sessions: opened, scrolled, searched."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from tests.helpers.desk import virtual_desk
from tests.perf.bench_library import LINES_EACH, SESSIONS, build
from tests.perf.programs import ROOT
from tests.perf.report import Row, Table

if TYPE_CHECKING:
    from pathlib import Path

OPEN_MS: Final = 500
SEARCH_MS: Final = 200
JUMP_MS: Final = 200


def measure(work: Path, *, quick: bool) -> Table:
    """Build a library and open its window; what that needs on the disk goes again."""
    shutil.rmtree(work, ignore_errors=True)
    path = work / "library.db"
    sessions = SESSIONS // 100 if quick else SESSIONS
    try:
        build(path, sessions)
        with virtual_desk(work / "desk") as desk:
            program = (sys.executable, "-P", "-m", "tests.perf.library_program", str(path))
            environment = {**desk.environment, "PYTHONPATH": str(ROOT)}
            said = subprocess.run(
                program, env=environment, cwd=ROOT, check=True, capture_output=True, text=True
            ).stdout
    finally:
        shutil.rmtree(work, ignore_errors=True)
    figures = json.loads(said)
    rows = (
        Row("the window opens", figures["open"], "ms", OPEN_MS,
            note="from the wish to painted rows, what it loads included"),
        Row("a jump elsewhere in the list", figures["jump"], "ms", JUMP_MS, note="the slowest"),
        Row("a search, from the last key to painted rows", figures["search"], "ms", SEARCH_MS,
            note="the slowest of three; without the pause in typing that is waited for"),
    )  # fmt: skip
    settings = (
        f"{sessions:,} sessions with {sessions * LINES_EACH:,} lines, under Xvfb, in a program "
        "that has just begun."
    )
    return Table("Library window", settings, rows)
