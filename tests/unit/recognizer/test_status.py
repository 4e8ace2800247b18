"""Asking a server for its load, and what is made of other answers."""

from __future__ import annotations

import io
import json
import socket
import ssl
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec
import pytest

from app.core.errors import ErrorCode, ZimuError
from app.recognizer.status import Status, ask, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

DEADLINE_S = 10.0
BUSY = Status(
    model="a-model",
    languages=["en"],
    pid=1,
    up_s=120.0,
    sessions=1,
    max_sessions=None,
    heard_s=60.0,
    busy_share=0.25,
    backlog_s=1.5,
    partial_delay_s=0.125,
    final_delay_s=None,
    ease=1,
)


@contextmanager
def answering(status: str, body: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Answer one request; give the URL, and what was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(DEADLINE_S)

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(DEADLINE_S)
                asked.append(connection.recv(65_536))
                head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n"
                connection.sendall(head.encode() + body)

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"ws://127.0.0.1:{listener.getsockname()[1]}/api-ws/v1/realtime", asked
        thread.join(DEADLINE_S)


def refusal(url: str) -> ErrorCode:
    with pytest.raises(ZimuError) as caught:
        ask(url, "a-key", ssl.create_default_context)
    return caught.value.problem.code


def test_the_answer_is_what_the_server_said() -> None:
    with answering("200 OK", msgspec.json.encode(BUSY)) as (url, asked):
        assert ask(url, "a-key", ssl.create_default_context) == BUSY
    assert asked[0].startswith(b"GET /status HTTP/1.1\r\n")
    assert b"Authorization: Bearer a-key\r\n" in asked[0]


def test_it_is_told_as_a_sentence_or_as_json() -> None:
    for as_json in (False, True):
        out = io.StringIO()
        with answering("200 OK", msgspec.json.encode(BUSY)) as (url, _):
            code = tell(
                url, "", ssl.create_default_context, as_json=as_json, out=out, say=pytest.fail
            )
        assert code == 0
        text = out.getvalue()
        assert text.endswith("\n")
        if as_json:
            assert json.loads(text)["busy_share"] == 0.25
        else:
            assert text.startswith("a-model: 1 session, 60 s of audio heard in 120 s; busy 25% ")
            assert "partials after 0.12 s, finals after –; partials are rarer" in text


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        ("401 Unauthorized", b"", ErrorCode.KEY_REFUSED),
        ("404 Not Found", b"", ErrorCode.HANDSHAKE_FAILED),
        ("200 OK", b"<html>", ErrorCode.HANDSHAKE_FAILED),
        ("200 OK", b'{"type":"ready"}', ErrorCode.HANDSHAKE_FAILED),
        ("200 OK", b"\xff", ErrorCode.HANDSHAKE_FAILED),
        (
            "200 OK",
            msgspec.json.encode(msgspec.structs.replace(BUSY, ease=7)),
            ErrorCode.HANDSHAKE_FAILED,
        ),
    ],
)
def test_any_other_answer_is_a_problem(status: str, body: bytes, code: ErrorCode) -> None:
    with answering(status, body) as (url, _):
        assert refusal(url) is code


def test_who_speaks_no_http_is_not_reached() -> None:
    with answering("no status at all", b"") as (url, _):
        assert refusal(url) is ErrorCode.HOST_UNREACHABLE


@pytest.mark.parametrize("url", ["", "nonsense", "ws://192.0.2.1:1/", "http://127.0.0.1:1/"])
def test_an_address_that_no_key_may_travel_to(url: str) -> None:
    assert refusal(url) is ErrorCode.UNSAFE_URL


def test_a_port_that_is_none_is_not_reached() -> None:
    assert refusal("ws://127.0.0.1:99999/") is ErrorCode.HOST_UNREACHABLE


def test_a_problem_is_said_and_is_an_exit_code() -> None:
    said: list[str] = []
    out = io.StringIO()
    code = tell("", "", ssl.create_default_context, as_json=False, out=out, say=said.append)
    assert (code, out.getvalue(), len(said)) == (1, "", 1)
