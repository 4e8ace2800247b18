"""Which of a line's words the overlay lets through: soon and shaky, or late and still.

Fast lets everything through. Balanced keeps tentative words back until they have stood for AGED_S
in their place; a revision of words that are shown waits as long, so that what is taken back soon
never flickers. Calm keeps back whatever has not settled. Sentence waits for the end of a clause
among the settled words, and at most for CLAUSE_S. A line that is finished comes whole. Only whole
words are kept back or let through.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, assert_never

from app.core.captions import Line, LineStatus
from app.core.overlay_settings import Stability
from app.core.punctuation import CLAUSE_ENDS, CLOSERS, SENTENCE_ENDS
from app.core.textlayout import break_offsets, common_prefix, is_wide, whole_words, word_key

if TYPE_CHECKING:
    from collections.abc import Sequence

AGED_S: Final = 0.3
CLAUSE_S: Final = 3.0

_CLAUSE_ENDS: Final = SENTENCE_ENDS | CLAUSE_ENDS
_HANGING: Final = "".join(_CLAUSE_ENDS) + " "


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with the blanks behind it. `since_s`: since when it stands there (see `_aged`)."""

    end: int
    text: str
    since_s: float


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an open line: how long its words have stood, and what was let through."""

    line: int
    text: str = ""
    changed_s: float = -math.inf
    words: tuple[_Word, ...] = ()
    shown: str = ""
    due_s: float = math.inf  # when more of it will be let through though nothing more is said


def let_through(
    before: Sequence[Standing], lines: Sequence[Line], mode: Stability, now_s: float
) -> tuple[tuple[Line, ...], tuple[Standing, ...]]:
    """Return what may be shown of `lines` at `now_s`, and what must be known the next time."""
    known = {standing.line: standing for standing in before}
    through: list[Line] = []
    kept: list[Standing] = []
    for line in lines:
        if line.status is not LineStatus.OPEN:
            through.append(line)
            continue
        standing = _heard(known.get(line.line, Standing(line.line)), line, mode, now_s)
        standing = _judged(standing, line, mode, now_s)
        kept.append(standing)
        if standing.shown.strip():
            through.append(_cut(line, standing.shown))
    return tuple(through), tuple(kept)


def _cut(line: Line, shown: str) -> Line:
    settled = common_prefix(line.settled, shown)
    return replace(line, settled=shown[:settled], tentative=shown[settled:])


def _heard(standing: Standing, line: Line, mode: Stability, now_s: float) -> Standing:
    """Return `standing` with the ages of the line's words: of the settled ones in Sentence."""
    text = line.text
    if mode is Stability.SENTENCE:
        kept = len(standing.shown) if text.startswith(standing.shown) else 0
        text = text[: max(kept, whole_words(text, len(line.settled)))]
    if text == standing.text:
        return standing
    words = _aged(standing.words, text, now_s)
    return replace(standing, text=text, changed_s=now_s, words=words)


def _aged(before: Sequence[_Word], text: str, now_s: float) -> tuple[_Word, ...]:
    """Return the words of `text`; one that is the same as the one in its place keeps its age,
    whatever becomes of case and punctuation.
    """
    words = []
    for at, (begin, end) in enumerate(pairwise([0, *break_offsets(text), len(text)])):
        word = text[begin:end]
        is_same = at < len(before) and word_key(before[at].text) == word_key(word)
        words.append(_Word(end, word, before[at].since_s if is_same else now_s))
    return tuple(words)


def _judged(standing: Standing, line: Line, mode: Stability, now_s: float) -> Standing:
    settled = whole_words(line.text, len(line.settled))
    match mode:
        case Stability.FAST:
            return replace(standing, shown=line.text)
        case Stability.CALM:
            is_longer = settled < len(standing.shown) and line.text.startswith(standing.shown)
            return standing if is_longer else replace(standing, shown=line.text[:settled])
        case Stability.BALANCED:
            return _balanced(standing, line.text, settled, now_s)
        case Stability.SENTENCE:
            return _by_clauses(standing, now_s)
        case _:
            assert_never(mode)


def _balanced(standing: Standing, text: str, settled: int, now_s: float) -> Standing:
    """Return `standing` with what settled and the words behind it that are old enough shown."""
    end = settled
    for word in standing.words:
        if word.end > settled and now_s < word.since_s + AGED_S:
            break
        end = max(end, word.end)
    if settled < end == len(text):  # the full stop behind what is not over yet means nothing
        end = max(settled, len(text.rstrip(_HANGING)))
    shown = standing.shown
    if text.startswith(shown):
        end = max(end, len(shown))
    elif (
        shown.startswith(text[:settled])
        and end <= common_prefix(shown, text)
        and now_s < standing.changed_s + AGED_S
    ):  # tentative words were taken back: they stay until what came instead is old enough
        return replace(standing, due_s=standing.changed_s + AGED_S)
    old_s = (word.since_s + AGED_S for word in standing.words)
    due_s = min((at_s for at_s in old_s if now_s < at_s), default=math.inf)
    return replace(standing, shown=text[:end], due_s=due_s)


def _by_clauses(standing: Standing, now_s: float) -> Standing:
    """Return `standing` with all clauses of its text shown, or all of it if some waited long."""
    text, shown = standing.text, standing.shown
    if not text.startswith(shown):
        shown = ""
    ends = (word.end for word in standing.words if _ends_clause(text, word.end))
    end = max([len(shown), *ends])
    waiting = [word.since_s + CLAUSE_S for word in standing.words if word.end > end]
    if waiting and min(waiting) <= now_s:
        return replace(standing, shown=text, due_s=math.inf)
    return replace(standing, shown=text[:end], due_s=min(waiting, default=math.inf))


def _ends_clause(text: str, end: int) -> bool:
    words = text[:end].rstrip()
    bare = words.rstrip(CLOSERS)
    if not bare or bare[-1] not in _CLAUSE_ENDS:
        return False
    # "10,000" and "3.5" go on; full-width punctuation never stands inside a number.
    return end == len(text) or len(words) < end or is_wide(bare[-1]) or is_wide(text[end])
