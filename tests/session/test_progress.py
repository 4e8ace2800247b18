"""A server of ours that says how far it has come: it is sent as much as it can take, no more."""

from app.audio.source import RATE_HZ
from app.core.events import EngineState
from app.protocol.abilities import Extra
from app.session.pulse import PING_AFTER_S, RUSH_STALL_AFTER_S
from app.session.wire import AHEAD_SAMPLES, LAST_WORDS_S, MAX_APPEND_MS
from tests.helpers.session_desk import Desk, complete, words
from tests.helpers.session_fakes import FakeLink, FakeSource

AHEAD_MS = AHEAD_SAMPLES * 1000 // RATE_HZ


def recording(*, told: bool = True) -> tuple[Desk, FakeLink]:
    """Play a file of a minute, read at once, to a server that says how far it is if `told`."""
    desk = Desk(source=FakeSource(is_live=False))
    extras = frozenset({Extra.TELLS_PROGRESS} if told else ())
    link = desk.dialer.connect(desk.engine.model, max_pace=8.0, extras=extras)
    link.say(link.server.opening())
    desk.session.step()
    link.answer()
    desk.session.step()
    desk.source.speak(60_000)
    settle(desk)
    return desk, link


def settle(desk: Desk) -> None:
    """Let the session do all there is to do now."""
    while desk.session.step() <= desk.clock():
        pass


def test_no_more_is_sent_than_ten_seconds_ahead_of_what_is_done() -> None:
    desk, link = recording()
    assert AHEAD_MS <= link.audio_ms <= AHEAD_MS + MAX_APPEND_MS
    for done_ms in (2_500, 20_000):
        link.say(link.server.progress(done_ms))
        settle(desk)
        sent_ms = link.audio_ms
        assert done_ms + AHEAD_MS <= sent_ms <= done_ms + AHEAD_MS + MAX_APPEND_MS


def test_a_session_that_may_send_nothing_wakes_up_for_nothing() -> None:
    desk, _ = recording()
    assert desk.session.step() >= desk.clock() + PING_AFTER_S


def test_a_report_that_is_older_than_another_takes_nothing_back() -> None:
    desk, link = recording()
    link.say(link.server.progress(20_000), link.server.progress(1_000))
    settle(desk)
    assert link.audio_ms >= 20_000 + AHEAD_MS


def test_a_server_that_does_not_report_is_sent_audio_at_its_pace() -> None:
    desk, link = recording(told=False)
    for _ in range(400):
        desk.clock.move(0.005)
        desk.session.step()
    assert AHEAD_MS < link.audio_ms <= 2 * 8_000 + MAX_APPEND_MS  # in two seconds


def test_a_report_that_was_not_asked_for_is_no_limit() -> None:
    desk, link = recording(told=False)
    link.say(link.server.progress(10))
    for _ in range(400):
        desk.clock.move(0.005)
        desk.session.step()
    assert link.audio_ms > AHEAD_MS + MAX_APPEND_MS


def test_a_link_is_not_given_up_while_its_slow_decoder_says_nothing_but_that_it_lives() -> None:
    desk, link = recording()
    for _ in range(30):
        desk.clock.move(PING_AFTER_S)
        desk.session.step()
        link.alive(desk.clock())
        settle(desk)
    assert desk.session.state is EngineState.LISTENING
    assert desk.dialer.dials == 1


def test_one_that_does_not_even_say_that_is_lost_as_soon_as_a_live_one_is() -> None:
    desk, _ = recording()
    desk.clock.move(PING_AFTER_S)
    desk.session.step()
    desk.clock.move(RUSH_STALL_AFTER_S / 2)
    desk.session.step()
    assert desk.session.state is EngineState.RECONNECTING


def test_the_last_words_of_a_slow_decoder_are_waited_for() -> None:
    desk, link = recording()
    assert desk.source.outlet is not None
    desk.source.outlet.end()
    link.say(link.server.progress(60_000))
    settle(desk)
    assert link.has_finish
    for number in range(3):
        for _ in range(round(LAST_WORDS_S / PING_AFTER_S) - 2):
            desk.clock.move(PING_AFTER_S)
            desk.session.step()
            link.alive(desk.clock())
            desk.session.step()
        assert desk.session.state is EngineState.FINISHING
        complete(link, words(link, "a", begin_ms=2_000 * number), "A.", end_ms=2_000 * number + 900)
        desk.session.step()
    link.say(link.server.finished())
    desk.session.step()
    assert [line.text for line in desk.lines] == ["A."] * 3
    assert desk.session.state is EngineState.STOPPED


def test_what_is_done_is_not_sent_again_and_what_was_only_received_is() -> None:
    desk, link = recording()
    link.say(link.server.progress(5_000))
    settle(desk)
    link.alive(desk.clock())
    link.drop()
    desk.session.step()
    desk.redialled()
    link = desk.dialer.connect(desk.engine.model, extras=frozenset({Extra.TELLS_PROGRESS}))
    link.say(link.server.opening())
    desk.session.step()
    link.answer()
    settle(desk)
    link.say(link.server.progress(60_000 - 5_000))
    settle(desk)
    # Of what is done the last three seconds are heard again: a voice may be told of that late.
    assert link.audio_ms == 60_000 - 5_000 + 3_000
