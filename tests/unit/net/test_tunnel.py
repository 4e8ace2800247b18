"""What is said to a proxy, how much of what it says is taken, and what its refusals mean."""

import base64
import select
import socket
import threading
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.net.channel import Channel
from app.net.deadline import Deadline
from app.net.proxies import ProxyKind, ProxyServer
from app.net.tunnel import MAX_HEAD_BYTES, open_tunnel
from tests.helpers.waiting import until

Pair = tuple[Channel, socket.socket]
DEADLINE_S = 5.0
HTTP_OK = b"HTTP/1.1 200 OK\r\n\r\n"
SOCKS4_OK = b"\x00\x5a" + bytes(6)
SOCKS5_HELLO = b"\x05\x00"
SOCKS5_OK = b"\x05\x00\x00\x01" + bytes(6)
NAMED = "captions.example"


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours, Deadline.after(DEADLINE_S), max_message_bytes=MAX_HEAD_BYTES), theirs


def proxy(kind: ProxyKind, username: str = "", password: str = "") -> ProxyServer:
    return ProxyServer(kind, "proxy.example", 1080, username, password)


class Said(NamedTuple):
    """What a proxy must hear for a target, and what it answers so that the way is open."""

    id: str
    proxy: ProxyServer
    host: str
    heard: bytes
    answer: bytes


SAID = (
    Said(
        "CONNECT with a name",
        proxy(ProxyKind.HTTP),
        "bücher.example",
        b"CONNECT xn--bcher-kva.example:443 HTTP/1.1\r\nHost: xn--bcher-kva.example:443\r\n\r\n",
        HTTP_OK,
    ),
    Said(
        "CONNECT with an IPv6 address",
        proxy(ProxyKind.HTTP),
        "fd00::1",
        b"CONNECT [fd00::1]:443 HTTP/1.1\r\nHost: [fd00::1]:443\r\n\r\n",
        HTTP_OK,
    ),
    Said(
        "CONNECT with a login",
        proxy(ProxyKind.HTTP, "me", "wörd:2"),
        "h",
        b"CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\nProxy-Authorization: Basic "
        + base64.b64encode("me:wörd:2".encode())
        + b"\r\n\r\n",
        HTTP_OK,
    ),
    Said(
        "SOCKS 4 with an address",
        proxy(ProxyKind.SOCKS4, "me"),
        "192.0.2.1",
        b"\x04\x01\x01\xbb\xc0\x00\x02\x01me\x00",
        SOCKS4_OK,
    ),
    Said(
        "SOCKS 4a with an address",
        proxy(ProxyKind.SOCKS4A),
        "192.0.2.1",
        b"\x04\x01\x01\xbb\xc0\x00\x02\x01\x00",
        SOCKS4_OK,
    ),
    Said(
        "SOCKS 4a with a name",
        proxy(ProxyKind.SOCKS4A),
        NAMED,
        b"\x04\x01\x01\xbb\x00\x00\x00\x01\x00captions.example\x00",
        SOCKS4_OK,
    ),
    Said(
        "SOCKS 5 with an address",
        proxy(ProxyKind.SOCKS5),
        "192.0.2.1",
        b"\x05\x01\x00\x05\x01\x00\x01\xc0\x00\x02\x01\x01\xbb",
        SOCKS5_HELLO + SOCKS5_OK,
    ),
    Said(
        "SOCKS 5 with an IPv6 address",
        proxy(ProxyKind.SOCKS5H),
        "::2",
        b"\x05\x01\x00\x05\x01\x00\x04" + bytes(15) + b"\x02\x01\xbb",
        SOCKS5_HELLO + SOCKS5_OK,
    ),
    Said(
        "SOCKS 5 with a name, answered with a name",
        proxy(ProxyKind.SOCKS5H),
        NAMED,
        b"\x05\x01\x00\x05\x01\x00\x03\x10captions.example\x01\xbb",
        SOCKS5_HELLO + b"\x05\x00\x00\x03\x03gw1\x04\x38",
    ),
    Said(
        "SOCKS 5 with a login",
        proxy(ProxyKind.SOCKS5H, "me", "wörd"),
        "192.0.2.1",
        b"\x05\x02\x00\x02\x01\x02me\x05w\xc3\xb6rd\x05\x01\x00\x01\xc0\x00\x02\x01\x01\xbb",
        b"\x05\x02\x01\x00" + SOCKS5_OK,
    ),
    Said(
        "SOCKS 5 with a login that is not wanted",
        proxy(ProxyKind.SOCKS5H, "me", "word"),
        "192.0.2.1",
        b"\x05\x02\x00\x02\x05\x01\x00\x01\xc0\x00\x02\x01\x01\xbb",
        SOCKS5_HELLO + SOCKS5_OK,
    ),
)


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.id)
def test_a_proxy_is_asked_and_nothing_behind_its_answer_is_taken(pair: Pair, said: Said) -> None:
    ours, theirs = pair
    theirs.sendall(said.answer + b"hello")
    open_tunnel(ours, said.proxy, said.host, 443)
    assert theirs.recv(4096) == said.heard
    assert ours.recv(100) == b"hello"


def test_a_proxy_that_looks_up_no_names_is_told_an_address(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(*_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    ours, theirs = pair
    theirs.sendall(SOCKS5_HELLO + SOCKS5_OK)
    open_tunnel(ours, proxy(ProxyKind.SOCKS5), NAMED, 443)
    assert theirs.recv(4096).endswith(b"\x01\xc0\x00\x02\x01\x01\xbb")


def test_an_answer_in_pieces_is_awaited(pair: Pair) -> None:
    ours, theirs = pair
    pieces = (b"HTTP/1.0 ", b"200 Connection established\r\n", b"Via: x\r\n\r", b"\nhello")

    def is_taken() -> bool:
        return not select.select([ours], [], [], 0)[0]

    def answer() -> None:
        for piece in pieces[:-1]:
            theirs.sendall(piece)
            until(is_taken, "the piece to be taken")
        theirs.sendall(pieces[-1])

    answering = threading.Thread(target=answer)
    answering.start()
    open_tunnel(ours, proxy(ProxyKind.HTTP), "h", 443)
    answering.join()
    assert ours.recv(100) == b"hello"


class Refused(NamedTuple):
    """What a proxy's answer means if it is not yes."""

    id: str
    kind: ProxyKind
    answer: bytes
    code: ErrorCode


REFUSED = (
    Refused("CONNECT 407", ProxyKind.HTTP, b"HTTP/1.1 407 Who\r\n\r\n", ErrorCode.PROXY_LOGIN),
    Refused("CONNECT 403", ProxyKind.HTTP, b"HTTP/1.1 403 No\r\n\r\n", ErrorCode.PROXY_FAILED),
    Refused("CONNECT 502", ProxyKind.HTTP, b"HTTP/1.1 502 Gone\r\n\r\n", ErrorCode.PROXY_FAILED),
    Refused("CONNECT 2000", ProxyKind.HTTP, b"HTTP/1.1 2000 Odd\r\n\r\n", ErrorCode.PROXY_FAILED),
    Refused("no HTTP", ProxyKind.HTTP, b"SSH-2.0\r\n\r\n", ErrorCode.PROXY_FAILED),
    Refused("SOCKS 4 no", ProxyKind.SOCKS4, b"\x00\x5b" + bytes(6), ErrorCode.PROXY_FAILED),
    Refused("SOCKS 4 who", ProxyKind.SOCKS4, b"\x00\x5d" + bytes(6), ErrorCode.PROXY_LOGIN),
    Refused("SOCKS 5 who", ProxyKind.SOCKS5, b"\x05\xff", ErrorCode.PROXY_LOGIN),
    Refused("SOCKS 5 wrong login", ProxyKind.SOCKS5, b"\x05\x02\x01\x01", ErrorCode.PROXY_LOGIN),
    Refused("SOCKS 5 odd method", ProxyKind.SOCKS5, b"\x05\x01", ErrorCode.PROXY_FAILED),
    Refused("SOCKS 5 is 4", ProxyKind.SOCKS5, b"\x04\xff", ErrorCode.PROXY_FAILED),
    Refused(
        "SOCKS 5 not allowed",
        ProxyKind.SOCKS5,
        SOCKS5_HELLO + b"\x05\x02\x00\x01" + bytes(6),
        ErrorCode.PROXY_FAILED,
    ),
    Refused(
        "SOCKS 5 unreachable",
        ProxyKind.SOCKS5,
        SOCKS5_HELLO + b"\x05\x04\x00\x01" + bytes(6),
        ErrorCode.PROXY_FAILED,
    ),
)


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.id)
def test_a_refusal_says_who_is_at_fault(pair: Pair, refused: Refused) -> None:
    ours, theirs = pair
    theirs.sendall(refused.answer)
    with pytest.raises(ZimuError) as caught:
        open_tunnel(ours, proxy(refused.kind, "me", "word"), "192.0.2.1", 443)
    assert caught.value.problem.code is refused.code


@pytest.mark.parametrize("kind", ProxyKind)
def test_a_proxy_that_breaks_off_is_an_error(pair: Pair, kind: ProxyKind) -> None:
    ours, theirs = pair
    theirs.sendall(b"\x05")
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(ConnectionError):
        open_tunnel(ours, proxy(kind), "192.0.2.1", 443)


def test_an_answer_without_end_is_an_error(pair: Pair) -> None:
    ours, theirs = pair
    theirs.sendall(b"x" * (MAX_HEAD_BYTES + 1))
    with pytest.raises(ConnectionError):
        open_tunnel(ours, proxy(ProxyKind.HTTP), "h", 443)


class Impossible(NamedTuple):
    """What cannot even be asked."""

    id: str
    proxy: ProxyServer
    host: str
    code: ErrorCode


IMPOSSIBLE = (
    Impossible("a colon", proxy(ProxyKind.HTTP, "a:b", "c"), "h", ErrorCode.PROXY_LOGIN),
    Impossible("a zero", proxy(ProxyKind.SOCKS4, "a\0b"), "192.0.2.1", ErrorCode.PROXY_LOGIN),
    Impossible("too long", proxy(ProxyKind.SOCKS5, "a" * 256), "::2", ErrorCode.PROXY_LOGIN),
    Impossible("no name", proxy(ProxyKind.HTTP), ".example", ErrorCode.HOST_UNKNOWN),
    Impossible("no name", proxy(ProxyKind.SOCKS5), ".example", ErrorCode.HOST_UNKNOWN),
    Impossible("long name", proxy(ProxyKind.SOCKS5H), "a." * 128 + "x", ErrorCode.HOST_UNKNOWN),
    Impossible("IPv6", proxy(ProxyKind.SOCKS4A), "::2", ErrorCode.HOST_UNREACHABLE),
)


@pytest.mark.parametrize("impossible", IMPOSSIBLE, ids=lambda impossible: impossible.id)
def test_what_no_proxy_could_be_told_is_a_problem(pair: Pair, impossible: Impossible) -> None:
    ours, theirs = pair
    theirs.sendall(b"\x05\x02")
    with pytest.raises(ZimuError) as caught:
        open_tunnel(ours, impossible.proxy, impossible.host, 443)
    assert caught.value.problem.code is impossible.code
