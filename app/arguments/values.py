"""How single values of the command line are read."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.core.endpoint import without_password

if TYPE_CHECKING:
    from collections.abc import Callable

_CLOCK_PARTS: Final = 3  # hours, minutes, seconds
MAX_SECONDS: Final = 2_000_000  # Qt counts milliseconds in 32 bits


def between(low: int, high: int) -> Callable[[str], int]:
    """Return what reads a whole number of the command line that has bounds."""

    def number(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}")
        return int(text)

    return number


def number_between(low: float, high: float) -> Callable[[str], float]:
    """Return what reads a number of the command line that has bounds."""

    def number(text: str) -> float:
        value = float(text)
        if not low <= value <= high:  # which "nan" is not either
            raise argparse.ArgumentTypeError(f"must be {low:,.12g} to {high:,.12g}")
        return value

    return number


def seconds(text: str) -> float:
    """Read a length of time."""
    value = float(text)
    if not 0 <= value <= MAX_SECONDS:  # which "nan" is not either
        raise argparse.ArgumentTypeError(f"must be 0 to {MAX_SECONDS} seconds")
    return value


def session_ms(text: str) -> int:
    """Read a time of a session, such as 1:02:03, 62:03 or 3723, as ms."""
    parts = text.split(":")
    if len(parts) > _CLOCK_PARTS or not all(part.isdecimal() for part in parts):
        raise argparse.ArgumentTypeError("must be a time of the session such as 1:02:03")
    total_s = 0
    for part in parts:
        total_s = total_s * 60 + int(part)
    return total_s * 1000


def folder(text: str) -> Path:
    """Read the name of a folder in which models are kept: what loads them takes no raw bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("its name is not text (UTF-8)") from None
    return Path(text)


def proxy(text: str) -> str:
    """Every process of this computer can read a command line: no password may stand there."""
    if without_password(text) != text:
        raise argparse.ArgumentTypeError(
            "no password here: use zimu key set --proxy, or ZIMU_PROXY_PASSWORD"
        )
    return text
