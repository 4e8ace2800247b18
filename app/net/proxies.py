"""Which proxy leads to a target, if any."""

from __future__ import annotations

import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, assert_never

from app.core.errors import ErrorCode, ZimuError
from app.net.options import NamedProxy, ProxyRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.net.options import ProxyChoice


class ProxyKind(Enum):
    """What a proxy speaks, and who looks up the target's name: it or we."""

    HTTP = auto()
    HTTPS = auto()  # the same, over TLS
    SOCKS4 = auto()  # we do
    SOCKS4A = auto()
    SOCKS5 = auto()  # we do
    SOCKS5H = auto()


@dataclass(frozen=True, slots=True)
class ProxyServer:
    """Who connects for us, and as whom."""

    kind: ProxyKind
    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)


_KINDS: Final[Mapping[str, ProxyKind]] = MappingProxyType(
    {
        "http": ProxyKind.HTTP,
        "https": ProxyKind.HTTPS,
        "socks4": ProxyKind.SOCKS4,
        "socks4a": ProxyKind.SOCKS4A,
        "socks5": ProxyKind.SOCKS5,
        "socks5h": ProxyKind.SOCKS5H,
        "socks": ProxyKind.SOCKS5H,  # what desktops write
    }
)
_PORTS: Final[Mapping[ProxyKind, int]] = MappingProxyType(
    {ProxyKind.HTTP: 8080, ProxyKind.HTTPS: 443}
)
_SOCKS_PORT: Final = 1080


def proxy_for(host: str, choice: ProxyChoice) -> ProxyServer | None:
    """Return the proxy for `host`, which is not this computer; None: the way is direct.

    ZimuError PROXY_FAILED: it is of no known kind.
    """
    match choice:
        case ProxyRule.NONE:
            return None
        case ProxyRule.SYSTEM:
            return _system_proxy(host)
        case NamedProxy(url=url, password=password):
            return parse_proxy(url, password=password)
        case _:
            assert_never(choice)


def parse_proxy(url: str, *, password: str = "", default_scheme: str = "http") -> ProxyServer:
    """Take a proxy's URL apart; `password` goes before one in it. ZimuError PROXY_FAILED."""
    try:
        parts = urllib.parse.urlsplit(url if "://" in url else f"{default_scheme}://{url}")
        kind, host, port = _KINDS.get(parts.scheme), parts.hostname, parts.port
    except ValueError:
        raise ZimuError(ErrorCode.PROXY_FAILED) from None
    if kind is None or not host:
        raise ZimuError(ErrorCode.PROXY_FAILED)
    return ProxyServer(
        kind,
        host,
        port or _PORTS.get(kind, _SOCKS_PORT),
        username=urllib.parse.unquote(parts.username or ""),
        password=password or urllib.parse.unquote(parts.password or ""),
    )


def _system_proxy(host: str) -> ProxyServer | None:
    if urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    for key, default_scheme in (("https", "http"), ("all", "http"), ("socks", "socks5h")):
        if url := proxies.get(key):
            # macOS gives a SOCKS proxy as http://host:port, under this key.
            is_socks = key == "socks" and url.startswith("http://")
            bare = url.removeprefix("http://") if is_socks else url
            return parse_proxy(bare, default_scheme=default_scheme)
    return None
