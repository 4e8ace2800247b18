"""The units in which a text grows: a word with the space before it, or one Chinese character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.recognizer.words import SOLID

if TYPE_CHECKING:
    from collections.abc import Sequence

# With the marks that go with them.
_SOLID: Final = rf"{SOLID}\u3001-\u303f\uff01-\uff65"
_UNIT: Final = re.compile(rf"\s*(?:[{_SOLID}]|[^\s{_SOLID}]+)|\s+$")
_ENDS_SOLID: Final = re.compile(rf"[{_SOLID}]$")


def split_units(text: str) -> list[str]:
    """Split `text`; joined, the units are the text again."""
    return _UNIT.findall(text)


def complete(units: Sequence[str]) -> Sequence[str]:
    """Return the units that cannot grow: all but a last word that the next piece may lengthen."""
    return units if units and _ENDS_SOLID.search(units[-1]) else units[:-1]


def agreed(units: Sequence[str], others: Sequence[str]) -> Sequence[str]:
    """Return the units that both begin with."""
    same = 0
    while same < min(len(units), len(others)) and units[same] == others[same]:
        same += 1
    return units[:same]
