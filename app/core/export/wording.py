"""The words of an export that nobody said."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, assert_never

from app.core.emotion import Emotion
from app.core.export.options import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.core.captions import GapLine

STAR: Final = "★"
CUT_OFF: Final = "[…]"  # behind the words of a line that failed
_LEAST_S: Final = 0.1
_CHINESE: Final[Mapping[Emotion, str]] = MappingProxyType(
    {
        Emotion.NEUTRAL: "平静",
        Emotion.HAPPY: "愉快",
        Emotion.SURPRISED: "惊讶",
        Emotion.ANGRY: "愤怒",
        Emotion.DISGUSTED: "厌恶",
        Emotion.SAD: "悲伤",
        Emotion.FEARFUL: "恐惧",
    }
)


def gap_words(gap: GapLine, wording: Wording) -> str:
    """Return what stands for audio without captions: a hole must not be taken for silence."""
    seconds = f"{max(_LEAST_S, (gap.end_ms - gap.begin_ms) / 1000):.1f}"
    match wording:
        case Wording.ENGLISH:
            return f"[{seconds} s not captioned]"
        case Wording.CHINESE:
            return f"［{seconds} 秒没有字幕］"
        case _:
            assert_never(wording)


def emotion_words(emotion: Emotion, wording: Wording) -> str:
    """Return the emotion in brackets; nothing for one that is not shown."""
    if not emotion.is_shown:
        return ""
    match wording:
        case Wording.ENGLISH:
            return f"[{emotion.value}]"
        case Wording.CHINESE:
            return f"［{_CHINESE[emotion]}］"
        case _:
            assert_never(wording)


def speaker_words(name: str, wording: Wording) -> str:
    """Return what stands before the words of somebody with a name."""
    match wording:
        case Wording.ENGLISH:
            return f"{name}:"
        case Wording.CHINESE:
            return f"{name}："
        case _:
            assert_never(wording)


def title_of(title: str, wording: Wording) -> str:
    """Return what a document is called that may have no title."""
    match wording:
        case Wording.ENGLISH:
            return title or "Captions"
        case Wording.CHINESE:
            return title or "字幕"
        case _:
            assert_never(wording)


def clock(ms: int) -> str:
    """Return a time of the session as 01:02:03."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def clock_ms(ms: int, decimal: str) -> str:
    """Return a time of the session as 01:02:03.004, with that decimal sign."""
    return f"{clock(ms)}{decimal}{ms % 1000:03}"
