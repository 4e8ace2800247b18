"""The way through an HTTP proxy: CONNECT (RFC 9110, 9.3.6)."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

MAX_HEAD_BYTES = 65_536

_OPENED = re.compile(rb"HTTP/1\.[01] 2\d\d\b")


def open_tunnel(
    raw: socket.socket, host: str, port: int, *, username: str = "", password: str = ""
) -> None:
    """Ask the proxy at the other end of `raw` for a way to `host`.

    Takes no byte of what comes through it. Raises OSError when the proxy does not open it,
    ValueError when host or username cannot be told.
    """
    name = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    lines = [f"CONNECT {name}:{port} HTTP/1.1", f"Host: {name}:{port}"]
    if username:
        if ":" in username:
            raise ValueError("a username without colon is needed")
        login = base64.b64encode(f"{username}:{password}".encode()).decode("ascii")
        lines.append(f"Proxy-Authorization: Basic {login}")
    raw.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
    if not _OPENED.match(_read_head(raw)):
        raise ConnectionRefusedError("the proxy refused")


def _read_head(raw: socket.socket) -> bytes:
    """Read up to the empty line, byte by byte: what follows belongs to TLS."""
    head = bytearray()
    while not head.endswith(b"\r\n\r\n"):
        byte = raw.recv(1)
        if not byte or len(head) >= MAX_HEAD_BYTES:
            raise ConnectionAbortedError("the proxy broke off")
        head += byte
    return bytes(head)
