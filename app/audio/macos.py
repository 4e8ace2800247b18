"""macOS' own list of microphones, from Core Audio: nothing an open stream feels."""

from __future__ import annotations

import ctypes
import ctypes.util
from functools import cache
from typing import Final

from app.audio.scene import Scene

_SYSTEM_OBJECT: Final = 1


class _Address(ctypes.Structure):
    _fields_ = (
        ("selector", ctypes.c_uint32),
        ("scope", ctypes.c_uint32),
        ("element", ctypes.c_uint32),
    )


def scene() -> Scene:
    """Return the devices and the default input, by their numbers; empty if nobody answers.

    Loudspeakers are among the devices: that one comes or goes costs one look too many.
    """
    default = _numbers("dIn ")
    return Scene(frozenset(map(str, _numbers("dev#"))), str(default[0]) if default else "")


def _numbers(selector: str) -> tuple[int, ...]:
    """Return the numbers that a property of the system object holds."""
    library = _core_audio()
    if library is None:
        return ()
    address = _Address(_code(selector), _code("glob"), 0)
    size = ctypes.c_uint32(0)
    of_whom = ctypes.c_uint32(_SYSTEM_OBJECT)
    if library.AudioObjectGetPropertyDataSize(
        of_whom, ctypes.byref(address), ctypes.c_uint32(0), None, ctypes.byref(size)
    ):
        return ()
    values = (ctypes.c_uint32 * (size.value // 4))()
    if library.AudioObjectGetPropertyData(
        of_whom, ctypes.byref(address), ctypes.c_uint32(0), None, ctypes.byref(size), values
    ):
        return ()
    return tuple(values[: size.value // 4])


def _code(letters: str) -> int:
    """Return what Core Audio makes of four letters."""
    return int.from_bytes(letters.encode(), "big")


@cache
def _core_audio() -> ctypes.CDLL | None:
    path = ctypes.util.find_library("CoreAudio")
    return ctypes.CDLL(path) if path else None
