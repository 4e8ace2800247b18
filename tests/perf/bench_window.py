"""The window with its overlay while captioning: start, cost, and the way from message to paint."""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.settings import Settings
from tests.helpers.children import end
from tests.helpers.desk import virtual_desk
from tests.helpers.shipped import store_settings
from tests.helpers.waiting import until
from tests.perf import material, programs
from tests.perf.bench_engine import saved
from tests.perf.report import Row, Table, median, percentile_95

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.helpers.desk import Desk

STARTS = 5
DEADLINE_S = 120.0


@dataclass(frozen=True, slots=True)
class _Start:
    """Milliseconds from the start of the process."""

    shown_ms: float
    first_sent_ms: float


def measure(work: Path, *, quick: bool) -> Table:
    """Start the window several times, then let it caption a whole recording."""
    work.mkdir(parents=True, exist_ok=True)
    store_settings(work / "data", Settings(language="en"))
    with virtual_desk(work / "desk") as desk:
        _caption(desk, material.recorded("beckett"), work, "warm-up")
        short = material.recorded("beckett")
        starts = [
            _caption(desk, short, work, f"start-{n}")[0] for n in range(2 if quick else STARTS)
        ]
        delays_ms: list[float] = []
        cores: list[float] = []
        for n in range(1 if quick else 3):
            _, run_cores, run_delays_ms = _caption(
                desk, material.recorded("two_cities"), work, f"run-{n}"
            )
            cores.append(run_cores)
            delays_ms += run_delays_ms
    shown = median([start.shown_ms / 1000 for start in starts])
    sent = median([start.first_sent_ms / 1000 for start in starts])
    paint_note = f"median {median(delays_ms):.1f} ms, {len(delays_ms)} paints"
    rows = (
        Row("start of process → window shown", shown, "s", bar=1.2),
        Row("start of process → `session.updated`, first audio sent", sent, "s", bar=3),
        Row("CPU of window and overlay, engine not counted", median(cores), "cores", bar=0.06),
        Row("message received → overlay painted, p95", percentile_95(delays_ms), "ms", bar=10,
            note=paint_note),
    )  # fmt: skip
    settings = "Xvfb, openbox, picom; two_cities at real-time pace; warm starts; medians of runs."
    return Table("Window", settings, rows)


def _caption(
    desk: Desk, speech: material.Speech, work: Path, name: str
) -> tuple[_Start, float, list[float]]:
    """Run the window on a recording; return its start, its share of a core, its paint delays."""
    log = work / f"{name}.log"
    command = [
        *programs.ZIMU, "--data-dir", str(work / "data"), "--log-json", str(log), "run",
        "--source", str(saved(speech, work)), "--start", "--quit-when-done",
    ]  # fmt: skip
    with _program(command, desk, log) as process:
        until(lambda: _first(log, "audio.first_sent") is not None, "audio", deadline_s=DEADLINE_S)
        meter = programs.CpuMeter(process.pid)
        speech_s = len(speech.samples) / material.RATE_HZ
        time.sleep(max(1.0, speech_s - 2.0))  # noqa: TID251  what is measured is this very time
        cores = meter.cores()
        code = process.wait(DEADLINE_S)
    assert code == 0, f"the window ended with {code}; see {log}"
    shown_ms, first_sent_ms = _first(log, "window.shown"), _first(log, "audio.first_sent")
    assert shown_ms is not None
    assert first_sent_ms is not None
    delays_ms = [
        float(entry["delay_ms"])
        for entry in programs.logged(log)
        if entry.get("event") == "overlay.painted"
    ]
    assert delays_ms, f"no paint in {log}"
    return _Start(shown_ms, first_sent_ms), cores, delays_ms


@contextmanager
def _program(command: list[str], desk: Desk, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    log.unlink(missing_ok=True)
    with log.with_suffix(".out").open("wb") as output:
        process = subprocess.Popen(
            command, env=desk.environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        end(process)


def _first(log: Path, event: str) -> float | None:
    if not log.exists():
        return None
    entries = (entry for entry in programs.logged(log) if entry.get("event") == event)
    return next((float(entry["ms"]) for entry in entries), None)
