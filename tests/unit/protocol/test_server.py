"""What the server machine makes of clients, sound and unsound."""

import base64
import json
from typing import Any, NamedTuple

import pytest

from app.core.emotion import Emotion
from app.protocol.abilities import Abilities, Extra, Offer
from app.protocol.client import SessionCreated
from app.protocol.config import (
    SILENCE_MAX_MS,
    SILENCE_MIN_MS,
    AudioFormat,
    Vad,
    WireConfig,
)
from app.protocol.errors import InvalidState
from app.protocol.server import (
    Audio,
    Committed,
    Configured,
    Finish,
    Hangup,
    Reply,
    ServerAction,
    ServerMachine,
)
from tests.helpers.wire_pair import new_client, new_server

SDK_SESSION: dict[str, Any] = {
    "modalities": ["text"],
    "voice": None,
    "input_audio_format": "pcm16",
    "output_audio_format": "pcm16",
    "input_audio_transcription": {"model": None},
    "turn_detection": {"type": "server_vad", "threshold": 0.2, "prefix_padding_ms": 300},
}
MANUAL: dict[str, Any] = {"turn_detection": None}


def send(server: ServerMachine, event_type: str, **fields: object) -> list[ServerAction]:
    return server.receive(json.dumps({"event_id": "e1", "type": event_type, **fields}))


def update(server: ServerMachine, session: object) -> list[ServerAction]:
    return send(server, "session.update", session=session)


def append(server: ServerMachine, pcm: bytes) -> list[ServerAction]:
    return send(server, "input_audio_buffer.append", audio=base64.b64encode(pcm).decode())


def reply(actions: list[ServerAction]) -> dict[str, Any]:
    """The one reply among `actions`."""
    [text] = [action.text for action in actions if isinstance(action, Reply)]
    event = json.loads(text)
    assert isinstance(event, dict)
    return event


def error(actions: list[ServerAction]) -> dict[str, Any]:
    """The error that is the only action."""
    assert len(actions) == 1
    event = reply(actions)
    assert event["type"] == "error"
    assert event["event_id"]
    assert set(event["error"]) == {"type", "code", "message", "param", "event_id"}
    assert event["error"]["message"]
    body: dict[str, Any] = event["error"]
    return body


def configured(actions: list[ServerAction]) -> WireConfig:
    action, answer = actions
    assert isinstance(action, Configured)
    assert isinstance(answer, Reply)
    assert json.loads(answer.text)["type"] == "session.updated"
    return action.config


def test_opening_tells_the_defaults() -> None:
    session = json.loads(new_server().opening())["session"]
    assert session["id"]
    assert session["object"] == "realtime.session"
    assert session["model"] == "test-model"
    assert session["turn_detection"] == {
        "type": "server_vad",
        "threshold": 0.2,
        "silence_duration_ms": 800,
    }


def test_opening_tells_what_the_server_can_do() -> None:
    abilities = Abilities(
        frozenset({"en", "zh"}),
        "m",
        sample_rates=frozenset({8000, 16000}),
        max_pace=8.0,
        detects_language=True,
        extras=frozenset({Extra.SCRIPT}),
    )
    opening = new_server(abilities).opening()
    assert json.loads(opening)["session"]["x_zimu"] == {
        "max_pace": 8.0,
        "max_session_s": None,
        "formats": ["pcm"],
        "sample_rates": [16000, 8000],
        "append_ms": None,
        "languages": ["en", "zh"],
        "detects_language": True,
        "takes_context": False,
        "has_emotion": False,
        "takes": ["script"],
    }
    [created] = new_client().receive(opening)
    offer = Offer(
        max_pace=8.0,
        formats=frozenset({"pcm"}),
        sample_rates=frozenset({8000, 16000}),
        languages=frozenset({"en", "zh"}),
        detects_language=True,
        takes_context=False,
        has_emotion=False,
        extras=frozenset({"script"}),
    )
    assert created == SessionCreated("m", offer)


def test_a_server_may_take_other_audio() -> None:
    rates = frozenset({8000, 16000})
    server = new_server(
        Abilities(frozenset({"en"}), "m", frozenset(AudioFormat), sample_rates=rates)
    )
    wanted = WireConfig(sample_rate=8000, audio=AudioFormat.OPUS)
    actions = update(server, {"input_audio_format": "opus", "sample_rate": 8000})
    assert configured(actions) == wanted
    echo = reply(actions)["session"]
    assert (echo["input_audio_format"], echo["sample_rate"]) == ("opus", 8000)


def test_update_is_answered_with_what_now_holds() -> None:
    server = new_server()
    session = {
        "input_audio_format": "pcm",
        "sample_rate": 16000,
        "input_audio_transcription": {"language": "en", "corpus": {"text": "Zimu"}},
        "turn_detection": {"type": "server_vad", "threshold": -1, "silence_duration_ms": 400},
    }
    actions = update(server, session)
    wanted = WireConfig("en", "Zimu", Vad(-1, 400))
    assert configured(actions) == wanted
    assert server.config == wanted
    echo = reply(actions)["session"]
    assert echo["input_audio_transcription"]["language"] == "en"
    assert echo["turn_detection"]["silence_duration_ms"] == 400


class Tolerated(NamedTuple):
    id: str
    session: dict[str, Any]
    config: WireConfig


TOLERATED = (
    Tolerated("nothing", {}, WireConfig()),
    Tolerated("the official SDK's defaults", SDK_SESSION, WireConfig()),
    Tolerated("manual mode", MANUAL, WireConfig(vad=None)),
    Tolerated(
        "nulls everywhere",
        {
            "modalities": None,
            "input_audio_format": None,
            "sample_rate": None,
            "input_audio_transcription": None,
        },
        WireConfig(),
    ),
    Tolerated(
        "nulls inside",
        {
            "input_audio_transcription": {"language": None, "corpus": None},
            "turn_detection": {
                "type": "server_vad",
                "threshold": None,
                "silence_duration_ms": None,
            },
        },
        WireConfig(),
    ),
    Tolerated(
        "an empty corpus", {"input_audio_transcription": {"corpus": {"text": None}}}, WireConfig()
    ),
    Tolerated(
        "the limits",
        {
            "turn_detection": {
                "type": "server_vad",
                "threshold": 1.0,
                "silence_duration_ms": SILENCE_MAX_MS,
            }
        },
        WireConfig(vad=Vad(1.0, SILENCE_MAX_MS)),
    ),
    Tolerated(
        "the other limit",
        {"turn_detection": {"type": "server_vad", "silence_duration_ms": SILENCE_MIN_MS}},
        WireConfig(vad=Vad(0.2, SILENCE_MIN_MS)),
    ),
)


@pytest.mark.parametrize("case", TOLERATED, ids=lambda case: case.id)
def test_odd_but_sound_settings_are_taken(case: Tolerated) -> None:
    assert configured(update(new_server(), case.session)) == case.config


class Refused(NamedTuple):
    id: str
    session: Any
    param: str


VAD = "session.turn_detection"
REFUSED = (
    Refused("opus", {"input_audio_format": "opus"}, "session.input_audio_format"),
    Refused("8 kHz", {"sample_rate": 8000}, "session.sample_rate"),
    Refused(
        "a language that is not there",
        {"input_audio_transcription": {"language": "zh"}},
        "session.input_audio_transcription.language",
    ),
    Refused(
        "auto as a language",
        {"input_audio_transcription": {"language": "auto"}},
        "session.input_audio_transcription.language",
    ),
    Refused(
        "a list of languages",
        {"input_audio_transcription": {"language": ["en"]}},
        "session.input_audio_transcription.language",
    ),
    Refused("semantic VAD", {"turn_detection": {"type": "semantic_vad"}}, f"{VAD}.type"),
    Refused("VAD without type", {"turn_detection": {"threshold": 0.1}}, f"{VAD}.type"),
    Refused(
        "threshold too high",
        {"turn_detection": {"type": "server_vad", "threshold": 1.01}},
        f"{VAD}.threshold",
    ),
    Refused(
        "threshold too low",
        {"turn_detection": {"type": "server_vad", "threshold": -1.01}},
        f"{VAD}.threshold",
    ),
    Refused(
        "threshold as text",
        {"turn_detection": {"type": "server_vad", "threshold": "0.2"}},
        f"{VAD}.threshold",
    ),
    Refused(
        "silence too short",
        {"turn_detection": {"type": "server_vad", "silence_duration_ms": 199}},
        f"{VAD}.silence_duration_ms",
    ),
    Refused(
        "silence too long",
        {"turn_detection": {"type": "server_vad", "silence_duration_ms": 6001}},
        f"{VAD}.silence_duration_ms",
    ),
    Refused(
        "silence beyond any float",
        {"turn_detection": {"type": "server_vad", "silence_duration_ms": 10**400}},
        f"{VAD}.silence_duration_ms",
    ),
    Refused("null for the session", None, "session"),
)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
def test_refused_settings_are_named_and_stop_the_audio(case: Refused) -> None:
    server = new_server()
    body = error(update(server, case.session))
    assert body["type"] == "invalid_request_error"
    assert body["param"] == case.param
    assert body["event_id"] == "e1"
    assert error(append(server, b"1234"))["code"] == "session_not_ready"

    configured(update(server, {}))
    assert append(server, b"1234") == [Audio(b"1234")]


def test_a_refused_language_is_answered_with_those_there_are() -> None:
    server = new_server(Abilities(frozenset({"en", "de"}), "m"))
    message = error(update(server, {"input_audio_transcription": {"language": "zh"}}))["message"]
    assert "de, en" in message


def test_a_refused_update_changes_nothing() -> None:
    server = new_server()
    wanted = configured(update(server, MANUAL))
    error(update(server, {"sample_rate": 8000}))
    assert server.config == wanted


def test_audio_flows_under_the_defaults_without_any_update() -> None:
    assert append(new_server(), b"1234") == [Audio(b"1234")]


def test_settings_may_change_until_audio_has_come() -> None:
    server = new_server()
    configured(update(server, {}))
    assert configured(update(server, MANUAL)).vad is None
    append(server, b"12")
    [hangup] = update(server, {})
    assert isinstance(hangup, Hangup)
    assert hangup.code == 1007


def test_half_a_sample_waits_for_its_other_half() -> None:
    server = new_server()
    assert append(server, b"123") == [Audio(b"12")]
    assert append(server, b"") == []
    assert append(server, b"4") == [Audio(b"34")]
    assert append(server, b"5") == []


def test_audio_that_is_no_base64_is_named_and_survived() -> None:
    server = new_server()
    body = error(send(server, "input_audio_buffer.append", audio="a?b="))
    assert body["param"] == "audio"
    assert append(server, b"12") == [Audio(b"12")]


def test_a_client_may_not_commit_what_the_server_divides() -> None:
    server = new_server()
    append(server, b"12")
    assert error(send(server, "input_audio_buffer.commit"))["code"] == "commit_not_allowed"


def test_nothing_cannot_be_committed() -> None:
    server = new_server()
    update(server, MANUAL)
    empty = "input_audio_buffer_commit_empty"
    assert error(send(server, "input_audio_buffer.commit"))["code"] == empty
    append(server, b"12")
    assert send(server, "input_audio_buffer.commit") == [Committed()]
    assert error(send(server, "input_audio_buffer.commit"))["code"] == empty


def test_nothing_is_taken_after_finish() -> None:
    server = new_server()
    assert send(server, "session.finish") == [Finish()]
    assert error(append(server, b"12"))["code"] == "session_finishing"
    assert error(send(server, "session.finish"))["code"] == "session_finishing"


@pytest.mark.parametrize(
    "event_type",
    ["response.create", "input_audio_buffer.clear", "conversation.item.create", "error", "?"],
)
def test_an_event_that_is_not_for_servers_is_refused_and_survived(event_type: str) -> None:
    server = new_server()
    body = error(send(server, event_type))
    assert body["code"] == "unknown_event"
    assert body["event_id"] == "e1"
    assert append(server, b"12") == [Audio(b"12")]


@pytest.mark.parametrize("message", [b"", b"{", b"\xff", "\ud800", b"[]", b'{"type":2}'])
def test_garbage_is_refused_and_survived(message: str | bytes) -> None:
    server = new_server()
    assert error(server.receive(message))["code"] == "invalid_json"
    assert append(server, b"12") == [Audio(b"12")]


@pytest.mark.parametrize("event_id", [None, 7, {"a": 1}])
def test_an_event_without_a_proper_id_is_answered_all_the_same(event_id: object) -> None:
    message = json.dumps({"type": "nonsense", "event_id": event_id})
    assert error(new_server().receive(message))["event_id"] == ""


def test_lines_are_chained_in_the_order_in_which_they_are_committed() -> None:
    server = new_server()
    first, [started] = server.speech_started(100)
    second, _ = server.speech_started(900)
    assert json.loads(started)["audio_start_ms"] == 100

    stopped, committed, created = map(json.loads, server.speech_stopped(first, 800))
    assert stopped["audio_end_ms"] == 800
    assert committed["previous_item_id"] is None
    assert created["previous_item_id"] is None
    assert created["item"]["id"] == first
    assert created["item"]["content"] == [{"type": "input_audio", "transcript": None}]

    _, committed, _ = map(json.loads, server.speech_stopped(second, 1700))
    assert committed["previous_item_id"] == first


def test_a_manual_line_is_announced_when_it_is_committed() -> None:
    server = new_server()
    update(server, MANUAL)
    item = server.open_item()
    events = [json.loads(text)["type"] for text in server.committed(item)]
    assert events == ["input_audio_buffer.committed", "conversation.item.created"]


def test_a_final_tells_language_emotion_and_what_it_cost() -> None:
    server = new_server()
    item, _ = server.speech_started(0)
    snapshot = server.interim(item, "Good", " mor", language="en", emotion=Emotion.NONE)
    assert json.loads(snapshot)["text"] == "Good"
    assert json.loads(snapshot)["stash"] == " mor"
    text = server.completed(
        item, "Good morning.", language="en", emotion=Emotion.HAPPY, duration_s=7
    )
    final = json.loads(text)
    assert final["transcript"] == "Good morning."
    assert final["emotion"] == "happy"
    assert final["usage"] == {"duration": 7}


def test_a_failure_tells_why() -> None:
    server = new_server()
    item, _ = server.speech_started(0)
    failed = json.loads(server.failed(item, code="decoder", message="out of memory"))
    assert failed["error"]["code"] == "decoder"


def test_a_closed_line_takes_no_more_events() -> None:
    server = new_server()
    item, _ = server.speech_started(0)
    server.failed(item, code="x", message="y")
    with pytest.raises(InvalidState):
        server.interim(item, "", "a", language="", emotion=Emotion.NONE)
    with pytest.raises(InvalidState):
        server.speech_stopped(item, 5)


def test_own_faults_and_the_end_have_their_events() -> None:
    server = new_server()
    fault = json.loads(server.fault("overloaded", "Too many sessions."))
    assert fault["error"]["type"] == "server_error"
    assert json.loads(server.finished())["type"] == "session.finished"
