"""The wire sessions of a session: which one gets the audio, and what happens in between.

One is fed. When it is lost the next one that is ready hears again what was not finished; when
another one is to take its place it is let finish what it has heard up to a good place.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, assert_never

from app.net.links import LinkLostError
from app.session import verdicts
from app.session.callers import Callers
from app.session.ending import LastCalls
from app.session.feeder import Feeder
from app.session.peer_events import (
    Complained,
    Connected,
    ContextRefused,
    Finished,
    Lost,
    Ready,
    Said,
    Used,
)
from app.session.plan import Patience
from app.session.retiring import Retiring, count_used, lost_words
from app.session.succession import Succession
from app.session.wires_events import AllSaid, Dialling, Listening, Preparing, Warned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.errors import Problem
    from app.session.caller import Caller, Tools
    from app.session.peer import Peer
    from app.session.peer_events import PeerEvent
    from app.session.plan import Fallback, Plan
    from app.session.wire import Wire
    from app.session.wires_events import WiresEvent

log = logging.getLogger(__name__)


class Wires:
    """Owns every link of a session. On the session's thread, except `hasten` and `cut`."""

    def __init__(
        self, plan: Plan, tools: Tools, *, fallback: Fallback | None, patience: Patience
    ) -> None:
        self._tools = tools
        self._ring = tools.ring
        self._fails_early = patience is Patience.FAIL_EARLY
        self._callers = Callers(plan, tools, fallback)
        self._feeder = Feeder(tools)
        self._retiring = Retiring(tools)
        self._succession = Succession(tools, self._feeder)
        self._problem: Problem | None = None
        self._last_calls = LastCalls()
        self._is_hurried = False
        self._peers: tuple[Peer, ...] = ()  # for other threads
        self.has_listened = False

    def hasten(self) -> None:
        """Any thread: let nothing that is being sent take long."""
        for peer in self._peers:
            peer.hasten()

    def cut(self) -> None:
        """Any thread: end every link now."""
        for peer in self._peers:
            peer.cut()

    @property
    def wire(self) -> Wire | None:
        """The wire session that is fed; None: there is none."""
        peer = self._fed_peer
        return None if peer is None else peer.wire

    @property
    def _fed_peer(self) -> Peer | None:
        return None if self._callers.fed is None else self._callers.fed.peer

    @property
    def reached(self) -> int:
        """Up to here audio was sent at least once."""
        return self._succession.reached(self.wire)

    @property
    def waiting(self) -> int:
        """How many samples wait to be sent, for the first time or again."""
        return self._ring.held(self.reached if self.wire is None else self._ring.cursors.sent)

    @property
    def engine_id(self) -> str:
        """Who captions, or would."""
        return self._callers.current.plan.engine.id

    @property
    def was_asked(self) -> bool:
        """Whether an engine was asked for the last words."""
        return self._last_calls.was_asked

    def was_full(self) -> bool:
        """Whether a link had to wait since the last call because nobody read."""
        return any([peer.was_full() for peer in self._peers])

    def switch(self, plan: Plan) -> None:
        """Caption with `plan` from a good place on, or at once if nobody captions."""
        self._feeder.stay()
        self._callers.switch(plan, keeps_former=self.has_listened)

    def commit(self, at: int) -> None:
        """End the line at `at`, in manual mode."""
        self._feeder.commit(at)

    def hurry(self) -> None:
        """Make the attempt that is due some time at once; begin nothing new; be stuck nowhere."""
        self._is_hurried = True
        self._feeder.stay()
        self._callers.hurry()

    def distrust(self) -> None:
        """Let no later attempt meet the engine that is fed now: it fell silent."""
        if self._callers.fed is not None:
            self._callers.fed.plan.dialer.distrust()

    def read(self) -> Iterator[WiresEvent]:
        """Give what arrived on every link."""
        for caller in self._callers.all:
            peer = caller.peer
            if peer is None:
                continue
            for event in peer.read():
                yield from self._handle(caller, peer, event)
                if caller.peer is not peer:
                    break
        for said in self._retiring.read():
            yield said if isinstance(said, Said) else Warned(said.problem, is_single=False)
        yield from self._all_said()

    def pump(self, *, flush: bool) -> Iterator[WiresEvent]:
        """Send the audio that may go now; hand over where that is due."""
        peer, wire = self._fed_peer, self.wire
        if peer is None or wire is None or not peer.takes_audio:
            return
        successor = self._callers.successor
        try:
            for lost in self._feeder.pump(peer, wire, flush=flush, is_followed=bool(successor)):
                yield Said(lost, None)
            if successor is not None and self._feeder.cut is not None:
                yield from self._hand_over(wire, successor, self._feeder.cut)
        except LinkLostError:
            peer.mute()
        self._ring.confirm(wire.account.confirmed)

    def finish(self) -> None:
        """Ask for the last words: all audio is sent."""
        peer, wire = self._fed_peer, self.wire
        if peer is None or wire is None or not peer.takes_audio:
            return
        self._callers.hurry()
        self._last_calls.ask()
        try:
            wire.finish()
        except LinkLostError:
            peer.mute()

    def watch(self) -> Iterator[WiresEvent]:
        """Make the attempts that are due, and notice links that are dead."""
        for caller in self._callers.all:
            lost = None if caller.peer is None else caller.peer.watch()
            if lost is not None:
                yield from self._lose(caller, lost)
        yield from self._retiring.watch()
        yield from self._all_said()
        for _ in self._callers.dial_due():
            self._note_peers()
            if self.wire is None:
                yield Dialling(self._problem)

    def due_s(self, *, flush: bool) -> float:
        """When to look at the links again, if nothing happens before."""
        peers = [caller.peer.due_s for caller in self._callers.all if caller.peer is not None]
        fed, wire = self._fed_peer, self.wire
        if fed is not None and wire is not None and fed.takes_audio:
            peers.append(self._feeder.due_s(wire, flush=flush))
        return min([self._callers.due_s, self._retiring.due_s, *peers])

    def release(self, *, polite: bool) -> Iterator[Said]:
        """Let go of every link; give the end of every line that gets no more words."""
        wire = self.wire
        remains = self._succession.remains if wire is None else wire.remains(self._tools.shown)
        yield from (Said(event, None) for event in lost_words(remains))
        yield from self._retiring.release()
        for caller in self._callers.all:
            caller.release(polite=polite)
        self._callers.fed = None
        self._note_peers()

    def _handle(self, caller: Caller, peer: Peer, event: PeerEvent) -> Iterator[WiresEvent]:
        match event:
            case Connected():
                if self.wire is None:
                    yield Preparing()
            case Ready():
                if self._callers.fed is None:
                    yield from self._take_up(caller)
            case Said():
                yield event
            case Used(duration_s=duration_s):
                count_used(self._tools, peer, duration_s)
            case Complained(problem=problem, is_line_lost=is_line_lost):
                yield Warned(problem, is_single=False)
                if is_line_lost and peer.wire is not None:
                    yield from (Said(failed, None) for failed in peer.wire.fail_oldest())
            case ContextRefused():
                yield from self._leave_context(caller, event)
            case Lost():
                yield from self._lose(caller, event)
            case Finished():
                yield from self._finished(caller)
            case _:
                assert_never(event)

    def _leave_context(self, caller: Caller, refused: ContextRefused) -> Iterator[Warned]:
        if caller.plan.config.context:  # or it was said before
            yield Warned(refused.problem)
            self._callers.leave_context(caller, is_up=refused.is_up)

    def _lose(self, caller: Caller, lost: Lost) -> Iterator[WiresEvent]:
        """Let go of a link that is of no more use."""
        peer = caller.peer
        if peer is None:
            return
        facts = {"attempt": peer.number, "engine": caller.plan.engine.id}
        facts["problem"] = lost.problem.code.value
        log.info("link %d is lost", peer.number, extra={"event": "link.lost", **facts})
        if lost.is_regular and peer.ready_s is not None:
            self._callers.announce(caller, self._tools.clock() - peer.ready_s)
        if caller is self._callers.fed and peer.wire is not None:
            self._keep(peer.wire, lost)
        caller.release(polite=lost.is_up)
        self._note_peers()
        self._problem = lost.problem
        is_first = self._fails_early and not self.has_listened
        told = self._callers.failed(caller, lost.problem, is_first=is_first)
        if told is not None and not self._last_calls.has_said_all:
            yield told
        yield from self._all_said()
        successor = self._callers.successor
        if self._callers.fed is None and successor is not None:
            yield from self._take_up(successor)

    def _keep(self, wire: Wire, lost: Lost) -> None:
        """Remember what has to be heard again, if anything."""
        self._succession.keep(wire, lost.problem)
        left = self._succession.remains
        is_good_bye = lost.is_regular and not (left.orphans or left.commits)
        self._last_calls.lose(is_good_bye=is_good_bye)

    def _take_up(self, caller: Caller) -> Iterator[WiresEvent]:
        """Let `caller` go on where another one was lost."""
        if caller.peer is not None and caller.peer.wire is not None:
            if self._is_hurried:
                caller.peer.hasten()
            yield from self._succession.take_up(caller, caller.peer.wire)
            yield from self._succeed(caller)

    def _hand_over(self, old: Wire, successor: Caller, cut: int) -> Iterator[WiresEvent]:
        """Let `successor` go on at `cut`. Raises LinkLostError: then it has to take up instead."""
        fed, peer = self._callers.fed, successor.peer
        if fed is None or fed.peer is None or peer is None or peer.wire is None:
            return
        self._succession.go_on(successor, peer.wire, old, cut)
        self._retiring.add(fed.peer)
        fed.peer = None
        yield from self._succeed(successor)

    def _succeed(self, caller: Caller) -> Iterator[WiresEvent]:
        told = self._callers.succeed(caller)
        self.has_listened = True
        self._note_peers()
        yield Listening(caller.plan.engine.id)
        if told is not None:
            yield Warned(told)

    def _finished(self, caller: Caller) -> Iterator[WiresEvent]:
        if caller is self._callers.fed and self._last_calls.is_open:
            self._last_calls.has_said_all = True
        else:
            problem = verdicts.lost_link(caller.plan.engine)
            yield from self._lose(caller, Lost(problem, is_up=True, is_regular=True))

    def _all_said(self) -> Iterator[AllSaid]:
        if self._last_calls.has_said_all and not self._retiring.peers:
            yield AllSaid()

    def _note_peers(self) -> None:
        callers = (caller.peer for caller in self._callers.all)
        peers = (peer for peer in (*callers, *self._retiring.peers) if peer is not None)
        self._peers = tuple(peers)
