"""One server for several people: TLS, limits, and what it says of itself."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from app.core.endpoint import Endpoint
from app.core.errors import ErrorCode
from app.net.links import Cancel, LinkEvent, LinkFailed, LinkUp
from app.net.options import NetOptions
from app.net.websocket import connect as connect_link
from tests.helpers.certificates import HOUR, server_context
from tests.helpers.children import end
from tests.helpers.serving import (
    DEADLINE_S,
    ROOT,
    Server,
    client,
    serving,
    spawn,
    speech,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST = 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("several")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(folder, "--max-sessions", str(MOST)) as running:
        yield running


def tls_files(folder: Path, **dates: Any) -> tuple[str, ...]:
    server_context(folder, **dates)
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    return "--certificate", str(certificate), "--key", str(key)


def status(
    server: Server, *options: str, token: str | None = None, url: str = ""
) -> tuple[int, str, str]:
    """Run `zimu serve --status`; return exit code, stdout and stderr."""
    command = [sys.executable, "-P", "-m", "app", "serve", "--status", "--url", url or server.url]
    done = subprocess.run(
        [*command, *options],
        check=False,
        env={"PYTHONPATH": str(ROOT), "ZIMU_SERVE_TOKEN": server.token if token is None else token},
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
    )
    return done.returncode, done.stdout, done.stderr


def load(server: Server) -> dict[str, Any]:
    code, output, complaint = status(server, "--json")
    assert code == 0, complaint
    said: dict[str, Any] = json.loads(output)
    return said


def link_events(endpoint: Endpoint, options: NetOptions | None = None) -> list[LinkEvent]:
    """Connect as the app does, and hang up; return what it was told."""
    events: list[LinkEvent] = []
    told = threading.Event()

    def post(event: LinkEvent) -> bool:
        events.append(event)
        told.set()
        return True

    arguments = (endpoint, 1, post, Cancel())
    keywords = {"options": options or NetOptions()}
    thread = threading.Thread(target=connect_link, args=arguments, kwargs=keywords)
    thread.start()
    assert told.wait(DEADLINE_S)
    if isinstance(events[0], LinkUp):
        events[0].link.abort()
    thread.join(DEADLINE_S)
    return events


# Limits


def test_who_comes_too_late_is_told_so_in_words_the_app_understands(server: Server) -> None:
    bearer = {"Authorization": f"Bearer {server.token}"}
    with client(server), client(server):
        with (
            pytest.raises(InvalidStatus) as caught,
            connect(server.url, additional_headers=bearer, proxy=None),
        ):
            pass
        [event] = link_events(Endpoint(server.url, "m", server.token))
    assert caught.value.response.status_code == 503
    assert caught.value.response.body is not None
    assert b"no more than 2 sessions" in caught.value.response.body
    assert isinstance(event, LinkFailed)
    assert event.problem.code is ErrorCode.SERVER_FULL


def test_there_is_room_again_when_somebody_leaves(server: Server) -> None:
    with client(server), client(server):
        pass
    deadline_s = time.monotonic() + DEADLINE_S
    while load(server)["sessions"]:
        assert time.monotonic() < deadline_s
    with client(server) as peer:
        assert peer.update()["type"] == "session.updated"


# Status


def test_the_status_is_that_of_what_was_heard(server: Server) -> None:
    before_s = load(server)["heard_s"]
    with client(server) as peer:
        peer.update()
        peer.say(speech())
        peer.until(".completed")
        during = load(server)
        peer.finish()
    after = load(server)
    assert (during["type"], during["model"]) == ("status", "moonshine-tiny-en")
    assert (during["languages"], during["sessions"], during["max_sessions"]) == (["en"], 1, MOST)
    assert after["heard_s"] - before_s == pytest.approx(len(speech()) / 32_000, abs=0.2)
    assert 0 < after["busy_share"] <= 1
    assert (after["backlog_s"], after["ease"]) == (0, 0)


def test_the_status_is_a_sentence_for_people(server: Server) -> None:
    code, output, _ = status(server)
    assert code == 0
    assert output.startswith(f"moonshine-tiny-en: 0 of {MOST} sessions, ")
    assert output.count("\n") == 1


def test_the_status_is_for_who_has_the_token(server: Server) -> None:
    code, output, complaint = status(server, token="nonsense")  # noqa: S106
    assert (code, output) == (1, "")
    assert "refused the API key" in complaint


def test_a_server_that_is_gone_is_said_to_be_so(server: Server) -> None:
    code, output, complaint = status(server, url="ws://127.0.0.1:9/api-ws/v1/realtime")
    assert (code, output) == (1, "")
    assert "cannot be reached" in complaint


def test_no_token_travels_unprotected_to_another_machine(server: Server) -> None:
    code, _, complaint = status(server, url="ws://192.0.2.1:8443/api-ws/v1/realtime")
    assert code == 1
    assert "wss://" in complaint


# TLS


def test_a_server_with_a_certificate_speaks_tls(tmp_path: Path) -> None:
    files = tls_files(tmp_path)
    with serving(tmp_path, *files, "--host", "0.0.0.0") as server:  # noqa: S104
        assert server.url.startswith("wss://0.0.0.0:")
        here = server.url.replace("0.0.0.0", "127.0.0.1")  # noqa: S104
        [up, *_] = link_events(
            Endpoint(here, "m", server.token), NetOptions(ca_file=tmp_path / "certificate.pem")
        )
        assert isinstance(up, LinkUp)
        [down] = link_events(Endpoint(here, "m", server.token))
        assert isinstance(down, LinkFailed)
        assert down.problem.code is ErrorCode.CERTIFICATE_UNTRUSTED
        code, output, _ = status(server, "--ca-file", files[1], url=here)
        assert (code, output.partition(":")[0]) == (0, "moonshine-tiny-en")


def test_a_certificate_out_of_date_serves_but_warns(tmp_path: Path) -> None:
    files = tls_files(tmp_path, valid_from=-2 * HOUR, valid_to=-HOUR)
    with serving(tmp_path, *files) as server:
        assert "has expired" in server.stderr.read_text()


def test_a_certificate_that_cannot_be_used_is_one_clear_line(tmp_path: Path) -> None:
    files = tls_files(tmp_path)
    (tmp_path / "key.pem").write_text("nothing")
    process = spawn(tmp_path, *files)
    try:
        output, _ = process.communicate(timeout=DEADLINE_S)
    finally:
        end(process)
    complaint = (tmp_path / "stderr").read_text()
    assert (process.returncode, output) == (1, "")
    assert "There is no private key in" in complaint
    assert complaint.count("\n") == 1


def test_what_goes_unprotected_is_warned_of(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0") as server:  # noqa: S104
        assert "unencrypted" in server.stderr.read_text()
