"""The shipped programs as the bench runs them, and what they cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from tests.helpers.children import end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
ZIMU = (sys.executable, "-P", "-m", "app")


@dataclass(frozen=True, slots=True)
class Engine:
    """A running `zimu serve`."""

    url: str
    token: str
    pid: int

    def environment(self) -> dict[str, str]:
        """Return what a client of ours needs to be let in."""
        return {**os.environ, "ZIMU_ENGINE_KEY": self.token}


class CpuMeter:
    """Seconds of CPU that one process used since the meter was made; children not counted."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._begin_cpu_s = self._cpu_s()
        self._begin_s = time.perf_counter()

    def cores(self) -> float:
        """Return the mean share of one core."""
        return self.seconds() / (time.perf_counter() - self._begin_s)

    def seconds(self) -> float:
        """Return the seconds of CPU that were used."""
        return self._cpu_s() - self._begin_cpu_s

    def _cpu_s(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def engine(work: Path, *options: str) -> Iterator[Engine]:
    """Run the embedded engine with `options` for as long as the block lasts."""
    work.mkdir(parents=True, exist_ok=True)
    with (work / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [*ZIMU, "--data-dir", str(work / "data"), "serve", *options],
            stdout=subprocess.PIPE,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
    try:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        yield Engine(ready["url"], ready["token"], process.pid)
    finally:
        end(process)


@contextmanager
def captioning(
    engine: Engine, audio: Path, work: Path, *options: str, silence_ms: int
) -> Iterator[subprocess.Popen[str]]:
    """Start `zimu caption AUDIO --json` at real-time pace; its stdout is the caller's to read."""
    command = [
        *ZIMU, "--data-dir", str(work / "data"), "caption", str(audio), "--engine", engine.url,
        "--silence-ms", str(silence_ms), "--pace", "realtime", "--json", *options,
    ]  # fmt: skip
    work.mkdir(parents=True, exist_ok=True)
    with (work / "caption.log").open("ab") as log:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, env=engine.environment(), text=True
        )
    try:
        yield process
    finally:
        end(process)


def objects(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """Read all that a captioning process writes, until it ends well."""
    assert process.stdout is not None
    written = [json.loads(line) for line in process.stdout]
    code = process.wait(30)
    assert code == 0, f"caption ended with {code}; see its log"
    return written


def logged(path: Path) -> Iterator[Mapping[str, Any]]:
    """Read a log of structured lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("{"):
                yield json.loads(line)
