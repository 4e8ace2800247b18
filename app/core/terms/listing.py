"""The terms in a context: what is a list is taken, what is prose is left alone."""

from __future__ import annotations

import re
from typing import Final

MOST_TERMS: Final = 200
LONGEST_CHARS: Final = 60

_MOST_WORDS: Final = 5
_MOST_HAN: Final = 12
# A line that ends like a sentence is a list only of shorter pieces than these.
_SENTENCE_WORDS: Final = 3
_SENTENCE_HAN: Final = 6

_BULLET: Final = re.compile(r"^\s*(?:[-*•·–]|\d{1,3}[.)、])\s+|^\s*\d{1,3}、")
_LABEL: Final = re.compile(r"^[^,;、，；:：]{1,30}[:：](?!//)\s*")
_REMARK: Final = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]")
_SEPARATOR: Final = re.compile(r"[,;、，；\t|]")
_SENTENCE_INSIDE: Final = re.compile(r"\w{3}[.!?] +\w|[。！？].")
_SENTENCE_END: Final = re.compile(r"[.!?。！？…]$")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_AROUND: Final = " \t\u3000\"'“”‘’「」『』《》"


def listed_terms(context: str) -> tuple[str, ...]:
    """Return the terms of `context`: one a line, or separated by commas, semicolons, 、，；.

    Bullets, a label before the list ("Speakers: …") and remarks in brackets are left out. A line
    with a sentence in it gives none. Each comes once, whatever its case, in the order of the text;
    at most MOST_TERMS of at most LONGEST_CHARS characters.
    """
    terms: dict[str, str] = {}
    for line in context.splitlines():
        for term in _terms_of(line):
            terms.setdefault(term.casefold(), term)
            if len(terms) == MOST_TERMS:
                return tuple(terms.values())
    return tuple(terms.values())


def _terms_of(line: str) -> list[str]:
    line = _LABEL.sub("", _BULLET.sub("", _REMARK.sub(" ", line)))
    pieces = [" ".join(piece.strip(_AROUND).split()) for piece in _SEPARATOR.split(line)]
    if _is_prose(line.strip(), pieces):
        return []
    return [
        piece
        for piece in (piece.rstrip("。！？!?…") for piece in pieces)
        if len(piece) <= LONGEST_CHARS and any(char.isalpha() for char in piece)
    ]


def _is_prose(line: str, pieces: list[str]) -> bool:
    ends = _SENTENCE_END.search(line) is not None
    words = _SENTENCE_WORDS if ends else _MOST_WORDS
    han = _SENTENCE_HAN if ends else _MOST_HAN
    return _SENTENCE_INSIDE.search(line) is not None or any(
        len(piece.split()) > words or len(_HAN.findall(piece)) > han for piece in pieces
    )
