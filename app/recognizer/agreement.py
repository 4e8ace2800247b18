"""Which words of a line may be settled: those that stood unchanged while more was heard.

The last word of a hypothesis is held back, because its sound may have been cut off, and so is
punctuation behind the last settled word, because the next word decides it. What was settled is only
ever appended to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.recognizer.guards import without_loop
from app.recognizer.words import Word, is_said, join_words, split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

# Two hypotheses on nearly the same audio share their errors; a little more audio tells them apart.
STABLE_MS: Final = 250
# What is made of the first words of a line often changes once more of it is known: at first
# nothing settles, then only what stands for longer.
YOUNG_MS: Final = 1_200
EARLY_MS: Final = 2_000
EARLY_STABLE_MS: Final = 400
# A word is written a little after it was spoken.
WRITTEN_AFTER_MS: Final = 150


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open line: written one after the other, the two parts are the whole line."""

    settled: str
    tentative: str


def tail_after(known: Sequence[str], words: Sequence[Word]) -> tuple[int, int]:
    """Find how many of `words` retell the `known` keys; return that count and the edit distance.

    Where several counts are equally near, one that ends on the last known word wins, then the one
    nearest to the number of known words.
    """
    row = list(range(len(words) + 1))
    for i, key in enumerate(known, start=1):
        diagonal, row[0] = row[0], i
        for j, word in enumerate(words, start=1):
            change = diagonal + (key != word.key)
            diagonal = row[j]
            row[j] = min(change, row[j] + 1, row[j - 1] + 1)

    def rank(count: int) -> tuple[int, bool, int]:
        ends_alike = count > 0 and bool(known) and words[count - 1].key == known[-1]
        return row[count], not ends_alike, abs(count - len(known))

    best = min(range(len(row)), key=rank)
    return best, row[best]


class Agreement:
    """The settled words of one line and the newest guess at the rest."""

    def __init__(self) -> None:
        self._settled: list[Word] = []
        self._tail: Sequence[Word] = ()
        self._since_ms: list[int] = []
        """For each word of the tail, how much of the line was heard when it first stood there."""

    def hear(
        self,
        hypothesis: str,
        *,
        heard_ms: int,
        is_paused: bool = False,
        cut_ms: int | None = None,
    ) -> Snapshot:
        """Take the newest hypothesis for the line, of which `heard_ms` were heard.

        `is_paused` says that silence follows its last word: then two hypotheses that agree are
        enough, and that word too is whole. `cut_ms` is where the line may end, without a pause:
        what was spoken later settles in the line it comes to belong to.
        """
        words = without_loop(split_words(hypothesis))
        count, _ = tail_after([word.key for word in self._settled], words)
        if self._settled and count and words[count - 1].key == self._settled[-1].key:
            # Its punctuation was held back, so the newest hypothesis may still choose it.
            last = self._settled[-1]
            closing = _closing(words[count - 1].written)
            self._settled[-1] = replace(last, written=_bare(last.written) + closing)
        latest_ms = None if cut_ms is None or is_paused else cut_ms + WRITTEN_AFTER_MS
        self._take_tail(words[count:], heard_ms, is_paused=is_paused, latest_ms=latest_ms)
        return self._snapshot()

    def _take_tail(
        self, tail: Sequence[Word], heard_ms: int, *, is_paused: bool, latest_ms: int | None
    ) -> None:
        same = 0
        while same < min(len(tail), len(self._tail)) and tail[same].key == self._tail[same].key:
            same += 1
        since_ms = self._since_ms[:same] + [heard_ms] * (len(tail) - same)
        stable = same
        if not is_paused:
            stable = min(same, len(tail) - 1) if heard_ms >= YOUNG_MS else 0
            stands_ms = EARLY_STABLE_MS if heard_ms < EARLY_MS else STABLE_MS
            while stable > 0 and heard_ms - since_ms[stable - 1] < stands_ms:
                stable -= 1
        if latest_ms is not None:
            while stable > 0 and since_ms[stable - 1] > latest_ms:
                stable -= 1
        self._settled += tail[:stable]
        self._tail = tail[stable:]
        self._since_ms = since_ms[stable:]

    def _snapshot(self) -> Snapshot:
        settled = _bare(join_words(self._settled))
        return Snapshot(settled, join_words([*self._settled, *self._tail])[len(settled) :])


def _bare(written: str) -> str:
    end = len(written)
    while end and not is_said(written[end - 1]):
        end -= 1
    return written[:end]


def _closing(written: str) -> str:
    return written[len(_bare(written)) :]
