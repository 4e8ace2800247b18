"""`zimu devices`: what can be listened to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import msgspec

from app.audio.devices import list_devices, named
from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.problem_text import english
from app.headless.output import EXIT_PROBLEM, give_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.audio.devices import DeviceInfo
    from app.core.settings import DeviceRef

EXIT_OK: Final = 0


def devices(say: Callable[[str], None], *, as_json: bool) -> int:
    """Print the microphones, one a line; return the exit code. `say` takes what went wrong."""
    try:
        found = list_devices()
    except ZimuError as exc:
        say(english(exc.problem))
        return EXIT_PROBLEM
    if not found:
        say(english(Problem(ErrorCode.NO_DEVICE)))
        return EXIT_PROBLEM
    lines = [_as_json(device) if as_json else _as_text(device) for device in found]
    try:
        sys.stdout.write("\n".join([*lines, ""]))
        sys.stdout.flush()
    except OSError as exc:
        return give_up(exc, say)
    return EXIT_OK


def choose(name: str, found: Sequence[DeviceInfo]) -> DeviceRef:
    """Return the device called `name`, or the only one whose name holds it, in any case.

    Raises ZimuError DEVICE_NOT_FOUND or DEVICE_AMBIGUOUS.
    """
    meant = named(name, found)
    if not meant:
        raise ZimuError(ErrorCode.DEVICE_NOT_FOUND, device=name)
    if len(meant) > 1:
        devices = ", ".join(ref.name for ref in meant)
        raise ZimuError(ErrorCode.DEVICE_AMBIGUOUS, device=name, devices=devices)
    return meant[0]


def _as_json(device: DeviceInfo) -> str:
    return msgspec.json.encode(
        {
            "name": device.ref.name,
            "host_api": device.ref.host_api,
            "rate_hz": device.rate_hz,
            "channels": device.channels,
            "default": device.is_default,
        }
    ).decode()


def _as_text(device: DeviceInfo) -> str:
    mark = "*" if device.is_default else " "
    facts = f"{device.ref.host_api}, {device.rate_hz} Hz, {device.channels} ch"
    return f"{mark} {device.ref.name}  ({facts})"
