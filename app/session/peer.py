"""The engine at the other end, as the session sees it: link events in, what they mean out."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from app.engine.catalog import Place
from app.net.dialing import is_loopback
from app.net.links import (
    Cancel,
    LinkAlive,
    LinkDown,
    LinkFailed,
    LinkMessage,
    LinkUp,
)
from app.protocol.client import (
    ClientMachine,
    ServerFault,
    SessionCreated,
    SessionFinished,
    SessionReady,
    Usage,
    WireState,
)
from app.protocol.errors import ProtocolError
from app.session import verdicts
from app.session.inbox import Inbox
from app.session.wire import UNPACED, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.core.errors import Problem
    from app.core.events import LineEvent
    from app.engine.catalog import EngineInfo
    from app.net.links import Link, LinkEvent
    from app.protocol.client import ClientEvent
    from app.protocol.config import WireConfig
    from app.session.dialer import Dialer

log = logging.getLogger(__name__)

BACKLOG_PACE: Final = 3.0  # a server elsewhere loses words when a backlog comes faster
EVENTS_A_READ: Final = 256
ATTEMPT: Final = 1  # the only one: a lost link ends the session


@dataclass(frozen=True, slots=True)
class Connected:
    """The link is up; the settings are being agreed on."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Audio may flow."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something about a line."""

    event: LineEvent
    received_s: float


@dataclass(frozen=True, slots=True)
class Complained:
    """The engine, or what it sent, is at fault; unless fatal it goes on."""

    problem: Problem
    is_fatal: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """There is no link, or none any more."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Finished:
    """Every final has come."""


PeerEvent: TypeAlias = Connected | Ready | Said | Complained | Lost | Finished


class Peer:
    """Owns the inbox, the attempt to connect and, once there is a link, its wire session.

    On the session's thread, except `Inbox.put`, which the link's thread calls.
    """

    def __init__(
        self,
        engine: EngineInfo,
        config: WireConfig,
        clock: Callable[[], float],
        wake: Callable[[], None],
        *,
        first_line: int,
        offset_samples: int,
    ) -> None:
        self._engine = engine
        self._config = config
        self._clock = clock
        self._wake = wake
        self._first_line = first_line
        self._offset_samples = offset_samples
        self._inbox = Inbox(wake)
        self._cancel = Cancel()
        self._times_full = 0
        self.wire: Wire | None = None

    def was_full(self) -> bool:
        """Whether the link had to wait since the last call because nobody read."""
        before, self._times_full = self._times_full, self._inbox.times_full
        return self._times_full > before

    def dial(self, dialer: Dialer) -> None:
        """Begin to connect."""
        dialer.dial(ATTEMPT, self._inbox.put, self._cancel)

    def read(self) -> Iterator[PeerEvent]:
        """Give what arrived, at most so much that the audio still gets its turn.

        Raises LinkLostError when an answer cannot be sent.
        """
        for _ in range(EVENTS_A_READ):
            event = self._inbox.take()
            if event is None:
                return
            yield from self._meaning(event)
        self._wake()

    def release(self, *, polite: bool) -> None:
        """Let go of the link, or of the attempt to get one. Idempotent."""
        self._inbox.close()
        wire, self.wire = self.wire, None
        if wire is not None and polite:
            wire.close()
        elif wire is not None:
            wire.abort()
        self._cancel.cancel()
        while (event := self._inbox.take()) is not None:
            if isinstance(event, LinkUp):
                event.link.abort()

    def _meaning(self, event: LinkEvent) -> Iterator[PeerEvent]:
        match event:
            case LinkUp(link=link):
                self.wire = self._wire_over(link)
                yield Connected()
            case LinkFailed(problem=problem):
                yield Lost(verdicts.failed_attempt(self._engine, problem))
            case LinkMessage(data=data, received_s=received_s):
                yield from self._read_message(data, received_s)
            case LinkAlive(received_s=received_s):
                if self.wire is not None:
                    self.wire.alive(received_s)
            case LinkDown(code=code):
                log.info("link is down, close code %s", code)
                yield Lost(verdicts.lost_link(self._engine))
            case _:
                assert_never(event)

    def _read_message(self, data: bytes, received_s: float) -> Iterator[PeerEvent]:
        if self.wire is None:
            return
        try:
            events = self.wire.receive(data, received_s)
        except ProtocolError as exc:
            log.warning("the server broke the protocol: %s", exc.field or "no such message")
            yield self._complaint(verdicts.broken_protocol(self._engine))
            return
        for event in events:
            yield from self._meaning_on_wire(event, received_s, self.wire)

    def _meaning_on_wire(
        self, event: ClientEvent, received_s: float, wire: Wire
    ) -> Iterator[PeerEvent]:
        match event:
            case SessionCreated(model=model):
                problem = verdicts.wrong_model(self._engine, model)
                if problem is None:
                    if not model.startswith(self._engine.model):
                        log.warning("the server calls its model %.80r", model)
                    wire.configure()
                else:
                    yield Complained(problem, is_fatal=True)
            case SessionReady():
                yield Ready()
            case SessionFinished():
                yield Finished()
            case ServerFault():
                problem = verdicts.fault(self._engine, self._config, event)
                yield self._complaint(problem, is_fatal=verdicts.is_fatal(event))
            case Usage():
                return
            case _:
                yield Said(event, received_s)

    def _complaint(self, problem: Problem, *, is_fatal: bool = False) -> Complained:
        """Before audio may flow every fault is the end: nothing could be captioned."""
        talks = self.wire is not None and self.wire.state in (WireState.READY, WireState.FINISHING)
        return Complained(problem, is_fatal=is_fatal or not talks)

    def _wire_over(self, link: Link) -> Wire:
        lines, ids = count(self._first_line), count(1)
        machine = ClientMachine(
            self._config,
            new_line=lambda: next(lines),
            new_event_id=lambda: f"event_{next(ids)}",
        )
        is_near = self._engine.place is Place.THIS_COMPUTER or is_loopback(self._engine.host)
        return Wire(
            link,
            machine,
            pace=UNPACED if is_near else BACKLOG_PACE,
            offset_samples=self._offset_samples,
            now_s=self._clock(),
        )
