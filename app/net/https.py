"""Asks web servers for files, by urllib3: through proxies, past redirects, and says who failed."""

from __future__ import annotations

import base64
import ssl
import urllib.parse
from typing import TYPE_CHECKING, Final, Self, assert_never

import urllib3
from urllib3.contrib.socks import SOCKSProxyManager
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from app.core.endpoint import host_of, is_loopback, shown
from app.core.errors import ErrorCode, ZimuError
from app.net.proxies import ProxyKind, proxy_for
from app.net.tls import mistrust, trusting

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from app.net.options import NetOptions
    from app.net.proxies import ProxyServer

MAX_REDIRECTS: Final = 5
READ_TIMEOUT_S: Final = 30.0  # without a single byte

_LOGIN_REQUIRED: Final = "407"
_SOCKS_REFUSED_LOGIN: Final = "SOCKS5AuthError"  # of PySocks, which has no types


class Https:
    """Connections to web servers, closed at the end of a `with` block. One thread at a time."""

    def __init__(self, options: NetOptions, *, read_timeout_s: float = READ_TIMEOUT_S) -> None:
        self._options = options
        self._timeout = urllib3.Timeout(connect=options.connect_timeout_s, read=read_timeout_s)
        self._context: ssl.SSLContext | None = None
        self._pools: dict[ProxyServer | None, urllib3.PoolManager] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pool in self._pools.values():
            pool.clear()

    def get(self, url: str, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        """Return the answer to a GET, its body unread: of the last address, if it leads on.

        What has come over TLS goes on over TLS only. Raises ZimuError.
        """
        _require_safe(url)
        response = self._ask("GET", url, headers)
        for _ in range(MAX_REDIRECTS):
            location = response.get_redirect_location()
            if not location:
                break
            response.close()
            url = _redirected(url, location, response.status)
            response = self._ask("GET", url, headers)
        return response

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> urllib3.BaseHTTPResponse:
        """Return the answer to a POST, its body unread: also one that leads elsewhere.

        Raises ZimuError.
        """
        _require_safe(url)
        return self._ask("POST", url, headers, body)

    def read(self, response: urllib3.BaseHTTPResponse, host: str, most_bytes: int) -> bytes:
        """Return what has come of a body as soon as there is something; nothing: that was all.

        Raises ZimuError.
        """
        try:
            return response.read1(most_bytes, decode_content=False)
        except HTTPError as exc:
            raise verdict(exc, host) from exc

    def _ask(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> urllib3.BaseHTTPResponse:
        host = host_of(url)
        proxy = None if is_loopback(host) else proxy_for(host, self._options.proxy)
        try:
            return self._pool(proxy).request(
                method,
                url,
                body=body,
                headers=headers,
                preload_content=False,
                redirect=False,
                retries=False,
                timeout=self._timeout,
            )
        except HTTPError as exc:
            raise verdict(exc, host, is_proxied=proxy is not None) from exc

    def _pool(self, proxy: ProxyServer | None) -> urllib3.PoolManager:
        if proxy not in self._pools:
            if self._context is None:
                self._context = trusting(self._options.ca_file)
            self._pools[proxy] = _manager(proxy, self._context)
        return self._pools[proxy]


def verdict(error: HTTPError, host: str, *, is_proxied: bool = False) -> ZimuError:
    """Say what an error of urllib3 means."""
    cause = error.args[0] if error.args else None
    match error:
        case SSLError() if isinstance(cause, ssl.SSLError):
            return mistrust(cause, host)
        case ProxyError():
            refused_login = _LOGIN_REQUIRED in str(error.original_error)
            return ZimuError(ErrorCode.PROXY_LOGIN if refused_login else ErrorCode.PROXY_FAILED)
        case ConnectTimeoutError() if is_proxied:  # a SOCKS proxy: of that kind are all its errors
            reason = error.__context__
            reasons = (type(reason).__name__, type(getattr(reason, "socket_err", None)).__name__)
            refused_login = _SOCKS_REFUSED_LOGIN in reasons
            return ZimuError(ErrorCode.PROXY_LOGIN if refused_login else ErrorCode.PROXY_FAILED)
        case NameResolutionError() | LocationParseError():  # none that there could be
            code = ErrorCode.HOST_UNKNOWN
        case NewConnectionError():
            code = ErrorCode.HOST_UNREACHABLE
        case ConnectTimeoutError() | ReadTimeoutError():
            code = ErrorCode.HOST_SILENT
        case _:
            code = ErrorCode.DOWNLOAD_CUT
    return ZimuError(code, host=host)


def _manager(proxy: ProxyServer | None, context: ssl.SSLContext) -> urllib3.PoolManager:
    if proxy is None:
        return urllib3.PoolManager(ssl_context=context)
    host = f"[{proxy.host}]" if ":" in proxy.host else proxy.host
    address = f"{host}:{proxy.port}"
    match proxy.kind:
        case ProxyKind.HTTP | ProxyKind.HTTPS:
            return urllib3.ProxyManager(
                f"{proxy.kind.name.lower()}://{address}",
                proxy_headers=_login(proxy),
                ssl_context=context,
                proxy_ssl_context=context,
            )
        case ProxyKind.SOCKS4 | ProxyKind.SOCKS4A | ProxyKind.SOCKS5 | ProxyKind.SOCKS5H:
            return SOCKSProxyManager(
                f"{proxy.kind.name.lower()}://{address}",
                username=proxy.username or None,
                password=proxy.password or None,
                ssl_context=context,
            )
        case _:
            assert_never(proxy.kind)


def _login(proxy: ProxyServer) -> dict[str, str]:
    if not proxy.username:
        return {}
    login = base64.b64encode(f"{proxy.username}:{proxy.password}".encode()).decode()
    return {"proxy-authorization": f"Basic {login}"}


def _redirected(url: str, location: str, status: int) -> str:
    """Return where `url` leads to.

    ZimuError DOWNGRADED: it leads out of TLS; DOWNLOAD_REFUSED: to what is no address.
    """
    try:
        target = urllib.parse.urljoin(url, location)
    except ValueError:
        facts = {"host": host_of(url), "status": str(status)}
        raise ZimuError(ErrorCode.DOWNLOAD_REFUSED, **facts) from None
    if _is_secure(url) and not _is_secure(target):
        raise ZimuError(ErrorCode.DOWNGRADED, host=host_of(url))
    _require_safe(target)
    return target


def _require_safe(url: str) -> None:
    """Raise ZimuError (DOWNGRADED) unless over TLS, or from this computer, is how `url` comes."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host_of(url))):
        return
    raise ZimuError(ErrorCode.DOWNGRADED, host=shown(url))


def _is_secure(url: str) -> bool:
    return url.lower().startswith("https://")
