"""The waits between attempts: bounded whatever chance says."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.backoff import FIRST_S, LEAST_S, LONGEST_S, delay_s


def test_the_longest_wait_doubles_up_to_half_a_minute() -> None:
    assert [delay_s(failures, 1.0) for failures in range(1, 9)] == [
        0.5,
        1.0,
        2.0,
        4.0,
        8.0,
        16.0,
        30.0,
        30.0,
    ]


def test_chance_spreads_all_of_the_wait() -> None:
    assert delay_s(4, 0.25) == 1.0


@given(failures=st.integers(1, 10**9), chance=st.floats(0.0, 1.0))
def test_no_wait_is_shorter_or_longer_than_its_bounds(failures: int, chance: float) -> None:
    assert LEAST_S <= delay_s(failures, chance) <= LONGEST_S
    assert delay_s(1, chance) <= FIRST_S
