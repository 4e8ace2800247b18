"""From the captions to the lag badge."""

import pytest

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.lag import NOTHING_SAID, Lag, Pace, follow, newest_final, pace_of

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


def speaking(settled: str, tentative: str, *, end_ms: int | None = None) -> Captions:
    return Captions((FINAL, Line(5, LineStatus.OPEN, settled, tentative, 2000, end_ms)))


def test_while_somebody_speaks_the_lag_grows_until_words_settle() -> None:
    lag = follow(NOTHING_SAID, speaking("", "hello"), 2400)
    assert [lag.ms_at(now_ms) for now_ms in (2400, 3000)] == [400, 1000]
    later = follow(lag, speaking("hell", "o wo"), 3000)
    assert later.ms_at(3000) == 500  # half of what is heard since 2000 is settled
    assert follow(later, speaking("hell", "o worl"), 3400) is later
    assert later.ms_at(3600) == 1100


def test_speech_without_any_word_counts_from_its_beginning() -> None:
    begun = Captions((FINAL,), wordless=(Line(5, begin_ms=2000),))
    assert follow(NOTHING_SAID, begun, 2100).ms_at(6000) == 4000


def test_what_settled_stays_settled_when_more_is_heard() -> None:
    lag = follow(NOTHING_SAID, speaking("hello", ""), 3000)
    assert follow(lag, speaking("hello ", "wonderful world"), 3100).until_ms == lag.until_ms


def test_after_the_final_the_lag_stands_still() -> None:
    lag = follow(NOTHING_SAID, speaking("hello", " world"), 3000)
    done = Captions((FINAL, Line(5, LineStatus.FINAL, "Hello world.", "", 2000, 3100)))
    lag = follow(lag, done, 3700)
    assert [lag.ms_at(now_ms) for now_ms in (3700, 9000)] == [600, 600]
    assert follow(lag, done, 9000) is lag


def test_a_transcript_without_times_has_no_lag() -> None:
    assert follow(Lag(3, 5, 100), Captions((TIMELESS,)), 900) == NOTHING_SAID
    open_without_time = Captions((Line(4, LineStatus.OPEN, "fo", "ur"),))
    assert follow(NOTHING_SAID, open_without_time, 900) == NOTHING_SAID
