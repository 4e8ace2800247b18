"""A lost link: what is tried, what is sent again, and what becomes of the line that was open."""

import itertools

import pytest

from app.core.backoff import LEAST_S
from app.core.captions import LineStatus
from app.core.cost import Budget, Meter
from app.core.emotion import Emotion
from app.core.errors import ErrorCode, Problem
from app.core.events import Backlog, EngineChanged, EngineState, LineFailed, Metered, Notice
from app.engine.catalog import custom
from app.net.links import LinkUp
from app.protocol.config import Vad, WireConfig
from app.session.ending import FINISH_TIMEOUT_S, MAX_LAST_CALLS, RESCUE_TIMEOUT_S
from app.session.peer import REASON_TIMEOUT_S
from app.session.plan import Patience
from app.session.pulse import PING_AFTER_S
from app.session.replay import PRE_ROLL_SAMPLES
from app.session.succession import MAX_DEATHS
from tests.helpers.session_desk import Desk, complete, words
from tests.helpers.session_fakes import FakeLink, FakeSource

ELSEWHERE = custom("wss://captions.example")
LOST = Problem(ErrorCode.LINK_LOST, {"host": "captions.example"})
UNREACHABLE = Problem(ErrorCode.HOST_UNREACHABLE, {"host": "captions.example"})
PRE_ROLL_MS = PRE_ROLL_SAMPLES // 16


def far(**settings: object) -> Desk:
    """A desk whose engine is elsewhere and takes audio as fast as it comes."""
    return Desk(engine=ELSEWHERE, **settings)  # type: ignore[arg-type]


def fast(desk: Desk) -> FakeLink:
    """Come as far as audio may flow, to a server that takes it at once."""
    link = desk.connected(offer={"max_pace": 1000.0})
    link.answer()
    desk.session.step()
    return link


def again(desk: Desk) -> FakeLink:
    desk.redialled()
    return fast(desk)


def drained(desk: Desk, seconds: float = 1.0) -> None:
    """Let so much time pass that all audio is sent."""
    end_s = desk.clock() + seconds
    while desk.clock() < end_s:
        desk.clock.now_s = min(max(desk.session.step(), desk.clock() + 0.001), end_s)


def test_a_lost_link_is_tried_again_until_it_is_back() -> None:
    desk = far()
    desk.listening().drop()
    desk.session.step()
    assert desk.sink.events[-1] == EngineChanged(EngineState.RECONNECTING, LOST, "custom", 0.05)
    desk.redialled()
    assert desk.sink.events[-1] == EngineChanged(EngineState.RECONNECTING, LOST, "custom")
    desk.dialer.fail(UNREACHABLE)
    desk.session.step()
    assert desk.problem == UNREACHABLE
    desk.again()
    assert desk.sink.events[-1] == EngineChanged(EngineState.LISTENING, engine_id="custom")


def unsendable(desk: Desk) -> FakeLink:
    """Let a send fail while the reader of the link has not said anything yet."""
    link = desk.listening()
    link.is_dead = True
    desk.source.speak(200)
    desk.session.step()
    assert desk.session.state is EngineState.LISTENING
    return link


@pytest.mark.expects_log("line failed")
@pytest.mark.expects_log("audio was lost")
def test_a_link_that_takes_nothing_more_may_still_say_why() -> None:
    desk = far()
    link = unsendable(desk)
    complete(link, words(link, "the last"), "The last.")
    words(link, "and more", begin_ms=900)
    link.drop(1007)
    desk.session.step()
    assert desk.lines[0].text == "The last."
    assert desk.session.state is EngineState.FAILED
    assert desk.problem is not None
    assert desk.problem.code is ErrorCode.LIMIT_BROKEN


def test_a_link_that_takes_nothing_more_and_says_nothing_is_lost_after_a_second() -> None:
    desk = far()
    unsendable(desk)
    lost_s = desk.clock() + REASON_TIMEOUT_S
    assert desk.session.step() == lost_s  # it does not turn in circles meanwhile
    desk.clock.now_s = lost_s
    desk.session.step()
    assert desk.sink.events[-1] == EngineChanged(EngineState.RECONNECTING, LOST, "custom", 0.05)
    link = desk.again()
    drained(desk)
    assert link.audio_ms == 200


def test_a_link_that_took_no_settings_is_not_waited_for_although_it_accepts_them() -> None:
    desk = far()
    link = desk.dialer.connect(ELSEWHERE.model)
    link.is_dead = True
    link.say(link.server.opening())
    desk.session.step()
    link.say('{"type":"session.updated","session":{}}')
    desk.session.step()
    desk.clock.move(REASON_TIMEOUT_S)
    desk.session.step()
    assert (desk.session.state, desk.problem) == (EngineState.RECONNECTING, LOST)


def test_the_waits_between_attempts_grow_with_the_outage_up_to_half_a_minute() -> None:
    desk = far(chance=1.0)
    desk.listening().drop()
    desk.session.step()
    waits_s = []
    for _ in range(20):
        last = desk.sink.events[-1]
        assert isinstance(last, EngineChanged)
        waits_s.append(last.retry_in_s)
        desk.redialled()
        desk.dialer.fail(UNREACHABLE)
        desk.session.step()
    assert waits_s[:4] == [0.5, 0.5, 0.5, 0.75]
    assert waits_s[-1] == 30.0


def test_a_minute_without_trouble_starts_the_waits_anew() -> None:
    desk = far(chance=1.0)
    desk.listening().drop()
    desk.session.step()
    link = desk.again()
    for _ in range(61):
        desk.clock.move(1.0)
        link.alive(desk.clock())
        desk.session.step()
    link.drop()
    desk.session.step()
    assert desk.sink.events[-1] == EngineChanged(EngineState.RECONNECTING, LOST, "custom", 0.5)


def test_there_are_never_more_than_twenty_attempts_a_second() -> None:
    desk = far(chance=0.0)
    begin_s = desk.clock()
    while desk.clock() - begin_s < 10.0:
        if desk.dialer.is_called:
            desk.dialer.fail(UNREACHABLE)
        due_s = desk.session.step()
        desk.clock.now_s = max(
            desk.clock() if desk.dialer.is_called else due_s, desk.clock() + 0.001
        )
    assert 150 <= desk.dialer.dials <= 201


def test_a_session_of_a_script_that_has_listened_tries_for_ever_too() -> None:
    desk = far(patience=Patience.FAIL_EARLY)
    desk.listening().drop()
    desk.session.step()
    for _ in range(20):
        desk.redialled()
        desk.dialer.fail(UNREACHABLE)
        desk.session.step()
    assert desk.session.state is EngineState.RECONNECTING


def test_an_answer_that_nothing_can_better_ends_a_session_that_was_listening() -> None:
    desk = far()
    desk.listening().drop()
    desk.session.step()
    desk.redialled()
    refused = Problem(ErrorCode.KEY_REFUSED, {"host": "captions.example"})
    desk.dialer.fail(refused)
    desk.session.step()
    assert (desk.session.state, desk.problem) == (EngineState.FAILED, refused)


def test_a_link_that_comes_too_late_is_closed() -> None:
    desk = far()
    desk.connected().drop()
    desk.session.step()
    post, number = desk.dialer.post, desk.dialer.attempt
    desk.redialled()
    assert post is not None
    late = FakeLink(post, number, "model")
    assert not post(LinkUp(number, late))
    desk.listening()
    assert desk.dialer.attempt == number + 1


def test_the_open_line_goes_on_and_its_words_are_replaced_once_by_as_many() -> None:
    desk = far()
    link = fast(desk)
    desk.source.speak(5000)
    drained(desk)
    words(link, "one two three", begin_ms=2000)
    desk.session.step()
    link.drop()
    desk.session.step()
    desk.source.speak(2000)
    link = again(desk)
    drained(desk)
    assert link.audio_ms == 7000 - (2000 - PRE_ROLL_MS)
    shown = []
    item, begun = link.server.speech_started(PRE_ROLL_MS + 10)
    link.say(*begun)
    for text in ("one", "one two thr", "one too three", "one too"):
        link.say(link.server.interim(item, "", text, language="en", emotion=Emotion.NONE))
        desk.session.step()
        shown.append(desk.lines[0].text)
    assert shown == ["one two three", "one two three", "one too three", "one too"]
    complete(link, item, "One, two.", end_ms=PRE_ROLL_MS + 3000)
    desk.session.step()
    (line,) = desk.lines
    assert (line.line, line.text, line.status) == (1, "One, two.", LineStatus.FINAL)
    assert (line.begin_ms, line.end_ms) == (2010, 5000)


def test_what_is_captioned_is_not_sent_again() -> None:
    desk = far()
    link = fast(desk)
    desk.source.speak(5000)
    drained(desk)
    complete(link, words(link, "all", begin_ms=1000), "All.", end_ms=4500)
    desk.session.step()
    link.drop()
    desk.session.step()
    link = again(desk)
    drained(desk)
    assert link.audio_ms == 500


def test_a_server_whose_clock_is_ahead_loses_nothing_of_what_comes() -> None:
    desk = far()
    link = fast(desk)
    desk.source.speak(1000)
    drained(desk)
    complete(link, words(link, "all"), "All.", end_ms=10_000)
    desk.session.step()
    link.drop()
    desk.session.step()
    desk.source.speak(2000)
    link = again(desk)
    drained(desk)
    assert (link.audio_ms, desk.gaps) == (2000, [])


def test_a_word_the_server_had_no_time_to_tell_of_is_sent_again_and_old_silence_is_not() -> None:
    desk = far()
    link = fast(desk)
    for _ in range(400):
        desk.source.speak(100)
        desk.clock.move(0.1)
        desk.session.step()
        while link.pings:
            link.pings -= 1
            link.alive(desk.clock())
            desk.session.step()
    link.drop()
    desk.session.step()
    link = again(desk)
    drained(desk)
    assert 3000 <= link.audio_ms <= 3000 + PING_AFTER_S * 1000 + 1000


@pytest.mark.expects_log("line failed")
def test_an_open_line_that_is_not_heard_again_keeps_its_words() -> None:
    desk = far()
    link = fast(desk)
    desk.source.speak(3000)
    drained(desk)
    words(link, "only here", begin_ms=2500)
    desk.session.step()
    link.drop()
    desk.session.step()
    desk.source.speak(3000)
    link = again(desk)
    drained(desk)
    link.say(*link.server.speech_started(3200)[1])
    desk.session.step()
    assert [(line.text, line.status) for line in desk.lines] == [("only here", LineStatus.FAILED)]


@pytest.mark.expects_log("line failed")
def test_what_comes_after_a_line_that_was_not_heard_again_is_heard_again_itself() -> None:
    desk = far()
    link = fast(desk)
    desk.source.speak(3000)
    drained(desk)
    words(link, "only here", begin_ms=2500)
    desk.session.step()
    link.drop()
    desk.session.step()
    desk.source.speak(3000)
    link = again(desk)
    drained(desk)
    words(link, "second", begin_ms=1700 + PRE_ROLL_MS)
    desk.session.step()
    link.drop()
    desk.session.step()
    link = again(desk)
    drained(desk)
    second_ms = 2500 + 1700
    assert link.audio_ms == 6000 - (second_ms - PRE_ROLL_MS)
    assert [line.status for line in desk.lines] == [LineStatus.FAILED, LineStatus.OPEN]


@pytest.mark.expects_log("audio was lost")
def test_a_stop_while_the_link_is_down_ends_soon_and_says_what_is_missing() -> None:
    desk = far(chance=1.0)
    link = fast(desk)
    desk.source.speak(1000)
    drained(desk)
    link.drop()
    desk.session.step()
    desk.source.speak(2000)
    desk.session.stop()
    desk.session.step()
    assert (desk.session.state, desk.source.stops) == (EngineState.FINISHING, 1)
    begin_s = desk.clock()
    while not desk.session.state.is_over:
        desk.clock.now_s = max(desk.session.step(), desk.clock())
    assert desk.clock() - begin_s == pytest.approx(RESCUE_TIMEOUT_S)
    assert desk.gaps == [(1000, 3000)]
    assert desk.session.state is EngineState.STOPPED


def test_a_stop_while_the_link_is_down_still_gets_the_last_words_of_one_that_comes_back() -> None:
    desk = far(chance=1.0)
    link = fast(desk)
    desk.source.speak(1000)
    drained(desk)
    link.drop()
    desk.session.step()
    desk.source.speak(500)
    desk.session.stop()
    link = again(desk)
    drained(desk, 0.5)
    assert (link.audio_ms, link.has_finish) == (1500, True)
    complete(link, words(link, "last", begin_ms=100), "Last.", end_ms=1400)
    link.say(link.server.finished())
    desk.session.step()
    assert desk.session.state is EngineState.STOPPED
    assert [line.text for line in desk.lines] == ["Last."]


def test_a_link_that_is_back_in_time_has_as_long_for_the_last_words_as_any() -> None:
    desk = far(chance=1.0)
    link = fast(desk)
    desk.source.speak(1000)
    drained(desk)
    link.drop()
    desk.session.step()
    desk.source.speak(500)
    desk.session.stop()
    begin_s = desk.clock()
    link = again(desk)
    item = words(link, "slow", begin_ms=100)
    drained(desk, FINISH_TIMEOUT_S - (desk.clock() - begin_s) - 0.1)
    assert (desk.session.state, link.has_finish) == (EngineState.FINISHING, True)
    complete(link, item, "Slowly.", end_ms=1400)
    link.say(link.server.finished())
    desk.session.step()
    assert [line.text for line in desk.lines] == ["Slowly."]
    assert desk.session.state is EngineState.STOPPED


def test_last_words_are_asked_for_again_when_the_link_is_lost_over_them() -> None:
    desk = far(source=FakeSource(is_live=False))
    link = fast(desk)
    desk.source.speak(3000)
    assert desk.source.outlet is not None
    desk.source.outlet.end()
    drained(desk)
    words(link, "nearly", begin_ms=1000)
    desk.session.step()
    assert link.has_finish
    link.drop()
    desk.session.step()
    assert desk.sink.states[-1] is EngineState.RECONNECTING
    link = again(desk)
    drained(desk)
    assert (link.audio_ms, link.has_finish) == (2000 + PRE_ROLL_MS, True)
    complete(link, words(link, "Nearly all.", begin_ms=PRE_ROLL_MS), "Nearly all.", end_ms=2300)
    link.say(link.server.finished())
    desk.session.step()
    assert desk.session.state is EngineState.STOPPED
    assert [line.text for line in desk.lines] == ["Nearly all."]


def test_a_good_bye_after_the_last_words_is_the_end() -> None:
    desk = far(source=FakeSource(is_live=False))
    link = fast(desk)
    assert desk.source.outlet is not None
    desk.source.outlet.end()
    desk.session.step()
    link.drop(1000)
    desk.session.step()
    assert desk.session.state is EngineState.STOPPED


@pytest.mark.expects_log("line failed")
def test_a_server_that_always_goes_over_the_last_words_is_not_asked_for_ever() -> None:
    desk = far(source=FakeSource(is_live=False))
    link = fast(desk)
    desk.source.speak(1000)
    assert desk.source.outlet is not None
    desk.source.outlet.end()
    for losses in itertools.count(1):
        drained(desk)
        words(link, "never", begin_ms=0)
        desk.session.step()
        link.drop(1000)
        desk.session.step()
        if desk.session.state.is_over:
            assert losses == MAX_LAST_CALLS
            break
        link = again(desk)
    assert desk.sink.states[-1] is EngineState.STOPPED


def test_waiting_audio_is_told_twice_a_second_and_its_end_once() -> None:
    desk = far()
    link = desk.listening()
    link.drop()
    desk.session.step()
    for _ in range(40):
        desk.source.speak(100)
        desk.clock.move(0.1)
        desk.session.step()
    told = [event.waiting_ms for event in desk.sink.events if isinstance(event, Backlog)]
    assert told[0] == 1000
    assert 5 <= len(told) <= 8
    again(desk)
    drained(desk)
    told = [event.waiting_ms for event in desk.sink.events if isinstance(event, Backlog)]
    assert (told[-1], told.count(0)) == (0, 1)


def test_lines_the_user_ended_are_ended_at_the_same_places_again() -> None:
    desk = far(config=WireConfig(vad=None))
    link = fast(desk)
    desk.source.speak(2000)
    desk.session.commit()
    drained(desk)
    assert (link.audio_ms, link.commits) == (2000, 1)
    link.drop()
    desk.session.step()
    desk.source.speak(1000)
    desk.session.commit()
    desk.session.step()
    desk.source.speak(500)
    link = again(desk)
    drained(desk)
    assert link.ends_ms == [2000, 3000]
    assert link.audio_ms == 3500


def test_a_long_line_in_manual_mode_is_ended_before_the_server_cuts_it_off() -> None:
    desk = far(config=WireConfig(vad=None))
    link = fast(desk)
    for _ in range(700):
        desk.source.speak(100)
        desk.clock.move(0.1)
        link.alive(desk.clock())
        desk.session.step()
    assert len(link.ends_ms) == 1
    assert 55_000 <= link.ends_ms[0] <= 60_000


def test_a_long_line_that_was_ended_while_nobody_heard_it_is_divided_as_well() -> None:
    desk = far(config=WireConfig(vad=None))
    fast(desk).drop()
    desk.session.step()
    for said_ms in (90_000, 20_000):
        desk.source.speak(said_ms)
        desk.session.commit()
        desk.session.step()
    link = again(desk)
    drained(desk, 3.0)
    ends_ms = [0, *link.ends_ms]
    assert len(ends_ms) == 4
    assert {90_000, 110_000} <= set(ends_ms)
    assert max(end - begin for begin, end in itertools.pairwise(ends_ms)) < 60_000


@pytest.mark.expects_log("notice")
@pytest.mark.expects_log("line failed")
def test_a_line_that_could_not_be_recognised_fails_alone() -> None:
    desk = far()
    link = fast(desk)
    desk.source.speak(3000)
    drained(desk)
    first = words(link, "one", begin_ms=100)
    link.say(*link.server.speech_stopped(first, 900))
    words(link, "two", begin_ms=1500)
    link.say('{"type":"error","error":{"code":"COMMON_ERROR","message":"<400> no"}}')
    desk.session.step()
    assert [event for event in desk.sink.events if isinstance(event, LineFailed)] == [
        LineFailed(1, "COMMON_ERROR")
    ]
    assert desk.session.state is EngineState.LISTENING


@pytest.mark.expects_log("notice")
def test_a_line_by_hand_that_could_not_be_recognised_leaves_the_next_one_its_own_place() -> None:
    desk = far(config=WireConfig(vad=None))
    link = fast(desk)
    desk.source.speak(1000)
    desk.session.commit()
    drained(desk)
    link.say('{"type":"error","error":{"code":"COMMON_ERROR","message":"<400> no"}}')
    desk.source.speak(2000)
    desk.session.commit()
    drained(desk)
    item = link.server.open_item()
    link.say(*link.server.committed(item))
    link.say(link.server.completed(item, "Two.", language="", emotion=Emotion.NONE, duration_s=1))
    desk.session.step()
    assert [(line.begin_ms, line.end_ms) for line in desk.lines] == [(1000, 3000)]
    link.drop()
    desk.session.step()
    link = again(desk)
    drained(desk)
    assert link.audio_ms == 0


CONTEXT_FAULT = '{"type":"error","error":{"type":"invalid_request_error","param":"%s"}}'


@pytest.mark.expects_log("notice")
@pytest.mark.parametrize("param", ["session.input_audio_transcription.corpus.text", ""])
def test_a_refused_context_is_left_out_and_told_once(param: str) -> None:
    desk = far(config=WireConfig(context="names", vad=Vad(0.1, 500)))
    desk.connected().say(CONTEXT_FAULT % param)
    desk.redialled()
    link = desk.connected()
    link.answer()
    desk.session.step()
    assert link.config == WireConfig(vad=Vad(0.1, 500))
    link.drop()
    desk.session.step()
    desk.again()
    notices = [event for event in desk.sink.events if isinstance(event, Notice)]
    facts = {"host": "captions.example"}
    assert notices == [Notice(Problem(ErrorCode.CONTEXT_REFUSED, facts))]


@pytest.mark.expects_log("notice")
def test_a_context_that_is_refused_again_and_again_is_told_once() -> None:
    desk = far(config=WireConfig(context="names"))
    link = desk.listening()
    for _ in range(3):
        link.say(CONTEXT_FAULT % "corpus")
        desk.clock.move(LEAST_S)
        desk.session.step()
    assert desk.dialer.dials == 2
    notices = [event for event in desk.sink.events if isinstance(event, Notice)]
    assert [notice.problem.code for notice in notices] == [ErrorCode.CONTEXT_REFUSED]


def test_a_context_is_not_blamed_for_what_has_another_name() -> None:
    desk = far(config=WireConfig(context="names"))
    desk.connected().say('{"type":"error","error":{"code":"Throttling.RateQuota"}}')
    desk.session.step()
    assert desk.problem == Problem(ErrorCode.THROTTLED, {"host": "captions.example"})
    assert desk.again().config == WireConfig(context="names")


@pytest.mark.expects_log("line failed")
def test_what_is_sent_is_metered_once_a_second_and_replays_count() -> None:
    desk = far(meter=Meter({"custom": 0.001}))
    link = fast(desk)
    for _ in range(30):
        desk.source.speak(100)
        desk.clock.move(0.1)
        link.alive(desk.clock())
        desk.session.step()
    readings = [event for event in desk.sink.events if isinstance(event, Metered)]
    assert 2 <= len(readings) <= 4
    words(link, "open", begin_ms=1000)
    desk.session.step()
    link.drop()
    desk.session.step()
    again(desk)
    drained(desk, 2.0)
    desk.session.abort()
    desk.session.step()
    last = [event for event in desk.sink.events if isinstance(event, Metered)][-1]
    assert last.audio_s == pytest.approx(3.0 + 2.0 + PRE_ROLL_MS / 1000)


@pytest.mark.expects_log("notice")
def test_a_spent_budget_ends_the_session_after_its_last_words() -> None:
    desk = far(meter=Meter({"custom": 1.0}, Budget(limit_cny=5.0)))
    link = fast(desk)
    for _ in range(60):
        desk.source.speak(100)
        desk.clock.move(0.1)
        link.alive(desk.clock())
        desk.session.step()
    assert (desk.session.state, link.has_finish) == (EngineState.FINISHING, True)
    link.say(link.server.finished())
    desk.session.step()
    assert desk.session.state is EngineState.FAILED
    assert desk.problem is not None
    assert desk.problem.code is ErrorCode.BUDGET_SPENT
    notices = [event.problem.code for event in desk.sink.events if isinstance(event, Notice)]
    assert notices == [ErrorCode.BUDGET_NEAR]


@pytest.mark.expects_log("line failed")
@pytest.mark.expects_log("audio was lost")
@pytest.mark.expects_log("die of")
def test_audio_that_the_engine_dies_of_is_left_out_in_the_end() -> None:
    desk = Desk()
    link = desk.listening()
    desk.source.speak(1000)
    drained(desk)
    for death in range(MAX_DEATHS):
        words(link, "poison", begin_ms=PRE_ROLL_MS if death else 500)  # of the replay, or of all
        desk.session.step()
        link.drop()
        desk.session.step()
        link = desk.again()
        drained(desk)
    assert [(line.text, line.status) for line in desk.lines] == [("poison", LineStatus.FAILED)]
    assert desk.gaps[-1][1] == 1000
    assert link.audio_ms == 0
