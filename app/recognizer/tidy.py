"""Mends what nobody would write: marks at the beginning, doubled marks, small letters where a
sentence begins, narrow marks between Chinese characters.
"""

from __future__ import annotations

import re
from typing import Final

# What the line before ended with, heard once more. A full stop may belong to a number.
_LEADING: Final = re.compile(r"^[\s,;:!?，、；：！？。]+(?=\w)")
_DOUBLED: Final = re.compile(r"([,;:!?，、；：])\1+")
# Three letters or more before a full stop: "e.g." and "Mr." end no sentence.
_BEGINNING: Final = re.compile(r"(?:(?<=[!?] )|(?<=\w\w\w\. ))[a-z]")
_ENDING: Final = re.compile(r"[.!?。！？][\"'”’)」』）]*$")

_KANA: Final = "\u3041-\u30ff"
_SOLID: Final = rf"[{_KANA}\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_NARROW: Final = re.compile(rf"(?<={_SOLID}) *([,;:!?]) *|([,;:!?]) *(?={_SOLID})")
_NARROW_STOP: Final = re.compile(rf"(?<={_SOLID})\.(?= *{_SOLID}| *$)")
_WIDE: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_AFTER_WIDE: Final = re.compile(r"(?<=[，、；：！？。]) +")
# Those who write subtitles in Chinese or Japanese put a space where others put a comma.
_COMMA_SPACE: Final = re.compile(rf"(?<={_SOLID}) +(?={_SOLID})")


def tidy(text: str, *, begins_sentence: bool) -> str:
    """Return `text` with the same words; `begins_sentence` says whether one begins with it."""
    tidied = _DOUBLED.sub(r"\1", _widened(_LEADING.sub("", text)))
    tidied = _BEGINNING.sub(lambda letter: letter[0].upper(), tidied)
    return tidied[:1].upper() + tidied[1:] if begins_sentence else tidied


def _widened(text: str) -> str:
    """Give Chinese and Japanese the punctuation that is theirs."""
    text = _NARROW.sub(lambda mark: _WIDE[mark[1] or mark[2]], text)
    text = _AFTER_WIDE.sub("", _NARROW_STOP.sub("。", text))
    return _COMMA_SPACE.sub("、" if re.search(f"[{_KANA}]", text) else "，", text)


def ends_sentence(text: str) -> bool:
    """Whether what follows `text` begins a sentence."""
    return _ENDING.search(text) is not None
