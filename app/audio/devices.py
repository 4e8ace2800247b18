"""The microphones of this computer, told apart by name and host API."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Final

from app.audio.backend import Backend, DeviceInfo
from app.core.errors import ErrorCode, ZimuError
from app.core.settings import DeviceRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["DeviceInfo", "DeviceRef", "find", "list_devices", "load_backend", "named", "rescan"]

log = logging.getLogger(__name__)

_WASAPI: Final = "Windows WASAPI"
_ALSA: Final = "ALSA"
_ALSA_CONVERTERS: Final = frozenset(
    {"lavrate", "samplerate", "speexrate", "speex", "upmix", "vdownmix"}
)
_ALSA_CARD: Final = re.compile(r" \(hw:\d+,\d+\)$")


def load_backend() -> Backend:
    """Load PortAudio, which blocks about 0.1 s the first time.

    Raises ZimuError(AUDIO_UNAVAILABLE): the app must start and explain without it.
    """
    try:
        from app.audio.portaudio import PortAudio  # noqa: PLC0415 - loads the library
    except Exception as exc:  # OSError, or a PortAudioError that nobody can name yet
        log.warning("PortAudio cannot be loaded: %s", exc)
        raise ZimuError(ErrorCode.AUDIO_UNAVAILABLE) from exc
    return PortAudio()


def list_devices(backend: Backend | None = None) -> tuple[DeviceInfo, ...]:
    """List the microphones a person would recognise, as they were at the last scan.

    Blocks (the first call loads PortAudio). Raises ZimuError(AUDIO_UNAVAILABLE).
    """
    return presentable((backend or load_backend()).devices())


def rescan(backend: Backend | None = None) -> bool:
    """Look for microphones that came or went. Blocks about 50 ms.

    False: a microphone is open and would be cut off; the list stays as it was.
    Raises ZimuError(AUDIO_UNAVAILABLE).
    """
    return (backend or load_backend()).rescan()


def presentable(devices: Iterable[DeviceInfo]) -> tuple[DeviceInfo, ...]:
    """Return `devices` without doubles and without entries that are no microphones.

    Windows lists every microphone once per host API; WASAPI's is the one with the whole name and
    the short delay. ALSA lists its own sample rate converters.
    """
    unique: dict[DeviceRef, DeviceInfo] = {}
    for device in devices:
        unique.setdefault(device.ref, device)
    if any(ref.host_api == _WASAPI for ref in unique):
        return tuple(device for ref, device in unique.items() if ref.host_api == _WASAPI)
    return tuple(
        device
        for ref, device in unique.items()
        if ref.host_api != _ALSA or ref.name not in _ALSA_CONVERTERS
    )


def find(backend: Backend, wanted: DeviceRef | None) -> DeviceInfo:
    """Return the device remembered as `wanted` (None: the system's default).

    Looks for new devices when it is not on the list. Raises ZimuError(NO_DEVICE,
    DEVICE_NOT_FOUND or AUDIO_UNAVAILABLE).
    """
    device = match(list_devices(backend), wanted)
    if device is None and backend.rescan():
        device = match(list_devices(backend), wanted)
    if device is not None:
        return device
    if wanted is None:
        raise ZimuError(ErrorCode.NO_DEVICE)
    raise ZimuError(ErrorCode.DEVICE_NOT_FOUND, device=wanted.name)


def named(name: str, devices: Sequence[DeviceInfo]) -> tuple[DeviceRef, ...]:
    """Return the one of `devices` that is called `name`, else all whose names hold it."""
    whole = tuple(device.ref for device in devices if device.ref.name == name)
    part = name.casefold()
    return whole[:1] or tuple(
        device.ref for device in devices if part in device.ref.name.casefold()
    )


def match(devices: Sequence[DeviceInfo], wanted: DeviceRef | None) -> DeviceInfo | None:
    """Return the one of `devices` that is meant by `wanted` (None: the default one)."""
    if wanted is None:
        first = devices[0] if devices else None
        return next((device for device in devices if device.is_default), first)
    for device in devices:
        if device.ref == wanted:
            return device
    # ALSA's names end in the card's number, which changes when cards come and go.
    same = (device for device in devices if _cardless(device.ref) == _cardless(wanted))
    return next(same, None)


def _cardless(ref: DeviceRef) -> DeviceRef:
    return DeviceRef(_ALSA_CARD.sub("", ref.name), ref.host_api)
