"""The transcript as a value, and the one function that moves it on."""

from __future__ import annotations

import operator
from collections import defaultdict
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar, assert_never

from app.core import events
from app.core.emotion import Emotion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Entries further from the end than this keep their place, so that a long transcript costs no more
# than a short one.
_MOVABLE: Final = 256
# Entries further from the end than this are told to be steady. More than are movable, as some go.
_LIVELY: Final = 2 * _MOVABLE
# Lines without words that are remembered: they wait for their first words, or others follow them.
_MAX_WORDLESS: Final = 256


class LineStatus(Enum):
    """Whether the words of a line may still change."""

    OPEN = "open"
    FINAL = "final"
    FAILED = "failed"  # the words are the last that were heard; a final may still come


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of speech. Times are ms of the session's audio; None: the server gave none."""

    line: int  # the app's own id; a greater one was seen later
    status: LineStatus = LineStatus.OPEN
    settled: str = ""
    tentative: str = ""
    begin_ms: int | None = None
    end_ms: int | None = None
    language: str = ""
    emotion: Emotion = Emotion.NONE
    previous: int | None = None  # the line that comes before, if the server said so
    engine_id: str = ""  # which engine the words are from
    seen_ms: int = 0  # how far the transcript had come when the line was first seen

    @property
    def text(self) -> str:
        return self.settled + self.tentative


@dataclass(frozen=True, slots=True)
class GapLine:
    """Audio that was not captioned, with its exact extent."""

    begin_ms: int
    end_ms: int


Entry: TypeAlias = Line | GapLine
EntryT = TypeVar("EntryT", bound=Entry)
_LineChange: TypeAlias = (
    events.SpeechStarted
    | events.SpeechStopped
    | events.LinePlaced
    | events.Interim
    | events.Final
    | events.LineRemoved
    | events.LineFailed
)


@dataclass(frozen=True, slots=True)
class Captions:
    """What there is to read, in order. Every line in `entries` has words.

    Lines are ordered by start time, then by the line before, then by first sight. `wordless`
    remembers what is known of lines that have no words (yet); nobody shows them. The first
    `steady` entries are the same objects in every later snapshot of the same epoch, so whoever
    follows a long transcript has to compare only the others.
    """

    entries: tuple[Entry, ...] = ()
    revision: int = 0
    wordless: tuple[Line, ...] = ()
    epoch: int = field(default=0, compare=False)
    steady: int = field(default=0, compare=False)
    newest: int = field(default=-1, compare=False)  # greatest id of a line so far; -1: not known

    def find(self, line: int) -> Line | None:
        """Return the line with this id if it has words. Quick for lines near the end."""
        return _find(self.entries, line)


def reduce(captions: Captions, event: events.LineEvent) -> Captions:
    """Return `captions` after `event`: the same object when nothing changed."""
    if isinstance(event, events.Gap):
        return _with_gap(captions, GapLine(event.begin_ms, event.end_ms))
    is_known = event.line <= newest_line(captions)  # else nobody has to look through all of them
    old = _find(captions.wordless, event.line) or captions.find(event.line) if is_known else None
    new = _moved_on(old or Line(event.line, seen_ms=_progress_ms(captions)), event)
    return captions if new == old else _with_line(captions, old, new)


def _moved_on(line: Line, event: _LineChange) -> Line:
    """Return `line` after `event`. An interim or a failure never touches a finished line."""
    is_open = line.status is LineStatus.OPEN
    new = line
    match event:
        case events.SpeechStarted():
            new = replace(line, begin_ms=event.begin_ms)
        case events.SpeechStopped():
            new = replace(line, end_ms=event.end_ms)
        case events.LinePlaced():
            new = replace(line, previous=event.previous)
        case events.Interim():
            if is_open:
                new = _worded(line, event, event.settled, event.tentative)
        case events.Final():
            new = _worded(replace(line, status=LineStatus.FINAL), event, event.text, "")
        case events.LineRemoved():
            new = replace(line, status=LineStatus.FINAL, settled="", tentative="")
        case events.LineFailed():
            if is_open:
                new = replace(line, status=LineStatus.FAILED)
        case _:
            assert_never(event)
    return new


def _worded(line: Line, event: events.Interim | events.Final, settled: str, tentative: str) -> Line:
    return replace(
        line,
        settled=settled,
        tentative=tentative,
        language=event.language,
        emotion=event.emotion,
        engine_id=event.engine_id,
    )


def _with_line(captions: Captions, old: Line | None, new: Line) -> Captions:
    """Return `captions` with `new` in place of `old`, moved only if its place may have changed."""
    entries, wordless = captions.entries, captions.wordless
    index = _index(entries, old) if old is not None and old.text else len(entries)
    is_placed = old is not None and (old.begin_ms, old.previous) == (new.begin_ms, new.previous)
    if index < len(entries) and new.text and is_placed:
        changed = entries[:index] + (new, *entries[index + 1 :])  # noqa: RUF005  copied less often
        return _changed(captions, changed, wordless, index, new.line)
    begin = min(index, _movable_from(entries))
    # Only the end is worked on: all that is before it is copied once, or not at all.
    end_from = max(0, min(index, len(entries) - _MOVABLE - 1))
    old_end = end = entries[end_from:]
    if old is not None:
        end, wordless = (_with(end, old), wordless) if old.text else (end, _with(wordless, old))
    if new.text:
        end = (*end, new)
    else:
        wordless = (*wordless, new)[-_MAX_WORDLESS:]
    end = _ordered(end, wordless)
    is_same = len(end) == len(old_end) and all(map(operator.is_, end, old_end))
    grown = entries if is_same else entries[:end_from] + end
    return _changed(captions, grown, wordless, min(begin, _movable_from(grown)), new.line)


def _with_gap(captions: Captions, gap: GapLine) -> Captions:
    """Return `captions` with the gap; gaps that touch are one. Audio is lost piece by piece."""
    if gap.end_ms <= gap.begin_ms:
        return captions
    entries = captions.entries
    begin_ms, end_ms = gap.begin_ms, gap.end_ms
    for entry in entries[-_MOVABLE:]:
        if isinstance(entry, GapLine) and entry.begin_ms <= end_ms and begin_ms <= entry.end_ms:
            begin_ms, end_ms = min(entry.begin_ms, begin_ms), max(entry.end_ms, end_ms)
            if (begin_ms, end_ms) == (entry.begin_ms, entry.end_ms):
                return captions
            entries = _with(entries, entry)
    begin = min(_movable_from(captions.entries), _movable_from(entries))
    entries = _ordered((*entries, GapLine(begin_ms, end_ms)), captions.wordless)
    return _changed(captions, entries, captions.wordless, begin)


def _changed(
    captions: Captions,
    entries: tuple[Entry, ...],
    wordless: tuple[Line, ...],
    begin: int,
    line: int = -1,
) -> Captions:
    """Return `captions` with other entries, which are the same before the index `begin`."""
    is_steady = begin >= captions.steady
    steady = max(0, len(entries) - _LIVELY)
    return Captions(
        entries,
        captions.revision + 1,
        wordless,
        captions.epoch if is_steady else captions.epoch + 1,
        max(steady, captions.steady) if is_steady else steady,
        max(newest_line(captions), line),
    )


def newest_line(captions: Captions) -> int:
    """Return the greatest id of a line so far; -1: there was none."""
    if captions.newest >= 0:
        return captions.newest
    known = (entry.line for entry in captions.entries if isinstance(entry, Line))
    return max((*known, *(line.line for line in captions.wordless)), default=-1)


def _movable_from(entries: tuple[Entry, ...]) -> int:
    return max(0, len(entries) - _MOVABLE)


def _ordered(entries: tuple[Entry, ...], wordless: tuple[Line, ...]) -> tuple[Entry, ...]:
    """Return `entries` with the end of them in reading order.

    A line without a start time of its own follows its previous line, as does one that starts in
    the same millisecond. What follows no line stands where its start time, or how far the
    transcript had come when it was first seen, puts it.
    """
    by_place = sorted((*entries[-_MOVABLE:], *wordless), key=_place)
    leaders = _leaders([entry for entry in by_place if isinstance(entry, Line)])
    followers: dict[int, list[Entry]] = defaultdict(list)
    heads: list[Entry] = []
    for entry in by_place:
        leader = leaders.get(entry.line) if isinstance(entry, Line) else None
        (heads if leader is None else followers[leader]).append(entry)
    walked = _walk(heads, followers)
    return entries[:-_MOVABLE] + tuple(entry for entry in walked if _is_shown(entry))


def _place(entry: Entry) -> tuple[int, int]:
    """Return start time and first sight; a gap comes before the words that follow it."""
    if isinstance(entry, GapLine):
        return entry.begin_ms, -1
    return entry.seen_ms if entry.begin_ms is None else entry.begin_ms, entry.line


def _leaders(lines: list[Line]) -> dict[int, int]:
    """Return for each line that has to follow another one which that is, without circles."""
    by_id = {line.line: line for line in lines}
    leaders = {
        line.line: line.previous
        for line in lines
        if line.previous in by_id and line.begin_ms in (None, by_id[line.previous].begin_ms)
    }
    rank = {line.line: place for place, line in enumerate(lines)}
    sound: set[int] = set()
    for start in rank:
        path: dict[int, None] = {}
        line: int | None = start
        while line is not None and line not in sound and line not in path:
            path[line] = None
            line = leaders.get(line)
        if line in path:
            # A server's nonsense: the circle is opened at the line that stands first.
            ring = list(path)[list(path).index(line) :]
            del leaders[min(ring, key=rank.__getitem__)]
        sound.update(path)
    return leaders


def _walk(heads: Iterable[Entry], followers: Mapping[int, list[Entry]]) -> Iterator[Entry]:
    """Yield every head with its followers behind it. Chains may be long: no recursion."""
    stack = list(heads)[::-1]
    while stack:
        entry = stack.pop()
        yield entry
        if isinstance(entry, Line):
            stack.extend(reversed(followers.get(entry.line, ())))


def _is_shown(entry: Entry) -> bool:
    return isinstance(entry, GapLine) or bool(entry.text)


def _progress_ms(captions: Captions) -> int:
    return _place(captions.entries[-1])[0] if captions.entries else 0


def _find(entries: tuple[Entry, ...] | tuple[Line, ...], line: int) -> Line | None:
    for entry in reversed(entries):
        if isinstance(entry, Line) and entry.line == line:
            return entry
    return None


def _index(entries: tuple[EntryT, ...], entry: Entry) -> int:
    """Return where `entry` is, looked for from the end; how many there are if it is not there."""
    for index in range(len(entries) - 1, -1, -1):
        if entries[index] is entry:
            return index
    return len(entries)


def _with(entries: tuple[EntryT, ...], old: Entry, *new: EntryT) -> tuple[EntryT, ...]:
    """Return `entries` with `new` in place of `old`; as they are when `old` is not there."""
    index = _index(entries, old)
    return entries if index == len(entries) else (*entries[:index], *new, *entries[index + 1 :])
