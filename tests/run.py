"""All the checks, one after another, with one closing summary: what `make test` runs.

`python tests/run.py` runs every stage; names of stages as arguments run only those. A failure does
not keep the later stages from running. Needs what `packaging/bootstrap.py test` sets up.
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENV = str(ROOT / ".venv" / "bin" / "python")
# The same packages without PySide6: proof that the rooms below the shell need no Qt.
CORE_VENV = str(ROOT / ".venv-core" / "bin" / "python")
CORE_TESTS = ("tests/unit", "tests/property", "tests/fuzz")
NO_QT = "import importlib.util, sys; sys.exit(importlib.util.find_spec('PySide6') is not None)"


class Stage(NamedTuple):
    """One command; the stage has passed when it exits with 0."""

    name: str
    command: tuple[str, ...]


def pytest(name: str, python: str, *paths: str) -> Stage:
    """A run of pytest over `paths`."""
    return Stage(name, (python, "-m", "pytest", *paths))


STAGES = (
    Stage("format", (VENV, "-m", "ruff", "format", "--check", ".")),
    Stage("lint", (VENV, "-m", "ruff", "check", ".")),
    Stage("types", (VENV, "-m", "mypy")),
    Stage("no-qt", (CORE_VENV, "-c", NO_QT)),
    pytest("core", CORE_VENV, "tests/test_layers.py", *CORE_TESTS),
    pytest("session", VENV, "tests/session", "tests/conformance", "tests/perf", "tests/cloud"),
    pytest("qt", VENV, "tests/qt"),
    pytest("e2e", VENV, "tests/e2e"),
)


def main(names: list[str]) -> int:
    """Run the stages called `names`, or all; return the exit code."""
    unknown = set(names) - {stage.name for stage in STAGES}
    if unknown:
        print(f"no such stage: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    chosen = [stage for stage in STAGES if not names or stage.name in names]
    results = [run(stage) for stage in chosen]
    print("\n=== summary")
    for stage, (passed, seconds) in zip(chosen, results, strict=True):
        print(f"{'passed' if passed else 'FAILED'}  {stage.name:<8} {seconds:6.1f} s")
    return 0 if all(passed for passed, _ in results) else 1


def run(stage: Stage) -> tuple[bool, float]:
    """Run one stage; return whether it passed and how long it took."""
    print(f"\n=== {stage.name}: {' '.join(stage.command[1:])}", flush=True)
    started_s = time.monotonic()
    done = subprocess.run(stage.command, cwd=ROOT, check=False)
    return done.returncode == 0, time.monotonic() - started_s


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
