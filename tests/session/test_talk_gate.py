"""What push to talk lets through, and what it knows nobody wanted."""

from __future__ import annotations

import pytest

from app.audio.source import RATE_HZ
from app.core.events import Backlog, EngineState, Gap, Level
from app.protocol.config import WireConfig
from app.session.pulse import PING_AFTER_S, STALL_AFTER_S
from app.session.talk_gate import POST_ROLL_SAMPLES, PRE_ROLL_SAMPLES, TalkGate
from tests.helpers.session_desk import Desk
from tests.helpers.session_fakes import FakeSource

PIECE = 320
POST_MS = -(-POST_ROLL_SAMPLES // PIECE) * 20  # in whole pieces


def piece(number: int) -> bytes:
    return number.to_bytes(2, "little") * PIECE


def test_what_was_said_just_before_is_heard_and_the_rest_is_counted_to_the_sample() -> None:
    gate = TalkGate(lambda: None)
    for number in range(100):
        gate.keep(piece(number))
    assert gate.held == 100 * PIECE
    dropped, kept = gate.release(16_000)
    assert dropped + len(kept) // 2 == 100 * PIECE
    assert PRE_ROLL_SAMPLES <= len(kept) // 2 < PRE_ROLL_SAMPLES + PIECE
    assert kept.endswith(piece(99))
    assert gate.held == 0


def test_a_short_pause_between_two_presses_drops_nothing() -> None:
    gate = TalkGate(lambda: None)
    for number in range(3):
        gate.keep(piece(number))
    assert gate.release(0) == (0, piece(0) + piece(1) + piece(2))
    assert gate.wanted(Gap(0, 60)) == [Gap(0, 60)]


def test_another_source_begins_without_what_was_kept() -> None:
    gate = TalkGate(lambda: None)
    for number in range(100):
        gate.keep(piece(number))
    gate.forget()
    assert gate.release(0) == (100 * PIECE, b"")


@pytest.mark.parametrize(
    ("gap", "wanted"),
    [
        (Gap(1000, 2700), []),
        (Gap(900, 2700), [Gap(900, 1000)]),
        (Gap(900, 3000), [Gap(900, 1000), Gap(2700, 3000)]),
        (Gap(2000, 2800), [Gap(2700, 2800)]),
        (Gap(0, 500), [Gap(0, 500)]),
        (Gap(5000, 6000), [Gap(5000, 6000)]),
    ],
)
def test_a_gap_that_nobody_wanted_to_hear_is_none(gap: Gap, wanted: list[Gap]) -> None:
    gate = TalkGate(lambda: None)
    for number in range(100):  # 2 s, of which the last 0.3 s are heard
        gate.keep(piece(number))
    gate.release(16_000)
    assert gate.wanted(gap) == wanted


def test_audio_flows_only_while_somebody_talks_and_that_leaves_no_gap() -> None:
    desk = Desk(config=WireConfig(vad=None))
    desk.session.talk(is_talking=False)
    link = desk.listening()
    speak(desk, 2000)
    assert (link.audio_ms, link.commits) == (0, 0)  # nobody has spoken: nothing more is heard
    desk.session.talk(is_talking=True)
    speak(desk, 1000)
    heard_ms = 1000 + PRE_ROLL_SAMPLES * 1000 // RATE_HZ
    assert heard_ms <= link.audio_ms < heard_ms + 40
    desk.session.talk(is_talking=False)
    speak(desk, POST_MS - 20)
    assert link.commits == 0
    speak(desk, 1000)
    assert link.commits == 1
    assert heard_ms + POST_MS <= link.audio_ms < heard_ms + POST_MS + 40
    assert desk.sink.captions.entries == ()
    assert not any(isinstance(event, Gap) for event in desk.sink.events)


def test_pressing_again_at_once_goes_on_in_the_same_line() -> None:
    desk = Desk(config=WireConfig(vad=None))
    link = desk.listening()
    speak(desk, 500)
    desk.session.talk(is_talking=False)
    speak(desk, 100)
    desk.session.talk(is_talking=True)
    speak(desk, 500)
    assert 1100 - 40 < link.audio_ms <= 1100
    assert link.commits == 0


def test_what_is_lost_while_nobody_talks_is_no_gap() -> None:
    desk = silent()
    speak(desk, 1000)
    assert desk.source.outlet is not None
    desk.source.outlet.skip(RATE_HZ)
    speak(desk, 1000)
    desk.session.talk(is_talking=True)
    speak(desk, 100)
    assert desk.gaps == []


def test_the_time_without_a_microphone_is_a_gap_only_if_somebody_talks() -> None:
    desk = silent()
    speak(desk, 5000)
    replug(desk)
    speak(desk, 1000)
    desk.session.talk(is_talking=True)
    speak(desk, 100)
    assert desk.gaps == []


@pytest.mark.expects_log("audio was lost")
def test_of_the_time_without_a_microphone_only_what_is_not_known_is_a_gap() -> None:
    desk = silent()
    speak(desk, 5000)
    desk.session.talk(is_talking=True)
    replug(desk)
    speak(desk, 200)
    assert desk.gaps == [(5000, 7000)]


def test_levels_are_told_while_nobody_talks() -> None:
    desk = silent()
    desk.source.speak(20)
    woken = desk.session._woken
    woken.clear()
    assert desk.source.outlet is not None
    desk.source.outlet.level(Level(-40.0, -30.0))
    assert woken.is_set()


def test_who_talks_after_a_silence_has_no_backlog_that_a_server_may_be_silent_over() -> None:
    desk = silent()
    for _ in range(500):
        desk.source.speak(20)
    desk.session.talk(is_talking=True)
    speak(desk, 100)
    desk.clock.move(PING_AFTER_S)
    desk.session.step()
    desk.clock.move(STALL_AFTER_S - PING_AFTER_S)
    desk.session.step()
    assert desk.session.state is EngineState.RECONNECTING


def test_a_silence_does_not_wait_to_be_sent() -> None:
    desk = Desk(config=WireConfig(vad=None))
    desk.session.talk(is_talking=False)
    desk.listening().drop()
    for _ in range(500):
        desk.source.speak(20)
    desk.session.talk(is_talking=True)
    speak(desk, 100)
    assert not any(isinstance(event, Backlog) for event in desk.sink.events)


def silent() -> Desk:
    """A desk where nobody has talked yet."""
    desk = Desk(config=WireConfig(vad=None))
    desk.session.talk(is_talking=False)
    desk.listening()
    return desk


def replug(desk: Desk) -> None:
    """Listen to another microphone two seconds later."""
    desk.clock.move(2.0)
    desk.source = FakeSource()
    desk.session.replace_source(desk.source)
    desk.session.step()


def speak(desk: Desk, ms: int) -> None:
    """Let the microphone give so much, by pieces as it does."""
    for _ in range(ms // 20):
        desk.source.speak(20)
        desk.clock.move(0.02)
        desk.session.step()
