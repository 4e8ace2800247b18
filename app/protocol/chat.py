"""The answers of OpenAI-compatible chat servers, as they come. No I/O."""

from __future__ import annotations

import json
from typing import Final

from app.protocol.errors import ProtocolError

MAX_EVENT_BYTES: Final = 1_000_000
MAX_ANSWER_CHARS: Final = 200_000
MAX_STREAM_BYTES: Final = 100_000_000  # an event for each word, thoughts that are not shown
_FIELDS: Final = (b":", b"data:", b"event:", b"id:", b"retry:")
_DONE: Final = b"[DONE]"


def question(model: str, prompt: str, text: str) -> bytes:
    """Return the body of a request for a streamed answer to `prompt` about `text`."""
    messages = [{"role": "system", "content": prompt}, {"role": "user", "content": text}]
    asked = {"model": model, "messages": messages, "stream": True}
    return json.dumps(asked, ensure_ascii=False).encode("utf-8", errors="replace")


class ChatAnswer:
    """Takes server-sent events, in whatever pieces they come. Raises only ProtocolError."""

    def __init__(self) -> None:
        self._rest = b""
        self._bytes = 0
        self._chars = 0
        self._has_events = self._has_others = False
        self._is_over = False
        self._is_cut = False

    @property
    def is_over(self) -> bool:
        """Whether the server said that this was all."""
        return self._is_over

    @property
    def is_cut(self) -> bool:
        """Whether the model had more to say than the server lets it."""
        return self._is_cut

    def receive(self, piece: bytes) -> str:
        """Return the words in `piece`; empty: there are none yet."""
        self._bytes += len(piece)
        *rows, self._rest = (self._rest + piece).replace(b"\r\n", b"\n").split(b"\n")
        if len(self._rest) > MAX_EVENT_BYTES:
            raise ProtocolError("", "an event is too long")
        words = "".join(map(self._row, rows))
        self._chars += len(words)
        if self._chars > MAX_ANSWER_CHARS or self._bytes > MAX_STREAM_BYTES:
            raise ProtocolError("", "the answer is too long")
        return words

    def finish(self) -> str:
        """Return the words in what came last, when nothing more will."""
        words = self.receive(b"\n")
        if self._has_others and not self._has_events:
            raise ProtocolError("", "there was no event")  # a page, or an answer that is no stream
        return words

    def _row(self, row: bytes) -> str:
        if row.strip() and not row.startswith(_FIELDS):
            self._has_others = True
        if self._is_over or not row.startswith(b"data:"):
            return ""  # a comment that keeps the connection alive, or the name of an event
        self._has_events = True
        event = row.removeprefix(b"data:").strip()
        if event == _DONE:
            self._is_over = True
            return ""
        return self._event(event) if event else ""

    def _event(self, event: bytes) -> str:
        try:
            message = json.loads(event)
        except (ValueError, RecursionError):
            raise ProtocolError("", "an event is no JSON") from None
        if not isinstance(message, dict):
            raise ProtocolError("", "an event is no object")
        if message.get("error"):
            raise ProtocolError("error", "the server gave up")
        choices = message.get("choices")
        if not isinstance(choices, list):
            raise ProtocolError("choices", "is no list")
        if not choices:
            return ""  # the last event of some servers: what it took
        choice = choices[0]
        if not isinstance(choice, dict):
            raise ProtocolError("choices[0]", "is no object")
        reason = choice.get("finish_reason")
        # Before the end it is null or missing; with some servers an empty text.
        self._is_over = self._is_over or (isinstance(reason, str) and reason != "")
        self._is_cut = self._is_cut or reason == "length"
        return _words(choice.get("delta"))


def _words(delta: object) -> str:
    if delta is None:
        return ""  # the last event of some servers: only why it ends
    if not isinstance(delta, dict):
        raise ProtocolError("choices[0].delta", "is no object")
    words = delta.get("content")
    if words is None:
        return ""  # a role, or thoughts that are not shown
    if not isinstance(words, str):
        raise ProtocolError("choices[0].delta.content", "is no text")
    return words
