"""Canary keys: the whole run uses them, and whatever it leaves behind is searched for them.

Files in pytest's temporary folder, what programs wrote and were called with, every log record of
this process, and what tests printed. One place is one failure, at the end of the run.
"""

import logging
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.engine.keys import CLOUD_KEY, CUSTOM_KEY, PROXY_PASSWORD

CANARIES = {
    CLOUD_KEY: "sk-canary-7d4e9b1f6a2c8053",
    CUSTOM_KEY: "canary-own-e81f40b7c93d5a26",
    PROXY_PASSWORD: "canary-proxy-2b96d0f4a17e83c5",
}
CLOUD_OPT_IN = "ZIMU_TEST_CLOUD"  # then the keys are real ones, and looked for just the same


class Watch:
    """Searches for `secrets`, and counts."""

    def __init__(self, secrets: Iterable[str]) -> None:
        encodings = ("utf-8", "utf-16-le", "utf-16-be")
        wanted = [secret for secret in secrets if secret]
        self._needles = {secret.encode(name) for secret in wanted for name in encodings}
        self.files = self.outputs = self.records = 0
        self.places: list[str] = []

    def look(self, content: str | bytes | None, place: str) -> None:
        """Note `place` if a secret is in `content`."""
        data = content.encode(errors="replace") if isinstance(content, str) else content or b""
        if any(needle in data for needle in self._needles):
            test = os.environ.get("PYTEST_CURRENT_TEST", "between the tests")
            self.places.append(f"{place} ({test})")

    def look_at_output(self, content: str | bytes | None, place: str) -> None:
        self.outputs += 1
        self.look(content, place)

    def look_through(self, folder: Path) -> None:
        """Search every file below `folder`, and its name."""
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                self.files += 1
                self.look(str(path.relative_to(folder)), f"the name of {path}")
                self.look(path.read_bytes(), str(path))

    def verdict(self) -> str:
        return (
            f"keys: {self.files} files, {self.outputs} outputs and {self.records} log records "
            f"searched, found in {len(self.places)} places"
        )


def plant() -> Watch:
    """Put the canaries where keys come from, and watch them."""
    if not os.environ.get(CLOUD_OPT_IN):
        os.environ.update(CANARIES)
    return Watch(os.environ.get(name, "") for name in CANARIES)


WATCH = plant()


class _Records(logging.Handler):
    """Looks at what is logged, as it would be written if nothing were taken out."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self._formatter = logging.Formatter("%(message)s")

    def emit(self, record: logging.LogRecord) -> None:
        WATCH.records += 1
        WATCH.look(self._formatter.format(record), f"the log of {record.name}")
        WATCH.look(repr(vars(record)), f"the log of {record.name}")


class _Popen(subprocess.Popen[Any]):
    """Looks at what programs are called with, and at what they say if it is asked for at once."""

    def __init__(self, args: Any, *rest: Any, **options: Any) -> None:
        WATCH.look_at_output(repr(args), "the command line of a program")
        super().__init__(args, *rest, **options)

    def communicate(self, *args: Any, **options: Any) -> tuple[Any, Any]:
        said = super().communicate(*args, **options)
        for part in said:
            WATCH.look_at_output(part, f"what {self.args!r} said")
        return said


def pytest_configure() -> None:
    """Begin to watch."""
    subprocess.Popen = _Popen  # type: ignore[misc]  # every program, whoever starts it
    logging.getLogger().addHandler(_Records())
    logging.getLogger("app").setLevel(logging.DEBUG)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Look at what was printed and captured during a test, and at how it failed."""
    for title, content in report.sections:
        WATCH.look_at_output(content, f"{title} of {report.nodeid}")
    WATCH.look_at_output(report.longreprtext, f"the failure of {report.nodeid}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was searched."""
    terminalreporter.write_line(WATCH.verdict())


@pytest.fixture(scope="session", autouse=True)
def no_key_anywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fail the run if a key was left in any file, log or message."""
    yield
    WATCH.look_through(tmp_path_factory.getbasetemp())
    assert not WATCH.places, "\n".join([WATCH.verdict(), *WATCH.places])
