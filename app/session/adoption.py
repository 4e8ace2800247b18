"""Lets what is heard again go on in the lines that were open when a link was lost. Pure.

A line that a new wire session opens where an orphan lies adopts its id: for the captions the line
goes on. Its old words stay until the new ones are as long, or final, and are then replaced: once in
its life in place of what had settled. What the new session hears differently is sound as well: of
two lines where one was the first adopts it; an orphan that lies within another line is removed,
because its words are there; one that is not heard again keeps the words it has.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.core import events
from app.core.timeline import SAMPLES_PER_MS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.core.events import LineEvent
    from app.session.replay import Orphan

NEAR_SAMPLES: Final = 500 * SAMPLES_PER_MS  # how far apart two ears may hear the same start


class Adoption:
    """The orphans of one replay, in order. Feed it every line event of the new wire session."""

    def __init__(self, orphans: Iterable[Orphan] = ()) -> None:
        self._orphans = list(orphans)
        self._ids: dict[int, int] = {}  # of lines of this wire session that go on in an orphan
        self._seen: set[int] = set()
        self._shown: dict[int, int] = {}  # of adopted lines that still show their old words
        self._spoken: list[tuple[int, int]] = []  # where this wire session heard lines
        self._open_from: int | None = None

    @property
    def unheard(self) -> tuple[Orphan, ...]:
        """The orphans that were not met yet."""
        return tuple(self._orphans)

    def meet(self, event: LineEvent) -> list[LineEvent]:
        """Return `event` as the captions are to have it, after what it says about orphans."""
        if isinstance(event, events.Gap) or not (self._orphans or self._ids):
            return [event]
        decided = self._learn(event)
        if isinstance(event, events.LinePlaced) and event.previous is not None:
            event = replace(event, previous=self._ids.get(event.previous, event.previous))
        return [*decided, replace(event, line=self._ids.get(event.line, event.line))]

    def is_shown(self, event: LineEvent) -> bool:
        """Whether to show `event`, which has met its line: not words that would only shrink it."""
        if isinstance(event, events.Final | events.LineRemoved | events.LineFailed):
            self._shown.pop(event.line, None)
        elif isinstance(event, events.Interim) and event.line in self._shown:
            if len(event.settled) + len(event.tentative) < self._shown[event.line]:
                return False
            del self._shown[event.line]
        return True

    def leave(self, position: int) -> tuple[Orphan, ...]:
        """Return the orphans that begin at or after `position`, for another ear to meet."""
        left = tuple(orphan for orphan in self._orphans if orphan.begin >= position)
        self._orphans = [orphan for orphan in self._orphans if orphan.begin < position]
        return left

    def pass_by(self, position: float) -> list[LineEvent]:
        """Return what becomes of the orphans that end before `position`: it was listened to."""
        gone = [orphan for orphan in self._orphans if orphan.end <= position]
        self._orphans = [orphan for orphan in self._orphans if orphan.end > position]
        return [self._fate(orphan) for orphan in gone]

    def _learn(self, event: LineEvent) -> list[LineEvent]:
        decided: list[LineEvent] = []
        match event:
            case events.SpeechStarted(line=line, begin_ms=begin_ms):
                begin = begin_ms * SAMPLES_PER_MS
                self._close(begin)
                decided = self._begin(line, begin)
                self._open_from = begin
            case events.SpeechStopped(end_ms=end_ms):
                self._close(end_ms * SAMPLES_PER_MS)
            case events.Gap():
                pass
            case _ if event.line not in self._seen and self._orphans:
                self._adopt(event.line)
        return decided

    def _begin(self, line: int, begin: int) -> list[LineEvent]:
        """Let `line` adopt the orphan that lies at `begin`, and decide on those before."""
        index = None if line in self._seen else self._orphan_at(begin)
        if index is None:
            self._seen.add(line)
            return self.pass_by(begin)
        decided = [self._fate(orphan) for orphan in self._orphans[:index]]
        self._orphans = self._orphans[index:]
        self._adopt(line)
        return decided

    def _orphan_at(self, begin: int) -> int | None:
        """Return which orphan begins nearest to `begin`, or else lies there."""
        off = [abs(orphan.begin - begin) for orphan in self._orphans]
        if off and min(off) <= NEAR_SAMPLES:
            return off.index(min(off))
        lying = (i for i, orphan in enumerate(self._orphans) if orphan.begin < begin < orphan.end)
        return next(lying, None)

    def _adopt(self, line: int) -> None:
        """Let `line` go on in the first orphan."""
        self._seen.add(line)
        orphan = self._orphans.pop(0)
        self._ids[line] = orphan.line
        if orphan.shown:
            self._shown[orphan.line] = orphan.shown

    def _close(self, end: int) -> None:
        begin, self._open_from = self._open_from, None
        if begin is not None:
            self._spoken.append((begin, max(begin, end)))

    def _fate(self, orphan: Orphan) -> LineEvent:
        middle = (orphan.begin + orphan.end) // 2
        is_covered = any(begin <= middle < end for begin, end in self._spoken)
        is_being_covered = self._open_from is not None and self._open_from <= middle
        if is_covered or is_being_covered or not orphan.shown:
            return events.LineRemoved(orphan.line)
        return events.LineFailed(orphan.line, "unheard")
