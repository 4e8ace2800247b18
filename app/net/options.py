"""What a user may choose about the way to a server."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path


class ProxyRule(Enum):
    """Which proxy, if none is named."""

    SYSTEM = auto()  # the one this computer is set up with
    NONE = auto()


@dataclass(frozen=True, slots=True)
class NamedProxy:
    """A proxy by its URL: [scheme://][name[:password]@]host[:port].

    The scheme is http (the default), https, socks4, socks4a, socks5 or socks5h; the last one and
    its short form socks look names up at the proxy. `password` goes before one in the URL.
    """

    url: str = field(repr=False)
    password: str = field(default="", repr=False)


ProxyChoice: TypeAlias = ProxyRule | NamedProxy


@dataclass(frozen=True, slots=True)
class NetOptions:
    """How servers elsewhere are reached. This computer is always reached without any proxy."""

    ca_file: Path | None = None  # replaces the system's certificates
    proxy: ProxyChoice = ProxyRule.SYSTEM
    connect_timeout_s: float = 10.0  # until a host, or the proxy, takes the connection
    attempt_timeout_s: float = 15.0  # until the WebSocket is open
