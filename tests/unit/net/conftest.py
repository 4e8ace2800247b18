"""A server to connect to, and a client that keeps what it is told."""

import asyncio
import contextlib
import queue
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve
from websockets.utils import accept_key

from app.core.endpoint import Endpoint
from app.net.links import Cancel, Link, LinkEvent, LinkUp
from app.net.options import NetOptions
from app.net.websocket import connect
from tests.helpers.proxies import ConnectProxy
from tests.helpers.waiting import until

DEADLINE_S = 5.0
EventT = TypeVar("EventT")


class Client:
    """Runs `connect` in a thread, as the dialer does."""

    def __init__(self) -> None:
        self.events: queue.Queue[LinkEvent] = queue.Queue()
        self.cancel = Cancel()
        self.is_interested = True
        self._threads: list[threading.Thread] = []

    def dial(self, url: str, *, bearer: str = "", options: NetOptions | None = None) -> None:
        def run() -> None:
            endpoint = Endpoint(url, "the-model", bearer)
            connect(endpoint, 1, self._post, self.cancel, options=options)

        thread = threading.Thread(target=run, name="link-1")
        self._threads.append(thread)
        thread.start()

    def next(self, kind: type[EventT]) -> EventT:
        """The next event, which must be of this kind."""
        event = self.events.get(timeout=DEADLINE_S)
        assert isinstance(event, kind), event
        return event

    def link(self) -> Link:
        return self.next(LinkUp).link

    def end(self) -> None:
        self.cancel.cancel()
        for thread in self._threads:
            thread.join(DEADLINE_S)
            assert not thread.is_alive()

    def _post(self, event: LinkEvent) -> bool:
        self.events.put(event)
        return self.is_interested


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy this computer has is none of the tests' business."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def no_leaked_socket() -> Iterator[None]:
    """Fail a test that leaves a socket open which it did not find open (where /proc can tell)."""
    before = open_sockets()
    yield
    until(lambda: open_sockets() <= before, "all sockets to be closed")


def open_sockets() -> set[str]:
    """The sockets of this process, by what the system calls them."""
    found: set[str] = set()
    for descriptor in Path("/proc/self/fd").glob("*"):
        with contextlib.suppress(OSError):  # the one that lists the folder is gone again
            found.add(str(descriptor.readlink()))
    return {name for name in found if name.startswith("socket:")}


@pytest.fixture
def client() -> Iterator[Client]:
    client = Client()
    yield client
    client.end()


@contextmanager
def serving(
    handler: Callable[[ServerConnection], None],
    *,
    tls: ssl.SSLContext | None = None,
    process_request: Callable[[ServerConnection, Request], Response | None] | None = None,
) -> Iterator[str]:
    """A WebSocket server on loopback; gives its URL."""

    def handle(connection: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            handler(connection)

    with serve(
        handle,
        "127.0.0.1",
        0,
        ssl=tls,
        process_request=process_request,
        compression=None,
        close_timeout=1,
        max_size=None,
    ) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        scheme = "ws" if tls is None else "wss"
        yield f"{scheme}://127.0.0.1:{server.socket.getsockname()[1]}/path"
        server.shutdown()
        thread.join()


@contextmanager
def in_handshake(act: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that reads the handshake; how to answer is up to `act`, which may lose its peer."""

    def answer(connection: socket.socket, _request: str) -> None:
        with contextlib.suppress(OSError):
            act(connection)

    with _listening(answer) as url:
        yield url


@contextmanager
def after_handshake(act: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that opens the WebSocket; what comes then is up to `act`."""

    def answer(connection: socket.socket, request: str) -> None:
        key = re.search(r"Sec-WebSocket-Key: (\S+)", request)
        assert key is not None
        connection.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Accept: "
            + accept_key(key[1]).encode()
            + b"\r\n\r\n"
        )
        act(connection)

    with _listening(answer) as url:
        yield url


@contextmanager
def _listening(answer: Callable[[socket.socket, str], None]) -> Iterator[str]:
    def run(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            answer(connection, connection.recv(65_536).decode())

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=run, args=(listener,))
        thread.start()
        yield f"ws://127.0.0.1:{listener.getsockname()[1]}/path"
        thread.join()


@contextmanager
def behind_tls(proxy: ConnectProxy, context: ssl.SSLContext) -> Iterator[int]:
    """Takes TLS off what comes and passes it on to `proxy`; gives the port."""
    ports: queue.Queue[int] = queue.Queue()
    loops: queue.Queue[asyncio.AbstractEventLoop] = queue.Queue()
    end = asyncio.Event()
    at_work = asyncio.Semaphore()  # one client at a time

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        async with at_work:
            await asyncio.gather(copy(reader, inner_writer), copy(inner_reader, writer))

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                while data := await reader.read(16_384):
                    writer.write(data)
                    await writer.drain()
        finally:
            writer.close()

    async def run() -> None:
        loops.put(asyncio.get_running_loop())
        async with await asyncio.start_server(pass_on, "127.0.0.1", 0, ssl=context) as server:
            ports.put(server.sockets[0].getsockname()[1])
            await end.wait()
            async with at_work:  # the client is gone, so this does not take long
                pass

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    yield ports.get(timeout=DEADLINE_S)
    loops.get().call_soon_threadsafe(end.set)
    thread.join()


@contextmanager
def silent_after_handshake() -> Iterator[str]:
    """A server that opens the WebSocket and then neither reads nor says a word."""
    done = threading.Event()

    def be_silent(_connection: socket.socket) -> None:
        done.wait(DEADLINE_S)

    with after_handshake(be_silent) as url:
        yield url
        done.set()


def echo(connection: ServerConnection) -> None:
    for message in connection:
        connection.send(message)
