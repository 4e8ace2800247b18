"""How a Latin spelling sounds, roughly, and how far two sounds are apart.

The rules are those of English spelling, coarsened until vowels are five and an unknown name comes
out the same however a recogniser spelt it. A sound is a string of one letter a phone: the vowels
`aeiou`, `S` as in she, `C` as in chair, `J` as in job, `T` as in thin, `N` as in sing, and the
consonants that stand for themselves.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# What is longer is no word, and takes long to compare.
_LONGEST_WORD: Final = 40
_VOWELS: Final = frozenset("aeiou")

# The first rule that fits at a place wins.
_RULES: Final = (
    # Beginnings and ends
    (r"^(?:kn|gn|pn)", "n"), (r"^ps", "s"), (r"^wr", "r"), (r"^x", "z"),
    (r"^mc(?=[^aeiou])", "mak"), (r"mb$", "m"), (r"mn$", "m"), (r"bt$", "t"), (r"gn(?=s?$)", "n"),
    (r"(?<=[^aeiou])le$", "el"), (r"(?<=[^aeiouy])re$", "er"), (r"(?<=[td])ed$", "ed"),
    (r"(?<=[a-z]{2})ed$", "d"), (r"que$", "k"), (r"gue$", "g"), (r"(?<=[aeiouy][^aeiouy])e$", ""),
    (r"(?<=[^aeiouy]{2})e$", ""), (r"(?<=[aeiouy][cgt]h)e$", ""),
    # Groups of consonants
    (r"[ct]i(?=[ao])", "S"), (r"si(?=on)", "S"), (r"tch", "C"), (r"sch(?=[lmnwrt])", "S"),
    (r"sch", "sk"), (r"sh", "S"), (r"ch(?=[rl])", "k"), (r"ch", "C"), (r"ph", "f"), (r"th", "T"),
    (r"^gh", "g"), (r"(?<=[aeiouy])gh", ""), (r"gh", "g"), (r"ck", "k"), (r"cqu?", "k"),
    (r"qu", "kw"), (r"q", "k"), (r"xc(?=[eiy])", "ks"), (r"x", "ks"), (r"sc(?=[eiy])", "s"),
    (r"cc(?=[eiy])", "ks"), (r"cz", "C"), (r"cc?(?![eiy])", "k"), (r"c", "s"), (r"dge?", "J"),
    (r"dj", "J"), (r"gg", "g"), (r"gu(?=[eiy])", "g"), (r"g(?=e|i|y)", "J"), (r"j", "J"),
    (r"tz|zz", "ts"), (r"zh", "J"), (r"wh", "w"), (r"rh", "r"),
    (r"(?<=[aeiouy])h(?![aeiouy])", ""), (r"n(?=[gkqx])", "N"), (r"(?<=n)g$", ""),
    # Groups of vowels
    (r"eau", "o"), (r"oo", "u"), (r"[oe]u", "u"), (r"ow|oa|oe|au|aw", "o"), (r"o[iy]", "oi"),
    (r"[ae][iy]", "e"), (r"ea|ee|ie(?!t)", "i"), (r"ew|ue|ui", "u"), (r"igh", "ai"),
    (r"^y(?=[aeiou])|(?<=[aeiou])y(?=[aeiou])", "y"), (r"y$", "i"),
    (r"(?<=^[bcdfghkmnprstvw])y", "ai"), (r"a(?=[^aeiouywxr]e$)", "e"),
    (r"i(?=[^aeiouywxr]e$)", "ai"), (r"e(?=[^aeiouywxr]e$)", "i"), (r"y", "i"),
    (r"w(?=[aeiou])", "w"), (r"w", ""),
)  # fmt: skip
_RULE: Final = re.compile("|".join(f"({pattern})" for pattern, _ in _RULES) + "|.")
_SPELT: Final = tuple(sound for _, sound in _RULES)
_DOUBLED: Final = re.compile(r"(.)\1+")
_SPECIAL: Final = MappingProxyType(
    {"ß": "ss", "æ": "e", "œ": "e", "ø": "o", "ł": "l", "đ": "d", "ð": "th", "þ": "th"}
    | {"ç": "s", "ñ": "ni", "š": "sh", "ž": "zh", "č": "ch", "ć": "ch", "ś": "sh", "ş": "sh"}
)

# A letter alone is said by its name: "S crow".
_LETTERS: Final = MappingProxyType(
    {
        "a": "e",
        "b": "bi",
        "c": "si",
        "d": "di",
        "e": "i",
        "f": "ef",
        "g": "Ji",
        "h": "eC",
        "i": "ai",
    }
    | {"j": "Je", "k": "ke", "l": "el", "m": "em", "n": "en", "o": "o", "p": "pi", "q": "kyu"}
    | {"r": "ar", "s": "es", "t": "ti", "u": "yu", "v": "vi", "w": "dabelyu", "x": "eks"}
    | {"y": "wai", "z": "zi"}
)

_LIKE: Final = (
    ("pb", 0.3), ("td", 0.3), ("kg", 0.3), ("fv", 0.25), ("sz", 0.15), ("TD", 0.2), ("CJ", 0.2),
    ("SJ", 0.3), ("SC", 0.3), ("sS", 0.4), ("zJ", 0.4), ("sT", 0.4), ("tT", 0.3), ("dT", 0.4),
    ("fT", 0.4), ("mn", 0.4), ("nN", 0.15), ("vw", 0.4), ("vb", 0.5), ("lr", 0.6), ("gJ", 0.4),
    ("kC", 0.4), ("dJ", 0.6), ("tC", 0.6), ("yJ", 0.5), ("yi", 0.1), ("wu", 0.1), ("wo", 0.2),
    ("sC", 0.6), ("zS", 0.5), ("ie", 0.15), ("ea", 0.2), ("ao", 0.2), ("ou", 0.15), ("au", 0.25),
    ("iu", 0.3), ("ia", 0.3), ("eo", 0.3), ("eu", 0.3), ("io", 0.35),
)  # fmt: skip
_APART: Final = MappingProxyType({(a, b): cost for (a, b), cost in _LIKE})
_BETWEEN: Final[Mapping[tuple[str, str], float]] = MappingProxyType(
    {**_APART, **{(b, a): cost for (a, b), cost in _APART.items()}}
)
_CLASSES: Final = str.maketrans(
    {
        "b": "p",
        "d": "t",
        "T": "t",
        "g": "k",
        "v": "f",
        "z": "s",
        "S": "C",
        "J": "C",
        "N": "m",
        "n": "m",
    }
    | dict.fromkeys("aeiouywh")
)
_AT_END: Final = 0.5
_VOWEL: Final = 0.3
_SECOND_VOWEL: Final = 0.2
_WEAK: Final = MappingProxyType({"h": 0.35, "w": 0.35, "y": 0.3})
_GLIDE_BEFORE_U: Final = 0.1
_R_AFTER_VOWEL: Final = 0.4
_LEAST: Final = MappingProxyType({**dict.fromkeys("aeiou", _SECOND_VOWEL), "y": _GLIDE_BEFORE_U})
_VOWEL_WEIGHT: Final = 0.5


@lru_cache(maxsize=8192)
def phones(word: str) -> str:
    """Return the sound of one word; "" of what is no word in Latin letters."""
    if len(word) > _LONGEST_WORD:
        return ""
    plain = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    spelt = "".join(_SPECIAL.get(char, char) for char in plain if char != "'")
    marked = unicodedata.normalize("NFD", spelt)
    letters = "".join(char for char in marked if not unicodedata.combining(char))
    if not (letters.isascii() and letters.isalpha() and letters.islower()):
        return ""
    if len(letters) == 1:
        return _LETTERS[letters]
    sound = _RULE.sub(lambda m: _SPELT[m.lastindex - 1] if m.lastindex else m[0], letters)
    return _DOUBLED.sub(r"\1", sound)


def join(first: str, second: str) -> str:
    """Return the sound of two that are said one after the other."""
    return first + (second[1:] if first[-1:] == second[:1] else second)


def skeleton(sound: str) -> str:
    """Return the consonants of a sound, those that are easily confused as one letter."""
    return sound.translate(_CLASSES)


def weight(sound: str) -> float:
    """Return how much there is to hear in a sound: 1 for a consonant, half for a vowel."""
    return sum(_VOWEL_WEIGHT if phone in _VOWELS else 1.0 for phone in sound)


@lru_cache(maxsize=4096)
def distance(one: str, other: str) -> float:
    """Return how unlike two sounds are: 0 when they are the same, 1 for each other consonant."""
    return _aligned(one, _drops(one), other)[-1]


def opening_distance(heard: str, term: str) -> float:
    """Return how unlike all that begins with `heard` is to `term` at least."""
    drops = _drops(heard)
    if heard:
        # What follows may make the last sound a weaker one.
        drops[-1] = min(drops[-1], _LEAST.get(heard[-1], drops[-1]))
    return min(_aligned(heard, drops, term))


def _aligned(one: str, drops: list[float], other: str) -> list[float]:
    """Return the distance of `one` to each beginning of `other`; `drops` are those of `one`."""
    inserts = _drops(other)
    row = [0.0, *accumulate(inserts)]
    for phone, drop in zip(one, drops, strict=True):
        before, row = row, [row[0] + drop]
        for at, (against, insert) in enumerate(zip(other, inserts, strict=True)):
            change = 0.0 if phone == against else _BETWEEN.get((phone, against), 1.0)
            row.append(min(before[at] + change, before[at + 1] + drop, row[at] + insert))
    return row


def _drops(sound: str) -> list[float]:
    """Return for each phone what it costs that it was not heard, or heard where there is none."""
    costs = []
    for at, phone in enumerate(sound):
        before, after = sound[at - 1 : at], sound[at + 1 : at + 2]
        if phone in _VOWELS:
            cost = _SECOND_VOWEL if before in _VOWELS or after in _VOWELS else _VOWEL
        elif phone == "y" and after == "u":
            cost = _GLIDE_BEFORE_U
        elif phone == "r" and before in _VOWELS and after not in _VOWELS:
            cost = _R_AFTER_VOWEL
        elif phone in "td" and before and before in "nNskpfl":
            cost = _AT_END
        else:
            cost = _WEAK.get(phone, 1.0)
        costs.append(cost)
    return costs
