"""When an open microphone deserves a remark: no audio at all, or nothing but zeros."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, Problem

if TYPE_CHECKING:
    from app.audio.backend import DeviceInfo
    from app.audio.intake import Block

STALLED_AFTER_S: Final = 2.0
SILENT_AFTER_S: Final = 10.0
GIVEN_UP_AFTER_S: Final = 5.0  # as after the computer slept


class Health:
    """Judges one open microphone. Pure: the time comes in."""

    def __init__(self, device: DeviceInfo, rate_hz: int, now_s: float) -> None:
        self._device = device.ref.name
        self._rate_hz = rate_hz
        self._heard_s = now_s
        self._zero_frames = 0

    def hear(self, block: Block, now_s: float) -> None:
        """Note that `block` arrived."""
        self._heard_s = now_s
        self._zero_frames = self._zero_frames + block.frames if block.is_zero else 0

    def verdict(self, now_s: float) -> Problem | None:
        """Return what is wrong at `now_s`; None: nothing."""
        if now_s - self._heard_s >= STALLED_AFTER_S:
            return self._problem(ErrorCode.DEVICE_STALLED)
        if self._zero_frames >= SILENT_AFTER_S * self._rate_hz:
            return self._problem(ErrorCode.DEVICE_SILENT)
        return None

    def is_given_up(self, now_s: float) -> bool:
        """Whether so long nothing came that the device had better be opened anew."""
        return now_s - self._heard_s >= GIVEN_UP_AFTER_S

    def _problem(self, code: ErrorCode) -> Problem:
        return Problem(code, MappingProxyType({"device": self._device}))
