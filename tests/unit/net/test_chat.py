"""Summaries from a chat server: streamed, called off, refused, broken off."""

import socket
import threading
from collections.abc import Iterator

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.net.chat import ChatQuestion, ask
from app.net.https import Https
from app.net.links import Cancel
from app.net.options import NetOptions
from tests.helpers.chat_server import ANSWER, Asked, ChatServer, event


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer() as server:
        yield server


def answer(
    url: str, key: str = "", cancel: Cancel | None = None, timeout_s: float = 10.0
) -> str | None:
    told: list[str] = []
    asked = ChatQuestion(url, "small", "Summarize.", "[00:00:01] Hello.\n", key)
    with Https(NetOptions(), read_timeout_s=timeout_s) as https:
        found = ask(asked, https, cancel or Cancel(), told.append)
    return None if found is None else "".join(told)


def problem(url: str, key: str = "", timeout_s: float = 10.0) -> ErrorCode:
    with pytest.raises(ZimuError) as caught:
        answer(url, key, timeout_s=timeout_s)
    return caught.value.problem.code


def test_what_is_asked_is_sent_and_the_answer_comes(server: ChatServer) -> None:
    assert answer(server.url, "sk-1") == "We met [00:00:01]."
    messages = [
        {"role": "system", "content": "Summarize."},
        {"role": "user", "content": "[00:00:01] Hello.\n"},
    ]
    question = {"model": "small", "messages": messages, "stream": True}
    assert server.asked == [Asked("/v1/chat/completions", "Bearer sk-1", question)]


def in_chunks(body: bytes) -> bytes:
    """Return `body` as nearly every server sends it; no chunk ends with an event."""
    pieces = [body[at : at + 7] for at in range(0, len(body), 7)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b""))


def test_an_answer_in_chunks_is_one_answer(server: ChatServer) -> None:
    server.headers = {"Transfer-Encoding": "chunked"}
    server.body = in_chunks(ANSWER)
    assert answer(server.url) == "We met [00:00:01]."
    server.body = in_chunks(event("We met"))
    assert problem(server.url) is ErrorCode.CHAT_CUT
    server.body = in_chunks(event("We met")).removesuffix(b"0\r\n\r\n")
    assert problem(server.url) is ErrorCode.CHAT_CUT


def test_no_key_is_made_up(server: ChatServer) -> None:
    answer(server.url)
    assert [asked.key for asked in server.asked] == [None]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, ErrorCode.CHAT_KEY_REFUSED),
        (403, ErrorCode.ACCESS_REFUSED),
        (404, ErrorCode.CHAT_REFUSED),
        (429, ErrorCode.THROTTLED),
        (500, ErrorCode.CHAT_REFUSED),
        (799, ErrorCode.CHAT_REFUSED),
    ],
)
def test_a_refusal_is_told(server: ChatServer, status: int, expected: ErrorCode) -> None:
    server.status = status
    assert problem(server.url) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("invalid_api_key", ErrorCode.CHAT_KEY_REFUSED),
        ("model_not_found", ErrorCode.CHAT_REFUSED),
        ("insufficient_quota", ErrorCode.QUOTA_SPENT),
        ("server_full", ErrorCode.THROTTLED),
    ],
)
def test_a_refusal_is_told_by_what_the_server_says_of_it(
    server: ChatServer, said: str, expected: ErrorCode
) -> None:
    server.status = 404
    server.body = b'{"error":{"code":"%s","message":"sk-1"}}' % said.encode()
    assert problem(server.url, "sk-1") is expected


def test_a_redirect_is_not_followed(server: ChatServer) -> None:
    server.status, server.headers = 307, {"Location": f"{server.url}/elsewhere"}
    assert problem(server.url, "sk-1") is ErrorCode.REDIRECTED
    assert len(server.asked) == 1


@pytest.mark.parametrize("url", ["http://example.com/v1", "https://me@example.com", "ftp://x", ""])
def test_nothing_is_sent_where_it_is_not_safe(url: str) -> None:
    assert problem(url, "sk-1") is ErrorCode.CHAT_UNSAFE


def test_an_answer_that_breaks_off_is_no_answer(server: ChatServer) -> None:
    server.body = event("We met")
    assert problem(server.url) is ErrorCode.CHAT_CUT


def test_what_is_no_answer_is_told(server: ChatServer) -> None:
    server.body = b"data: <html>\n\n"
    assert problem(server.url) is ErrorCode.CHAT_BROKEN


@pytest.mark.parametrize("body", [b"<html>Log in</html>", b'{"choices":[{"message":{}}]}'])
def test_a_page_or_an_answer_in_one_piece_is_none_of_a_chat_server(
    server: ChatServer, body: bytes
) -> None:
    server.body = body
    assert problem(server.url) is ErrorCode.CHAT_BROKEN


def test_an_error_in_mid_answer_breaks_it_off(server: ChatServer) -> None:
    server.body = event("We") + b'data: {"error": {"message": "overloaded"}}\n\n'
    assert problem(server.url) is ErrorCode.CHAT_CUT


def test_a_server_that_hangs_up_unanswered_breaks_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up() -> None:
            listener.accept()[0].close()

        hanging_up = threading.Thread(target=hang_up)
        hanging_up.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        assert problem(url) is ErrorCode.CHAT_CUT
        hanging_up.join()


@pytest.mark.parametrize("key", ["sk-1\nsecret", "sk-1\r\nX: secret", "密钥", "\ud800", "sk-\x00"])
def test_a_key_that_no_header_can_carry_is_not_sent(server: ChatServer, key: str) -> None:
    with pytest.raises(ZimuError) as caught:
        answer(server.url, key)
    assert caught.value.problem.code is ErrorCode.CHAT_KEY_REFUSED
    assert key not in str(caught.value.problem)
    assert server.asked == []


@pytest.mark.parametrize("url", ["https://a..b/v1", f"https://{'a' * 300}.example"])
def test_a_name_that_no_host_can_have_is_told(url: str) -> None:
    assert problem(url) is ErrorCode.HOST_UNKNOWN


def test_a_server_that_falls_silent_is_not_waited_for(server: ChatServer) -> None:
    server.body, server.stalls = event("We met"), True
    assert problem(server.url, timeout_s=0.2) is ErrorCode.HOST_SILENT


def test_an_answer_can_be_called_off_while_it_comes(server: ChatServer) -> None:
    server.body, server.stalls = event("We met"), True
    cancel, told = Cancel(), threading.Event()
    found: list[object] = []

    def run() -> None:
        asked = ChatQuestion(server.url, "small", "Summarize.", "Hello.")
        with Https(NetOptions(), read_timeout_s=30.0) as https:
            found.append(ask(asked, https, cancel, lambda _words: told.set()))

    thread = threading.Thread(target=run)
    thread.start()
    assert told.wait(10.0)
    cancel.cancel()
    thread.join(10.0)
    assert found == [None]


def test_a_question_shows_neither_its_key_nor_the_transcript() -> None:
    shown = repr(ChatQuestion("https://x", "m", "p", "what was said", "sk-secret"))
    assert "sk-secret" not in shown
    assert "what was said" not in shown
