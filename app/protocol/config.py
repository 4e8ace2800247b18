"""What one wire session is set up with, and the limits that both ends keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MAX_MESSAGE_BYTES: Final = 262_144  # one WebSocket message; a server closes with 1009 beyond it
SAMPLE_RATE_HZ: Final = 16_000
THRESHOLD_MIN: Final = -1.0
THRESHOLD_MAX: Final = 1.0
SILENCE_MIN_MS: Final = 200
SILENCE_MAX_MS: Final = 6000


@dataclass(frozen=True, slots=True)
class Vad:
    """How the server finds the ends of lines. The defaults are those of the protocol."""

    threshold: float = 0.2  # −1…1, lower hears fainter voices
    silence_ms: int = 800  # 200…6000, closes a line


@dataclass(frozen=True, slots=True)
class WireConfig:
    """Settings of one wire session; they cannot change once audio has flowed."""

    language: str = ""  # empty: the server finds out
    context: str = ""
    vad: Vad | None = Vad()  # None: manual mode, the client commits
    sample_rate: int = SAMPLE_RATE_HZ
