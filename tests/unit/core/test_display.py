"""The overlay's words from what was heard to rows: revealed, held, emotional, gone."""

from __future__ import annotations

import math
from dataclasses import replace

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.display import Change, Display, Rules, change_between, hear, rewrap, show
from app.core.emotion import Emotion
from app.core.overlay_settings import Stability
from app.core.reveal import LATE_S
from app.core.rollup import Box
from app.core.steadiness import Steadiness, counted

FAST = Rules(Stability.FAST)
BOX = Box(lambda text: 10.0 * len(text), 400.0)


def heard(line: int, settled: str, tentative: str = "") -> Line:
    return Line(line, LineStatus.OPEN, settled, tentative)


def final(line: int, text: str, emotion: Emotion = Emotion.NONE) -> Line:
    return Line(line, LineStatus.FINAL, text, emotion=emotion)


def told(display: Display, now_s: float, *entries: Line | GapLine, rules: Rules = FAST) -> Display:
    return show(hear(display, Captions(entries=entries), rules, now_s), rules, BOX, now_s)


def later(display: Display, now_s: float, rules: Rules = FAST) -> Display:
    return show(display, rules, BOX, now_s)


def texts(display: Display) -> list[str]:
    return [row.text.rstrip() for row in display.rows]


def test_a_few_words_come_at_once() -> None:
    assert texts(told(Display(), 0.0, heard(0, "", "It was the"))) == ["It was the"]


def test_more_words_come_one_by_one() -> None:
    shown = told(Display(), 0.0, heard(0, "", "It was the best of times"))
    assert texts(shown) == ["It was the"]
    assert 0.0 < shown.due_s(BOX) < 0.5
    assert texts(later(shown, 0.2)) == ["It was the best"]
    assert texts(later(shown, 1.0)) == ["It was the best of times"]


def test_chinese_comes_slower_as_every_character_is_more_to_read() -> None:
    text = "今天上午市政府召开新闻发布会"
    shown = told(Display(), 0.0, heard(0, "", text))
    assert len(texts(shown)[0]) == 7
    assert texts(later(shown, 1.0)) == [text]


def test_too_many_words_come_all_at_once() -> None:
    words = "It was the best of times, it was the worst of times"
    shown = told(Display(), 0.0, heard(0, "", words))
    assert " ".join(texts(shown)) == words


def test_a_word_that_goes_on_is_not_a_new_one() -> None:
    shown = told(Display(), 0.0, heard(0, "", "It was a be"))
    assert texts(told(shown, 0.01, heard(0, "", "It was a best"))) == ["It was a best"]


def test_words_in_the_place_of_others_are_there_at_once() -> None:
    shown = told(Display(), 0.0, heard(0, "", "It was a pack"))
    assert texts(told(shown, 0.01, heard(0, "", "It was a best"))) == ["It was a best"]


def test_words_in_the_place_of_ones_that_were_shown_have_not_waited_as_long() -> None:
    shown = told(Display(), 0.0, heard(0, "", "Yes. "))
    other = Captions(entries=(heard(0, "", "今天上午市政府召开新闻发布会"),))
    waiting = hear(shown, other, FAST, 1.4).reveal.waiting
    assert {word.came_s for word in waiting} == {1.4}


def test_rows_that_must_be_read_hold_words_back_and_then_all_come() -> None:
    lines = [final(at, f"This is line {at}.") for at in range(6)]
    shown = told(Display(), 0.0, *lines[:1])
    shown = told(shown, 1.0, *lines[:2])
    assert texts(shown) == ["This is line 0.", "This is line 1."]
    shown = told(shown, 1.1, *lines)
    assert texts(shown) == ["This is line 0.", "This is line 1."]
    assert shown.due_s(BOX) == 2.5
    assert texts(later(shown, 2.4)) == ["This is line 0.", "This is line 1."]
    assert texts(later(shown, 2.5)) == ["This is line 4.", "This is line 5."]


def test_words_are_never_held_back_longer_than_they_may_be_late() -> None:
    box = replace(BOX, rows=1)
    first = final(0, "Yes.")
    shown = show(hear(Display(), Captions(entries=(first,)), FAST, 0.0), FAST, box, 0.0)
    second = Captions(entries=(first, heard(1, "", "No.")))
    shown = show(hear(shown, second, FAST, 0.2), FAST, box, 0.2)
    assert texts(shown) == ["Yes."]
    assert shown.due_s(box) == 1.5 < 0.2 + LATE_S
    assert texts(show(shown, FAST, box, 1.5)) == ["No."]


def test_an_old_transcript_is_not_revealed_again() -> None:
    lines = [final(number, f"Line {number} of many.") for number in range(2000)]
    assert texts(told(Display(), 0.0, *lines)) == ["Line 1998 of many.", "Line 1999 of many."]


def test_gaps_take_no_row() -> None:
    shown = told(Display(), 0.0, final(0, "Yes."), GapLine(0, 9), final(1, "No."))
    assert texts(shown) == ["Yes.", "No."]


def test_cleared_transcript_clears_the_rows() -> None:
    shown = told(Display(), 0.0, final(7, "Yes."))
    assert told(shown, 0.1) == Display()
    assert texts(told(told(shown, 0.1), 0.2, final(0, "New."))) == ["New."]


def test_rows_go_after_a_silence_and_no_sooner() -> None:
    shown = told(Display(), 0.0, final(0, "Yes."))
    assert shown.due_s(BOX) == BOX.hold_s
    gone = later(shown, BOX.hold_s)
    assert gone.rows == ()
    assert change_between(shown, gone) is Change.GONE
    assert gone.due_s(BOX) == math.inf


def test_only_a_final_that_differs_sets_rows_anew() -> None:
    before = told(Display(), 0.0, heard(0, "It was a"))
    assert change_between(before, told(before, 0.1, final(0, "It was a."))) is Change.MOVED_ON
    assert change_between(before, told(before, 0.1, final(0, "It was the"))) is Change.SET_ANEW
    assert change_between(before, before) is Change.NONE


def test_another_box_sets_the_same_words_anew() -> None:
    shown = told(Display(), 0.0, final(0, "one two three"))
    assert texts(rewrap(shown, replace(BOX, width_px=70.0))) == ["one two", "three"]


def emotions(*lines: Line) -> list[Emotion]:
    rules = Rules(Stability.FAST, shows_emotion=True)
    return [row.emotion for row in told(Display(), 0.0, *lines, rules=rules).rows]


def test_feelings_come_with_finals_only() -> None:
    angry = Emotion.ANGRY
    assert emotions(final(0, "Yes.", angry)) == [angry]
    assert emotions(replace(heard(0, "Yes."), emotion=angry)) == [Emotion.NONE]
    assert told(Display(), 0.0, final(0, "Yes.", angry)).rows[0].emotion is Emotion.NONE


def test_a_single_neutral_line_keeps_the_feeling_before_it() -> None:
    angry, neutral = Emotion.ANGRY, Emotion.NEUTRAL
    assert emotions(final(0, "Yes.", angry), final(1, "No.", neutral)) == [angry, angry]
    lines = (final(0, "A.", angry), final(1, "B.", neutral), final(2, "C.", neutral))
    assert emotions(*lines) == [angry, neutral]


def steadiness(before: Display, after: Display) -> Steadiness:
    return counted(Steadiness(), before.rollup.named_rows, after.rollup.named_rows, after.finished)


def test_growth_costs_no_steadiness() -> None:
    before = told(Display(), 0.0, heard(0, "It was"))
    assert steadiness(Display(), before) == Steadiness(shown=6)
    assert steadiness(before, told(before, 1.0, heard(0, "It was a"))) == Steadiness(shown=2)


def test_what_a_final_changed_is_counted() -> None:
    before = told(Display(), 0.0, heard(0, "It was", " bad"))
    after = told(before, 1.0, final(0, "It is bad"))
    counts = steadiness(before, after)
    assert (counts.shown, counts.changed, counts.settled, counts.by_final) == (1, 2, 0, 2)
    assert Steadiness(shown=200, changed=2).changed_percent == 1.0


def test_what_is_taken_back_is_counted() -> None:
    before = told(Display(), 0.0, heard(0, "", "It was bad"))
    counts = steadiness(before, told(before, 1.0, heard(0, "", "It")))
    assert (counts.changed, counts.settled) == (8, 0)


def test_what_rolls_up_is_not_counted() -> None:
    lines = [final(at, f"Line {at}.") for at in range(3)]
    before = told(Display(), 0.0, *lines[:2])
    before = later(before, 1.0)
    after = told(before, 3.0, *lines)
    assert texts(after) == ["Line 1.", "Line 2."]
    assert steadiness(before, after).changed == 0
