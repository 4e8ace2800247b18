"""Where words that somebody waits for, such as the own name, stand in a text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Scripts that set words side by side, and Korean, which hangs its particles onto a name. Their
# letters neither belong to a Latin word beside them nor keep a word of theirs from being one.
_CLINGING: Final = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1100-\u11ff"  # Korean letters
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u30ff"  # iteration marks, kana
    "\u3130-\u318f"  # Korean letters again
    "\u31f0-\u31ff"  # small kana
    "\u3400-\u4dbf\u4e00-\u9fff"  # Chinese
    "\ua960-\ua97f\uac00-\ud7ff"  # Korean
    "\uf900-\ufaff"
    "\uff66-\uff9f"  # half-width kana
    "\U00020000-\U0003ffff"
)
_LETTER: Final = rf"[^\W{_CLINGING}]"
_NEVER: Final = re.compile(r"(?!)")


def mentions(text: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return begin and end of every place where `text` says one of `words`, in order.

    Upper and lower case count as the same. In scripts that set spaces only a whole word is found,
    in others it is found anywhere. No two places overlap; of two words the longer one is found.
    """
    found = _pattern(words).finditer(text)
    return tuple(match.span() for match in found if not _goes_on(text, match.end()))


def _goes_on(text: str, end: int) -> bool:
    """Whether the letter before `end` carries a mark that makes it another one."""
    return end < len(text) and unicodedata.category(text[end]).startswith("M")


@lru_cache(maxsize=128)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    by_length = sorted(words, key=len, reverse=True)
    patterns = [_whole(parts) for word in by_length if (parts := word.split())]
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else _NEVER


def _whole(parts: list[str]) -> str:
    """Return the pattern of one word: no letter before and behind it that would belong to it."""
    first, last = parts[0][0], parts[-1][-1]
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, first) else ""
    behind = rf"(?!{_LETTER})" if re.match(_LETTER, last) else ""
    return before + r"\s+".join(map(re.escape, parts)) + behind
