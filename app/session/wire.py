"""One wire session: its link, its machine, its map of time, and what may be sent when."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Final

from app.audio.ring import Chunk, Hole
from app.audio.source import RATE_HZ
from app.core.events import LineFailed
from app.core.timeline import SAMPLES_PER_MS, Timeline
from app.protocol.client import (
    Eased,
    Progress,
    ServerFault,
    SessionCreated,
    SessionFinished,
    SessionReady,
    Usage,
    WireState,
)
from app.session import verdicts
from app.session.adoption import Adoption
from app.session.hand_times import HandTimes
from app.session.pulse import Pulse
from app.session.replay import UNTOLD_SAMPLES, Account, gap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.audio.encoding import Encoder
    from app.audio.ring import Ring
    from app.core.events import Gap, LineEvent
    from app.net.links import Link
    from app.protocol.client import ClientEvent, ClientMachine, Counters
    from app.session.replay import Orphan, Remains

log = logging.getLogger(__name__)

# What the service's guide sends at a time; a server that likes less says so.
MAX_APPEND_MS: Final = 100
MIN_APPEND_MS: Final = 20
MAX_APPEND_SAMPLES: Final = RATE_HZ * MAX_APPEND_MS // 1000
BURST_SAMPLES: Final = RATE_HZ  # sent in one go before the inbox is looked at again
BACKLOG_SAMPLES: Final = RATE_HZ
UNPACED: Final = math.inf
AHEAD_SAMPLES: Final = 10 * RATE_HZ  # of what a server says that it has done
LAST_WORDS_S: Final = 180.0  # for one line, by a slow server that is known to live


class Wire:
    """Drives one connected link. On the session's thread, except `hasten` and `abort`.

    `pace` limits how many times faster than real time a backlog is sent, unless the server says
    how far it has come. Positions are samples of the session's audio.
    """

    def __init__(
        self,
        link: Link,
        machine: ClientMachine,
        encoder: Encoder,
        *,
        pace: float,
        is_manual: bool,
        now_s: float,
    ) -> None:
        self._link = link
        self._machine = machine
        self._encoder = encoder
        self._is_manual = is_manual
        self._timeline = Timeline()
        self._pulse = Pulse(now_s)
        self._account = Account(0, is_manual=is_manual)
        self._adoption = Adoption()
        self._times = HandTimes() if is_manual else None
        self._sent_samples = 0
        self._sent = 0  # the position after the last sample that was sent
        self._expected = -1  # where the next chunk begins if nothing is missing
        self._committed_samples = 0
        self._next_send_s = -math.inf
        self._append_samples = MAX_APPEND_SAMPLES
        self._done_samples: int | None = None  # of what was sent; None: the server does not say
        self.pace = pace

    @property
    def state(self) -> WireState:
        return self._machine.state

    @property
    def counters(self) -> Counters:
        return self._machine.counters

    @property
    def account(self) -> Account:
        """What became of the audio."""
        return self._account

    @property
    def is_manual(self) -> bool:
        """Whether the client ends the lines."""
        return self._is_manual

    @property
    def sent_samples(self) -> int:
        """How much audio was sent."""
        return self._sent_samples

    @property
    def sent(self) -> int:
        """The position after the last sample that was sent."""
        return self._sent

    @property
    def patience_s(self) -> float:
        """For how long the last words may not come, and then the next ones."""
        return self._pulse.patience_s if self._done_samples is None else LAST_WORDS_S

    @property
    def append_samples(self) -> int:
        """How much audio is sent at a time, while there is no backlog."""
        return self._append_samples

    def prefer(self, append_ms: float) -> None:
        """Send so much audio at a time."""
        fitting_ms = min(max(append_ms, MIN_APPEND_MS), MAX_APPEND_MS)
        self._append_samples = round(RATE_HZ * fitting_ms / 1000)

    def follow(self) -> None:
        """Send what the server can take: it says how far it has come."""
        self._done_samples, self.pace = 0, UNPACED

    def begin(self, position: int, orphans: Iterable[Orphan] = ()) -> None:
        """Say what will be sent: the audio from `position` on, in which `orphans` lie."""
        self._account = Account(position, is_manual=self._is_manual)
        self._adoption = Adoption(orphans)
        self._sent = position

    def receive(self, data: bytes, received_s: float) -> list[ClientEvent]:
        """Return what `data` means, in session time. Raises ProtocolError."""
        self._pulse.beat(received_s)
        meant: list[ClientEvent] = []
        for event in self._machine.receive(data):
            match event:
                case SessionFinished():
                    meant += [*self._adoption.pass_by(math.inf), event]
                case SessionCreated() | SessionReady() | ServerFault() | Usage() | Eased():
                    meant.append(event)
                case Progress(done_ms=done_ms):
                    meant += self._progressed(done_ms)
                case _:
                    meant += self._met(self._timeline.rebase(event))
        return meant

    def alive(self, received_s: float) -> list[LineEvent]:
        """Note the answer to a ping; return what it decides."""
        received = self._pulse.answered(received_s)
        # Who says how far it has come may have a backlog of what it has received.
        return [] if received is None or self._done_samples is not None else self._heard(received)

    def is_stalled(self, now_s: float) -> bool:
        """Whether the server was asked for a sign of life and gave none."""
        return now_s >= self._pulse.stall_due_s

    def ping_if_due(self, now_s: float) -> None:
        """Ask for a sign of life when there was none for a while. Raises LinkLostError."""
        if now_s >= self._pulse.ping_due_s:
            self._pulse.asked(now_s, self._sent)
            self._link.ping()

    def attention_due_s(self) -> float:
        """When `ping_if_due` or `is_stalled` will have something to say."""
        return min(self._pulse.ping_due_s, self._pulse.stall_due_s)

    @property
    def saved_bytes(self) -> int:
        """How much less was sent than the same audio as 16 kHz PCM."""
        return self._encoder.bytes_in - self._encoder.bytes_out

    def configure(self) -> None:
        """Send the settings. Raises LinkLostError."""
        self._link.send(self._machine.update())

    def commit(self, position: int) -> None:
        """End the line at `position`, if any of it was sent. Raises LinkLostError."""
        if self._sent_samples > self._committed_samples:
            self._committed_samples = self._sent_samples
            self._account.committed(position)
            if self._times is not None:
                self._times.committed()
            self._link.send(self._machine.commit())

    def finish(self) -> None:
        """Ask for the last words. Raises LinkLostError."""
        self._append(self._encoder.finish())
        self._link.send(self._machine.finish())

    def pump(self, ring: Ring, now_s: float, *, flush: bool, upto: int | None = None) -> list[Gap]:
        """Send what waits in `ring` before `upto` and may go now; return what was lost instead.

        Less than `append_samples` wait for more unless `flush`. Raises LinkLostError.
        """
        gaps: list[Gap] = []
        budget = BURST_SAMPLES
        while budget > 0 and now_s >= self._next_send_s and self._is_near:
            waiting = ring.waiting(upto)
            if waiting < self._least(flush=flush):
                break
            match ring.take(min(MAX_APPEND_SAMPLES, waiting)):
                case Chunk() as chunk:
                    if self._done_samples is None and ring.waiting() >= BACKLOG_SAMPLES:
                        self._pulse.rush(now_s)
                    budget -= self._send(chunk, now_s)
                case Hole(begin_sample=begin, end_sample=end):
                    gaps.append(gap(begin, end))
                case None:
                    break
        return gaps

    def send_due_s(self, ring: Ring, *, flush: bool) -> float:
        """When `pump` will have something to send; infinity: not before more audio comes."""
        has_some = self._is_near and ring.waiting() >= self._least(flush=flush)
        return self._next_send_s if has_some else math.inf

    def fail_oldest(self) -> list[LineEvent]:
        """Return the failure of the line whose final is due first: the server cannot recognise a
        line, and does not say which.
        """
        line = self._account.fail_oldest()
        if line is not None:
            return [LineFailed(line, verdicts.INFERENCE_FAILED)]
        if self._times is not None:
            self._times.fail_oldest()
        return []

    def leave(self, position: int) -> tuple[Orphan, ...]:
        """Return the orphans that lie from `position` on, where another wire session goes on."""
        return self._adoption.leave(position)

    def remains(self, shown: Callable[[int], int]) -> Remains:
        """Return what is left to be done, now that the link is lost."""
        unheard = self._adoption.unheard
        return self._account.remains(sent=self._sent, shown=shown, unheard=unheard)

    def hasten(self) -> None:
        self._link.hasten()

    def close(self) -> None:
        self._link.close()

    def abort(self) -> None:
        self._link.abort()

    @property
    def _is_near(self) -> bool:
        """Whether the server is not too far behind to be sent more."""
        done = self._done_samples
        return done is None or self._sent_samples < done + AHEAD_SAMPLES

    def _progressed(self, done_ms: int) -> list[LineEvent]:
        if self._done_samples is None:
            return []
        self._done_samples = max(self._done_samples, done_ms * SAMPLES_PER_MS)
        done = self._timeline.to_session_ms(done_ms, is_end=True) * SAMPLES_PER_MS
        return self._heard(min(done, self._sent))

    def _heard(self, position: int) -> list[LineEvent]:
        """Note that the server has listened up to `position`; return what that decides."""
        self._account.heard(position)
        return self._adoption.pass_by(position - UNTOLD_SAMPLES)

    def _met(self, event: LineEvent) -> list[LineEvent]:
        *decided, known = self._adoption.meet(event)
        self._account.note(known, self._sent)  # what was decided is about audio of another one
        if not self._adoption.is_shown(known):
            return decided
        times = [] if self._times is None else self._times.told_of(known)
        return [*decided, *times, known]

    def _send(self, chunk: Chunk, now_s: float) -> int:
        if chunk.begin_sample != self._expected:
            self._timeline = self._timeline.anchored(self._sent_samples, chunk.begin_sample)
        samples = len(chunk.pcm) // 2
        self._append(self._encoder.encode(chunk.pcm))
        if not self._sent_samples:
            log.info("first audio sent", extra={"event": "audio.first_sent"})
        self._sent_samples += samples
        self._sent = self._expected = chunk.begin_sample + samples
        if self._times is not None:
            self._times.sent(chunk.begin_sample, self._sent)
        self._next_send_s = max(now_s, self._next_send_s) + samples / (RATE_HZ * self.pace)
        return samples

    def _append(self, audio: bytes) -> None:
        if audio:
            self._link.send(self._machine.append(audio))

    def _least(self, *, flush: bool) -> int:
        return 1 if flush else self._append_samples
