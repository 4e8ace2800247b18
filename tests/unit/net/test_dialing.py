"""Which way a connection goes, and what is told when it does not get there."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import ErrorCode, Problem, ZimuError
from app.net.channel import Channel
from app.net.deadline import Deadline
from app.net.dialing import Target, open_channel, parse_target
from app.net.links import Cancel
from app.net.options import NamedProxy, NetOptions
from tests.helpers.certificates import HOUR, server_context
from tests.helpers.proxies import ConnectProxy, Login, Socks5Proxy

FAR = Target("captions.example", 443, is_secure=True, is_loopback=False)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("wss://captions.example/p", FAR),
        ("wss://captions.example:8443/p", Target("captions.example", 8443, True, False)),
        ("ws://127.0.0.1:9000/", Target("127.0.0.1", 9000, False, True)),
        ("ws://localhost/", Target("localhost", 80, False, True)),
        ("ws://[::1]:9000/", Target("::1", 9000, False, True)),
    ],
)
def test_a_url_is_taken_apart(url: str, target: Target) -> None:
    assert parse_target(url) == target


@pytest.mark.parametrize(
    "url",
    [
        "ws://10.0.0.1/",
        "ws://localhost.example/",
        "ws://127.0.0.1.example/",
        "ws://0.0.0.0/",
        "wss://captions.example:port/",
    ],
)
def test_plain_text_goes_to_this_computer_only(url: str) -> None:
    with pytest.raises(ZimuError) as caught:
        parse_target(url)
    assert caught.value.problem.code is ErrorCode.UNSAFE_URL


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("moonshine", "moonshine"),
        ("http://captions.example/p?key=secret", "http://captions.example"),
        ("ws://me:secret@10.0.0.1:9000/", "ws://10.0.0.1:9000"),
        ("ws://127.0.0.1:99999/secret", "ws://127.0.0.1:99999"),
    ],
)
def test_an_address_that_is_refused_is_shown_without_secrets(url: str, shown: str) -> None:
    with pytest.raises(ZimuError) as caught:
        parse_target(url)
    assert caught.value.problem.facts == {"url": shown}


NAMED = "captions.example"
ADDRESS = "203.0.113.7"  # for documentation: nobody has it
LOGIN = Login("mé", "w:rd")
NO_FAMILY = 255  # of addresses
SHORT = NetOptions(connect_timeout_s=0.3, attempt_timeout_s=0.3)
FAR_BY_NAME = Target(NAMED, 443, is_secure=True, is_loopback=False)
FAR_BY_ADDRESS = Target(ADDRESS, 443, is_secure=True, is_loopback=False)


def dial(target: Target, options: NetOptions | None = None) -> Channel:
    options = options or NetOptions()
    return open_channel(target, Cancel(), options, Deadline.after(options.attempt_timeout_s))


def trouble(target: Target, options: NetOptions | None = None) -> Problem:
    with pytest.raises(ZimuError) as caught:
        dial(target, options).close()
    return caught.value.problem


def near(port: int, *, is_secure: bool = False) -> Target:
    return Target("127.0.0.1", port, is_secure=is_secure, is_loopback=True)


@contextmanager
def answering(*pieces: bytes, until_closed: bytes = b"") -> Iterator[int]:
    """A server that sends `pieces` and hangs up, or goes on and on with `until_closed`."""

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            for piece in pieces:
                connection.sendall(piece)
            connection.settimeout(0.02)
            while until_closed:
                with suppress(TimeoutError):
                    if not connection.recv(4096):
                        return
                connection.sendall(until_closed)
            connection.recv(4096)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(target=serve, args=(listener,))
        serving.start()
        yield int(listener.getsockname()[1])
        serving.join()


@contextmanager
def deaf() -> Iterator[int]:
    """A port that answers no connection request: who listens there is busy."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener, ExitStack() as waiting:
        for _ in range(2):
            client = waiting.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
        yield int(listener.getsockname()[1])


@contextmanager
def secured(folder: Path, **certificate: Any) -> Iterator[tuple[int, NetOptions]]:
    """A TLS server that greets, and what is needed to trust it."""
    context, ca_file = server_context(folder, **certificate)

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with (
            connection,
            suppress(OSError),
            context.wrap_socket(connection, server_side=True) as inner,
        ):
            inner.sendall(b"hello")
            inner.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(target=serve, args=(listener,))
        serving.start()
        yield int(listener.getsockname()[1]), NetOptions(ca_file=ca_file)
        serving.join()


# To the host


def test_a_name_nobody_knows_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    problem = trouble(FAR_BY_NAME)
    assert (problem.code, problem.facts["host"]) == (ErrorCode.HOST_UNKNOWN, NAMED)


def test_a_name_nobody_can_have_is_a_problem() -> None:
    assert trouble(parse_target("wss://.example/")).code is ErrorCode.HOST_UNKNOWN


def test_a_host_that_refuses_is_a_problem() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert trouble(near(port)).code is ErrorCode.HOST_UNREACHABLE


def test_a_host_that_does_not_answer_is_a_problem_in_time() -> None:
    begin_s = time.monotonic()
    with deaf() as port:
        assert trouble(near(port), SHORT).code is ErrorCode.HOST_SILENT
    assert time.monotonic() - begin_s < 2


def test_all_addresses_of_a_host_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with deaf() as silent, answering(b"hello") as port:

        def look_up(*_: object, **__: object) -> list[object]:
            stream = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
            return [(*stream, ("127.0.0.1", silent)), (*stream, ("127.0.0.1", port))]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        options = NetOptions(connect_timeout_s=0.6)
        channel = dial(Target(NAMED, 443, is_secure=False, is_loopback=False), options)
        assert channel.recv(100) == b"hello"
        channel.close()


def test_an_address_that_this_computer_cannot_use_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with answering(b"hello") as port:

        def look_up(*_: object, **__: object) -> list[object]:
            rest = (socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
            return [(NO_FAMILY, *rest), (socket.AF_INET, *rest)]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        channel = dial(Target(NAMED, 443, is_secure=False, is_loopback=False))
        assert channel.recv(100) == b"hello"
        channel.close()


def test_cancelling_frees_an_attempt_from_a_host_that_says_nothing() -> None:
    cancel = Cancel()
    caught: list[Problem] = []

    def attempt(port: int) -> None:
        try:
            open_channel(near(port, is_secure=True), cancel, NetOptions(), Deadline.after(60))
        except ZimuError as exc:
            caught.append(exc.problem)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        trying = threading.Thread(target=attempt, args=(listener.getsockname()[1],))
        trying.start()
        connection, _ = listener.accept()
        with connection:
            connection.recv(1)  # the handshake has begun
            cancel.cancel()
            trying.join(5)
    assert [problem.code for problem in caught] == [ErrorCode.HOST_UNREACHABLE]


# TLS


def test_a_server_whose_certificate_is_trusted_is_reached(tmp_path: Path) -> None:
    with secured(tmp_path) as (port, options):
        channel = dial(near(port, is_secure=True), options)
        assert channel.recv(100) == b"hello"
        channel.close()


def test_a_certificate_the_system_trusts_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secured(tmp_path) as (port, options):
        monkeypatch.setenv("SSL_CERT_FILE", str(options.ca_file))
        channel = dial(near(port, is_secure=True))
        assert channel.recv(100) == b"hello"
        channel.close()


@pytest.mark.parametrize("is_custom", [True, False])
@pytest.mark.parametrize(
    ("certificate", "code"),
    [
        ({"valid_to": -HOUR / 2}, ErrorCode.CERTIFICATE_DATES),
        ({"valid_from": HOUR / 2}, ErrorCode.CERTIFICATE_DATES),
        ({"names": ["192.0.2.1"]}, ErrorCode.CERTIFICATE_NAME),
        ({"names": ["captions.example"]}, ErrorCode.CERTIFICATE_NAME),
    ],
)
def test_a_certificate_that_does_not_hold_is_a_problem(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    certificate: dict[str, Any],
    code: ErrorCode,
    is_custom: bool,
) -> None:
    with secured(tmp_path, **certificate) as (port, custom):
        if not is_custom:
            monkeypatch.setenv("SSL_CERT_FILE", str(custom.ca_file))
        problem = trouble(near(port, is_secure=True), custom if is_custom else NetOptions())
    assert (problem.code, problem.facts) == (code, {"host": "127.0.0.1"})


def test_a_certificate_nobody_vouches_for_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    _, other = server_context(tmp_path / "other")
    for options in (NetOptions(), NetOptions(ca_file=other)):
        with secured(tmp_path) as (port, _):
            problem = trouble(near(port, is_secure=True), options)
            assert problem.code is ErrorCode.CERTIFICATE_UNTRUSTED


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_certificates_nobody_can_read_are_a_problem(tmp_path: Path, content: bytes | None) -> None:
    ca_file = tmp_path / "ca.pem"
    if content is not None:
        ca_file.write_bytes(content)
    problem = trouble(FAR_BY_NAME, NetOptions(ca_file=ca_file))
    assert (problem.code, problem.facts) == (ErrorCode.CA_UNREADABLE, {"path": str(ca_file)})


def test_a_server_without_tls_is_a_problem() -> None:
    with answering(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        assert trouble(near(port, is_secure=True)).code is ErrorCode.TLS_FAILED


def test_a_tls_handshake_that_never_ends_does(tmp_path: Path) -> None:
    begin_s = time.monotonic()
    record = b"\x16\x03\x03\x40\x00"  # 16 KiB of handshake are announced
    with answering(record, until_closed=b"\x00") as port:
        assert trouble(near(port, is_secure=True), SHORT).code is ErrorCode.HOST_SILENT
    assert time.monotonic() - begin_s < 2


# Through a proxy


def named(url: str, **options: Any) -> NetOptions:
    return NetOptions(proxy=NamedProxy(url), **options)


def test_a_proxy_that_is_not_there_is_the_problem() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    for scheme in ("http", "socks4", "socks5h"):
        problem = trouble(FAR_BY_ADDRESS, named(f"{scheme}://127.0.0.1:{port}"))
        assert problem == Problem(ErrorCode.PROXY_FAILED)


@pytest.mark.parametrize("scheme", ["http", "socks4", "socks4a", "socks5", "socks5h"])
def test_a_proxy_that_breaks_off_is_the_problem_not_the_host(scheme: str) -> None:
    with answering() as port:
        problem = trouble(FAR_BY_ADDRESS, named(f"{scheme}://127.0.0.1:{port}"))
    assert problem.code is ErrorCode.PROXY_FAILED


def test_a_proxy_whose_answer_never_ends_does() -> None:
    begin_s = time.monotonic()
    with answering(b"HTTP/1.1 200 OK\r\n", until_closed=b"X") as port:
        options = named(f"http://127.0.0.1:{port}", connect_timeout_s=0.3, attempt_timeout_s=0.3)
        assert trouble(FAR_BY_NAME, options).code is ErrorCode.PROXY_FAILED
    assert time.monotonic() - begin_s < 2


@pytest.mark.parametrize("kind", [ConnectProxy, Socks5Proxy])
@pytest.mark.parametrize("login", [None, Login("mé", "wrong")])
def test_a_proxy_that_wants_another_login_is_a_problem_that_tells_none(
    kind: type[ConnectProxy | Socks5Proxy], login: Login | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with kind(login=LOGIN) as proxy:
        problem = trouble(FAR_BY_NAME, named(proxy.url(login)))
        assert problem == Problem(ErrorCode.PROXY_LOGIN)
        assert not proxy.asked
    assert "wrong" not in caplog.text


@pytest.mark.parametrize("kind", [ConnectProxy, Socks5Proxy])
def test_a_proxy_that_cannot_connect_is_a_problem(
    kind: type[ConnectProxy | Socks5Proxy],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with kind(routes={NAMED: port}) as proxy:
        assert trouble(FAR_BY_NAME, named(proxy.url())).code is ErrorCode.PROXY_FAILED


def test_the_host_behind_a_proxy_proves_who_it_is_itself(tmp_path: Path) -> None:
    with (
        secured(tmp_path, names=["another.example"]) as (port, options),
        ConnectProxy(routes={NAMED: port}) as proxy,
    ):
        problem = trouble(FAR_BY_NAME, replace(options, proxy=NamedProxy(proxy.url())))
    assert (problem.code, problem.facts["host"]) == (ErrorCode.CERTIFICATE_NAME, NAMED)


def test_loopback_is_reached_without_the_proxy_that_is_named() -> None:
    with answering(b"hello") as port:
        channel = dial(near(port), named("http://127.0.0.1:9"))
        assert channel.recv(100) == b"hello"
        channel.close()
