"""From an endpoint to a connected byte stream: addresses, proxies, TLS, and their problems."""

from __future__ import annotations

import functools
import ipaddress
import re
import socket
import ssl
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import python_socks
import truststore
from python_socks.sync import Proxy

from app.core.errors import ErrorCode, ZimuError
from app.net.channel import Channel
from app.net.tunnel import open_tunnel

if TYPE_CHECKING:
    from pathlib import Path

    from app.net.links import Cancel

CONNECT_TIMEOUT_S = 10.0
# Small on purpose: what the kernel holds is not heard yet, and 90 s of audio fit by default.
SEND_BUFFER_BYTES = 65_536
MAX_MESSAGE_BYTES = 1_048_576


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect, taken apart and found safe."""

    host: str
    port: int
    is_secure: bool
    is_loopback: bool


@dataclass(frozen=True, slots=True)
class ProxyServer:
    """Who connects for us, and as whom."""

    kind: python_socks.ProxyType
    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)
    is_resolver: bool = False  # SOCKS: looks the target's name up itself, as HTTP proxies do


def parse_target(url: str) -> Target:
    """Take `url` apart. ZimuError UNSAFE_URL: no WebSocket URL, or plain ws:// to another machine.

    The error holds no more of the URL than scheme, host and port: there may be a secret in it.
    """
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ZimuError(ErrorCode.UNSAFE_URL, url=_bare(url)) from None
    target = Target(
        host=host,
        port=port or (443 if parts.scheme == "wss" else 80),
        is_secure=parts.scheme == "wss",
        is_loopback=is_loopback(host),
    )
    is_allowed = parts.scheme == "wss" or (parts.scheme == "ws" and target.is_loopback)
    if not host or parts.username is not None or not is_allowed:
        raise ZimuError(ErrorCode.UNSAFE_URL, url=_bare(url))
    return target


def _bare(url: str) -> str:
    """Return scheme, host and port of `url` as they were written, whatever they are."""
    scheme, mark, rest = ("", "", url) if "://" not in url else url.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    return f"{scheme}{mark}{authority.rpartition('@')[2]}"


def is_loopback(host: str) -> bool:
    """Whether `host` names this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def open_channel(target: Target, cancel: Cancel, *, ca_file: Path | None = None) -> Channel:
    """Connect, through the system's proxy unless `target` is this computer, and start TLS.

    Blocks up to the time-out; `cancel` frees it. Raises ZimuError.
    """
    raw = _connect(target, cancel)
    channel = Channel(raw, max_message_bytes=MAX_MESSAGE_BYTES)
    cancel.on_cancel(channel.shutdown)
    try:
        if target.is_secure:
            channel.start_tls(_tls_context(ca_file), target.host)
    except ssl.SSLError:
        channel.close()
        raise ZimuError(ErrorCode.TLS_FAILED, host=target.host) from None
    except (OSError, ValueError):  # ValueError: a name that no certificate can bear
        channel.close()
        raise ZimuError(ErrorCode.HOST_UNREACHABLE, host=target.host) from None
    return channel


def proxy_for(target: Target) -> ProxyServer | None:
    """Return the system's proxy for `target`. ZimuError PROXY_FAILED: it is of no known kind."""
    if target.is_loopback or urllib.request.proxy_bypass(target.host):
        return None
    proxies = urllib.request.getproxies()
    url = next((proxies[key] for key in ("https", "all", "socks") if proxies.get(key)), "")
    if not url:
        return None
    kinds = {
        "http": python_socks.ProxyType.HTTP,
        "socks4": python_socks.ProxyType.SOCKS4,
        "socks4a": python_socks.ProxyType.SOCKS4,
        "socks5": python_socks.ProxyType.SOCKS5,
        "socks5h": python_socks.ProxyType.SOCKS5,
    }
    try:
        parts = urllib.parse.urlsplit(url if "://" in url else f"http://{url}")
        kind, host, port = kinds.get(parts.scheme), parts.hostname, parts.port
    except ValueError:
        raise ZimuError(ErrorCode.PROXY_FAILED) from None
    if kind is None or not host:
        raise ZimuError(ErrorCode.PROXY_FAILED)
    return ProxyServer(
        kind,
        host,
        port or (8080 if kind is python_socks.ProxyType.HTTP else 1080),
        username=urllib.parse.unquote(parts.username or ""),
        password=urllib.parse.unquote(parts.password or ""),
        is_resolver=parts.scheme in ("socks4a", "socks5h"),
    )


def _connect(target: Target, cancel: Cancel) -> socket.socket:
    proxy = proxy_for(target)
    if proxy is None:
        try:
            return _connect_directly(target.host, target.port, cancel)
        except (OSError, UnicodeError):  # UnicodeError: a host that IDNA refuses
            raise ZimuError(ErrorCode.HOST_UNREACHABLE, host=target.host) from None
    try:
        if proxy.kind is python_socks.ProxyType.HTTP:
            return _connect_through_http(proxy, target, cancel)
        return _connect_through_socks(proxy, target)
    except (python_socks.ProxyError, OSError, ValueError):  # ValueError: a name or password
        raise ZimuError(ErrorCode.PROXY_FAILED) from None


def _connect_through_http(proxy: ProxyServer, target: Target, cancel: Cancel) -> socket.socket:
    # Not by python-socks: it takes what it gets at its first read for the proxy's whole answer.
    raw = _connect_directly(proxy.host, proxy.port, cancel)
    try:
        open_tunnel(raw, target.host, target.port, username=proxy.username, password=proxy.password)
    except UnicodeError:  # a host that IDNA refuses
        raw.close()
        raise ZimuError(ErrorCode.HOST_UNREACHABLE, host=target.host) from None
    except (OSError, ValueError):
        raw.close()
        raise
    return raw


def _connect_through_socks(proxy: ProxyServer, target: Target) -> socket.socket:
    socks = Proxy(
        proxy.kind,
        proxy.host,
        proxy.port,
        username=proxy.username,
        password=proxy.password,
        rdns=proxy.is_resolver,
    )
    try:
        raw = socks.connect(target.host, target.port, timeout=CONNECT_TIMEOUT_S)
    except socket.gaierror:  # the target's: the proxy's own would be an error of the proxy
        raise ZimuError(ErrorCode.HOST_UNREACHABLE, host=target.host) from None
    _set_options(raw)
    return raw


def _connect_directly(host: str, port: int, cancel: Cancel) -> socket.socket:
    """Try each address in turn; raises the last OSError."""
    failure = OSError(f"no address for {host}")
    for family, kind, protocol, _, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        if cancel.is_cancelled:
            break
        raw = socket.socket(family, kind, protocol)
        try:
            _set_options(raw)
            cancel.on_cancel(functools.partial(_shut, raw))
            raw.connect(address)
        except OSError as exc:
            raw.close()
            failure = exc
        else:
            return raw
    raise failure


def _set_options(raw: socket.socket) -> None:
    raw.settimeout(CONNECT_TIMEOUT_S)
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _shut(raw: socket.socket) -> None:
    try:
        raw.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # not connected yet, or closed: nothing waits on it


def _tls_context(ca_file: Path | None) -> ssl.SSLContext:
    if ca_file is not None:
        return ssl.create_default_context(cafile=ca_file)
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
