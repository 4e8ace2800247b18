"""Where one wire session ends and the next goes on; and when a session has to end at all."""

import math

import numpy as np

from app.session.handover import (
    HOLD_PATIENCE_S,
    PAUSE_PATIENCE_S,
    QUIET_SAMPLES,
    SEARCH_SAMPLES,
    Handover,
    quietest,
)
from app.session.lifetimes import CERTAIN_S, LEAD_S, MARGIN, SHORTEST_S, Lifetimes


def test_the_quietest_place_is_within_the_pause() -> None:
    samples = np.full(SEARCH_SAMPLES, 8000, "<i2")
    samples[6000 : 6000 + QUIET_SAMPLES] = 5
    assert quietest(samples.tobytes()) == 6000 + QUIET_SAMPLES // 2


def test_of_equal_places_the_last_counts() -> None:
    assert quietest(bytes(2 * SEARCH_SAMPLES)) == SEARCH_SAMPLES - QUIET_SAMPLES // 2


def test_what_is_too_short_to_choose_in_ends_at_its_end() -> None:
    assert quietest(bytes(200)) == 100
    assert quietest(b"") == 0


def test_between_lines_audio_is_held_back_at_once() -> None:
    handover = Handover(0.0)
    assert handover.holds(0.0, is_speaking=False)
    assert not handover.is_enough(0.0, SEARCH_SAMPLES - 1)
    assert handover.is_enough(0.0, SEARCH_SAMPLES)


def test_a_line_that_goes_on_is_waited_for_and_then_not_any_more() -> None:
    handover = Handover(0.0)
    assert handover.due_s == PAUSE_PATIENCE_S
    assert not handover.holds(PAUSE_PATIENCE_S - 0.01, is_speaking=True)
    assert handover.holds(PAUSE_PATIENCE_S, is_speaking=True)
    assert handover.due_s == PAUSE_PATIENCE_S + HOLD_PATIENCE_S


def test_once_audio_is_held_back_it_stays_so() -> None:
    handover = Handover(0.0)
    assert handover.holds(0.0, is_speaking=False)
    assert handover.holds(0.1, is_speaking=True)


def test_a_source_that_gives_nothing_does_not_hold_up_the_next_session() -> None:
    handover = Handover(0.0)
    handover.holds(0.0, is_speaking=False)
    assert handover.is_enough(HOLD_PATIENCE_S, 0)


def test_an_announced_limit_is_kept_with_a_margin() -> None:
    assert Lifetimes().roll_after_s("e", 600.0) == MARGIN * 600.0
    assert Lifetimes().roll_after_s("e", math.inf) == math.inf
    assert Lifetimes().roll_after_s("e", 20.0) == 20.0 - LEAD_S
    assert Lifetimes().roll_after_s("e", SHORTEST_S) == SHORTEST_S / 2
    assert Lifetimes().roll_after_s("e", 0.001) == math.inf


def test_one_good_bye_teaches_after_five_minutes_and_two_alike_before() -> None:
    lifetimes = Lifetimes()
    lifetimes.ended("old", CERTAIN_S + 1)
    assert lifetimes.roll_after_s("old", math.inf) == MARGIN * (CERTAIN_S + 1)
    lifetimes.ended("young", 100.0)
    lifetimes.ended("young", 150.0)
    assert lifetimes.roll_after_s("young", math.inf) == math.inf
    lifetimes.ended("young", 145.0)
    assert lifetimes.roll_after_s("young", math.inf) == MARGIN * 145.0


def test_a_server_that_says_good_bye_at_once_teaches_nothing() -> None:
    lifetimes = Lifetimes()
    for _ in range(5):
        lifetimes.ended("e", 1.0)
    assert lifetimes.roll_after_s("e", math.inf) == math.inf
