"""The dialer: whatever happens in its thread becomes one event, and never an exception."""

import queue
from pathlib import Path
from typing import NoReturn

import pytest

from app.core.errors import ErrorCode
from app.engine.catalog import CATALOG, LOCAL, EngineInfo, custom
from app.engine.keys import Keys, NoKeychain
from app.engine.local_process import LocalEngine
from app.net.links import Cancel, LinkDown, LinkEvent, LinkFailed, LinkUp
from app.session.dialer import EngineDialer
from tests.helpers.caption_script import Script
from tests.helpers.caption_server import CaptionServer

DEADLINE_S = 5.0


class Broken(LocalEngine):
    """An engine with a mistake of ours inside."""

    def lend(self, engine: object, cancel: object) -> NoReturn:
        raise AttributeError("a mistake of ours")


def dial(
    engine: EngineInfo, local: LocalEngine, environ: dict[str, str]
) -> "queue.Queue[LinkEvent]":
    events: queue.Queue[LinkEvent] = queue.Queue()

    def post(event: LinkEvent) -> bool:
        events.put(event)
        return True

    EngineDialer(engine, local, Keys(environ, NoKeychain())).dial(1, post, Cancel())
    return events


def failure(events: "queue.Queue[LinkEvent]") -> ErrorCode:
    event = events.get(timeout=DEADLINE_S)
    assert isinstance(event, LinkFailed)
    return event.problem.code


def never(folder: Path) -> LocalEngine:
    return LocalEngine((str(folder / "missing"),), folder / "engine.log")


def test_a_missing_key_is_a_failed_attempt(tmp_path: Path) -> None:
    assert failure(dial(CATALOG[1], never(tmp_path), {})) is ErrorCode.KEY_MISSING


@pytest.mark.expects_log("could not be started")
def test_an_engine_that_does_not_start_is_a_failed_attempt(tmp_path: Path) -> None:
    assert failure(dial(LOCAL, never(tmp_path), {})) is ErrorCode.ENGINE_NOT_STARTED


@pytest.mark.expects_log("error of ours")
def test_a_mistake_of_ours_is_a_failed_attempt_too(tmp_path: Path) -> None:
    broken = Broken(("never",), tmp_path / "engine.log")
    assert failure(dial(LOCAL, broken, {})) is ErrorCode.INTERNAL


def test_the_key_of_an_own_server_opens_it(tmp_path: Path) -> None:
    with CaptionServer(Script(), token="right") as server:  # noqa: S106  # the test's own
        engine = custom(server.url)
        assert failure(dial(engine, never(tmp_path), {})) is ErrorCode.KEY_MISSING
        wrong = dial(engine, never(tmp_path), {"ZIMU_ENGINE_KEY": "wrong"})
        assert failure(wrong) is ErrorCode.KEY_REFUSED
        events = dial(engine, never(tmp_path), {"ZIMU_ENGINE_KEY": "right"})
        up = events.get(timeout=DEADLINE_S)
        assert isinstance(up, LinkUp)
        up.link.close()
    while not isinstance(events.get(timeout=DEADLINE_S), LinkDown):
        pass
