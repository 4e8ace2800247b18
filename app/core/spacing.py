"""Where spaces stand: between two pieces of text, and around words, as their script has it."""

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
LONE: Final = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1100-\u11ff"  # Korean letters
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3021-\u303c"  # iteration marks, figures
    "\u3041-\u318f"  # kana, Bopomofo, Korean letters again
    "\u31a0-\u31ff"  # more Bopomofo, small kana
    "\u3400-\u4dbf\u4e00-\u9fff"  # Chinese
    "\ua960-\ua97f\uac00-\ud7ff"  # Korean
    "\uf900-\ufaff"
    "\uff66-\uff9f"  # half-width kana
    "\U00020000-\U0003ffff"
)
"""The characters, in a set of `re`, of scripts that set words side by side, and of Korean, which
hangs its particles onto words. Each is a word of its own, for no sign says where words end."""
_IS_LONE: Final = re.compile(f"[{LONE}]")


def space_between(before: str, after: str) -> str:
    """Return what is written between two pieces of speech: a space, or nothing."""
    is_tight = not before or not after or _NO_SPACE_BESIDE.match(before[-1])
    return "" if is_tight or _NO_SPACE_BESIDE.match(after) else " "


def is_lone(char: str) -> bool:
    """Whether `char` is a word of its own; see LONE."""
    return _IS_LONE.match(char) is not None


def joined(pieces: Iterable[str]) -> str:
    """Return the pieces as one text."""
    text = ""
    for piece in pieces:
        text += space_between(text, piece) + piece
    return text
