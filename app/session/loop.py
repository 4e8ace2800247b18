"""What a session does on its own thread: step by step, and never for long."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, assert_never

from app.core.errors import ErrorCode, Problem
from app.core.events import EngineChanged, EngineState, Notice
from app.session.ending import Ending
from app.session.gauges import Gauges
from app.session.hearing import Hearing
from app.session.orders import Abort, Commit, Finish, Replace, Switch
from app.session.peer_events import Said
from app.session.replay import gap
from app.session.wires_events import AllSaid, Away, Dead, Dialling, Listening, Preparing, Warned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.audio.source import Source
    from app.core.events import SessionEvent
    from app.session.caller import Tools
    from app.session.orders import Orders
    from app.session.outlet import SessionOutlet
    from app.session.teller import Teller
    from app.session.wires import Wires
    from app.session.wires_events import WiresEvent

log = logging.getLogger(__name__)


class Loop:
    """Obeys, reads, sends and watches; moves the session from state to state."""

    def __init__(  # all that a session is made of
        self,
        source: Source,
        outlet: SessionOutlet,
        orders: Orders,
        wires: Wires,
        teller: Teller,
        tools: Tools,
    ) -> None:
        self._outlet = outlet
        self._orders = orders
        self._wires = wires
        self._teller = teller
        self._ring = tools.ring
        self._clock = tools.clock
        self._hearing = Hearing(source, outlet, teller.tell)
        self._gauges = Gauges(tools.meter)
        self._ending = Ending()
        self._state = EngineState.IDLE
        self._problem: Problem | None = None  # why it ends although nobody wanted it to

    @property
    def state(self) -> EngineState:
        """Where the session stands."""
        return self._state

    def begin(self) -> None:
        """Start listening, if time would be lost otherwise, and start to connect."""
        self._start_source()
        self._follow(self._wires.watch())

    def step(self) -> float:
        """Do all there is to do; return the time by which to be called again."""
        for work in (self._obey, self._read, self._send, self._watch):
            work()
            if self._state.is_over:
                return self._clock()
        self._tell_all(self._outlet.take_events())
        self._tell_gauges()
        return min(self._wires.due_s(flush=self._outlet.has_ended), self._ending.due_s)

    def drop(self) -> None:
        """Let go of everything without a word, if that is not done."""
        self._hearing.end()
        for _ in self._wires.release(polite=False):
            pass

    def _obey(self) -> None:
        while not self._state.is_over:
            match self._orders.take():
                case Finish():
                    self._finish()
                case Abort():
                    self._end(EngineState.STOPPED, polite=False)
                case Replace(source=source):
                    self._hearing.replace(source)
                    self._start_source()
                case Commit(at=at):
                    self._wires.commit(at)
                case Switch(plan=plan):
                    if self._state is not EngineState.FINISHING:
                        self._wires.switch(plan)
                case None:
                    return

    def _finish(self) -> None:
        if not self._wires.has_listened:
            self._end(EngineState.STOPPED, polite=True)
            return
        if self._ending.is_hurried:
            return
        is_new = self._state is not EngineState.FINISHING
        is_up = self._wires.wire is not None
        is_flushing = is_new and self._hearing.is_live
        self._ending.hurry(self._clock(), is_up=is_up, is_flushing=is_flushing)
        self._hearing.end()
        self._wires.hurry()
        if not self._hearing.is_live:  # what a file was read ahead is not wanted any more
            self._ring.truncate(self._wires.reached)
        if is_new:
            self._enter(EngineState.FINISHING)

    def _start_source(self) -> None:
        problem = self._hearing.start_if_due(is_heard=self._wires.has_listened)
        if problem is not None:
            self._end(EngineState.FAILED, problem, polite=True)

    def _read(self) -> None:
        self._follow(self._wires.read())
        if not self._state.is_over and self._wires.was_full():
            self._teller.notice(Problem(ErrorCode.CANNOT_KEEP_UP))

    def _send(self) -> None:
        has_ended = self._outlet.has_ended
        self._follow(self._wires.pump(flush=has_ended))
        if self._ending.take_flush(self._clock()):
            self._discard()
        if has_ended and self._ring.is_drained and not self._state.is_over:
            self._ask_for_last_words()

    def _ask_for_last_words(self) -> None:
        self._wires.finish()
        wire = self._wires.wire
        if self._state is EngineState.LISTENING and wire is not None and self._wires.was_asked:
            self._ending.wait(self._clock() + wire.patience_s)
            self._enter(EngineState.FINISHING)

    def _follow(self, events: Iterable[WiresEvent]) -> None:
        for event in events:
            self._handle(event)
            if self._state.is_over:
                return

    def _handle(self, event: WiresEvent) -> None:
        match event:
            case Said(event=said, received_s=received_s):
                self._teller.tell(said, received_s)
                self._wait_for_more()
            case Warned(problem=problem, is_single=True):
                self._teller.tell(Notice(problem))
            case Warned(problem=problem):
                self._teller.notice(problem)
            case Dialling(problem=problem):
                self._dialling(problem)
            case Preparing():
                if self._state is EngineState.CONNECTING:
                    self._enter(EngineState.PREPARING)
            case Listening():
                self._listening()
            case Away(problem=problem, retry_in_s=retry_in_s):
                self._lost(problem, retry_in_s)
            case Dead(problem=problem):
                self._lost(problem, None)
            case AllSaid():
                self._end(EngineState.STOPPED, polite=True)
            case _:
                assert_never(event)

    def _dialling(self, problem: Problem | None) -> None:
        if self._state is EngineState.FINISHING:
            return
        if problem is None and not self._wires.has_listened:
            self._enter(EngineState.CONNECTING)
        else:
            self._enter(EngineState.RECONNECTING, problem)

    def _listening(self) -> None:
        wire = self._wires.wire
        if wire is not None:
            self._outlet.piece_samples = wire.append_samples
        self._ending.regain()
        if self._state is not EngineState.FINISHING:
            self._enter(EngineState.LISTENING)
        self._start_source()

    def _lost(self, problem: Problem, retry_in_s: float | None) -> None:
        """Nobody captions. `retry_in_s` None: nobody will."""
        if self._orders.is_end_wanted and not self._ending.is_hurried:
            # `abort` cuts the link, and `stop` hurries its sends, before they are obeyed.
            self._obey()
            if self._state.is_over:
                return
        is_finishing = self._state is EngineState.FINISHING
        if retry_in_s is None:
            state = EngineState.STOPPED if is_finishing else EngineState.FAILED
            self._end(state, None if is_finishing else problem, polite=False)
        else:
            self._ending.lose(was_asked=self._wires.was_asked)
            if not self._ending.is_hurried:
                self._enter(EngineState.RECONNECTING, problem, retry_in_s)

    def _wait_for_more(self) -> None:
        """The end of a file may be far ahead of the engine: what it says buys it time."""
        wire = self._wires.wire
        if wire is not None and self._state is EngineState.FINISHING:
            self._ending.wait(self._clock() + wire.patience_s)

    def _watch(self) -> None:
        if self._ending.is_late(self._clock()):
            self._wires.distrust()
            self._end(EngineState.STOPPED, polite=False)
        else:
            self._follow(self._wires.watch())

    def _tell_gauges(self) -> None:
        is_behind = self._wires.has_listened and not self._outlet.is_waited_for
        waiting = self._wires.waiting if is_behind else 0
        self._tell_all(self._gauges.read(waiting, self._clock()))
        if self._problem is None and self._gauges.overspent is not None:
            self._problem = self._gauges.overspent
            self._finish()

    def _tell_all(self, events: Iterable[SessionEvent]) -> None:
        for event in events:
            self._teller.tell(event)

    def _discard(self) -> None:
        """Give up what was heard and not sent, and say so."""
        begin, end = self._wires.reached, self._ring.cursors.written
        self._outlet.end()
        self._ring.truncate(0)
        if end > begin and self._hearing.is_live:
            self._teller.tell(gap(begin, end))

    def _enter(
        self, state: EngineState, problem: Problem | None = None, retry_in_s: float | None = None
    ) -> None:
        self._state = state
        self._teller.tell(EngineChanged(state, problem, self._wires.engine_id, retry_in_s))

    def _end(self, state: EngineState, problem: Problem | None = None, *, polite: bool) -> None:
        """Let go of everything, account for what was lost, and say so."""
        self._hearing.end()
        engine_id = self._wires.engine_id
        if self._wires.has_listened:
            self._discard()
        self._tell_all(said.event for said in self._wires.release(polite=polite))
        self._tell_all(self._gauges.last())
        if self._problem is not None and state is EngineState.STOPPED:
            state, problem = EngineState.FAILED, self._problem
        self._state = state
        log.info("session is over", extra={"event": "session.over", "state": state.value})
        self._teller.tell(EngineChanged(state, problem, engine_id))
