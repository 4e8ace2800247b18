"""From an endpoint to a connected byte stream: addresses, proxies, TLS, and their problems."""

from __future__ import annotations

import contextlib
import functools
import socket
import ssl
import urllib.parse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.endpoint import is_loopback, may_carry_key, shown
from app.core.errors import ErrorCode, ZimuError
from app.net.channel import Channel
from app.net.proxies import ProxyKind, proxy_for
from app.net.tls import mistrust, trusting
from app.net.tunnel import open_tunnel

if TYPE_CHECKING:
    from app.net.deadline import Deadline
    from app.net.links import Cancel
    from app.net.options import NetOptions
    from app.net.proxies import ProxyServer

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


def parse_target(url: str) -> Target:
    """Take `url` apart. ZimuError UNSAFE_URL: no WebSocket URL, or plain ws:// to another machine.

    The error holds no more of the URL than scheme, host and port: there may be a secret in it.
    """
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ZimuError(ErrorCode.UNSAFE_URL, url=shown(url)) from None
    target = Target(
        host=host,
        port=port or (443 if parts.scheme == "wss" else 80),
        is_secure=parts.scheme == "wss",
        is_loopback=is_loopback(host),
    )
    if parts.username is not None or not may_carry_key(url):
        raise ZimuError(ErrorCode.UNSAFE_URL, url=shown(url))
    return target


def open_channel(
    target: Target, cancel: Cancel, options: NetOptions, deadline: Deadline
) -> Channel:
    """Connect, through a proxy unless `target` is this computer, and start TLS.

    Blocks until `deadline`, but looking up a name takes what it takes; `cancel` frees it from all
    else. Raises ZimuError.
    """
    context = trusting(options.ca_file) if target.is_secure else None
    proxy = None if target.is_loopback else proxy_for(target.host, options.proxy)
    near = deadline.within(options.connect_timeout_s)
    raw = _reach(target, cancel, near) if proxy is None else _reach_proxy(proxy, cancel, near)
    channel = Channel(raw, deadline, max_message_bytes=MAX_MESSAGE_BYTES)
    cancel.on_cancel(channel.shutdown)
    try:
        if proxy is not None:
            channel = _pass_through(channel, proxy, target, options, deadline)
        if context is not None:
            _secure(channel, context, target)
    except ZimuError:
        channel.close()
        raise
    return channel


def _reach(target: Target, cancel: Cancel, deadline: Deadline) -> socket.socket:
    try:
        return _connect(target.host, target.port, cancel, deadline)
    except (socket.gaierror, UnicodeError):  # UnicodeError: a host that IDNA refuses
        code = ErrorCode.HOST_UNKNOWN
    except TimeoutError:
        code = ErrorCode.HOST_SILENT
    except OSError:
        code = ErrorCode.HOST_UNREACHABLE
    raise ZimuError(code, host=target.host)


def _reach_proxy(proxy: ProxyServer, cancel: Cancel, deadline: Deadline) -> socket.socket:
    try:
        return _connect(proxy.host, proxy.port, cancel, deadline)
    except (OSError, UnicodeError):
        raise ZimuError(ErrorCode.PROXY_FAILED) from None


def _pass_through(
    channel: Channel, proxy: ProxyServer, target: Target, options: NetOptions, deadline: Deadline
) -> Channel:
    """Return the channel to `target` that the proxy at the end of `channel` opens."""
    has_tls = proxy.kind is ProxyKind.HTTPS
    try:
        if has_tls:
            channel.start_tls(trusting(options.ca_file), proxy.host)
        open_tunnel(channel, proxy, target.host, target.port)
    except (OSError, ValueError):  # ValueError: a name that no certificate can bear
        raise ZimuError(ErrorCode.PROXY_FAILED) from None
    if not has_tls:
        return channel
    return Channel(channel, deadline, max_message_bytes=MAX_MESSAGE_BYTES)


def _secure(channel: Channel, context: ssl.SSLContext, target: Target) -> None:
    try:
        channel.start_tls(context, target.host)
    except ssl.SSLError as exc:
        raise mistrust(exc, target.host) from None
    except TimeoutError:
        raise ZimuError(ErrorCode.HOST_SILENT, host=target.host) from None
    except OSError:
        raise ZimuError(ErrorCode.HOST_UNREACHABLE, host=target.host) from None
    except ValueError:  # a name that no certificate can bear
        raise ZimuError(ErrorCode.HOST_UNKNOWN, host=target.host) from None


def _connect(host: str, port: int, cancel: Cancel, deadline: Deadline) -> socket.socket:
    """Try each address in turn; raises the first OSError, whose address the system prefers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    failures: list[OSError] = []
    for at, (family, kind, protocol, _, address) in enumerate(found):
        if cancel.is_cancelled:
            break
        try:
            raw = socket.socket(family, kind, protocol)
        except OSError as exc:  # a system without IPv6 that knows such addresses all the same
            failures.append(exc)
            continue
        try:
            # An address that swallows what is sent to it leaves time for the others.
            raw.settimeout(deadline.remaining_s() / (len(found) - at))
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            cancel.on_cancel(functools.partial(_shut, raw))
            raw.connect(address)
        except OSError as exc:
            raw.close()
            failures.append(exc)
        else:
            return raw
    raise failures[0] if failures else OSError(f"no address for {host}")


def _shut(raw: socket.socket) -> None:
    with contextlib.suppress(OSError):  # not connected yet, or closed: nothing waits on it
        raw.shutdown(socket.SHUT_RDWR)
