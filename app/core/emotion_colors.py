"""The colour of each emotion that is shown, on dark and on light."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.emotion import Emotion

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class EmotionColor:
    """Two colours as #RRGGBB: 3:1 and more against the background of either theme."""

    dark: str
    light: str


# At least 25 (CIE76) from one another in normal, red-blind, green-blind and blue-blind sight.
EMOTION_COLORS: Final[Mapping[Emotion, EmotionColor]] = MappingProxyType(
    {
        Emotion.HAPPY: EmotionColor(dark="#A2A93D", light="#A88700"),
        Emotion.SURPRISED: EmotionColor(dark="#F5BE9B", light="#972D00"),
        Emotion.ANGRY: EmotionColor(dark="#CA6C80", light="#4F0203"),
        Emotion.DISGUSTED: EmotionColor(dark="#64F40B", light="#189E5C"),
        Emotion.SAD: EmotionColor(dark="#8FB7DA", light="#035BF1"),
        Emotion.FEARFUL: EmotionColor(dark="#FF19FE", light="#280128"),
    }
)
