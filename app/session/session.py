"""One recording from start to stop, and what other threads may ask of it."""

from __future__ import annotations

import random
import threading
from itertools import count
from typing import TYPE_CHECKING, Final

from app.audio.ring import Ring
from app.audio.source import RATE_HZ
from app.core.captions import Captions
from app.session.caller import Tools
from app.session.loop import Loop
from app.session.orders import Abort, Commit, Finish, Orders, Replace, Switch
from app.session.outlet import SessionOutlet
from app.session.plan import Patience
from app.session.teller import Teller, next_line
from app.session.wires import Wires

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Source
    from app.core.cost import Meter
    from app.core.events import EngineState
    from app.session.plan import Fallback, Plan
    from app.session.sink import Sink

EMPTY: Final = Captions()


class Session:
    """Captions one source, once.

    `run` blocks until the session is over, on a thread of its own; it is `begin`, then `step`
    after every wake-up. `stop`, `abort`, `replace_source`, `switch`, `commit` and `talk` return at
    once, from any thread. `clock` is time.perf_counter or stands in for it, `chance` gives 0…1.
    `hear` takes all audio, with its first sample's place in the session, on the source's thread.
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
        shows_levels: bool = True,
        hear: Callable[[int, bytes], None] | None = None,
    ) -> None:
        self._clock = clock
        self._woken = threading.Event()
        self._orders = Orders(self._woken.set)
        self._ring = Ring(on_change=self._on_audio, first_sample=begin_ms * RATE_HZ // 1000)
        self._outlet = SessionOutlet(self._ring, clock, self._woken.set, self.commit)
        self._outlet.wants_levels = shows_levels
        if hear is not None:
            self._outlet.hear = hear
        self._teller = Teller(sink, self._outlet, clock, captions)
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
        self._loop = Loop(source, self._outlet, self._orders, self._wires, self._teller, tools)

    @property
    def state(self) -> EngineState:
        return self._loop.state

    @property
    def captions(self) -> Captions:
        """What there is to read; changes on the session's thread while it runs."""
        return self._teller.captions

    @property
    def position_ms(self) -> int:
        """Up to where the audio was sent, and so nearly all of it heard. Any thread."""
        return self._ring.cursors.sent * 1000 // RATE_HZ

    def run(self) -> None:
        """Block until the session is over. The source and the links are gone then."""
        try:
            self.begin()
            while not self.state.is_over:
                wait_s = max(self.step() - self._clock(), 0.0)
                self._woken.wait(min(wait_s, threading.TIMEOUT_MAX))
                self._woken.clear()
        finally:
            self._loop.drop()

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
        self._orders.give(Commit(self._ring.cursors.written))

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
        self._loop.begin()

    def step(self) -> float:
        """Do all there is to do; return the time by which to be called again."""
        return self._loop.step()

    def _on_audio(self) -> None:
        """On the source's thread: wake the loop, but not for less than it would send."""
        if self._ring.waiting() >= self._outlet.piece_samples:
            self._woken.set()
