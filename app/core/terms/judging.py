"""How certain one must be before a term is put in, measured by tests/perf/bench_terms.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core.terms.common import COMMON_HAN, COMMON_HAN_WORDS, COMMON_WORDS
from app.core.terms.syllables import is_word

if TYPE_CHECKING:
    from collections.abc import Sequence

# Below this nothing is proposed either.
PROPOSED: Final = 0.8

_SAME: Final = 0.999
_NEVER: Final = 2.0

_SEVERAL_WORDS: Final = 0.8
_SOME_COMMON: Final = 0.83
_ALL_COMMON: Final = 0.95
_ONE_WORD: Final = 0.9
_SMALL_FOR_NAME: Final = 0.95  # one word in small letters, for a term with a capital
# Nearly anything sounds like a term with less to hear than this.
_SHORT_WEIGHT: Final = 3.0
_COMMON_WEIGHT: Final = 4.0

_FEW_SYLLABLES: Final = 3
_SYLLABLES: Final = 0.85
# Two syllables, one of their characters as in the term; both heard as others.
_ONE_AS_WRITTEN: Final = 0.9
_NONE_AS_WRITTEN: Final = 0.95


def needed(words: Sequence[str], term: str, weight: float) -> float:
    """Return how certain it must be that `words` are a Latin term with so much to hear in it."""
    common = sum(word.lower().replace("’", "'") in COMMON_WORDS for word in words)
    if common == len(words):
        return _ALL_COMMON if len(words) > 1 and weight >= _COMMON_WEIGHT else _NEVER
    if weight < _SHORT_WEIGHT:
        return _SAME
    if len(words) > 1:
        return _SOME_COMMON if common else _SEVERAL_WORDS
    return _SMALL_FOR_NAME if words[0].islower() and not term.islower() else _ONE_WORD


def needed_as_spelt(words: Sequence[str]) -> float:
    """Return the same for words whose letters are those of the term."""
    common = all(word.lower().replace("’", "'") in COMMON_WORDS for word in words)
    return _NEVER if common else _SAME


def least_needed(weight: float) -> float:
    """Return the least that `needed` ever says of a term with so much to hear in it."""
    return _SAME if weight < _SHORT_WEIGHT else _SEVERAL_WORDS


def needed_han(heard: str, term: str, *, before: str, after: str) -> float:
    """Return how certain it must be that the characters `heard` are a Chinese term.

    `before` and `after` are the characters beside them, "" where there is none.
    """
    is_short = len(heard) < _FEW_SYLLABLES
    if len(heard) > _FEW_SYLLABLES:
        return _SYLLABLES
    if _is_known(heard) or (is_short and _cuts_a_word(heard, before, after)):
        return _NEVER
    if any(char in COMMON_HAN and char not in term for char in heard):
        return _NEVER if is_short else _SAME
    if not is_short:
        return _SYLLABLES
    return _ONE_AS_WRITTEN if set(heard) & set(term) else _NONE_AS_WRITTEN


def _cuts_a_word(heard: str, before: str, after: str) -> bool:
    """Whether a character of `heard`, or all of them, belong to a word with one beside them."""
    return (before != "" and (_is_known(before + heard[0]) or _is_known(before + heard))) or (
        after != "" and (_is_known(heard[-1] + after) or _is_known(heard + after))
    )


def _is_known(word: str) -> bool:
    return word in COMMON_HAN_WORDS or is_word(word)
