"""Who may connect, or ask how it is going: the checks on a request."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from app.core.endpoint import is_loopback
from app.protocol.config import PATH
from app.recognizer import status

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOOPBACK_NAMES: Final = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Refusal:
    """The HTTP answer to a request that is turned down."""

    status: HTTPStatus
    reason: str


@dataclass(frozen=True, slots=True)
class Gate:
    """The rules of one server. Without a `token`, `Authorization` is not looked at."""

    host: str
    port: int
    token: str | None = field(repr=False)

    def refusal(self, path: str, headers: Mapping[str, str]) -> Refusal | None:
        """Return why a request is turned down; None lets it pass."""
        try:
            return self._refusal(path, headers)
        except (ValueError, LookupError):  # no URL; a header that comes twice
            return Refusal(HTTPStatus.BAD_REQUEST, "The path or a header makes no sense.")

    def _refusal(self, path: str, headers: Mapping[str, str]) -> Refusal | None:
        if urlsplit(path).path not in (PATH, status.PATH):
            return Refusal(HTTPStatus.NOT_FOUND, f"The protocol is spoken at {PATH}.")
        origin = headers.get("Origin")
        if origin is not None and not self._is_own(origin, headers.get("Host", "")):
            return Refusal(HTTPStatus.FORBIDDEN, "Web pages may not listen in.")
        if self.token is not None and not self._is_bearer(headers.get("Authorization", "")):
            return Refusal(HTTPStatus.UNAUTHORIZED, "The bearer token is missing or wrong.")
        return None

    def _is_own(self, origin: str, host_header: str) -> bool:
        address = urlsplit(origin).netloc
        if address in {f"{name}:{self.port}" for name in (self.host, *_LOOPBACK_NAMES)}:
            return True
        # A page can choose its own name for a loopback server, but only a wider one has other
        # names, and that one asks for a token.
        return not is_loopback(self.host) and address == host_header

    def _is_bearer(self, authorization: str) -> bool:
        expected = f"Bearer {self.token}"
        return hmac.compare_digest(authorization.encode(), expected.encode())
