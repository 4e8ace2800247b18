"""What servers answer to clients that make mistakes: the scripted one of the tests, `zimu serve`.

And canaries: servers that make mistakes are found out. What all servers have in common, the cloud
included, is in suite.py.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NamedTuple, TypeAlias

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.conformance.suite import line
from tests.helpers.caption_script import (
    Script,
    Send,
    SendText,
    Step,
    committed,
    final,
    interim,
    stopped,
)
from tests.helpers.caption_server import CaptionServer
from tests.helpers.serving import Client, serving
from tests.helpers.traffic_rules import check_session

TOKEN = "a-token-of-the-tests"  # noqa: S105 - not a secret
COMMIT = "input_audio_buffer.commit"


class Address(NamedTuple):
    """Where a server listens, and what it lets in."""

    url: str
    token: str


Start: TypeAlias = Callable[[Script], AbstractContextManager[Address]]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """`zimu serve`, one for all cases."""
    folder = tmp_path_factory.mktemp("served")
    with serving(folder, variables={"ZIMU_SERVE_TOKEN": TOKEN}) as server:
        yield Address(server.url, TOKEN)


@pytest.fixture(params=["scripted", "served"])
def start(request: pytest.FixtureRequest) -> Start:
    """Start a server; only the scripted one follows the script, the other one listens."""

    @contextmanager
    def scripted(script: Script) -> Iterator[Address]:
        with CaptionServer(script, token=TOKEN) as server:
            yield Address(server.url, TOKEN)

    @contextmanager
    def listening(_script: Script) -> Iterator[Address]:
        yield request.getfixturevalue("served")

    return scripted if request.param == "scripted" else listening


@contextmanager
def client(address: Address, token: str = TOKEN) -> Iterator[Client]:
    with connect(
        address.url,
        additional_headers={"Authorization": f"Bearer {token}"},
        compression=None,
        proxy=None,
        close_timeout=2,
    ) as socket:
        yield Client(socket)


def test_a_session_without_speech_just_finishes(start: Start) -> None:
    with start(Script()) as address, client(address) as peer:
        peer.next()
        peer.update()
        peer.finish()
        assert check_session(peer.events, audio_ms=0) == []


def test_audio_is_taken_without_any_update(start: Start) -> None:
    with start(Script()) as address, client(address) as peer:
        peer.next()
        peer.say(bytes(3200))
        peer.send("session.finish")
        assert peer.next()["type"] == "session.finished"


@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_wrong_token_is_refused_in_the_handshake(start: Start, token: str) -> None:
    with (
        start(Script()) as address,
        pytest.raises(InvalidStatus) as caught,
        client(address, token),
    ):
        pytest.fail("let in")
    assert caught.value.response.status_code == 401


class Mistake(NamedTuple):
    id: str
    event: dict[str, Any]
    code: str
    param: str = ""


def updating(**session: object) -> dict[str, Any]:
    return {"type": "session.update", "session": session}


def turns(**detection: object) -> dict[str, Any]:
    return updating(turn_detection={"type": "server_vad", **detection})


MISTAKES = (
    Mistake("unknown", {"type": "response.create"}, "unknown_event", "type"),
    Mistake("clear", {"type": "input_audio_buffer.clear"}, "unknown_event", "type"),
    Mistake("no type", {"audio": ""}, "invalid_json", "type"),
    Mistake("commit with VAD", {"type": COMMIT}, "commit_not_allowed"),
    Mistake(
        "no base64",
        {"type": "input_audio_buffer.append", "audio": "???"},
        "invalid_value",
        "audio",
    ),
    Mistake(
        "audio is a number",
        {"type": "input_audio_buffer.append", "audio": 7},
        "invalid_value",
        "audio",
    ),
    Mistake("no session", {"type": "session.update"}, "invalid_value", "session"),
    Mistake(
        "opus", updating(input_audio_format="opus"), "invalid_value", "session.input_audio_format"
    ),
    Mistake("44.1 kHz", updating(sample_rate=44_100), "invalid_value", "session.sample_rate"),
    Mistake(
        "no such language",
        updating(input_audio_transcription={"language": "tlh"}),
        "invalid_value",
        "session.input_audio_transcription.language",
    ),
    Mistake("threshold", turns(threshold=1.5), "invalid_value", "session.turn_detection.threshold"),
    Mistake(
        "silence",
        turns(silence_duration_ms=100),
        "invalid_value",
        "session.turn_detection.silence_duration_ms",
    ),
    Mistake(
        "another VAD",
        updating(turn_detection={"type": "semantic_vad"}),
        "invalid_value",
        "session.turn_detection.type",
    ),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.id)
def test_a_mistake_is_answered_and_survived(start: Start, mistake: Mistake) -> None:
    with start(Script()) as address, client(address) as peer:
        peer.next()
        peer.socket.send(json.dumps({"event_id": "mine", **mistake.event}))
        answer = peer.next()
        assert peer.update()["type"] == "session.updated"
    assert answer["type"] == "error"
    error = answer["error"]
    assert set(error) == {"type", "code", "message", "param", "event_id"}
    assert error["type"] == "invalid_request_error"
    assert (error["code"], error["param"]) == (mistake.code, mistake.param)
    assert error["event_id"] == ("" if mistake.id == "no type" else "mine")
    assert error["message"]


def test_no_audio_is_taken_between_a_refused_and_a_valid_update(start: Start) -> None:
    with start(Script()) as address, client(address) as peer:
        peer.next()
        assert peer.update(sample_rate=44_100)["type"] == "error"
        peer.say(bytes(3200))
        assert peer.next()["error"]["code"] == "session_not_ready"
        assert peer.update()["type"] == "session.updated"


def test_nothing_cannot_be_committed(start: Start) -> None:
    with start(Script()) as address, client(address) as peer:
        peer.next()
        peer.update(silence_ms=None)
        peer.send(COMMIT)
        assert peer.next()["error"]["code"] == "input_audio_buffer_commit_empty"


# Canaries: servers that break one rule each


def without(steps: tuple[Step, ...], number: int) -> tuple[Step, ...]:
    return steps[:number] + steps[number + 1 :]


def with_field(step: Step, **fields: object) -> Send:
    assert isinstance(step, Send)
    return Send(step.event | fields)


def with_last(steps: tuple[Step, ...], **fields: object) -> tuple[Step, ...]:
    return (*steps[:-1], with_field(steps[-1], **fields))


LINE = line(1, 0, "ever tried")
TWINS = (SendText(json.dumps(interim("item_1", "", "ev").event | {"event_id": "twin"})),) * 2
SNAPSHOT = interim("item_1", "never", " tried", language="en")


class Wrong(NamedTuple):
    rule: str
    steps: tuple[Step, ...]


WRONG = (
    Wrong("settled words stay", (*LINE[:4], SNAPSHOT, *LINE[4:])),
    Wrong("nothing follows a final", (*LINE, LINE[3])),
    Wrong("nothing follows a final", (*LINE, LINE[-1])),
    Wrong("item_1 has no final", LINE[:-1]),
    Wrong("item_1 was never committed", without(without(LINE, 6), 6)),
    Wrong("speech starts before anything else", (LINE[0], LINE[2], LINE[1], *LINE[3:])),
    Wrong("speech ends once", (*LINE[:6], *LINE[5:])),
    Wrong("speech that starts also ends", without(LINE, 5)),
    Wrong("speech takes time", (*LINE[:5], stopped("item_1", 0), *LINE[6:])),
    Wrong("speech lies within the audio", (*LINE[:5], stopped("item_1", 90_000), *LINE[6:])),
    Wrong("times are whole numbers", (*LINE[:5], with_field(LINE[5], audio_end_ms="900"))),
    Wrong("all lines have times", (*LINE, committed("a", "item_1"), final("a", "no"))),
    Wrong("the line before is another", (*LINE[:6], committed("item_1", "item_0"), *LINE[7:])),
    Wrong("committed before its final", (*LINE, LINE[6])),
    Wrong("lines do not overlap", (*LINE, *line(2, 800, "no matter"))),
    Wrong(
        "usage is cumulative",
        (*LINE, *with_last(line(2, 2000, "no matter"), usage={"duration": 0})),
    ),
    Wrong("no such emotion", with_last(LINE, emotion="smug")),
    Wrong("no such event", (*LINE, Send({"event_id": None, "type": "session.sang"}))),
    Wrong("our client is surprised", with_last(LINE, mood=1)),
    Wrong("our client reads something else", with_last(LINE, transcript=" ")),
    Wrong("ids repeat", (*LINE[:3], *TWINS, *LINE[3:])),
    Wrong("a snapshot has words", (*LINE[:2], interim("item_1", "", ""), *LINE[2:])),
)


def talk(steps: tuple[Step, ...]) -> list[str]:
    """Have one whole session with a server that follows `steps`, and check it."""
    with (
        CaptionServer(Script(steps), token=TOKEN) as server,
        client(Address(server.url, TOKEN)) as peer,
    ):
        peer.next()
        peer.update()
        peer.say(bytes(32 * 5000))
        peer.finish()
    return check_session(peer.events, audio_ms=5000)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.rule)
def test_canary_a_server_that_breaks_a_rule_is_found_out(wrong: Wrong) -> None:
    with pytest.raises(AssertionError, match=wrong.rule):
        talk(wrong.steps)


def test_canary_the_line_that_the_wrong_ones_are_made_of_is_sound() -> None:
    assert talk(LINE) == ["ever tried."]
