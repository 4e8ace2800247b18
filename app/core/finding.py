"""Words found as people type them: in any case, width and spelling of accents, in any script."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from app.core.running_sums import RunningSums

if TYPE_CHECKING:
    from collections.abc import Iterable

_QUOTES: Final = {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"'}
# Accents and vowel points that people leave out; not the marks that make another letter of a kana.
_LEFT_OUT: Final = (("\u0300", "\u036f"), ("\u0591", "\u05c7"), ("\u064b", "\u065f"))


def folded_char(char: str) -> str:
    """Return what `char` is compared by: nothing for an accent, two letters for a ligature."""
    if char.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", _QUOTES.get(char, char)).casefold()
    parts = unicodedata.normalize("NFKD", plain).casefold()
    kept = "".join(part for part in parts if not _is_left_out(part))
    return unicodedata.normalize("NFC", kept)


def _is_left_out(char: str) -> bool:
    return unicodedata.combining(char) > 0 and any(
        first <= char <= last for first, last in _LEFT_OUT
    )


class Folding(dict[int, str]):
    """What each character is compared by, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        """Return what the character `code` is compared by."""
        folded = self[code] = folded_char(chr(code))
        return folded

    def fold(self, text: str) -> str:
        """Return what `text` is compared by."""
        return text.lower() if text.isascii() and text.isprintable() else text.translate(self)

    def spans(self, text: str, wanted: str) -> tuple[tuple[int, int], ...]:
        """Return begin and end of each place in `text` that reads `wanted`, which is folded.

        A place takes in whole characters with the accents that follow them.
        """
        folded = self.fold(text)
        begins = _occurrences(folded, wanted)
        if not begins:
            return ()
        # Where the folded form of each character ends.
        ends = list(accumulate(len(self[ord(char)]) for char in text))
        spans = []
        char = 0
        for begin in begins:
            while ends[char] <= begin:
                char += 1
            last = char
            while last < len(ends) and ends[last] < begin + len(wanted):
                last += 1
            while last + 1 < len(ends) and ends[last + 1] == ends[last]:
                last += 1
            spans.append((char, last + 1))
        return tuple(spans)


def _occurrences(text: str, wanted: str) -> list[int]:
    found: list[int] = []
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + len(wanted))
    return found


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words stand: the how-manieth of which row, both from 0."""

    row: int
    nth: int


class Finder:
    """Counts where words stand in rows that come and go at the end.

    A row is folded once, when it comes; a query then looks at every row.
    """

    def __init__(self) -> None:
        self._folding = Folding()
        self._wanted = ""
        self._texts: list[str] = []  # folded
        self._counts = RunningSums()  # of each row; of none while nothing is looked for

    @property
    def is_looking(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._wanted)

    @property
    def count(self) -> int:
        """How many places there are."""
        return self._counts.total

    def look_for(self, query: str) -> None:
        """Find `query`; blanks are nothing to look for."""
        wanted = self._folding.fold(query)
        self._wanted = wanted if wanted.strip() else ""
        self._counts.cut(0)
        self._count_from(0)

    def replace_from(self, row: int, texts: Iterable[str]) -> None:
        """Take `texts` as the rows from `row` on."""
        del self._texts[row:]
        self._texts.extend(map(self._folding.fold, texts))
        self._counts.cut(row)
        self._count_from(row)

    def change(self, row: int, text: str) -> None:
        """Take `text` as what that row reads."""
        folded = self._texts[row] = self._folding.fold(text)
        if self.is_looking:
            self._counts.change(row, folded.count(self._wanted))

    def _count_from(self, row: int) -> None:
        if self.is_looking:
            self._counts.extend(text.count(self._wanted) for text in self._texts[row:])

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return begin and end of each place in `text`."""
        return self._folding.spans(text, self._wanted) if self.is_looking else ()

    def number_of(self, hit: Hit) -> int:
        """Return how many places come before `hit`."""
        return self._counts.before(hit.row) + hit.nth

    def hit(self, number: int) -> Hit:
        """Return the place before which there are `number`, 0 ≤ number < count."""
        row = self._counts.row_at(number)
        return Hit(row, number - self._counts.before(row))

    def first_from(self, row: int) -> int:
        """Return the number of the first place in `row` or behind; past the end, the first one."""
        before = self._counts.before(min(row, len(self._counts)))
        return before if before < self.count else 0

    def has(self, hit: Hit) -> bool:
        """Whether that place is still there."""
        return hit.row < len(self._counts) and hit.nth < self._counts[hit.row]
