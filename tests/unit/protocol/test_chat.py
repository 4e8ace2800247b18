"""Answers of chat servers, in whatever pieces they come."""

import json
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protocol.chat import MAX_EVENT_BYTES, MAX_STREAM_BYTES, ChatAnswer, question
from app.protocol.errors import ProtocolError
from tests.helpers.chat_server import ANSWER, event


def read(*pieces: bytes) -> tuple[str, ChatAnswer]:
    answer = ChatAnswer()
    words = "".join(map(answer.receive, pieces))
    return words + answer.finish(), answer


@given(st.text(min_size=1), st.lists(st.integers(0, 400)))
def test_how_an_answer_is_cut_into_pieces_does_not_matter(words: str, cuts: list[int]) -> None:
    whole = event(words) + b": alive\r\n\r\n" + event(None, "stop") + b"data: [DONE]"
    edges = [0, *sorted(cuts), len(whole)]
    told, answer = read(*(whole[a:b] for a, b in pairwise(edges)))
    assert told == words
    assert answer.is_over


@given(st.binary(), st.integers(0, len(ANSWER)))
def test_nothing_but_a_protocol_error_comes_of_garbage(garbage: bytes, at: int) -> None:
    with suppress(ProtocolError):
        read(ANSWER[:at], garbage, ANSWER[at:])
    with suppress(ProtocolError):
        read(b"data: " + garbage + b"\n")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["choices", "delta", "content", "error"]), inner)
    ),
)


@given(JSON)
def test_nothing_but_a_protocol_error_comes_of_odd_events(message: object) -> None:
    with suppress(ProtocolError):
        read(b"data: " + json.dumps(message).encode() + b"\n")


def test_what_comes_behind_the_end_is_no_part_of_it() -> None:
    told, _ = read(ANSWER, event("more"))
    assert told == "We met [00:00:01]."


def test_an_answer_that_the_server_cut_says_so() -> None:
    _, answer = read(event("We", "length"))
    assert (answer.is_over, answer.is_cut) == (True, True)


@pytest.mark.parametrize("last", ['{"finish_reason": "stop"}', '{"delta": null}'])
def test_what_some_servers_leave_out_or_empty_ends_nothing_early(last: str) -> None:
    told, answer = read(
        event("We ", ""), event("met", ""), b'data: {"choices": [' + last.encode() + b"]}\n\n"
    )
    assert told == "We met"
    assert answer.is_over == ("stop" in last)


@pytest.mark.parametrize("body", [b"<html>\n<p>Log in</p>", b'{"choices": []}', b"\x00\n\n"])
def test_what_is_no_stream_is_refused_at_its_end(body: bytes) -> None:
    with pytest.raises(ProtocolError):
        read(body)


@pytest.mark.parametrize("body", [b"", b"\n\r\n", b": alive\n\nevent: ping\nid: 1\nretry: 9\n"])
def test_a_stream_without_an_event_is_still_a_stream(body: bytes) -> None:
    told, answer = read(body)
    assert (told, answer.is_over) == ("", False)


def test_a_stream_that_only_says_that_it_lives_does_not_go_on_for_ever() -> None:
    answer, alive = ChatAnswer(), b": " + b"-" * 999_997 + b"\n"
    for _ in range(MAX_STREAM_BYTES // len(alive)):
        answer.receive(alive)
    with pytest.raises(ProtocolError):
        answer.receive(alive)


def test_an_endless_event_is_refused() -> None:
    answer = ChatAnswer()
    with pytest.raises(ProtocolError):
        answer.receive(b"data: " + b"x" * (MAX_EVENT_BYTES + 1))


def test_an_error_in_mid_answer_ends_it() -> None:
    with pytest.raises(ProtocolError):
        read(event("We"), b'data: {"error": {"message": "overloaded"}}\n\n')


def test_halves_of_characters_do_not_stop_a_question() -> None:
    assert json.loads(question("m", "p", "a\ud800b"))["messages"][1]["content"] == "a?b"
