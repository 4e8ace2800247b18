"""The client's end of one wire session."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from msgspec import UNSET

from app.protocol import codec
from app.protocol import messages as wire
from app.protocol.abilities import Offer, is_eased, read_offer
from app.protocol.config import MAX_MESSAGE_BYTES, AudioFormat
from app.protocol.errors import InvalidState
from app.protocol.items import Items
from app.protocol.negotiation import request

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.core.events import LineEvent
    from app.protocol.config import WireConfig

# What an append carries at most, so that base64 and the rest of the message stay within bounds.
MAX_APPEND_BYTES: Final = MAX_MESSAGE_BYTES * 3 // 4 - 1024


class WireState(Enum):
    """Where a wire session stands."""

    AWAITING_CREATED = auto()
    CREATED = auto()  # `update` is due; back here after a refused one
    UPDATING = auto()
    READY = auto()
    FINISHING = auto()
    FINISHED = auto()


@dataclass(frozen=True, slots=True)
class SessionCreated:
    """The server opened the session with `model` (empty: it did not say)."""

    model: str
    offer: Offer = field(default_factory=Offer)


@dataclass(frozen=True, slots=True)
class SessionReady:
    """The settings are accepted: audio may flow."""


@dataclass(frozen=True, slots=True)
class SessionFinished:
    """Every final has come."""


@dataclass(frozen=True, slots=True)
class ServerFault:
    """An `error` event; what the server left out is empty."""

    type: str
    code: str
    message: str
    param: str
    event_id: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds of audio that the session has cost so far: the last value counts, never the sum."""

    duration_s: float


@dataclass(frozen=True, slots=True)
class Eased:
    """A server of ours begins to cut partials back, as its model does not keep up; or it ends."""

    is_eased: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """A server of ours has nothing left to do about the audio before `done_ms`."""

    done_ms: int


ClientEvent: TypeAlias = (
    "LineEvent | SessionCreated | SessionReady | SessionFinished | ServerFault | Usage | Eased"
    "| Progress"
)


@dataclass(frozen=True, slots=True)
class Counters:
    """What a sound server of this version of the protocol would not have sent."""

    unknown_events: int = 0
    unknown_fields: int = 0
    settled_violations: int = 0
    late_events: int = 0


class ClientMachine:
    """Sans-I/O client. Feed it what arrives; send what its other methods return.

    Order: `receive` until CREATED, `update`, `receive` until READY, then `append` and `commit`
    at will, `finish`, `receive` until FINISHED. `receive` raises only ProtocolError, and the
    message that did changes nothing. The other methods raise InvalidState out of order. Times
    are milliseconds of the audio of this wire session.
    """

    def __init__(
        self,
        config: WireConfig,
        *,
        new_line: Callable[[], int],
        new_event_id: Callable[[], str],
    ) -> None:
        self._config = config
        self._new_event_id = new_event_id
        self._items = Items(new_line)
        self._state = WireState.AWAITING_CREATED
        self._counters = Counters()
        self._offer = Offer()
        self._is_eased = False

    @property
    def state(self) -> WireState:
        return self._state

    @property
    def counters(self) -> Counters:
        return replace(
            self._counters,
            settled_violations=self._items.settled_violations,
            late_events=self._counters.late_events + self._items.late_events,
        )

    def update(self) -> str:
        """Return the settings as `session.update`."""
        self._require(WireState.CREATED)
        self._state = WireState.UPDATING
        return codec.encode(
            wire.SessionUpdate(
                event_id=self._new_event_id(), session=request(self._config, self._offer)
            )
        )

    def append(self, audio: bytes) -> str:
        """Return 1 to MAX_APPEND_BYTES bytes of audio (whole samples of PCM) as a message.

        The bytes must be in the format and at the rate of the settings.
        """
        self._require(WireState.READY)
        is_whole = self._config.audio is not AudioFormat.PCM or len(audio) % 2 == 0
        if not is_whole or not 0 < len(audio) <= MAX_APPEND_BYTES:
            raise InvalidState(f"{len(audio)} bytes are no message of audio")
        return codec.encode(wire.Append(event_id=self._new_event_id(), audio=audio))

    def commit(self) -> str:
        """Return the end of a line in manual mode."""
        self._require(WireState.READY)
        if self._config.vad is not None:
            raise InvalidState("the server ends the lines")
        return codec.encode(wire.Commit(event_id=self._new_event_id()))

    def finish(self) -> str:
        """Return the request for the last words; nothing can be sent after it."""
        self._require(WireState.CREATED, WireState.UPDATING, WireState.READY)
        self._state = WireState.FINISHING
        return codec.encode(wire.Finish(event_id=self._new_event_id()))

    def abandon(self) -> list[LineEvent]:
        """The link is gone: return the failure of every open line; its words stay."""
        self._state = WireState.FINISHED
        return self._items.abandon("abandoned")

    def receive(self, message: str | bytes) -> Sequence[ClientEvent]:
        """Return what `message` means, in order. Raises only ProtocolError."""
        envelope = codec.open_envelope(message)
        if envelope.type not in wire.SERVER_TYPES:
            self._counters = replace(
                self._counters, unknown_events=self._counters.unknown_events + 1
            )
            return []
        event = codec.decode_server(envelope)
        fields = self._counters.unknown_fields + codec.unknown_fields(envelope, event)
        self._counters = replace(self._counters, unknown_fields=fields)
        return self._handle(event)

    def _handle(self, event: wire.ServerMessage) -> Sequence[ClientEvent]:
        meant: Sequence[ClientEvent]
        match event:
            case wire.SpeechStarted():
                meant = self._items.started(event)
            case wire.SpeechStopped():
                meant = self._items.stopped(event)
            case wire.Committed():
                meant = self._items.placed(event.item_id, event.previous_item_id)
            case wire.ItemCreated():
                meant = self._items.placed(event.item.id, event.previous_item_id)
            case wire.Interim():
                meant = [*self._items.interim(event), *self._eased(event)]
            case wire.Completed():
                meant = [*self._items.completed(event), *_usage(event), *self._eased(event)]
            case wire.Failed():
                meant = self._items.failed(event)
            case wire.Fault() | wire.SessionCreated() | wire.SessionUpdated():
                meant = self._handle_session(event)
            case wire.Progress(done_ms=done_ms):
                meant = [Progress(done_ms)]
            case wire.SessionFinished():
                self._state = WireState.FINISHED
                meant = [*self._items.abandon("unfinished"), SessionFinished()]
            case _:
                assert_never(event)
        return meant

    def _handle_session(
        self, event: wire.Fault | wire.SessionCreated | wire.SessionUpdated
    ) -> Sequence[ClientEvent]:
        match event, self._state:
            case wire.Fault(), WireState.UPDATING:
                self._state = WireState.CREATED
                return [_fault(event.error)]
            case wire.Fault(), _:
                return [_fault(event.error)]
            case wire.SessionCreated(), WireState.AWAITING_CREATED:
                self._state = WireState.CREATED
                self._offer = read_offer(event.session)
                return [SessionCreated(_model(event.session), self._offer)]
            # CREATED: the fault that seemed to refuse the update was about something else.
            case wire.SessionUpdated(), WireState.UPDATING | WireState.CREATED:
                self._state = WireState.READY
                return [SessionReady()]
            case _:
                self._counters = replace(self._counters, late_events=self._counters.late_events + 1)
                return []

    def _eased(self, event: wire.Interim | wire.Completed) -> list[Eased]:
        before, self._is_eased = self._is_eased, is_eased(event.x_zimu)
        return [Eased(self._is_eased)] if self._is_eased is not before else []

    def _require(self, *states: WireState) -> None:
        if self._state not in states:
            raise InvalidState(f"not while {self._state.name}")


def _model(session: wire.Session) -> str:
    transcription = session.input_audio_transcription or wire.Transcription()
    return session.model or transcription.model or ""


def _usage(event: wire.Completed) -> list[Usage]:
    duration = event.usage.duration if event.usage else None
    return [Usage(duration)] if duration is not None and duration is not UNSET else []


def _fault(body: wire.ErrorBody) -> ServerFault:
    return ServerFault(
        type=body.type or "",
        code=body.code or "",
        message=body.message or "",
        param=body.param or "",
        event_id=body.event_id or "",
    )
