"""The WebSocket's opening handshake on a connected channel (RFC 6455, 4), and what a refusal says.

Ours, because the library's would send the cookies of one server to others, unchecked, and some of
its versions take a redirect for an open connection.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import logging
import re
import secrets
import ssl
import urllib.parse
from typing import TYPE_CHECKING, Final

import websocket

from app.core.errors import ErrorCode, ZimuError
from app.net.answers import refusal
from app.net.channel import Channel, MessageTooBigError

if TYPE_CHECKING:
    from app.core.endpoint import Endpoint

log = logging.getLogger(__name__)

USER_AGENT: Final = "zimu"
MAX_ANSWER_BYTES: Final = 16_384
EXPLANATION_TIMEOUT_S: Final = 2.0

_GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_HTTP: Final = b"HTTP/1."
_END: Final = b"\r\n\r\n"
_SWITCHED: Final = re.compile(rb"HTTP/1\.1 101\b")
_ACCEPT: Final = re.compile(rb"\r\nSec-WebSocket-Accept:[ \t]*(\S*)[ \t]*\r\n", re.IGNORECASE)
_CONTENT_LENGTH: Final = re.compile(rb"\r\nContent-Length:\s*(\d{1,9})\s*\r\n", re.IGNORECASE)
_LAST_CHUNK: Final = b"\r\n0\r\n\r\n"
_KEPT_IN_PATHS: Final = "/%:@!$&'()*+,;=~"


class Socket(websocket.WebSocket):
    """Says good-bye if it can: the library answers the peer's before it tells its code."""

    def send_close(self, status: int = websocket.STATUS_NORMAL, reason: str | bytes = b"") -> None:
        try:
            super().send_close(status, reason)
        except (websocket.WebSocketException, OSError):
            log.debug("no good-bye: the link is down already")


def open_websocket(channel: Channel, endpoint: Endpoint, host: str) -> Socket:
    """Shake hands; what comes after is left in `channel`. Raises ZimuError, without the key."""
    if not (endpoint.bearer.isascii() and endpoint.bearer.isprintable()):
        # No header can carry it; with a line break in it, it would even make another header.
        raise ZimuError(ErrorCode.KEY_REFUSED, host=host)
    nonce = base64.b64encode(secrets.token_bytes(16))
    answer = _Answer(channel)
    is_late = False
    try:
        channel.send(_request(endpoint, host, nonce))
        answer.hear_head()
    except ssl.SSLError:  # TLS 1.3 tells some refusals only now
        raise ZimuError(ErrorCode.TLS_FAILED, host=host) from None
    except TimeoutError:
        is_late = True
    except (OSError, MessageTooBigError) as exc:
        log.debug("the handshake broke off: %s", type(exc).__name__)
    if answer.accepts(nonce):
        socket = Socket(skip_utf8_validation=True)  # the codec decodes, and faster
        socket.sock = channel  # type: ignore[assignment]  # as much of a socket as it needs
        socket.connected = True
        return socket
    if not is_late:
        answer.hear_out()
    problem = refusal(
        bytes(answer.heard),
        host=host,
        model=endpoint.model,
        had_key=bool(endpoint.bearer),
        is_late=is_late,
    )
    raise ZimuError(problem.code, **problem.facts)


def _request(endpoint: Endpoint, host: str, nonce: bytes) -> bytes:
    parts = urllib.parse.urlsplit(endpoint.url)
    name = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    path = urllib.parse.quote(parts.path, safe=_KEPT_IN_PATHS, errors="replace") or "/"
    lines = [
        f"GET {path}?{urllib.parse.urlencode({'model': endpoint.model})} HTTP/1.1",
        f"Host: {name}" if parts.port is None else f"Host: {name}:{parts.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {nonce.decode('ascii')}",
        "Sec-WebSocket-Version: 13",
        f"User-Agent: {USER_AGENT}",
    ]
    if endpoint.bearer:
        lines.append(f"Authorization: Bearer {endpoint.bearer}")
    return "\r\n".join([*lines, "", ""]).encode("ascii")


class _Answer:
    """What the server says to the handshake, within bounds."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.heard = bytearray()

    def hear_head(self) -> None:
        """Listen up to the empty line and no further, or until it can be no HTTP.

        Raises OSError, MessageTooBigError; what came before is kept.
        """
        while self.heard.startswith(_HTTP[: len(self.heard)]):
            if self.heard.endswith(_END) or not self._hear(1):
                return

    def accepts(self, nonce: bytes) -> bool:
        """Whether the WebSocket is open: only who knows the protocol can answer the nonce."""
        accept = _ACCEPT.search(self.heard)
        expected = base64.b64encode(hashlib.sha1(nonce + _GUID).digest())  # noqa: S324  no secret
        is_switched = _SWITCHED.match(self.heard) is not None and self.heard.endswith(_END)
        return is_switched and accept is not None and accept[1] == expected

    def hear_out(self) -> None:
        """Listen on to the end of what explains a refusal, within bounds of size and time."""
        self._channel.hurry(EXPLANATION_TIMEOUT_S)
        with contextlib.suppress(OSError, MessageTooBigError):
            while not self._is_whole() and self._hear(MAX_ANSWER_BYTES):
                pass

    def _hear(self, max_bytes: int) -> bool:
        """Add what comes; False: nothing more does."""
        if len(self.heard) >= MAX_ANSWER_BYTES:
            raise MessageTooBigError
        data = self._channel.recv(max_bytes)
        self.heard += data
        return bool(data)

    def _is_whole(self) -> bool:
        head, end, body = self.heard.partition(_END)
        if not end:
            return True  # no refusal but a connection that broke off, or no HTTP at all
        length = _CONTENT_LENGTH.search(head + b"\r\n")
        return len(body) >= int(length[1]) if length else self.heard.endswith(_LAST_CHUNK)
