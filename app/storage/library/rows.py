"""What of a transcript is not written down yet, found by comparing snapshots. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from app.core.captions import Captions, Line, newest_line
from app.core.marks import NO_MARKS, Marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.core.captions import Entry
    from app.core.marks import LineMark

Key: TypeAlias = tuple[bool, int]  # whether it is a gap; the line's id, or where the gap begins

# Between two neighbours there is room for a third as long as their numbers are further apart.
_CLOSEST: Final = 1e-6
_NOTHING: Final = Captions()


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry, and the number that says where among the others it is read."""

    entry: Entry
    position: float
    edited: str | None = None  # the user's words
    is_starred: bool = False
    kind: LineMark | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What has to be written down: entries as they are now, and those that are gone."""

    placed: tuple[Placed, ...] = ()
    gone: tuple[Key, ...] = ()
    keys: frozenset[Key] = field(default_factory=frozenset)  # of all of them


class Rows:
    """Follows a transcript, and owes what changed in it until that is taken.

    What is owed are keys, and what is taken is how they are then: however long nothing can be
    written, there is never more than the transcript itself to remember. What is `passed_over` is
    read and placed, but never owed. One thread at a time.
    """

    def __init__(self, passed_over: Captions = _NOTHING) -> None:
        self._passed_over = frozenset(map(_key, (*passed_over.entries, *passed_over.wordless)))
        self._captions = Captions()
        self._marks = NO_MARKS
        self._numbers: list[float] = []  # of the entries, ascending
        self._owed: set[Key] = set()

    @property
    def captions(self) -> Captions:
        """The newest snapshot."""
        return self._captions

    @property
    def newest_line(self) -> int:
        """The greatest id of a line, with words or without; 0: there is none."""
        return max(0, newest_line(self._captions))

    @property
    def are_owed(self) -> bool:
        """Whether there is something to take."""
        return bool(self._owed)

    def follow(self, captions: Captions) -> None:
        """Owe what is different in `captions`."""
        old, new = self._captions.entries, captions.entries
        is_same = captions.epoch == self._captions.epoch
        begin = _common(old, new, self._captions.steady if is_same else 0)
        end = _common(old[begin:][::-1], new[begin:][::-1])
        before = [_key(entry) for entry in old[begin : len(old) - end]]
        after = [_key(entry) for entry in new[begin : len(new) - end]]
        self._captions = captions
        self.owe((*before, *after))
        if before != after:
            self._place(begin, begin + len(before), len(after))

    def mark(self, marks: Marks) -> None:
        """Owe the lines that the user did something to."""
        old, self._marks = self._marks, marks
        self.owe((False, line) for line in old.differing(marks))

    def owe(self, keys: Iterable[Key]) -> None:
        """Owe these, such as what was taken and could not be written."""
        self._owed.update(set(keys) - self._passed_over)

    def owe_all(self) -> None:
        """Owe everything there is."""
        self.owe(map(_key, self._captions.entries))

    def take(self) -> Changes:
        """Return what is owed, which it is no longer."""
        keys, self._owed = frozenset(self._owed), set()
        missing = set(keys)
        placed: list[Placed] = []
        for index in range(len(self._numbers) - 1, -1, -1):
            if not missing:
                break
            entry = self._captions.entries[index]
            key = _key(entry)
            if key in missing:
                missing.discard(key)
                placed.append(self._placed(entry, self._numbers[index]))
        return Changes(tuple(placed), tuple(missing), keys)

    def _placed(self, entry: Entry, position: float) -> Placed:
        if not isinstance(entry, Line):
            return Placed(entry, position)
        marks = self._marks
        edited = marks.edits.get(entry.line)
        return Placed(entry, position, edited, marks.is_starred(entry), marks.kind_of(entry))

    def _place(self, begin: int, end: int, count: int) -> None:
        """Put `count` entries in the place of those from `begin` to `end`."""
        numbers = self._numbers
        low = numbers[begin - 1] if begin else 0.0
        high = numbers[end] if end < len(numbers) else low + count + 1
        step = (high - low) / (count + 1)
        if step < _CLOSEST:  # no room: all that follow make some
            step, count = 1.0, len(self._captions.entries) - begin
            end = len(numbers)
            self.owe(map(_key, self._captions.entries[begin:]))
        numbers[begin:end] = [low + step * (number + 1) for number in range(count)]


def _key(entry: Entry) -> Key:
    return (False, entry.line) if isinstance(entry, Line) else (True, entry.begin_ms)


def _common(one: Sequence[Entry], other: Sequence[Entry], begin: int = 0) -> int:
    """Return how far both hold the same objects; before `begin` they do."""
    at, end = begin, min(len(one), len(other))
    while at < end and one[at] is other[at]:
        at += 1
    return at
