"""The transport: websocket-client over our own channel, one thread that connects, then reads."""

from __future__ import annotations

import http
import http.cookies
import logging
import struct
import threading
import time
import urllib.parse
from typing import TYPE_CHECKING

import websocket

from app.core.errors import ErrorCode, ZimuError
from app.net.channel import Channel, MessageTooBigError
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

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.endpoint import Endpoint

log = logging.getLogger(__name__)

CLOSE_TIMEOUT_S = 1.0
USER_AGENT = "zimu"
CLOSE_CODE_BYTES = 2
MESSAGE_TOO_BIG = 1009

_HANDSHAKE_ERRORS = (
    websocket.WebSocketException,
    http.cookies.CookieError,  # the library reads the server's cookies
    MessageTooBigError,
    OSError,
    ValueError,
)


def connect(
    endpoint: Endpoint,
    attempt: int,
    post: Post,
    cancel: Cancel,
    *,
    ca_file: Path | None = None,
) -> None:
    """Connect, post LinkUp, then read until the link is down; or post LinkFailed.

    Blocks for the life of the connection: runs in a thread of its own. `cancel` works until
    LinkUp was taken; after that the link's owner has `abort`.
    """
    try:
        link, channel = _open(endpoint, cancel, ca_file)
    except ZimuError as exc:
        post(LinkFailed(attempt, exc.problem))
        return
    try:
        if not cancel.is_cancelled and post(LinkUp(attempt, link)):
            post(link.read(attempt, post))
    finally:
        channel.close()
        link.has_ended.set()


class _Socket(websocket.WebSocket):
    """Says good-bye if it can: the library answers the peer's before it tells its code."""

    def send_close(self, status: int = websocket.STATUS_NORMAL, reason: str | bytes = b"") -> None:
        try:
            super().send_close(status, reason)
        except (websocket.WebSocketException, OSError):
            log.debug("no good-bye: the link is down already")


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
            except MessageTooBigError:
                return LinkDown(attempt, MESSAGE_TOO_BIG, "message too big")
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


def _open(
    endpoint: Endpoint, cancel: Cancel, ca_file: Path | None
) -> tuple[WebSocketLink, Channel]:
    """Connect and shake hands. Raises ZimuError, which never holds the key."""
    target = parse_target(endpoint.url)
    channel = open_channel(target, cancel, ca_file=ca_file)
    socket = _Socket(skip_utf8_validation=True)  # the codec decodes, and faster
    try:
        socket.connect(  # type: ignore[no-untyped-call]  # the library's one untyped method
            f"{endpoint.url}?{urllib.parse.urlencode({'model': endpoint.model})}",
            header=_headers(endpoint),
            suppress_origin=True,
            redirect_limit=0,  # a redirect would carry the key to another host
            socket=channel,
        )
    except _HANDSHAKE_ERRORS as exc:
        status = getattr(exc, "status_code", None) or socket.getstatus()
        channel.close()
        # The exception's text may repeat what the server echoed: never shown, never chained.
        raise _refusal(status, target.host, had_key=bool(endpoint.bearer)) from None
    channel.settle()
    channel.begin_message()
    return WebSocketLink(socket, channel), channel


def _headers(endpoint: Endpoint) -> list[str]:
    headers = [f"User-Agent: {USER_AGENT}"]
    if endpoint.bearer:
        headers.append(f"Authorization: Bearer {endpoint.bearer}")
    return headers


def _refusal(status: int | None, host: str, *, had_key: bool) -> ZimuError:
    match status:
        case http.HTTPStatus.UNAUTHORIZED:
            code = ErrorCode.KEY_REFUSED if had_key else ErrorCode.KEY_MISSING
            return ZimuError(code, host=host)
        case http.HTTPStatus.FORBIDDEN:
            return ZimuError(ErrorCode.ACCESS_REFUSED, host=host)
        case None:
            return ZimuError(ErrorCode.HOST_UNREACHABLE, host=host)
        case _:
            return ZimuError(ErrorCode.HANDSHAKE_FAILED, host=host, status=str(int(status)))


def _close_code(data: bytes) -> tuple[int | None, str]:
    """Take the payload of a close frame apart: code (None if there is none) and reason."""
    if len(data) < CLOSE_CODE_BYTES:
        return None, ""
    (code,) = struct.unpack_from("!H", data)
    return code, data[CLOSE_CODE_BYTES:].decode(errors="replace")
