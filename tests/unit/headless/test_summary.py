"""`zimu sessions summary`: it says what goes where before anything goes."""

from __future__ import annotations

import io
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from app.arguments.parser import parse
from app.engine.keys import CHAT_KEY, Keys, NoKeychain
from app.headless.summary import summarize
from app.kept import summary_command
from app.storage.library import schema
from app.storage.paths import Paths, paths_under
from tests.helpers.chat_server import ChatServer, event
from tests.helpers.library import put_session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTS = ("Good morning.", "We ship today.")


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer() as server:
        yield server


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = paths_under(tmp_path / "home")
    with closing(schema.connect(paths.library)) as connection:
        put_session(connection, "aabb000000000000", TEXTS, title="Weekly")
        put_session(connection, "ccdd000000000000", ())
        connection.execute("UPDATE lines SET emotion = 'angry', language = 'en'")
    return paths


def run(
    paths: Paths, url: str, *arguments: str, session: str = "aabb", key: str = ""
) -> tuple[int, list[str]]:
    said: list[str] = []
    given = ["sessions", "summary", session, "--url", url, "--model", "small", *arguments]
    keys = Keys({CHAT_KEY: key}, NoKeychain())
    return summarize(summary_command(parse(given)), paths.library, keys, said.append), said


def test_a_summary_is_written_and_what_was_sent_is_said(
    paths: Paths, server: ChatServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(paths, server.url, "--yes", key="sk-1")
    assert (code, capsys.readouterr().out) == (0, "We met [00:00:01].\n")
    assert said == [
        "2 lines go to 127.0.0.1, with times and names. Feelings and audio are not sent."
    ]
    [asked] = server.asked
    assert asked.key == "Bearer sk-1"
    assert "[00:00:01] We ship today." in str(asked.question)
    assert "in English" in str(asked.question)
    assert "angry" not in str(asked.question)


def test_nothing_is_sent_that_was_not_agreed_to(
    paths: Paths, server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))  # no terminal
    code, said = run(paths, server.url)
    assert (code, len(said), server.asked) == (1, 2, [])


def test_what_would_be_sent_can_be_read(
    paths: Paths, server: ChatServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "prompt").write_text("In one row, please.\n", "utf-8")
    code, _ = run(paths, server.url, "--show", "--prompt", str(tmp_path / "prompt"))
    written = capsys.readouterr().out
    assert (code, server.asked) == (0, [])
    assert written == (
        "In one row, please.\n\n[00:00:00] Good morning.\n[00:00:01] We ship today.\n"
    )


def test_times_that_were_made_up_are_told(paths: Paths, server: ChatServer) -> None:
    server.body = event("We met [00:00:01], [00:44:44].", "stop")
    _, said = run(paths, server.url, "--yes")
    assert said[1:] == ["Times in it at which no line begins: 1."]


def test_an_answer_that_breaks_off_is_an_error(
    paths: Paths, server: ChatServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.body = event("We met\x1b[2J")
    code, said = run(paths, server.url, "--yes")
    assert (code, said[1:]) == (1, ["127.0.0.1 broke off in mid-answer. Try again."])
    assert capsys.readouterr().out == "We met[2J\n"


@pytest.mark.parametrize("url", ["http://chat.example/v1", "chat.example"])
def test_an_address_that_is_not_safe_is_refused(paths: Paths, url: str) -> None:
    code, said = run(paths, url, "--yes")
    assert code == 1
    assert said[0].startswith("Nothing was sent: ")


def test_where_nothing_was_said_nothing_is_sent(paths: Paths, server: ChatServer) -> None:
    code, said = run(paths, server.url, "--yes", session="ccdd")
    assert (code, said) == (1, ["There is nothing to summarize in it."])
    assert server.asked == []


def test_a_session_that_is_not_there_is_said(paths: Paths, server: ChatServer) -> None:
    code, said = run(paths, server.url, "--yes", session="ff")
    assert (code, said) == (1, ["There is no session ff in the library."])
