"""What is said to an HTTP proxy, and how much of what it says is taken."""

import base64
import select
import socket
import threading
from collections.abc import Iterator

import pytest

from app.net.tunnel import MAX_HEAD_BYTES, open_tunnel
from tests.helpers.waiting import until

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        yield ours, theirs


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("captions.example", "captions.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("fd00::1", "[fd00::1]"),
    ],
)
def test_the_proxy_is_asked_for_the_host_by_its_wire_name(pair: Pair, host: str, name: str) -> None:
    ours, theirs = pair
    theirs.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    open_tunnel(ours, host, 443)
    asked = theirs.recv(4096).decode()
    assert asked == f"CONNECT {name}:443 HTTP/1.1\r\nHost: {name}:443\r\n\r\n"


def test_a_name_and_password_go_with_it(pair: Pair) -> None:
    ours, theirs = pair
    theirs.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    open_tunnel(ours, "h", 443, username="me", password="wörd:2")  # noqa: S106  # the test's own
    login = base64.b64encode("me:wörd:2".encode()).decode()
    assert f"\r\nProxy-Authorization: Basic {login}\r\n" in theirs.recv(4096).decode()


def test_an_answer_in_pieces_is_awaited_and_nothing_behind_it_is_taken(pair: Pair) -> None:
    ours, theirs = pair
    pieces = (b"HTTP/1.0 ", b"200 Connection established\r\n", b"Via: x\r\n\r", b"\nhello")

    def is_taken() -> bool:
        return not select.select([ours], [], [], 0)[0]

    def answer() -> None:
        for piece in pieces[:-1]:
            theirs.sendall(piece)
            until(is_taken, "the piece to be taken")
        theirs.sendall(pieces[-1])

    proxy = threading.Thread(target=answer)
    proxy.start()
    open_tunnel(ours, "h", 443)
    proxy.join()
    assert ours.recv(100) == b"hello"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 407 Who are you\r\n\r\n",
        b"HTTP/1.1 2000 Strange\r\n\r\n",
        b"SSH-2.0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"",
    ],
)
def test_any_other_answer_is_an_error(pair: Pair, answer: bytes) -> None:
    ours, theirs = pair
    theirs.sendall(answer)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(ConnectionError):
        open_tunnel(ours, "h", 443)


def test_an_answer_without_end_is_an_error(pair: Pair) -> None:
    ours, theirs = pair
    theirs.sendall(b"x" * (MAX_HEAD_BYTES + 1))
    with pytest.raises(ConnectionError):
        open_tunnel(ours, "h", 443)
