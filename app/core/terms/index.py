"""A list of terms, made ready for finding what sounds like them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from app.core.terms import sounds
from app.core.terms.judging import PROPOSED, least_needed
from app.core.terms.syllables import is_han, reading, term_readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.terms.syllables import Syllable

# More words than these are never one term: "hydro chloral thigh a side".
MOST_WORDS: Final = 5

_HAN: Final = r"\u3400-\u9fff"
# "'s" may belong to what was heard, as in "Riddy's" for Redis, or not: "cooper netties's".
_UNIT: Final = re.compile(rf"[{_HAN}]|([^\W_{_HAN}]+(?:['’](?!s\b)[^\W_{_HAN}]+)*)(['’]s\b)?")
_GAP: Final = re.compile(r"[ \u00a0-]?")
# Two of these sounds could be nearly anything.
_LEAST_CONSONANTS: Final = 2
_EDITED_CONSONANTS: Final = 3
_MOST_OF_WEIGHT: Final = 1.5
_FIRST: Final = str.maketrans("C", "s")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word in Latin letters, or one Chinese character.

    `follows`: right on the one before. `s`: what is heard of a "'s" behind it, which ends at
    `whole_end`; "" where there is none.
    """

    begin: int
    end: int
    whole_end: int
    text: str
    key: str
    follows: bool
    s: str


@dataclass(frozen=True, slots=True)
class LatinTerm:
    """A term by its sound."""

    term: str
    sound: str
    weight: float

    def certainty(self, sound: str) -> float:
        """Return how certain it is, at most 1, that who said `sound` meant this."""
        heard = min(sounds.weight(sound), self.weight * _MOST_OF_WEIGHT)
        return 1 - sounds.distance(sound, self.sound) / ((heard + self.weight) / 2 - 1)

    def may_begin_with(self, sound: str) -> bool:
        """Whether anything that begins with `sound` may be certain enough to be put right."""
        least = least_needed(self.weight)
        most_to_hear = self.weight * (1 + _MOST_OF_WEIGHT) / 2 - 1
        return sounds.opening_distance(sound, self.sound) <= (1 - least) * most_to_hear


@dataclass(frozen=True, slots=True)
class HanTerm:
    """A term by the readings of its characters."""

    term: str
    chars: tuple[str, ...]
    readings: tuple[tuple[Syllable, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """What `correction` looks up: by letters, by consonants, by the first syllable."""

    written: frozenset[tuple[str, ...]]
    spelt: dict[str, str]
    spelt_beginnings: frozenset[str]
    skeletons: dict[str, tuple[LatinTerm, ...]]
    beginnings: dict[str, tuple[LatinTerm, ...]]
    families: dict[str, tuple[HanTerm, ...]]
    most_units: int


def units_of(text: str) -> tuple[Unit, ...]:
    """Split a text into what can be compared."""
    units: list[Unit] = []
    for found in _UNIT.finditer(text):
        gap = text[units[-1].whole_end : found.start()] if units else "."
        word = found[1] or found[0]
        end = found.start() + len(word)
        key = word.casefold().replace("’", "'")
        s = "s" if found[2] else ""
        follows = _GAP.fullmatch(gap) is not None
        units.append(Unit(found.start(), end, found.end(), word, key, follows, s))
    return tuple(units)


def sound_of(units: tuple[Unit, ...]) -> str:
    """Return the sound of some words; "" when one of them has none."""
    sound = ""
    for unit in units:
        phones = sounds.phones(unit.key)
        if not phones:
            return ""
        sound = sounds.join(sounds.join(sound, phones), unit.s)
    return sound


def is_open_end(text: str, units: tuple[Unit, ...]) -> bool:
    """Whether what comes after `text` may belong to its last unit."""
    return bool(units) and _GAP.fullmatch(text[units[-1].whole_end :]) is not None


@lru_cache(maxsize=8)
def index_of(terms: tuple[str, ...]) -> Index:
    """Make the index of a list of terms: a few milliseconds once, then kept."""
    latin: dict[str, list[LatinTerm]] = {}
    han: dict[str, list[HanTerm]] = {}
    beginnings: dict[str, set[LatinTerm]] = {}
    spelt: dict[str, str] = {}
    written: list[tuple[str, ...]] = []
    for term in terms:
        units = units_of(term)
        keys = tuple(unit.key for unit in units)
        written.append(keys)
        if len(keys) > 1 and all(is_han(key) for key in keys):
            known = HanTerm(term, keys, term_readings("".join(keys)))
            for key in {keys[0], *(one.family for one in known.readings[0])}:
                han.setdefault(key, []).append(known)
            continue
        spelt.setdefault("".join(unit.key + unit.s for unit in units), term)
        sound = sound_of(units)
        bones = sounds.skeleton(sound)
        if len(bones) < _LEAST_CONSONANTS:
            continue
        known_sound = LatinTerm(term, sound, sounds.weight(sound))
        for variant in set(variants(bones)):
            latin.setdefault(variant, []).append(known_sound)
        for length in range(len(bones) + 1):
            for variant in opening_variants(bones[:length]):
                beginnings.setdefault(variant, set()).add(known_sound)
    return Index(
        written=frozenset(keys for keys in written if keys),
        spelt=spelt,
        spelt_beginnings=frozenset(key[:end] for key in spelt for end in range(1, len(key) + 1)),
        skeletons={key: tuple(found) for key, found in latin.items()},
        beginnings={key: tuple(found) for key, found in beginnings.items()},
        families={key: tuple(found) for key, found in han.items()},
        most_units=max((MOST_WORDS, *map(len, written))),
    )


@lru_cache(maxsize=4096)
def variants(bones: str) -> tuple[str, ...]:
    """Return the keys under which consonants are found: themselves, and with one of them left out.

    Two that share a key differ by one consonant; the first is never another one, and of very few
    none is.
    """
    return opening_variants(bones) if len(bones) >= _EDITED_CONSONANTS else _whole(bones)


def opening_variants(bones: str) -> tuple[str, ...]:
    """Return the same for what may be the beginning of a term, however few consonants it has."""
    first = bones[:1].translate(_FIRST)
    shorter = (first + bones[1:at] + bones[at + 1 :] for at in range(1, len(bones)))
    return (*_whole(bones), *shorter)


def _whole(bones: str) -> tuple[str]:
    return (bones[:1].translate(_FIRST) + bones[1:],)


@lru_cache(maxsize=8192)
def sounding_like(index: Index, sound: str) -> tuple[tuple[LatinTerm, float], ...]:
    """Return the terms that `sound` may be, with how certain that is; some may come twice."""
    found = (
        (term, term.certainty(sound))
        for variant in variants(sounds.skeleton(sound))
        for term in index.skeletons.get(variant, ())
    )
    return tuple((term, certainty) for term, certainty in found if certainty >= PROPOSED)


@lru_cache(maxsize=4096)
def may_begin_term(index: Index, sound: str) -> bool:
    """Whether a term may be put in for something that begins with `sound`."""
    return any(
        term.may_begin_with(sound)
        for variant in opening_variants(sounds.skeleton(sound))
        for term in index.beginnings.get(variant, ())
    )


def han_candidates(index: Index, char: str) -> Iterator[HanTerm]:
    """Return the terms that begin about as `char` sounds; some may come twice."""
    sound = reading(char) if index.families else None
    if sound is not None:
        yield from index.families.get(sound.family, ())
    yield from index.families.get(char, ())
