"""Words that somebody waits for, such as the own name: where they stand, and when to call."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from app.core.captions import Line, LineStatus
from app.core.spacing import is_lone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.captions import Captions

EVERY_S: Final = 10.0  # at most once, for each word

# New words come near the end; what was looked at is remembered for longer than it can come back.
_LIVELY: Final = 32
_REMEMBERED: Final = 256


def mentions(text: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return begin and end of every place where `text` says one of `words`, in order.

    Upper and lower case count as the same. In scripts that set spaces only a whole word is found,
    in others it is found anywhere. No two places overlap; of two words the longer one is found.
    """
    places = [place for word in words for place in _places(text, word)]
    found: list[tuple[int, int]] = []
    for begin, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not found or begin >= found[-1][1]:
            found.append((begin, end))
    return tuple(found)


def _places(text: str, word: str) -> Iterator[tuple[int, int]]:
    pattern = _pattern(word)
    begin = 0
    while pattern is not None and (match := pattern.search(text, begin)) is not None:
        is_whole = _is_whole(text, *match.span())
        if is_whole:
            yield match.span()
        begin = match.end() if is_whole else match.start() + 1


@lru_cache(maxsize=256)
def _pattern(word: str) -> re.Pattern[str] | None:
    parts = word.split()
    return re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE) if parts else None


def _is_whole(text: str, begin: int, end: int) -> bool:
    """Whether no letter beside the place from `begin` to `end` belongs to the same word."""
    if end < len(text) and unicodedata.category(text[end]).startswith("M"):
        return False  # a mark that makes another letter of the last one
    goes_on = end < len(text) and _is_letter(text[end - 1]) and _is_letter(text[end])
    return not goes_on and not (
        begin > 0 and _is_letter(text[begin - 1]) and _is_letter(text[begin])
    )


def _is_letter(char: str) -> bool:
    """Whether `char` makes one word of itself and such a character beside it, as a mark does."""
    is_part = char.isalnum() or unicodedata.category(char).startswith("M")
    return is_part and not is_lone(char)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody said `word` in a line that begins at `begin_ms` of the transcript."""

    word: str
    begin_ms: int


@dataclass(slots=True)
class _Looked:
    """A line as it was when it was last looked at, and the words that were found in it."""

    line: Line
    said: set[str] = field(default_factory=set)


class WordWatch:
    """Tells of each word once a line, and no sooner than `EVERY_S` after the time before.

    Audio that is heard again, as after a lost link, calls nobody a second time.
    """

    def __init__(self) -> None:
        self._looked: dict[int, _Looked] = {}
        self._last_s: dict[str, float] = {}
        self._until_ms: dict[str, int] = {}  # up to where the audio was heard to say the word

    def skip(self, captions: Captions) -> None:
        """Take `captions` as known: nobody speaks, they were cleared or brought back."""
        if not captions.entries:
            self._looked.clear()
            self._until_ms.clear()
        for line in _lively(captions):
            self._looked.setdefault(line.line, _Looked(line)).line = line

    def calls(self, captions: Captions, words: tuple[str, ...], now_s: float) -> tuple[Call, ...]:
        """Return what is new in `captions` and worth a call. A word that is new is not looked for
        in old lines.
        """
        return tuple(
            call
            for line in _lively(captions)
            for word in self._new_words(line, words)
            if (call := self._call(line, word, now_s)) is not None
        )

    def _new_words(self, line: Line, words: tuple[str, ...]) -> list[str]:
        looked = self._looked.get(line.line)
        if looked is None:
            looked = self._looked[line.line] = _Looked(line)
            if len(self._looked) > _REMEMBERED:
                del self._looked[next(iter(self._looked))]
        elif looked.line == line:
            return []
        looked.line = line
        new = [word for word in _said_in(line, words) if word not in looked.said]
        looked.said.update(new)
        for word in looked.said.difference(new):
            self._until_ms[word] = max(self._until_ms.get(word, 0), _end_ms(line))
        return new

    def _call(self, line: Line, word: str, now_s: float) -> Call | None:
        begin_ms = line.seen_ms if line.begin_ms is None else line.begin_ms
        is_known = line.begin_ms is not None and begin_ms < self._until_ms.get(word, 0)
        self._until_ms[word] = max(self._until_ms.get(word, 0), _end_ms(line))
        last_s = self._last_s.get(word)
        if is_known or (last_s is not None and now_s - last_s < EVERY_S):
            return None
        self._last_s[word] = now_s
        return Call(word, begin_ms)


def _lively(captions: Captions) -> list[Line]:
    return [entry for entry in captions.entries[-_LIVELY:] if isinstance(entry, Line)]


def _end_ms(line: Line) -> int:
    """Return up to where the audio of `line` is known to reach."""
    if line.end_ms is not None:
        return line.end_ms
    return 0 if line.begin_ms is None else line.begin_ms + 1


def _said_in(line: Line, words: tuple[str, ...]) -> list[str]:
    """Return those of `words` that `line` says for certain: they are settled, and do not go on."""
    if not mentions(line.text, words):
        return []
    if line.status is LineStatus.FINAL:
        return [word for word in words if mentions(line.text, (word,))]
    sure = min(len(line.settled), len(line.text) - 1)
    return [word for word in words if any(end <= sure for _, end in mentions(line.text, (word,)))]
