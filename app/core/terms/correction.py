"""Puts listed terms where a recogniser wrote what only sounds like them.

A recogniser that cannot be told which names will come writes words that it knows: "cooper
netties" for Kubernetes, 子木 for 字幕. Who says what sounds like a listed term nearly always means
it, but a text without the terms must stay as it is: what is not certain enough is proposed, not
done. tests/perf/bench_terms.py measures both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.terms import judging, sounds
from app.core.terms.index import (
    MOST_WORDS,
    han_candidates,
    index_of,
    is_open_end,
    may_begin_term,
    sound_of,
    sounding_like,
    units_of,
)
from app.core.terms.syllables import distance as syllable_distance
from app.core.terms.syllables import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.terms.index import HanTerm, Index, Unit


@dataclass(frozen=True, slots=True)
class Replacement:
    """`heard`, from `begin` to `end` of the text, sounds like `term`; certainty is 0 to 1."""

    begin: int
    end: int
    heard: str
    term: str
    certainty: float
    is_applied: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """`text` has the applied replacements in it; its first `settled_chars` characters stay."""

    text: str
    replacements: tuple[Replacement, ...]
    settled_chars: int


def correct(text: str, terms: tuple[str, ...], *, settled_chars: int | None = None) -> Correction:
    """Replace in one line what sounds like a term; propose where it is not certain enough.

    For an open line give the whole of it each time, settled words first, and how many characters
    of it are settled; it must end where a word ends. What the result calls settled then depends on
    settled words alone: it only ever grows while the line's does, and the final (None) begins with
    it. It is a word or two shorter than what was given as long as these may be the beginning of a
    term (as many words as two terms, at most). Never give it back text that it corrected.

    Pure and quick; `terms` is the key of a small cache, so pass the same tuple again.
    """
    index = index_of(terms)
    settled_text = text if settled_chars is None else text[:settled_chars]
    settled = _Line(index, settled_text, is_final=settled_chars is None)
    found, done = settled.walk(0)
    if settled_chars is None:
        return _written(text, found, settled_to=len(text))
    end = settled.units[done].begin if done < len(settled.units) else settled_chars
    rest = _Line(index, text, is_final=True)
    later, _ = rest.walk(sum(unit.begin < end for unit in rest.units))
    return _written(text, [*found, *later], settled_to=end)


class _Line:
    """One text and the places in it that sound like terms."""

    def __init__(self, index: Index, text: str, *, is_final: bool) -> None:
        self.units = units_of(text)
        self._index = index
        self._text = text
        self._is_open = not is_final and is_open_end(text, self.units)

    def walk(self, begin: int) -> tuple[list[Replacement], int]:
        """Decide from unit `begin` on; return what was found and the first unit not decided."""
        found: list[Replacement] = []
        at = begin
        while at < len(self.units) and not self._may_go_on(at):
            length = self._written_length(at)
            best, size = (None, length) if length else self._best(at)
            if best is None or not best.is_applied:
                found += [best] if best is not None else []
                at += length or 1
                continue
            inner = range(at + 1, at + size)
            if any(self._may_go_on(place) for place in inner):
                break
            if any(self._is_better(place, best) for place in inner):
                at += 1
                continue
            found.append(best)
            at += size
        return found, at

    def _is_better(self, at: int, than: Replacement) -> bool:
        other, _ = self._best(at)
        return other is not None and other.is_applied and other.certainty > than.certainty

    def _may_go_on(self, at: int) -> bool:
        """Whether words that follow the text may make a term of its units from `at` on."""
        units = self.units[at:]
        if (
            not self._is_open
            or len(units) >= self._index.most_units
            or not all(unit.follows for unit in units[1:])
        ):
            return False
        if "".join(unit.key + unit.s for unit in units) in self._index.spelt_beginnings:
            return True
        if is_han(units[0].key):
            return any(
                len(units) <= len(term.readings) and _han_cost(units, term) is not None
                for term in han_candidates(self._index, units[0].key)
            )
        sound = sound_of(units) if len(units) < MOST_WORDS else ""
        return sound != "" and may_begin_term(self._index, sound)

    def _written_length(self, at: int) -> int:
        """Return of how many units the longest term is that stands at `at` already; 0: none."""
        keys: list[str] = []
        longest = 0
        for unit in self.units[at : at + self._index.most_units]:
            if keys and not unit.follows:
                break
            keys.append(unit.key)
            if tuple(keys) in self._index.written:
                longest = len(keys)
        return longest

    def _best(self, at: int) -> tuple[Replacement | None, int]:
        """Return what the units from `at` on sound most like, and how many of them."""
        found = self._han(at) if is_han(self.units[at].key) else self._latin(at)
        return max(
            found,
            key=lambda one: (one[0].is_applied, one[0].certainty, one[1]),
            default=(None, 1),
        )

    def _latin(self, at: int) -> list[tuple[Replacement, int]]:
        found: list[tuple[Replacement, int]] = []
        sound = spelt = ""
        for size, unit in enumerate(self.units[at : at + MOST_WORDS], 1):
            if size > 1 and (not unit.follows or self._written_length(at + size - 1)):
                break
            window = self.units[at : at + size]
            phones = sounds.phones(unit.key)
            sound = sounds.join(sound, phones)
            spelt += unit.key
            found += [(one, size) for one in self._like(window, sound if phones else "", spelt)]
            if unit.s:
                sound = sounds.join(sound, unit.s)
                spelt += unit.s
                whole = self._like(window, sound if phones else "", spelt, s=unit.s)
                found += [(one, size) for one in whole]
            if not phones:
                break
        return found

    def _like(
        self, window: tuple[Unit, ...], sound: str, spelt: str, *, s: str = ""
    ) -> Iterator[Replacement]:
        if spelt in self._index.spelt:
            needed = judging.needed_as_spelt([unit.text for unit in window])
            yield self._replacement(window, self._index.spelt[spelt], 1, needed, s)
        for term, certainty in sounding_like(self._index, sound):
            needed = judging.needed([unit.text for unit in window], term.term, term.weight)
            yield self._replacement(window, term.term, certainty, needed, s)

    def _han(self, at: int) -> list[tuple[Replacement, int]]:
        found: list[tuple[Replacement, int]] = []
        for term in han_candidates(self._index, self.units[at].key):
            size = len(term.readings)
            window = self.units[at : at + size]
            if len(window) < size or not all(unit.follows for unit in window[1:]):
                continue
            if any(self._written_length(at + place) for place in range(1, size)):
                continue
            cost = _han_cost(window, term)
            certainty = 0 if cost is None else 1 - cost / size
            if certainty >= judging.PROPOSED:
                needed = self._needed_han(window, at, term.term)
                found.append((self._replacement(window, term.term, certainty, needed), size))
        return found

    def _needed_han(self, window: tuple[Unit, ...], at: int, term: str) -> float:
        end = at + len(window)
        has_before = at > 0 and window[0].follows
        has_after = end < len(self.units) and self.units[end].follows
        return judging.needed_han(
            "".join(unit.key for unit in window),
            term,
            before=self.units[at - 1].key if has_before else "",
            after=self.units[end].key if has_after else "",
        )

    def _replacement(
        self, window: tuple[Unit, ...], term: str, certainty: float, needed: float, s: str = ""
    ) -> Replacement:
        begin, end = window[0].begin, window[-1].whole_end if s else window[-1].end
        heard = self._text[begin:end]
        return Replacement(begin, end, heard, term, certainty, certainty >= needed)


def _han_cost(units: tuple[Unit, ...], term: HanTerm) -> float | None:
    total = 0.0
    for unit, char, as_read in zip(units, term.chars, term.readings, strict=False):
        cost = syllable_distance(unit.key, char, as_read)
        if cost is None:
            return None
        total += cost
    return total


def _without_overlap(found: list[Replacement]) -> tuple[Replacement, ...]:
    """Return them in order; of what overlaps, the applied and then the most certain one."""
    kept: list[Replacement] = []
    for one in sorted(found, key=lambda one: (not one.is_applied, -one.certainty)):
        if all(one.end <= other.begin or other.end <= one.begin for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.begin))


def _written(text: str, found: list[Replacement], *, settled_to: int) -> Correction:
    parts: list[str] = []
    at = 0
    settled = settled_to
    replacements = _without_overlap(found)
    for one in replacements:
        if not one.is_applied:
            continue
        term = _cased(one)
        parts += [text[at : one.begin], term]
        at = one.end
        if one.end <= settled_to:
            settled += len(term) - (one.end - one.begin)
    return Correction("".join([*parts, text[at:]]), replacements, settled)


def _cased(one: Replacement) -> str:
    """Return the term as listed; one without capitals keeps a capital that stood there."""
    if one.heard[:1].isupper() and one.term.islower():
        return one.term[:1].upper() + one.term[1:]
    return one.term
