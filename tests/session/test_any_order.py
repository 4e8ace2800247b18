"""A session lives through anything in any order and always ends with nothing left open."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.core.captions import Line, LineStatus
from app.core.emotion import Emotion
from app.core.errors import ErrorCode, Problem
from app.engine.catalog import CATALOG, LOCAL, EngineInfo
from app.protocol.config import Vad, WireConfig
from app.session.ending import FINISH_TIMEOUT_S
from app.session.peer import CONNECT_TIMEOUT_S
from app.session.plan import Fallback, Patience, Plan
from app.session.pulse import STALL_AFTER_S
from app.session.session import Session
from tests.helpers.session_fakes import FakeDialer, FakeLink, FakeSource, ManualClock, RecordingSink

LONGEST_S = CONNECT_TIMEOUT_S + STALL_AFTER_S + FINISH_TIMEOUT_S

MAX_STEPS = 500


class AnyOrder(RuleBasedStateMachine):
    """Audio, messages, closes, lost devices and orders, as they come."""

    @initialize(
        engine=st.sampled_from([LOCAL, CATALOG[1]]),
        is_live=st.booleans(),
        vad=st.sampled_from([Vad(), None]),
        chance=st.floats(0.0, 1.0),
        after_s=st.sampled_from([None, 0.0, 10.0]),
        patience=st.sampled_from(Patience),
    )
    def open(
        self,
        engine: EngineInfo,
        is_live: bool,
        vad: Vad | None,
        chance: float,
        after_s: float | None,
        patience: Patience,
    ) -> None:
        self.clock, self.sink, self.dialer = ManualClock(), RecordingSink(), FakeDialer()
        self.other = FakeDialer()
        self.dials_s: list[float] = []
        spare = Plan(LOCAL, WireConfig(), self.other)
        self.sources = [FakeSource(is_live=is_live)]
        self.links: list[FakeLink] = []
        self.session = Session(
            Plan(engine, WireConfig(vad=vad, context="Zimu"), self.dialer),
            self.sources[0],
            self.sink,
            self.clock,
            chance=lambda: chance,
            fallback=None if after_s is None else Fallback(spare, after_s),
            patience=patience,
        )
        self.session.begin()

    @rule(ms=st.integers(1, 500))
    def speak(self, ms: int) -> None:
        self.sources[-1].speak(ms)

    @rule(samples=st.integers(1, 9000))
    def lose_audio(self, samples: int) -> None:
        if self.sources[-1].outlet is not None:
            self.sources[-1].outlet.skip(samples)

    @rule()
    def lose_the_device(self) -> None:
        if self.sources[-1].outlet is not None:
            self.sources[-1].outlet.trouble(Problem(ErrorCode.DEVICE_GONE))

    @rule()
    def end_the_source(self) -> None:
        if self.sources[-1].outlet is not None:
            self.sources[-1].outlet.end()

    @rule(is_live=st.booleans())
    def choose_another_source(self, is_live: bool) -> None:
        if not self.session.state.is_over:
            self.sources.append(FakeSource(is_live=is_live))
            self.session.replace_source(self.sources[-1])
            self.session.step()

    @property
    def called(self) -> list[FakeDialer]:
        """Those who are asked to connect and have not answered."""
        return [dialer for dialer in (self.dialer, self.other) if dialer.is_called]

    @precondition(lambda self: self.called)
    @rule(offer=st.sampled_from([{}, {"max_pace": 0.5}, {"max_session_s": 20.0}]))
    def connect(self, offer: dict[str, Any]) -> None:
        link = self.called[0].connect(**offer)
        self.links.append(link)
        link.say(link.server.opening(), received_s=self.clock())
        self.session.step()
        link.answer()

    @precondition(lambda self: self.called)
    @rule(code=st.sampled_from([ErrorCode.HOST_UNREACHABLE, ErrorCode.ACCESS_REFUSED]))
    def fail_to_connect(self, code: ErrorCode) -> None:
        self.called[-1].fail(Problem(code, {"host": "h"}))

    @rule(language=st.sampled_from(["", "en", "tlh"]))
    def switch(self, language: str) -> None:
        self.session.switch(Plan(CATALOG[1], WireConfig(language=language), self.dialer))

    @precondition(lambda self: self.links)
    @rule()
    def answer(self) -> None:
        self.links[-1].answer()

    @precondition(lambda self: self.links and self.links[-1].config is not None)
    @rule(text=st.sampled_from(["", "one", "one two"]), is_final=st.booleans())
    def caption(self, text: str, is_final: bool) -> None:
        server = self.links[-1].server
        item = server.open_item()
        said = [server.interim(item, "", text, language="en", emotion=Emotion.NONE)]
        if is_final:
            said += server.committed(item)
            said += [server.completed(item, text, language="en", emotion=Emotion.SAD, duration_s=1)]
        self.links[-1].say(*said, received_s=self.clock())

    @precondition(lambda self: self.links and self.links[-1].has_finish)
    @rule()
    def say_good_bye(self) -> None:
        self.links[-1].say(self.links[-1].server.finished(), received_s=self.clock())

    @precondition(lambda self: self.links)
    @rule(text=st.sampled_from(["{", '{"type":"x"}', '{"type":"error","error":{"code":"c"}}']))
    def say_something_odd(self, text: str) -> None:
        self.links[-1].say(text, received_s=self.clock())

    @precondition(lambda self: self.links)
    @rule(code=st.sampled_from([None, 1000, 1007, 1011]))
    def drop(self, code: int | None) -> None:
        self.links[-1].drop(code)

    @precondition(lambda self: self.links)
    @rule()
    def cut_the_wire(self) -> None:
        self.links[-1].is_dead = True

    @rule(seconds=st.floats(0.01, 12.0))
    def let_time_pass(self, seconds: float) -> None:
        self.clock.move(seconds)
        if self.links:
            self.links[-1].alive(self.clock())

    @rule(seconds=st.floats(0.01, 12.0))
    def let_time_pass_in_silence(self, seconds: float) -> None:
        self.clock.move(seconds)

    @rule()
    def stop(self) -> None:
        self.session.stop()

    @rule()
    def commit(self) -> None:
        self.session.commit()

    @rule()
    def abort(self) -> None:
        self.session.abort()

    @rule(is_talking=st.booleans())
    def talk(self, is_talking: bool) -> None:
        self.session.talk(is_talking=is_talking)

    @rule()
    def step(self) -> None:
        if not self.session.state.is_over:
            self.session.step()

    @rule()
    def come_to_rest(self) -> None:
        """There is an end to what there is to do at once."""
        for _ in range(MAX_STEPS):
            if self.session.state.is_over or self.session.step() > self.clock():
                return
        raise AssertionError("the session turns in circles")

    @invariant()
    def nothing_follows_the_end(self) -> None:
        assert not any(state.is_over for state in self.sink.states[:-1])

    @invariant()
    def no_line_is_doubled(self) -> None:
        lines = [entry for entry in self.sink.captions.entries if isinstance(entry, Line)]
        assert len({line.line for line in lines}) == len(lines)

    def teardown(self) -> None:
        """However it went: stopped now, the session is over in bounded time, all closed."""
        if not hasattr(self, "session"):
            return
        self.session.stop()
        end_s = self.clock() + LONGEST_S
        while not self.session.state.is_over and self.clock() < end_s:
            due_s = self.session.step()
            self.clock.now_s = max(self.clock.now_s + 0.01, min(due_s, end_s))
        assert self.session.state.is_over
        assert not any(link.is_open for link in self.links)
        assert all(link.closes <= 1 for link in self.links)
        assert all(source.outlet is None for source in self.sources)
        assert all(source.stops <= 1 for source in self.sources)
        assert not self.called
        open_lines = [
            entry
            for entry in self.sink.captions.entries
            if isinstance(entry, Line) and entry.status is LineStatus.OPEN
        ]
        assert not open_lines


def test_a_session_ends_with_nothing_open_whatever_happens() -> None:
    with _quiet():
        run_state_machine_as_test(
            AnyOrder, settings=settings(max_examples=150, stateful_step_count=40, deadline=None)
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """Whatever happens is what the session warns of, so its warnings say nothing here."""
    log = logging.getLogger("app.session")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)
