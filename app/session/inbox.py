"""Where a link's reader leaves what arrived: bounded, so that a flood pushes back on the peer."""

from __future__ import annotations

from collections import deque
from threading import Condition
from typing import TYPE_CHECKING, Final

from app.net.links import LinkMessage

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.net.links import LinkEvent

MAX_EVENTS: Final = 1000
MAX_BYTES: Final = 8 * 1024 * 1024


class Inbox:
    """A queue of link events. `on_change` is called without the lock held, on the reader's thread.

    When it is full the reader waits: it stops reading, and TCP makes the peer wait as well.
    """

    def __init__(
        self,
        on_change: Callable[[], None] = lambda: None,
        *,
        max_events: int = MAX_EVENTS,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._on_change = on_change
        self._max_events = max_events
        self._max_bytes = max_bytes
        self._changed = Condition()
        self._events: deque[LinkEvent] = deque()
        self._bytes = 0
        self._times_full = 0
        self._is_closed = False

    @property
    def times_full(self) -> int:
        """How often a reader had to wait."""
        with self._changed:
            return self._times_full

    def put(self, event: LinkEvent) -> bool:
        """Add `event`, waiting for room; False: closed, nobody will ever take it."""
        size = _size(event)
        with self._changed:
            if not self._is_closed and not self._has_room(size):
                self._times_full += 1
                self._changed.wait_for(lambda: self._is_closed or self._has_room(size))
            if self._is_closed:
                return False
            self._events.append(event)
            self._bytes += size
        self._on_change()
        return True

    def take(self) -> LinkEvent | None:
        """Return the oldest event; None: there is none."""
        with self._changed:
            if not self._events:
                return None
            event = self._events.popleft()
            self._bytes -= _size(event)
            self._changed.notify_all()
            return event

    def close(self) -> None:
        """Refuse what comes and free whoever waits. What is here can still be taken."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _has_room(self, size: int) -> bool:
        # An empty inbox takes anything, or a message beyond the bound would wait for ever.
        return not self._events or (
            len(self._events) < self._max_events and self._bytes + size <= self._max_bytes
        )


def _size(event: LinkEvent) -> int:
    return len(event.data) if isinstance(event, LinkMessage) else 0
