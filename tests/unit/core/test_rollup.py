"""The overlay's rows, in a font where every character is 10 px wide and Chinese ones 20 px."""

from __future__ import annotations

import math
import unicodedata

import pytest

from app.core.captions import Line, LineStatus
from app.core.emotion import Emotion
from app.core.rollup import Box, Rollup, readable_s, rewrap, update


def measure(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return 10.0 * (len(text) + wide)


def box(columns: int = 20, rows: int = 2, hold_s: float = 6.0) -> Box:
    return Box(measure, columns * 10.0, rows, hold_s)


def heard(line: int, settled: str, tentative: str = "") -> Line:
    return Line(line, LineStatus.OPEN, settled, tentative)


def final(line: int, text: str) -> Line:
    return Line(line, LineStatus.FINAL, text)


def show(rollup: Rollup, *lines: Line, now_s: float = 0.0, **room: int) -> Rollup:
    return update(rollup, lines, box(**room), now_s)


def texts(rollup: Rollup) -> list[str]:
    return [row.text.rstrip() for row in rollup.rows]


def test_words_fill_a_row_and_run_on_in_the_next() -> None:
    shown = show(Rollup(), final(0, "The clients moved first, then the rest"))
    assert texts(shown) == ["The clients moved", "first, then the rest"]


def test_rows_leave_at_the_top() -> None:
    shown = show(Rollup(), heard(0, "one two three four five six seven eight nine"))
    assert texts(shown) == ["five six seven eight", "nine"]


def test_tentative_characters_are_told_from_settled_ones() -> None:
    shown = show(Rollup(), heard(0, "The clients moved fi", "rst, then"))
    assert [(row.text, row.settled) for row in shown.rows] == [
        ("The clients moved ", 18),
        ("first, then", 2),
    ]


def test_revision_inside_a_frozen_row_waits_for_the_final() -> None:
    shown = show(Rollup(), heard(0, "", "The clients moved first, then"))
    shown = show(shown, heard(0, "", "The giants moved first, then the"))
    assert texts(shown) == ["The clients moved", "first, then the"]
    shown = show(shown, final(0, "The giants moved first, then the rest"))
    assert texts(shown) == ["The giants moved", "first, then the rest"]


def test_frozen_row_shows_that_its_words_have_settled() -> None:
    shown = show(Rollup(), heard(0, "The", " clients moved first"))
    shown = show(shown, heard(0, "The clients moved", " first"))
    assert [row.settled for row in shown.rows] == [17, 0]


def test_frozen_row_that_differs_stays_tentative() -> None:
    shown = show(Rollup(), heard(0, "The", " clients moved first"))
    shown = show(shown, heard(0, "The giants moved", " first"))
    assert [(row.text, row.settled) for row in shown.rows] == [
        ("The clients moved ", 3),
        ("first", 0),
    ]


def test_words_put_in_above_do_not_repeat_or_hide_words_below() -> None:
    shown = show(Rollup(), heard(0, "", "The clients moved first, then"))
    shown = show(shown, heard(0, "", "All of the big clients moved first, then"))
    assert texts(shown) == ["The clients moved", "first, then"]


def test_revision_without_words_for_the_last_row_steps_back() -> None:
    shown = show(Rollup(), heard(0, "", "The clients moved first"))
    shown = show(shown, heard(0, "", "The clients"))
    assert texts(shown) == ["The clients"]


def test_row_that_left_does_not_come_back_when_words_are_withdrawn() -> None:
    shown = show(Rollup(), heard(0, "", "The clients moved first, then the rest came"))
    assert texts(shown) == ["first, then the rest", "came"]
    shown = show(shown, heard(0, "", "The clients moved first, then"))
    assert texts(shown) == ["first, then"]


def test_final_that_only_adds_punctuation_moves_no_row() -> None:
    shown = show(Rollup(), heard(0, "", "the clients moved at last then"))
    assert texts(shown) == ["the clients moved at", "last then"]
    shown = show(shown, final(0, "The clients moved at last, then."))
    assert texts(shown) == ["The clients moved at", "last, then."]


def test_final_wider_than_its_row_is_set_anew_from_there() -> None:
    shown = show(Rollup(), heard(0, "", "one two three four five six"))
    shown = show(shown, final(0, "one twenty-two three four five six"), rows=3)
    assert texts(shown) == ["one twenty-two three", "four five six"]


def test_final_shorter_than_what_was_shown_leaves_no_blank_row() -> None:
    shown = show(Rollup(), heard(0, "", "one two three four five six"))
    assert texts(show(shown, final(0, "one two"))) == ["one two"]


def test_failed_line_keeps_its_words_as_they_were() -> None:
    shown = show(Rollup(), heard(0, "The clients", " moved first"))
    failed = show(shown, Line(0, LineStatus.FAILED, "The clients", " moved first"))
    assert failed.rows == shown.rows


def test_each_line_starts_on_a_new_row() -> None:
    shown = show(Rollup(), final(0, "Yes."), heard(1, "", "No"))
    assert texts(shown) == ["Yes.", "No"]


def test_removed_line_does_not_bring_back_an_older_one() -> None:
    old, new = final(0, "Yes."), heard(1, "", "one two three four five six")
    shown = show(Rollup(), old)
    shown = show(shown, old, new)
    assert texts(shown) == ["one two three four", "five six"]
    shown = show(shown, old, new, final(2, "No."))
    assert texts(shown) == ["five six", "No."]
    assert texts(show(shown, old, final(2, "No."))) == ["No."]


def test_late_line_takes_its_place_in_order() -> None:
    shown = show(Rollup(), heard(0, "", "first"))
    shown = show(shown, heard(1, "", "before"), heard(0, "", "first"))
    assert texts(shown) == ["before", "first"]


def test_rows_go_after_six_seconds_of_silence() -> None:
    line = final(0, "Yes.")
    shown = show(Rollup(), line, now_s=10.0)
    assert shown.expires_s(box()) == 16.0
    assert show(shown, line, now_s=15.9) is shown
    gone = show(shown, line, now_s=16.0)
    assert gone.rows == ()
    assert gone.expires_s(box()) == math.inf
    assert show(gone, line, now_s=17.0) is gone


def test_speech_keeps_the_rows() -> None:
    shown = show(Rollup(), heard(0, "", "Yes"), now_s=10.0)
    shown = show(shown, heard(0, "", "Yes and"), now_s=15.0)
    assert texts(show(shown, heard(0, "", "Yes and"), now_s=16.0)) == ["Yes and"]


def test_only_new_words_are_shown_after_the_rows_have_gone() -> None:
    shown = show(Rollup(), heard(0, "", "I was thinking"))
    gone = show(shown, heard(0, "", "I was thinking"), now_s=6.0)
    back = show(gone, heard(0, "", "I was thinking of you"), now_s=7.0)
    assert texts(back) == ["of you"]


@pytest.mark.parametrize("text", ["I was thinking.", "I was drinking", "I was"])
def test_late_final_without_new_words_stays_away(text: str) -> None:
    shown = show(Rollup(), heard(0, "", "I was thinking"))
    gone = show(shown, heard(0, "", "I was thinking"), now_s=6.0)
    assert show(gone, final(0, text), now_s=7.0).rows == ()


def test_captions_can_be_kept_for_ever() -> None:
    room = Box(measure, 200.0, hold_s=math.inf)
    lines = [final(0, "Yes.")]
    shown = update(Rollup(), lines, room, 0.0)
    assert update(shown, lines, room, 1e9) is shown


def test_a_row_may_be_pushed_out_when_it_could_be_read() -> None:
    first = final(0, "one two three four five six")
    shown = show(Rollup(), first, now_s=10.0)
    lines = [first, final(1, "seven")]
    after = show(shown, *lines, now_s=10.5)
    assert readable_s(shown, after, lines) == 11.5
    assert after.rolled_s == 10.5


def test_rows_may_roll_up_once_a_second() -> None:
    lines = [final(at, word) for at, word in enumerate(["one", "two", "three", "four"])]
    shown = show(Rollup(), *lines[:2], now_s=0.0)
    shown = show(shown, *lines[:3], now_s=1.8)
    assert readable_s(shown, show(shown, *lines, now_s=1.9), lines) == 2.8


@pytest.mark.parametrize("text", ["one two three", "one two three four five", "One."])
def test_growth_and_corrections_push_nothing_out(text: str) -> None:
    shown = show(Rollup(), heard(0, "", "one two"))
    lines = [final(0, text)]
    assert readable_s(shown, show(shown, *lines), lines) == -math.inf


def test_a_withdrawn_line_is_not_pushed_out() -> None:
    old = final(0, "Yes.")
    shown = show(Rollup(), old, heard(1, "", "ghost"))
    after = show(shown, old)
    assert texts(after) == ["Yes."]
    assert readable_s(shown, after, [old]) == -math.inf


def test_settled_word_stays_where_it_is_when_its_comma_comes() -> None:
    shown = show(Rollup(), heard(0, "It was the best of t"))  # a row of 20, with nothing to spare
    assert texts(shown) == ["It was the best of", "t"]
    shown = show(Rollup(), heard(0, "It was the best of"), columns=19)
    assert texts(show(shown, heard(0, "It was the best of,"), columns=19)) == [
        "It was the best of,"
    ]


def test_settled_beginning_of_a_word_stays_where_it_is() -> None:
    shown = show(Rollup(), heard(0, "It cost them all 10"))
    assert texts(shown) == ["It cost them all 10"]
    shown = show(shown, heard(0, "It cost them all 10,000 euros"))
    assert texts(shown) == ["It cost them all 10,", "000 euros"]


def test_settled_chinese_stays_where_it_is_when_punctuation_comes() -> None:
    shown = show(Rollup(), heard(0, "八月份我们就说过会这样"), columns=22)
    before = texts(shown)
    after = texts(show(shown, heard(0, "八月份我们就说过会这样，可是"), columns=22))
    assert after[: len(before) - 1] == before[:-1]
    assert after[len(before) - 1].startswith(before[-1])


def test_rows_are_as_wide_as_their_characters_may_be() -> None:
    room = Box(lambda text: float(len(text)), 10_000.0, rows=3, columns=42)
    text = "国" * 40
    shown = update(Rollup(), [final(0, text)], room, 0.0)
    assert [len(row.text) for row in shown.rows] == [18, 18, 4]
    shown = update(Rollup(), [final(0, "国" * 9 + "abcde fghij klmno pqrst uvwxyz")], room, 0.0)
    assert texts(shown) == ["国" * 9 + "abcde fghij klmno", "pqrst uvwxyz"]


def test_rows_tell_the_feeling_of_their_line() -> None:
    line = Line(0, LineStatus.FINAL, "one two three four five", emotion=Emotion.HAPPY)
    assert [row.emotion for row in show(Rollup(), line).rows] == [Emotion.HAPPY] * 2


def test_box_of_another_width_sets_the_rows_anew() -> None:
    shown = show(Rollup(), heard(0, "", "The clients moved first, then"))
    assert texts(rewrap(shown, box(columns=30))) == ["The clients moved first, then"]
    assert texts(rewrap(shown, box(columns=12, rows=4))) == ["The clients", "moved first,", "then"]


def test_chinese_fills_rows_and_keeps_punctuation_with_its_words() -> None:
    shown = show(Rollup(), heard(0, "八月份我们就说过会这样，可是没有人管。"), columns=23)
    assert texts(shown) == ["八月份我们就说过会这", "样，可是没有人管。"]


def test_arabic_rows_keep_their_logical_order_and_say_their_direction() -> None:
    shown = show(Rollup(), heard(0, "مرحبا بكم في هذا الاجتماع"))
    assert "".join(row.text for row in shown.rows) == "مرحبا بكم في هذا الاجتماع"
    assert len(shown.rows) == 2
    assert all(row.is_right_to_left for row in shown.rows)
