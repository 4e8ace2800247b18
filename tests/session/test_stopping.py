"""Stopping with real threads and sockets: the caller is free at once, and nothing is left."""

import gc
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Self, TypeAlias

import pytest

from app.core.events import EngineState
from app.engine.catalog import custom
from app.engine.keys import Keys, NoKeychain
from app.engine.local_process import LocalEngine
from app.protocol.config import WireConfig
from app.session.dialer import EngineDialer
from app.session.plan import Plan
from app.session.session import Session
from tests.helpers.caption_script import AwaitEvent, Script, StopReading
from tests.helpers.caption_server import PATH, CaptionServer
from tests.helpers.frames import any_is_inside, is_inside
from tests.helpers.session_fakes import FakeSource, RecordingSink
from tests.helpers.waiting import until

AT_ONCE_S = 0.2
WITHIN_S = 3.0
DESCRIPTORS = Path("/proc/self/fd")
NO_ENGINE = LocalEngine(("never-started",), Path("never-written"))
LONG_S = 60.0


class Running:
    """A session on its own thread."""

    def __init__(self, url: str) -> None:
        self.sink = RecordingSink()
        self.source = FakeSource()
        engine = custom(url)
        self.session = Session(
            Plan(engine, WireConfig(), EngineDialer(engine, NO_ENGINE, Keys({}, NoKeychain()))),
            self.source,
            self.sink,
            time.perf_counter,
        )
        self.thread = threading.Thread(target=self.session.run, name="session")

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.session.abort()
        self.thread.join(WITHIN_S)

    def stopped(self) -> float:
        """Ask the session to stop; return for how long the caller was held up."""
        begin_s = time.monotonic()
        self.session.stop()
        return time.monotonic() - begin_s


@contextmanager
def scripted(script: Script) -> Iterator[str]:
    with CaptionServer(script) as server:
        yield server.url


@contextmanager
def nobody_accepts() -> Iterator[str]:
    """A port whose queue is full: connecting to it takes for ever."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        address = server.getsockname()
        waiting = [socket.socket() for _ in range(3)]
        for client in waiting:
            client.setblocking(False)
            client.connect_ex(address)
        yield f"ws://127.0.0.1:{address[1]}{PATH}"
        for client in waiting:
            client.close()


@contextmanager
def nobody_answers(scheme: str) -> Iterator[str]:
    """A server that takes the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"{scheme}://127.0.0.1:{server.getsockname()[1]}{PATH}"


def connecting(_running: Running) -> None:
    until(lambda: any_is_inside("_connect", name="link-"), "an attempt to connect")


def handshaking(_running: Running) -> None:
    until(lambda: any_is_inside("open_websocket"), "a handshake")


def securing(_running: Running) -> None:
    until(lambda: any_is_inside("start_tls"), "a TLS handshake")


def preparing(running: Running) -> None:
    until(lambda: EngineState.PREPARING in running.sink.states, "a link")


def listening(running: Running) -> None:
    until(lambda: EngineState.LISTENING in running.sink.states, "listening")


def sending(running: Running) -> None:
    listening(running)
    running.source.speak(100_000)
    until(lambda: is_inside(running.thread, "_send_raw"), "a send")


Place: TypeAlias = Callable[[], AbstractContextManager[str]]

CASES = [
    pytest.param(nobody_accepts, connecting, id="connecting"),
    pytest.param(lambda: scripted(Script(handshake_delay_s=LONG_S)), handshaking, id="handshaking"),
    pytest.param(lambda: nobody_answers("ws"), handshaking, id="handshaking with silence"),
    pytest.param(lambda: nobody_answers("wss"), securing, id="starting TLS"),
    pytest.param(lambda: scripted(Script(is_greeting=False)), preparing, id="preparing"),
    pytest.param(lambda: scripted(Script()), listening, id="listening"),
    pytest.param(
        lambda: scripted(Script(steps=(AwaitEvent("input_audio_buffer.append"), StopReading()))),
        sending,
        id="sending to a server that stopped reading",
        marks=pytest.mark.expects_log("audio was lost"),
    ),
]


@pytest.mark.parametrize(("place", "arrive"), CASES)
def test_a_session_stops_in_any_state_and_leaves_nothing(
    place: Place, arrive: Callable[[Running], None]
) -> None:
    descriptors = _descriptors()
    with place() as url:
        running = Running(url)
        with running:
            arrive(running)
            assert running.stopped() < AT_ONCE_S
            running.thread.join(WITHIN_S)
            assert not running.thread.is_alive()
        assert running.sink.states[-1] is EngineState.STOPPED
        until(lambda: not _links(), "the link's thread to end", deadline_s=WITHIN_S)
    assert _descriptors() == descriptors


def test_a_second_stop_does_not_wait_for_last_words_that_never_come() -> None:
    script = Script(steps=(AwaitEvent("input_audio_buffer.append"), StopReading()))
    with scripted(script) as url:
        running = Running(url)
        with running:
            until(lambda: EngineState.LISTENING in running.sink.states, "listening")
            running.source.speak(100)
            running.session.stop()
            until(lambda: EngineState.FINISHING in running.sink.states, "finishing")
            running.session.abort()
            running.thread.join(WITHIN_S)
            assert not running.thread.is_alive()


def _links() -> list[str]:
    names = [thread.name for thread in threading.enumerate()]
    return [name for name in names if name.startswith("link-")]


def _descriptors() -> int:
    # The scripted server's selector is only freed by the collector. A socket of ours would be
    # missed by this, but not by pytest: it turns a ResourceWarning into a failure.
    gc.collect()
    return len(list(DESCRIPTORS.iterdir())) if DESCRIPTORS.exists() else 0
