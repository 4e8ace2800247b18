"""Captions as files that players and people can read."""

import re

import pytest

from app.core.captions import Captions, Entry, GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.errors import ErrorCode, ZimuError
from app.core.export import SUFFIXES, render
from app.core.marks import Marks


def final(text: str, begin_ms: int | None = None, end_ms: int | None = None) -> Line:
    return Line(1, LineStatus.FINAL, text, begin_ms=begin_ms, end_ms=end_ms)


def rendered(suffix: str, *entries: Entry) -> str:
    return render(Captions(entries), suffix)


def spans(suffix: str, *entries: Entry) -> list[tuple[int, int]]:
    clock = r"(\d\d):(\d\d):(\d\d)[,.](\d\d\d)"
    times = re.findall(f"{clock} --> {clock}", rendered(suffix, *entries))
    return [(to_ms(time[:4]), to_ms(time[4:])) for time in times]


def to_ms(clock: tuple[str, ...]) -> int:
    hours, minutes, seconds, ms = map(int, clock)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


TWO = (final("Hello, world.", 0, 1200), final("你好，世界。", 3_723_004, 3_724_005))


def test_subrip() -> None:
    assert rendered(".srt", *TWO) == (
        "1\n00:00:00,000 --> 00:00:01,200\nHello, world.\n\n"
        "2\n01:02:03,004 --> 01:02:04,005\n你好，世界。\n"
    )


def test_webvtt() -> None:
    assert rendered(".vtt", *TWO) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.200\nHello, world.\n\n"
        "01:02:03.004 --> 01:02:04.005\n你好，世界。\n"
    )


def test_plain_text() -> None:
    assert rendered(".TXT", *TWO) == "Hello, world.\n你好，世界。\n"


def test_nothing_said_makes_a_valid_file() -> None:
    assert [rendered(suffix) for suffix in SUFFIXES] == ["", "WEBVTT\n", ""]


@pytest.mark.parametrize("suffix", [".docx", "", "srt"])
def test_other_suffixes_are_refused_with_those_there_are(suffix: str) -> None:
    with pytest.raises(ZimuError) as caught:
        rendered(suffix, *TWO)
    assert caught.value.problem.code is ErrorCode.EXPORT_FAILED
    assert ".srt, .vtt, .txt" in caught.value.problem.facts["reason"]


def test_open_and_failed_lines_are_written_too() -> None:
    open_line = Line(1, LineStatus.OPEN, "still", " talking", begin_ms=0)
    failed = Line(2, LineStatus.FAILED, "cut", " off", begin_ms=1)
    assert rendered(".txt", open_line, failed) == "still talking\ncut off […]\n"


def test_a_gap_is_written_with_its_length() -> None:
    entries = (final("a", 0, 900), GapLine(1000, 3400), final("b", 3400, 4000))
    assert rendered(".txt", *entries) == "a\n[2.4 s not captioned]\nb\n"
    assert spans(".srt", *entries) == [(0, 900), (1000, 3400), (3400, 4000)]


def test_the_shortest_gap_has_a_length() -> None:
    assert rendered(".txt", GapLine(0, 10)) == "[0.1 s not captioned]\n"


def test_emotions_are_not_written() -> None:
    line = Line(1, LineStatus.FINAL, "no", begin_ms=0, emotion=Emotion.ANGRY)
    assert all("angry" not in rendered(suffix, line) for suffix in SUFFIXES)


@pytest.mark.parametrize("suffix", [".srt", ".vtt"])
def test_a_line_without_end_lasts_as_long_as_reading_takes(suffix: str) -> None:
    assert spans(suffix, final("Hi.", 500)) == [(500, 1500)]
    assert spans(suffix, final("x" * 100, 500)) == [(500, 6500)]


def test_lines_without_any_times_follow_each_other() -> None:
    assert spans(".srt", final("a"), final("b")) == [(0, 1000), (1000, 2000)]


def test_a_line_ends_where_the_next_begins() -> None:
    assert spans(".srt", final("a", 0, 5000), final("b", 3000, 4000)) == [(0, 3000), (3000, 4000)]


def test_lines_that_begin_together_do_not_overlap() -> None:
    assert spans(".srt", final("a", 0, 900), final("b", 0, 900)) == [(0, 100), (100, 900)]


def test_a_line_that_ends_before_it_begins_gets_a_sound_end() -> None:
    assert spans(".srt", final("a", 2000, 1000)) == [(2000, 3000)]


def test_a_line_break_or_control_character_does_not_break_the_file() -> None:
    line = final("one\r\n\r\ntwo\x00three\u2028four\x85five\ud800six", 0, 900)
    assert rendered(".srt", line).splitlines()[2] == "one two three four five six"
    rendered(".srt", line).encode()


def test_an_arrow_is_not_a_time_line() -> None:
    line = final("00:00:01,000 --> 00:00:02,000", 0, 900)
    assert rendered(".srt", line).count("-->") == 1
    assert rendered(".vtt", line).count("-->") == 1
    assert rendered(".txt", line) == "00:00:01,000 --> 00:00:02,000\n"


def test_markup_is_text_in_webvtt() -> None:
    assert "a &lt;b&gt; &amp; c" in rendered(".vtt", final("a <b> & c", 0, 900))


def test_words_that_are_only_white_space_are_left_out() -> None:
    assert rendered(".srt", final(" \x00\n", 0, 900)) == ""


HEARD = Line(7, LineStatus.FINAL, "The clients moved.", begin_ms=0, end_ms=900)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_users_words_are_written_in_place_of_those_that_were_heard(suffix: str) -> None:
    marks = Marks().with_edit(HEARD, "The client moved.")
    written = render(Captions((HEARD,)), suffix, marks)
    assert "The client moved." in written
    assert "clients" not in written


def test_words_that_were_put_right_are_not_cut_off() -> None:
    failed = Line(7, LineStatus.FAILED, "The clients", begin_ms=0)
    marks = Marks().with_edit(failed, "The client moved.")
    assert render(Captions((failed,)), ".txt", marks) == "The client moved.\n"


def test_a_star_is_written_where_text_is_for_reading_and_not_into_subtitles() -> None:
    marks = Marks().with_star(HEARD, is_starred=True)
    other = final("Yes.", 1000, 1500)
    assert render(Captions((HEARD, other)), ".txt", marks) == "★ The clients moved.\nYes.\n"
    assert all("★" not in render(Captions((HEARD,)), suffix, marks) for suffix in (".srt", ".vtt"))
