"""What is tried again, how often and when."""

import pytest

from app.core.errors import ErrorCode, Problem
from app.session.reconnect import (
    MAX_DOUBTS,
    OUTAGE_APART_S,
    STABLE_S,
    Efforts,
    GiveUp,
    Gravity,
    Retry,
    gravity,
)

LOST = Problem(ErrorCode.LINK_LOST)
BUSY = Problem(ErrorCode.THROTTLED)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (ErrorCode.HOST_UNREACHABLE, Gravity.PASSING),
        (ErrorCode.THROTTLED, Gravity.PASSING),
        (ErrorCode.ENGINE_DIED, Gravity.PASSING),
        (ErrorCode.PEER_BROKE_PROTOCOL, Gravity.DOUBTFUL),
        (ErrorCode.SERVER_ERROR, Gravity.DOUBTFUL),
        (ErrorCode.SERVER_UNAVAILABLE, Gravity.PASSING),
        (ErrorCode.HANDSHAKE_FAILED, Gravity.FATAL),
        (ErrorCode.KEY_REFUSED, Gravity.FATAL),
        (ErrorCode.CERTIFICATE_DATES, Gravity.FATAL),
        (ErrorCode.LIMIT_BROKEN, Gravity.FATAL),
        (ErrorCode.BUDGET_SPENT, Gravity.FATAL),
        (ErrorCode.INTERNAL, Gravity.FATAL),
    ],
)
def test_every_trouble_has_its_gravity(code: ErrorCode, expected: Gravity) -> None:
    assert gravity(Problem(code)) is expected


def test_what_passes_is_tried_for_ever_and_later_each_time() -> None:
    efforts = Efforts()
    for failure in range(100):
        efforts, advice = efforts.after(BUSY, 0.0, 1.0)
        assert advice == Retry(min(30.0, 0.5 * 2.0**failure))


def test_where_nobody_is_there_the_wait_is_never_longer_than_half_of_the_outage() -> None:
    efforts, now_s, waits_s = Efforts(), 100.0, []
    for _ in range(40):
        efforts, advice = efforts.after(LOST, now_s, 1.0)
        assert isinstance(advice, Retry)
        assert advice.in_s <= max(0.5, (now_s - 100.0) / 2)
        waits_s.append(advice.in_s)
        now_s += advice.in_s
    assert waits_s == sorted(waits_s)
    assert waits_s[-1] == 30.0


def test_another_outage_soon_after_one_is_waited_for_by_its_own_length() -> None:
    efforts, now_s, waits_s = Efforts(), 0.0, []
    for _ in range(12):
        efforts, advice = efforts.after(LOST, now_s, 1.0)
        assert isinstance(advice, Retry)
        waits_s.append(advice.in_s)
        now_s += advice.in_s
    assert waits_s[-1] > 10.0
    efforts = efforts.up(now_s)
    efforts, advice = efforts.after(LOST, now_s + OUTAGE_APART_S, 1.0)
    assert advice == Retry(0.5)


def test_a_link_that_comes_and_goes_is_tried_later_each_time_too() -> None:
    efforts, now_s, waits_s = Efforts(), 0.0, []
    for _ in range(40):
        efforts, advice = efforts.after(LOST, now_s, 1.0)
        assert isinstance(advice, Retry)
        waits_s.append(advice.in_s)
        now_s += advice.in_s
        efforts = efforts.up(now_s)
        now_s += 1.0
    assert waits_s[-1] == 30.0


def test_a_link_that_was_up_for_a_minute_starts_anew_and_one_that_was_not_does_not() -> None:
    efforts, _ = Efforts().after(BUSY, 0.0, 1.0)
    _, advice = efforts.up(10.0).after(BUSY, 10.0 + STABLE_S, 1.0)
    assert advice == Retry(0.5)
    _, advice = efforts.up(10.0).after(BUSY, 9.9 + STABLE_S, 1.0)
    assert advice == Retry(1.0)


def test_what_is_doubtful_is_tried_a_few_times() -> None:
    efforts, doubt = Efforts(), Problem(ErrorCode.PEER_BROKE_PROTOCOL)
    advices = []
    for _ in range(MAX_DOUBTS + 1):
        efforts, advice = efforts.after(doubt, 0.0, 0.0)
        advices.append(isinstance(advice, Retry))
    assert advices == [True] * MAX_DOUBTS + [False]


def test_one_failure_is_enough_for_who_will_not_wait() -> None:
    assert Efforts().after(LOST, 0.0, 0.5, is_first=True)[1] == GiveUp()
