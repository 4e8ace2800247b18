"""Judges captions: given what was shown when and what was said when, how good were they?"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

import jiwer
from rapidfuzz.distance import Levenshtein

from tests.perf.material import SpokenWord, plain_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Split: TypeAlias = Callable[[str], list[str]]
    """Takes the words out of a text, as they are compared."""

LONG_LINE_MS: Final = 4_000


@dataclass(frozen=True, slots=True)
class Shown:
    """One change of what is on show. `t_ms` counts from the release of the first sample."""

    t_ms: float
    line: int
    settled: str
    tentative: str
    is_final: bool = False


@dataclass(slots=True)
class Score:
    """What one or several recordings came to. Delays in seconds."""

    reference_words: int = 0
    word_errors: int = 0
    shown_delays_s: list[float] = field(default_factory=list)
    settled_delays_s: list[float] = field(default_factory=list)
    final_delays_s: list[float] = field(default_factory=list)
    long_line_words: int = 0
    long_line_words_settled_early: int = 0
    settled_violations: int = 0
    settled_chars: int = 0
    settled_chars_changed: int = 0

    @property
    def word_error_percent(self) -> float:
        """Substituted, dropped and added words per hundred spoken."""
        return 100 * self.word_errors / max(1, self.reference_words)

    @property
    def settled_early_percent(self) -> float:
        """Words of lines of 4 s and more that were settled before the final."""
        return 100 * self.long_line_words_settled_early / max(1, self.long_line_words)

    @property
    def changed_percent(self) -> float:
        """Settled characters that the final said otherwise."""
        return 100 * self.settled_chars_changed / max(1, self.settled_chars)

    def add(self, other: Score) -> None:
        """Pool another recording's score into this one."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def score(shown: Iterable[Shown], words: Sequence[SpokenWord], split: Split = plain_words) -> Score:
    """Score one recording. Lines are taken in the order in which they were first shown."""
    by_line: dict[int, list[Shown]] = {}
    for change in shown:
        by_line.setdefault(change.line, []).append(change)
    lines = [changes for changes in by_line.values() if changes[-1].is_final]
    said = [word for changes in lines for word in split(changes[-1].settled)]
    spoken = _align([word.word for word in words], said)
    result = Score(reference_words=len(words), word_errors=spoken.errors)
    at = 0
    for changes in lines:
        final_words = split(changes[-1].settled)
        reference = [spoken.partner.get(at + i) for i in range(len(final_words))]
        heard = [None if i is None else words[i] for i in reference]
        right = [at + i in spoken.equal for i in range(len(final_words))]
        at += len(final_words)
        _score_line(result, changes, heard, right, split)
    return result


@dataclass(frozen=True, slots=True)
class _Alignment:
    errors: int
    partner: dict[int, int]
    """Index of a hypothesis word -> index of the reference word it stands for."""
    equal: frozenset[int]


def _align(reference: list[str], hypothesis: list[str]) -> _Alignment:
    if not reference or not hypothesis:
        return _Alignment(max(len(reference), len(hypothesis)), {}, frozenset())
    output = jiwer.process_words(" ".join(reference), " ".join(hypothesis))
    partner: dict[int, int] = {}
    equal: set[int] = set()
    for chunk in output.alignments[0]:
        if chunk.type not in {"equal", "substitute"}:
            continue
        for i in range(chunk.hyp_end_idx - chunk.hyp_start_idx):
            partner[chunk.hyp_start_idx + i] = chunk.ref_start_idx + i
            if chunk.type == "equal":
                equal.add(chunk.hyp_start_idx + i)
    errors = output.substitutions + output.deletions + output.insertions
    return _Alignment(errors, partner, frozenset(equal))


def _score_line(
    result: Score,
    changes: list[Shown],
    heard: list[SpokenWord | None],
    right: list[bool],
    split: Split,
) -> None:
    *interims, final = changes
    final_words = split(final.settled)
    shown_ms = dict.fromkeys(range(len(final_words)), final.t_ms)
    settled_ms = dict(shown_ms)
    for interim in interims:
        settled_words = len(split(interim.settled))
        same = _align(final_words, split(interim.settled + interim.tentative))
        for index in same.equal:
            at = same.partner[index]
            shown_ms[at] = min(shown_ms[at], interim.t_ms)
            if index < settled_words:
                settled_ms[at] = min(settled_ms[at], interim.t_ms)
    timed = [word for word in heard if word is not None and word.end_ms is not None]
    is_long = bool(timed) and _span_ms(timed) >= LONG_LINE_MS
    for i, word in enumerate(heard):
        if word is None or word.end_ms is None or not right[i]:
            continue
        result.shown_delays_s.append((shown_ms[i] - word.end_ms) / 1000)
        result.settled_delays_s.append((settled_ms[i] - word.end_ms) / 1000)
        result.long_line_words += is_long
        result.long_line_words_settled_early += is_long and settled_ms[i] < final.t_ms
    last = heard[-1] if heard else None
    if last is not None and last.end_ms is not None:
        result.final_delays_s.append((final.t_ms - last.end_ms) / 1000)
    score_settled(result, interims, final)


def score_settled(result: Score, interims: Sequence[Shown], final: Shown) -> None:
    """Add to `result` what became of the settled characters of one line."""
    settled = [interim.settled for interim in interims]
    result.settled_violations += sum(
        not later.startswith(earlier) for earlier, later in pairwise(settled)
    )
    if settled and settled[-1]:
        result.settled_chars += len(settled[-1])
        result.settled_chars_changed += min(
            Levenshtein.distance(settled[-1], final.settled[:end])
            for end in range(len(final.settled) + 1)
        )


def _span_ms(words: list[SpokenWord]) -> float:
    return (words[-1].end_ms or 0) - (words[0].begin_ms or 0)
