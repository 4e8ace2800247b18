"""What of a wire session's audio is captioned, and what must be heard again after it was lost.

Pure. Positions are samples of the session's audio; they count on across wire sessions.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.audio.source import RATE_HZ
from app.core import events
from app.core.timeline import SAMPLES_PER_MS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.core.events import LineEvent

# As much as our recogniser puts before a line, in whole frames of it (11 of 32 ms): so what is sent
# again is heard as it was the first time.
PRE_ROLL_SAMPLES: Final = RATE_HZ * 352 // 1000
UNTOLD_SAMPLES: Final = 3 * RATE_HZ  # how late a server may tell of a voice that it hears

_MAX_ITEMS: Final = 256
_MAX_CLOSED: Final = 256


@dataclass(frozen=True, slots=True)
class Orphan:
    """A line whose wire session was lost before its final came, and what is shown of it."""

    line: int
    begin: int
    end: int  # where the voice stopped, or as far as its audio was sent
    shown: int = 0  # characters


@dataclass(frozen=True, slots=True)
class Remains:
    """What a lost wire session left to be done."""

    start: int  # from here on audio is to be sent again
    reached: int  # up to here audio was sent at least once
    orphans: tuple[Orphan, ...] = ()  # in order, none begins before `start`
    hopeless: tuple[Orphan, ...] = ()  # what follows them is final: they cannot be heard again
    commits: tuple[int, ...] = ()  # in manual mode: where lines end that have no final yet


@dataclass(frozen=True, slots=True)
class Resumption:
    """How to go on, given what the ring still has."""

    start: int
    orphans: tuple[Orphan, ...]
    failed: tuple[int, ...]  # lines that keep the words they have
    gaps: tuple[tuple[int, int], ...]  # audio that nobody will hear


def resumed(remains: Remains, oldest: int) -> Resumption:
    """Return how to go on when the audio before `oldest` is no longer there."""
    start = max(remains.start, oldest)
    lost = [orphan for orphan in remains.orphans if orphan.begin < start]
    # Their last words stand for what was sent of them: that must not be heard a second time.
    start = max([start, *(orphan.end for orphan in lost if orphan.shown)])
    lost = [orphan for orphan in remains.orphans if orphan.begin < start]
    gaps = [(remains.reached, start)]
    gaps += [(gone.begin, min(gone.end, start)) for gone in lost if not gone.shown]
    gaps += [(gone.begin, gone.end) for gone in remains.hopeless if not gone.shown]
    return Resumption(
        start,
        tuple(orphan for orphan in remains.orphans if orphan.begin >= start),
        tuple(gone.line for gone in (*remains.hopeless, *lost)),
        tuple(sorted(gap for gap in gaps if gap[1] > gap[0])),
    )


def gap(begin: int, end: int) -> events.Gap:
    """Say in milliseconds that the audio between two positions was lost."""
    return events.Gap(begin // SAMPLES_PER_MS, end // SAMPLES_PER_MS)


@dataclass(slots=True)
class _Item:
    begin: int  # at the earliest, unless `is_told`
    line: int | None = None  # None: committed, and nothing was said of it yet
    end: int | None = None
    is_told: bool = False
    is_done: bool = False


class Account:
    """What became of the audio of one wire session that is sent from `begin` on.

    Feed it every line event in session time and every commit. Items are taken to be spoken in
    the order in which they are first mentioned.
    """

    def __init__(self, begin: int, *, is_manual: bool) -> None:
        self._is_manual = is_manual
        self._confirmed = begin
        self._heard = begin
        self._edge = begin  # where the newest item that has an end has it
        self._items: list[_Item] = []
        self._closed: deque[int] = deque(maxlen=_MAX_CLOSED)

    @property
    def confirmed(self) -> int:
        """Before this every line has its final."""
        return self._confirmed

    @property
    def is_speaking(self) -> bool:
        """Whether a voice is being heard, as far as the server told."""
        return any(not item.is_done and item.end is None for item in self._items)

    @property
    def uncommitted_from(self) -> int:
        """In manual mode: where the line that is being spoken begins."""
        return self._edge

    def heard(self, position: int) -> None:
        """Note that the server has listened up to `position`."""
        self._heard = max(self._heard, position)

    def committed(self, position: int) -> None:
        """In manual mode: note that the line ends at `position`."""
        last = self._items[-1] if self._items else None
        if last is None or last.end is not None:
            last = _Item(self._edge, is_told=True)
            self._items.append(last)
        last.end = self._edge = position

    def note(self, event: LineEvent, sent: int) -> None:
        """Take what the server said when the audio before `sent` had been sent.

        It cannot have heard a time behind that, whatever it says.
        """
        match event:
            case events.Gap():
                return
            case _ if event.line in self._closed:
                return
            case events.LinePlaced():
                if self._is_manual:
                    self._item(event.line)
            case events.SpeechStarted(begin_ms=begin_ms):
                item = self._item(event.line)
                item.begin, item.is_told = min(begin_ms * SAMPLES_PER_MS, sent), True
                self.heard(item.begin)
            case events.SpeechStopped(end_ms=end_ms):
                item = self._item(event.line)
                self._end_at(item, min(end_ms * SAMPLES_PER_MS, sent))
            case events.Interim():
                self._item(event.line)
            case events.Final() | events.LineRemoved() | events.LineFailed():
                self._close(event.line, sent)

    def fail_oldest(self) -> int | None:
        """Take it that the final that is due first will not come; return its line if it has one."""
        waiting = (item for item in self._items if not item.is_done and item.end is not None)
        item = next(waiting, None)
        if item is None:
            return None
        self._done(item)
        return item.line

    def remains(
        self, *, sent: int, shown: Callable[[int], int], unheard: Sequence[Orphan] = ()
    ) -> Remains:
        """Return what is left to be done now that the wire session is lost.

        `unheard` were orphans already and were not met again; `shown` tells how many characters
        of a line are shown.
        """
        floor = max([self._confirmed, *(_end(item, sent) for item in self._items if item.is_done)])
        undone = [item for item in self._items if not item.is_done]
        lines = [
            Orphan(item.line, item.begin, _end(item, sent), shown(item.line))
            for item in undone
            if item.line is not None
        ]
        orphans = sorted((*lines, *unheard), key=lambda orphan: orphan.begin)
        alive = tuple(orphan for orphan in orphans if orphan.begin >= floor)
        return Remains(
            start=self._start(floor, alive),
            reached=sent,
            orphans=alive,
            hopeless=tuple(orphan for orphan in orphans if orphan.begin < floor),
            commits=tuple(item.end for item in undone if item.end is not None and item.end > floor)
            if self._is_manual
            else (),
        )

    def _start(self, floor: int, alive: Sequence[Orphan]) -> int:
        if self._is_manual:
            return floor
        if alive:
            return max(floor, alive[0].begin - PRE_ROLL_SAMPLES)
        return max(floor, self._heard - UNTOLD_SAMPLES)

    def _item(self, line: int) -> _Item:
        for item in reversed(self._items):
            if item.line == line:
                return item
        nameless = next((item for item in self._items if item.line is None), None)
        if nameless is not None:
            nameless.line = line
            return nameless
        new = _Item(self._edge, line)
        self._items.append(new)
        if len(self._items) > _MAX_ITEMS:  # a server that leaves lines without an end
            self._items.pop(0)
        return new

    def _end_at(self, item: _Item, end: int) -> None:
        item.end = end
        self._edge = max(self._edge, end)
        for later in self._items[self._items.index(item) + 1 :]:
            if not later.is_told:
                later.begin = max(later.begin, end)
        self.heard(end)

    def _close(self, line: int, sent: int) -> None:
        item = self._item(line)
        if item.end is None:
            after = self._items[self._items.index(item) + 1 :]
            self._end_at(item, min([sent, *(later.begin for later in after if later.is_told)]))
        self._done(item)

    def _done(self, item: _Item) -> None:
        """Close `item`, which has an end."""
        item.is_done = True
        if item.line is not None:
            self._closed.append(item.line)
        while self._items and self._items[0].is_done:
            self._confirmed = max(self._confirmed, self._items.pop(0).end or 0)


def _end(item: _Item, sent: int) -> int:
    return sent if item.end is None else item.end
