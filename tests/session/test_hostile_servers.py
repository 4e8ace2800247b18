"""Servers that misbehave, over real sockets: the session ends well or goes on, never hangs."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.captions import Captions, Line
from app.core.errors import ErrorCode
from app.core.events import EngineChanged, EngineState, Interim, SessionEvent
from app.engine.catalog import custom
from app.engine.local_process import LocalEngine
from app.protocol.config import WireConfig
from app.session.dialer import EngineDialer
from app.session.plan import Plan
from app.session.session import Session
from app.session.sink import Stamp
from tests.helpers import caption_script as say
from tests.helpers.caption_script import AwaitAudio, AwaitEvent, Script, Step
from tests.helpers.caption_server import CaptionServer
from tests.helpers.frames import any_is_inside
from tests.helpers.session_fakes import FakeSource, RecordingSink
from tests.helpers.waiting import until

DEADLINE_S = 5.0
FLOOD = 3000


class BusySink(RecordingSink):
    """Holds the session up at the first words until the link's thread waits for room."""

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        if isinstance(event, Interim) and not self.captions.entries:
            until(lambda: any_is_inside("wait_for", name="link-"), "a full inbox")
        super().happened(event, captions, stamp)


class Caller:
    """A session that speaks for a second and is stopped by the test."""

    def __init__(self, url: str, sink: RecordingSink) -> None:
        engine = custom(url)
        self.sink, self.source = sink, FakeSource()
        never = LocalEngine(("never-started",), Path("never-written"))
        self.session = Session(
            Plan(engine, WireConfig(), EngineDialer(engine, never, {})),
            self.source,
            self.sink,
            time.perf_counter,
        )
        self.thread = threading.Thread(target=self.session.run, name="session")

    @property
    def texts(self) -> list[str]:
        return [entry.text for entry in self.sink.captions.entries if isinstance(entry, Line)]

    @property
    def end(self) -> EngineChanged:
        last = self.sink.events[-1]
        assert isinstance(last, EngineChanged)
        return last


def talk_to(
    *steps: Step, until_it: Callable[[Caller], bool], sink: RecordingSink | None = None
) -> Caller:
    """Run a session against a server that hears a second of audio first; stop it when it has come
    so far, and return it.
    """
    script = Script(steps=(AwaitAudio(1000), *steps))
    with CaptionServer(script) as server:
        caller = Caller(server.url, sink or RecordingSink())
        caller.thread.start()
        until(lambda: caller.source.outlet is not None, "a source")
        caller.source.speak(1000)
        until(
            lambda: until_it(caller) or not caller.thread.is_alive(),
            "what was waited for",
            deadline_s=DEADLINE_S,
        )
        caller.session.stop()
        caller.thread.join(DEADLINE_S)
        assert not caller.thread.is_alive()
    return caller


def has_failed(caller: Caller) -> bool:
    return bool(caller.sink.states) and caller.sink.states[-1] is EngineState.FAILED


@pytest.mark.parametrize(
    ("step", "code"),
    [
        pytest.param(say.Drop(), ErrorCode.LINK_LOST, id="reset"),
        pytest.param(say.Close(1011, "oops"), ErrorCode.LINK_LOST, id="internal error"),
        pytest.param(say.Close(1007, "misuse"), ErrorCode.LINK_LOST, id="misuse"),
        pytest.param(say.SendHuge("a", 1_200_000), ErrorCode.LINK_LOST, id="huge message"),
    ],
)
def test_a_server_that_breaks_off_fails_the_session(step: Step, code: ErrorCode) -> None:
    caller = talk_to(step, until_it=has_failed)
    assert caller.end.problem is not None
    assert caller.end.problem.code is code


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(say.SendText("{"), id="half JSON"),
        pytest.param(say.SendBytes(b"\xff\xfe"), id="bytes"),
        pytest.param(
            say.Send({"type": "input_audio_buffer.speech_started", "item_id": 7}), id="wrong type"
        ),
    ],
)
@pytest.mark.expects_log("broke the protocol")
@pytest.mark.expects_log("peer_broke_protocol")
def test_a_message_that_makes_no_sense_is_passed_over(step: Step) -> None:
    after = (say.started("a", 0), say.final("a", "Still here."))
    caller = talk_to(step, *after, until_it=lambda caller: bool(caller.texts))
    assert caller.texts == ["Still here."]
    assert caller.end == EngineChanged(EngineState.STOPPED)


def test_what_is_new_in_the_protocol_is_passed_over() -> None:
    new = say.Send({"type": "conversation.item.whispered", "item_id": "a", "volume": 3})
    after = (say.started("a", 0), say.final("a", "Still here."))
    caller = talk_to(new, *after, until_it=lambda caller: bool(caller.texts))
    assert caller.texts == ["Still here."]


@pytest.mark.expects_log("cannot_keep_up")
def test_a_flood_pushes_back_and_is_read_to_its_end_in_order() -> None:
    flood = [say.interim("a", "", f"word {number}") for number in range(FLOOD)]
    caller = talk_to(
        say.started("a", 0),
        *flood,
        say.final("a", "All of it."),
        until_it=lambda caller: caller.texts == ["All of it."],
        sink=BusySink(),
    )
    assert caller.texts == ["All of it."]


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, ErrorCode.KEY_MISSING), (403, ErrorCode.ACCESS_REFUSED), (429, None), (503, None)],
)
def test_a_server_that_refuses_is_named(status: int, code: ErrorCode | None) -> None:
    with CaptionServer(Script(handshake_status=status)) as server:
        caller = Caller(server.url, RecordingSink())
        caller.session.run()
    assert caller.end.problem is not None
    assert caller.end.problem.code is (code or ErrorCode.HANDSHAKE_FAILED)
    assert caller.end.problem.facts.get("host") == "127.0.0.1"


@pytest.mark.expects_log("line failed")
def test_a_server_that_forgets_to_finish_leaves_the_words_it_gave() -> None:
    steps = (say.started("a", 0), say.interim("a", "half", " a line"))
    last = (AwaitEvent("session.finish"), say.Close(1000))
    caller = talk_to(*steps, *last, until_it=lambda c: bool(c.texts))
    assert caller.texts == ["half a line"]
    assert caller.end == EngineChanged(EngineState.STOPPED)
