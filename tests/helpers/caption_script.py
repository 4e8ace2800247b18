"""What a scripted caption server does, step by step; a script can be stored as JSON.

The events are written here as the protocol documents them and not with the app's own types, so
that a mistake in those cannot hide behind itself.
"""

from typing import Any, TypeAlias

from msgspec import Struct

_TRANSCRIPTION = "conversation.item.input_audio_transcription"


class AwaitAudio(Struct, frozen=True, tag_field="do", tag="await_audio"):
    """Wait until the client has sent `ms` of audio, or has asked to finish."""

    ms: int


class AwaitEvent(Struct, frozen=True, tag_field="do", tag="await_event"):
    """Wait until the client has sent an event of this type."""

    type: str


class Delay(Struct, frozen=True, tag_field="do", tag="delay"):
    """Do nothing for a while."""

    seconds: float


class Send(Struct, frozen=True, tag_field="do", tag="send"):
    """Send an event; anything goes: unknown types and fields, wrong ones."""

    event: dict[str, Any]  # what a hostile server sends has no type


class SendText(Struct, frozen=True, tag_field="do", tag="send_text"):
    """Send a text frame that need not be JSON."""

    text: str


class SendBytes(Struct, frozen=True, tag_field="do", tag="send_bytes"):
    """Send a binary frame."""

    data: bytes


class SendHuge(Struct, frozen=True, tag_field="do", tag="send_huge"):
    """Send an interim with a tentative text of `chars` characters."""

    item: str
    chars: int


class Flood(Struct, frozen=True, tag_field="do", tag="flood"):
    """Send `count` interims as fast as they go."""

    item: str
    count: int


class HalfFrame(Struct, frozen=True, tag_field="do", tag="half_frame"):
    """Announce a frame, send half of it, and nothing afterwards."""


class StopReading(Struct, frozen=True, tag_field="do", tag="stop_reading"):
    """Take nothing more from the connection, which stays open."""


class Close(Struct, frozen=True, tag_field="do", tag="close"):
    """Close with a code, as the protocol wants it."""

    code: int = 1000
    reason: str = ""


class Drop(Struct, frozen=True, tag_field="do", tag="drop"):
    """Reset the connection without a word: the client sees 1006."""


Step: TypeAlias = (
    AwaitAudio
    | AwaitEvent
    | Delay
    | Send
    | SendText
    | SendBytes
    | SendHuge
    | Flood
    | HalfFrame
    | StopReading
    | Close
    | Drop
)


class Script(Struct, frozen=True):
    """How a server receives a client and what it then says."""

    steps: tuple[Step, ...] = ()
    handshake_status: int = 101  # another one refuses the client
    handshake_delay_s: float = 0
    location: str = ""  # where a status of 3xx sends the client
    model: str = "qwen3-asr-flash-realtime"
    is_greeting: bool = True  # sends session.created
    ignored: tuple[str, ...] = ()  # types of events that get no answer
    refuses_context: bool = False
    max_pace: float | None = None  # announced, like the next one
    max_session_s: float | None = None
    then: "Script | None" = None  # what the next client meets; None: the same


def started(item: str, begin_ms: int) -> Send:
    return _event("input_audio_buffer.speech_started", item_id=item, audio_start_ms=begin_ms)


def interim(item: str, text: str, stash: str, *, language: str = "zh", emotion: str = "") -> Send:
    return _event(
        f"{_TRANSCRIPTION}.text",
        item_id=item,
        content_index=0,
        language=language,
        emotion=emotion,
        text=text,
        stash=stash,
    )


def stopped(item: str, end_ms: int) -> Send:
    return _event("input_audio_buffer.speech_stopped", item_id=item, audio_end_ms=end_ms)


def committed(item: str, previous: str | None = None) -> Send:
    return _event("input_audio_buffer.committed", item_id=item, previous_item_id=previous)


def created(item: str, previous: str | None = None) -> Send:
    body = {
        "id": item,
        "object": "realtime.item",
        "type": "message",
        "status": "completed",
        "role": "user",
        "content": [{"type": "input_audio", "transcript": None}],
    }
    return _event("conversation.item.created", previous_item_id=previous, item=body)


def final(
    item: str, transcript: str, *, language: str = "zh", emotion: str = "", duration_s: int = 1
) -> Send:
    return _event(
        f"{_TRANSCRIPTION}.completed",
        item_id=item,
        content_index=0,
        language=language,
        emotion=emotion,
        transcript=transcript,
        usage={"duration": duration_s},
    )


def failed(item: str, code: str) -> Send:
    """The documented example has no event_id."""
    error = {"code": code, "message": "the scripted server could not", "param": None}
    return Send(
        {"type": f"{_TRANSCRIPTION}.failed", "item_id": item, "content_index": 0, "error": error}
    )


def fault(code: str, *, kind: str = "invalid_request_error", param: str | None = None) -> Send:
    error = {"type": kind, "code": code, "message": "so says the script", "param": param}
    return _event("error", error={**error, "event_id": None})


def _event(event_type: str, **fields: object) -> Send:
    # The id is that of the moment: the server that runs the script puts it in.
    return Send({"event_id": None, "type": event_type, **fields})
