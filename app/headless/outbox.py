"""From the session's thread to the one that writes: bounded, in order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING, Final

from app.core.events import Interim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.captions import Captions
    from app.core.events import SessionEvent
    from app.session.sink import Stamp

MAX_HAPPENINGS: Final = 1000
_WAKE_S: Final = 1.0  # an untimed wait cannot be interrupted by Ctrl+C on Windows


@dataclass(frozen=True, slots=True)
class Happening:
    """What a sink is told."""

    event: SessionEvent
    captions: Captions
    stamp: Stamp


class Outbox:
    """A session.sink.Sink that keeps what happened until it is written.

    When it is full, interims are left out: the next one, or the final, has their words. Anything
    else holds the session up, which stops reading, until the writer has made room.
    """

    def __init__(self, max_happenings: int = MAX_HAPPENINGS) -> None:
        self._max = max_happenings
        self._changed = Condition()
        self._happenings: deque[Happening] = deque()
        self._is_closed = False
        self._left_out = 0

    @property
    def left_out(self) -> int:
        """How many interims were not worth waiting for."""
        with self._changed:
            return self._left_out

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        with self._changed:
            if isinstance(event, Interim) and not self._has_room():
                self._left_out += 1
                return
            self._changed.wait_for(lambda: self._is_closed or self._has_room())
            if not self._is_closed:
                self._happenings.append(Happening(event, captions, stamp))
                self._changed.notify_all()

    def close(self) -> None:
        """Take nothing more; what is here can still be read. Idempotent."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def __iter__(self) -> Iterator[Happening]:
        """Give each happening as it comes, until closed and empty."""
        while True:
            with self._changed:
                while not self._happenings and not self._is_closed:
                    self._changed.wait(_WAKE_S)
                if not self._happenings:
                    return
                happening = self._happenings.popleft()
                self._changed.notify_all()
            yield happening

    def _has_room(self) -> bool:
        return len(self._happenings) < self._max
