"""Asks a chat server, and tells its answer as it comes."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.endpoint import host_of, shown
from app.core.errors import ErrorCode, ZimuError
from app.core.summary import chat_address
from app.net.answers import provider_code
from app.net.asking import Asking
from app.protocol.chat import ChatAnswer, question
from app.protocol.errors import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import urllib3

    from app.net.https import Https
    from app.net.links import Cancel

PIECE_BYTES: Final = 65_536
REFUSAL_BYTES: Final = 65_536
ANSWER_TIMEOUT_S: Final = 120.0  # without a byte: a model reads a long transcript first
_REDIRECTION: Final = 3  # hundreds
_MEANINGS: Final[Mapping[int, ErrorCode]] = MappingProxyType(
    {
        HTTPStatus.UNAUTHORIZED: ErrorCode.CHAT_KEY_REFUSED,
        HTTPStatus.FORBIDDEN: ErrorCode.ACCESS_REFUSED,
        HTTPStatus.TOO_MANY_REQUESTS: ErrorCode.THROTTLED,
    }
)
# The sentences of these are about captions.
_MEANT: Final[Mapping[ErrorCode, ErrorCode]] = MappingProxyType(
    {
        ErrorCode.KEY_REFUSED: ErrorCode.CHAT_KEY_REFUSED,
        ErrorCode.MODEL_NOT_FOUND: ErrorCode.CHAT_REFUSED,
        ErrorCode.SERVER_FULL: ErrorCode.THROTTLED,
    }
)


@dataclass(frozen=True, slots=True)
class ChatQuestion:
    """What is asked, and of whom. The key is kept out of repr so that no log can leak it."""

    url: str  # as the user entered it
    model: str
    prompt: str
    text: str = field(repr=False)
    key: str = field(default="", repr=False)


def ask(
    asked: ChatQuestion, https: Https, cancel: Cancel, tell: Callable[[str], None]
) -> ChatAnswer | None:
    """Send the question, and tell the words of the answer; return it. None: it was cancelled.

    Blocks. Raises ZimuError: CHAT_UNSAFE, before anything is sent, and what else stopped it.
    """
    url = chat_address(asked.url)
    if not url:
        raise ZimuError(ErrorCode.CHAT_UNSAFE, url=shown(asked.url))
    host = host_of(url)
    if not (asked.key.isascii() and asked.key.isprintable()):  # no header can carry it
        raise ZimuError(ErrorCode.CHAT_KEY_REFUSED, host=host)
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
    headers |= {"User-Agent": "zimu", "Accept-Encoding": "identity"}
    if asked.key:
        headers["Authorization"] = f"Bearer {asked.key}"
    body = question(asked.model, asked.prompt, asked.text)
    asking = Asking(lambda: https.post(url, headers, body), lambda late: late.close())
    try:
        response = asking.answer(cancel)
        if response is None:
            return None
        with contextlib.closing(response):
            cancel.on_cancel(lambda: _wake(response))
            return _follow(response, host, https, cancel, tell)
    except ZimuError as exc:
        if cancel.is_cancelled:
            return None
        if exc.problem.code is ErrorCode.DOWNLOAD_CUT:
            raise ZimuError(ErrorCode.CHAT_CUT, host=host) from exc
        raise


def _follow(
    response: urllib3.BaseHTTPResponse,
    host: str,
    https: Https,
    cancel: Cancel,
    tell: Callable[[str], None],
) -> ChatAnswer | None:
    if response.status != HTTPStatus.OK:
        raise _refusal(response, https, host)
    answer = ChatAnswer()
    try:
        while not answer.is_over and (piece := https.read(response, host, PIECE_BYTES)):
            if cancel.is_cancelled:
                return None
            _tell(answer.receive(piece), tell)
        _tell(answer.finish(), tell)
    except ProtocolError as exc:
        code = ErrorCode.CHAT_CUT if exc.field == "error" else ErrorCode.CHAT_BROKEN
        raise ZimuError(code, host=host) from exc
    if cancel.is_cancelled:
        return None
    if not answer.is_over:
        raise ZimuError(ErrorCode.CHAT_CUT, host=host)
    return answer


def _tell(words: str, tell: Callable[[str], None]) -> None:
    if words:
        tell(words)


def _refusal(response: urllib3.BaseHTTPResponse, https: Https, host: str) -> ZimuError:
    """Say why there is no answer. Of the body only known codes count: it may repeat the key."""
    status = response.status
    if status // 100 == _REDIRECTION:
        return ZimuError(ErrorCode.REDIRECTED, host=host, status=str(status))
    known = provider_code(https.read(response, host, REFUSAL_BYTES).decode(errors="replace"))
    code = _MEANT.get(known, known) if known else _MEANINGS.get(status, ErrorCode.CHAT_REFUSED)
    return ZimuError(code, host=host, status=str(status))


def _wake(response: urllib3.BaseHTTPResponse) -> None:
    with contextlib.suppress(OSError, ValueError, RuntimeError):  # it was all read, or is closed
        response.shutdown()
