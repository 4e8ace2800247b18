"""Words as the library's index knows them, what people look for, and where it stands in a text.

Any word finds the text it is part of, whatever its case, width and accents. What is written
without spaces between words is taken letter by letter, so that any part of it can be found.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.core.finding import folded_char
from app.core.spacing import is_lone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

QUERY_CHARS: Final = 500  # what is behind is not looked for
EXCERPT_CHARS: Final = 120
_LEAD_CHARS: Final = 30  # what an excerpt shows before the first place

_QUOTED: Final = re.compile('"([^"]*)"?|([^"\\s]+)')
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟«»「」『』\uff02", '"'))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side, as the index knows them."""

    words: tuple[str, ...]
    is_begun: bool = False  # the last one may be the beginning of a longer word


class _Wording(dict[int, str]):
    """What each character is in the index, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        word = self[code] = _worded(chr(code))
        return word


def _worded(char: str) -> str:
    """Return the letters that stand for `char`, with spaces around what is a word of its own."""
    kind = unicodedata.category(char)
    if kind == "Cf" or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return ""  # joiners, and what chooses among the forms of a letter
    # Twice: what a ligature with an apostrophe is made of folds once more.
    return "".join(_parted(part) for first in folded_char(char) for part in folded_char(first))


def _parted(part: str) -> str:
    """Return a folded character, with spaces around it if it is a word; only one if it is none."""
    if part.isascii():
        return part if part.isalnum() else " "
    kind = unicodedata.category(part)[0]
    if kind not in "LMNS":
        return " "
    return f" {part} " if kind == "S" or is_lone(part) else part


_WORDING: Final = _Wording()


def indexed(text: str) -> str:
    """Return the words of `text` as the index holds them, with a space between two."""
    return " ".join(text.translate(_WORDING).split())


def phrases(query: str) -> tuple[Phrase, ...]:
    """Return what `query` looks for, all of which a line must have; nothing: no word is in it.

    Blanks part what may stand anywhere, quotes keep it together. Outside quotes a word of two
    letters or more is found by its beginning, too.
    """
    found: dict[Phrase, None] = {}
    for quoted, plain in _QUOTED.findall(query[:QUERY_CHARS].translate(_QUOTES)):
        words = tuple(indexed(quoted or plain).split())
        if words:
            is_begun = bool(plain) and len(words[-1]) > 1 and not is_lone(words[-1][0])
            found[Phrase(words, is_begun)] = None
    return tuple(found)


def expression(wanted: Iterable[Phrase]) -> str:
    """Return `wanted` in the language of FTS5, in which no word of it means anything."""
    return " AND ".join(
        f'"{" ".join(phrase.words)}"{" *" if phrase.is_begun else ""}' for phrase in wanted
    )


def places(text: str, wanted: Sequence[Phrase]) -> tuple[tuple[int, int], ...]:
    """Return begin and end of each place in `text` that `wanted` finds, in order, none twice."""
    words = _words(text)
    found = [
        (words[at][1], words[at + len(phrase.words) - 1][2])
        for phrase in wanted
        for at in range(len(words) - len(phrase.words) + 1)
        if _stands_at(at, words, phrase)
    ]
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        if joined and begin < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)


def _words(text: str) -> list[tuple[str, int, int]]:
    """Return each word as the index has it, with its begin and end in `text`."""
    words: list[tuple[str, int, int]] = []
    word, begin, end = "", 0, 0
    for at, char in enumerate(text):
        letters = _WORDING[ord(char)]
        if not letters and word:
            end = at + 1  # an accent of its own
        elif not letters and words and words[-1][2] == at:
            words[-1] = (*words[-1][:2], at + 1)
        for part in letters:
            if part != " ":
                begin = begin if word else at
                word, end = word + part, at + 1
            elif word:
                words.append((word, begin, end))
                word = ""
    if word:
        words.append((word, begin, end))
    return words


def _stands_at(at: int, words: list[tuple[str, int, int]], phrase: Phrase) -> bool:
    *first, last = phrase.words
    if any(words[at + nth][0] != word for nth, word in enumerate(first)):
        return False
    found = words[at + len(first)][0]
    return found.startswith(last) if phrase.is_begun else found == last


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a text with the places that were found in it."""

    text: str
    spans: tuple[tuple[int, int], ...]
    is_cut_before: bool
    is_cut_behind: bool


def excerpt(text: str, wanted: Sequence[Phrase]) -> Excerpt:
    """Return the part of `text` to show, which has the first place that `wanted` finds."""
    spans = places(text, wanted)
    begin = 0
    if len(text) > EXCERPT_CHARS and spans:
        begin = max(0, min(spans[0][0] - _LEAD_CHARS, len(text) - EXCERPT_CHARS))
        begin = _word_start(text, begin, spans[0][0])
    end = min(len(text), begin + EXCERPT_CHARS)
    shown = tuple(
        (first - begin, min(last, end) - begin) for first, last in spans if begin <= first < end
    )
    return Excerpt(text[begin:end], shown, begin > 0, end < len(text))


def _word_start(text: str, begin: int, most: int) -> int:
    """Return where the next word begins, at `begin` or later, if there is a space before `most`."""
    space = text.find(" ", begin, most) if begin else -1
    return begin if space < 0 or text[begin - 1].isspace() else space + 1
