"""Servers that misbehave, over real sockets: the session ends well or goes on, never hangs."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.captions import Line
from app.core.errors import ErrorCode
from app.core.events import EngineChanged, EngineState
from app.engine.catalog import custom
from app.engine.keys import Keys, NoKeychain
from app.engine.local_process import LocalEngine
from app.protocol.config import WireConfig
from app.session.dialer import EngineDialer
from app.session.plan import Patience, Plan
from app.session.session import Session
from tests.helpers import caption_script as say
from tests.helpers.caption_script import AwaitAudio, AwaitEvent, Script, Step
from tests.helpers.caption_server import CaptionServer
from tests.helpers.session_fakes import BusySink, FakeSource, RecordingSink
from tests.helpers.waiting import until

DEADLINE_S = 5.0
FLOOD = 3000


class Caller:
    """A session that speaks for a second and is stopped by the test."""

    def __init__(self, url: str, sink: RecordingSink) -> None:
        engine = custom(url)
        self.sink, self.source = sink, FakeSource()
        never = LocalEngine(("never-started",), Path("never-written"))
        self.session = Session(
            Plan(engine, WireConfig(), EngineDialer(engine, never, Keys({}, NoKeychain()))),
            self.source,
            self.sink,
            time.perf_counter,
            patience=Patience.FAIL_EARLY,
        )
        self.thread = threading.Thread(target=self.session.run, name="session")

    @property
    def texts(self) -> list[str]:
        return [entry.text for entry in self.sink.captions.entries if isinstance(entry, Line)]

    @property
    def problems(self) -> list[ErrorCode]:
        """What was wrong with the engine, in order."""
        changes = [event for event in self.sink.events if isinstance(event, EngineChanged)]
        return [change.problem.code for change in changes if change.problem is not None]

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
        try:
            until(lambda: caller.source.outlet is not None, "a source")
            caller.source.speak(1000)
            until(
                lambda: until_it(caller) or not caller.thread.is_alive(),
                "what was waited for",
                deadline_s=DEADLINE_S,
            )
        finally:
            caller.session.stop()
            caller.thread.join(DEADLINE_S)
        assert not caller.thread.is_alive()
    return caller


def has_problem(caller: Caller) -> bool:
    return bool(caller.problems)


@pytest.mark.parametrize(
    ("step", "code"),
    [
        pytest.param(say.Drop(), ErrorCode.LINK_LOST, id="reset"),
        pytest.param(say.Close(1011, "oops"), ErrorCode.SERVER_TROUBLE, id="internal error"),
        pytest.param(say.Close(1000, ""), ErrorCode.LINK_LOST, id="good-bye"),
        pytest.param(
            say.SendHuge("a", 1_200_000), ErrorCode.PEER_BROKE_PROTOCOL, id="huge message"
        ),
    ],
)
def test_a_server_that_breaks_off_is_called_again(step: Step, code: ErrorCode) -> None:
    caller = talk_to(step, until_it=has_problem)
    assert caller.problems[0] is code
    assert EngineState.RECONNECTING in caller.sink.states
    assert caller.sink.states[-1] is EngineState.STOPPED


def test_a_server_that_says_we_broke_a_rule_fails_the_session() -> None:
    caller = talk_to(say.Close(1007, "misuse"), until_it=has_problem)
    assert (caller.sink.states[-1], caller.problems) == (
        EngineState.FAILED,
        [ErrorCode.LIMIT_BROKEN],
    )


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
    assert caller.end == EngineChanged(EngineState.STOPPED, engine_id="custom")


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
    [
        (401, ErrorCode.KEY_MISSING),
        (403, ErrorCode.ACCESS_REFUSED),
        (429, ErrorCode.THROTTLED),
        (503, ErrorCode.SERVER_UNAVAILABLE),
    ],
)
def test_a_server_that_refuses_is_named(status: int, code: ErrorCode) -> None:
    with CaptionServer(Script(handshake_status=status)) as server:
        caller = Caller(server.url, RecordingSink())
        caller.session.run()
    assert caller.end.problem is not None
    assert caller.end.problem.code is code
    assert caller.end.problem.facts.get("host") == "127.0.0.1"


@pytest.mark.expects_log("line failed")
def test_a_server_that_forgets_to_finish_leaves_the_words_it_gave() -> None:
    steps = (say.started("a", 0), say.interim("a", "half", " a line"))
    last = (AwaitEvent("session.finish"), say.Close(1000))
    caller = talk_to(*steps, *last, until_it=lambda c: bool(c.texts))
    assert caller.texts == ["half a line"]
    assert caller.end == EngineChanged(EngineState.STOPPED, engine_id="custom")
