"""One wire session: its link, its machine, its map of time, and what may be sent when."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Final

from app.audio.ring import Chunk, Hole
from app.core.events import Gap
from app.core.timeline import Timeline
from app.protocol.client import (
    ClientMachine,
    ServerFault,
    SessionCreated,
    SessionFinished,
    SessionReady,
    Usage,
    WireState,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.audio.ring import Ring
    from app.core.events import LineEvent
    from app.net.links import Link
    from app.protocol.client import ClientEvent, Counters

log = logging.getLogger(__name__)

RATE_HZ: Final = 16_000
MIN_APPEND_SAMPLES: Final = RATE_HZ * 40 // 1000
MAX_APPEND_SAMPLES: Final = RATE_HZ * 100 // 1000
BURST_SAMPLES: Final = RATE_HZ  # sent in one go before the inbox is looked at again
PING_AFTER_S: Final = 4.0
STALL_AFTER_S: Final = 10.0
RUSH_STALL_AFTER_S: Final = 30.0  # who still has a backlog to chew on has not read our ping yet
BACKLOG_SAMPLES: Final = RATE_HZ
UNPACED: Final = math.inf


class Wire:
    """Drives one connected link. On the session's thread only.

    `pace` limits how many times faster than real time a backlog is sent. `offset_samples` is
    where the ring's first sample lies in session time.
    """

    def __init__(
        self,
        link: Link,
        machine: ClientMachine,
        *,
        pace: float,
        offset_samples: int,
        now_s: float,
    ) -> None:
        self._link = link
        self._machine = machine
        self._pace = pace
        self._offset = offset_samples
        self._timeline = Timeline()
        self._sent_samples = 0
        self._expected_sample = -1  # where the next chunk begins if nothing is missing
        self._next_send_s = -math.inf
        self._heard_s = now_s
        self._pinged_s = now_s
        self._asked_s = -math.inf  # when the first ping since the last sign of life was sent
        self._rushed_s = -math.inf  # when a backlog was last being sent

    @property
    def state(self) -> WireState:
        return self._machine.state

    @property
    def counters(self) -> Counters:
        return self._machine.counters

    def receive(self, data: bytes, received_s: float) -> Sequence[ClientEvent]:
        """Return what `data` means, in session time. Raises ProtocolError."""
        self._heard_s = max(self._heard_s, received_s)
        return [self._rebased(event) for event in self._machine.receive(data)]

    def alive(self, received_s: float) -> None:
        """Note a sign of life."""
        self._heard_s = max(self._heard_s, received_s)

    @property
    def patience_s(self) -> float:
        """For how long the server may be silent."""
        is_rushed = self._rushed_s > self._heard_s - STALL_AFTER_S
        return RUSH_STALL_AFTER_S if is_rushed else STALL_AFTER_S

    def is_stalled(self, now_s: float) -> bool:
        """Whether the server was asked and did not answer. Who slept may not blame its silence."""
        return now_s >= self._stall_due_s()

    def ping_if_due(self, now_s: float) -> None:
        """Ask for a sign of life when there was none for a while. Raises LinkLostError."""
        if now_s >= self._ping_due_s():
            self._pinged_s = now_s
            if self._asked_s <= self._heard_s:
                self._asked_s = now_s
            self._link.ping()

    def attention_due_s(self) -> float:
        """When `ping_if_due` or `is_stalled` will have something to say."""
        return min(self._ping_due_s(), self._stall_due_s())

    def configure(self) -> None:
        """Send the settings. Raises LinkLostError."""
        self._link.send(self._machine.update())

    def commit(self) -> None:
        """End the line, in manual mode. Raises LinkLostError."""
        self._link.send(self._machine.commit())

    def finish(self) -> None:
        """Ask for the last words. Raises LinkLostError."""
        self._link.send(self._machine.finish())

    def pump(self, ring: Ring, now_s: float, *, flush: bool) -> list[Gap]:
        """Send what waits in `ring` and may go now; return what was lost instead of sent.

        Less than 40 ms wait for more unless `flush`. Raises LinkLostError.
        """
        gaps: list[Gap] = []
        budget = BURST_SAMPLES
        if waiting_samples(ring) >= BACKLOG_SAMPLES:
            self._rushed_s = now_s
        while (
            budget > 0
            and now_s >= self._next_send_s
            and waiting_samples(ring) >= _least(flush=flush)
        ):
            match ring.take(MAX_APPEND_SAMPLES):
                case Chunk() as chunk:
                    budget -= self._append(chunk, now_s)
                case Hole(begin_sample=begin, end_sample=end):
                    gaps.append(gap(begin + self._offset, end + self._offset))
                case None:
                    break
        return gaps

    def send_due_s(self, ring: Ring, *, flush: bool) -> float:
        """When `pump` will have something to send; infinity: not before more audio comes."""
        return self._next_send_s if waiting_samples(ring) >= _least(flush=flush) else math.inf

    def abandon(self) -> Sequence[LineEvent]:
        """Return the end of every line that was still open."""
        return self._machine.abandon()

    def hasten(self) -> None:
        self._link.hasten()

    def close(self) -> None:
        self._link.close()

    def abort(self) -> None:
        self._link.abort()

    def _append(self, chunk: Chunk, now_s: float) -> int:
        if chunk.begin_sample != self._expected_sample:
            at = chunk.begin_sample + self._offset
            self._timeline = self._timeline.anchored(self._sent_samples, at)
        samples = len(chunk.pcm) // 2
        self._link.send(self._machine.append(chunk.pcm))
        if not self._sent_samples:
            log.info("first audio sent", extra={"event": "audio.first_sent"})
        self._sent_samples += samples
        self._expected_sample = chunk.begin_sample + samples
        self._next_send_s = max(now_s, self._next_send_s) + samples / (RATE_HZ * self._pace)
        return samples

    def _ping_due_s(self) -> float:
        return max(self._heard_s, self._pinged_s) + PING_AFTER_S

    def _stall_due_s(self) -> float:
        if self._asked_s <= self._heard_s:
            return math.inf
        return self._asked_s + self.patience_s - PING_AFTER_S

    def _rebased(self, event: ClientEvent) -> ClientEvent:
        if isinstance(event, SessionCreated | SessionReady | SessionFinished | ServerFault | Usage):
            return event
        return self._timeline.rebase(event)


def gap(begin_sample: int, end_sample: int) -> Gap:
    """Say in milliseconds what was lost."""
    return Gap(begin_sample * 1000 // RATE_HZ, end_sample * 1000 // RATE_HZ)


def discard(ring: Ring, offset_samples: int) -> Gap | None:
    """Empty `ring` and say what will not be sent any more; None: nothing was left."""
    begin = ring.cursors.sent
    while ring.take(MAX_APPEND_SAMPLES) is not None:
        pass
    end = ring.cursors.sent
    return gap(begin + offset_samples, end + offset_samples) if end > begin else None


def waiting_samples(ring: Ring) -> int:
    """How much lies in `ring` unsent."""
    cursors = ring.cursors
    return cursors.written - cursors.sent


def _least(*, flush: bool) -> int:
    return 1 if flush else MIN_APPEND_SAMPLES
