"""One recording from start to stop: the loop that turns audio into captions."""

from __future__ import annotations

import logging
import random
import threading
from itertools import count
from typing import TYPE_CHECKING, Final, assert_never

from app.audio.ring import Ring
from app.core.captions import Captions
from app.core.errors import ErrorCode, Problem
from app.core.events import EngineChanged, EngineState, Notice
from app.session.caller import Tools
from app.session.ending import Ending
from app.session.gauges import Gauges
from app.session.hearing import Hearing
from app.session.orders import Abort, Commit, Finish, Orders, Replace, Switch
from app.session.outlet import SessionOutlet
from app.session.peer_events import Said
from app.session.plan import Patience
from app.session.replay import RATE_HZ, gap
from app.session.teller import Teller, next_line
from app.session.wire import MIN_APPEND_SAMPLES
from app.session.wires import Wires
from app.session.wires_events import AllSaid, Away, Dead, Dialling, Listening, Preparing, Warned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.audio.source import Source
    from app.core.cost import Meter
    from app.core.events import SessionEvent
    from app.session.plan import Fallback, Plan
    from app.session.sink import Sink
    from app.session.wires_events import WiresEvent

log = logging.getLogger(__name__)

EMPTY: Final = Captions()


class Session:
    """Captions one source, once.

    `run` blocks until the session is over, on a thread of its own; it is `begin`, then `step`
    after every wake-up. `stop`, `abort`, `replace_source`, `switch`, `commit` and `talk` return at
    once, from any thread. `clock` is time.perf_counter or stands in for it, `chance` gives 0…1.
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
        self._clock = clock
        self._woken = threading.Event()
        self._orders = Orders(self._woken.set)
        self._ring = Ring(on_change=self._on_audio, first_sample=begin_ms * RATE_HZ // 1000)
        self._outlet = SessionOutlet(self._ring, clock, self._woken.set, self.commit)
        self._teller = Teller(sink, self._outlet, clock, captions)
        self._hearing = Hearing(source, self._outlet, self._teller.tell)
        lines = count(next_line(captions))
        tools = Tools(
            ring=self._ring,
            clock=clock,
            chance=chance,
            wake=self._woken.set,
            new_line=lambda: next(lines),
            shown=self._teller.characters_of,
            meter=meter,
        )
        self._wires = Wires(plan, tools, fallback=fallback, patience=patience)
        self._gauges = Gauges(meter)
        self._ending = Ending()
        self._state = EngineState.IDLE
        self._problem: Problem | None = None  # why it ends although nobody wanted it to

    @property
    def state(self) -> EngineState:
        return self._state

    @property
    def captions(self) -> Captions:
        """What there is to read; changes on the session's thread while it runs."""
        return self._teller.captions

    def run(self) -> None:
        """Block until the session is over. The source and the links are gone then."""
        try:
            self.begin()
            while not self._state.is_over:
                wait_s = max(self.step() - self._clock(), 0.0)
                self._woken.wait(min(wait_s, threading.TIMEOUT_MAX))
                self._woken.clear()
        finally:
            self._hearing.end()
            for _ in self._wires.release(polite=False):
                pass

    def stop(self) -> None:
        """Finish politely: the last words still come, for up to ten seconds."""
        self._orders.give(Finish())
        self._wires.hasten()

    def abort(self) -> None:
        """End now."""
        self._orders.give(Abort())
        self._wires.cut()

    def replace_source(self, source: Source) -> None:
        """Listen to `source` from now on."""
        self._orders.give(Replace(source))

    def switch(self, plan: Plan) -> None:
        """Caption with `plan` from a good place on; until then, and if it fails, as before."""
        self._orders.give(Switch(plan))

    def commit(self) -> None:
        """End the line: in manual mode the words so far become final."""
        self._orders.give(Commit())

    def talk(self, *, is_talking: bool) -> None:
        """Push to talk, in manual mode: hear from a moment ago on; or end the line in a moment,
        and hear nothing, which is no gap. Until the first call everything is heard.
        """
        if is_talking:
            self._outlet.gate.open()
        else:
            self._outlet.gate.close()

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

    def _on_audio(self) -> None:
        """On the source's thread: wake the loop, but not for less than it would send."""
        if self._ring.waiting() >= MIN_APPEND_SAMPLES:
            self._woken.set()

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
                case Commit():
                    self._wires.commit()
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
        self._follow(self._wires.finish())
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
            case Warned(problem=problem, is_single=is_single):
                self._teller.tell(Notice(problem)) if is_single else self._teller.notice(problem)
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
        begin, end = self._wires.unsent, self._ring.cursors.written
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
