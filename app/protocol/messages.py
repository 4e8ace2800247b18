"""Every event of the wire, typed. What PROTOCOL calls optional is optional here, the rest is not.

Unknown fields are ignored by the decoder (and counted by the codec), so only what one of our ends
reads or writes is named. UNSET is a field that is not there, None one that is null.
"""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias, get_args

from msgspec import UNSET, Meta, Raw, Struct, UnsetType

# Beyond 2**53 a JSON number is no longer an exact integer everywhere.
Milliseconds: TypeAlias = Annotated[int, Meta(ge=0, le=2**53)]
Text: TypeAlias = str | UnsetType | None


class Corpus(Struct, frozen=True):
    text: Text = UNSET


class Transcription(Struct, frozen=True):
    language: Text = UNSET
    corpus: Corpus | UnsetType | None = UNSET
    model: Text = UNSET


class TurnDetection(Struct, frozen=True):
    type: str
    threshold: float | UnsetType | None = UNSET
    silence_duration_ms: int | UnsetType | None = UNSET


class Session(Struct, frozen=True):
    """What a client asks for and what a server says it does."""

    id: Text = UNSET
    object: Text = UNSET
    model: Text = UNSET
    modalities: list[str] | UnsetType | None = UNSET
    input_audio_format: Text = UNSET
    sample_rate: int | UnsetType | None = UNSET
    input_audio_transcription: Transcription | UnsetType | None = UNSET
    turn_detection: TurnDetection | UnsetType | None = UNSET
    # Not of the protocol: nothing wrong in them may cost the session (see abilities.read_offer).
    expires_at: Raw | UnsetType = UNSET
    x_zimu: Raw | UnsetType = UNSET


class Zimu(Struct, frozen=True):
    """What our own server tells of itself in `x_zimu`."""

    max_pace: float | None
    max_session_s: float | None
    formats: list[str]
    sample_rates: list[int]
    append_ms: int | None
    languages: list[str]
    detects_language: bool
    takes_context: bool
    has_emotion: bool
    takes: list[str]


class Event(Struct, frozen=True, kw_only=True, tag_field="type"):
    """Anything on the wire. Real servers leave out `event_id` now and then."""

    event_id: Text = UNSET


# From the client


class SessionUpdate(Event, frozen=True, kw_only=True, tag="session.update"):
    session: Session


class Append(Event, frozen=True, kw_only=True, tag="input_audio_buffer.append"):
    audio: bytes  # base64 on the wire


class Commit(Event, frozen=True, kw_only=True, tag="input_audio_buffer.commit"):
    pass


class Finish(Event, frozen=True, kw_only=True, tag="session.finish"):
    pass


# From the server


class ErrorBody(Struct, frozen=True):
    type: Text = UNSET
    code: Text = UNSET
    message: Text = UNSET
    param: Text = UNSET
    event_id: Text = UNSET


class Fault(Event, frozen=True, kw_only=True, tag="error"):
    error: ErrorBody


class SessionCreated(Event, frozen=True, kw_only=True, tag="session.created"):
    session: Session


class SessionUpdated(Event, frozen=True, kw_only=True, tag="session.updated"):
    session: Session | UnsetType | None = UNSET


class SessionFinished(Event, frozen=True, kw_only=True, tag="session.finished"):
    pass


class SpeechStarted(Event, frozen=True, kw_only=True, tag="input_audio_buffer.speech_started"):
    item_id: str
    audio_start_ms: Milliseconds


class SpeechStopped(Event, frozen=True, kw_only=True, tag="input_audio_buffer.speech_stopped"):
    audio_end_ms: Milliseconds
    item_id: Text = UNSET  # left out by one server: the line that is being spoken is meant


class Committed(Event, frozen=True, kw_only=True, tag="input_audio_buffer.committed"):
    item_id: str
    previous_item_id: Text = UNSET


class Item(Struct, frozen=True):
    id: str
    object: Text = UNSET
    type: Text = UNSET
    status: Text = UNSET
    role: Text = UNSET
    content: Raw | UnsetType = UNSET  # never read


class ItemCreated(Event, frozen=True, kw_only=True, tag="conversation.item.created"):
    item: Item
    previous_item_id: Text = UNSET


class Interim(
    Event, frozen=True, kw_only=True, tag="conversation.item.input_audio_transcription.text"
):
    """A snapshot: it replaces the one before. `text` is settled, `stash` may change."""

    item_id: str
    content_index: int | UnsetType | None = UNSET
    language: str | None = None
    emotion: str | None = None
    text: str
    stash: str
    x_zimu: Raw | UnsetType = UNSET


class Usage(Struct, frozen=True):
    duration: float | UnsetType | None = UNSET  # seconds since the session began


class Completed(
    Event, frozen=True, kw_only=True, tag="conversation.item.input_audio_transcription.completed"
):
    item_id: str
    content_index: int | UnsetType | None = UNSET
    language: str | None = None
    emotion: str | None = None
    transcript: str
    usage: Usage | UnsetType | None = UNSET
    x_zimu: Raw | UnsetType = UNSET


class Failed(
    Event, frozen=True, kw_only=True, tag="conversation.item.input_audio_transcription.failed"
):
    item_id: str
    content_index: int | UnsetType | None = UNSET
    error: ErrorBody | UnsetType | None = UNSET


class Progress(Event, frozen=True, kw_only=True, tag="zimu.progress"):
    """Of our own server, for who asked: every line before `done_ms` is told for good."""

    done_ms: Milliseconds


def tag(event: type[Event]) -> str:
    """Return the `type` that names `event` on the wire."""
    return str(event.__struct_config__.tag)


ClientMessage: TypeAlias = SessionUpdate | Append | Commit | Finish
ServerMessage: TypeAlias = (
    Fault
    | SessionCreated
    | SessionUpdated
    | SessionFinished
    | SpeechStarted
    | SpeechStopped
    | Committed
    | ItemCreated
    | Interim
    | Completed
    | Failed
    | Progress
)


CLIENT_TYPES: Final = frozenset(tag(struct) for struct in get_args(ClientMessage))
SERVER_TYPES: Final = frozenset(tag(struct) for struct in get_args(ServerMessage))
