"""How far a recording is: its share, its speed and the time that is left."""

import pytest

from app.core.bringing_in import Headway, clock_text


def test_it_is_told_by_what_was_heard_since_it_began() -> None:
    headway = Headway(begin_ms=60_000, position_ms=120_000, length_ms=240_000, gone_s=10.0)
    assert headway.share == pytest.approx(0.5)
    assert headway.speed == pytest.approx(6.0)
    assert headway.left_s == pytest.approx(20.0)


def test_at_the_beginning_nobody_knows_how_fast_it_goes() -> None:
    headway = Headway(0, 10_000, 240_000, 0.5)
    assert (headway.speed, headway.left_s) == (None, None)


def test_where_the_length_is_not_known_nobody_knows_how_long_it_takes() -> None:
    headway = Headway(0, 10_000, None, 10.0)
    assert (headway.share, headway.left_s) == (None, None)
    assert headway.speed == pytest.approx(1.0)


def test_a_length_that_was_too_short_is_no_more_than_all() -> None:
    headway = Headway(0, 300_000, 240_000, 10.0)
    assert headway.share == 1.0
    assert headway.left_s == 0.0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (125, "2:05"), (59.7, "1:00"), (3725, "1:02:05"), (-3, "0:00")],
)
def test_a_length_of_time_is_read_as_on_a_clock(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text
