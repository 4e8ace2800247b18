"""Which way a connection goes."""

import socket
import struct
import threading
import time
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.net.dialing import CONNECT_TIMEOUT_S, Target, open_channel, parse_target, proxy_for
from app.net.links import Cancel
from tests.helpers.certificates import server_context

FAR = Target("captions.example", 443, is_secure=True, is_loopback=False)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


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


def test_without_a_proxy_the_way_is_direct() -> None:
    assert proxy_for(FAR) is None


@pytest.mark.parametrize("name", ["https_proxy", "all_proxy"])
def test_the_systems_proxy_is_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "socks5h://me:word@proxy.example:1080")
    assert proxy_for(FAR) is not None


def test_exceptions_from_the_proxy_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "captions.example")
    assert proxy_for(FAR) is None


@pytest.mark.parametrize(
    "url", ["gopher://proxy.example", "http://proxy.example:port", "http://", "http://["]
)
def test_a_proxy_of_no_known_kind_is_a_problem(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", url)
    with pytest.raises(ZimuError) as caught:
        proxy_for(FAR)
    assert caught.value.problem.code is ErrorCode.PROXY_FAILED


def test_a_proxy_that_refuses_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        refusing = threading.Thread(target=_answer, args=(proxy, b"HTTP/1.1 407 Pay\r\n\r\n"))
        refusing.start()
        with pytest.raises(ZimuError) as caught:
            open_channel(FAR, Cancel())
        refusing.join()
    assert caught.value.problem.code is ErrorCode.PROXY_FAILED


def test_credentials_no_proxy_could_take_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("https_proxy", f"http://a%3Ab:c@127.0.0.1:{proxy.getsockname()[1]}")
        with pytest.raises(ZimuError) as caught:
            open_channel(FAR, Cancel())
    assert caught.value.problem.code is ErrorCode.PROXY_FAILED


def test_a_proxy_that_breaks_off_is_the_problem_not_the_host(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        resetting = threading.Thread(target=_reset, args=(proxy,))
        resetting.start()
        with pytest.raises(ZimuError) as caught:
            open_channel(FAR, Cancel())
        resetting.join()
    assert caught.value.problem.code is ErrorCode.PROXY_FAILED


def test_a_proxy_that_is_silent_is_left_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = Cancel()
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        asked = threading.Thread(target=_cancel_when_asked, args=(proxy, cancel))
        asked.start()
        begin_s = time.monotonic()
        with pytest.raises(ZimuError):
            open_channel(FAR, cancel)
        assert time.monotonic() - begin_s < CONNECT_TIMEOUT_S / 2
        asked.join()


def test_a_name_no_certificate_can_bear_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        agreeing = threading.Thread(target=_answer, args=(proxy, b"HTTP/1.1 200 OK\r\n\r\n"))
        agreeing.start()
        with pytest.raises(ZimuError) as caught:
            open_channel(parse_target("wss://.example/"), Cancel())
        agreeing.join()
    assert caught.value.problem.code is ErrorCode.HOST_UNREACHABLE


def test_tls_runs_through_a_proxy_to_the_host_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context, ca_file = server_context(tmp_path)
    asked: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            asked.append(connection.recv(4096))
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            with context.wrap_socket(connection, server_side=True) as secured:
                secured.sendall(b"hello")
                secured.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        serving = threading.Thread(target=serve, args=(proxy,))
        serving.start()
        # The certificate is for this address, which as a target that is not local takes the proxy.
        target = Target("127.0.0.1", 443, is_secure=True, is_loopback=False)
        channel = open_channel(target, Cancel(), ca_file=ca_file)
        assert channel.recv(100) == b"hello"
        channel.shutdown()
        channel.close()
        serving.join()
    assert asked[0].startswith(b"CONNECT 127.0.0.1:443 ")


def _cancel_when_asked(listener: socket.socket, cancel: Cancel) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(4096)
        cancel.cancel()
        connection.recv(1)


def _reset(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    connection.recv(4096)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _answer(listener: socket.socket, response: bytes) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(response)
