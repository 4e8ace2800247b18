"""What goes to a model for a summary, and what of its answer names a line."""

from dataclasses import replace

import pytest

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.export import Transcript
from app.core.marks import Marks
from app.core.summary import (
    Citation,
    chat_address,
    citations,
    cited_times,
    matter_of,
    prompt_for,
)


def line(at: int, text: str, language: str = "en") -> Line:
    return Line(
        at,
        LineStatus.FINAL,
        text,
        begin_ms=at * 1000,
        end_ms=at * 1000 + 900,
        language=language,
        emotion=Emotion.ANGRY,
    )


MEETING = Transcript(
    Captions((line(1, "Good morning."), GapLine(2000, 2500), line(3, "We ship."))),
    Marks(edits={3: "We ship today."}),
    speakers={1: "Anna", 3: "Bo"},
)


def test_lines_go_with_their_times_and_names_and_as_they_were_put_right() -> None:
    matter = matter_of(MEETING)
    assert matter.text == "[00:00:01] Anna: Good morning.\n[00:00:03] Bo: We ship today.\n"
    assert (matter.lines, matter.left_out) == (2, 0)


def test_no_feeling_is_sent() -> None:
    labelled = replace(MEETING, marks=replace(MEETING.marks, labels={1: Emotion.FEARFUL}))
    assert matter_of(labelled) == matter_of(MEETING)
    assert not any(each.value in matter_of(labelled).text for each in Emotion if each.value)


def test_what_there_is_no_room_for_is_counted() -> None:
    matter = matter_of(MEETING, max_chars=40)
    assert (matter.lines, matter.left_out) == (1, 1)
    assert matter.text == "[00:00:01] Anna: Good morning.\n"


def test_the_summary_is_in_the_language_most_was_said_in() -> None:
    entries = (line(1, "OK."), line(2, "今日は予算について話します。", "ja"))
    assert "in Japanese (日本語)" in prompt_for(entries)
    assert "in English. " in prompt_for((line(1, "OK."),))
    assert "in the language of the transcript" in prompt_for((line(1, "Hm.", ""),))
    assert "in the language of the transcript" in prompt_for(())


def test_chinese_is_summed_up_when_asked_in_chinese() -> None:
    prompt = prompt_for((line(1, "OK."), line(2, "今天我们讨论预算。", "zh")))
    assert prompt.startswith("请用中文总结")
    assert "[00:12:31]" in prompt


def test_only_times_that_exist_are_citations() -> None:
    answer = "Good [00:00:01]. Made up [00:09:09]. Shipped [00:00:03], [00:00:02]."
    assert citations(answer, matter_of(MEETING)) == (Citation(6, 14, 1), Citation(46, 54, 3))


@pytest.mark.parametrize(
    ("cited", "count"),
    [
        ("[00:00:01, 00:00:03]", 2),
        ("[00:00:01–00:00:03]", 2),
        ("［00:00:01；00:00:03］", 2),
        ("【00:00:01】【00:00:03】", 2),
        ("[00:00:01-00:00:03, 00:09:09]", 3),
    ],
)
def test_times_are_cited_in_the_ways_models_write_them(cited: str, count: int) -> None:
    answer = f"At 00:00:03 {cited}"
    assert [each.line for each in citations(answer, matter_of(MEETING))] == [1, 3]
    assert cited_times(answer) == count


def test_a_line_that_was_not_sent_cannot_be_cited() -> None:
    assert citations("[00:00:03]", matter_of(MEETING, max_chars=40)) == ()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.example/v1", "https://api.example/v1/chat/completions"),
        (" https://api.example/v1/ ", "https://api.example/v1/chat/completions"),
        ("https://a/v1/chat/completions", "https://a/v1/chat/completions"),
        ("http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions"),
        ("http://[::1]:8080", "http://[::1]:8080/chat/completions"),
        ("http://api.example/v1", ""),
        ("http://localhost.example/v1", ""),
        ("https://key@api.example/v1", ""),
        ("https://a:99999/", ""),
        ("api.example", ""),
        ("https://a/\nb", ""),
        ("", ""),
    ],
)
def test_only_safe_addresses_are_asked(url: str, expected: str) -> None:
    assert chat_address(url) == expected
