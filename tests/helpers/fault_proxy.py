"""A TCP proxy on loopback that does to connections what networks do, on command.

In a test: `with FaultProxy(server.url) as proxy: … proxy.url … proxy.outage(2) …`. Commands come
from any thread, hold for all connections, and last until `heal`.
"""

import asyncio
import base64
import functools
import json
import math
import socket
import struct
import urllib.parse
from collections.abc import Generator
from enum import Enum, auto
from typing import TypeAlias

from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from tests.helpers.proxies import LOOPBACK, LoopbackServer

CHUNK_BYTES = 4096
_QUEUE_CHUNKS = 16
_MAX_LINE_BYTES = 8192


class Way(Enum):
    """A direction of flow."""

    UP = auto()  # from the client to the server
    DOWN = auto()


class FaultProxy(LoopbackServer):
    """Forwards to the server at `target_url`; `url` is the same address by way of the proxy."""

    def __init__(self, target_url: str) -> None:
        super().__init__()
        self._target = urllib.parse.urlsplit(target_url)
        self._flows = {way: asyncio.Event() for way in Way}
        self._delay_s = 0.0
        self._bytes_per_s = math.inf
        self._cut_after_bytes = math.inf
        self._cut_at_sample = math.inf
        self._cut_outage_s = 0.0
        self._links: set[_Link] = set()
        self._recovery: asyncio.TimerHandle | None = None

    @property
    def url(self) -> str:
        return self._target._replace(netloc=f"{LOOPBACK}:{self.port}").geturl()

    def start(self) -> None:
        super().start()
        self.heal()

    def refuse(self) -> None:
        """Let nobody in any more; who is in stays."""
        self.call(self._refuse)

    def stall(self, *ways: Way) -> None:
        """Forward nothing that way (both, if none is named), and do not read it either.

        Connections stay open and new ones are taken: half open, or a handshake without an answer.
        """
        self.call(functools.partial(self._stall, *ways))

    def delay(self, seconds: float) -> None:
        """Hold back what comes from now on, both ways, without slowing the flow."""
        self._delay_s = seconds

    def rate(self, bytes_per_s: float) -> None:
        """Let no more through, each way of each connection."""
        self._bytes_per_s = bytes_per_s

    def reset(self) -> None:
        """Reset every connection: RST, not FIN."""
        self.call(self._reset)

    def outage(self, seconds: float) -> None:
        """Reset every connection, refuse new ones, heal after `seconds`."""
        self.call(functools.partial(self._fall_out, seconds))

    def blackhole(self, seconds: float) -> None:
        """Stall both ways, heal after `seconds`."""
        self.call(self._stall)
        self.call(functools.partial(self._heal_after, seconds))

    def cut_after(self, sent_bytes: int, *, outage_s: float = 0.0) -> None:
        """Begin an outage once a client has sent so much on its connection; only once."""
        self._cut_after_bytes, self._cut_outage_s = sent_bytes, outage_s

    def cut_at(self, sample: int, *, outage_s: float = 0.0) -> None:
        """Begin an outage once a client that is yet to connect has sent this sample; only once.

        For `ws://` alone: what is inside TLS nobody can count.
        """
        self._cut_at_sample, self._cut_outage_s = sample, outage_s

    def heal(self) -> None:
        """Forward as if nothing had been."""
        self.call(self._heal)

    async def _serve(self, client: socket.socket) -> None:
        await self._flows[Way.UP].wait()
        with socket.socket() as server:
            server.setblocking(False)
            await self._loop.sock_connect(server, (LOOPBACK, self._target.port or 80))
            link = _Link(client, server, asyncio.current_task())
            if math.isfinite(self._cut_at_sample):
                link.audio = AudioCounter()
            self._links.add(link)
            try:
                await self._forward(link)
            except* OSError:
                link.reset()  # an end is gone: the other one must not take that for a good-bye
            finally:
                self._links.discard(link)

    async def _forward(self, link: "_Link") -> None:
        async with asyncio.TaskGroup() as tasks:
            for way, source, target in (
                (Way.UP, link.client, link.server),
                (Way.DOWN, link.server, link.client),
            ):
                queue: _Queue = asyncio.Queue(_QUEUE_CHUNKS)
                tasks.create_task(self._read(way, source, queue))
                tasks.create_task(self._write(way, target, queue, link))

    async def _read(self, way: Way, source: socket.socket, queue: "_Queue") -> None:
        data = b"?"
        while data:
            await self._flows[way].wait()
            data = await self._loop.sock_recv(source, CHUNK_BYTES)
            await queue.put((self._loop.time() + self._delay_s, data))

    async def _write(self, way: Way, target: socket.socket, queue: "_Queue", link: "_Link") -> None:
        while True:
            due_s, data = await queue.get()
            await asyncio.sleep(due_s - self._loop.time())
            await asyncio.sleep(len(data) / self._bytes_per_s)
            await self._flows[way].wait()
            if not data:
                target.shutdown(socket.SHUT_WR)
                return
            await self._loop.sock_sendall(target, data)
            if way is Way.UP:
                self._cut_if_due(link, data)

    def _cut_if_due(self, link: "_Link", data: bytes) -> None:
        link.sent_bytes += len(data)
        samples = link.audio.feed(data) if link.audio else 0
        if link.sent_bytes >= self._cut_after_bytes or samples >= self._cut_at_sample:
            self._cut_after_bytes = self._cut_at_sample = math.inf
            self._fall_out(self._cut_outage_s)

    def _stall(self, *ways: Way) -> None:
        for way in ways or Way:
            self._flows[way].clear()

    def _reset(self) -> None:
        for link in self._links:
            link.reset()

    def _fall_out(self, seconds: float) -> None:
        self._refuse()
        self._reset()
        self._heal_after(seconds)

    def _heal_after(self, seconds: float) -> None:
        self._recovery = self._loop.call_later(seconds, self._heal)

    def _heal(self) -> None:
        if self._recovery is not None:
            self._recovery.cancel()
        self._delay_s, self._bytes_per_s = 0.0, math.inf
        self._listen()
        for flow in self._flows.values():
            flow.set()


# What was read, and when it may be passed on.
_Queue: TypeAlias = "asyncio.Queue[tuple[float, bytes]]"


class _Link:
    """One client and its own connection to the server."""

    def __init__(
        self, client: socket.socket, server: socket.socket, task: asyncio.Task[None] | None
    ) -> None:
        self.client = client
        self.server = server
        self.sent_bytes = 0
        self.audio: AudioCounter | None = None
        self._task = task

    def reset(self) -> None:
        """Make both ends close with RST, now."""
        for end in (self.client, self.server):
            # To linger for 0 s is to reset.
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if self._task is not None:
            self._task.cancel()


class AudioCounter:
    """Counts the samples (16-bit PCM) in what a WebSocket client sends."""

    def __init__(self) -> None:
        self._samples = 0
        self._reader = StreamReader()
        self._parser = self._parse()
        next(self._parser)

    def feed(self, data: bytes) -> int:
        """Take the next bytes of the connection, handshake included; return the samples so far."""
        self._reader.feed_data(data)
        next(self._parser)
        return self._samples

    def _parse(self) -> Generator[None, None, None]:
        while (yield from self._reader.read_line(_MAX_LINE_BYTES)).strip():
            pass  # the request and its headers
        while True:
            frame = yield from Frame.parse(self._reader.read_exact, mask=True, max_size=None)
            if frame.opcode is Opcode.TEXT:
                event = json.loads(bytes(frame.data))
                if event.get("type") == "input_audio_buffer.append":
                    self._samples += len(base64.b64decode(event["audio"])) // 2
