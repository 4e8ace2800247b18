"""A Chinese meeting in seven lines, one for each emotion of the protocol, as a server's script.

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


MEETING = (
    Said("neutral", "大家上午好，我们先看一下这周的进度。"),
    Said("happy", "太好了，新版本比计划提前两天上线了！"),
    Said("surprised", "真的吗？用户数一个晚上就翻了一倍？"),
    Said("angry", "这个问题上周就提过了，怎么到现在还没人处理！"),
    Said("disgusted", "说实话，这种抄来的方案，我看着就反感。"),
    Said("sad", "很遗憾，小王下个月就要离开我们组了。"),
    Said("fearful", "我有点担心，万一数据丢了可怎么办？"),
)

_MS_PER_CHAR = 110
_PAUSE_MS = 400
_CHARS_PER_INTERIM = 2
_TENTATIVE_CHARS = 6  # about what the cloud keeps back
_FIRST_MS = 300


def seven_emotions() -> Script:
    """The words come as the audio does; a client that finishes early gets the rest at once."""
    steps: list[Step] = [AwaitEvent("session.update")]
    begin_ms = _FIRST_MS
    previous: str | None = None
    for number, said in enumerate(MEETING, start=1):
        item = f"item_{number}"
        end_ms = begin_ms + _MS_PER_CHAR * len(said.text)
        steps += [AwaitAudio(begin_ms), started(item, begin_ms)]
        steps += _growing(item, said, begin_ms)
        steps += [AwaitAudio(end_ms), stopped(item, end_ms)]
        steps += [committed(item, previous), created(item, previous)]
        duration_s = -(-end_ms // 1000)
        steps += [final(item, said.text, emotion=said.emotion, duration_s=duration_s)]
        begin_ms, previous = end_ms + _PAUSE_MS, item
    return Script(tuple(steps))


def duration_ms() -> int:
    """How much audio the meeting takes."""
    chars = sum(len(said.text) for said in MEETING)
    return _FIRST_MS + _MS_PER_CHAR * chars + _PAUSE_MS * len(MEETING)


def _growing(item: str, said: Said, begin_ms: int) -> list[Step]:
    """Interims whose tail is tentative and ends in a full stop that the next one takes back."""
    steps: list[Step] = []
    for heard in range(_CHARS_PER_INTERIM, len(said.text), _CHARS_PER_INTERIM):
        settled = said.text[: max(0, heard - _TENTATIVE_CHARS)]
        tentative = said.text[len(settled) : heard].rstrip("，？！。") + "。"
        steps += [
            AwaitAudio(begin_ms + _MS_PER_CHAR * heard),
            interim(item, settled, tentative, emotion=said.emotion),
        ]
    return steps


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(seven_emotions()) + b"\n")
