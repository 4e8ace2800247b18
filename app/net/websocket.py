"""The transport: websocket-client over our own channel, one thread that connects, then reads."""

from __future__ import annotations

import struct
import threading
import time
from typing import TYPE_CHECKING

import websocket

from app.core.errors import ZimuError
from app.net.channel import Channel, MessageTooBigError
from app.net.deadline import Deadline
from app.net.dialing import open_channel, parse_target
from app.net.links import (
    Cancel,
    LinkAlive,
    LinkDown,
    LinkFailed,
    LinkLostError,
    LinkMessage,
    LinkUp,
    Post,
)
from app.net.opening import open_websocket
from app.net.options import NetOptions

if TYPE_CHECKING:
    from app.core.endpoint import Endpoint

CLOSE_TIMEOUT_S = 1.0
CLOSE_CODE_BYTES = 2
# The peer's frames are none.
_BROKEN = (websocket.WebSocketProtocolException, websocket.WebSocketPayloadException)


def connect(
    endpoint: Endpoint,
    attempt: int,
    post: Post,
    cancel: Cancel,
    options: NetOptions | None = None,
) -> None:
    """Connect, post LinkUp, then read until the link is down; or post LinkFailed.

    Blocks for the life of the connection: runs in a thread of its own. `cancel` works until
    LinkUp was taken; after that the link's owner has `abort`.
    """
    try:
        link, channel = _open(endpoint, cancel, options or NetOptions())
    except ZimuError as exc:
        post(LinkFailed(attempt, exc.problem))
        return
    try:
        if not cancel.is_cancelled and post(LinkUp(attempt, link)):
            post(link.read(attempt, post))
    finally:
        channel.close()
        link.has_ended.set()


class WebSocketLink:
    """An open connection (see links.Link). The reader thread runs `read`."""

    def __init__(self, socket: websocket.WebSocket, channel: Channel) -> None:
        self._socket = socket
        self._channel = channel
        self.has_ended = threading.Event()

    def send(self, text: str) -> None:
        self._send(text.encode(), websocket.ABNF.OPCODE_TEXT)

    def ping(self) -> None:
        self._send(b"", websocket.ABNF.OPCODE_PING)

    def hasten(self) -> None:
        self._channel.hasten()

    def close(self) -> None:
        self._channel.hasten()
        self._socket.send_close()
        if not self.has_ended.wait(CLOSE_TIMEOUT_S):
            self.abort()
            self.has_ended.wait(CLOSE_TIMEOUT_S)

    def abort(self) -> None:
        self._channel.shutdown()

    def read(self, attempt: int, post: Post) -> LinkDown:
        """Post what arrives until the connection ends or nobody wants more; say how it ended."""
        while True:
            try:
                opcode, data = self._socket.recv_data(control_frame=True)
            except websocket.WebSocketTimeoutException:
                continue  # a frame that is half here is kept
            except (MessageTooBigError, *_BROKEN) as exc:
                return LinkDown(attempt, None, type(exc).__name__, is_broken=True)
            except (websocket.WebSocketException, OSError) as exc:
                return LinkDown(attempt, None, type(exc).__name__)
            if opcode == websocket.ABNF.OPCODE_CLOSE:
                return LinkDown(attempt, *_close_code(data))
            if opcode == websocket.ABNF.OPCODE_PONG:
                if not post(LinkAlive(attempt, time.perf_counter())):
                    return LinkDown(attempt, None, "abandoned")
            elif opcode in (websocket.ABNF.OPCODE_TEXT, websocket.ABNF.OPCODE_BINARY):
                self._channel.begin_message()
                if not post(LinkMessage(attempt, data, time.perf_counter())):
                    return LinkDown(attempt, None, "abandoned")

    def _send(self, payload: bytes, opcode: int) -> None:
        try:
            self._socket.send(payload, opcode)
        except (websocket.WebSocketException, OSError) as exc:
            raise LinkLostError(type(exc).__name__) from None


def _open(endpoint: Endpoint, cancel: Cancel, options: NetOptions) -> tuple[WebSocketLink, Channel]:
    """Connect and shake hands. Raises ZimuError, which never holds the key."""
    target = parse_target(endpoint.url)
    deadline = Deadline.after(options.attempt_timeout_s)
    channel = open_channel(target, cancel, options, deadline)
    try:
        socket = open_websocket(channel, endpoint, target.host)
    except ZimuError:
        channel.close()
        raise
    channel.settle()
    channel.begin_message()
    return WebSocketLink(socket, channel), channel


def _close_code(data: bytes) -> tuple[int | None, str]:
    """Take the payload of a close frame apart: code (None if there is none) and reason."""
    if len(data) < CLOSE_CODE_BYTES:
        return None, ""
    (code,) = struct.unpack_from("!H", data)
    return code, data[CLOSE_CODE_BYTES:].decode(errors="replace")
