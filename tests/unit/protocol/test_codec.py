"""Two steps from bytes to an event, and the blame for everything that goes wrong on the way."""

import json
from typing import Any, NamedTuple

import pytest

from app.protocol import codec
from app.protocol import messages as wire
from app.protocol.errors import ProtocolError

TRANSCRIPTION = "conversation.item.input_audio_transcription"


def decoded(event: dict[str, Any]) -> wire.ServerMessage:
    return codec.decode_server(codec.open_envelope(json.dumps(event)))


class Wrong(NamedTuple):
    id: str
    event: dict[str, Any]
    field: str


INTERIM = {"type": f"{TRANSCRIPTION}.text", "item_id": "i", "text": "a", "stash": "b"}
WRONG = (
    Wrong("missing text", {k: v for k, v in INTERIM.items() if k != "text"}, "text"),
    Wrong("missing item", {k: v for k, v in INTERIM.items() if k != "item_id"}, "item_id"),
    Wrong("null text", {**INTERIM, "text": None}, "text"),
    Wrong("number for stash", {**INTERIM, "stash": 3}, "stash"),
    Wrong("list for emotion", {**INTERIM, "emotion": []}, "emotion"),
    Wrong("object for event_id", {**INTERIM, "event_id": {}}, "event_id"),
    Wrong(
        "text for a time",
        {"type": "input_audio_buffer.speech_started", "item_id": "i", "audio_start_ms": "12"},
        "audio_start_ms",
    ),
    Wrong(
        "negative time",
        {"type": "input_audio_buffer.speech_stopped", "audio_end_ms": -1},
        "audio_end_ms",
    ),
    Wrong("no session", {"type": "session.created"}, "session"),
    Wrong(
        "number for the model",
        {"type": "session.created", "session": {"model": 1}},
        "session.model",
    ),
    Wrong("item without id", {"type": "conversation.item.created", "item": {}}, "item.id"),
    Wrong("error as text", {"type": "error", "error": "broken"}, "error"),
    Wrong(
        "text for the usage",
        {
            "type": f"{TRANSCRIPTION}.completed",
            "item_id": "i",
            "transcript": "a",
            "usage": {"duration": "12"},
        },
        "usage.duration",
    ),
)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.id)
def test_wrong_field_of_a_known_event_is_named(wrong: Wrong) -> None:
    with pytest.raises(ProtocolError) as caught:
        decoded(wrong.event)
    assert caught.value.field == wrong.field
    assert caught.value.reason


class Garbage(NamedTuple):
    id: str
    message: str | bytes


GARBAGE = (
    Garbage("empty", b""),
    Garbage("no JSON", b"hello"),
    Garbage("cut off", b'{"type":"error"'),
    Garbage("a list", b"[]"),
    Garbage("null", b"null"),
    Garbage("bad UTF-8 in the type", b'{"type":"\xff\xfe"}'),
    Garbage("bad UTF-8 in the id", b'{"type":"error","event_id":"\xff"}'),
    Garbage("lone surrogate", '{"type":"\ud800"}'),
    Garbage("escaped lone surrogate", b'{"type":"\\ud800"}'),
    Garbage("endless nesting", b'{"type":"error","error":' + b"[" * 100_000),
    Garbage("type is a number", b'{"type":1}'),
    Garbage("no type", b"{}"),
)


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda garbage: garbage.id)
def test_garbage_is_the_peers_fault_and_raises_nothing_else(garbage: Garbage) -> None:
    with pytest.raises(ProtocolError):
        codec.open_envelope(garbage.message)


def test_nesting_inside_a_known_event_is_the_peers_fault() -> None:
    # The object closes, so only decoding its inside goes too deep.
    deep = b'{"type":"session.created","session":{"x":' + b"[" * 9000 + b"]" * 9000 + b"}}"
    with pytest.raises(ProtocolError, match="nested too deeply"):
        codec.decode_server(codec.open_envelope(deep))


def test_an_error_never_quotes_what_was_said() -> None:
    with pytest.raises(ProtocolError) as caught:
        decoded({**INTERIM, "text": ["a secret"]})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("extra", "count"),
    [
        ({}, 0),
        ({"speaker": 1}, 1),
        ({"speaker": {"id": 1, "name": "x"}}, 1),
        ({"speaker": 1, "words": [1, 2]}, 2),
    ],
)
def test_unknown_fields_are_ignored_and_counted(extra: dict[str, Any], count: int) -> None:
    envelope = codec.open_envelope(json.dumps(INTERIM | extra))
    event = codec.decode_server(envelope)
    assert isinstance(event, wire.Interim)
    assert codec.unknown_fields(envelope, event) == count


def test_unknown_fields_are_counted_inside_known_ones() -> None:
    session = {"model": "m", "mood": 1, "turn_detection": {"type": "server_vad", "eagerness": 1}}
    envelope = codec.open_envelope(json.dumps({"type": "session.created", "session": session}))
    assert codec.unknown_fields(envelope, codec.decode_server(envelope)) == 2


def test_the_name_of_a_field_that_is_no_text_is_the_peers_fault() -> None:
    envelope = codec.open_envelope(b'{"type":"session.finished","\xff":1}')
    with pytest.raises(ProtocolError):
        codec.unknown_fields(envelope, codec.decode_server(envelope))


def test_fields_of_a_large_message_are_not_counted() -> None:
    large = {**INTERIM, "stash": "x" * 70_000, "speaker": 1}
    envelope = codec.open_envelope(json.dumps(large))
    assert codec.unknown_fields(envelope, codec.decode_server(envelope)) == 0


def test_audio_travels_as_base64() -> None:
    text = codec.encode(wire.Append(event_id="e", audio=b"\x01\x02\x03"))
    assert json.loads(text) == {
        "type": "input_audio_buffer.append",
        "event_id": "e",
        "audio": "AQID",
    }


def test_what_is_left_out_and_what_is_null_differ_on_the_wire() -> None:
    manual = wire.SessionUpdate(session=wire.Session(turn_detection=None))
    assert json.loads(codec.encode(manual)) == {
        "type": "session.update",
        "session": {"turn_detection": None},
    }


def test_every_event_of_the_protocol_has_its_type() -> None:
    assert {
        "session.update",
        "input_audio_buffer.append",
        "input_audio_buffer.commit",
        "session.finish",
    } == wire.CLIENT_TYPES
    assert {
        "error",
        "session.created",
        "session.updated",
        "session.finished",
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.created",
        f"{TRANSCRIPTION}.text",
        f"{TRANSCRIPTION}.completed",
        f"{TRANSCRIPTION}.failed",
        "zimu.progress",
    } == wire.SERVER_TYPES
