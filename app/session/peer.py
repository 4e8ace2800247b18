"""The engine at the other end, as the session sees it: link events in, what they mean out."""

from __future__ import annotations

import logging
import math
import time
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final, assert_never

from app.audio.encoding import encoder_for
from app.core.endpoint import is_loopback
from app.core.errors import ErrorCode, ZimuError
from app.core.events import Final as FinalEvent
from app.core.events import Interim
from app.engine.catalog import Place
from app.net.links import (
    Cancel,
    LinkAlive,
    LinkDown,
    LinkFailed,
    LinkLostError,
    LinkMessage,
    LinkUp,
)
from app.protocol.abilities import Extra
from app.protocol.client import (
    ClientMachine,
    Eased,
    Progress,
    ServerFault,
    SessionCreated,
    SessionFinished,
    SessionReady,
    Usage,
    WireState,
)
from app.protocol.errors import ProtocolError
from app.session import verdicts
from app.session.agreeing import complaint, objection
from app.session.inbox import Inbox
from app.session.peer_events import (
    Complained,
    Connected,
    Finished,
    Lost,
    Ready,
    Said,
    Used,
)
from app.session.wire import UNPACED, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.net.links import Link, LinkEvent
    from app.protocol.client import ClientEvent
    from app.session.peer_events import PeerEvent
    from app.session.plan import Plan

log = logging.getLogger(__name__)

CONNECT_TIMEOUT_S: Final = 30.0  # starting the engine on a slow machine included
PREPARE_TIMEOUT_S: Final = 10.0
REASON_TIMEOUT_S: Final = 1.0  # for the reader to say why nothing can be sent any more
BACKLOG_PACE: Final = 2.0  # a server elsewhere may lose words when a backlog comes faster
EVENTS_A_READ: Final = 256


class Peer:
    """Owns the inbox, the attempt to connect and, once there is a link, its wire session.

    `number` tells the attempts of a session apart. On the session's thread, except `Inbox.put`,
    which the link's thread calls, and `hasten` and `cut`.
    """

    def __init__(
        self,
        plan: Plan,
        number: int,
        clock: Callable[[], float],
        wake: Callable[[], None],
        new_line: Callable[[], int],
        wall_s: Callable[[], float] = time.time,
    ) -> None:
        self.plan = plan
        self.number = number
        self._clock = clock
        self._wake = wake
        self._new_line = new_line
        self._wall_s = wall_s
        self._inbox = Inbox(wake)
        self._cancel = Cancel()
        self._times_full = 0
        self._deadline_s = clock() + CONNECT_TIMEOUT_S + plan.engine.load_s
        self._is_mute = False  # nothing can be sent any more
        self.wire: Wire | None = None
        self.ready_s: float | None = None  # since when audio may flow
        self.max_age_s = math.inf  # how long the server says that a session may last

    def was_full(self) -> bool:
        """Whether the link had to wait since the last call because nobody read."""
        before, self._times_full = self._times_full, self._inbox.times_full
        return self._times_full > before

    def dial(self) -> None:
        """Begin to connect."""
        self.plan.dialer.dial(self.number, self._inbox.put, self._cancel)

    def read(self) -> Iterator[PeerEvent]:
        """Give what arrived, at most so much that the audio still gets its turn."""
        for _ in range(EVENTS_A_READ):
            event = self._inbox.take()
            if event is None:
                return
            try:
                yield from self._meaning(event)
            except LinkLostError:
                self.mute()
        self._wake()

    @property
    def takes_audio(self) -> bool:
        """Whether audio may be sent."""
        is_ready = self.wire is not None and self.wire.state is WireState.READY
        return is_ready and not self._is_mute

    def mute(self) -> None:
        """Note that nothing can be sent any more.

        Whoever reads the link has what came before its end, and knows why it ended: that is
        waited for.
        """
        if not self._is_mute:
            self._is_mute = True
            self._deadline_s = self._clock() + REASON_TIMEOUT_S

    def watch(self) -> Lost | None:
        """Ask for a sign of life when it is time; say so when there is none for too long."""
        now_s = self._clock()
        wire = self.wire
        is_late = now_s >= self._deadline_s
        if self._is_mute:
            return Lost(verdicts.lost_link(self.plan.engine)) if is_late else None
        if wire is not None and not is_late:
            try:
                wire.ping_if_due(now_s)
            except LinkLostError:
                self.mute()
                return None
            is_late = wire.is_stalled(now_s)
        if not is_late:
            return None
        self.plan.dialer.distrust()
        return Lost(verdicts.stalled_link(self.plan.engine))

    @property
    def due_s(self) -> float:
        """When `watch` will have something to say."""
        wire = None if self._is_mute else self.wire
        attention_s = math.inf if wire is None else wire.attention_due_s()
        return min(self._deadline_s, attention_s)

    def hasten(self) -> None:
        """Any thread: let nothing that is being sent take long."""
        wire = self.wire
        if wire is not None:
            wire.hasten()

    def cut(self) -> None:
        """Any thread: end the link now."""
        wire = self.wire
        if wire is not None:
            wire.abort()

    def release(self, *, polite: bool) -> None:
        """Let go of the link, or of the attempt to get one. Idempotent."""
        self._inbox.close()
        wire, self.wire = self.wire, None
        if wire is not None:
            log.info("link %d: oddities of the server: %s", self.number, wire.counters)
            wire.close() if polite else wire.abort()
        self._cancel.cancel()
        while (event := self._inbox.take()) is not None:
            if isinstance(event, LinkUp):
                event.link.abort()

    def _meaning(self, event: LinkEvent) -> Iterator[PeerEvent]:
        if event.attempt != self.number:
            return
        match event:
            case LinkUp(link=link):
                yield from self._set_up(link)
            case LinkFailed(problem=problem):
                if problem.code is ErrorCode.HOST_SILENT:
                    self.plan.dialer.distrust()
                yield Lost(verdicts.failed_attempt(self.plan.engine, problem))
            case LinkMessage(data=data, received_s=received_s):
                yield from self._read_message(data, received_s)
            case LinkAlive(received_s=received_s):
                if self.wire is not None:
                    yield from (Said(known, None) for known in self.wire.alive(received_s))
            case LinkDown(code=code):
                log.info("link %d is down, close code %s", self.number, code)
                is_regular = code in verdicts.REGULAR_CODES
                yield Lost(verdicts.ended_link(self.plan.engine, event), is_regular=is_regular)
            case _:
                assert_never(event)

    def _set_up(self, link: Link) -> Iterator[PeerEvent]:
        try:
            self.wire = self._wire_over(link)
        except ZimuError as exc:  # there is no encoder
            link.abort()
            yield Lost(exc.problem)
            return
        self._deadline_s = self._clock() + PREPARE_TIMEOUT_S
        yield Connected()

    def _read_message(self, data: bytes, received_s: float) -> Iterator[PeerEvent]:
        if self.wire is None:
            return
        try:
            events = self.wire.receive(data, received_s)
        except ProtocolError as exc:
            log.warning("the server broke the protocol: %s", exc.field or "no such message")
            problem = verdicts.broken_protocol(self.plan.engine)
            yield Complained(problem) if self._talks else Lost(problem, is_up=True)
            return
        for event in events:
            yield from self._meaning_on_wire(event, received_s, self.wire)

    def _meaning_on_wire(
        self, event: ClientEvent, received_s: float, wire: Wire
    ) -> Iterator[PeerEvent]:
        match event:
            case SessionCreated():
                yield from self._agree(event, wire)
            case SessionReady():
                if not self._is_mute:
                    self._deadline_s = math.inf
                    self.ready_s = self._clock()
                    yield Ready()
            case SessionFinished():
                yield Finished()
            case ServerFault():
                yield complaint(self.plan, event, talks=self._talks)
            case Usage(duration_s=duration_s):
                yield Used(duration_s)
            case Eased(is_eased=is_eased):
                if is_eased:
                    yield Complained(verdicts.overloaded(self.plan.engine))
            case Progress():
                pass  # which `wire` has heeded
            case Interim() | FinalEvent():
                yield Said(replace(event, engine_id=self.plan.engine.id), received_s)
            case _:
                yield Said(event, received_s)

    def _agree(self, created: SessionCreated, wire: Wire) -> Iterator[PeerEvent]:
        """Send the settings, if the server runs what was asked for and takes our audio."""
        offer = created.offer
        problem = objection(self.plan, created)
        if problem is not None:
            yield Lost(problem, is_up=True)
            return
        if offer.max_pace is not None:
            wire.pace = max(offer.max_pace, 1.0)
        if offer.append_ms is not None:
            wire.prefer(offer.append_ms)
        if Extra.TELLS_PROGRESS in offer.extras:
            wire.follow()
        if offer.max_session_s is not None:
            self.max_age_s = offer.max_session_s
        if offer.expires_at_s is not None:
            self.max_age_s = min(self.max_age_s, offer.expires_at_s - self._wall_s())
        wire.configure()

    @property
    def _talks(self) -> bool:
        return self.wire is not None and self.wire.state in (WireState.READY, WireState.FINISHING)

    def _wire_over(self, link: Link) -> Wire:
        """Return the wire session over `link`. ZimuError OPUS_UNAVAILABLE."""
        config, engine = self.plan.config, self.plan.engine
        ids = count(1)
        machine = ClientMachine(
            config, new_line=self._new_line, new_event_id=lambda: f"event_{next(ids)}"
        )
        is_near = engine.place is Place.THIS_COMPUTER or is_loopback(engine.host)
        return Wire(
            link,
            machine,
            encoder_for(config),
            pace=UNPACED if is_near else BACKLOG_PACE,
            is_manual=config.vad is None,
            now_s=self._clock(),
        )
