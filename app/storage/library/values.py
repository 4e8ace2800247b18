"""Values as they can be stored, and as far as they make sense: SQLite lets any be of any type."""

from __future__ import annotations

from typing import Final

_MOST: Final = 10**15
_LAST_S: Final = 4_102_444_800.0  # the end of 2099


def text(value: object) -> str:
    """Return a text; empty: it is none."""
    return value if isinstance(value, str) else ""


def number(value: object, most: float = _MOST) -> float:
    """Return a number from 0 to `most`; 0: it is none."""
    return float(min(max(0, value), most)) if isinstance(value, float | int) else 0.0


def whole(value: object) -> int:
    """Return a whole number from 0 on."""
    return int(number(value))


def whole_or_none(value: object) -> int | None:
    """Return the same, or None where none was stored."""
    return None if value is None else whole(value)


def moment_s(value: object) -> float:
    """Return seconds since 1970, within the years that calendars and files agree on."""
    return number(value, _LAST_S)


def moment_s_or_none(value: object) -> float | None:
    """Return the same, or None where none was stored."""
    return None if value is None else moment_s(value)


def storable(text: str) -> str:
    """Return `text` without halves of characters, which no file can hold."""
    return text.encode("utf-8", errors="replace").decode()
