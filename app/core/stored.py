"""What was stored, read without trust: a value that makes no sense becomes its default."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias, TypeVar

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_EnumT = TypeVar("_EnumT", bound=StrEnum)


class Stored:
    """One JSON object, or whatever stands in its place. No method raises.

    A number out of range is the nearest in range.
    """

    def __init__(self, raw: object) -> None:
        self._raw: Mapping[object, object] = raw if isinstance(raw, Mapping) else {}

    def get(self, key: str) -> object:
        return self._raw.get(key)

    def has(self, key: str) -> bool:
        return key in self._raw

    def inner(self, key: str) -> Stored:
        """Return the object under `key`."""
        return Stored(self.get(key))

    def items(self, key: str, most: int) -> list[object]:
        """Return the list under `key`, at most so many of its members."""
        value = self.get(key)
        return value[:most] if isinstance(value, list) else []

    def text(self, key: str, default: str) -> str:
        value = self.get(key)
        return _encodable(value) if isinstance(value, str) else default

    def texts(self, key: str, most: int) -> tuple[str, ...]:
        """Return the strings of the first `most` in the list under `key`: each once, none empty."""
        items = (item for item in self.items(key, most) if isinstance(item, str) and item)
        return tuple(dict.fromkeys(map(_encodable, items)))

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.get(key)
        return value if isinstance(value, bool) else default

    def whole(self, key: str, default: int, limits: tuple[int, int]) -> int:
        value = self.whole_or_none(key, limits)
        return default if value is None else value

    def whole_or_none(self, key: str, limits: tuple[int, int]) -> int | None:
        value = self.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return min(max(value, limits[0]), limits[1])

    def number(self, key: str, default: float, limits: tuple[float, float]) -> float:
        value = self.number_or_none(key, limits)
        return default if value is None else value

    def number_or_none(self, key: str, limits: tuple[float, float]) -> float | None:
        value = self.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        if isinstance(value, float) and math.isnan(value):
            return None
        return float(min(max(value, limits[0]), limits[1]))

    def choice(self, key: str, default: _EnumT) -> _EnumT:
        value = self.choice_or_none(key, type(default))
        return default if value is None else value

    def choice_or_none(self, key: str, choices: type[_EnumT]) -> _EnumT | None:
        value = self.get(key)
        known = {member.value: member for member in choices}
        return known.get(value) if isinstance(value, str) else None


def _encodable(text: str) -> str:
    """Return `text` with a question mark for each half of a surrogate pair, which JSON may hold."""
    return text.encode("utf-8", errors="replace").decode()
