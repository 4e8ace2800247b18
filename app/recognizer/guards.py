"""Repairs what a small model is known to get wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.recognizer.words import Word

_LONGEST_PHRASE: Final = 8
_LONGEST_PHRASE_CHARS: Final = 20
_LEAST_REPEATS: Final = 2
# People do say "no, no, no, no"; the model stuck on one word says it a dozen times.
_LEAST_REPEATED_WORDS: Final = 4


def without_loop(words: Sequence[Word]) -> Sequence[Word]:
    """Drop the end of a text that got stuck: a phrase told three times or more is told once."""
    is_solid = 2 * sum(not word.space for word in words) > len(words)
    longest = _LONGEST_PHRASE_CHARS if is_solid else _LONGEST_PHRASE
    for phrase in range(1, min(longest, len(words)) + 1):
        again = _repeated(words, phrase)
        if again >= max(_LEAST_REPEATS * phrase, _LEAST_REPEATED_WORDS):
            return words[: len(words) - again]
    return words


def _repeated(words: Sequence[Word], phrase: int) -> int:
    """Count the words at the end that say again what was said `phrase` words earlier."""
    count = 0
    for word, earlier in zip(reversed(words), reversed(words[:-phrase]), strict=False):
        # The very last word may be cut off in the middle.
        cut_off = count == 0 and earlier.key.startswith(word.key)
        if word.key != earlier.key and not cut_off:
            break
        count += 1
    return count
