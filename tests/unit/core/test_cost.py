"""The meter adds up what wire sessions used, and the budget draws the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cost import INTERNATIONAL, MAINLAND, RATE_HZ, Budget, Meter
from app.core.errors import ErrorCode, Problem
from app.core.events import Metered

PRICES = {"cloud-cn": MAINLAND.cny_per_s, "cloud-intl": INTERNATIONAL.cny_per_s}


def meter(budget: Budget | None = None) -> Meter:
    return Meter(PRICES, budget)


def code(problem: Problem | None) -> ErrorCode | None:
    return problem.code if problem else None


def test_the_prices_are_the_published_ones() -> None:
    assert (MAINLAND.cny_per_s, INTERNATIONAL.cny_per_s) == (0.00033, 0.00066)
    assert (MAINLAND.free_s, MAINLAND.free_days) == (36_000, 90)


def test_before_anything_was_sent_nothing_is_used() -> None:
    assert meter().reading() == Metered("", 0.0, 0.0, is_reported=False)
    assert meter().readings() == ()


def test_what_was_sent_counts_as_long_as_the_server_says_nothing() -> None:
    it = meter()
    it.sent("cloud-cn", 1, RATE_HZ)
    it.sent("cloud-cn", 1, RATE_HZ // 2)
    assert it.reading() == Metered("cloud-cn", 1.5, 1.5 * 0.00033, is_reported=False)


def test_a_count_of_the_server_replaces_the_one_before_and_ours() -> None:
    it = meter()
    it.sent("cloud-cn", 1, 200 * RATE_HZ)
    for seconds in (45, 90, 135):
        it.reported("cloud-cn", 1, seconds)
    assert it.reading() == Metered("cloud-cn", 135, 135 * 0.00033, is_reported=True)


def test_every_wire_session_counts_from_nothing_and_all_are_added() -> None:
    it = meter()
    it.reported("cloud-cn", 1, 60)
    it.reported("cloud-cn", 2, 5)
    it.sent("cloud-cn", 3, 2 * RATE_HZ)
    reading = it.reading()
    assert (reading.audio_s, reading.is_reported) == (67, False)


def test_a_count_that_is_old_is_completed_by_what_was_sent_since() -> None:
    it = meter()
    it.sent("cloud-cn", 1, 10 * RATE_HZ)
    it.reported("cloud-cn", 1, 8)
    it.sent("cloud-cn", 1, 30 * RATE_HZ)
    assert it.reading() == Metered("cloud-cn", 8, 8 * 0.00033, is_reported=True)
    it.sent("cloud-cn", 1, RATE_HZ)
    assert (it.reading().audio_s, it.reading().is_reported) == (39, False)
    it.reported("cloud-cn", 1, 40)
    assert (it.reading().audio_s, it.reading().is_reported) == (40, True)


def test_each_engine_has_its_own_price_and_all_cost_together() -> None:
    it = meter()
    it.reported("cloud-cn", 1, 1000)
    it.reported("local", 2, 500)
    it.sent("cloud-intl", 3, RATE_HZ)
    it.reported("cloud-intl", 3, 1000)
    assert it.reading("cloud-cn").cost_cny == pytest.approx(0.33)
    assert it.reading("local").cost_cny == 0
    assert it.reading().engine_id == "cloud-intl"
    assert [one.engine_id for one in it.readings()] == ["cloud-cn", "local", "cloud-intl"]
    assert it.cost_cny == pytest.approx(0.99)


def test_a_server_cannot_make_audio_unused() -> None:
    it = meter()
    it.reported("cloud-cn", 1, -5)
    assert it.reading().audio_s == 0


def test_without_a_budget_there_is_no_end() -> None:
    it = meter()
    it.reported("cloud-intl", 1, 10**9)
    assert it.verdict() is None


def test_a_budget_warns_near_its_end_and_stops_at_it() -> None:
    it = meter(Budget(1.0, spent_cny=0.5))
    it.reported("cloud-cn", 1, 900)
    assert it.verdict() is None
    it.reported("cloud-cn", 1, 910)
    near = it.verdict()
    assert near is not None
    assert (near.code, near.facts) == (
        ErrorCode.BUDGET_NEAR,
        {"spent": "0.80", "budget": "1.00"},
    )
    it.reported("cloud-cn", 1, 1520)
    assert code(it.verdict()) is ErrorCode.BUDGET_SPENT


def test_an_engine_that_costs_nothing_goes_on_when_the_budget_is_spent() -> None:
    it = meter(Budget(1.0, spent_cny=2.0))
    it.sent("cloud-cn", 1, 1)
    assert code(it.verdict()) is ErrorCode.BUDGET_SPENT
    it.sent("local", 2, 1)
    assert it.verdict() is None
    it.reported("cloud-cn", 1, 3000)  # its last words
    assert it.verdict() is None


def test_a_budget_that_is_spent_is_known_before_the_session() -> None:
    assert code(Budget(1.0, 1.0).verdict()) is ErrorCode.BUDGET_SPENT
    assert code(Budget(1.0, 0.8).verdict()) is ErrorCode.BUDGET_NEAR
    assert Budget(1.0, 0.79).verdict() is None


WIRES = st.integers(1, 3)
STEPS = st.lists(
    st.tuples(st.just("sent"), WIRES, st.integers(0, 40 * RATE_HZ))
    | st.tuples(st.just("reported"), WIRES, st.integers(0, 10_000))
)


@given(STEPS)
def test_a_reading_is_the_sum_of_the_last_counts_and_what_is_newer_than_they(
    steps: list[tuple[str, int, int]],
) -> None:
    it = meter()
    last: dict[int, int] = {}
    since: dict[int, int] = {}
    for kind, wire, amount in steps:
        if kind == "sent":
            it.sent("cloud-cn", wire, amount)
            since[wire] = since.get(wire, 0) + amount
        else:
            it.reported("cloud-cn", wire, amount)
            last[wire], since[wire] = amount, 0
    due_s = 0.0
    for wire in {*last, *since}:
        tail_s = since.get(wire, 0) / RATE_HZ
        due_s += last.get(wire, 0) + (tail_s if wire not in last or tail_s > 30 else 0.0)
    assert it.reading("cloud-cn").audio_s == pytest.approx(due_s)


def test_what_better_encoding_saved_is_the_sum_of_each_wire_sessions_count() -> None:
    meter = Meter({})
    for wire_no, saved_bytes in ((1, 100), (1, 250), (2, 30)):
        meter.saved("cloud-cn", wire_no, saved_bytes)
    assert meter.reading("cloud-cn").saved_bytes == 280
