"""Mends what nobody would write: doubled marks, small letters where a sentence begins."""

from __future__ import annotations

import re
from typing import Final

_DOUBLED: Final = re.compile(r"([,;:!?])\1+")
# Three letters or more before a full stop: "e.g." and "Mr." end no sentence.
_BEGINNING: Final = re.compile(r"(?:(?<=[!?] )|(?<=\w\w\w\. ))[a-z]")
_ENDING: Final = re.compile(r"[.!?][\"'”’)]*$")


def tidy(text: str, *, begins_sentence: bool) -> str:
    """Return `text` with the same words; `begins_sentence` says whether one begins with it."""
    tidied = _BEGINNING.sub(lambda letter: letter[0].upper(), _DOUBLED.sub(r"\1", text))
    return tidied[:1].upper() + tidied[1:] if begins_sentence else tidied


def ends_sentence(text: str) -> bool:
    """Whether what follows `text` begins a sentence."""
    return _ENDING.search(text) is not None
