"""The way through a proxy: CONNECT (RFC 9110, 9.3.6), SOCKS 4, 4a and 5 (RFC 1928, 1929).

Ours, because an attempt must end in time and say why: the usual libraries take what they get at
their first read for the whole answer, hide a refused login in a text, and cannot be interrupted.
"""

from __future__ import annotations

import base64
import ipaddress
import re
import socket
from typing import TYPE_CHECKING, Final, assert_never

from app.core.errors import ErrorCode, ZimuError
from app.net.proxies import ProxyKind

if TYPE_CHECKING:
    from app.net.channel import Channel
    from app.net.proxies import ProxyServer

MAX_HEAD_BYTES: Final = 65_536

_STATUS: Final = re.compile(rb"HTTP/1\.[01] (\d{3})\b")
_SUCCESS: Final = 2  # hundreds
_LOGIN_REQUIRED: Final = 407

_MAX_FIELD_BYTES: Final = 255
_SOCKS4_GRANTED: Final = 0x5A
_SOCKS4_LOGIN: Final = (0x5C, 0x5D)
_SOCKS5_NO_LOGIN: Final = 0x00
_SOCKS5_PASSWORD: Final = 0x02
_SOCKS5_NO_METHOD: Final = 0xFF
_IPV4, _NAME, _IPV6 = 0x01, 0x03, 0x04


def open_tunnel(channel: Channel, proxy: ProxyServer, host: str, port: int) -> None:
    """Ask the proxy at the other end of `channel` for a way to `host`.

    Takes no byte of what comes through it. ZimuError says who is at fault, if the proxy does;
    OSError: the proxy broke off or was silent.
    """
    match proxy.kind:
        case ProxyKind.HTTP | ProxyKind.HTTPS:
            _connect(channel, proxy, host, port)
        case ProxyKind.SOCKS4 | ProxyKind.SOCKS4A:
            _socks4(channel, proxy, host, port)
        case ProxyKind.SOCKS5 | ProxyKind.SOCKS5H:
            _socks5(channel, proxy, host, port)
        case _:
            assert_never(proxy.kind)


def _connect(channel: Channel, proxy: ProxyServer, host: str, port: int) -> None:
    name = f"[{host}]" if ":" in host else _wire_name(host).decode("ascii")
    lines = [f"CONNECT {name}:{port} HTTP/1.1", f"Host: {name}:{port}"]
    if proxy.username:
        if ":" in proxy.username:  # it would end there
            raise ZimuError(ErrorCode.PROXY_LOGIN)
        login = base64.b64encode(f"{proxy.username}:{proxy.password}".encode()).decode("ascii")
        lines.append(f"Proxy-Authorization: Basic {login}")
    channel.send("\r\n".join([*lines, "", ""]).encode("ascii"))
    found = _STATUS.match(_read_head(channel))
    status = int(found[1]) if found else 0
    if status == _LOGIN_REQUIRED:
        raise ZimuError(ErrorCode.PROXY_LOGIN)
    if status // 100 != _SUCCESS:
        raise ZimuError(ErrorCode.PROXY_FAILED)


def _socks4(channel: Channel, proxy: ProxyServer, host: str, port: int) -> None:
    name = b""
    if proxy.kind is ProxyKind.SOCKS4:
        address = ipaddress.ip_address(_look_up(host, socket.AF_INET))
    else:
        address = _address(host) or ipaddress.ip_address("0.0.0.1")  # "see the name"
        name = b"" if _address(host) else _wire_name(host) + b"\0"
    if address.version != 4:  # noqa: PLR2004  # SOCKS 4 knows no other
        raise ZimuError(ErrorCode.HOST_UNREACHABLE, host=host)
    user = proxy.username.encode()
    if b"\0" in user:
        raise ZimuError(ErrorCode.PROXY_LOGIN)
    channel.send(b"\x04\x01" + port.to_bytes(2, "big") + address.packed + user + b"\0" + name)
    answer = _read(channel, 8)[1]
    if answer in _SOCKS4_LOGIN:
        raise ZimuError(ErrorCode.PROXY_LOGIN)
    if answer != _SOCKS4_GRANTED:
        raise ZimuError(ErrorCode.PROXY_FAILED)


def _socks5(channel: Channel, proxy: ProxyServer, host: str, port: int) -> None:
    target = _socks5_address(proxy.kind, host)
    methods = [_SOCKS5_NO_LOGIN, _SOCKS5_PASSWORD] if proxy.username else [_SOCKS5_NO_LOGIN]
    channel.send(bytes((5, len(methods), *methods)))
    version, method = _read(channel, 2)
    if version == 5 and method == _SOCKS5_NO_METHOD:  # noqa: PLR2004  # SOCKS 5
        raise ZimuError(ErrorCode.PROXY_LOGIN)
    if version != 5 or method not in methods:  # noqa: PLR2004
        raise ZimuError(ErrorCode.PROXY_FAILED)
    if method == _SOCKS5_PASSWORD:
        channel.send(b"\x01" + _short(proxy.username) + _short(proxy.password))
        if _read(channel, 2)[1] != 0:
            raise ZimuError(ErrorCode.PROXY_LOGIN)
    channel.send(b"\x05\x01\x00" + target + port.to_bytes(2, "big"))
    _, answer, _, kind = _read(channel, 4)
    if answer != 0:
        raise ZimuError(ErrorCode.PROXY_FAILED)
    size = {_IPV4: 4, _IPV6: 16}.get(kind)
    _read(channel, 2 + (_read(channel, 1)[0] if size is None else size))  # where it connects from


def _socks5_address(kind: ProxyKind, host: str) -> bytes:
    address = _address(host)
    if address is None and kind is ProxyKind.SOCKS5:
        address = ipaddress.ip_address(_look_up(host, socket.AF_UNSPEC))
    if address is None:
        name = _wire_name(host)
        return bytes((_NAME, len(name))) + name
    return bytes((_IPV4 if address.version == 4 else _IPV6,)) + address.packed  # noqa: PLR2004


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _look_up(host: str, family: socket.AddressFamily) -> str:
    try:
        found = socket.getaddrinfo(host, None, family, socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise ZimuError(ErrorCode.HOST_UNKNOWN, host=host) from None
    return str(found[0][4][0])


def _wire_name(host: str) -> bytes:
    """Return a name as proxies are told it."""
    try:
        name = host.encode("idna")
    except UnicodeError:
        raise ZimuError(ErrorCode.HOST_UNKNOWN, host=host) from None
    if len(name) > _MAX_FIELD_BYTES:
        raise ZimuError(ErrorCode.HOST_UNKNOWN, host=host)
    return name


def _short(text: str) -> bytes:
    """Return part of a login with its length."""
    field = text.encode()
    if len(field) > _MAX_FIELD_BYTES:
        raise ZimuError(ErrorCode.PROXY_LOGIN)
    return bytes((len(field),)) + field


def _read(channel: Channel, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = channel.recv(size - len(data))
        if not part:
            raise ConnectionAbortedError("the proxy broke off")
        data += part
    return bytes(data)


def _read_head(channel: Channel) -> bytes:
    """Read up to the empty line and no further: what follows is the target's."""
    head = bytearray()
    while not head.endswith(b"\r\n\r\n"):
        if len(head) >= MAX_HEAD_BYTES:
            raise ConnectionAbortedError("the proxy's answer has no end")
        head += _read(channel, 1)
    return bytes(head)
