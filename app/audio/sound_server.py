"""PulseAudio, or PipeWire in its place, as `pactl` tells of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import Final

from app.audio.scene import Scene

_ANSWER_S: Final = 0.8
_OUTPUT: Final = re.compile(r"^Source Output #\d+$", re.MULTILINE)
_SOURCE: Final = re.compile(r"^\tSource: (\d+)$", re.MULTILINE)
_PROCESS: Final = re.compile(r'^\t\tapplication\.process\.id = "(\d+)"$', re.MULTILINE)
_DEFAULT: Final = re.compile(r"^Default Source: (.+)$", re.MULTILINE)
_MATTERS: Final = re.compile(r"'(?:new|remove)' on source #|'change' on server")


def is_known() -> bool:
    """Whether there is a `pactl` to ask."""
    return shutil.which("pactl") is not None


def scene() -> Scene:
    """Ask the server; an empty scene if there is none. Blocks some 20 ms, at most 2.4 s."""
    sources = dict(
        line.split("\t")[:2] for line in _ask("list", "short", "sources").splitlines() if line
    )
    default = _DEFAULT.search(_ask("info"))
    heard = heard_source(_ask("list", "source-outputs"), os.getpid())
    return Scene(
        sources=frozenset(sources.values()),
        default=default[1] if default else "",
        heard=sources.get(heard, ""),
    )


def heard_source(outputs: str, process_id: int) -> str:
    """Return the number of the source that a process hears, from what `pactl` says of all."""
    for output in _OUTPUT.split(outputs):
        process, source = _PROCESS.search(output), _SOURCE.search(output)
        if process and source and int(process[1]) == process_id:
            return source[1]
    return ""


def is_about_sources(line: str) -> bool:
    """Whether a line of `pactl subscribe` tells of sources that came, went or changed places."""
    return _MATTERS.search(line) is not None


def subscribe() -> subprocess.Popen[str]:
    """Start to be told of changes, one a line. The caller ends the process. Raises OSError."""
    return subprocess.Popen(
        ("pactl", "subscribe"),  # noqa: S607  # wherever the system has it
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        text=True,
        errors="replace",
    )


def _ask(*question: str) -> str:
    if not is_known():
        return ""
    try:
        done = subprocess.run(  # noqa: S603  # questions of our own
            ("pactl", *question),  # noqa: S607  # wherever the system has it
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env=_environment(),
            text=True,
            errors="replace",
            timeout=_ANSWER_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _environment() -> dict[str, str]:
    return os.environ | {"LC_ALL": "C"}
