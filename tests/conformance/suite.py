"""What every server of the protocol must do, whoever wrote it: one suite for all of them.

Run over the scripted server and `zimu serve` by test_suite.py, over the cloud by tests/cloud. A
subclass gives the fixture `place`. The cloud costs money for each second: the whole suite sends
it less than a minute of audio.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

import pytest

from app.core.endpoint import Endpoint
from app.core.errors import ErrorCode
from app.net.links import LinkLostError
from tests.helpers.caption_script import (
    AwaitAudio,
    AwaitEvent,
    Script,
    Step,
    committed,
    created,
    final,
    interim,
    started,
    stopped,
)
from tests.helpers.link_client import Closed, Event, LinkClient, Refused, dialled
from tests.helpers.serving import silence, speech, words
from tests.helpers.traffic_rules import check_session

BYTES_PER_MS = 32
TALK_MS = 10_000  # beckett: six short lines
PHRASE_MS = 1_500  # its first two words
UNFINISHED_MS = 2_900  # its first four words, with hardly a pause behind them
SILENCE_MS = 2_000
FRAME_LIMIT_BYTES = 262_144
COMMIT = "input_audio_buffer.commit"


class Place(Protocol):
    """Where a server is met."""

    @property
    def pace(self) -> float | None:
        """How many times faster than it was spoken audio may come; None: any."""

    @property
    def deadline_s(self) -> float: ...

    def open(self, script: Script) -> AbstractContextManager[Endpoint]:
        """A server to connect to. Only the scripted one follows the script: others listen."""


def line(number: int, begin_ms: int, text: str) -> tuple[Step, ...]:
    """One line as it goes when the server finds the pauses."""
    item, previous = f"item_{number}", f"item_{number - 1}" if number > 1 else None
    half = len(text) // 2
    return (
        AwaitAudio(begin_ms + 500),
        started(item, begin_ms),
        interim(item, "", text[:half], language="en"),
        interim(item, text[:half], text[half:], language="en"),
        AwaitAudio(begin_ms + 1000),
        stopped(item, begin_ms + 900),
        committed(item, previous),
        created(item, previous),
        final(item, text + ".", language="en", duration_s=number),
    )


SILENT = Script()
TALK = Script((*line(1, 0, "ever tried"), *line(2, 2000, "ever failed")))
PHRASE = (
    interim("item_1", "", "ever tried", language="en"),
    committed("item_1"),
    created("item_1"),
    final("item_1", "Ever tried.", language="en"),
)


@dataclass(frozen=True, slots=True)
class Talk:
    """One whole session, from greeting to finish."""

    events: tuple[Event, ...]
    audio_ms: int

    def of(self, ending: str) -> list[Event]:
        return [event for event in self.events if event["type"].endswith(ending)]

    def places(self, item: str) -> dict[str, int]:
        """Where in the session each kind of event about one line came last."""
        about = ((event, event.get("item_id")) for event in self.events)
        return {
            event["type"].rpartition(".")[2]: at
            for at, (event, of) in enumerate(about)
            if of == item
        }


class ServerSuite:
    """The tests. `place` lives as long as the class."""

    @pytest.fixture(scope="class")
    @classmethod
    def talk(cls, place: Place) -> Talk:
        """A talk in English, without saying so, lines ended by the server."""
        with connected(place, TALK) as client:
            client.update()
            client.say(said(TALK_MS), pace=place.pace)
            client.finish()
        return Talk(tuple(client.events), TALK_MS)

    def test_it_greets_first_and_names_its_model(self, talk: Talk) -> None:
        greeting = talk.events[0]
        assert greeting["type"] == "session.created"
        assert greeting["session"]["id"]
        assert greeting["session"]["model"]

    def test_it_answers_an_update_with_what_holds(self, talk: Talk) -> None:
        answer = talk.events[1]
        assert answer["type"] == "session.updated"
        assert answer["session"]["turn_detection"]["type"] == "server_vad"
        assert answer["session"]["turn_detection"]["silence_duration_ms"] == 400

    def test_it_ends_lines_at_pauses_and_tells_each_of_their_turns(self, talk: Talk) -> None:
        items = [event["item_id"] for event in talk.of(".speech_started")]
        assert len(items) >= 2
        for item in items:
            at = talk.places(item)
            assert at["speech_started"] < at["speech_stopped"] < at["committed"] < at["completed"]
            assert at["speech_started"] < at.get("text", at["completed"]) <= at["completed"]
        for one, next_one in pairwise(items):
            assert talk.places(one)["speech_stopped"] < talk.places(next_one)["speech_started"]

    def test_settled_words_only_grow(self, talk: Talk) -> None:
        settled: dict[str, str] = {}
        for snapshot in talk.of("transcription.text"):
            assert snapshot["text"].startswith(settled.get(snapshot["item_id"], ""))
            settled[snapshot["item_id"]] = snapshot["text"]
        assert settled

    def test_finals_have_the_words(self, talk: Talk) -> None:
        heard = words([event["transcript"] for event in talk.of(".completed")])
        assert heard[:4] == ["ever", "tried", "ever", "failed"]

    def test_it_says_which_language_it_heard(self, talk: Talk) -> None:
        assert {event["language"] for event in talk.of(".completed")} == {"en"}

    def test_usage_counts_the_whole_session(self, talk: Talk) -> None:
        seconds = [event["usage"]["duration"] for event in talk.of(".completed")]
        assert seconds == sorted(seconds)
        assert 0 < seconds[-1] <= talk.audio_ms / 1000 + 1

    def test_it_finishes_once_everything_is_said(self, talk: Talk) -> None:
        assert talk.events[-1]["type"] == "session.finished"
        assert len(talk.of("session.finished")) == 1

    def test_our_client_understands_all_of_it(self, talk: Talk) -> None:
        finals = [event["transcript"] for event in talk.of(".completed") if event["transcript"]]
        assert check_session(talk.events, audio_ms=talk.audio_ms) == finals

    def test_a_line_ends_by_hand_in_manual_mode(self, place: Place) -> None:
        with connected(place, Script((AwaitEvent(COMMIT), *PHRASE))) as client:
            assert client.update(silence_ms=None)["session"]["turn_detection"] is None
            client.say(said(PHRASE_MS), pace=place.pace)
            client.send(COMMIT)
            final_event = client.until(".completed")
            client.finish()
        assert words([final_event["transcript"]]) == ["ever", "tried"]
        kinds = [event["type"] for event in client.events]
        assert kinds.index("input_audio_buffer.committed") < kinds.index(final_event["type"])
        assert not [kind for kind in kinds if "speech" in kind]

    def test_finishing_ends_the_line_that_was_open(self, place: Place) -> None:
        with connected(place, Script(line(1, 0, "ever tried ever failed"))) as client:
            client.update(silence_ms=800)
            client.say(said(UNFINISHED_MS), pace=place.pace)
            client.finish()
        finals = [event for event in client.events if event["type"].endswith(".completed")]
        assert words([event["transcript"] for event in finals])[-1] == "failed"

    def test_a_session_of_silence_just_finishes(self, place: Place) -> None:
        with connected(place) as client:
            client.update()
            client.say(silence(SILENCE_MS / 1000), pace=place.pace)
            client.finish()
        assert client.events[-1]["type"] == "session.finished"
        assert not [event for event in client.events if event.get("transcript")]

    def test_a_language_is_repeated(self, place: Place) -> None:
        with connected(place) as client:
            session = client.update(language="en")["session"]
        assert session["input_audio_transcription"]["language"] == "en"

    def test_a_context_is_accepted(self, place: Place) -> None:
        with connected(place) as client:
            assert client.update(corpus={"text": "Samuel Beckett"})["type"] == "session.updated"

    def test_a_wrong_key_is_refused_in_the_handshake(self, place: Place) -> None:
        with place.open(SILENT) as endpoint:
            wrong = replace(endpoint, bearer="sk-nobody-has-this-key")
            with pytest.raises(Refused) as caught, dialled(wrong, deadline_s=place.deadline_s):
                pytest.fail("let in")
        assert caught.value.problem.code is ErrorCode.KEY_REFUSED

    def test_settings_cannot_change_once_audio_has_flowed(self, place: Place) -> None:
        with connected(place) as client:
            client.update()
            client.say(silence(0.2))
            client.send("session.update", session={"turn_detection": None})
            assert closing_code(client) == 1007

    def test_a_message_beyond_the_limit_ends_the_connection(self, place: Place) -> None:
        with connected(place) as client:
            client.update()
            with suppress(LinkLostError):  # it need not wait for the end of such a message
                client.send("input_audio_buffer.append", audio="A" * FRAME_LIMIT_BYTES)
            assert closing_code(client) == 1009

    def test_an_event_it_does_not_know_is_an_error_and_no_end(self, place: Place) -> None:
        with connected(place) as client:
            client.send("input_audio_buffer.rewind")
            assert client.next()["type"] == "error"
            assert client.update()["type"] == "session.updated"


@contextmanager
def connected(place: Place, script: Script = SILENT) -> Iterator[LinkClient]:
    with place.open(script) as endpoint, dialled(endpoint, deadline_s=place.deadline_s) as client:
        yield client


def closing_code(client: LinkClient) -> int | None:
    """Listen until the server hangs up."""
    with pytest.raises(Closed) as caught:
        client.until("never sent")
    return caught.value.code


def said(ms: int) -> bytes:
    """The beginning of the recording."""
    return speech()[: ms * BYTES_PER_MS]
