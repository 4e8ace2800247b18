"""The opening handshake with peers that answer anything."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.endpoint import Endpoint
from app.core.errors import ZimuError
from app.net.channel import Channel
from app.net.deadline import Deadline
from app.net.opening import MAX_ANSWER_BYTES, open_websocket

ENDPOINT = Endpoint("wss://captions.example/path", "the-model", "sk-secret0123456789")


def refused(answer: bytes) -> ZimuError:
    """What is made of `answer`, which no WebSocket comes with."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(answer)
        theirs.shutdown(socket.SHUT_WR)
        channel = Channel(ours, Deadline.after(5), max_message_bytes=1_048_576)
        with pytest.raises(ZimuError) as caught:
            open_websocket(channel, ENDPOINT, "captions.example")
    return caught.value


@given(
    st.lists(
        st.sampled_from(
            [
                b"HTTP/1.1 ",
                b"101 ",
                b"401 ",
                b"\r\n",
                b"\r\n\r\n",
                b"Content-Length: 9",
                b"Transfer-Encoding: chunked",
                b"0\r\n\r\n",
                b"Sec-WebSocket-Accept: x",
                b"Set-Cookie: a@b=c; Domain=x",
                b"\xff",
            ]
        )
        | st.binary(max_size=20),
        max_size=8,
    )
)
def test_any_answer_is_a_problem_without_the_key(pieces: list[bytes]) -> None:
    error = refused(b"".join(pieces) + ENDPOINT.bearer.encode())
    assert ENDPOINT.bearer not in repr(error.problem)


def test_an_answer_is_not_read_for_ever() -> None:
    head = b"HTTP/1.1 401 No\r\nX: " + b"y" * MAX_ANSWER_BYTES
    assert refused(head).problem.code.value == "key_refused"
