"""What to tell a person about the loudness of what they chose to listen to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode

if TYPE_CHECKING:
    from app.core.events import Level

VOICE_DBFS = -45.0  # a quiet room stays below, a voice an arm's length away is well above
ZERO_DBFS = -90.0  # nothing but zeros, or the last bit's noise
VOICE_HOLD_S = 0.8  # pauses between words change nothing
ZERO_HOLD_S = 2.0


class Sound(Enum):
    """What is heard."""

    VOICE = "voice"
    QUIET = "quiet"
    ZERO = "zero"  # not even noise: muted, most likely


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is heard, and since when the newest audio would say something else."""

    sound: Sound = Sound.QUIET
    other_since_s: float | None = None


class Microphone(Enum):
    """How the microphone of a session is doing."""

    OFF = "off"
    ON = "on"
    SILENT = "silent"
    LOST = "lost"
    MUTED = "muted"  # nobody holds the key to talk


_LOST: Final = frozenset(
    {
        ErrorCode.AUDIO_UNAVAILABLE,
        ErrorCode.NO_DEVICE,
        ErrorCode.DEVICE_NOT_FOUND,
        ErrorCode.DEVICE_GONE,
        ErrorCode.DEVICE_REFUSED,
        ErrorCode.DEVICE_STALLED,
    }
)


def microphone(
    sound: Sound, trouble: ErrorCode | None, *, is_on: bool, is_hushed: bool
) -> Microphone:
    """Say how the microphone is doing; `trouble` is the newest that was told of it."""
    if not is_on:
        return Microphone.OFF
    if trouble in _LOST:
        return Microphone.LOST
    if is_hushed:
        return Microphone.MUTED
    is_silent = sound is Sound.ZERO or trouble is ErrorCode.DEVICE_SILENT
    return Microphone.SILENT if is_silent else Microphone.ON


def hear(hearing: Hearing, level: Level, now_s: float) -> Hearing:
    """Fold the newest `level` into `hearing`: a voice counts at once, its absence after a while."""
    sound = _sound_of(level)
    if sound is hearing.sound:
        return Hearing(sound)
    if sound is Sound.VOICE:
        return Hearing(sound)
    since_s = now_s if hearing.other_since_s is None else hearing.other_since_s
    hold_s = ZERO_HOLD_S if sound is Sound.ZERO else VOICE_HOLD_S
    if now_s - since_s >= hold_s:
        return Hearing(sound)
    return Hearing(hearing.sound, since_s)


def _sound_of(level: Level) -> Sound:
    if level.peak_dbfs <= ZERO_DBFS:
        return Sound.ZERO
    return Sound.VOICE if level.rms_dbfs >= VOICE_DBFS else Sound.QUIET
