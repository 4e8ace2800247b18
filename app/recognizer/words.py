"""The words of a text. Where a language has no spaces, every character is a word of its own.

Words are compared by their letters and digits alone. Joined again, words are the text they were
split from, save for how much white space stood between them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from app.core.textlayout import cluster_starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Thai, Lao, Tibetan, Burmese, Khmer, kana and Chinese characters; Korean has spaces.
SOLID: Final = (
    "\u0e01-\u0e3a\u0e40-\u0e5b\u0e81-\u0edf\u0f00-\u0fbc\u1000-\u109f\u1780-\u17d3"
    "\u3005-\u3007\u3031-\u3035\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
    "\uff66-\uff9d\U00020000-\U0003ffff"
)
_IS_SOLID: Final = re.compile(rf"[{SOLID}]")
_HAS_WIDE: Final = re.compile(rf"[{SOLID}\u3001-\u303f\uff01-\uff65]")
_WIDE: Final = ("W", "F")
_OPENING: Final = ("Ps", "Pi")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, what it is compared by, and what stands between it and the one before."""

    written: str
    key: str
    space: str = " "


def split_words(text: str) -> tuple[Word, ...]:
    """Split a text; a mark without letter or digit joins the word before or after it."""
    words: list[Word] = []
    marks = marks_space = ""
    for part in text.split():
        space = " "
        if marks:
            marks += space
        for piece in _pieces(part):
            key = _key(piece)
            if key:
                words.append(Word(marks + piece, key, marks_space if marks else space))
                marks = ""
            elif words and not marks and not (piece != part and _opens(piece)):
                last = words[-1]
                words[-1] = replace(last, written=f"{last.written}{space}{piece}")
            else:
                marks_space = marks_space if marks else space
                marks += piece
            space = ""
    if words and marks:
        words[-1] = replace(words[-1], written=words[-1].written + marks_space + marks.rstrip())
    return tuple(words)


def join_words(words: Iterable[Word]) -> str:
    """Return the text that words make."""
    text = "".join(word.space + word.written for word in words)
    return text.lstrip()


def is_said(char: str) -> bool:
    """Whether a character is said: a letter, a digit or what is written on one."""
    return char.isalnum() or unicodedata.category(char).startswith("M")


def _key(piece: str) -> str:
    lowered = piece.lower().replace("’", "'")
    return "".join(char for char in lowered if char == "'" or is_said(char)).strip("'")


def _pieces(part: str) -> Iterator[str]:
    """Split what stands between two spaces: solid characters, and runs of all others."""
    if not _HAS_WIDE.search(part):
        yield part
        return
    starts = [*cluster_starts(part), len(part)]
    piece = ""
    for begin, end in pairwise(starts):
        cluster = part[begin:end]
        if piece and _parts(piece[-1], cluster[0]):
            yield piece
            piece = ""
        piece += cluster
    yield piece


def _parts(before: str, after: str) -> bool:
    """Whether a piece ends between two characters."""
    if _IS_SOLID.match(after) or _opens(after) != _opens(before):
        return True
    is_mark = not is_said(before)
    is_wide = unicodedata.east_asian_width(before) in _WIDE
    return bool(_IS_SOLID.match(before)) or (is_mark and is_wide and is_said(after))


def _opens(piece: str) -> bool:
    return unicodedata.category(piece[0]) in _OPENING
