"""Whether a space stands between two pieces of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# Punctuation, kana, Chinese characters and what is as wide as they are; not Korean, which has
# spaces.
_WIDE: Final = (
    "\u3000-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_NO_SPACE_BESIDE: Final = re.compile(rf"[{_WIDE}\s]")


def space_between(before: str, after: str) -> str:
    """Return what is written between two pieces of speech: a space, or nothing."""
    is_tight = not before or not after or _NO_SPACE_BESIDE.match(before[-1])
    return "" if is_tight or _NO_SPACE_BESIDE.match(after) else " "


def joined(pieces: Iterable[str]) -> str:
    """Return the pieces as one text."""
    text = ""
    for piece in pieces:
        text += space_between(text, piece) + piece
    return text
