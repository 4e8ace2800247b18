"""The judge of outages, judged."""

from __future__ import annotations

from tests.perf.continuity import (
    FinalLine,
    Span,
    caught_up_ms,
    doubled,
    finals,
    gaps,
    lost,
    outside,
    time_errors_ms,
    word_errors,
)
from tests.perf.material import SpokenWord


def line(begin_ms: float, end_ms: float, *, delay_ms: float = 500, text: str = "a") -> FinalLine:
    return FinalLine(Span(begin_ms, end_ms), text, end_ms + delay_ms)


EXPECTED = [line(0, 1000), line(2000, 3000), line(4000, 5000)]


def test_lines_and_gaps_are_read_from_what_the_program_wrote() -> None:
    final = {"type": "final", "line": 1, "begin_ms": 5, "end_ms": 9, "text": "b", "t_ms": 20}
    early = {**final, "line": 2, "begin_ms": 1, "end_ms": 2}
    wordless = {**final, "line": 3, "text": ""}
    gap = {"type": "gap", "begin_ms": 3, "end_ms": 4, "t_ms": 9}
    written = [final, early, wordless, gap, {"type": "state", "state": "stopped", "t_ms": 30}]
    assert [found.span.begin_ms for found in finals(written)] == [1, 5]
    assert gaps(written) == [Span(3, 4)]


def test_a_line_of_which_most_is_missing_is_lost() -> None:
    assert lost(EXPECTED, EXPECTED) == []
    assert lost(EXPECTED, [line(0, 1000), line(2600, 5000)]) == [EXPECTED[1]]
    assert lost(EXPECTED, [line(0, 500), line(500, 900), line(1900, 5000)]) == []


def test_lines_that_share_audio_are_doubled() -> None:
    assert doubled([*EXPECTED, line(5000, 5900)]) == []
    assert doubled([*EXPECTED, line(4800, 5900)]) == []
    assert doubled([*EXPECTED, line(4799, 5900)]) == [(EXPECTED[2], line(4799, 5900))]


def test_times_are_held_against_the_nearest() -> None:
    assert time_errors_ms(EXPECTED, [line(10, 980), line(2000, 5300)]) == [10, 20, 0, 300]


def test_what_comes_late_after_an_outage_is_catching_up() -> None:
    assert caught_up_ms(EXPECTED, [line(0, 1000)], back_ms=1000) == 0
    late = [line(0, 1000, delay_ms=9000), line(2000, 3000, delay_ms=8000), line(9000, 12_000)]
    assert caught_up_ms(EXPECTED, late, back_ms=9500) == 1500


def test_lines_in_a_hole_are_left_out() -> None:
    assert outside(EXPECTED, [Span(2999, 3500)]) == [EXPECTED[0], EXPECTED[2]]


def test_words_are_counted_in_order_of_lines() -> None:
    words = [SpokenWord(word, None, None) for word in ("one", "two", "three")]
    assert word_errors([line(0, 1, text="One two."), line(2, 3, text="Four")], words) == 1
