"""How much context fits: an estimate of tokens, since only the server has its tokenizer.

The weights below were fitted to the provider's published vocabulary (`qwen.tiktoken`, 151,643
tokens) over texts in the 27 languages and lists of names, so that the estimate is too high rather
than too low: a few per cent for lists of names, about half for prose, whose common words are one
token each, and up to twice and a half for Russian and Arabic prose. Only random letters, as in
hashes, are more tokens than it says. tests/conformance/test_tokens.py measures it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, Problem
from app.core.spacing import LONE

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT_TOKENS: Final = 10_000  # the documented limit of the protocol

# In tenths of a token.
_TENTHS: Final = 10
_ASCII_LETTER: Final = 4
_OTHER_LATIN: Final = 15
_COMMON_HAN: Final = 10
_RARE_HAN: Final = 20
_KANA_OR_HANGUL: Final = 10
_COMMON_ALPHABET: Final = 6  # Cyrillic, Arabic, Thai
_INDIC: Final = 12
_OTHER_SCRIPT: Final = 25  # spelt out byte by byte
_MARK: Final = 10  # digits, punctuation
_SYMBOL: Final = 20

_KANA_AND_HANGUL: Final = ("HIRAGANA", "KATAKANA", "HANGUL", "HALFWIDTH", "FULLWIDTH", "BOPOMOFO")
_ALPHABETS: Final = ("CYRILLIC", "ARABIC", "THAI")
# A word with what follows it up to the next.
_PART: Final = re.compile(rf"[{LONE}]\W*|[^\W{LONE}]+\W*|\W+")
_FIRST_RARE: Final = 0xD8  # GB 2312 has its 3,755 common characters in the rows before


def estimate_tokens(text: str) -> int:
    """Return about how many tokens `text` is, rather too many than too few.

    Lines are remembered: of a text that is being typed, only the newest costs time.
    """
    return math.ceil(sum(map(_line_weight, text.splitlines(keepends=True))) / _TENTHS)


def fitting_chars(text: str) -> int:
    """Return how many of the first characters of `text` fit: all, or whole lines and terms."""
    room = LIMIT_TOKENS * _TENTHS
    begin = 0
    for line in text.splitlines(keepends=True):
        weight = _line_weight(line)
        if weight > room:
            return begin + _fitting_part(line, room)
        room -= weight
        begin += len(line)
    return begin


def _fitting_part(line: str, room: int) -> int:
    """Return how much of `line` has `room`, up to the end of a word or term."""
    sums = accumulate(_weights(line))
    fitting = sum(1 for _ in takewhile(lambda total: total <= room, sums))
    return next(part.start() for part in _PART.finditer(line) if part.end() > fitting)


@lru_cache(maxsize=4096)
def _line_weight(line: str) -> int:
    return sum(_weights(line))


def _weights(text: str) -> Iterator[int]:
    """Yield what each character weighs."""
    is_after_space = False
    for char in text:
        if char.isspace():
            yield _MARK if char == "\n" else 0
            is_after_space = char != "\n"
            continue
        # A space is part of the word that follows it, and mostly stands alone before the rest.
        is_alone = is_after_space and not (char.isascii() and char.isalpha())
        is_after_space = False
        yield _weight(char) + (_MARK if is_alone else 0)


def check(text: str) -> Problem | None:
    """Return CONTEXT_TOO_LONG, with by how much, if `text` does not fit."""
    tokens = estimate_tokens(text)
    if tokens <= LIMIT_TOKENS:
        return None
    facts = {"tokens": tokens, "limit": LIMIT_TOKENS, "over": tokens - LIMIT_TOKENS}
    return Problem(
        ErrorCode.CONTEXT_TOO_LONG,
        MappingProxyType({name: f"{value:,}" for name, value in facts.items()}),
    )


@lru_cache(maxsize=4096)
def _weight(char: str) -> int:
    if char.isascii():
        return _ASCII_LETTER if char.isalpha() else _MARK
    category = unicodedata.category(char)
    if category[0] in "NP":
        return _MARK
    if category[0] in "SCZ":
        return _SYMBOL
    script = unicodedata.name(char, "").partition(" ")[0]
    return _letter_weight(char, script)


def _letter_weight(char: str, script: str) -> int:
    if script == "CJK":
        return _COMMON_HAN if _is_common_han(char) else _RARE_HAN
    if script in _KANA_AND_HANGUL:
        return _KANA_OR_HANGUL
    if script in ("LATIN", "COMBINING"):
        return _OTHER_LATIN
    if script in _ALPHABETS:
        return _COMMON_ALPHABET
    return _INDIC if "\u0900" <= char <= "\u0dff" else _OTHER_SCRIPT


def _is_common_han(char: str) -> bool:
    try:
        return char.encode("gb2312")[0] < _FIRST_RARE
    except UnicodeEncodeError:
        return False
