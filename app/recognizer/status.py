"""What a running server says of itself at `/status`, and asking it (`zimu serve --status`)."""

from __future__ import annotations

import contextlib
import http.client
import ssl
import urllib.parse
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final, TextIO

import msgspec

from app.core.endpoint import may_carry_key, shown
from app.core.errors import ErrorCode, ZimuError
from app.core.problem_text import english

if TYPE_CHECKING:
    from collections.abc import Callable

PATH: Final = "/status"
_TIMEOUT_S: Final = 5.0
_MOST_BYTES: Final = 65_536
_EASED: Final = ("", "; partials are rarer, to keep up", "; finals only, to keep up")


class Status(msgspec.Struct, frozen=True, tag="status", tag_field="type"):
    """The load of a server; seconds and shares, None where nothing is known."""

    model: str
    languages: list[str]
    pid: int
    up_s: float
    sessions: int
    max_sessions: int | None
    heard_s: float
    """Seconds of audio since the server began, all sessions together."""
    busy_share: float
    """The share of the last minute that the model worked."""
    backlog_s: float
    """Seconds of closed lines that wait for their finals."""
    partial_delay_s: float | None
    """How long partials came after they were due: the median of the last minute."""
    final_delay_s: float | None
    """How long finals came after the ends of their lines: the median of the last minute."""
    ease: Annotated[int, msgspec.Meta(ge=0, le=2)]
    """How far partials are cut back because the model does not keep up, 0 to 2."""

    def sentence(self) -> str:
        """Return it for people."""
        places = "" if self.max_sessions is None else f" of {self.max_sessions}"
        plural = "session" if self.sessions == 1 and not places else "sessions"
        return (
            f"{self.model}: {self.sessions}{places} {plural}, {self.heard_s:.0f} s of audio heard "
            f"in {self.up_s:.0f} s; busy {self.busy_share:.0%} of the last minute, "
            f"{self.backlog_s:.1f} s wait for their finals; partials after "
            f"{_seconds(self.partial_delay_s)}, finals after {_seconds(self.final_delay_s)}"
            f"{_EASED[self.ease]}."
        )


def ask(url: str, token: str, context: Callable[[], ssl.SSLContext]) -> Status:
    """Return what the server at `url` (its ready line has it) says.

    Raises ZimuError: UNSAFE_URL, HOST_UNREACHABLE, TLS_FAILED, KEY_REFUSED, HANDSHAKE_FAILED.
    """
    if not may_carry_key(url):
        raise ZimuError(ErrorCode.UNSAFE_URL, url=shown(url))
    parts = urllib.parse.urlsplit(url)
    host = parts.hostname or ""
    try:
        connection = (
            http.client.HTTPSConnection(host, parts.port, timeout=_TIMEOUT_S, context=context())
            if parts.scheme == "wss"
            else http.client.HTTPConnection(host, parts.port, timeout=_TIMEOUT_S)
        )
        with contextlib.closing(connection):
            connection.request("GET", PATH, headers={"Authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            return _read(answer.status, answer.read(_MOST_BYTES), host)
    except ssl.SSLError as exc:
        raise ZimuError(ErrorCode.TLS_FAILED, host=host) from exc
    except (OSError, http.client.HTTPException, ValueError) as exc:
        raise ZimuError(ErrorCode.HOST_UNREACHABLE, host=host) from exc


def tell(
    url: str,
    token: str,
    context: Callable[[], ssl.SSLContext],
    *,
    as_json: bool,
    out: TextIO,
    say: Callable[[str], None],
) -> int:
    """Ask, and write the answer to `out`; return the exit code, having said why it is not 0."""
    try:
        status = ask(url, token, context)
    except ZimuError as exc:
        say(english(exc.problem))
        return 1
    text = msgspec.json.encode(status).decode() if as_json else status.sentence()
    out.write(f"{text}\n")
    return 0


def _read(http_status: int, body: bytes, host: str) -> Status:
    if http_status == HTTPStatus.UNAUTHORIZED:
        raise ZimuError(ErrorCode.KEY_REFUSED, host=host)
    unknown = ZimuError(ErrorCode.HANDSHAKE_FAILED, host=host, status=str(http_status))
    if http_status != HTTPStatus.OK:
        raise unknown
    try:
        return msgspec.json.decode(body, type=Status)
    except (msgspec.MsgspecError, UnicodeError):
        raise unknown from None


def _seconds(delay_s: float | None) -> str:
    return "–" if delay_s is None else f"{delay_s:.2f} s"
