"""From the captions to the lag badge."""

import pytest

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.lag import Pace, newest_final, pace_of

FINAL = Line(1, LineStatus.FINAL, "one", "", 0, 900)
LATER = Line(2, LineStatus.FINAL, "two", "", 1000, 1900)
TIMELESS = Line(3, LineStatus.FINAL, "three")
OPEN = Line(4, LineStatus.OPEN, "fo", "ur", 3000)


def test_the_newest_final_with_a_known_end_counts() -> None:
    entries = (FINAL, LATER, GapLine(2000, 2400), TIMELESS, OPEN)
    assert newest_final(Captions(entries)) is LATER


def test_without_a_final_there_is_no_lag() -> None:
    assert newest_final(Captions((OPEN,))) is None


@pytest.mark.parametrize(
    ("lag_ms", "pace"),
    [(1999, Pace.LIVE), (2000, Pace.LATE), (3999, Pace.LATE), (4000, Pace.FAR_BEHIND)],
)
def test_two_seconds_are_late_and_four_far_behind(lag_ms: int, pace: Pace) -> None:
    assert pace_of(lag_ms) is pace
