"""A meeting in seven lines, one for each emotion of the protocol, as a server's script.

`python -m tests.helpers.seven_emotions > SCRIPT.json` writes it for the server's process.
"""

import sys
from typing import NamedTuple

import msgspec

from tests.helpers.caption_script import (
    AwaitAudio,
    AwaitEvent,
    Script,
    Step,
    committed,
    created,
    final,
    interim,
    started,
    stopped,
)


class Said(NamedTuple):
    """What one person says, and how."""

    emotion: str
    text: str


class Meeting(NamedTuple):
    """Who speaks how fast; `open_line` is said last and never finished."""

    language: str
    ms_per_char: int
    chars_per_interim: int
    tentative_chars: int  # about what the cloud keeps back
    lines: tuple[Said, ...]
    open_line: str = ""


MEETING = (
    Said("neutral", "大家上午好，我们先看一下这周的进度。"),
    Said("happy", "太好了，新版本比计划提前两天上线了！"),
    Said("surprised", "真的吗？用户数一个晚上就翻了一倍？"),
    Said("angry", "这个问题上周就提过了，怎么到现在还没人处理！"),
    Said("disgusted", "说实话，这种抄来的方案，我看着就反感。"),
    Said("sad", "很遗憾，小王下个月就要离开我们组了。"),
    Said("fearful", "我有点担心，万一数据丢了可怎么办？"),
)
CHINESE = Meeting("zh", 110, 2, 6, MEETING)
CHINESE_OPEN = CHINESE._replace(open_line="那我们今天就先把备份方案定下来，下周一再上线")
ENGLISH_OPEN = Meeting(
    "en",
    50,
    6,
    18,
    (
        Said("neutral", "Good morning. Let us look at this week before we plan the next."),
        Said("happy", "The new version went out two days early, and nobody had to stay late."),
        Said("surprised", "And the number of readers doubled overnight?"),
        Said("angry", "We asked for a backup in August, and nothing has happened since."),
        Said("disgusted", "Frankly, a plan that is copied like this one puts me off."),
        Said("sad", "Anna is going to leave our team at the end of the month."),
        Said("fearful", "I am worried about what happens if we lose the archive."),
    ),
    "So let us agree on the backup today, and move the release to Monday",
)

_PAUSE_MS = 400
_FIRST_MS = 300


def seven_emotions(meeting: Meeting = CHINESE) -> Script:
    """The words come as the audio does; a client that finishes early gets the rest at once."""
    steps: list[Step] = [AwaitEvent("session.update")]
    begin_ms = _FIRST_MS
    previous: str | None = None
    for number, said in enumerate(meeting.lines, start=1):
        item = f"item_{number}"
        end_ms = begin_ms + meeting.ms_per_char * len(said.text)
        steps += [AwaitAudio(begin_ms), started(item, begin_ms)]
        steps += _growing(meeting, item, said, begin_ms)
        steps += [AwaitAudio(end_ms), stopped(item, end_ms)]
        steps += [committed(item, previous), created(item, previous)]
        duration_s = -(-end_ms // 1000)
        language, emotion = meeting.language, said.emotion
        steps += [final(item, said.text, language=language, emotion=emotion, duration_s=duration_s)]
        begin_ms, previous = end_ms + _PAUSE_MS, item
    if meeting.open_line:
        steps += [AwaitAudio(begin_ms), started("item_open", begin_ms)]
        steps += _growing(meeting, "item_open", Said("neutral", meeting.open_line), begin_ms)
        steps += [AwaitEvent("session.finish")]
    return Script(tuple(steps))


def duration_ms(meeting: Meeting = CHINESE) -> int:
    """How much audio the meeting takes."""
    chars = sum(len(said.text) for said in meeting.lines) + len(meeting.open_line)
    return _FIRST_MS + meeting.ms_per_char * chars + _PAUSE_MS * len(meeting.lines)


def _growing(meeting: Meeting, item: str, said: Said, begin_ms: int) -> list[Step]:
    """Interims whose tail is tentative and ends in a full stop that the next one takes back."""
    steps: list[Step] = []
    stop = "。" if meeting.language == "zh" else "."
    for heard in range(meeting.chars_per_interim, len(said.text), meeting.chars_per_interim):
        settled = _whole_words(meeting, said.text[: max(0, heard - meeting.tentative_chars)])
        tentative = said.text[len(settled) : heard].rstrip("，？！。,?!. ") + stop
        steps += [
            AwaitAudio(begin_ms + meeting.ms_per_char * heard),
            interim(item, settled, tentative, language=meeting.language, emotion=said.emotion),
        ]
    return steps


def _whole_words(meeting: Meeting, text: str) -> str:
    """`text` without the word it may end in the middle of; Chinese has no such middle."""
    return text if meeting.language == "zh" else text[: text.rfind(" ") + 1]


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(seven_emotions()) + b"\n")
