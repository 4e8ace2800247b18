"""What one wire session is set up with, and the limits that both ends keep."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core.script import ChineseScript

PATH: Final = "/api-ws/v1/realtime"
MAX_MESSAGE_BYTES: Final = 262_144  # one WebSocket message; a server closes with 1009 beyond it
MAX_MANUAL_MS: Final = 60_000  # of one line in manual mode; the cloud cuts off what is longer
SAMPLE_RATE_HZ: Final = 16_000
LOW_SAMPLE_RATE_HZ: Final = 8_000
THRESHOLD_MIN: Final = -1.0
THRESHOLD_MAX: Final = 1.0
SILENCE_MIN_MS: Final = 200
SILENCE_MAX_MS: Final = 6000


class AudioFormat(StrEnum):
    """What is inside the messages that carry audio."""

    PCM = "pcm"  # mono, 16 bit, little endian
    OPUS = "opus"  # an Ogg stream, page by page; only to a server that is known to take it


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
    sample_rate: int = SAMPLE_RATE_HZ  # or LOW_SAMPLE_RATE_HZ
    audio: AudioFormat = AudioFormat.PCM
    # Only a server of ours can be asked for these; to all others they are not sent.
    script: ChineseScript = ChineseScript.AS_HEARD
    corrects_terms: bool = False  # what sounds like a term of the context becomes that term
    is_recorded: bool = False  # nobody waits for words to appear: finals will do, and may be late
