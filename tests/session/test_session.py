"""The session's loop, step by step: scripted link, manual clock, exact effects."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.events import (
    Backlog,
    EngineChanged,
    EngineState,
    Final,
    Gap,
    Interim,
    Level,
    Notice,
    SessionEvent,
    SourceTrouble,
    SpeechStarted,
)
from app.engine.catalog import CATALOG, LOCAL, EngineInfo, custom
from app.net.links import LinkFailed
from app.protocol.config import Vad, WireConfig
from app.protocol.server import Finish
from app.session.ending import FINISH_TIMEOUT_S, FLUSH_TIMEOUT_S, RESCUE_TIMEOUT_S
from app.session.peer import PREPARE_TIMEOUT_S
from app.session.plan import Patience, Plan
from app.session.pulse import PING_AFTER_S, RUSH_STALL_AFTER_S, STALL_AFTER_S
from app.session.reconnect import MAX_DOUBTS
from app.session.session import Session
from app.session.sink import Stamp
from tests.helpers.session_desk import Desk, complete, words
from tests.helpers.session_fakes import (
    FakeDialer,
    FakeSource,
    ManualClock,
    RecordingSink,
)

CLOUD = CATALOG[1]
ELSEWHERE = custom("wss://captions.example")


@dataclass
class InterruptedSink(RecordingSink):
    """While it shows the first words, another thread does something."""

    meanwhile: Callable[[], None] = lambda: None

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        super().happened(event, captions, stamp)
        if isinstance(event, Interim):
            self.meanwhile()


class EndingSource(FakeSource):
    """Its thread comes to the end of the audio when it is told to stop."""

    def stop(self) -> None:
        if self.outlet is not None:
            self.outlet.end()
        super().stop()


def test_a_session_passes_through_its_states_and_frees_everything_once() -> None:
    desk = Desk()
    link = desk.listening()
    desk.session.stop()
    desk.session.step()
    assert link.has_finish
    link.say(link.server.finished())
    desk.session.step()
    assert desk.sink.states == [
        EngineState.CONNECTING,
        EngineState.PREPARING,
        EngineState.LISTENING,
        EngineState.FINISHING,
        EngineState.STOPPED,
    ]
    assert (link.closes, link.aborts, desk.source.stops) == (1, 0, 1)


def test_a_live_source_starts_at_once_and_its_audio_waits_for_the_engine() -> None:
    desk = Desk()
    desk.source.speak(500)
    link = desk.connected()
    assert link.audio_ms == 0
    link.answer()
    desk.session.step()
    assert link.audio_ms == 500


def test_a_file_starts_when_the_engine_is_ready() -> None:
    desk = Desk(source=FakeSource(is_live=False))
    link = desk.connected()
    assert desk.source.outlet is None
    link.answer()
    desk.session.step()
    assert desk.source.outlet is not None


def test_settings_reach_the_server_as_chosen() -> None:
    config = WireConfig(language="en", context="Zimu", vad=Vad(0.0, 400))
    link = Desk(config=config).listening()
    assert link.config == config


@pytest.mark.parametrize(("wanted_ms", "least_ms"), [(None, 100), (40, 40), (1, 20), (1000, 100)])
def test_audio_is_sent_in_pieces_of_100_ms_or_as_the_server_likes(
    wanted_ms: int | None, least_ms: int
) -> None:
    desk = Desk()
    link = desk.connected(offer={"append_ms": wanted_ms})
    link.answer()
    desk.session.step()
    desk.source.speak(least_ms - 1)
    desk.session.step()
    assert link.audio_ms == 0
    desk.source.speak(1)
    desk.session.step()
    assert link.audio_ms == least_ms


def test_levels_are_told_only_to_who_shows_them() -> None:
    for shows_levels in (True, False):
        desk = Desk(shows_levels=shows_levels)
        desk.listening()
        assert desk.source.outlet is not None
        assert desk.source.outlet.wants_levels is shows_levels


def test_a_backlog_for_a_server_elsewhere_is_sent_at_twice_real_time() -> None:
    desk = Desk(engine=ELSEWHERE)
    desk.source.speak(3000)
    link = desk.listening()
    assert link.audio_ms == 100
    begin_s = desk.clock()
    while desk.clock() - begin_s < 1.0:
        desk.clock.now_s = max(desk.session.step(), desk.clock())
    assert 2000 <= link.audio_ms <= 2200


def test_a_server_that_says_how_much_it_takes_gets_that() -> None:
    desk = Desk(engine=ELSEWHERE)
    desk.source.speak(3000)
    link = desk.connected(offer={"max_pace": 10.0})
    link.answer()
    desk.session.step()
    begin_s = desk.clock()
    due_s = begin_s
    while link.audio_ms < 3000:
        desk.clock.now_s = due_s
        due_s = desk.session.step()
    assert 0.28 <= desk.clock() - begin_s <= 0.31


def test_a_backlog_for_this_computer_is_sent_as_fast_as_it_is_taken() -> None:
    desk = Desk()
    desk.source.speak(3000)
    link = desk.listening()
    for _ in range(2):
        assert desk.session.step() <= desk.clock() or link.audio_ms == 3000
    assert link.audio_ms == 3000


def test_words_become_events_and_captions_with_the_time_their_message_came() -> None:
    desk = Desk()
    link = desk.listening()
    desk.source.speak(40)
    desk.clock.move(2.0)
    item, begun = link.server.speech_started(120)
    link.say(*begun, received_s=1001.5)
    link.say(
        link.server.interim(item, "Hello", " wor", language="en", emotion=Emotion.NONE),
        received_s=1001.9,
    )
    desk.session.step()
    complete(link, item, "Hello world.")
    desk.session.step()
    assert desk.sink.events[3:5] == [
        SpeechStarted(1, 120),
        Interim(1, "Hello", " wor", "en", Emotion.NONE, "local"),
    ]
    assert Final(1, "Hello world.", "en", Emotion.HAPPY, "local") in desk.sink.events
    stamp = desk.sink.stamps[4]
    assert (stamp.received_s, stamp.t_ms) == (1001.9, 2000)
    line = desk.sink.captions.find(1)
    assert line is not None
    assert (line.begin_ms, line.end_ms, line.status) == (120, 900, LineStatus.FINAL)


def test_times_of_a_later_session_come_after_those_of_the_earlier_one() -> None:
    desk = Desk(begin_ms=60_000)
    link = desk.listening()
    desk.source.speak(200)
    desk.session.step()
    link.say(*link.server.speech_started(100)[1])
    desk.session.step()
    assert desk.sink.events[-1] == SpeechStarted(1, 60_100)


def test_line_ids_go_on_after_those_of_the_transcript() -> None:
    first = Desk()
    link = first.listening()
    complete(link, words(link, "one"), "one")
    first.session.step()
    later = Session(
        Plan(LOCAL, WireConfig(), dialer := FakeDialer()),
        FakeSource(),
        sink := RecordingSink(),
        ManualClock(),
        captions=first.session.captions,
    )
    later.begin()
    link = dialer.connect(LOCAL.model)
    link.say(link.server.opening())
    later.step()
    link.answer()
    words(link, "two")
    later.step()
    assert [entry.line for entry in sink.captions.entries if isinstance(entry, Line)] == [1, 2]


@pytest.mark.expects_log("audio was lost")
def test_audio_lost_before_it_was_sent_is_a_gap_and_moves_later_times() -> None:
    desk = Desk()
    link = desk.listening()
    desk.source.speak(100)
    assert desk.source.outlet is not None
    desk.source.outlet.skip(16 * 250)
    desk.source.speak(100)
    desk.session.step()
    assert Gap(100, 350) in desk.sink.events
    assert GapLine(100, 350) in desk.sink.captions.entries
    link.say(*link.server.speech_started(150)[1])
    desk.session.step()
    assert desk.sink.events[-1] == SpeechStarted(1, 400)


def test_stop_sends_what_was_heard_before_it_asks_for_the_last_words() -> None:
    desk = Desk()
    link = desk.listening()
    desk.source.speak(30)
    desk.session.stop()
    desk.session.step()
    assert link.audio_ms == 30
    assert link.has_finish


@pytest.mark.expects_log("audio was lost")
def test_stop_sends_a_backlog_for_four_seconds_and_then_says_what_is_missing() -> None:
    desk = Desk(engine=ELSEWHERE)
    desk.source.speak(60_000)
    link = desk.listening()
    desk.session.stop()
    while not link.has_finish:
        desk.clock.now_s = max(desk.session.step(), desk.clock())
    assert FLUSH_TIMEOUT_S <= desk.clock() - 1000.0 < FINISH_TIMEOUT_S
    assert Gap(link.audio_ms, 60_000) in desk.sink.events


def test_stop_forgets_what_a_file_was_read_ahead() -> None:
    desk = Desk(engine=ELSEWHERE, source=FakeSource(is_live=False))
    link = desk.listening()
    desk.source.speak(60_000)
    desk.session.stop()
    desk.session.step()
    assert link.has_finish
    assert link.audio_ms <= 100
    assert not desk.sink.captions.entries


def test_the_end_of_a_file_finishes_the_session() -> None:
    desk = Desk(source=FakeSource(is_live=False))
    link = desk.listening()
    desk.source.speak(70)
    assert desk.source.outlet is not None
    desk.source.outlet.end()
    desk.session.step()
    assert link.audio_ms == 70
    link.say(link.server.finished())
    desk.session.step()
    assert desk.sink.states[-2:] == [EngineState.FINISHING, EngineState.STOPPED]


@pytest.mark.expects_log("line failed")
def test_last_words_are_awaited_for_ten_seconds_and_then_kept_as_they_are() -> None:
    desk = Desk()
    link = desk.listening()
    words(link, "almost")
    desk.session.stop()
    desk.session.step()
    link.say(received_s=desk.clock())
    desk.clock.move(FINISH_TIMEOUT_S)
    desk.session.step()
    assert desk.session.state is EngineState.STOPPED
    assert link.aborts == 1
    (line,) = desk.sink.captions.entries
    assert isinstance(line, Line)
    assert (line.text, line.status) == ("almost", LineStatus.FAILED)


@pytest.mark.expects_log("line failed")
def test_an_engine_that_is_still_working_on_a_file_is_waited_for() -> None:
    desk = Desk(source=FakeSource(is_live=False))
    link = desk.listening()
    assert desk.source.outlet is not None
    desk.source.outlet.end()
    desk.session.step()
    for number in range(5):
        desk.clock.move(FINISH_TIMEOUT_S - 1)
        words(link, f"line {number}")
        link.alive(desk.clock())
        desk.session.step()
        assert desk.session.state is EngineState.FINISHING
    desk.session.stop()
    desk.session.step()
    desk.clock.move(FINISH_TIMEOUT_S)
    desk.session.step()
    assert desk.session.state is EngineState.STOPPED


def test_stop_after_the_end_of_a_file_waits_ten_seconds_and_no_longer() -> None:
    desk = Desk(source=FakeSource(is_live=False))
    desk.listening()
    desk.source.speak(60_000)
    assert desk.source.outlet is not None
    desk.source.outlet.end()
    while desk.session.step() <= desk.clock():
        pass
    assert desk.sink.states[-1] is EngineState.FINISHING
    desk.session.stop()
    desk.session.step()
    desk.clock.move(FINISH_TIMEOUT_S)
    desk.session.step()
    assert desk.session.state is EngineState.STOPPED


@pytest.mark.parametrize("is_up", [False, True], ids=["connecting", "preparing"])
def test_stop_before_anything_was_captioned_ends_at_once(is_up: bool) -> None:
    desk = Desk()
    link = desk.connected() if is_up else None
    desk.session.stop()
    desk.session.step()
    assert desk.session.state is EngineState.STOPPED
    assert desk.dialer.cancel is not None
    assert desk.dialer.cancel.is_cancelled
    assert link is None or link.closes == 1


def test_a_link_that_comes_after_the_stop_is_dropped() -> None:
    desk = Desk()
    desk.session.stop()
    link = desk.dialer.connect()
    desk.session.step()
    assert link.aborts == 1
    assert desk.dialer.post is not None
    assert not desk.dialer.post(LinkFailed(1, Problem(ErrorCode.INTERNAL)))


def test_abort_ends_a_session_without_a_word() -> None:
    desk = Desk()
    link = desk.listening()
    desk.session.abort()
    desk.session.step()
    assert desk.session.state is EngineState.STOPPED
    assert not link.has_finish


@pytest.mark.expects_log("line failed")
@pytest.mark.expects_log("audio was lost")
@pytest.mark.parametrize("is_polite", [True, False], ids=["stop", "abort"])
@pytest.mark.parametrize("is_sending", [True, False], ids=["sending", "reading"])
def test_a_link_that_goes_because_the_session_shall_end_is_no_failure(
    *, is_polite: bool, is_sending: bool
) -> None:
    sink = InterruptedSink()
    desk = Desk(sink=sink)
    link = desk.listening()

    def end() -> None:
        desk.session.stop() if is_polite else desk.session.abort()
        desk.source.speak(100)
        link.is_dead = is_sending
        if not is_sending:
            link.drop()

    sink.meanwhile = end
    words(link, "almost")
    desk.session.step()
    if is_sending:
        link.drop()
        desk.session.step()
    assert desk.session.state is (EngineState.FINISHING if is_polite else EngineState.STOPPED)
    desk.clock.move(RESCUE_TIMEOUT_S)
    while not desk.session.state.is_over:
        desk.session.step()
    states = desk.sink.states
    assert (states[-1], EngineState.FAILED in states) == (EngineState.STOPPED, False)


def test_an_end_nobody_asked_the_server_for_is_a_lost_link() -> None:
    desk = Desk(engine=ELSEWHERE)
    link = desk.listening()
    link.say(link.server.finished())
    desk.session.step()
    assert desk.session.state is EngineState.RECONNECTING
    assert desk.problem == Problem(ErrorCode.LINK_LOST, {"host": "captions.example"})


def test_a_failed_first_attempt_fails_a_session_of_a_script_with_its_problem() -> None:
    desk = Desk(engine=ELSEWHERE, patience=Patience.FAIL_EARLY)
    problem = Problem(ErrorCode.HOST_UNREACHABLE, {"host": "captions.example"})
    desk.dialer.fail(problem)
    desk.session.step()
    assert desk.sink.events[-1] == EngineChanged(EngineState.FAILED, problem, "custom")
    assert desk.source.stops == 1


def test_an_attempt_that_no_other_would_better_fails_any_session() -> None:
    desk = Desk()
    desk.dialer.fail(Problem(ErrorCode.WEIGHTS_MISSING))
    desk.session.step()
    assert desk.session.state is EngineState.FAILED
    assert desk.problem == Problem(ErrorCode.WEIGHTS_MISSING)


def test_the_engine_on_this_computer_that_cannot_be_reached_has_died() -> None:
    desk = Desk(patience=Patience.FAIL_EARLY)
    desk.dialer.fail(Problem(ErrorCode.HOST_UNREACHABLE, {"host": "127.0.0.1"}))
    desk.session.step()
    assert desk.problem == Problem(ErrorCode.ENGINE_DIED)


def test_an_engine_that_takes_the_connection_and_says_nothing_is_not_met_again() -> None:
    desk = Desk()
    desk.dialer.fail(Problem(ErrorCode.HOST_UNREACHABLE, {"host": "127.0.0.1"}))
    desk.redialled()
    assert desk.dialer.distrusts == 0
    desk.dialer.fail(Problem(ErrorCode.HOST_SILENT, {"host": "127.0.0.1"}))
    desk.session.step()
    assert desk.dialer.distrusts == 1


def test_a_silent_peer_is_asked_for_a_sign_of_life_and_then_given_up() -> None:
    desk = Desk(engine=ELSEWHERE)
    link = desk.listening()
    desk.clock.move(PING_AFTER_S)
    desk.session.step()
    assert link.pings == 1
    desk.clock.move(STALL_AFTER_S - PING_AFTER_S)
    desk.session.step()
    assert desk.session.state is EngineState.RECONNECTING
    assert desk.problem == Problem(ErrorCode.LINK_STALLED, {"host": "captions.example"})
    assert desk.dialer.distrusts == 1


def test_a_server_with_a_backlog_to_work_on_may_be_silent_for_longer() -> None:
    desk = Desk(source=FakeSource(is_live=False))
    desk.listening()
    desk.source.speak(60_000)
    while desk.session.step() <= desk.clock():
        pass
    desk.clock.move(PING_AFTER_S)
    desk.session.step()
    desk.clock.move(STALL_AFTER_S)
    desk.session.step()
    assert desk.session.state is EngineState.LISTENING
    desk.clock.move(RUSH_STALL_AFTER_S - STALL_AFTER_S - PING_AFTER_S)
    desk.session.step()
    assert desk.sink.states[-1] is EngineState.RECONNECTING


def test_a_peer_is_asked_before_it_is_given_up_by_who_slept_himself() -> None:
    desk = Desk()
    link = desk.listening()
    desk.clock.move(3600.0)
    due_s = desk.session.step()
    assert (desk.session.state, link.pings) == (EngineState.LISTENING, 1)
    assert due_s <= desk.clock() + STALL_AFTER_S - PING_AFTER_S
    desk.clock.move(STALL_AFTER_S - PING_AFTER_S)
    desk.session.step()
    assert desk.session.state is EngineState.RECONNECTING


def test_a_pong_is_a_sign_of_life() -> None:
    desk = Desk()
    link = desk.listening()
    for _ in range(5):
        desk.clock.move(STALL_AFTER_S - 1)
        link.alive(desk.clock())
        desk.session.step()
    assert desk.session.state is EngineState.LISTENING


def test_a_peer_that_says_something_now_and_then_is_not_given_up() -> None:
    desk = Desk()
    link = desk.listening()
    for _ in range(5):
        desk.clock.move(STALL_AFTER_S - 1)
        link.say(*link.server.speech_started(0)[1], received_s=desk.clock())
        desk.session.step()
    assert desk.session.state is EngineState.LISTENING


def test_a_server_that_never_accepts_the_settings_is_given_up() -> None:
    desk = Desk(engine=ELSEWHERE, patience=Patience.FAIL_EARLY)
    desk.connected()
    desk.clock.move(PREPARE_TIMEOUT_S)
    desk.session.step()
    assert desk.session.state is EngineState.FAILED
    assert desk.problem == Problem(ErrorCode.LINK_STALLED, {"host": "captions.example"})


def test_a_language_the_server_does_not_have_fails_the_session_with_those_it_has() -> None:
    engine = replace(LOCAL, languages=("en",))
    desk = Desk(engine=engine, config=WireConfig(language="tlh"))
    link = desk.connected()
    link.answer()
    desk.session.step()
    facts = {"language": "tlh", "languages": "en"}
    assert desk.session.state is EngineState.FAILED
    assert desk.problem == Problem(ErrorCode.LANGUAGE_NOT_AVAILABLE, facts)


def test_the_provider_must_use_the_model_that_was_asked_for() -> None:
    desk = Desk(engine=CLOUD)
    desk.connected("qwen-omni-turbo")
    facts = {"wanted": "qwen3-asr-flash-realtime", "got": "qwen-omni-turbo"}
    assert desk.session.state is EngineState.FAILED
    assert desk.problem == Problem(ErrorCode.WRONG_MODEL, facts)


@pytest.mark.parametrize(
    ("engine", "model"),
    [
        pytest.param(CLOUD, "qwen3-asr-flash-realtime-2026-02-10", id="a snapshot"),
        pytest.param(
            ELSEWHERE,
            "whatever",
            id="another server",
            marks=pytest.mark.expects_log("calls its model 'whatever'"),
        ),
    ],
)
def test_snapshots_and_the_models_of_other_servers_are_fine(engine: EngineInfo, model: str) -> None:
    desk = Desk(engine=engine)
    desk.connected(model)
    assert desk.session.state is EngineState.PREPARING
    desk.session.abort()
    desk.session.step()


@pytest.mark.expects_log("notice")
def test_a_fault_while_listening_is_a_notice_at_most_every_five_seconds() -> None:
    desk = Desk(engine=ELSEWHERE)
    link = desk.listening()
    fault = '{"type":"error","error":{"code":"COMMON_ERROR","message":"<400> no inference"}}'
    link.say(*[fault] * 20)
    desk.session.step()
    desk.clock.move(5.0)
    link.say(fault, received_s=desk.clock())
    desk.session.step()
    notices = [event for event in desk.sink.events if isinstance(event, Notice)]
    facts = {"host": "captions.example", "code": "COMMON_ERROR"}
    assert notices == [Notice(Problem(ErrorCode.SERVER_ERROR, facts))] * 2
    assert desk.session.state is EngineState.LISTENING


def test_a_server_that_ends_by_an_error_is_tried_again_a_few_times() -> None:
    desk = Desk(engine=ELSEWHERE)
    fault = '{"type":"error","error":{"type":"server_error","code":"overloaded"}}'
    desk.listening().say(fault)
    desk.session.step()
    for _ in range(MAX_DOUBTS):
        assert desk.session.state is EngineState.RECONNECTING
        desk.again().say(fault)
        desk.session.step()
    facts = {"host": "captions.example", "code": "overloaded"}
    assert desk.session.state is EngineState.FAILED
    assert desk.problem == Problem(ErrorCode.SERVER_ERROR, facts)


@pytest.mark.expects_log("server broke the protocol")
@pytest.mark.expects_log("notice")
def test_a_broken_message_is_a_notice_and_the_next_one_is_read() -> None:
    desk = Desk()
    link = desk.listening()
    link.say("{", received_s=desk.clock())
    words(link, "still here")
    desk.session.step()
    assert [line.text for line in desk.sink.captions.entries if isinstance(line, Line)] == [
        "still here"
    ]


@pytest.mark.expects_log("device_gone")
def test_trouble_with_the_source_is_told_and_the_session_goes_on() -> None:
    desk = Desk()
    desk.listening()
    gone = Problem(ErrorCode.DEVICE_GONE, {"device": "mic"})
    assert desk.source.outlet is not None
    desk.source.outlet.trouble(gone)
    desk.session.step()
    assert desk.sink.events[-1] == SourceTrouble(gone)
    assert desk.session.state is EngineState.LISTENING


def test_the_newest_level_reaches_the_sink() -> None:
    desk = Desk()
    desk.listening()
    assert desk.source.outlet is not None
    for rms_dbfs in (-40.0, -20.0):
        desk.source.outlet.level(Level(rms_dbfs, -3.0))
    desk.session.step()
    desk.session.step()
    assert desk.sink.levels == [Level(-20.0, -3.0)]


@pytest.mark.expects_log("no_device")
def test_a_microphone_that_cannot_start_is_told_and_can_be_replaced() -> None:
    desk = Desk(source=FakeSource(failure=ZimuError(ErrorCode.NO_DEVICE)))
    link = desk.listening()
    assert SourceTrouble(Problem(ErrorCode.NO_DEVICE)) in desk.sink.events
    other = FakeSource()
    desk.session.replace_source(other)
    desk.session.step()
    assert desk.sink.events[-1] == SourceTrouble(None)
    other.speak(100)
    desk.session.step()
    assert link.audio_ms == 100


def test_trouble_that_was_not_told_yet_goes_with_its_source() -> None:
    desk = Desk()
    desk.listening()
    assert desk.source.outlet is not None
    desk.source.outlet.trouble(Problem(ErrorCode.DEVICE_GONE, {"device": "mic"}))
    desk.session.replace_source(FakeSource())
    desk.session.step()
    troubles = [event for event in desk.sink.events if isinstance(event, SourceTrouble)]
    assert troubles == [SourceTrouble(None)]


def test_a_source_that_can_wait_is_told_when_there_is_room() -> None:
    desk = Desk(source=FakeSource(is_live=False))
    desk.listening()
    assert desk.source.outlet is not None
    assert desk.source.outlet.wait_for_room(16_000 * 120, 0)
    desk.source.speak(119_000)
    assert not desk.source.outlet.wait_for_room(16_000 * 2, 0)
    while desk.session.step() <= desk.clock():
        pass
    assert desk.source.outlet.wait_for_room(16_000 * 2, 0)


def test_a_microphone_after_a_source_that_can_wait_is_told_how_far_it_is_behind() -> None:
    desk = Desk(source=FakeSource(is_live=False))
    link = desk.listening()
    assert desk.source.outlet is not None
    desk.source.outlet.wait_for_room(1, 0)
    link.drop()
    other = FakeSource()
    desk.session.replace_source(other)
    desk.session.step()
    other.speak(2000)
    desk.session.step()
    assert Backlog(2000) in desk.sink.events


def test_a_second_stop_changes_nothing() -> None:
    desk = Desk()
    link = desk.listening()
    for _ in range(2):
        desk.session.stop()
        desk.session.step()
    assert desk.sink.states.count(EngineState.FINISHING) == 1
    assert sum(isinstance(done, Finish) for done in link.did) == 1


def test_another_source_goes_on_where_the_first_one_ended() -> None:
    desk = Desk()
    link = desk.listening()
    desk.source.speak(100)
    other = FakeSource()
    desk.session.replace_source(other)
    desk.session.step()
    other.speak(100)
    desk.session.step()
    assert (desk.source.stops, link.audio_ms) == (1, 200)
    desk.session.abort()
    desk.session.step()
    assert other.stops == 1


def test_a_source_that_ends_while_it_is_replaced_has_ended() -> None:
    desk = Desk(source=EndingSource())
    desk.listening()
    other = FakeSource()
    desk.session.replace_source(other)
    desk.session.step()
    assert desk.session.state is EngineState.FINISHING
    assert other.outlet is None


@pytest.mark.expects_log("audio was lost")
def test_the_time_without_a_microphone_is_a_gap_and_moves_later_times() -> None:
    desk = Desk()
    link = desk.listening()
    desk.source.speak(100)
    desk.session.step()
    desk.clock.move(5.0)
    link.alive(desk.clock())
    other = FakeSource()
    desk.session.replace_source(other)
    desk.session.step()
    for _ in range(2):
        other.speak(100)
        desk.session.step()
    assert [event for event in desk.sink.events if isinstance(event, Gap)] == [Gap(100, 5000)]
    link.say(*link.server.speech_started(150)[1])
    desk.session.step()
    assert desk.sink.events[-1] == SpeechStarted(1, 5050)


@pytest.mark.expects_log("audio was lost")
def test_a_microphone_that_went_and_returned_by_itself_leaves_a_gap_of_that_length() -> None:
    desk = Desk()
    link = desk.listening()
    desk.source.speak(100)
    desk.session.step()
    assert desk.source.outlet is not None
    desk.source.outlet.resume()
    desk.clock.move(5.0)
    link.alive(desk.clock())
    for _ in range(2):
        desk.source.speak(100)
        desk.session.step()
    assert [event for event in desk.sink.events if isinstance(event, Gap)] == [Gap(100, 5000)]
    assert desk.session.state is EngineState.LISTENING


def test_a_file_that_cannot_be_opened_fails_the_session() -> None:
    failure = ZimuError(ErrorCode.FILE_NOT_FOUND, path="x.wav")
    desk = Desk(source=FakeSource(is_live=False, failure=failure))
    link = desk.connected()
    link.answer()
    desk.session.step()
    assert desk.sink.events[-1] == EngineChanged(EngineState.FAILED, failure.problem, "local")
    assert link.closes == 1


def test_commit_ends_the_line_in_manual_mode_after_the_audio_so_far() -> None:
    desk = Desk(config=WireConfig(vad=None))
    link = desk.listening()
    desk.source.speak(30)
    desk.session.commit()
    desk.session.step()
    assert (link.audio_ms, link.commits) == (30, 1)


def test_the_line_ends_where_it_was_asked_for_however_late_that_is_obeyed() -> None:
    desk = Desk(config=WireConfig(vad=None))
    link = desk.listening()
    for _ in range(2):
        desk.source.speak(300)
        desk.session.commit()
    desk.source.speak(300)
    desk.session.step()
    assert link.ends_ms == [300, 600]
