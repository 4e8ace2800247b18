"""The client's memory of the items of one wire session: wire events in, line events out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec import UNSET

from app.core import events
from app.core.emotion import parse_emotion

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.protocol import messages as wire

# Two hours of short lines. What comes later for an item that was forgotten opens a new line.
_MAX_ITEMS: Final = 4096
_MAX_OPEN: Final = 64  # so many lines without an end are not forgotten


class _Phase(Enum):
    OPEN = auto()
    FAILED = auto()  # a final may still come
    DONE = auto()


@dataclass(slots=True)
class _Item:
    line: int
    phase: _Phase = _Phase.OPEN
    settled: str = ""
    is_heard: bool = False  # it has begun, as far as the server told
    is_stopped: bool = False
    previous: str = ""


class Items:
    """Items are created on first sight, whichever event mentions them first.

    Every method returns the line events that its wire event means, none for one that comes too
    late. `late_events` and `settled_violations` count what a sound server would not send.
    """

    def __init__(self, new_line: Callable[[], int]) -> None:
        self._new_line = new_line
        self._items: dict[str, _Item] = {}
        self.late_events = 0
        self.settled_violations = 0

    def started(self, event: wire.SpeechStarted) -> list[events.LineEvent]:
        item = self._item(event.item_id)
        if item.phase is _Phase.DONE:
            return self._late()
        item.is_heard = True
        return [events.SpeechStarted(item.line, event.audio_start_ms)]

    def stopped(self, event: wire.SpeechStopped) -> list[events.LineEvent]:
        item = self._item(event.item_id) if event.item_id else self._speaking()
        if item is None:
            return self._late()
        item.is_heard = item.is_stopped = True
        return [events.SpeechStopped(item.line, event.audio_end_ms)]

    def placed(self, item_id: str, previous_id: wire.Text) -> list[events.LineEvent]:
        """`previous_id` empty says nothing: servers send it for a first line and for every line."""
        item = self._item(item_id)
        if not previous_id or previous_id in (item_id, item.previous):
            return []
        item.previous = previous_id
        return [events.LinePlaced(item.line, self._item(previous_id).line)]

    def interim(self, event: wire.Interim) -> list[events.LineEvent]:
        item = self._item(event.item_id)
        if item.phase is not _Phase.OPEN:
            return self._late()
        item.is_heard = True
        if event.text.startswith(item.settled):
            item.settled, tentative = event.text, event.stash
        else:
            self.settled_violations += 1
            tentative = _after(item.settled, event.text + event.stash, event.stash)
        snapshot = events.Interim(
            item.line,
            item.settled,
            tentative,
            language=event.language or "",
            emotion=parse_emotion(event.emotion or ""),
        )
        return [snapshot]

    def completed(self, event: wire.Completed) -> list[events.LineEvent]:
        item = self._item(event.item_id)
        if item.phase is _Phase.DONE:
            return self._late()
        item.phase, item.settled = _Phase.DONE, ""
        if not event.transcript.strip():
            return [events.LineRemoved(item.line)]
        final = events.Final(
            item.line,
            event.transcript,
            language=event.language or "",
            emotion=parse_emotion(event.emotion or ""),
        )
        return [final]

    def failed(self, event: wire.Failed) -> list[events.LineEvent]:
        item = self._item(event.item_id)
        if item.phase is not _Phase.OPEN:
            return self._late()
        item.phase = _Phase.FAILED
        code = event.error.code if event.error else UNSET
        return [events.LineFailed(item.line, code or "")]

    def abandon(self, code: str) -> list[events.LineEvent]:
        """Return the failure of every line that is still open: nothing more will come."""
        opened = [item for item in self._items.values() if item.phase is _Phase.OPEN]
        for item in opened:
            item.phase = _Phase.FAILED
        return [events.LineFailed(item.line, code) for item in opened]

    def _item(self, item_id: str) -> _Item:
        item = self._items.get(item_id)
        if item is None:
            item = self._items[item_id] = _Item(self._new_line())
            if len(self._items) > _MAX_ITEMS:
                del self._items[self._forgettable()]
        return item

    def _forgettable(self) -> str:
        """Return the oldest item that is over: one that is not would never be told as failed."""
        oldest = islice(self._items.items(), _MAX_OPEN)
        over = (item_id for item_id, item in oldest if item.phase is not _Phase.OPEN)
        return next(over, next(iter(self._items)))

    def _speaking(self) -> _Item | None:
        """Return the newest item that has begun and not ended."""
        for item in reversed(self._items.values()):
            if item.is_heard and not item.is_stopped and item.phase is _Phase.OPEN:
                return item
        return None

    def _late(self) -> list[events.LineEvent]:
        self.late_events += 1
        return []


def _after(settled: str, preview: str, stash: str) -> str:
    """Return what to show behind settled words that a snapshot does not extend."""
    return preview[len(settled) :] if preview.startswith(settled) else stash
