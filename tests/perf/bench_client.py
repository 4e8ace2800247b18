"""What streaming costs the client: `zimu caption` against the official SDK, both in one run."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack
from statistics import median
from typing import TYPE_CHECKING, Final

from tests.helpers.children import end
from tests.perf import live, material, programs
from tests.perf.bench_engine import saved
from tests.perf.report import Row, Table

if TYPE_CHECKING:
    from pathlib import Path

WARM_UP_S: Final = 5.0  # what is loaded and imported at the start is no cost of streaming
MARGIN_S: Final = 2.0


def measure(work: Path, *, quick: bool) -> Table:
    """Stream the same recording with both at the same time, to one engine that is not counted."""
    work.mkdir(parents=True, exist_ok=True)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(1 if quick else 3):
        with programs.engine(work, "--append-ms", "100") as engine:
            our_cores, their_cores = _stream(engine, work)
        ours.append(our_cores)
        theirs.append(their_cores)
    rows = (
        Row("CPU of the official SDK's sample client", median(theirs), "cores", note=_each(theirs)),
        Row("CPU of `zimu caption --engine URL`", median(ours), "cores",
            bar=median(theirs), note=_each(ours)),
    )  # fmt: skip
    settings = (
        "two_cities from a file at real-time pace, each with a connection of its own to the same "
        "`zimu serve` (not counted), which asks for 100 ms at a time: what the SDK sends, and Zimu "
        "to the cloud; at the same time; imports not counted; medians of runs."
    )
    return Table("Cost of streaming", settings, rows)


def _stream(engine: programs.Engine, work: Path) -> tuple[float, float]:
    speech = material.recorded("two_cities")
    path = saved(speech, work)
    with ExitStack() as stack:
        sdk = subprocess.Popen(
            (sys.executable, "-m", "tests.perf.sdk_client", engine.url, str(path)),
            cwd=programs.ROOT,
            env=engine.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(end, sdk)
        assert sdk.stdout is not None
        assert sdk.stdout.readline() == b"ready\n"
        ours = stack.enter_context(
            live.captioner(engine.url, work, engine.environment(), str(path))
        )
        ours.wait_for(live.is_listening, live.DEADLINE_S)
        _wait(WARM_UP_S)
        meters = [programs.CpuMeter(pid) for pid in (ours.pid, sdk.pid)]
        _wait(len(speech.samples) / material.RATE_HZ - WARM_UP_S - 2 * MARGIN_S)
        our_cores, their_cores = [meter.cores() for meter in meters]
        ours.objects()
        heard, _ = sdk.communicate(timeout=live.DEADLINE_S)
        assert sdk.returncode == 0, "the official SDK failed"
        assert heard.count(b"\n") > 1, "the official SDK heard nothing"
    return our_cores, their_cores


def _wait(seconds: float) -> None:
    time.sleep(seconds)  # noqa: TID251  what is measured is this very time


def _each(values: list[float]) -> str:
    return ", ".join(f"{value:.4f}" for value in values)
