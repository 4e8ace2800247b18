"""How busy the model is, how late its answers are, and who is speaking."""

from __future__ import annotations

import pytest

from app.recognizer.delays import Delays
from app.recognizer.events import LineClosed, LineHeard, LineOpened, LineWritten
from app.recognizer.load import KEPT_S, Load
from app.recognizer.pace import Pace


class Clock:
    """Goes on when told to."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


def work(load: Load, clock: Clock, *, idle_s: float, cost_s: float, is_live: bool = True) -> None:
    clock.now_s += idle_s + cost_s
    load.worked(cost_s, is_live=is_live)


# Load


def test_nothing_has_happened_yet(clock: Clock) -> None:
    load = Load(clock)
    assert (load.busy_share(), load.partial_delay_s(), load.final_delay_s()) == (0.0, None, None)


def test_the_share_is_that_of_the_time_since_it_began(clock: Clock) -> None:
    load = Load(clock)
    work(load, clock, idle_s=6, cost_s=2)
    assert load.busy_share() == pytest.approx(0.25)
    assert load.age_s == pytest.approx(8)


def test_what_was_done_a_minute_ago_counts_no_more(clock: Clock) -> None:
    load = Load(clock)
    work(load, clock, idle_s=0, cost_s=10)
    work(load, clock, idle_s=KEPT_S, cost_s=6)
    assert load.busy_share() == pytest.approx(0.1)


def test_work_that_began_before_the_window_counts_from_its_beginning(clock: Clock) -> None:
    load = Load(clock)
    work(load, clock, idle_s=50, cost_s=8)
    clock.now_s += 5
    assert load.busy_share(10) == pytest.approx(0.5)


def test_work_for_recordings_can_be_left_out(clock: Clock) -> None:
    load = Load(clock)
    work(load, clock, idle_s=0, cost_s=8, is_live=False)
    work(load, clock, idle_s=0, cost_s=2)
    assert load.busy_share(10) == pytest.approx(1.0)
    assert load.busy_share(10, live_only=True) == pytest.approx(0.2)


# Delays


def test_a_partial_is_as_late_as_its_job_waited_and_took(clock: Clock) -> None:
    load = Load(clock)
    delays = Delays(load, clock)
    delays.due()
    clock.now_s += 1
    delays.due()  # still
    clock.now_s += 0.5
    delays.note([LineHeard(1, "", "a")], is_live=True)
    delays.answered()
    assert load.partial_delay_s() == pytest.approx(1.5)


def test_a_final_is_as_late_as_it_came_after_the_end_of_its_line(clock: Clock) -> None:
    load = Load(clock)
    delays = Delays(load, clock)
    delays.note([LineOpened(1, 0), LineClosed(1, 900)], is_live=True)
    clock.now_s += 2
    delays.note([LineWritten(1, "a")], is_live=True)
    assert load.final_delay_s() == pytest.approx(2)


def test_nobody_waits_for_a_recording(clock: Clock) -> None:
    load = Load(clock)
    delays = Delays(load, clock)
    delays.due()
    clock.now_s += 9
    delays.note([LineHeard(1, "", "a"), LineClosed(1, 9), LineWritten(1, "a")], is_live=False)
    assert (load.partial_delay_s(), load.final_delay_s()) == (None, None)


def test_old_delays_are_forgotten(clock: Clock) -> None:
    load = Load(clock)
    load.partial_came(5.0)
    clock.now_s += KEPT_S + 1
    load.partial_came(1.0)
    assert load.partial_delay_s() == pytest.approx(1.0)
    clock.now_s += 20
    assert load.partial_delay_s(10) is None
    clock.now_s += KEPT_S
    assert load.partial_delay_s() is None


# Pace


def hear(pace: Pace, clock: Clock, *, audio_s: float, speed: float) -> None:
    """Let audio come in messages of 100 ms, so many times faster than it was spoken."""
    for _ in range(round(audio_s * 10)):
        clock.now_s += 0.1 / speed
        pace.heard(0.1)


def test_who_speaks_is_live_for_ever(clock: Clock) -> None:
    pace = Pace(clock)
    hear(pace, clock, audio_s=3_600, speed=1.0)
    assert pace.is_live


def test_messages_that_bunch_up_are_still_speech(clock: Clock) -> None:
    pace = Pace(clock)
    for _ in range(100):
        clock.now_s += 2
        pace.heard(2)
        assert pace.is_live


def test_a_recording_sent_at_once_is_not_live(clock: Clock) -> None:
    pace = Pace(clock)
    hear(pace, clock, audio_s=60, speed=8)
    assert not pace.is_live


def test_who_sent_what_was_kept_during_an_outage_is_soon_live_again(clock: Clock) -> None:
    pace = Pace(clock)
    hear(pace, clock, audio_s=120, speed=8)
    hear(pace, clock, audio_s=15, speed=1)
    assert pace.is_live


def test_a_recording_that_is_kept_waiting_is_still_none_that_is_spoken(clock: Clock) -> None:
    pace = Pace(clock)
    for _ in range(20):
        hear(pace, clock, audio_s=5, speed=100)
        clock.now_s += 60
        pace.resumed()
        assert not pace.is_live
