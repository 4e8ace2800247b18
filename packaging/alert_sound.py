"""Writes resources/sounds/alert.wav: two soft notes, easy to hear and no trouble to a recogniser.

`python packaging/alert_sound.py` after a change here; a test compares the file with this.
"""

from __future__ import annotations

import io
import math
import wave
from array import array
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "resources" / "sounds" / "alert.wav"

RATE_HZ = 22_050
PEAK = 0.2  # of full scale, −14 dB: it comes unasked
NOTES = ((0.0, 659.26), (0.14, 880.0))  # begin in seconds, Hz: E5 and A5
LENGTH_S = 0.6
ATTACK_S = 0.012
DECAY_S = 0.11


def sound() -> bytes:
    """Return the whole file: 16-bit mono."""
    levels = [_level(number / RATE_HZ) for number in range(round(LENGTH_S * RATE_HZ))]
    loudest = max(map(abs, levels))
    samples = array("h", (round(32_767 * PEAK * level / loudest) for level in levels))
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())
    return target.getvalue()


def _level(at_s: float) -> float:
    fade = min(1.0, (LENGTH_S - at_s) / 0.05)
    return fade * sum(_note(at_s - begin_s, tone_hz) for begin_s, tone_hz in NOTES)


def _note(at_s: float, tone_hz: float) -> float:
    if at_s < 0:
        return 0.0
    envelope = min(1.0, at_s / ATTACK_S) * math.exp(-at_s / DECAY_S)
    turn = 2 * math.pi * tone_hz * at_s
    return envelope * (math.sin(turn) + 0.25 * math.sin(2 * turn) * math.exp(-at_s / DECAY_S))


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(sound())
