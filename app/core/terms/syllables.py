"""How Chinese characters sound, and how far two of them are apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

# What many speakers do not keep apart, and what differs in tone only.
CONFUSED: Final = 0.2
OTHER_TONE: Final = 0.1

_INITIALS: Final = (
    *("zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x"),
    *("r", "z", "c", "s", "y", "w"),
)
_MERGED: Final = MappingProxyType({"zh": "z", "ch": "c", "sh": "s", "n": "l", "r": "l"})


@dataclass(frozen=True, slots=True)
class Syllable:
    """One reading of a character; `family` is the same for all that are easily confused."""

    initial: str
    final: str
    tone: str
    family: str


def is_han(char: str) -> bool:
    """Whether `char` is a Chinese character."""
    return "\u3400" <= char <= "\u9fff"


@lru_cache(maxsize=8192)
def reading(char: str) -> Syllable | None:
    """Return the most common reading of one character; None of what has none."""
    # Loading the tables takes a tenth of a second: only who lists Chinese terms needs them.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    spelt = lazy_pinyin(char, style=Style.TONE3, errors="ignore") if is_han(char) else []
    return _syllable(spelt[0]) if spelt else None


def term_readings(term: str) -> tuple[tuple[Syllable, ...], ...]:
    """Return for each character of a term how it reads in it, and how it reads alone."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    here = lazy_pinyin(term, style=Style.TONE3, errors="ignore")
    in_term = [_syllable(spelt) for spelt in here] if len(here) == len(term) else [None] * len(term)
    return tuple(
        tuple(dict.fromkeys(one for one in (known, reading(char)) if one is not None))
        for char, known in zip(term, in_term, strict=True)
    )


def distance(heard: str, char: str, as_read: tuple[Syllable, ...]) -> float | None:
    """Return how unlike `heard` sounds to a term's `char`; None when nobody would confuse them."""
    if heard == char:
        return 0.0
    sound = reading(heard)
    if sound is None:
        return None
    costs = [
        CONFUSED * ((sound.initial != one.initial) + (sound.final != one.final))
        + OTHER_TONE * (sound.tone != one.tone)
        for one in as_read
        if sound.family == one.family
    ]
    return min(costs, default=None)


def is_word(text: str) -> bool:
    """Whether the tables of readings know `text` as a word: those with a character of several."""
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415

    return text in PHRASES_DICT


def _syllable(reading: str) -> Syllable:
    tone = reading[-1] if reading[-1:].isdigit() else ""
    base = reading.removesuffix(tone)
    initial = next((head for head in _INITIALS if base.startswith(head)), "")
    final = base[len(initial) :]
    family = _MERGED.get(initial, initial) + final.replace("ng", "n")
    return Syllable(initial, final, tone, family)
