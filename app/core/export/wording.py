"""The words of an export that nobody said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, assert_never

from app.core.emotion import Emotion
from app.core.export.options import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.core.captions import GapLine

STAR: Final = "★"
CUT_OFF: Final = "[…]"  # behind the words of a line that failed
_LEAST_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class _Words:
    """What one language has; sentences with a place for what they are about."""

    gap: str
    in_brackets: str
    speaker: str
    no_title: str
    participants: str
    between_names: str
    decisions: str
    todos: str
    starred: str
    note: str
    notes: str
    transcript: str
    emotions: Mapping[Emotion, str]


_SHOWN: Final = tuple(emotion for emotion in Emotion if emotion.is_shown)
_ENGLISH: Final = _Words(
    gap="[{} s not captioned]",
    in_brackets="[{}]",
    speaker="{}:",
    no_title="Captions",
    participants="Participants: {}",
    between_names=", ",
    decisions="Decisions",
    todos="To do",
    starred="Starred",
    note="Note: {}",
    notes="Notes",
    transcript="Transcript",
    emotions=MappingProxyType({emotion: emotion.value for emotion in _SHOWN}),
)
_CHINESE: Final = _Words(
    gap="［{} 秒没有字幕］",
    in_brackets="［{}］",
    speaker="{}：",
    no_title="字幕",
    participants="参会人员：{}",
    between_names="、",
    decisions="决议",
    todos="待办事项",
    starred="星标内容",
    note="备注：{}",
    notes="备注",
    transcript="文字记录",
    emotions=MappingProxyType(
        {
            Emotion.HAPPY: "愉快",
            Emotion.SURPRISED: "惊讶",
            Emotion.ANGRY: "愤怒",
            Emotion.DISGUSTED: "厌恶",
            Emotion.SAD: "悲伤",
            Emotion.FEARFUL: "恐惧",
        }
    ),
)
_TRADITIONAL: Final = replace(
    _CHINESE,
    gap="［{} 秒沒有字幕］",
    participants="與會人員：{}",
    decisions="決議",
    todos="待辦事項",
    starred="星號標記",
    note="備註：{}",
    notes="備註",
    transcript="文字記錄",
    emotions=MappingProxyType(
        {
            Emotion.HAPPY: "愉快",
            Emotion.SURPRISED: "驚訝",
            Emotion.ANGRY: "憤怒",
            Emotion.DISGUSTED: "厭惡",
            Emotion.SAD: "悲傷",
            Emotion.FEARFUL: "恐懼",
        }
    ),
)


def _words(wording: Wording) -> _Words:
    match wording:
        case Wording.ENGLISH:
            return _ENGLISH
        case Wording.CHINESE:
            return _CHINESE
        case Wording.TRADITIONAL:
            return _TRADITIONAL
        case _:
            assert_never(wording)


def gap_words(gap: GapLine, wording: Wording) -> str:
    """Return what stands for audio without captions: a hole must not be taken for silence."""
    seconds = max(_LEAST_S, (gap.end_ms - gap.begin_ms) / 1000)
    return _words(wording).gap.format(f"{seconds:.1f}")


def emotion_words(emotion: Emotion, wording: Wording) -> str:
    """Return the emotion in brackets; nothing for one that is not shown."""
    words = _words(wording)
    return words.in_brackets.format(words.emotions[emotion]) if emotion.is_shown else ""


def speaker_words(name: str, wording: Wording) -> str:
    """Return what stands before the words of somebody with a name."""
    return _words(wording).speaker.format(name)


def title_of(title: str, wording: Wording) -> str:
    """Return what a document is called that may have no title."""
    return title or _words(wording).no_title


def participants_words(names: str, wording: Wording) -> str:
    """Return the row of minutes that says who took part."""
    return _words(wording).participants.format(names)


def names_words(names: Iterable[str], wording: Wording) -> str:
    """Return several names in a row."""
    return _words(wording).between_names.join(names)


def decisions_title(wording: Wording) -> str:
    """Return what stands above the decisions in minutes."""
    return _words(wording).decisions


def todos_title(wording: Wording) -> str:
    """Return what stands above what is to be done in minutes."""
    return _words(wording).todos


def starred_title(wording: Wording) -> str:
    """Return what stands above other lines with a star in minutes."""
    return _words(wording).starred


def notes_title(wording: Wording) -> str:
    """Return what stands above lines with nothing but a note in minutes."""
    return _words(wording).notes


def note_words(note: str, wording: Wording) -> str:
    """Return what the user wrote about a line, as it stands below it in minutes."""
    return _words(wording).note.format(note)


def transcript_title(wording: Wording) -> str:
    """Return what stands above all that was said in minutes."""
    return _words(wording).transcript


def clock(ms: int) -> str:
    """Return a time of the session as 01:02:03."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def clock_ms(ms: int, decimal: str) -> str:
    """Return a time of the session as 01:02:03.004, with that decimal sign."""
    return f"{clock(ms)}{decimal}{ms % 1000:03}"
