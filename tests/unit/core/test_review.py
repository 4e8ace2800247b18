"""A session that is over in figures: feelings over time, where they turned, who talked how long."""

import csv
import io

import pytest

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.marks import NO_MARKS
from app.core.review import (
    PAUSE_MS,
    AudioChunk,
    Review,
    Span,
    Start,
    as_csv,
    figures,
    has_feelings,
    legible,
    line_at,
    spoken_chars,
)
from app.core.sessions import SessionInfo, SessionState

SESSION = SessionInfo("a", 1000.0)


def said(
    line: int, begin_s: float, end_s: float, emotion: Emotion = Emotion.NONE, text: str = "words"
) -> Line:
    begin_ms, end_ms = round(begin_s * 1000), round(end_s * 1000)
    return Line(line, LineStatus.FINAL, text, "", begin_ms, end_ms, emotion=emotion)


def review(*entries: Line | GapLine, **more: object) -> Review:
    return Review(SESSION, Captions(entries), **more)  # type: ignore[arg-type]


def test_shares_are_of_the_time_that_was_heard_with_a_feeling() -> None:
    [one] = figures(
        review(
            said(1, 0, 3, Emotion.NEUTRAL),
            said(2, 3, 4, Emotion.ANGRY),
            said(3, 4, 100),  # nobody knows
        )
    )
    assert one.share(Emotion.NEUTRAL) == pytest.approx(0.75)
    assert one.share(Emotion.ANGRY) == pytest.approx(0.25)
    assert one.share(Emotion.SAD) == 0
    assert one.counts == {Emotion.NEUTRAL: 1, Emotion.ANGRY: 1}


def test_without_any_feeling_every_share_is_nothing() -> None:
    [one] = figures(review(said(1, 0, 3)))
    assert one.share(Emotion.ANGRY) == 0
    assert not has_feelings(review(said(1, 0, 3)))


def test_the_users_label_counts_instead_of_the_engines() -> None:
    line = said(1, 0, 3, Emotion.ANGRY)
    marks = NO_MARKS.with_label(line, Emotion.HAPPY)
    [one] = figures(review(line, marks=marks))
    assert one.counts == {Emotion.HAPPY: 1}
    assert line.emotion is Emotion.ANGRY


def test_a_turn_is_where_a_feeling_gives_way_to_another() -> None:
    [one] = figures(
        review(
            said(1, 0, 1, Emotion.NEUTRAL),
            said(2, 1, 2, Emotion.NEUTRAL),
            said(3, 2, 3),
            said(4, 3, 4, Emotion.ANGRY),
            said(5, 4, 5, Emotion.HAPPY),
        )
    )
    turns = [(turn.line, turn.at_ms, turn.before, turn.after) for turn in one.turns]
    assert turns == [
        (4, 3000, Emotion.NEUTRAL, Emotion.ANGRY),
        (5, 4000, Emotion.ANGRY, Emotion.HAPPY),
    ]


def test_the_longest_stretch_is_unbroken_by_other_feelings_and_long_silence() -> None:
    pause_s = PAUSE_MS / 1000 + 1
    [one] = figures(
        review(
            said(1, 0, 4, Emotion.ANGRY),
            said(2, 4, 5, Emotion.NEUTRAL),
            said(3, 5, 7, Emotion.ANGRY),
            said(4, 8, 10, Emotion.ANGRY),
            said(5, 10 + pause_s, 14 + pause_s, Emotion.ANGRY),
        )
    )
    stretch = one.longest[Emotion.ANGRY]
    assert (stretch.line, stretch.begin_ms, stretch.end_ms) == (3, 5000, 10_000)
    assert Emotion.FEARFUL not in one.longest


def test_talk_time_counts_no_moment_twice_and_no_line_without_times() -> None:
    [one] = figures(
        review(said(1, 0, 4), said(2, 3, 6), Line(3, LineStatus.FINAL, "when"), said(4, 8, 9))
    )
    assert one.talk_ms == 7000
    assert one.line_count == 3


def test_each_channel_has_its_own_figures() -> None:
    lines = (said(1, 0, 2, Emotion.ANGRY), said(2, 2, 5, Emotion.HAPPY), said(3, 5, 6))
    left, right = figures(review(*lines, channels={2: 1}))
    assert (left.channel, left.talk_ms) == (0, 3000)
    assert (right.channel, right.talk_ms) == (1, 3000)
    assert right.share(Emotion.HAPPY) == 1


def test_the_line_at_a_time_is_the_one_said_last() -> None:
    one = review(said(1, 0, 2), GapLine(2000, 3000), said(2, 4, 6))
    assert line_at(one, 1000) is one.lines[0]
    assert line_at(one, 3500) is one.lines[0]
    assert line_at(one, 4000) is one.lines[1]
    assert line_at(review(said(1, 5, 6)), 0) is None


@pytest.mark.parametrize(("ms", "chars"), [(0, 0), (1000, 0), (2000, 5), (3000, 10), (9000, 10)])
def test_words_are_followed_by_characters_of_one_length(ms: int, chars: int) -> None:
    assert spoken_chars(said(1, 1, 3), "0123456789", ms) == chars


def test_times_of_day_follow_each_start() -> None:
    one = review(starts=(Start(0, 1000.0), Start(60_000, 5000.0)))
    assert one.wall_s(1500) == 1001.5
    assert one.wall_s(61_000) == 5001.0
    assert review().wall_s(0) is None


def test_the_end_is_that_of_the_last_line_or_of_the_audio() -> None:
    assert review(said(1, 0, 2)).end_ms == 2000
    assert review(said(1, 0, 2), chunks=(AudioChunk(0, 9000, "x"),)).end_ms == 9000
    assert review().end_ms == 0


def test_a_session_that_is_being_written_cannot_be_changed() -> None:
    assert review().can_change
    assert not Review(SessionInfo("a", 0.0, state=SessionState.OPEN)).can_change


def test_the_table_has_a_row_for_each_channel_and_feeling() -> None:
    found = figures(review(said(1, 1, 3, Emotion.ANGRY), said(2, 3, 5, Emotion.SAD)))
    rows = list(csv.DictReader(io.StringIO(as_csv(found, {0: 'Ada, "the" first'}))))
    assert len(rows) == 7
    [angry] = [row for row in rows if row["emotion"] == "angry"]
    assert angry["name"] == 'Ada, "the" first'
    assert (angry["talk_s"], angry["emotion_s"]) == ("4.000", "2.000")
    assert (angry["emotion_share"], angry["longest_s"]) == ("0.5000", "2.000")
    assert angry["longest_begin_s"] == "1.000"


def test_a_name_is_no_formula() -> None:
    found = figures(review(said(1, 1, 3)))
    assert "'=1+1" in as_csv(found, {0: "=1+1"})


def test_of_many_lines_in_one_column_the_felt_and_then_the_longest_is_drawn() -> None:
    calm = [Span(number, number * 10, number * 10 + 9, Emotion.NEUTRAL) for number in range(20)]
    angry = Span(20, 55, 58, Emotion.ANGRY)
    longer = Span(21, 150, 160, Emotion.NEUTRAL)
    wide = Span(22, 60, 400, Emotion.HAPPY)
    drawn = legible([*calm, angry, longer, wide], 100)
    assert drawn == (angry, wide, longer)


def test_where_there_is_room_every_line_is_drawn() -> None:
    spans = tuple(Span(number, number * 10, number * 10 + 9, Emotion.SAD) for number in range(20))
    assert legible(spans, 9) == spans
