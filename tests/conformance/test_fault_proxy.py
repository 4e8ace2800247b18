"""The fault proxy's own tests: every fault really happens, and is over when it is healed."""

import base64
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.helpers.caption_script import Script
from tests.helpers.caption_server import CaptionServer
from tests.helpers.fault_proxy import FaultProxy, Way
from tests.helpers.waiting import until

DEADLINE_S = 5.0
SHORT_S = 0.2


@pytest.fixture
def proxy() -> Iterator[FaultProxy]:
    """Before a server that says everything again."""
    threads: list[threading.Thread] = []

    def echo(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while data := connection.recv(65_536):
                connection.sendall(data)

    def accept(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threads.append(threading.Thread(target=echo, args=(connection,)))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        accepting = threading.Thread(target=accept, args=(listener,))
        accepting.start()
        with FaultProxy(f"ws://127.0.0.1:{listener.getsockname()[1]}/path") as proxy:
            yield proxy
        listener.shutdown(socket.SHUT_RDWR)
        accepting.join()
    for thread in threads:
        thread.join(DEADLINE_S)


@contextmanager
def dialled(proxy: FaultProxy, timeout_s: float = DEADLINE_S) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout_s) as connection:
        yield connection


def answer(connection: socket.socket, said: bytes) -> bytes:
    connection.sendall(said)
    heard = b""
    while len(heard) < len(said):
        heard += connection.recv(65_536)
    return heard


def test_it_forwards_both_ways_under_its_own_address(proxy: FaultProxy) -> None:
    said = bytes(range(256)) * 4000
    with dialled(proxy) as connection:
        assert answer(connection, said) == said
    assert proxy.url == f"ws://127.0.0.1:{proxy.port}/path"


def test_an_end_that_has_said_everything_ends_the_connection(proxy: FaultProxy) -> None:
    with dialled(proxy) as connection:
        connection.sendall(b"good-bye")
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(100) == b"good-bye"
        assert connection.recv(100) == b""


def test_who_is_refused_is_refused_by_the_port_itself(proxy: FaultProxy) -> None:
    with dialled(proxy) as early:
        assert answer(early, b"in") == b"in"
        proxy.refuse()
        with pytest.raises(ConnectionRefusedError), dialled(proxy):
            pytest.fail("let in")
        assert answer(early, b"still in") == b"still in"
        proxy.heal()
        with dialled(proxy) as late:
            assert answer(late, b"in again") == b"in again"


@pytest.mark.parametrize("ways", [(), (Way.UP,), (Way.DOWN,)])
def test_what_is_stalled_comes_when_it_is_healed(proxy: FaultProxy, ways: tuple[Way]) -> None:
    with dialled(proxy) as connection:
        assert answer(connection, b"before") == b"before"
        proxy.stall(*ways)
        connection.settimeout(SHORT_S)
        with pytest.raises(TimeoutError):
            answer(connection, b"meanwhile")
        proxy.heal()
        connection.settimeout(DEADLINE_S)
        assert connection.recv(100) == b"meanwhile"


def test_a_new_connection_through_a_stall_is_taken_and_hears_nothing(proxy: FaultProxy) -> None:
    proxy.stall()
    with dialled(proxy, SHORT_S) as connection, pytest.raises(TimeoutError):
        answer(connection, b"hello?")


def test_what_is_never_read_fills_up_the_sender(proxy: FaultProxy) -> None:
    with dialled(proxy, SHORT_S) as connection:
        proxy.stall(Way.UP)
        with pytest.raises(TimeoutError):
            connection.sendall(bytes(20_000_000))


def test_a_reset_is_no_good_bye(proxy: FaultProxy) -> None:
    with dialled(proxy) as connection:
        assert answer(connection, b"x") == b"x"
        proxy.reset()
        with pytest.raises(ConnectionResetError):
            connection.recv(100)
    with dialled(proxy) as connection:
        assert answer(connection, b"y") == b"y"


def test_a_cut_after_some_bytes_happens_once(proxy: FaultProxy) -> None:
    proxy.cut_after(10_000)
    with dialled(proxy) as connection:
        assert answer(connection, bytes(5000)) == bytes(5000)
        with pytest.raises(ConnectionResetError):
            answer(connection, bytes(5000) + b"!")
    with dialled(proxy) as connection:
        assert answer(connection, bytes(50_000)) == bytes(50_000)


def test_an_outage_refuses_and_then_lets_in_again(proxy: FaultProxy) -> None:
    with dialled(proxy) as connection:
        assert answer(connection, b"x") == b"x"
        proxy.outage(SHORT_S)
        with pytest.raises(ConnectionRefusedError), dialled(proxy):
            pytest.fail("let in")
        with pytest.raises(ConnectionResetError):
            connection.recv(100)

    def is_back() -> bool:
        with suppress(ConnectionRefusedError), dialled(proxy) as connection:
            return answer(connection, b"back") == b"back"
        return False

    until(is_back, "the end of the outage")


def test_a_black_hole_gives_back_what_fell_in(proxy: FaultProxy) -> None:
    with dialled(proxy) as connection:
        assert answer(connection, b"x") == b"x"
        begin_s = time.monotonic()
        proxy.blackhole(SHORT_S)
        assert answer(connection, b"y") == b"y"
    assert time.monotonic() - begin_s >= SHORT_S


def test_a_delay_holds_back_without_slowing_down(proxy: FaultProxy) -> None:
    proxy.delay(SHORT_S / 2)
    with dialled(proxy) as connection:
        begin_s = time.monotonic()
        assert answer(connection, bytes(100_000)) == bytes(100_000)
    assert SHORT_S <= time.monotonic() - begin_s < SHORT_S * 10


def test_a_rate_slows_down(proxy: FaultProxy) -> None:
    proxy.rate(50_000)
    with dialled(proxy) as connection:
        begin_s = time.monotonic()
        assert answer(connection, bytes(10_000)) == bytes(10_000)
    assert time.monotonic() - begin_s >= 0.2


def test_a_cut_at_a_sample_comes_right_behind_it() -> None:
    with CaptionServer(Script()) as server, FaultProxy(server.url) as proxy:
        proxy.cut_at(16_000)
        sent = speak_until_cut(proxy.url)
        heard = [got for got in server.received if got.type == "input_audio_buffer.append"]
    assert sent >= 10  # of 100 ms each
    assert len(heard) <= 11  # a message may have gone up with the last piece


def speak_until_cut(url: str) -> int:
    """Send silence as fast as it goes; return how many messages went before the end."""
    sent = 0
    with connect(url, proxy=None) as client, suppress(ConnectionClosed):
        while sent < 100_000:
            client.send(append(1600))
            sent += 1
    return sent


def append(samples: int) -> str:
    audio = base64.b64encode(bytes(samples * 2)).decode()
    return json.dumps({"type": "input_audio_buffer.append", "audio": audio})
