"""The shipped `zimu caption` on links that fail: what it writes, what it says, how it ends."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.core.problem_text import english
from tests.helpers import caption_script as say
from tests.helpers.caption_script import Script, Step
from tests.helpers.caption_server import CaptionServer
from tests.helpers.certificates import server_context
from tests.helpers.fault_scenes import AFTER, FAR, OPEN_LINE, TEXT
from tests.helpers.program import Program, program
from tests.helpers.proxies import ConnectProxy, Login, Socks5Proxy

PIECE_MS = 600
PIECE_BYTES = 2 * 16 * PIECE_MS
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
LOGIN = Login("me", "a:word/of@mine")


@contextmanager
def captioning(
    folder: Path, url: str, variables: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """`zimu caption - --json`, which has heard 0.6 s."""
    clean = {name: value for name, value in os.environ.items() if name.lower() not in PROXIES}
    environment = {**clean, **(variables or {})}
    with program(
        "caption", "-", "--engine", url, "--json", data_dir=folder, environment=environment
    ) as running:
        assert isinstance(running.process.stdin, TextIOWrapper)
        running.process.stdin.buffer.write(bytes(PIECE_BYTES))
        running.process.stdin.buffer.flush()
        yield running


def hang_up(running: Program) -> None:
    """End the audio."""
    assert running.process.stdin is not None
    running.process.stdin.close()


def written(running: Program) -> list[dict[str, Any]]:
    return [json.loads(line) for line in running.stdout.lines()]


def texts(running: Program) -> list[str]:
    return [each["text"] for each in written(running) if each["type"] == "final"]


def states(running: Program) -> list[str]:
    """The states in order; attempts to connect again are one."""
    told = [each["state"] for each in written(running) if each["type"] == "state"]
    return [state for state, _ in groupby(told)]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, ErrorCode.KEY_REFUSED),
        (403, ErrorCode.ACCESS_REFUSED),
        (429, ErrorCode.THROTTLED),
    ],
)
def test_a_refusal_ends_it_at_once_with_its_sentence(
    tmp_path: Path, status: int, code: ErrorCode
) -> None:
    with (
        CaptionServer(Script(handshake_status=status)) as server,
        captioning(tmp_path, server.url) as running,
    ):
        running.expect_warning(sentence := english(ZimuError(code, host="127.0.0.1").problem))
        assert running.wait() == 1
        assert server.attempts == 1
    assert written(running)[-1]["code"] == code.value
    assert written(running)[-1]["message"] == sentence


@pytest.mark.parametrize("step", [say.Drop(), say.Close(1011)], ids=["reset", "1011"])
def test_a_link_that_is_lost_comes_back_and_the_line_comes_once(tmp_path: Path, step: Step) -> None:
    with (
        CaptionServer(Script((*OPEN_LINE, step), then=AFTER)) as server,
        captioning(tmp_path, server.url) as running,
    ):
        running.wait_for_output('"type":"final"')
        hang_up(running)
        assert running.wait() == 0
    assert texts(running) == [TEXT]
    assert states(running)[-5:] == [
        "listening", "reconnecting", "listening", "finishing", "stopped",
    ]  # fmt: skip


def test_a_rule_that_was_broken_ends_it(tmp_path: Path) -> None:
    everything = say.AwaitAudio(PIECE_MS)  # what is still unsent at the end is a gap, and told
    script = Script((*OPEN_LINE, everything, say.Close(1007)))
    with CaptionServer(script) as server, captioning(tmp_path, server.url) as running:
        running.expect_warning("line failed")
        running.expect_warning(r"closed the connection .* \(1007\)")
        assert running.wait() == 1
    assert written(running)[-1]["code"] == ErrorCode.LIMIT_BROKEN.value


@pytest.mark.parametrize("kind", [ConnectProxy, Socks5Proxy])
@pytest.mark.parametrize("login", [None, LOGIN], ids=["", "password"])
def test_the_systems_proxy_leads_to_a_server_elsewhere(
    tmp_path: Path, kind: type[ConnectProxy | Socks5Proxy], login: Login | None
) -> None:
    tls, ca_file = server_context(tmp_path, names=[FAR])
    with CaptionServer(AFTER, tls=tls) as server:
        routes = {FAR: urlsplit(server.url).port or 0}
        with kind(login=login, routes=routes) as proxy:
            variables = {"all_proxy": proxy.url(login), "SSL_CERT_FILE": str(ca_file)}
            with captioning(tmp_path, f"wss://{FAR}", variables) as running:
                running.wait_for_output('"type":"final"')
                hang_up(running)
                assert running.wait() == 0
        assert [target.host for target in proxy.asked] == [FAR]
    assert texts(running) == [TEXT]


def test_this_computer_is_reached_past_a_dead_proxy(tmp_path: Path) -> None:
    dead = dict.fromkeys(PROXIES[:3], "http://127.0.0.1:1")
    with CaptionServer(AFTER) as server, captioning(tmp_path, server.url, dead) as running:
        running.wait_for_output('"type":"final"')
        hang_up(running)
        assert running.wait() == 0
    assert texts(running) == [TEXT]
