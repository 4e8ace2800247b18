"""What the client machine makes of servers, sound and unsound."""

import json

import pytest

from app.core.emotion import Emotion
from app.core.events import (
    Final,
    Interim,
    LineFailed,
    LinePlaced,
    LineRemoved,
    SpeechStarted,
    SpeechStopped,
)
from app.protocol.abilities import Offer
from app.protocol.client import (
    MAX_APPEND_BYTES,
    ClientEvent,
    ClientMachine,
    ServerFault,
    SessionCreated,
    SessionFinished,
    SessionReady,
    Usage,
    WireState,
)
from app.protocol.config import (
    LOW_SAMPLE_RATE_HZ,
    MAX_MESSAGE_BYTES,
    AudioFormat,
    Vad,
    WireConfig,
)
from app.protocol.errors import InvalidState, ProtocolError
from tests.helpers.wire_pair import new_client

T = "conversation.item.input_audio_transcription"
MANUAL = WireConfig(vad=None)


def receive(client: ClientMachine, event_type: str, **fields: object) -> list[ClientEvent]:
    return list(client.receive(json.dumps({"type": event_type, **fields})))


def started(client: ClientMachine, item: str, begin_ms: int = 0) -> list[ClientEvent]:
    return receive(
        client, "input_audio_buffer.speech_started", item_id=item, audio_start_ms=begin_ms
    )


def interim(client: ClientMachine, item: str, text: str, stash: str) -> list[ClientEvent]:
    return receive(client, f"{T}.text", item_id=item, text=text, stash=stash)


def final(client: ClientMachine, item: str, transcript: str) -> list[ClientEvent]:
    return receive(client, f"{T}.completed", item_id=item, transcript=transcript)


def ready(config: WireConfig | None = None) -> ClientMachine:
    client = new_client(config)
    receive(client, "session.created", session={})
    client.update()
    receive(client, "session.updated")
    assert client.state is WireState.READY
    return client


def test_a_session_goes_from_greeting_to_finish() -> None:
    client = new_client()
    states = [client.state]
    assert receive(client, "session.created", session={"model": "m"}) == [SessionCreated("m")]
    states.append(client.state)
    client.update()
    states.append(client.state)
    assert receive(client, "session.updated", session={}) == [SessionReady()]
    states.append(client.state)
    assert json.loads(client.append(b"12"))["audio"] == "MTI="
    assert json.loads(client.finish())["type"] == "session.finish"
    states.append(client.state)
    assert receive(client, "session.finished") == [SessionFinished()]
    states.append(client.state)
    assert states == list(WireState)


def test_update_asks_for_the_settings() -> None:
    client = new_client(WireConfig("zh", "字幕", Vad(0.0, 400)))
    receive(client, "session.created", session={})
    message = json.loads(client.update())
    assert message["event_id"]
    assert message["session"] == {
        "modalities": ["text"],
        "input_audio_format": "pcm",
        "sample_rate": 16000,
        "input_audio_transcription": {"language": "zh", "corpus": {"text": "字幕"}},
        "turn_detection": {"type": "server_vad", "threshold": 0.0, "silence_duration_ms": 400},
    }


@pytest.mark.parametrize(
    ("config", "audio_format", "rate_hz"),
    [
        (WireConfig(sample_rate=LOW_SAMPLE_RATE_HZ), "pcm", 8000),
        (WireConfig(audio=AudioFormat.OPUS), "opus", 16000),
    ],
)
def test_update_tells_what_the_audio_is(
    config: WireConfig, audio_format: str, rate_hz: int
) -> None:
    client = new_client(config)
    receive(client, "session.created", session={})
    session = json.loads(client.update())["session"]
    assert (session["input_audio_format"], session["sample_rate"]) == (audio_format, rate_hz)


def test_update_leaves_out_what_the_server_is_to_find_out() -> None:
    client = new_client(MANUAL)
    receive(client, "session.created", session={})
    session = json.loads(client.update())["session"]
    assert session["input_audio_transcription"] == {}
    assert session["turn_detection"] is None


def test_events_of_ours_have_different_ids() -> None:
    client = ready()
    ids = {json.loads(client.append(b"12"))["event_id"] for _ in range(3)}
    assert len(ids) == 3


def test_out_of_order_requests_are_our_fault() -> None:
    client = new_client()
    for too_early in (client.update, lambda: client.append(b"12"), client.commit, client.finish):
        with pytest.raises(InvalidState):
            too_early()
    client = ready()
    client.finish()
    for too_late in (client.update, lambda: client.append(b"12"), client.commit, client.finish):
        with pytest.raises(InvalidState):
            too_late()


@pytest.mark.parametrize("pcm", [b"", b"1", bytes(MAX_APPEND_BYTES + 2)])
def test_only_whole_samples_within_bounds_are_sent(pcm: bytes) -> None:
    with pytest.raises(InvalidState):
        ready().append(pcm)


def test_opus_has_no_samples_that_could_be_halved() -> None:
    opus = ready(WireConfig(audio=AudioFormat.OPUS))
    assert json.loads(opus.append(b"1"))["audio"] == "MQ=="
    with pytest.raises(InvalidState):
        opus.append(b"")


def test_the_largest_append_fits_a_message() -> None:
    assert len(ready().append(bytes(MAX_APPEND_BYTES))) <= MAX_MESSAGE_BYTES


def test_only_manual_mode_commits() -> None:
    assert json.loads(ready(MANUAL).commit())["type"] == "input_audio_buffer.commit"
    with pytest.raises(InvalidState):
        ready().commit()


def test_the_model_may_be_told_with_the_transcription() -> None:
    session = {"model": None, "input_audio_transcription": {"model": "asr"}}
    assert receive(new_client(), "session.created", session=session) == [SessionCreated("asr")]


def test_a_server_may_say_what_it_can_do() -> None:
    zimu = {"max_pace": 8, "max_session_s": None, "formats": ["pcm", "flac"], "sample_rates": [1]}
    session = {"x_zimu": zimu, "expires_at": 1_800_000_000}
    offer = Offer(8.0, None, frozenset({"pcm", "flac"}), frozenset({1}), 1_800_000_000.0)
    client = new_client()
    assert receive(client, "session.created", session=session) == [SessionCreated("", offer)]
    assert client.counters.unknown_fields == 0


@pytest.mark.parametrize("value", [None, True, "x", 0, -1, [], {}, ["pcm", 1], 10**400, {"a": {}}])
def test_nothing_wrong_in_what_a_server_adds_costs_the_session(value: object) -> None:
    names = ("max_pace", "max_session_s", "formats", "sample_rates", "append_ms")
    for session in (
        {"x_zimu": value, "expires_at": value},
        {"x_zimu": dict.fromkeys(names, value)},
    ):
        [created] = receive(new_client(), "session.created", session=session)
        assert created == SessionCreated("", Offer())


def test_a_refused_update_leads_back() -> None:
    client = new_client()
    receive(client, "session.created", session={})
    client.update()
    [fault] = receive(client, "error", error={"code": "invalid_value", "param": "session.x"})
    assert fault == ServerFault("", "invalid_value", "", "session.x", "")
    assert client.state is WireState.CREATED


def test_an_update_accepted_after_an_unrelated_error_counts() -> None:
    client = new_client()
    receive(client, "session.created", session={})
    client.update()
    receive(client, "error", error={"message": "something else"})
    assert receive(client, "session.updated") == [SessionReady()]


def test_an_error_later_on_changes_no_state() -> None:
    client = ready()
    [fault] = receive(
        client,
        "error",
        error={"type": "t", "code": "c", "message": "m", "param": None, "event_id": "e"},
    )
    assert fault == ServerFault("t", "c", "m", "", "e")
    assert client.state is WireState.READY


def test_a_greeting_that_comes_twice_is_counted() -> None:
    client = ready()
    assert receive(client, "session.created", session={}) == []
    assert receive(client, "session.updated") == []
    assert client.state is WireState.READY
    assert client.counters.late_events == 2


def test_unknown_events_and_fields_are_counted() -> None:
    client = ready()
    assert receive(client, "session.sang", song="la") == []
    assert client.counters.unknown_events == 1
    [snapshot] = receive(client, f"{T}.text", item_id="a", text="", stash="x", mood="?")
    assert isinstance(snapshot, Interim)
    assert client.counters.unknown_fields == 1


def test_a_message_at_fault_changes_nothing() -> None:
    client = ready()
    interim(client, "a", "one", " two")
    with pytest.raises(ProtocolError):
        receive(client, f"{T}.completed", item_id="a")
    assert interim(client, "a", "one two", "") == [Interim(1, "one two", "")]


def test_one_line_from_first_word_to_final() -> None:
    client = ready()
    assert started(client, "a", 120) == [SpeechStarted(1, 120)]
    assert interim(client, "a", "", "今天") == [Interim(1, "", "今天")]
    assert interim(client, "a", "今天", "天气") == [Interim(1, "今天", "天气")]
    assert receive(client, "input_audio_buffer.speech_stopped", item_id="a", audio_end_ms=900) == [
        SpeechStopped(1, 900)
    ]
    events = receive(
        client,
        f"{T}.completed",
        item_id="a",
        language="zh",
        emotion="happy",
        transcript="今天天气真好",
        usage={"duration": 2},
    )
    assert events == [Final(1, "今天天气真好", "zh", Emotion.HAPPY), Usage(2.0)]


@pytest.mark.parametrize("fields", [{}, {"language": None, "emotion": None}])
def test_language_and_emotion_may_be_missing(fields: dict[str, None]) -> None:
    [snapshot] = receive(ready(), f"{T}.text", item_id="a", text="", stash="x", **fields)
    assert snapshot == Interim(1, "", "x", "", Emotion.NONE)


def test_an_emotion_nobody_knows_yet_is_none() -> None:
    [snapshot] = receive(ready(), f"{T}.text", item_id="a", text="", stash="x", emotion="smug")
    assert snapshot == Interim(1, "", "x")


@pytest.mark.parametrize(
    ("usage", "events"),
    [
        (None, []),
        ({}, []),
        ({"duration": None}, []),
        ({"total_tokens": 3}, []),
        ({"duration": 0}, [Usage(0.0)]),
        ({"duration": 1.5}, [Usage(1.5)]),
    ],
)
def test_usage_may_be_missing(usage: object, events: list[ClientEvent]) -> None:
    client = ready()
    received = receive(client, f"{T}.completed", item_id="a", transcript="x", usage=usage)
    assert received == [Final(1, "x"), *events]


def test_a_usage_beyond_any_float_is_the_peers_fault() -> None:
    with pytest.raises(ProtocolError, match=r"usage\.duration"):
        receive(ready(), f"{T}.completed", item_id="a", transcript="x", usage={"duration": 10**400})


def test_settled_words_stay_when_a_snapshot_contradicts_them() -> None:
    client = ready()
    interim(client, "a", "hello", " world")
    assert interim(client, "a", "jello", " shots") == [Interim(1, "hello", " shots")]
    assert client.counters.settled_violations == 1
    assert final(client, "a", "Jello shots.") == [Final(1, "Jello shots.")]


def test_settled_words_stay_when_a_snapshot_takes_them_back() -> None:
    client = ready()
    interim(client, "a", "hello world", "")
    assert interim(client, "a", "hello", " world again") == [Interim(1, "hello world", " again")]
    assert client.counters.settled_violations == 1
    assert interim(client, "a", "hello world again", "") == [Interim(1, "hello world again", "")]
    assert client.counters.settled_violations == 1


@pytest.mark.parametrize("transcript", ["", " ", "\n"])
def test_a_final_without_words_removes_the_line(transcript: str) -> None:
    client = ready()
    interim(client, "a", "", "uh")
    assert final(client, "a", transcript) == [LineRemoved(1)]


def test_nothing_follows_a_final() -> None:
    client = ready()
    final(client, "a", "done")
    assert interim(client, "a", "do", "ne") == []
    assert final(client, "a", "done again") == []
    assert started(client, "a") == []
    assert receive(client, f"{T}.failed", item_id="a") == []
    assert client.counters.late_events == 4


def test_a_failed_line_may_still_be_finished() -> None:
    client = ready()
    interim(client, "a", "one", "")
    [failure] = receive(client, f"{T}.failed", item_id="a", error={"code": "COMMON_ERROR"})
    assert failure == LineFailed(1, "COMMON_ERROR")
    assert interim(client, "a", "one", " two") == []
    assert final(client, "a", "one two") == [Final(1, "one two")]


@pytest.mark.parametrize("error", [None, {}, {"code": None}])
def test_a_failure_need_not_say_why(error: object) -> None:
    assert receive(ready(), f"{T}.failed", item_id="a", error=error) == [LineFailed(1, "")]


def test_the_end_of_speech_without_item_means_the_line_being_spoken() -> None:
    client = ready()
    started(client, "a", 0)
    receive(client, "input_audio_buffer.speech_stopped", item_id="a", audio_end_ms=500)
    started(client, "b", 900)
    receive(client, "conversation.item.created", item={"id": "c"})
    events = receive(client, "input_audio_buffer.speech_stopped", audio_end_ms=1500)
    assert events == [SpeechStopped(2, 1500)]


def test_the_end_of_no_speech_is_counted() -> None:
    client = ready()
    assert receive(client, "input_audio_buffer.speech_stopped", audio_end_ms=1500) == []
    assert client.counters.late_events == 1


@pytest.mark.parametrize("event_type", ["committed", "created"])
def test_the_line_before_is_known_even_before_it_is_heard(event_type: str) -> None:
    client = ready()
    if event_type == "committed":
        fields: dict[str, object] = {"item_id": "b"}
        name = "input_audio_buffer.committed"
    else:
        fields = {"item": {"id": "b"}}
        name = "conversation.item.created"
    assert receive(client, name, previous_item_id="a", **fields) == [LinePlaced(1, 2)]
    assert receive(client, name, previous_item_id="a", **fields) == []
    assert started(client, "a", 10) == [SpeechStarted(2, 10)]


@pytest.mark.parametrize("fields", [{}, {"previous_item_id": None}, {"previous_item_id": ""}])
def test_no_line_before_says_nothing(fields: dict[str, object]) -> None:
    client = ready()
    assert receive(client, "input_audio_buffer.committed", item_id="a", **fields) == []


def test_a_line_cannot_follow_itself() -> None:
    client = ready()
    placed = receive(client, "input_audio_buffer.committed", item_id="a", previous_item_id="a")
    assert placed == []


def test_lines_still_open_fail_at_the_end_of_the_session() -> None:
    client = ready()
    interim(client, "a", "one", "")
    final(client, "b", "two")
    client.finish()
    assert receive(client, "session.finished") == [LineFailed(1, "unfinished"), SessionFinished()]


def test_lines_still_open_fail_when_the_link_is_gone() -> None:
    client = ready()
    interim(client, "a", "one", "")
    assert client.abandon() == [LineFailed(1, "abandoned")]
    assert client.abandon() == []
    assert client.state is WireState.FINISHED


def test_memory_for_items_is_bounded() -> None:
    client = ready()
    for number in range(4096):
        final(client, f"item_{number}", "x")
    assert final(client, "item_0", "x") == []
    final(client, "item_4096", "x")
    assert final(client, "item_0", "x") == [Final(4098, "x")]
