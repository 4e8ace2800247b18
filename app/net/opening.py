"""The WebSocket's opening handshake on a connected channel, and what a refusal says."""

from __future__ import annotations

import contextlib
import http.cookies
import logging
import re
import ssl
import urllib.parse
from typing import TYPE_CHECKING, Final

import websocket

from app.core.errors import ErrorCode, Problem, ZimuError
from app.net.answers import refusal
from app.net.channel import Channel, MessageTooBigError

if TYPE_CHECKING:
    from app.core.endpoint import Endpoint

log = logging.getLogger(__name__)

USER_AGENT: Final = "zimu"
MAX_ANSWER_BYTES: Final = 16_384
EXPLANATION_TIMEOUT_S: Final = 2.0

_ERRORS: Final = (
    websocket.WebSocketException,
    http.cookies.CookieError,  # the library reads the server's cookies
    MessageTooBigError,
    OSError,
    ValueError,
)
_CONTENT_LENGTH: Final = re.compile(rb"\r\nContent-Length:\s*(\d{1,9})\s*\r\n", re.IGNORECASE)
_LAST_CHUNK: Final = b"\r\n0\r\n\r\n"


class Socket(websocket.WebSocket):
    """Says good-bye if it can: the library answers the peer's before it tells its code."""

    def send_close(self, status: int = websocket.STATUS_NORMAL, reason: str | bytes = b"") -> None:
        try:
            super().send_close(status, reason)
        except (websocket.WebSocketException, OSError):
            log.debug("no good-bye: the link is down already")


def open_websocket(channel: Channel, endpoint: Endpoint, host: str) -> Socket:
    """Shake hands. Raises ZimuError, which never holds the key."""
    if not (endpoint.bearer.isascii() and endpoint.bearer.isprintable()):
        # No header can carry it; with a line break in it, it would even make another header.
        raise ZimuError(ErrorCode.KEY_REFUSED, host=host)
    answer = _Answer(channel)
    socket = Socket(skip_utf8_validation=True)  # the codec decodes, and faster
    try:
        socket.connect(  # type: ignore[no-untyped-call]  # the library's one untyped method
            f"{endpoint.url}?{urllib.parse.urlencode({'model': endpoint.model})}",
            header=_headers(endpoint),
            suppress_origin=True,
            redirect_limit=0,  # a redirect would carry the key to another host
            socket=answer,
        )
    except _ERRORS as exc:
        problem = _problem(exc, answer, endpoint, host)
        # The exception's text may repeat what the server echoed: never shown, never chained.
        raise ZimuError(problem.code, **problem.facts) from None
    socket.sock = channel  # type: ignore[assignment]  # as much of a socket as it needs
    return socket


def _headers(endpoint: Endpoint) -> list[str]:
    headers = [f"User-Agent: {USER_AGENT}"]
    if endpoint.bearer:
        headers.append(f"Authorization: Bearer {endpoint.bearer}")
    return headers


def _problem(error: Exception, answer: _Answer, endpoint: Endpoint, host: str) -> Problem:
    if isinstance(error, ssl.SSLError):  # TLS 1.3 tells some refusals only now
        return ZimuError(ErrorCode.TLS_FAILED, host=host).problem
    is_late = isinstance(error, TimeoutError | websocket.WebSocketTimeoutException)
    if not is_late:
        answer.hear_out()
    return refusal(
        bytes(answer.heard),
        host=host,
        model=endpoint.model,
        had_key=bool(endpoint.bearer),
        is_late=is_late,
    )


class _Answer:
    """The channel during the handshake: keeps what the server answers, and bounds it."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.heard = bytearray()

    def recv(self, max_bytes: int) -> bytes:
        if len(self.heard) >= MAX_ANSWER_BYTES:
            raise MessageTooBigError
        data = self._channel.recv(max_bytes)
        self.heard += data
        return data

    def send(self, data: bytes) -> int:
        return self._channel.send(data)

    def gettimeout(self) -> float | None:
        return self._channel.gettimeout()

    def close(self) -> None:
        """Leave the channel open: the library would not hear what explains a refusal."""

    def hear_out(self) -> None:
        """Read on to the end of what explains a refusal, within bounds of size and time."""
        self._channel.hurry(EXPLANATION_TIMEOUT_S)
        with contextlib.suppress(OSError, MessageTooBigError):
            while not self._is_whole() and self.recv(MAX_ANSWER_BYTES):
                pass

    def _is_whole(self) -> bool:
        head, end, body = self.heard.partition(b"\r\n\r\n")
        if not end:
            return True  # no refusal but a connection that broke off, or no HTTP at all
        length = _CONTENT_LENGTH.search(head + b"\r\n")
        return len(body) >= int(length[1]) if length else self.heard.endswith(_LAST_CHUNK)
