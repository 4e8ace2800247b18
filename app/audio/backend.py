"""What the ear needs of an audio library, so that tests can stand in for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.settings import DeviceRef

OnAudio: TypeAlias = "Callable[[bytes, bool], None]"
"""Called on the audio thread with s16 frames, channels interleaved, and whether the driver lost
some before them. Must not block, log or raise."""


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """One microphone. `rate_hz` is its own rate; `channels` may be absurdly many (ALSA says 32)."""

    ref: DeviceRef
    rate_hz: int
    channels: int
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class StreamFormat:
    """How a microphone is opened: s16 at `rate_hz`, `channels` interleaved."""

    rate_hz: int
    channels: int


class Stream(Protocol):
    """An open, running microphone."""

    @property
    def is_active(self) -> bool:
        """Whether the device still promises audio. Stays True while it merely stalls."""

    def close(self) -> None:
        """Stop at once and free the device. Idempotent."""


class Backend(Protocol):
    """An audio library. Every call may block for a while: never on the window's thread."""

    def devices(self) -> tuple[DeviceInfo, ...]:
        """List the inputs as they were at the last scan. Raises ZimuError(AUDIO_UNAVAILABLE)."""

    def rescan(self) -> bool:
        """Look for inputs anew; False: not possible now, a microphone is open."""

    def open(
        self, device: DeviceRef, stream_format: StreamFormat, block_frames: int, on_audio: OnAudio
    ) -> Stream:
        """Open and start. Raises ZimuError(DEVICE_NOT_FOUND or DEVICE_REFUSED)."""
