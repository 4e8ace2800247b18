"""The seven emotions of the wire protocol, and the absence of one."""

from __future__ import annotations

from enum import StrEnum


class Emotion(StrEnum):
    """Emotion of one line as the engine heard it; the values are those of the wire."""

    NONE = ""
    NEUTRAL = "neutral"
    HAPPY = "happy"
    SURPRISED = "surprised"
    ANGRY = "angry"
    DISGUSTED = "disgusted"
    SAD = "sad"
    FEARFUL = "fearful"

    @property
    def is_shown(self) -> bool:
        """Whether a reader is told: nothing is shown for no emotion and for a neutral voice."""
        return self not in (Emotion.NONE, Emotion.NEUTRAL)


def parse_emotion(value: str) -> Emotion:
    """Return the emotion called `value`; a label that is not known yet counts as none."""
    try:
        return Emotion(value)
    except ValueError:
        return Emotion.NONE
