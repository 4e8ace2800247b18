"""What a server that refuses or ends a connection says by it. Pure."""

from __future__ import annotations

import http
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, Problem, ZimuError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.net.links import LinkDown

_STATUS: Final = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)\b")

# The codes of Alibaba Cloud Model Studio, in both of their spellings, and one of our own server.
# They come in an HTTP body, in an `error` event or in the reason of a close frame; what follows
# after a dot only says more.
_PROVIDER_CODES: Final[Mapping[str, ErrorCode]] = MappingProxyType(
    {
        "arrearage": ErrorCode.QUOTA_SPENT,
        "insufficient_quota": ErrorCode.QUOTA_SPENT,
        "allocationquota": ErrorCode.QUOTA_SPENT,
        "invalidapikey": ErrorCode.KEY_REFUSED,
        "invalid_api_key": ErrorCode.KEY_REFUSED,
        "accessdenied": ErrorCode.ACCESS_REFUSED,
        "access_denied": ErrorCode.ACCESS_REFUSED,
        "modelnotfound": ErrorCode.MODEL_NOT_FOUND,
        "model_not_found": ErrorCode.MODEL_NOT_FOUND,
        "throttling": ErrorCode.THROTTLED,
        "limit_requests": ErrorCode.THROTTLED,
        "requests rate limit exceeded": ErrorCode.THROTTLED,
        "server_full": ErrorCode.SERVER_FULL,
    }
)
_PROVIDER_CODE: Final = re.compile(rf"\b({'|'.join(_PROVIDER_CODES)})", re.IGNORECASE)

_FACTS: Final[Mapping[ErrorCode, tuple[str, ...]]] = MappingProxyType(
    {
        ErrorCode.MODEL_NOT_FOUND: ("host", "model"),
        ErrorCode.REDIRECTED: ("host", "status"),
        ErrorCode.HANDSHAKE_FAILED: ("host", "status"),
        ErrorCode.SERVER_UNAVAILABLE: ("host", "status"),
        ErrorCode.LIMIT_BROKEN: ("host", "code"),
        ErrorCode.SERVER_TROUBLE: ("host", "code"),
    }
)
_BROKEN_LIMITS: Final = (1007, 1009)
_REDIRECTION: Final = 3  # hundreds
_TRY_AGAIN_LATER: Final = 1013
_GOOD_BYES: Final = (1000, 1001)


def provider_code(text: str) -> ErrorCode | None:
    """Return what the first of the provider's codes in `text` means; None: there is none."""
    found = _PROVIDER_CODE.search(text)
    return _PROVIDER_CODES[found[1].lower()] if found else None


def refusal(answer: bytes, *, host: str, model: str, had_key: bool, is_late: bool) -> Problem:
    """Say why no WebSocket was opened, from all that came until the end or, if `is_late`, in time.

    Only the provider's codes are looked for in it: it may repeat the key.
    """
    found = _STATUS.match(answer)
    status = int(found[1]) if found else None
    if status is None or status < http.HTTPStatus.OK:
        return _problem(_no_refusal(answer, status, is_late=is_late), host=host)
    if status // 100 == _REDIRECTION:
        return _problem(ErrorCode.REDIRECTED, host=host, status=str(status))
    _, _, body = answer.partition(b"\r\n\r\n")
    code = provider_code(body.decode(errors="replace")) or _meaning(status)
    if code is ErrorCode.KEY_REFUSED and not had_key:
        code = ErrorCode.KEY_MISSING
    return _problem(code, host=host, model=model, status=str(status))


def ending(down: LinkDown, *, host: str, model: str) -> Problem:
    """Say what it means that a link ended which was still wanted."""
    code = provider_code(down.reason) or _meaning_of_close(down.code)
    if down.is_broken:
        code = ErrorCode.PEER_BROKE_PROTOCOL
    return _problem(code, host=host, model=model, code=str(down.code))


def _meaning_of_close(code: int | None) -> ErrorCode:
    if code is None or code in _GOOD_BYES:
        return ErrorCode.LINK_LOST
    if code in _BROKEN_LIMITS:
        return ErrorCode.LIMIT_BROKEN
    return ErrorCode.THROTTLED if code == _TRY_AGAIN_LATER else ErrorCode.SERVER_TROUBLE


def _no_refusal(answer: bytes, status: int | None, *, is_late: bool) -> ErrorCode:
    if is_late:
        return ErrorCode.HOST_SILENT
    has_broken_off = status is not None and b"\r\n\r\n" not in answer
    if not answer or has_broken_off:
        return ErrorCode.HOST_UNREACHABLE
    return ErrorCode.PEER_BROKE_PROTOCOL


def _meaning(status: int) -> ErrorCode:
    match status:
        case http.HTTPStatus.UNAUTHORIZED:
            return ErrorCode.KEY_REFUSED
        case http.HTTPStatus.FORBIDDEN:
            return ErrorCode.ACCESS_REFUSED
        case http.HTTPStatus.TOO_MANY_REQUESTS:
            return ErrorCode.THROTTLED
        case _ if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
            return ErrorCode.SERVER_UNAVAILABLE
        case _:
            return ErrorCode.HANDSHAKE_FAILED


def _problem(code: ErrorCode, /, **facts: str) -> Problem:
    """Return `code` with those of the `facts` that its sentence tells."""
    return ZimuError(code, **{fact: facts[fact] for fact in _FACTS.get(code, ("host",))}).problem
