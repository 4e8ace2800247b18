"""The server's end of one wire session: what a client may do, and events in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from msgspec import UNSET, Raw, UnsetType

from app.protocol import codec
from app.protocol import messages as wire
from app.protocol.abilities import introduce, read_asked, tell_ease
from app.protocol.config import WireConfig
from app.protocol.errors import InvalidState, ProtocolError
from app.protocol.negotiation import echo, read_config

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.emotion import Emotion
    from app.protocol.abilities import Abilities

_INVALID_REQUEST: Final = "invalid_request_error"
_PROTOCOL_MISUSE: Final = 1007
_CONTENT: Final = Raw(b'[{"type":"input_audio","transcript":null}]')


@dataclass(frozen=True, slots=True)
class Reply:
    """Send `text` to the client."""

    text: str


@dataclass(frozen=True, slots=True)
class Configured:
    """The client's settings are accepted; they hold until the next Configured."""

    config: WireConfig


@dataclass(frozen=True, slots=True)
class Audio:
    """Whole samples of audio, s16le mono, never empty."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class Committed:
    """The client ended a line itself (manual mode). Answer with `committed()`."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The client wants the last words. Answer with what is open, then `finished()`."""


@dataclass(frozen=True, slots=True)
class Hangup:
    """Close the connection with this code."""

    code: int
    reason: str


ServerAction: TypeAlias = Reply | Configured | Audio | Committed | Finish | Hangup


class ServerMachine:
    """Sans-I/O server. Feed it what arrives, do the actions, send what the builders return.

    `receive` never raises for anything a peer sends. The builders raise InvalidState for an item
    that is not open. Until a `session.update` arrives the defaults of the protocol apply; after a
    refused one no audio is taken until a valid one arrives.
    """

    def __init__(self, abilities: Abilities, *, new_id: Callable[[str], str]) -> None:
        self._abilities = abilities
        self._new_id = new_id
        self._session_id = new_id("sess")
        self._config = WireConfig()
        self._is_refused = False
        self._is_finishing = False
        self._has_audio = False
        self._has_uncommitted = False
        self._half_sample = b""
        self._open: set[str] = set()
        self._previous: str | None = None
        self._tells_ease = False
        self._ease = 0
        self._tells_progress = False

    @property
    def config(self) -> WireConfig:
        """The settings in force."""
        return self._config

    def opening(self) -> str:
        """Return `session.created`, the first event on every connection."""
        session = introduce(self._session(), self._abilities)
        return codec.encode(wire.SessionCreated(event_id=self._new_id("event"), session=session))

    def receive(self, message: str | bytes) -> list[ServerAction]:
        """Return what to do about `message`, in order."""
        try:
            envelope = codec.open_envelope(message)
        except ProtocolError as error:
            return [self._refuse("invalid_json", error.reason, error.field)]
        event_id = envelope.event_id
        if envelope.type not in wire.CLIENT_TYPES:
            reason = f"There is no event '{envelope.type[:80]}'."
            return [self._refuse("unknown_event", reason, "type", event_id)]
        try:
            event = codec.decode_client(envelope)
        except ProtocolError as error:
            self._is_refused |= envelope.type == wire.tag(wire.SessionUpdate)
            return [self._refuse("invalid_value", f"{error}.", error.field, event_id)]
        if self._is_finishing:
            return [self._refuse("session_finishing", "The session is finishing.", "", event_id)]
        return self._handle(event, event_id)

    def _handle(self, event: wire.ClientMessage, event_id: str) -> list[ServerAction]:
        match event:
            case wire.SessionUpdate():
                return self._update(event.session, event_id)
            case wire.Append():
                return self._append(event.audio, event_id)
            case wire.Commit():
                return self._commit(event_id)
            case wire.Finish():
                self._is_finishing = True
                return [Finish()]
            case _:
                assert_never(event)

    def _update(self, asked: wire.Session, event_id: str) -> list[ServerAction]:
        if self._has_audio:
            return [Hangup(_PROTOCOL_MISUSE, "session.update after audio has started")]
        try:
            config = read_config(asked, self._abilities)
        except ProtocolError as error:
            self._is_refused = True
            return [self._refuse("invalid_value", error.reason, error.field, event_id)]
        self._config = config
        wishes = read_asked(asked, self._abilities)
        self._tells_ease, self._tells_progress = wishes.tells_ease, wishes.tells_progress
        self._is_refused = False
        updated = wire.SessionUpdated(event_id=self._new_id("event"), session=self._session())
        return [Configured(config), Reply(codec.encode(updated))]

    def _append(self, audio: bytes, event_id: str) -> list[ServerAction]:
        if self._is_refused:
            reason = "No audio is taken before a valid session.update."
            return [self._refuse("session_not_ready", reason, "", event_id)]
        # A sample may be split between two messages.
        pcm = self._half_sample + audio
        whole = len(pcm) - len(pcm) % 2
        self._half_sample = pcm[whole:]
        if not whole:
            return []
        self._has_audio = self._has_uncommitted = True
        return [Audio(pcm[:whole])]

    def _commit(self, event_id: str) -> list[ServerAction]:
        if self._config.vad is not None:
            reason = "With server_vad the server ends the lines."
            return [self._refuse("commit_not_allowed", reason, "", event_id)]
        if not self._has_uncommitted:
            reason = "No audio since the last commit."
            return [self._refuse("input_audio_buffer_commit_empty", reason, "", event_id)]
        self._has_uncommitted = False
        return [Committed()]

    def ease(self, ease: int) -> None:
        """Let snapshots and finals tell how far partials are cut back, if the client asked."""
        self._ease = ease

    # Builders: what the recogniser heard, as text frames in the order in which they are to be sent

    def open_item(self) -> str:
        """Return the id of a new line that is not announced (manual mode)."""
        item_id = self._new_id("item")
        self._open.add(item_id)
        return item_id

    def speech_started(self, begin_ms: int) -> tuple[str, list[str]]:
        """Return the id of a new line and its announcement."""
        item_id = self.open_item()
        started = wire.SpeechStarted(
            event_id=self._new_id("event"), audio_start_ms=begin_ms, item_id=item_id
        )
        return item_id, [codec.encode(started)]

    def speech_stopped(self, item_id: str, end_ms: int) -> list[str]:
        """Return the end of the voice; the line is committed with it."""
        self._check_open(item_id)
        stopped = wire.SpeechStopped(
            event_id=self._new_id("event"), audio_end_ms=end_ms, item_id=item_id
        )
        return [codec.encode(stopped), *self.committed(item_id)]

    def committed(self, item_id: str) -> list[str]:
        """Return the commit of a line (on its own in manual mode only) and its creation."""
        self._check_open(item_id)
        previous, self._previous = self._previous, item_id
        item = wire.Item(
            id=item_id,
            object="realtime.item",
            type="message",
            status="completed",
            role="user",
            content=_CONTENT,
        )
        committed = wire.Committed(
            event_id=self._new_id("event"), previous_item_id=previous, item_id=item_id
        )
        created = wire.ItemCreated(
            event_id=self._new_id("event"), previous_item_id=previous, item=item
        )
        return [codec.encode(committed), codec.encode(created)]

    def interim(
        self, item_id: str, settled: str, tentative: str, *, language: str, emotion: Emotion
    ) -> str:
        """Return a snapshot of an open line."""
        self._check_open(item_id)
        return codec.encode(
            wire.Interim(
                event_id=self._new_id("event"),
                item_id=item_id,
                content_index=0,
                language=language,
                emotion=emotion.value,
                text=settled,
                stash=tentative,
                x_zimu=self._told_ease(),
            )
        )

    def completed(
        self, item_id: str, transcript: str, *, language: str, emotion: Emotion, duration_s: int
    ) -> str:
        """Return the final of a line; `duration_s` is the audio of the whole session so far."""
        self._close_item(item_id)
        return codec.encode(
            wire.Completed(
                event_id=self._new_id("event"),
                item_id=item_id,
                content_index=0,
                language=language,
                emotion=emotion.value,
                transcript=transcript,
                usage=wire.Usage(duration=duration_s),
                x_zimu=self._told_ease(),
            )
        )

    def failed(self, item_id: str, *, code: str, message: str) -> str:
        """Return the end of a line that could not be recognised."""
        self._close_item(item_id)
        error = wire.ErrorBody(code=code, message=message, param=None)
        return codec.encode(
            wire.Failed(
                event_id=self._new_id("event"), item_id=item_id, content_index=0, error=error
            )
        )

    @property
    def tells_progress(self) -> bool:
        """Whether the client asked for `progress`."""
        return self._tells_progress

    def progress(self, done_ms: int) -> str:
        """Return that every line before `done_ms` is told for good."""
        return codec.encode(wire.Progress(event_id=self._new_id("event"), done_ms=done_ms))

    def finished(self) -> str:
        """Return the answer to `session.finish`, after the last final."""
        return codec.encode(wire.SessionFinished(event_id=self._new_id("event")))

    def fault(self, code: str, message: str) -> str:
        """Return an `error` that is this server's own fault."""
        return self._error(wire.ErrorBody(type="server_error", code=code, message=message))

    def _session(self) -> wire.Session:
        return echo(self._config, session_id=self._session_id, model=self._abilities.model)

    def _told_ease(self) -> Raw | UnsetType:
        return tell_ease(self._ease) if self._tells_ease else UNSET

    def _check_open(self, item_id: str) -> None:
        if item_id not in self._open:
            raise InvalidState(f"{item_id} is not open")

    def _close_item(self, item_id: str) -> None:
        self._check_open(item_id)
        self._open.remove(item_id)

    def _refuse(self, code: str, message: str, param: str = "", event_id: str = "") -> Reply:
        body = wire.ErrorBody(
            type=_INVALID_REQUEST, code=code, message=message, param=param, event_id=event_id
        )
        return Reply(self._error(body))

    def _error(self, body: wire.ErrorBody) -> str:
        return codec.encode(wire.Fault(event_id=self._new_id("event"), error=body))
