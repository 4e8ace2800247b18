"""Finds rows in the pages of a database whose tables cannot be walked any more. Pure."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Value: TypeAlias = "int | float | str | bytes | None"

_LEAF: Final = 0x0D  # the kind of page that holds rows of a table
_HEADER_BYTES: Final = 8
_INT_BYTES: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_REAL: Final = 7
_CONSTANTS: Final = {8: 0, 9: 1}
_FIRST_BLOB: Final = 12
_RESERVED_BYTES: Final = 35  # a longer row goes on in other pages, and is left out


def rows_in(page: bytes) -> Iterator[tuple[int, tuple[Value, ...]]]:
    """Yield the rows of one page, each with its id; none if it is another kind of page.

    Whatever the page holds, nothing is raised: a row that makes no sense is left out.
    """
    if len(page) < _HEADER_BYTES or page[0] != _LEAF:
        return
    cells = int.from_bytes(page[3:5], "big")
    for number in range(min(cells, len(page) // 4)):
        at = _HEADER_BYTES + 2 * number
        try:
            yield _row(page, int.from_bytes(page[at : at + 2], "big"))
        except (IndexError, ValueError, struct.error):
            continue


def _row(page: bytes, at: int) -> tuple[int, tuple[Value, ...]]:
    length, at = _varint(page, at)
    row, at = _varint(page, at)
    if length > len(page) - _RESERVED_BYTES or at + length > len(page):
        raise ValueError("it goes on elsewhere")
    end_of_header, cursor = _varint(page, at)
    value_at, values = at + end_of_header, list[Value]()
    while cursor < at + end_of_header:
        kind, cursor = _varint(page, cursor)
        value, value_at = _value(page, kind, value_at)
        values.append(value)
    if value_at != at + length:
        raise ValueError("its parts do not fill it")
    return row, tuple(values)


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """Return a number of up to nine bytes, and where the next one begins."""
    value = 0
    for place in range(8):
        byte = page[at + place]
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:  # noqa: PLR2004  # the highest bit says that more bytes follow
            return value, at + place + 1
    return (value << 8) | page[at + 8], at + 9


def _value(page: bytes, kind: int, at: int) -> tuple[Value, int]:
    value: Value = None
    length = 0
    if kind in _INT_BYTES:
        length = _INT_BYTES[kind]
        value = int.from_bytes(page[at : at + length], "big", signed=True)
    elif kind == _REAL:
        length = 8
        value = struct.unpack(">d", page[at : at + length])[0]
    elif kind in _CONSTANTS:
        value = _CONSTANTS[kind]
    elif kind >= _FIRST_BLOB:
        length = (kind - _FIRST_BLOB) // 2
        raw = page[at : at + length]
        value = raw.decode("utf-8", errors="replace") if kind % 2 else raw
    elif kind:
        raise ValueError("no such kind")
    return value, at + length
