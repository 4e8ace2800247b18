"""The transcript in the real window: what a new or changed line costs, however many there are."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from tests.helpers.desk import virtual_desk
from tests.perf.programs import ROOT
from tests.perf.report import Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LENGTHS: Final = (100, 1_000, 20_000)
LONGEST: Final = LENGTHS[-1]
CHANGE_MS: Final = 8
STALL_MS: Final = 16
FIND_MS: Final = 50
GROWN_MB: Final = 60
MORE_MS: Final = 0.5
_BUSY: Final = ("follow_append_busy", "follow_update_busy")
_ACTS: Final = {"follow": "", "scroll": ", scrolled away and scrolling"}


def measure(work: Path, *, quick: bool) -> Table:
    """Fill the window with transcripts of several lengths, and let each go on."""
    work.mkdir(parents=True, exist_ok=True)
    seconds = 5 if quick else 20
    with virtual_desk(work / "desk") as desk:
        runs = {lines: _run(lines, seconds, desk.environment) for lines in LENGTHS}
    rows = [row for lines, figures in runs.items() for row in _rows(lines, figures)]
    longest, shortest = runs[LONGEST], runs[LENGTHS[0]]
    more_ms = max(longest[name] - shortest[name] for name in _BUSY)
    rows += [
        Row(f"{LONGEST:,} lines: more of the processor than {LENGTHS[0]}", more_ms, "ms", MORE_MS,
            note="for an append or an update, medians"),
        Row(f"{LONGEST:,} lines: a new query", longest["find_ms"], "ms", FIND_MS,
            note="the slowest of several"),
        Row(f"{LONGEST:,} lines: memory grown by", longest["grown_mb"], "MB", GROWN_MB),
    ]  # fmt: skip
    settings = (
        "English and Chinese in the real window under Xvfb, from the mailbox to the paint; "
        f"stalls are what a beat of 4 ms feels in {seconds} s with 10 events a second."
    )
    return Table("Transcript", settings, tuple(rows))


def _rows(lines: int, figures: Mapping[str, float]) -> list[Row]:
    rows = []
    for act, how in _ACTS.items():
        for kind in ("append", "update"):
            median, p99 = figures[f"{act}_{kind}_median"], figures[f"{act}_{kind}_p99"]
            busy, busy_p95 = (figures[f"{act}_{kind}_busy{part}"] for part in ("", "_p95"))
            note = (
                f"median {median:.2f} ms, p99 {p99:.2f} ms; "
                f"of the processor {busy:.2f} ms, p95 {busy_p95:.2f} ms"
            )
            p95 = figures[f"{act}_{kind}_p95"]
            rows.append(Row(f"{lines:,} lines: {kind}, p95{how}", p95, "ms", CHANGE_MS, note=note))
        stall = "stall" if act == "follow" else f"{act}_stall"
        note = f"worst {figures[f'{stall}_worst']:.1f} ms"
        p99 = figures[f"{stall}_p99"]
        rows.append(Row(f"{lines:,} lines: stall, p99{how}", p99, "ms", STALL_MS, note=note))
    return rows


def _run(lines: int, seconds: float, environment: Mapping[str, str]) -> dict[str, float]:
    command = (sys.executable, "-m", "tests.perf.transcript_program", str(lines), str(seconds))
    done = subprocess.run(
        command, cwd=ROOT, env=dict(environment), check=True, capture_output=True, text=True
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures
