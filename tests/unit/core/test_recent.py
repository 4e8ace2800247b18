"""What was said in the last 60 seconds."""

from __future__ import annotations

from app.core.captions import Captions, Entry, GapLine, Line, LineStatus
from app.core.recent import last_minute


def final(line: int, begin_ms: int | None, end_ms: int | None) -> Line:
    return Line(line, LineStatus.FINAL, "Words.", begin_ms=begin_ms, end_ms=end_ms)


def found(now_ms: int, *entries: Entry) -> tuple[Entry, ...]:
    return last_minute(Captions(entries), now_ms).entries


def test_lines_that_ended_before_are_left_out_and_one_that_reaches_in_is_not() -> None:
    over, reaching, new = final(1, 0, 40_000), final(2, 39_000, 40_001), final(3, 90_000, 95_000)
    assert found(100_000, over, reaching, new) == (reaching, new)


def test_a_gap_is_part_of_it() -> None:
    gap = GapLine(50_000, 52_000)
    assert found(100_000, GapLine(0, 40_000), gap) == (gap,)


def test_the_open_line_is_part_of_it_however_long_it_is() -> None:
    long = Line(1, settled="and so on", begin_ms=1000)
    assert found(100_000, long) == (long,)


def test_a_line_without_an_end_counts_from_its_beginning() -> None:
    assert found(100_000, final(1, 39_000, None)) == ()
    assert found(100_000, final(1, 41_000, None)) != ()


def test_a_line_without_times_counts_from_when_it_was_seen() -> None:
    line = Line(1, LineStatus.FINAL, "Words.", seen_ms=80_000)
    assert found(100_000, line) == (line,)
    assert found(150_000, line) == ()


def test_it_says_from_when_to_when() -> None:
    recent = last_minute(Captions(), 100_000)
    assert (recent.begin_ms, recent.end_ms, recent.entries) == (40_000, 100_000, ())


def test_a_transcript_shorter_than_a_minute_is_all_of_it() -> None:
    recent = last_minute(Captions((final(1, 0, 900),)), 20_000)
    assert (recent.begin_ms, recent.end_ms, len(recent.entries)) == (0, 20_000, 1)


def test_words_ahead_of_the_clock_move_the_end() -> None:
    fast = Captions((final(1, 0, 900), final(2, 100_000, 300_000)))
    recent = last_minute(fast, 5000)
    assert (recent.begin_ms, recent.end_ms, len(recent.entries)) == (240_000, 300_000, 1)
