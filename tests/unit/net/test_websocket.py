"""The transport against real servers on loopback."""

import base64
import socket
import struct
import threading
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection
from websockets.utils import accept_key

from app.core.endpoint import Endpoint
from app.core.errors import ErrorCode
from app.net.channel import HASTY_SEND_TIMEOUT_S
from app.net.links import (
    Cancel,
    Link,
    LinkAlive,
    LinkDown,
    LinkEvent,
    LinkFailed,
    LinkLostError,
    LinkMessage,
)
from app.net.options import NamedProxy, NetOptions
from app.net.websocket import connect
from tests.helpers.certificates import server_context
from tests.helpers.proxies import ConnectProxy, Login, Socks4Proxy, Socks5Proxy
from tests.unit.net.conftest import (
    DEADLINE_S,
    Client,
    after_handshake,
    behind_tls,
    echo,
    in_handshake,
    serving,
    silent_after_handshake,
)

KEY = "sk-secret0123456789"
MANY = 400


def send_many(link: Link, text: str) -> None:
    for _ in range(MANY):
        link.send(text)


def test_messages_pongs_and_the_end_are_told_in_order(client: Client) -> None:
    with serving(echo) as url:
        client.dial(url)
        link = client.link()
        link.send("你好")
        assert client.next(LinkMessage).data == "你好".encode()
        link.ping()
        assert client.next(LinkAlive).received_s > 0
        link.close()
        assert client.next(LinkDown).code == 1000


def test_the_model_and_the_key_go_with_the_handshake_and_no_origin_does(client: Client) -> None:
    seen: list[Request] = []

    def look(_connection: ServerConnection, request: Request) -> Response | None:
        seen.append(request)
        return None

    with serving(echo, process_request=look) as url:
        client.dial(url, bearer=KEY)
        client.link().close()
    (request,) = seen
    assert request.path == "/path?model=the-model"
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert "Origin" not in request.headers


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, ErrorCode.KEY_REFUSED),
        (403, ErrorCode.ACCESS_REFUSED),
        (404, ErrorCode.HANDSHAKE_FAILED),
        (429, ErrorCode.THROTTLED),
        (503, ErrorCode.SERVER_UNAVAILABLE),
    ],
)
def test_a_refused_handshake_is_a_problem_that_holds_no_key(
    client: Client, status: int, code: ErrorCode
) -> None:
    def refuse(connection: ServerConnection, request: Request) -> Response:
        # A careless server repeats what it was sent.
        return connection.respond(status, str(request.headers))

    with serving(echo, process_request=refuse) as url:
        client.dial(url, bearer=KEY)
        failed = client.next(LinkFailed)
    assert failed.problem.code is code
    assert KEY not in repr(failed)


@pytest.mark.parametrize("bearer", [f"{KEY}\r\nX-Other: header", f"{KEY}\n", "密钥"])
def test_a_key_that_no_header_can_carry_is_refused_before_it_is_sent(
    client: Client, bearer: str
) -> None:
    with serving(echo) as url:
        client.dial(url, bearer=bearer)
        failed = client.next(LinkFailed)
    assert failed.problem.code is ErrorCode.KEY_REFUSED
    assert KEY not in repr(failed)


ARREARS = b'{"code":"Arrearage","message":"in arrears"}'


@pytest.mark.parametrize(
    "answer",
    [
        b"Content-Length: 43\r\n\r\n" + ARREARS,
        b"Transfer-Encoding: chunked\r\n\r\n2b\r\n" + ARREARS + b"\r\n0\r\n\r\n",
        b"Connection: close\r\n\r\n" + ARREARS,
        b"Content-Length: 9999999\r\n\r\n" + ARREARS + b" " * 100_000,
    ],
)
def test_what_explains_a_refusal_is_read_however_it_comes(client: Client, answer: bytes) -> None:
    def refuse(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n" + answer)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)

    with in_handshake(refuse) as url:
        client.dial(url)
        assert client.next(LinkFailed).problem.code is ErrorCode.QUOTA_SPENT


@pytest.mark.parametrize(
    ("pieces", "code"),
    [
        ((), ErrorCode.HOST_SILENT),
        ((b"HTTP/1.1 101 ", b"S"), ErrorCode.HOST_SILENT),
        ((b"HTTP/1.1 401 No\r\nX: ", b"y"), ErrorCode.KEY_REFUSED),
        ((b"HTTP/1.1 403 No\r\nContent-Length: 9999\r\n\r\n", b" "), ErrorCode.ACCESS_REFUSED),
    ],
)
def test_an_answer_that_never_ends_does(
    client: Client, pieces: tuple[bytes, ...], code: ErrorCode
) -> None:
    def dribble(connection: socket.socket) -> None:
        connection.sendall(b"".join(pieces[:1]))
        connection.settimeout(0.02)
        while True:
            try:
                if not connection.recv(4096):
                    return
            except TimeoutError:
                connection.sendall(b"".join(pieces[1:]))

    begin_s = time.monotonic()
    with in_handshake(dribble) as url:
        client.dial(url, bearer=KEY, options=NetOptions(attempt_timeout_s=0.3))
        assert client.next(LinkFailed).problem.code is code
    assert time.monotonic() - begin_s < 2


def test_a_peer_that_speaks_something_else_is_a_problem_at_once(client: Client) -> None:
    def greet(connection: socket.socket) -> None:
        connection.sendall(b"SSH-2.0-server\r\n")
        connection.recv(1)  # and it stays

    with in_handshake(greet) as url:
        client.dial(url)
        assert client.next(LinkFailed).problem.code is ErrorCode.PEER_BROKE_PROTOCOL


def test_frames_that_are_none_end_the_link(client: Client) -> None:
    with after_handshake(lambda connection: connection.sendall(b"\xff\x00")) as url:
        client.dial(url)
        client.link()
        assert client.next(LinkDown).is_broken


def test_a_redirect_is_not_followed_so_the_key_stays_here(client: Client) -> None:
    strangers: list[Request] = []

    def stranger(_connection: ServerConnection, request: Request) -> Response | None:
        strangers.append(request)
        return None

    with serving(echo, process_request=stranger) as elsewhere:

        def redirect(connection: ServerConnection, _request: Request) -> Response:
            response = connection.respond(302, "")
            response.headers["Location"] = elsewhere
            return response

        with serving(echo, process_request=redirect) as url:
            client.dial(url, bearer=KEY)
            problem = client.next(LinkFailed).problem
    assert (problem.code, problem.facts["status"]) == (ErrorCode.REDIRECTED, "302")
    assert not strangers


@pytest.mark.parametrize(
    "url", ["ws://captions.example/", "http://127.0.0.1/", "wss://", "nonsense", "wss://[", ""]
)
def test_a_url_that_is_not_safe_is_refused_before_anything_is_sent(
    client: Client, url: str
) -> None:
    client.dial(url, bearer=KEY)
    assert client.next(LinkFailed).problem.code is ErrorCode.UNSAFE_URL


def test_a_password_in_the_url_is_refused_and_not_repeated(client: Client) -> None:
    client.dial("wss://user:hunter2@captions.example/")
    failed = client.next(LinkFailed)
    assert failed.problem.code is ErrorCode.UNSAFE_URL
    assert "hunter2" not in repr(failed)


def test_nobody_there_is_a_problem(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    client.dial(f"ws://127.0.0.1:{port}/")
    assert client.next(LinkFailed).problem.code is ErrorCode.HOST_UNREACHABLE


def test_a_message_beyond_the_limit_ends_the_link(client: Client) -> None:
    def flood(connection: ServerConnection) -> None:
        connection.send("x" * 1_200_000)

    with serving(flood) as url:
        client.dial(url)
        client.link()
        assert client.next(LinkDown).is_broken


def test_many_small_messages_are_no_big_one(client: Client) -> None:
    def chat(connection: ServerConnection) -> None:
        for _ in range(MANY):
            connection.send("x" * 4000)

    with serving(chat) as url:
        client.dial(url)
        client.link()
        received = [len(client.next(LinkMessage).data) for _ in range(MANY)]
    assert received == [4000] * MANY


def test_a_connection_that_breaks_off_is_told_without_a_code(client: Client) -> None:
    def drop(connection: ServerConnection) -> None:
        connection.socket.shutdown(socket.SHUT_RDWR)

    with serving(drop) as url:
        client.dial(url)
        client.link()
        assert client.next(LinkDown).code is None


def test_the_close_code_is_told_although_nobody_takes_the_answer() -> None:
    gone = threading.Event()
    events: list[LinkEvent] = []

    def hang_up(connection: socket.socket) -> None:
        connection.sendall(b"\x88\x02" + struct.pack("!H", 1007))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
        gone.set()

    def post(event: LinkEvent) -> bool:
        gone.wait(DEADLINE_S)
        events.append(event)
        return True

    with after_handshake(hang_up) as url:
        connect(Endpoint(url, "the-model"), 1, post, Cancel())
    assert events[-1] == LinkDown(1, 1007, "")


def test_what_a_server_wants_remembered_is_told_to_nobody(client: Client) -> None:
    """A cookie for all of a domain, with a line break in it, would even make another header."""
    seen: list[Request] = []

    def answer(connection: socket.socket) -> None:
        connection.sendall(
            b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
            b'Set-Cookie: a="\\015\\012X-Evil: 1"; Domain=127.0.0.1\r\n\r\n'
        )

    def look(_connection: ServerConnection, request: Request) -> Response | None:
        seen.append(request)
        return None

    with in_handshake(answer) as url:
        client.dial(url)
        client.next(LinkFailed)
    with serving(echo, process_request=look) as url:
        client.dial(url)
        client.link().close()
    (request,) = seen
    assert "Cookie" not in request.headers
    assert "X-Evil" not in request.headers


def test_who_cannot_answer_the_challenge_does_not_speak_the_protocol(client: Client) -> None:
    def parrot(connection: socket.socket) -> None:
        accept = accept_key(base64.b64encode(bytes(16)).decode())
        connection.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept.encode() + b"\r\n\r\n"
        )

    with in_handshake(parrot) as url:
        client.dial(url)
        assert client.next(LinkFailed).problem.code is ErrorCode.PEER_BROKE_PROTOCOL


def test_what_comes_right_behind_the_handshake_is_not_lost(client: Client) -> None:
    with after_handshake(lambda connection: connection.sendall(b"\x81\x05hello")) as url:
        client.dial(url)
        client.link()
        assert client.next(LinkMessage).data == b"hello"


def test_a_path_is_sent_as_http_writes_it(client: Client) -> None:
    seen: list[str] = []

    def look(_connection: ServerConnection, request: Request) -> Response | None:
        seen.append(request.path)
        return None

    with serving(echo, process_request=look) as url:
        client.dial(f"{url}/字 幕/a%20b")
        client.link().close()
    assert seen == ["/path/%E5%AD%97%20%E5%B9%95/a%20b?model=the-model"]


def test_a_link_nobody_wants_any_more_is_let_go(client: Client) -> None:
    client.is_interested = False
    gone = threading.Event()

    def watch(connection: ServerConnection) -> None:
        try:
            connection.recv()
        finally:
            gone.set()

    with serving(watch) as url:
        client.dial(url)
        assert gone.wait(DEADLINE_S)


def test_a_reader_whose_messages_nobody_wants_ends(client: Client) -> None:
    def chat(connection: ServerConnection) -> None:
        connection.recv()
        connection.send("news")

    with serving(chat) as url:
        client.dial(url)
        link = client.link()
        client.is_interested = False
        link.send("go on")
        assert client.next(LinkMessage).data == b"news"
        assert client.next(LinkDown).reason == "abandoned"


def test_good_bye_to_a_peer_that_does_not_answer_is_bounded(client: Client) -> None:
    with silent_after_handshake() as url:
        client.dial(url)
        link = client.link()
        begin_s = time.monotonic()
        link.close()
        assert time.monotonic() - begin_s < 2.5
        client.next(LinkDown)


def test_good_bye_on_a_link_that_is_down_is_no_error(client: Client) -> None:
    with serving(echo) as url:
        client.dial(url)
        link = client.link()
        link.abort()
        client.next(LinkDown)
        link.close()


def test_abort_wakes_the_reader(client: Client) -> None:
    with serving(echo) as url:
        client.dial(url)
        client.link().abort()
        client.next(LinkDown)


def test_a_peer_that_takes_nothing_loses_the_link_soon_after_hasten(client: Client) -> None:
    release = threading.Event()

    def deaf(_connection: ServerConnection) -> None:
        release.wait(HASTY_SEND_TIMEOUT_S * 10)

    with serving(deaf) as url:
        client.dial(url)
        link = client.link()
        link.hasten()
        with pytest.raises(LinkLostError):
            send_many(link, "x" * 100_000)
        client.next(LinkDown)
        release.set()


def test_loopback_is_reached_although_a_dead_proxy_is_set(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(echo) as url:
        client.dial(url)
        client.link().close()


def test_tls_carries_both_directions_at_once(client: Client, tmp_path: Path) -> None:
    context, ca_file = server_context(tmp_path)
    with serving(echo, tls=context) as url:
        client.dial(url, options=NetOptions(ca_file=ca_file))
        exchange_many(client, "x" * 20_000)


def exchange_many(client: Client, payload: str) -> None:
    """Send while what an echo returns is received."""
    link = client.link()
    sender = threading.Thread(target=send_many, args=(link, payload))
    sender.start()
    received = [len(client.next(LinkMessage).data) for _ in range(MANY)]
    sender.join()
    link.close()
    assert client.next(LinkDown).code == 1000
    assert received == [len(payload)] * MANY


def test_a_certificate_nobody_vouches_for_is_a_problem(client: Client, tmp_path: Path) -> None:
    context, _ = server_context(tmp_path)
    with serving(echo, tls=context) as url:
        client.dial(url, bearer=KEY)
        assert client.next(LinkFailed).problem.code is ErrorCode.CERTIFICATE_UNTRUSTED


class Way(NamedTuple):
    """A kind of proxy, and a host as it is told it."""

    scheme: str
    kind: type[ConnectProxy | Socks4Proxy | Socks5Proxy]
    host: str


BY_NAME, BY_ADDRESS = "captions.example", "203.0.113.7"
WAYS = (
    Way("http", ConnectProxy, BY_NAME),
    Way("socks4", Socks4Proxy, BY_ADDRESS),
    Way("socks4a", Socks4Proxy, BY_NAME),
    Way("socks5", Socks5Proxy, BY_ADDRESS),
    Way("socks5h", Socks5Proxy, BY_NAME),
)


@pytest.mark.parametrize("login", [None, Login("mé", "w:rd")], ids=["open", "login"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.scheme)
def test_tls_carries_both_directions_at_once_through_a_proxy(
    client: Client, tmp_path: Path, way: Way, login: Login | None
) -> None:
    context, ca_file = server_context(tmp_path, names=[way.host])
    with serving(echo, tls=context) as direct:
        port = urlsplit(direct).port or 0
        with way.kind(login=login, routes={way.host: port}) as proxy:
            url = urlsplit(proxy.url(login))._replace(scheme=way.scheme).geturl()
            options = NetOptions(ca_file=ca_file, proxy=NamedProxy(url))
            client.dial(f"wss://{way.host}/path", bearer=KEY, options=options)
            exchange_many(client, "x" * 20_000)
            assert [target.host for target in proxy.asked] == [way.host]


def test_a_proxy_may_be_reached_over_tls_itself(client: Client, tmp_path: Path) -> None:
    context, ca_file = server_context(tmp_path, names=[BY_NAME, "127.0.0.1"])
    login = Login("mé", "w:rd")
    with serving(echo, tls=context) as direct:
        routes = {BY_NAME: urlsplit(direct).port or 0}
        with ConnectProxy(login=login, routes=routes) as proxy, behind_tls(proxy, context) as port:
            parts = urlsplit(proxy.url(login))
            address = f"{parts.netloc.rpartition(':')[0]}:{port}"
            named = NamedProxy(parts._replace(scheme="https", netloc=address).geturl())
            options = NetOptions(ca_file=ca_file, proxy=named)
            client.dial(f"wss://{BY_NAME}/path", bearer=KEY, options=options)
            exchange_many(client, "x" * 20_000)
            assert [target.host for target in proxy.asked] == [BY_NAME]


def test_a_proxy_that_cannot_prove_who_it_is_is_a_problem(client: Client, tmp_path: Path) -> None:
    context, _ = server_context(tmp_path)
    with ConnectProxy() as proxy, behind_tls(proxy, context) as port:
        options = NetOptions(proxy=NamedProxy(f"https://127.0.0.1:{port}"))
        client.dial(f"wss://{BY_NAME}/path", options=options)
        assert client.next(LinkFailed).problem.code is ErrorCode.PROXY_FAILED
        assert not proxy.asked
