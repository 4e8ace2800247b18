"""A transcript through a filter: which entries are shown, in which rows."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.core.captions import GapLine, Line, LineStatus
from app.core.marks import Marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.core.captions import Captions, Entry
    from app.core.emotion import Emotion


@dataclass(frozen=True, slots=True)
class Filter:
    """Lines with this feeling, lines with a star, or both; None and False let every line pass."""

    emotion: Emotion | None = None
    is_starred: bool = False

    @property
    def is_on(self) -> bool:
        """Whether anything is held back."""
        return self.emotion is not None or self.is_starred

    def lets_pass(self, entry: Entry, marks: Marks) -> bool:
        """Whether `entry` is shown. A feeling counts when the line is final, as it is shown."""
        if not self.is_on:
            return True
        if not isinstance(entry, Line):
            return False
        is_felt = entry.status is LineStatus.FINAL and marks.emotion_of(entry) is self.emotion
        return (is_felt or self.emotion is None) and (
            not self.is_starred or marks.is_starred(entry)
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines there are, and how many a filter would let pass."""

    lines: int = 0
    by_emotion: Mapping[Emotion, int] = field(default_factory=Counter)
    starred: int = 0


def tally(entries: Iterable[Entry], marks: Marks) -> Tally:
    """Count the lines of a transcript."""
    lines = [entry for entry in entries if isinstance(entry, Line)]
    final = (line for line in lines if line.status is LineStatus.FINAL)
    by_emotion = Counter(map(marks.emotion_of, final))
    return Tally(len(lines), by_emotion, sum(map(marks.is_starred, lines)))


def first_difference(old: Captions, new: Captions) -> int:
    """Return the index of the first entry that differs. Quick in one and the same transcript."""
    shared = min(len(old.entries), len(new.entries))
    begin = old.steady if _goes_on(old, new) else 0
    pairs = zip(old.entries[begin:shared], new.entries[begin:], strict=False)
    differs = (one is not other and one != other for one, other in pairs)
    return begin + next((at for at, is_other in enumerate(differs) if is_other), shared - begin)


def _goes_on(old: Captions, new: Captions) -> bool:
    """Whether `new` is known to begin with the steady entries of `old`."""
    steady = old.steady
    return (
        old.epoch == new.epoch
        and old.revision <= new.revision
        and 0 < steady <= len(new.entries)
        # Two transcripts may be in the same epoch, but share no objects.
        and old.entries[steady - 1] is new.entries[steady - 1]
    )


def is_same(one: Entry, other: Entry) -> bool:
    """Whether `other` is what became of `one`, or it was that before."""
    if isinstance(one, Line) and isinstance(other, Line):
        return one.line == other.line
    return one == other


class Sieve:
    """The rows of what is shown of a transcript that changes near its end.

    A row is a place among what is shown, an index one among all entries.
    """

    def __init__(self) -> None:
        self.filter = Filter()
        self.marks = Marks()
        self.entries: tuple[Entry, ...] = ()
        self._kept: list[int] | None = None  # the indexes shown; None: all
        self._gaps = 0

    def __len__(self) -> int:
        return len(self.entries) if self._kept is None else len(self._kept)

    def __getitem__(self, row: int) -> Entry:
        return self.entries[row if self._kept is None else self._kept[row]]

    @property
    def lines(self) -> int:
        """How many lines the transcript has, shown or not."""
        return len(self.entries) - self._gaps

    def rows_from(self, row: int) -> Iterator[Entry]:
        """Yield what is shown from `row` on."""
        if self._kept is None:
            yield from self.entries[row:]
        else:
            yield from (self.entries[index] for index in self._kept[row:])

    def index_of(self, row: int) -> int:
        """Return the index of the entry in `row`."""
        return row if self._kept is None else self._kept[row]

    def row_of(self, index: int) -> int:
        """Return the row of that entry or, if it is not shown, of the next one that is."""
        return index if self._kept is None else bisect_left(self._kept, index)

    def row_like(self, entry: Entry, begin: int = 0, *, likely: int = 0) -> int | None:
        """Return the row from `begin` on that shows what `entry` became; None: it is gone.

        `likely` is looked at first.
        """
        if begin <= likely < len(self) and is_same(entry, self[likely]):
            return likely
        rows = enumerate(self.rows_from(begin), begin)
        return next((row for row, other in rows if is_same(entry, other)), None)

    def replace_from(self, index: int, entries: tuple[Entry, ...]) -> int:
        """Take `entries`, the same before `index`; return the row from which rows may differ."""
        self._gaps += _gaps(entries[index:]) - _gaps(self.entries[index:])
        self.entries = entries
        if self._kept is None:
            return index
        row = bisect_left(self._kept, index)
        del self._kept[row:]
        self._kept.extend(self._passing(index))
        return row

    def choose(self, wanted: Filter, marks: Marks) -> None:
        """Take another filter or other marks."""
        self.filter, self.marks = wanted, marks
        self._kept = list(self._passing(0)) if wanted.is_on else None

    def _passing(self, begin: int) -> Iterable[int]:
        return (
            index
            for index, entry in enumerate(self.entries[begin:], begin)
            if self.filter.lets_pass(entry, self.marks)
        )


def _gaps(entries: Iterable[Entry]) -> int:
    return sum(isinstance(entry, GapLine) for entry in entries)
