"""What waits to be sent to one client."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.recognizer.turns import Outgoing

# A client that leaves this many frames unread has stopped reading: about an hour of finals.
CAPACITY: Final = 4_000
# An `error` repeats the client's own `event_id`, which may be as large as a message.
CAPACITY_CHARACTERS: Final = 4_000_000


class Outbox:
    """Frames in order; a snapshot replaces an unsent one of the same item."""

    def __init__(
        self, capacity: int = CAPACITY, capacity_characters: int = CAPACITY_CHARACTERS
    ) -> None:
        self._frames: deque[Outgoing] = deque()
        self._characters = 0
        self._capacity = capacity
        self._capacity_characters = capacity_characters
        self._changed = asyncio.Event()
        self._is_closed = False
        self.replaced = 0
        """How many snapshots were never sent, because a newer one came first."""

    @property
    def is_overfull(self) -> bool:
        """Whether the client has stopped reading. Nothing was dropped; give the client up."""
        return len(self._frames) > self._capacity or self._characters > self._capacity_characters

    def put(self, frame: Outgoing) -> None:
        """Add a frame at the end."""
        last = self._frames[-1] if self._frames else None
        if last and last.snapshot_of and last.snapshot_of == frame.snapshot_of:
            self._characters -= len(self._frames.pop().text)
            self.replaced += 1
        self._frames.append(frame)
        self._characters += len(frame.text)
        self._changed.set()

    def close(self) -> None:
        """Say that nothing more will be put."""
        self._is_closed = True
        self._changed.set()

    async def take(self) -> Outgoing | None:
        """Return the next frame, waiting for it; None once closed and empty."""
        while not self._frames:
            if self._is_closed:
                return None
            self._changed.clear()
            await self._changed.wait()
        frame = self._frames.popleft()
        self._characters -= len(frame.text)
        return frame
