"""One wire session goes on for another: new settings, a session's limit, a fall-back and back."""

import json
import time
from dataclasses import dataclass, field, replace

import pytest

from app.core.backoff import LEAST_S
from app.core.emotion import Emotion
from app.core.errors import ErrorCode, Problem
from app.core.events import EngineChanged, EngineState, Notice
from app.engine.catalog import LOCAL, custom
from app.protocol.config import WireConfig
from app.session.plan import Fallback, Plan
from app.session.pulse import PING_AFTER_S
from app.session.replay import PRE_ROLL_SAMPLES
from app.session.retiring import LAST_WORDS_TIMEOUT_S
from tests.helpers.session_desk import Desk, complete, words
from tests.helpers.session_fakes import FakeDialer, FakeLink

ELSEWHERE = custom("wss://captions.example")
UNREACHABLE = Problem(ErrorCode.HOST_UNREACHABLE, {"host": "captions.example"})
PRE_ROLL_MS = PRE_ROLL_SAMPLES // 16


@dataclass
class Talk:
    """A desk at which somebody talks, and the links that hear it."""

    desk: Desk
    offer: dict[str, float] = field(default_factory=dict)
    expires_at: float | None = None

    def __post_init__(self) -> None:
        self.old = self.up(**self.offer)
        self.desk.clock.move(LEAST_S)

    def up(self, **offer: float) -> FakeLink:
        """Answer the attempt that is being made."""
        link = self.desk.dialer.connect(self.desk.engine.model, **offer)
        created = json.loads(link.server.opening())
        if self.expires_at is not None:
            created["session"]["expires_at"] = self.expires_at
        link.say(json.dumps(created))
        self.desk.session.step()
        link.answer()
        self.desk.session.step()
        return link

    def go_on(self, seconds: float, *links: FakeLink, is_loud: bool = True) -> None:
        """Talk, or be silent, for so long; `links` are alive."""
        for _ in range(round(seconds * 50)):
            outlet = self.desk.source.outlet
            if outlet is not None:
                outlet.write((b"\x00\x40" if is_loud else b"\x00\x00") * 320)
            self.desk.clock.move(0.02)
            for link in links:
                link.alive(self.desk.clock())
            self.desk.session.step()

    @property
    def notices(self) -> list[ErrorCode]:
        events = self.desk.sink.events
        return [event.problem.code for event in events if isinstance(event, Notice)]


def german() -> tuple[Plan, FakeDialer]:
    dialer = FakeDialer()
    return Plan(ELSEWHERE, WireConfig(language="zh"), dialer), dialer


def switched(talk: Talk, plan: Plan, dialer: FakeDialer) -> FakeLink:
    """Ask for `plan` and let its engine be ready."""
    talk.desk.session.switch(plan)
    talk.desk.session.step()
    link = dialer.connect(plan.engine.model)
    link.say(link.server.opening())
    talk.desk.session.step()
    link.answer()
    return link


def test_new_settings_begin_where_the_old_ones_end() -> None:
    talk = Talk(Desk(engine=ELSEWHERE))
    talk.go_on(2.0, talk.old)
    plan, dialer = german()
    new = switched(talk, plan, dialer)
    talk.go_on(4.0, talk.old, new)
    assert talk.old.has_finish
    assert talk.desk.sink.states[-1] is EngineState.LISTENING
    assert 0 <= 6000 - talk.old.audio_ms - new.audio_ms < 40
    assert new.config == plan.config


def test_audio_goes_to_the_old_session_until_the_new_one_is_ready() -> None:
    talk = Talk(Desk(engine=ELSEWHERE))
    talk.desk.session.switch(german()[0])
    talk.go_on(2.0, talk.old)
    assert (talk.old.audio_ms, talk.old.has_finish) == (2000, False)


def test_the_cut_waits_for_the_open_line_and_lies_in_the_quietest_place() -> None:
    talk = Talk(Desk(engine=ELSEWHERE))
    talk.go_on(1.0, talk.old)
    item = words(talk.old, "open", begin_ms=100)
    plan, dialer = german()
    new = switched(talk, plan, dialer)
    talk.go_on(1.0, talk.old, new)
    assert not talk.old.has_finish
    talk.old.say(*talk.old.server.speech_stopped(item, 1500))
    talk.go_on(0.5, talk.old, new)
    talk.go_on(0.1, talk.old, new, is_loud=False)
    talk.go_on(0.9, talk.old, new)
    assert 2500 <= talk.old.audio_ms <= 2600
    assert new.audio_ms > 0


@pytest.mark.expects_log("notice")
def test_nobody_hands_over_to_a_link_that_takes_nothing() -> None:
    talk = Talk(Desk(engine=ELSEWHERE))
    plan, dialer = german()
    talk.desk.session.switch(plan)
    talk.desk.session.step()
    new = dialer.connect(plan.engine.model)
    new.say(new.server.opening())
    talk.go_on(PING_AFTER_S - 0.5, talk.old)
    new.answer()
    talk.go_on(0.1, talk.old)
    new.is_dead = True  # the ping fails while a good place to cut is looked for
    talk.go_on(3.0, talk.old)
    assert (talk.old.has_finish, talk.notices) == (False, [ErrorCode.LINK_LOST])
    assert talk.desk.sink.states[-1] is EngineState.LISTENING


def test_a_line_without_end_is_cut_after_three_seconds() -> None:
    talk = Talk(Desk(engine=ELSEWHERE))
    talk.go_on(1.0, talk.old)
    words(talk.old, "endless", begin_ms=100)
    plan, dialer = german()
    new = switched(talk, plan, dialer)
    talk.go_on(3.1, talk.old, new)
    assert talk.old.has_finish
    assert talk.old.audio_ms <= 4000


def test_the_last_words_of_the_old_settings_still_come_in_their_place() -> None:
    talk = Talk(Desk(engine=ELSEWHERE))
    talk.go_on(1.0, talk.old)
    item = words(talk.old, "first", begin_ms=100)
    plan, dialer = german()
    new = switched(talk, plan, dialer)
    talk.go_on(4.0, talk.old, new)
    complete(new, words(new, "second", begin_ms=10), "Second.", end_ms=80)
    talk.go_on(0.1, talk.old, new)
    complete(talk.old, item, "First.", end_ms=3000)
    talk.old.say(talk.old.server.finished())
    talk.go_on(0.1, new)
    assert [line.text for line in talk.desk.lines] == ["First.", "Second."]
    assert (talk.old.closes, new.is_open) == (1, True)


@pytest.mark.expects_log("line failed")
def test_last_words_that_do_not_come_are_awaited_for_ten_seconds() -> None:
    talk = Talk(Desk(engine=ELSEWHERE))
    talk.go_on(1.0, talk.old)
    words(talk.old, "first", begin_ms=100)
    plan, dialer = german()
    new = switched(talk, plan, dialer)
    talk.go_on(3.1, talk.old, new)
    talk.go_on(LAST_WORDS_TIMEOUT_S, new)
    assert talk.old.aborts == 1
    assert [line.text for line in talk.desk.lines] == ["first"]
    assert talk.desk.session.state is EngineState.LISTENING


@pytest.mark.expects_log("notice")
def test_settings_of_no_use_leave_the_old_ones_and_are_told() -> None:
    talk = Talk(Desk(engine=ELSEWHERE))
    plan, dialer = german()
    talk.desk.session.switch(plan)
    talk.desk.session.step()
    dialer.fail(UNREACHABLE)
    talk.go_on(5.0, talk.old)
    assert talk.notices == [ErrorCode.HOST_UNREACHABLE]
    assert (talk.old.audio_ms, dialer.dials) == (5000, 1)


def test_settings_that_are_the_same_change_nothing() -> None:
    talk = Talk(Desk(engine=ELSEWHERE))
    dialer = FakeDialer()
    talk.desk.session.switch(Plan(ELSEWHERE, WireConfig(), dialer))
    talk.go_on(1.0, talk.old)
    assert dialer.dials == 0


def test_another_way_to_the_same_engine_is_taken_by_the_next_attempt() -> None:
    talk = Talk(Desk(engine=ELSEWHERE))
    dialer = FakeDialer()
    talk.desk.session.switch(Plan(ELSEWHERE, WireConfig(), dialer))
    talk.go_on(1.0, talk.old)
    talk.old.drop()
    talk.go_on(0.1)
    assert (talk.desk.dialer.dials, dialer.dials) == (1, 1)


def test_of_two_changes_the_last_one_counts() -> None:
    talk = Talk(Desk(engine=ELSEWHERE))
    (first, one), (second, two) = german(), german()
    talk.desk.session.switch(first)
    talk.go_on(LEAST_S + 0.02, talk.old)
    new = switched(talk, replace(second, config=WireConfig(context="x")), two)
    talk.go_on(2.0, talk.old, new)
    assert one.cancel is not None
    assert one.cancel.is_cancelled
    assert new.audio_ms > 0


def test_new_settings_are_used_at_once_while_nobody_captions() -> None:
    talk = Talk(Desk(engine=ELSEWHERE, chance=1.0))
    talk.go_on(1.0, talk.old)
    talk.old.drop()
    plan, dialer = german()
    new = switched(talk, plan, dialer)
    talk.go_on(2.0, new)
    assert talk.desk.session.state is EngineState.LISTENING
    assert 0 <= 3000 - new.audio_ms < 40


@pytest.mark.expects_log("notice")
def test_settings_of_no_use_while_nobody_captions_give_way_to_the_old_ones() -> None:
    talk = Talk(Desk(engine=ELSEWHERE, chance=1.0))
    talk.old.drop()
    talk.go_on(LEAST_S)
    plan, dialer = german()
    talk.desk.session.switch(plan)
    talk.desk.session.step()
    dialer.fail(Problem(ErrorCode.KEY_REFUSED, {"host": "captions.example"}))
    talk.desk.redialled()
    talk.up()
    assert talk.notices == [ErrorCode.KEY_REFUSED]
    assert talk.desk.session.state is EngineState.LISTENING


@pytest.mark.expects_log("notice")
def test_settings_that_never_captioned_are_not_gone_back_to() -> None:
    talk = Talk(Desk(engine=ELSEWHERE, chance=1.0))
    talk.old.drop()
    talk.go_on(LEAST_S)
    (first, one), (second, two) = german(), german()
    talk.desk.session.switch(first)
    talk.go_on(2 * LEAST_S)
    talk.desk.session.switch(replace(second, config=WireConfig(context="x")))
    talk.go_on(2 * LEAST_S)
    two.fail(Problem(ErrorCode.KEY_REFUSED, {"host": "captions.example"}))
    talk.desk.redialled()
    assert (talk.desk.dialer.dials, one.dials) == (2, 1)
    talk.up()
    assert talk.desk.session.state is EngineState.LISTENING


def test_a_session_goes_on_in_a_new_one_before_its_announced_limit() -> None:
    talk = Talk(Desk(engine=ELSEWHERE), offer={"max_session_s": 20.0})
    desk, old = talk.desk, talk.old
    talk.go_on(13.9, old)
    assert desk.dialer.dials == 1
    talk.go_on(0.2, old)
    assert desk.dialer.dials == 2
    new = talk.up()
    talk.go_on(3.0, old, new)
    assert old.has_finish
    assert old.audio_ms + new.audio_ms >= 17_000
    assert EngineState.RECONNECTING not in desk.sink.states


def test_a_session_goes_on_in_a_new_one_before_it_expires() -> None:
    talk = Talk(Desk(engine=ELSEWHERE), expires_at=time.time() + 20.0)
    talk.go_on(13.0, talk.old)
    assert talk.desk.dialer.dials == 1
    talk.go_on(1.0, talk.old)
    assert talk.desk.dialer.dials == 2


def test_a_session_that_seems_to_have_expired_already_goes_on() -> None:
    talk = Talk(Desk(engine=ELSEWHERE), expires_at=time.time() - 3600.0)
    talk.go_on(30.0, talk.old)
    assert talk.desk.dialer.dials == 1


def test_a_limit_is_learnt_from_a_good_bye() -> None:
    talk = Talk(Desk(engine=ELSEWHERE))
    talk.go_on(310.0, talk.old)
    talk.old.drop(1000)
    talk.desk.session.step()
    talk.desk.redialled()
    second = talk.up()
    talk.go_on(280.0, second)
    assert talk.desk.dialer.dials == 3


def handed_over(desk: Desk, spare: FakeDialer) -> tuple[Talk, FakeLink]:
    """Lose the link and wait until the engine on this computer has taken over."""
    talk = Talk(desk)
    talk.go_on(2.0, talk.old)
    item, begun = talk.old.server.speech_started(1500)
    talk.old.say(*begun)
    talk.old.say(talk.old.server.interim(item, "", "ha", language="en", emotion=Emotion.NONE))
    desk.session.step()
    talk.old.drop()
    talk.go_on(4.9)
    assert spare.dials == 0
    talk.go_on(0.3)
    link = spare.connect(LOCAL.model)
    link.say(link.server.opening())
    talk.go_on(0.02)
    link.answer()
    talk.go_on(1.0, link)
    return talk, link


@pytest.mark.expects_log("notice")
def test_the_engine_on_this_computer_stands_in_and_hears_what_was_missed() -> None:
    spare = FakeDialer()
    fallback = Fallback(Plan(LOCAL, WireConfig(), spare), after_s=5.0)
    desk = Desk(engine=ELSEWHERE, fallback=fallback, chance=1.0)
    talk, link = handed_over(desk, spare)
    assert talk.notices == [ErrorCode.HANDED_OVER]
    assert 0 <= 8220 - (1500 - PRE_ROLL_MS) - link.audio_ms < 40
    complete(link, words(link, "half", begin_ms=PRE_ROLL_MS), "Half.", end_ms=900)
    talk.go_on(0.1, link)
    (line,) = desk.lines
    assert (line.line, line.text, line.engine_id) == (1, "Half.", "local")


@pytest.mark.expects_log("notice")
def test_the_main_engine_is_tried_on_and_takes_over_again() -> None:
    spare = FakeDialer()
    fallback = Fallback(Plan(LOCAL, WireConfig(), spare), after_s=5.0)
    desk = Desk(engine=ELSEWHERE, fallback=fallback, chance=1.0)
    talk, local = handed_over(desk, spare)
    assert desk.dialer.is_called
    back = talk.up()
    talk.go_on(2.0, local, back)
    assert talk.notices == [ErrorCode.HANDED_OVER, ErrorCode.HANDED_BACK]
    assert local.has_finish
    assert back.audio_ms > 0
    changes = [event for event in desk.sink.events if isinstance(event, EngineChanged)]
    assert changes[-1].engine_id == "custom"


@pytest.mark.expects_log("notice")
def test_a_stand_in_that_cannot_work_is_told_once_and_the_main_engine_is_tried_on() -> None:
    spare = FakeDialer()
    fallback = Fallback(Plan(LOCAL, WireConfig(), spare), after_s=0.5)
    talk = Talk(Desk(engine=ELSEWHERE, fallback=fallback, chance=1.0))
    talk.old.drop()
    talk.go_on(0.6)
    spare.fail(Problem(ErrorCode.WEIGHTS_MISSING))
    talk.go_on(5.0)
    assert (talk.notices, spare.dials) == ([ErrorCode.WEIGHTS_MISSING], 1)
    talk.up()
    assert talk.desk.session.state is EngineState.LISTENING


@pytest.mark.expects_log("notice")
def test_a_stand_in_that_refuses_the_context_is_not_the_main_engine_from_then_on() -> None:
    spare = FakeDialer()
    fallback = Fallback(Plan(LOCAL, WireConfig(context="names"), spare), after_s=5.0)
    desk = Desk(engine=ELSEWHERE, fallback=fallback, chance=1.0)
    talk, local = handed_over(desk, spare)
    local.say('{"type":"error","error":{"param":"corpus"}}')
    talk.go_on(1.0, local)
    assert talk.notices == [ErrorCode.HANDED_OVER, ErrorCode.CONTEXT_REFUSED]
    assert (desk.dialer.is_called, spare.dials) == (True, 1)
    talk.up()
    talk.go_on(2.0, local)
    assert talk.notices[-1] is ErrorCode.HANDED_BACK


@pytest.mark.expects_log("notice")
def test_a_stand_in_that_is_lost_is_told_as_gone_when_the_main_engine_is_back() -> None:
    spare = FakeDialer()
    fallback = Fallback(Plan(LOCAL, WireConfig(), spare), after_s=5.0)
    desk = Desk(engine=ELSEWHERE, fallback=fallback, chance=1.0)
    talk, local = handed_over(desk, spare)
    local.drop()
    talk.go_on(0.1)
    assert desk.session.state is EngineState.RECONNECTING
    talk.up()
    assert talk.notices == [ErrorCode.HANDED_OVER, ErrorCode.HANDED_BACK]
    assert desk.sink.states[-1] is EngineState.LISTENING


@pytest.mark.expects_log("notice")
def test_a_stand_in_that_is_lost_for_good_leaves_the_session_without_an_engine() -> None:
    spare = FakeDialer()
    fallback = Fallback(Plan(LOCAL, WireConfig(), spare), after_s=5.0)
    desk = Desk(engine=ELSEWHERE, fallback=fallback, chance=1.0)
    talk, local = handed_over(desk, spare)
    local.drop(1007)
    desk.session.step()
    assert desk.session.state is EngineState.RECONNECTING
    assert desk.problem is not None
    assert desk.problem.code is ErrorCode.LIMIT_BROKEN
    talk.up()
    assert desk.sink.states[-1] is EngineState.LISTENING


@pytest.mark.expects_log("notice")
@pytest.mark.expects_log("line failed")
@pytest.mark.expects_log("audio was lost")
def test_a_session_whose_every_engine_is_of_no_use_fails() -> None:
    spare = FakeDialer()
    fallback = Fallback(Plan(LOCAL, WireConfig(), spare), after_s=5.0)
    desk = Desk(engine=ELSEWHERE, fallback=fallback, chance=1.0)
    talk, local = handed_over(desk, spare)
    desk.dialer.fail(Problem(ErrorCode.KEY_REFUSED, {"host": "captions.example"}))
    desk.session.step()
    local.drop(1007)
    desk.session.step()
    assert desk.session.state is EngineState.FAILED
    assert talk.notices == [ErrorCode.HANDED_OVER, ErrorCode.KEY_REFUSED]


@pytest.mark.expects_log("notice")
@pytest.mark.expects_log("line failed")
def test_nobody_takes_over_from_who_is_asked_for_the_last_words() -> None:
    spare = FakeDialer()
    fallback = Fallback(Plan(LOCAL, WireConfig(), spare), after_s=5.0)
    desk = Desk(engine=ELSEWHERE, fallback=fallback, chance=1.0)
    talk, local = handed_over(desk, spare)
    desk.session.stop()
    talk.up()
    assert local.has_finish
    local.say(local.server.finished())
    desk.session.step()
    assert desk.session.state is EngineState.STOPPED
    assert talk.notices == [ErrorCode.HANDED_OVER]
