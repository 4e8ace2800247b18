"""The proxies' own tests, with a client that is not ours."""

import socket
import threading
from collections.abc import Iterator

import pytest
from python_socks import ProxyError, ProxyType
from python_socks.sync import Proxy

from tests.helpers.proxies import ConnectProxy, Login, Socks5Proxy, Target

DEADLINE_S = 5.0
LOGIN = Login("me@home", "a:b/c")
SERVERS: list[type[ConnectProxy | Socks5Proxy]] = [ConnectProxy, Socks5Proxy]
KINDS = {ConnectProxy: ProxyType.HTTP, Socks5Proxy: ProxyType.SOCKS5}


@pytest.fixture
def echo_port() -> Iterator[int]:
    """The port of a server that answers its first message with the same, then hangs up."""

    def run(listener: socket.socket) -> None:
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            return
        with connection:
            connection.sendall(connection.recv(100))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        thread = threading.Thread(target=run, args=(listener,))
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def say(
    proxy: ConnectProxy | Socks5Proxy, host: str, port: int, login: Login | None = None
) -> bytes:
    client = Proxy(
        KINDS[type(proxy)],
        "127.0.0.1",
        proxy.port,
        username=login.name if login else None,
        password=login.password if login else None,
        rdns=True,
    )
    with client.connect(host, port, timeout=DEADLINE_S) as connected:
        connected.sendall(b"hello")
        return connected.recv(100)


@pytest.mark.parametrize("kind", SERVERS)
def test_a_name_leads_where_its_route_says(
    kind: type[ConnectProxy | Socks5Proxy], echo_port: int
) -> None:
    with kind(routes={"captions.example": echo_port}) as proxy:
        assert say(proxy, "captions.example", 443) == b"hello"
    assert proxy.asked == [Target("captions.example", 443)]


@pytest.mark.parametrize("kind", SERVERS)
def test_an_address_is_connected_to_as_it_is(
    kind: type[ConnectProxy | Socks5Proxy], echo_port: int
) -> None:
    with kind() as proxy:
        assert say(proxy, "127.0.0.1", echo_port) == b"hello"


@pytest.mark.parametrize("kind", SERVERS)
def test_who_knows_the_password_is_let_in(
    kind: type[ConnectProxy | Socks5Proxy], echo_port: int
) -> None:
    with kind(login=LOGIN) as proxy:
        assert say(proxy, "127.0.0.1", echo_port, LOGIN) == b"hello"


@pytest.mark.parametrize("kind", SERVERS)
@pytest.mark.parametrize("login", [None, Login("me", "wrong")])
def test_who_does_not_is_not(kind: type[ConnectProxy | Socks5Proxy], login: Login | None) -> None:
    with kind(login=LOGIN) as proxy, pytest.raises(ProxyError):
        say(proxy, "127.0.0.1", 1, login)
    assert proxy.asked == []


@pytest.mark.parametrize("kind", SERVERS)
def test_a_host_that_is_not_there_is_an_error_of_the_proxys(
    kind: type[ConnectProxy | Socks5Proxy],
) -> None:
    with kind() as proxy, pytest.raises(ProxyError):
        say(proxy, "127.0.0.1", 1)


def test_the_address_of_a_proxy_can_hold_any_password() -> None:
    with ConnectProxy() as proxy:
        assert proxy.url() == f"http://127.0.0.1:{proxy.port}"
        assert proxy.url(LOGIN) == f"http://me%40home:a%3Ab%2Fc@127.0.0.1:{proxy.port}"
