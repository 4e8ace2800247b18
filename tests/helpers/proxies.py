"""A CONNECT proxy and a SOCKS5 proxy on loopback, each with or without a password.

In a test: `with ConnectProxy(routes={"captions.example": server_port}) as proxy: … proxy.url() …`.
A name in `routes` leads to that port of this computer; all else is connected to as it is asked for.
"""

import asyncio
import base64
import socket
import struct
import threading
import urllib.parse
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import NamedTuple, Self

LOOPBACK = "127.0.0.1"
RECEIVE_BYTES = 16_384
_DEADLINE_S = 10.0


class Login(NamedTuple):
    """What a proxy asks for before it lets anybody through."""

    name: str
    password: str


class Target(NamedTuple):
    """Where a client asked a proxy to connect to."""

    host: str
    port: int


class LoopbackServer(ABC):
    """Serves each connection to a free port of 127.0.0.1 in a task; one thread runs them all.

    The port stays its own from `start` to `stop`, also while nobody listens on it.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name=type(self).__name__)
        self._reservation = _bound(0)
        self._listener: socket.socket | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        return int(self._reservation.getsockname()[1])

    def start(self) -> None:
        self._thread.start()
        self.call(self._listen)

    def stop(self) -> None:
        """End every connection."""
        self.call(self._refuse)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._reservation.close()

    def call(self, act: Callable[[], None]) -> None:
        """Run `act` on the server's thread and wait for it."""

        async def run() -> None:
            act()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(_DEADLINE_S)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @abstractmethod
    async def _serve(self, client: socket.socket) -> None:
        """Serve one connection to its end; who calls closes it."""

    def _listen(self) -> None:
        if self._listener is None:
            self._listener = _bound(self.port)
            self._listener.listen()
            self._loop.add_reader(self._listener, self._accept, self._listener)

    def _refuse(self) -> None:
        """Listen no more: who connects now is refused."""
        if self._listener is not None:
            self._loop.remove_reader(self._listener)
            self._listener.close()
            self._listener = None

    def _accept(self, listener: socket.socket) -> None:
        try:
            client, _ = listener.accept()
        except OSError:
            return  # who wanted to connect has left again
        task = self._loop.create_task(self._attend(client))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _attend(self, client: socket.socket) -> None:
        with client, suppress(OSError, EOFError):  # either end may leave whenever it likes
            client.setblocking(False)
            await self._serve(client)

    def _run(self) -> None:
        self._loop.run_forever()
        self._loop.run_until_complete(cancelled(*self._tasks))
        self._loop.close()


class _Proxy(LoopbackServer):
    """What both kinds have in common. `asked` holds the targets of those who were let in."""

    scheme: str

    def __init__(
        self, *, login: Login | None = None, routes: Mapping[str, int] | None = None
    ) -> None:
        super().__init__()
        self._login = login
        self._routes = routes or {}
        self.asked: list[Target] = []

    def url(self, login: Login | None = None) -> str:
        """Return the proxy's address as an environment variable holds it."""
        quoted = [urllib.parse.quote(word, safe="") for word in login or ()]
        return f"{self.scheme}://{':'.join(quoted)}{'@' if quoted else ''}{LOOPBACK}:{self.port}"

    async def _connect(self, target: Target) -> socket.socket:
        """Raises OSError: nobody is there."""
        self.asked.append(target)
        port = self._routes.get(target.host)
        address = (LOOPBACK, port) if port else target
        server = socket.socket()
        server.setblocking(False)
        try:
            await self._loop.sock_connect(server, address)
        except BaseException:
            server.close()
            raise
        return server


class ConnectProxy(_Proxy):
    """An HTTP proxy that knows nothing but CONNECT."""

    scheme = "http"

    async def _serve(self, client: socket.socket) -> None:
        head, _, early = (await _receive_until(client, b"\r\n\r\n")).partition(b"\r\n\r\n")
        request, *headers = head.decode().split("\r\n")
        method, authority, _ = request.split(" ")
        if method != "CONNECT":
            await self._answer(client, "405 Method Not Allowed")
            return
        if not self._is_welcome(headers):
            challenge = 'Proxy-Authenticate: Basic realm="tests"\r\n'
            await self._answer(client, "407 Proxy Authentication Required", challenge)
            return
        host, _, port = authority.rpartition(":")
        try:
            server = await self._connect(Target(host.strip("[]"), int(port)))
        except OSError:
            await self._answer(client, "502 Bad Gateway")
            return
        with server:
            await self._answer(client, "200 Connection established")
            await self._loop.sock_sendall(server, early)
            await relay(client, server)

    def _is_welcome(self, headers: list[str]) -> bool:
        if self._login is None:
            return True
        fields = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in headers)
        }
        token = base64.b64encode(":".join(self._login).encode()).decode()
        return fields.get("proxy-authorization") == f"Basic {token}"

    async def _answer(self, client: socket.socket, status: str, headers: str = "") -> None:
        await self._loop.sock_sendall(client, f"HTTP/1.1 {status}\r\n{headers}\r\n".encode())


class Socks5Proxy(_Proxy):
    """A SOCKS5 proxy (RFC 1928) that takes addresses and names, with RFC 1929's password."""

    scheme = "socks5h"

    async def _serve(self, client: socket.socket) -> None:
        _, methods = await _receive(client, 2)
        offered = await _receive(client, methods)
        wanted = 0x00 if self._login is None else 0x02
        if wanted not in offered:
            await self._loop.sock_sendall(client, b"\x05\xff")
            return
        await self._loop.sock_sendall(client, bytes((5, wanted)))
        if self._login is not None and not await self._is_welcome(client, self._login):
            return
        target = await self._target(client)
        try:
            server = await self._connect(target)
        except OSError:
            await self._reply(client, 0x04)  # host unreachable
            return
        with server:
            await self._reply(client, 0x00)
            await relay(client, server)

    async def _is_welcome(self, client: socket.socket, login: Login) -> bool:
        _, size = await _receive(client, 2)
        name = await _receive(client, size)
        password = await _receive(client, (await _receive(client, 1))[0])
        is_welcome = (name, password) == (login.name.encode(), login.password.encode())
        await self._loop.sock_sendall(client, bytes((1, 0 if is_welcome else 1)))
        return is_welcome

    async def _target(self, client: socket.socket) -> Target:
        _, _, _, kind = await _receive(client, 4)
        match kind:
            case 0x01:
                host = socket.inet_ntop(socket.AF_INET, await _receive(client, 4))
            case 0x04:
                host = socket.inet_ntop(socket.AF_INET6, await _receive(client, 16))
            case _:
                host = (await _receive(client, (await _receive(client, 1))[0])).decode()
        (port,) = struct.unpack("!H", await _receive(client, 2))
        return Target(host, port)

    async def _reply(self, client: socket.socket, code: int) -> None:
        await self._loop.sock_sendall(client, bytes((5, code, 0, 1)) + bytes(6))


class Socks4Proxy(_Proxy):
    """A SOCKS4 proxy that takes names, too (4a). Of a login it knows the name alone."""

    scheme = "socks4a"

    async def _serve(self, client: socket.socket) -> None:
        _, _, port, address = struct.unpack("!BBH4s", await _receive(client, 8))
        user = await _receive_until(client, b"\0", step=1)
        host = socket.inet_ntoa(address)
        if host.startswith("0.0.0."):
            host = (await _receive_until(client, b"\0", step=1))[:-1].decode()
        if self._login is not None and user[:-1] != self._login.name.encode():
            await self._reply(client, 0x5D)
            return
        try:
            server = await self._connect(Target(host, port))
        except OSError:
            await self._reply(client, 0x5B)
            return
        with server:
            await self._reply(client, 0x5A)
            await relay(client, server)

    async def _reply(self, client: socket.socket, code: int) -> None:
        await self._loop.sock_sendall(client, bytes((0, code)) + bytes(6))


async def relay(one: socket.socket, other: socket.socket) -> None:
    """Copy both ways until either end has nothing more to say."""
    copies = [asyncio.create_task(_copy(*way)) for way in ((one, other), (other, one))]
    try:
        await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await cancelled(*copies)


async def _copy(source: socket.socket, target: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    with suppress(OSError):  # either end may leave whenever it likes
        while data := await loop.sock_recv(source, RECEIVE_BYTES):
            await loop.sock_sendall(target, data)


async def _receive(client: socket.socket, size: int) -> bytes:
    """Return exactly `size` bytes. Raises EOFError."""
    loop, data = asyncio.get_running_loop(), b""
    while len(data) < size:
        part = await loop.sock_recv(client, size - len(data))
        if not part:
            raise EOFError
        data += part
    return data


async def _receive_until(client: socket.socket, mark: bytes, *, step: int = RECEIVE_BYTES) -> bytes:
    """Return what comes up to `mark`, and up to `step` - 1 bytes of what follows. EOFError."""
    loop, data = asyncio.get_running_loop(), b""
    while mark not in data:
        part = await loop.sock_recv(client, step)
        if not part:
            raise EOFError
        data += part
    return data


async def cancelled(*tasks: asyncio.Task[None]) -> None:
    """Cancel `tasks` and wait until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _bound(port: int) -> socket.socket:
    """A socket that holds a port; one that does not listen refuses who connects."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    held.bind((LOOPBACK, port))
    held.setblocking(False)
    return held
