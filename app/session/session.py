"""One recording from start to stop: the loop that turns audio into captions."""

from __future__ import annotations

import logging
import math
import random
import threading
from typing import TYPE_CHECKING, Final, assert_never

from app.audio.ring import Ring
from app.core.captions import Captions
from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.events import EngineChanged, EngineState, SourceTrouble
from app.net.links import LinkLostError
from app.protocol.client import WireState
from app.session import verdicts
from app.session.orders import Abort, Commit, Finish, Orders, Replace, Switch
from app.session.outlet import SessionOutlet
from app.session.peer import Complained, Connected, Finished, Lost, Peer, Ready, Said
from app.session.plan import Patience
from app.session.teller import Teller, next_line
from app.session.wire import MIN_APPEND_SAMPLES, RATE_HZ, discard, waiting_samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Source
    from app.session.metering import Meter
    from app.session.peer import PeerEvent
    from app.session.plan import Fallback, Plan
    from app.session.sink import Sink
    from app.session.wire import Wire

log = logging.getLogger(__name__)

CONNECT_TIMEOUT_S: Final = 30.0  # starting the engine on a slow machine included
PREPARE_TIMEOUT_S: Final = 10.0
FINISH_TIMEOUT_S: Final = 10.0
FLUSH_TIMEOUT_S: Final = 4.0  # of these ten, for audio that is still on its way
EMPTY: Final = Captions()


class Session:
    """Captions one source with one engine, once.

    `run` blocks until the session is over, on a thread of its own; it is `begin`, then `step`
    after every wake-up. `stop`, `abort`, `replace_source` and `commit` return at once, from any
    thread. `clock` is time.perf_counter or stands in for it.
    """

    def __init__(  # noqa: PLR0913  # all that tells one session from another
        self,
        plan: Plan,
        source: Source,
        sink: Sink,
        clock: Callable[[], float],
        *,
        captions: Captions = EMPTY,
        begin_ms: int = 0,
        chance: Callable[[], float] = random.random,
        fallback: Fallback | None = None,
        meter: Meter | None = None,
        patience: Patience = Patience.KEEP_TRYING,
    ) -> None:
        self._engine = plan.engine
        self._dialer = plan.dialer
        self._source = source
        self._clock = clock
        self._offset_samples = begin_ms * RATE_HZ // 1000
        self._woken = threading.Event()
        self._orders = Orders(self._woken.set)
        self._ring = Ring(on_change=self._on_audio)
        self._outlet = SessionOutlet(self._ring, clock, self._woken.set)
        self._teller = Teller(sink, self._outlet, clock, captions)
        self._peer = Peer(
            plan.engine,
            plan.config,
            clock,
            self._woken.set,
            first_line=next_line(captions),
            offset_samples=self._offset_samples,
        )
        self._chance = chance
        self._fallback = fallback
        self._meter = meter
        self._patience = patience
        self._state = EngineState.IDLE
        self._deadline_s = math.inf  # how long the state may last
        self._is_hurried = False  # somebody waits for the end
        self._flush_until_s = math.inf

    @property
    def state(self) -> EngineState:
        return self._state

    @property
    def captions(self) -> Captions:
        """What there is to read; changes on the session's thread while it runs."""
        return self._teller.captions

    def run(self) -> None:
        """Block until the session is over. The source and the link are gone then."""
        try:
            self.begin()
            while not self._state.is_over:
                wait_s = max(self.step() - self._clock(), 0.0)
                self._woken.wait(min(wait_s, threading.TIMEOUT_MAX))
                self._woken.clear()
        finally:
            self._source.stop()
            self._peer.release(polite=False)

    def stop(self) -> None:
        """Finish politely: the last words still come, for up to ten seconds."""
        self._orders.give(Finish())
        wire = self._peer.wire
        if wire is not None:
            wire.hasten()

    def abort(self) -> None:
        """End now."""
        self._orders.give(Abort())
        wire = self._peer.wire
        if wire is not None:
            wire.abort()

    def replace_source(self, source: Source) -> None:
        """Listen to `source` from now on."""
        self._orders.give(Replace(source))

    def switch(self, plan: Plan) -> None:
        """Caption with `plan` from now on; the words of the old engine still come."""
        self._orders.give(Switch(plan))

    def commit(self) -> None:
        """End the line: in manual mode the words so far become final."""
        self._orders.give(Commit())

    def begin(self) -> None:
        """Start listening, if time would be lost otherwise, and start to connect."""
        self._enter(EngineState.CONNECTING, CONNECT_TIMEOUT_S)
        if self._source.is_live:
            self._start_source()
        self._peer.dial(self._dialer)

    def step(self) -> float:
        """Do all there is to do; return the time by which to be called again."""
        for work in (self._obey, self._read, self._send, self._watch):
            try:
                work()
            except LinkLostError:
                self._lose(verdicts.lost_link(self._engine))
            if self._state.is_over:
                return self._clock()
        for event in self._outlet.take_events():
            self._teller.tell(event)
        return self._due_s()

    def _on_audio(self) -> None:
        """On the source's thread: wake the loop, but not for less than it would send."""
        if waiting_samples(self._ring) >= MIN_APPEND_SAMPLES:
            self._woken.set()

    def _obey(self) -> None:
        while not self._state.is_over:
            match self._orders.take():
                case Finish():
                    self._finish()
                case Abort():
                    self._end(EngineState.STOPPED, polite=False)
                case Replace(source=source):
                    self._replace(source)
                case Commit():
                    self._commit()
                case Switch():
                    log.warning("a session keeps its engine until it is over")
                case None:
                    return

    def _finish(self) -> None:
        self._is_hurried = True
        match self._state:
            case EngineState.LISTENING:
                self._source.stop()
                self._outlet.end()
                # What a file was read ahead is not wanted any more; what was heard is.
                flush_s = FLUSH_TIMEOUT_S if self._source.is_live else 0.0
                self._flush_until_s = self._clock() + flush_s
                self._enter(EngineState.FINISHING, FINISH_TIMEOUT_S)
            case EngineState.CONNECTING | EngineState.PREPARING:
                self._end(EngineState.STOPPED, polite=True)
            case EngineState.FINISHING:  # the end of a file may have been given longer
                self._deadline_s = min(self._deadline_s, self._clock() + FINISH_TIMEOUT_S)
            case _:
                return

    def _replace(self, source: Source) -> None:
        if self._outlet.has_ended:
            return
        is_due = source.is_live or self._state is EngineState.LISTENING
        self._source.stop()
        self._outlet.take_events()  # whatever was wrong with it does not matter any more
        self._teller.tell(SourceTrouble(None))
        if source.is_live:
            self._outlet.resume()
        self._source = source
        if is_due:
            self._start_source()

    def _commit(self) -> None:
        if self._state is EngineState.LISTENING and self._peer.wire is not None:
            self._pump(self._peer.wire, flush=True)
            self._peer.wire.commit()

    def _start_source(self) -> None:
        try:
            self._source.start(self._outlet)
        except ZimuError as exc:
            if self._source.is_live:
                self._teller.tell(SourceTrouble(exc.problem))
            else:
                self._end(EngineState.FAILED, exc.problem, polite=True)

    def _read(self) -> None:
        for event in self._peer.read():
            self._handle(event)
            if self._state.is_over:
                return
        if self._peer.was_full():
            self._teller.notice(Problem(ErrorCode.CANNOT_KEEP_UP))

    def _handle(self, event: PeerEvent) -> None:
        match event:
            case Connected():
                self._enter(EngineState.PREPARING, PREPARE_TIMEOUT_S)
            case Ready():
                self._enter(EngineState.LISTENING, math.inf)
                if not self._source.is_live:
                    self._start_source()
            case Said(event=said, received_s=received_s):
                self._teller.tell(said, received_s)
                self._wait_for_more()
            case Complained(problem=problem, is_fatal=True):
                self._end(EngineState.FAILED, problem, polite=True)
            case Complained(problem=problem):
                self._teller.notice(problem)
            case Lost(problem=problem):
                self._lose(problem)
            case Finished() if self._state is EngineState.FINISHING:
                self._end(EngineState.STOPPED, polite=True)
            case Finished():  # nobody asked it to
                self._lose(verdicts.lost_link(self._engine))
            case _:
                assert_never(event)

    def _wait_for_more(self) -> None:
        """The end of a file may be far ahead of the engine: what it says buys it time."""
        wire = self._peer.wire
        if wire is not None and self._state is EngineState.FINISHING and not self._is_hurried:
            self._deadline_s = self._clock() + wire.patience_s

    def _lose(self, problem: Problem) -> None:
        """There is no link any more; for who wants the end that is only an early one.

        `abort` and a send that `stop` hurries lose the link before their order is obeyed.
        """
        if self._state is EngineState.FINISHING or self._orders.is_end_wanted:
            self._end(EngineState.STOPPED, polite=False)
        else:
            self._end(EngineState.FAILED, problem, polite=False)

    def _send(self) -> None:
        wire = self._peer.wire
        if wire is None or wire.state is not WireState.READY:
            return
        has_ended = self._outlet.has_ended
        self._pump(wire, flush=has_ended)
        if self._clock() >= self._flush_until_s:
            self._discard()
        if has_ended and self._ring.is_drained:
            wire.finish()
            if self._state is EngineState.LISTENING:
                self._enter(EngineState.FINISHING, wire.patience_s)

    def _pump(self, wire: Wire, *, flush: bool) -> None:
        for lost in wire.pump(self._ring, self._clock(), flush=flush):
            self._teller.tell(lost)

    def _discard(self) -> None:
        lost = discard(self._ring, self._offset_samples)
        if lost is not None and self._source.is_live:
            self._teller.tell(lost)

    def _watch(self) -> None:
        now_s = self._clock()
        is_late = now_s >= self._deadline_s
        wire = self._peer.wire
        if wire is not None and not is_late:
            wire.ping_if_due(now_s)
            is_late = wire.is_stalled(now_s)
        if is_late:
            self._dialer.distrust()
            self._lose(verdicts.stalled_link(self._engine))

    def _due_s(self) -> float:
        wire = self._peer.wire
        if wire is None:
            return self._deadline_s
        due_s = min(self._deadline_s, wire.attention_due_s())
        if wire.state is WireState.READY:
            send_due_s = wire.send_due_s(self._ring, flush=self._outlet.has_ended)
            due_s = min(due_s, send_due_s, self._flush_until_s)
        return due_s

    def _enter(self, state: EngineState, timeout_s: float) -> None:
        self._state = state
        self._deadline_s = self._clock() + timeout_s
        self._teller.tell(EngineChanged(state))

    def _end(self, state: EngineState, problem: Problem | None = None, *, polite: bool) -> None:
        """Let go of everything, account for what was lost, and say so."""
        self._source.stop()
        if self._state in (EngineState.LISTENING, EngineState.FINISHING):
            self._discard()
        if self._peer.wire is not None:
            for event in self._peer.wire.abandon():
                self._teller.tell(event)
            log.info("oddities of the server: %s", self._peer.wire.counters)
        self._peer.release(polite=polite)
        self._state = state
        log.info("session is over", extra={"event": "session.over", "state": state.value})
        self._teller.tell(EngineChanged(state, problem))
