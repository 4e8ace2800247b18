"""Sends what the ring holds to one wire session, up to where a line or the session is to end."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, Final

from app.audio.source import RATE_HZ
from app.protocol.config import MAX_MANUAL_MS
from app.session.handover import SEARCH_SAMPLES, Handover, quietest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.core.events import Gap
    from app.session.caller import Tools
    from app.session.peer import Peer
    from app.session.wire import Wire

# A line in manual mode is ended this long before the server would cut it off.
_MANUAL_SAMPLES: Final = MAX_MANUAL_MS * RATE_HZ // 1000 - 3 * SEARCH_SAMPLES


class Feeder:
    """Knows where the audio that is not sent yet has to be divided. On the session's thread."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._ring = tools.ring
        self._commits: deque[int] = deque()  # where lines end, in manual mode
        self._handover: Handover | None = None
        self._cut: int | None = None  # where the next wire session goes on

    @property
    def cut(self) -> int | None:
        """Where the next wire session goes on, once all audio before it is sent."""
        is_reached = self._cut is not None and self._ring.cursors.sent >= self._cut
        return self._cut if is_reached else None

    def begin(self, start: int, commits: Iterable[int]) -> None:
        """Send from `start` on, with lines that end at `commits` and where it was said since."""
        self.stay()
        self._commits = deque(sorted({at for at in (*commits, *self._commits) if at > start}))

    def commit(self, at: int) -> None:
        """End the line at `at`, in manual mode."""
        self._commits.append(at)

    def stay(self) -> None:
        """Forget about a next wire session."""
        self._handover = self._cut = None

    def pump(self, peer: Peer, wire: Wire, *, flush: bool, is_followed: bool) -> Iterator[Gap]:
        """Send what may go now; give what was lost instead. Raises LinkLostError.

        `is_followed`: another wire session is ready to go on. It then holds audio back for a
        moment, and stops at `cut`.
        """
        now_s = self._tools.clock()
        if not is_followed:
            self.stay()
        elif self._cut is None and self._is_held(wire, now_s, flush=flush):
            return
        if self._is_long(wire):
            if self._ring.waiting() < SEARCH_SAMPLES and not flush:
                return
            self._commits.appendleft(self._quietest())
        while self.cut is None:
            ends = [at for at in (self._cut, *self._commits) if at is not None]
            before = wire.sent_samples
            yield from wire.pump(
                self._ring, now_s, flush=flush or bool(ends), upto=min(ends, default=None)
            )
            if self._tools.meter is not None and wire.sent_samples > before:
                engine_id, sent = peer.plan.engine.id, wire.sent_samples - before
                self._tools.meter.sent(engine_id, peer.number, sent)
                self._tools.meter.saved(engine_id, peer.number, wire.saved_bytes)
            if not self._commit_due(wire):
                return

    def due_s(self, wire: Wire, *, flush: bool) -> float:
        """When there will be something to do without more audio."""
        if self._handover is not None and self._cut is None:
            return self._handover.due_s
        if self._is_long(wire) and self._ring.waiting() < SEARCH_SAMPLES and not flush:
            return math.inf
        has_ends = self._cut is not None or bool(self._commits)
        return wire.send_due_s(self._ring, flush=flush or has_ends)

    def _is_held(self, wire: Wire, now_s: float, *, flush: bool) -> bool:
        """Hold audio back and, when there is enough to choose in, choose where to cut."""
        if self._handover is None:
            self._handover = Handover(now_s)
        if not self._handover.holds(now_s, is_speaking=wire.account.is_speaking):
            return False
        if flush or self._handover.is_enough(now_s, self._ring.waiting()):
            self._cut = self._quietest()
            return False
        return True

    def _quietest(self) -> int:
        """Return the best place to cut in the next second."""
        ahead = self._ring.peek(SEARCH_SAMPLES)
        return (
            self._ring.cursors.sent if ahead is None else ahead.begin_sample + quietest(ahead.pcm)
        )

    def _is_long(self, wire: Wire) -> bool:
        """Whether a line in manual mode grows longer than the server takes, and has to end."""
        sent = self._ring.cursors.sent
        ends_soon = bool(self._commits) and self._commits[0] <= sent + SEARCH_SAMPLES
        is_long = sent - wire.account.uncommitted_from >= _MANUAL_SAMPLES
        return wire.is_manual and is_long and not ends_soon

    def _commit_due(self, wire: Wire) -> bool:
        """End the line if all of it is sent; return whether there may be more to send."""
        sent = self._ring.cursors.sent
        if not self._commits or sent < self._commits[0]:
            return False
        self._commits.popleft()
        if wire.is_manual:
            wire.commit(sent)
        return True
