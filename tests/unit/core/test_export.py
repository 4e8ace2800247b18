"""Transcripts as files that players, programs and people can read."""

import re
from dataclasses import replace

import pytest

from app.core.captions import Captions, Entry, GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.errors import ErrorCode, ZimuError
from app.core.export import (
    SUFFIXES,
    Background,
    EmotionMarks,
    ExportFormat,
    ExportOptions,
    Transcript,
    Wording,
    format_of,
    render_text,
    usual,
)
from app.core.marks import LineMark, Marks

TEXTS = [each for each in ExportFormat if each is not ExportFormat.DOCX]
SUBTITLES = [each for each in ExportFormat if each.is_subtitles]


def final(text: str, begin_ms: int | None = None, end_ms: int | None = None, line: int = 1) -> Line:
    return Line(line, LineStatus.FINAL, text, begin_ms=begin_ms, end_ms=end_ms)


def rendered(wanted: str, *entries: Entry, marks: Marks | None = None, **changes: object) -> str:
    options = replace(usual(ExportFormat(wanted)), **changes)  # type: ignore[arg-type]
    return render_text(Transcript(Captions(entries), marks or Marks()), options)


def spans(wanted: str, *entries: Entry) -> list[tuple[int, int]]:
    clock = r"(\d\d):(\d\d):(\d\d)[,.](\d\d\d)"
    times = re.findall(f"{clock} --> {clock}", rendered(wanted, *entries))
    return [(to_ms(time[:4]), to_ms(time[4:])) for time in times]


def to_ms(clock: tuple[str, ...]) -> int:
    hours, minutes, seconds, ms = map(int, clock)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


TWO = (final("Hello, world.", 0, 1200), final("你好，世界。", 3_723_004, 3_724_005, line=2))


# What there is


def test_each_suffix_names_its_format() -> None:
    assert [format_of(suffix.upper()) for suffix in SUFFIXES] == list(ExportFormat)


@pytest.mark.parametrize("suffix", [".pdf", "", "srt"])
def test_other_suffixes_are_refused_with_those_there_are(suffix: str) -> None:
    with pytest.raises(ZimuError) as caught:
        format_of(suffix)
    assert caught.value.problem.code is ErrorCode.EXPORT_FAILED
    assert ".srt, .vtt" in caught.value.problem.facts["reason"]


def test_a_word_document_is_no_text() -> None:
    with pytest.raises(ValueError, match="no text"):
        rendered("docx", *TWO)


def test_nothing_said_makes_a_valid_file() -> None:
    assert rendered("txt") == ""
    assert rendered("srt") == ""
    assert rendered("vtt") == "WEBVTT\n"
    assert rendered("ass").endswith("Effect, Text\n")
    assert rendered("md") == "# Captions\n"
    assert rendered("jsonl").count("\n") == 1
    assert rendered("csv").count("\r\n") == 1


def test_another_suffix_is_another_format_for_the_same_part() -> None:
    options = ExportOptions(ExportFormat.SRT, starred_only=True, wording=Wording.CHINESE)
    text = options.for_suffix(".TXT")
    assert (text.format, text.has_times, text.starred_only) == (ExportFormat.TXT, False, True)
    assert text.wording is Wording.CHINESE
    assert options.for_suffix(".srt") is options
    assert options.for_suffix(".backup") is options


# The shape of each format


def test_subrip() -> None:
    assert rendered("srt", *TWO) == (
        "1\n00:00:00,000 --> 00:00:01,200\nHello, world.\n\n"
        "2\n01:02:03,004 --> 01:02:04,005\n你好，世界。\n"
    )


def test_webvtt() -> None:
    assert rendered("vtt", *TWO) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.200\nHello, world.\n\n"
        "01:02:03.004 --> 01:02:04.005\n你好，世界。\n"
    )


def test_substation_alpha_has_the_size_of_the_picture_and_an_event_for_each_cue() -> None:
    text = rendered("ass", *TWO)
    assert "PlayResX: 1920\nPlayResY: 1080\n" in text
    assert "Dialogue: 0,0:00:00.00,0:00:01.20,Default,,0,0,0,,Hello, world.\n" in text
    assert "Dialogue: 0,1:02:03.00,1:02:04.00,Default,,0,0,0,,你好，世界。\n" in text


def test_plain_text_is_a_line_for_each_line() -> None:
    assert rendered("txt", *TWO) == "Hello, world.\n你好，世界。\n"


def test_plain_text_with_times() -> None:
    text = rendered("txt", *TWO, has_times=True)
    assert text == "[00:00:00] Hello, world.\n[01:02:03] 你好，世界。\n"


def test_markdown_has_a_title_what_is_known_and_paragraphs_with_times() -> None:
    transcript = Transcript(
        Captions(TWO), title="Plan *B*", begun="2026-11-22T14:03:27+08:00", engine="Moonshine"
    )
    assert render_text(transcript, usual(ExportFormat.MARKDOWN)) == (
        "# Plan \\*B\\*\n\n"
        "2026-11-22 14:03 · 01:02:04 · Moonshine\n\n"
        "`00:00:00` Hello, world.\n\n"
        "`01:02:03` 你好，世界。\n"
    )


def test_markdown_in_lines_is_a_list() -> None:
    text = rendered("md", *TWO, in_paragraphs=False, has_times=False, wording=Wording.CHINESE)
    assert text == "# 字幕\n\n01:02:04\n\n- Hello, world.\n- 你好，世界。\n"


def test_json_lines_tell_of_the_session_first() -> None:
    assert rendered("jsonl", TWO[0]) == (
        '{"type":"transcript","version":1,"title":"","begun":null,"engine":""}\n'
        '{"type":"line","line":1,"begin_ms":0,"end_ms":1200,"status":"final",'
        '"text":"Hello, world.","language":"","engine":"","speaker":"","starred":false,'
        '"mark":"","note":"","edited":false}\n'
    )


def test_csv_has_a_header_and_quotes_every_cell() -> None:
    assert rendered("csv", final('He said "no", twice.', 61_001)) == (
        '"kind","begin","end","begin_ms","end_ms","line","status","speaker","language","starred",'
        '"mark","note","edited","engine","text"\r\n'
        '"line","00:01:01.001","","61001","","1","final","","","no","","","no","",'
        '"He said ""no"", twice."\r\n'
    )


def test_a_mark_for_excel_is_there_if_it_is_wanted() -> None:
    assert rendered("csv", has_bom=True).startswith('\ufeff"kind"')


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "＝1", "＠x"])  # noqa: RUF001
def test_a_spreadsheet_runs_nothing_that_was_said(text: str) -> None:
    assert rendered("csv", final(text)).endswith(f',"\'{text}"\r\n')


@pytest.mark.parametrize("text", ["'tis", "a=b", "1-1"])
def test_what_is_no_formula_is_left_alone(text: str) -> None:
    assert rendered("csv", final(text)).endswith(f',"{text}"\r\n')


# What is written


def test_open_and_failed_lines_are_written_too() -> None:
    open_line = Line(1, LineStatus.OPEN, "still", " talking", begin_ms=0)
    failed = Line(2, LineStatus.FAILED, "cut", " off", begin_ms=1)
    assert rendered("txt", open_line, failed) == "still talking\ncut off […]\n"
    assert '"status":"failed","text":"cut off"' in rendered("jsonl", failed)


def test_a_gap_is_written_with_its_length() -> None:
    entries = (final("a", 0, 900), GapLine(2000, 4400), final("b", 4400, 6000, line=2))
    assert rendered("txt", *entries) == "a\n[2.4 s not captioned]\nb\n"
    assert rendered("txt", entries[1], wording=Wording.CHINESE) == "［2.4 秒没有字幕］\n"
    assert spans("srt", *entries) == [(0, 1000), (2000, 4316), (4400, 6000)]
    assert '{"type":"gap","begin_ms":2000,"end_ms":4400}\n' in rendered("jsonl", *entries)


def test_subtitles_go_on_behind_a_gap_within_a_line_at_the_time_of_its_words() -> None:
    said = final("One two three four five six, seven eight nine.", 0, 9000)
    text = rendered("srt", said, GapLine(2000, 4000), final("Next.", 10_000, 11_000, line=2))
    assert re.sub(r"\d+\n(\S+) --> (\S+)\n", r"\1 ", text).split("\n\n") == [
        "00:00:00,000 One two three",
        "00:00:02,000 [2.0 s not captioned]",
        "00:00:04,000 four five six, seven eight nine.",
        "00:00:10,000 Next.\n",
    ]
    assert spans("srt", said, GapLine(2000, 4000))[-1] == (4000, 9000)


def test_a_gap_before_the_first_or_behind_the_last_word_parts_nothing() -> None:
    said = final("One two.", 0, 4000)
    assert "not captioned]\n\n2\n00:00:01,360 -" in rendered("srt", said, GapLine(0, 50))
    assert spans("srt", said, GapLine(3500, 3900)) == [(0, 3416), (3500, 4550)]


def test_what_one_speaker_says_stays_in_order_around_a_gap() -> None:
    first, second = final("One two three.", 0, 9000), final("Four.", 3000, 3500, line=2)
    text = rendered("srt", first, GapLine(2000, 4000), second)
    places = [text.index(each) for each in ("One two three.", "not captioned", "Four.")]
    assert places == sorted(places)


def test_two_who_talk_at_once_take_turns_in_subtitles() -> None:
    long = final("One two three four five six. Seven eight nine ten eleven.", 0, 12_000)
    lines = (long, final("Yes.", 6000, 6500, line=2), final("Bye.", 11_500, 13_000, line=3))
    transcript = Transcript(Captions(lines), speakers={1: "Anna", 2: "Bo", 3: "Bo"})
    text = render_text(transcript, usual(ExportFormat.SRT))
    assert re.sub(r"\d+\n(\S+) --> (\S+)\n", r"\1 ", text).split("\n\n") == [
        "00:00:00,000 Anna: One two three four five six.",
        "00:00:06,000 Bo: Yes.",
        "00:00:07,084 Anna: Seven eight nine ten eleven.",
        "00:00:11,500 Bo: Bye.\n",
    ]


def test_the_shortest_gap_has_a_length() -> None:
    assert rendered("txt", GapLine(0, 10)) == "[0.1 s not captioned]\n"


FELT = Line(1, LineStatus.FINAL, "No.", begin_ms=0, end_ms=900, emotion=Emotion.ANGRY)
CALM = Line(2, LineStatus.FINAL, "Yes.", begin_ms=2000, end_ms=2900, emotion=Emotion.NEUTRAL)


@pytest.mark.parametrize("wanted", TEXTS)
def test_emotions_are_not_written_unasked(wanted: ExportFormat) -> None:
    text = rendered(wanted, FELT, CALM)
    assert not re.search("angry|neutral|emotion", text, re.IGNORECASE)


@pytest.mark.parametrize("wanted", [each for each in TEXTS if each.is_subtitles or each.is_prose])
def test_an_emotion_is_a_word_in_brackets_and_a_calm_voice_is_none(wanted: ExportFormat) -> None:
    text = rendered(wanted, FELT, CALM, emotions=EmotionMarks.WORD)
    assert "[angry] No." in text.replace("\\[", "[").replace("\\]", "]")
    assert "neutral" not in text
    chinese = rendered(wanted, FELT, emotions=EmotionMarks.WORD, wording=Wording.CHINESE)
    assert "［愤怒］No." in chinese


def test_an_emotion_is_a_class_with_a_colour_in_webvtt() -> None:
    text = rendered("vtt", FELT, CALM, emotions=EmotionMarks.CLASS)
    assert text.startswith("WEBVTT\n\nSTYLE\n::cue(.angry) { color: #CA6C80; }\n\n00:00")
    assert "\n<c.angry>No.</c>\n" in text
    assert "\nYes.\n" in text


def test_an_emotion_is_a_style_in_its_colour_in_substation_alpha() -> None:
    text = rendered("ass", FELT, CALM, emotions=EmotionMarks.CLASS, background=Background.LIGHT)
    assert "Style: Default,Arial,60,&H00231E1B," in text
    assert "Style: Angry,Arial,60,&H0003024F," in text
    assert ",Angry,,0,0,0,,No.\n" in text
    assert ",Default,,0,0,0,,Yes.\n" in text


@pytest.mark.parametrize("wanted", ["srt", "txt", "md"])
def test_where_there_are_no_classes_an_emotion_is_a_word(wanted: str) -> None:
    assert "angry" in rendered(wanted, FELT, emotions=EmotionMarks.CLASS)


def test_records_name_every_emotion_if_any_are_wanted() -> None:
    for wanted in ("jsonl", "csv"):
        text = rendered(wanted, FELT, CALM, emotions=EmotionMarks.WORD)
        assert '"angry"' in text
        assert '"neutral"' in text


HEARD = Line(7, LineStatus.FINAL, "The clients moved.", begin_ms=0, end_ms=900)


@pytest.mark.parametrize("wanted", TEXTS)
def test_the_users_words_are_written_in_place_of_those_that_were_heard(
    wanted: ExportFormat,
) -> None:
    text = rendered(wanted, HEARD, marks=Marks().with_edit(HEARD, "The client moved."))
    assert "The client moved." in text
    assert "clients" not in text


def test_words_that_were_put_right_are_not_cut_off() -> None:
    failed = Line(7, LineStatus.FAILED, "The clients", begin_ms=0)
    marks = Marks().with_edit(failed, "The client moved.")
    assert rendered("txt", failed, marks=marks) == "The client moved.\n"


def test_a_star_is_written_where_text_is_for_reading_and_not_into_subtitles() -> None:
    marks = Marks().with_star(HEARD, is_starred=True)
    other = final("Yes.", 1000, 1500)
    assert rendered("txt", HEARD, other, marks=marks) == "★ The clients moved.\nYes.\n"
    assert "★ The clients moved." in rendered("md", HEARD, marks=marks)
    assert all("★" not in rendered(wanted, HEARD, marks=marks) for wanted in SUBTITLES)
    assert '"starred":true' in rendered("jsonl", HEARD, marks=marks)


def test_decisions_and_to_dos_are_told_to_programs() -> None:
    marks = Marks(kinds={7: LineMark.DECISION})
    assert '"mark":"decision"' in rendered("jsonl", HEARD, marks=marks)
    assert '"decision"' in rendered("csv", HEARD, marks=marks)


def test_notes_are_told_to_programs_and_are_no_formula() -> None:
    marks = Marks().with_note(HEARD, "=ask the client\nagain")
    assert '"note":"=ask the client again"' in rendered("jsonl", HEARD, marks=marks)
    assert '"\'=ask the client again"' in rendered("csv", HEARD, marks=marks)
    assert "ask" not in rendered("md", HEARD, marks=marks)


def test_what_was_heard_is_told_only_if_that_is_asked_for() -> None:
    other = replace(HEARD, line=8)
    marks = Marks().with_edit(HEARD, "The client moved.")
    for wanted in ("jsonl", "csv"):
        assert "clients" not in rendered(wanted, HEARD, marks=marks)
    text = rendered("jsonl", HEARD, other, marks=marks, has_heard=True)
    assert text.count('"heard":') == 1
    assert '"edited":true,"heard":"The clients moved."}' in text
    table = rendered("csv", HEARD, other, marks=marks, has_heard=True).splitlines()
    assert table[0].endswith('"text","heard"')
    assert table[1].endswith('"The client moved.","The clients moved."')
    assert table[2].endswith('"The clients moved.",""')


def test_a_speaker_is_named_where_another_one_was_before() -> None:
    lines = [final(text, at * 2000, at * 2000 + 1500, line=at) for at, text in enumerate("abcd")]
    transcript = Transcript(
        Captions((*lines[:2], GapLine(3500, 3900), *lines[2:])),
        speakers={0: "Anna", 1: "Anna", 2: "Anna", 3: "Ben"},
    )
    text = render_text(transcript, usual(ExportFormat.TXT))
    assert text.splitlines() == ["Anna: a", "b", "[0.4 s not captioned]", "c", "Ben: d"]
    assert "`00:00:06` **Ben:** d\n" in render_text(transcript, usual(ExportFormat.MARKDOWN))
    assert ",Default,Ben,0,0,0,,Ben: d\n" in render_text(transcript, usual(ExportFormat.ASS))


# Which part


MANY = (
    final("one", 0, 1000, line=1),
    GapLine(1000, 2000),
    final("two", 2000, 3000, line=2),
    final("three", 3000, 4000, line=3),
    GapLine(4000, 5000),
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"starred_only": True}, ["two"]),
        ({"lines": frozenset({1, 3})}, ["one", "gap", "three"]),
        ({"lines": frozenset({2})}, ["two"]),
        ({"lines": frozenset({9})}, []),
        ({"begin_ms": 1000, "end_ms": 3000}, ["gap", "two"]),
        ({"begin_ms": 2999}, ["two", "three", "gap"]),
        ({"end_ms": 1}, ["one"]),
    ],
)
def test_a_part_of_the_transcript(changes: dict[str, object], expected: list[str]) -> None:
    marks = Marks(starred=frozenset({2}))
    text = rendered("txt", *MANY, marks=marks, **changes)
    words = [line.removeprefix("★ ") for line in text.splitlines()]
    assert ["gap" if "not captioned" in each else each for each in words] == expected


def test_a_line_that_reaches_into_the_part_is_whole_whatever_lies_within_it() -> None:
    entries = (final("a long one", 0, 9000), GapLine(2000, 2500), final("b", 9000, 9500, line=2))
    assert rendered("txt", *entries, begin_ms=5000) == "a long one\nb\n"


def test_a_line_that_another_one_follows_too_early_is_no_part_of_what_follows() -> None:
    entries = (final("a", 0, 5300), final("b", 5000, 8000, line=2))
    assert rendered("txt", *entries, begin_ms=5000) == "b\n"
    transcript = Transcript(Captions(entries), speakers={1: "Anna", 2: "Bo"})
    options = replace(usual(ExportFormat.TXT), begin_ms=5000)
    assert render_text(transcript, options) == "Anna: a\nBo: b\n"


def test_the_length_is_that_of_what_ends_last() -> None:
    assert "\n00:00:09\n" in rendered("md", final("a", 0, 9000), GapLine(2000, 2500))


def test_a_part_keeps_the_times_of_the_session() -> None:
    assert rendered("srt", *MANY, begin_ms=3000, end_ms=3500).startswith("1\n00:00:03,000")


def test_options_know_whether_anything_may_be_missing() -> None:
    assert not usual(ExportFormat.SRT).is_excerpt
    assert ExportOptions(ExportFormat.SRT, starred_only=True).is_excerpt
    assert ExportOptions(ExportFormat.SRT, lines=frozenset()).is_excerpt
    assert ExportOptions(ExportFormat.SRT, begin_ms=0).is_excerpt


# Paragraphs


def paragraphs(*entries: Entry) -> list[str]:
    text = rendered("txt", *entries, in_paragraphs=True)
    return text.removesuffix("\n").split("\n\n")


def test_lines_flow_into_a_paragraph_with_the_spaces_their_script_has() -> None:
    lines = (
        final("So we begin", 0, 900),
        final("here.", 1000, 1500, line=2),
        final("你好。", 1600, 2000, line=3),
        final("世界", 2100, 2500, line=4),
    )
    assert paragraphs(*lines) == ["So we begin here.你好。世界"]


def test_a_silence_ends_a_paragraph_with_its_sentence() -> None:
    first, later = final("One.", 0, 900), final("Two.", 4000, 5000, line=2)
    assert paragraphs(first, later) == ["One.", "Two."]
    assert paragraphs(replace(first, settled="One"), later) == ["One Two."]
    late = replace(later, begin_ms=11_000, end_ms=12_000)
    assert paragraphs(replace(first, settled="One"), late) == ["One", "Two."]


def test_a_gap_stands_alone() -> None:
    entries = (final("a", 0, 900), GapLine(1000, 2000), final("b", 2000, 2500, line=2))
    assert paragraphs(*entries) == ["a", "[1.0 s not captioned]", "b"]


def test_starred_lines_stand_apart() -> None:
    lines = [final(f"{at}.", at * 100, at * 100 + 90, line=at) for at in range(5)]
    marks = Marks(starred=frozenset({1, 2}))
    text = rendered("txt", *lines, marks=marks, in_paragraphs=True)
    assert text == "0.\n\n★ 1. ★ 2.\n\n3. 4.\n"


@pytest.mark.parametrize(("sentence", "most"), [("word " * 20 + "end.", 6), ("word " * 20, 10)])
def test_a_paragraph_ends_even_if_nobody_pauses(sentence: str, most: int) -> None:
    lines = [final(sentence, at * 100, at * 100 + 100, line=at) for at in range(30)]
    counts = [paragraph.count("word " * 19) for paragraph in paragraphs(*lines)]
    assert sum(counts) == 30
    assert 1 < max(counts) <= most


# Nothing breaks a file


NASTY = "one\r\n\r\ntwo\x00three\u2028four\x85five\ud800six"


@pytest.mark.parametrize("wanted", TEXTS)
def test_a_line_break_or_control_character_does_not_break_the_file(wanted: ExportFormat) -> None:
    text = rendered(wanted, final(NASTY, 0, 900))
    assert "one two three four five six" in text
    text.encode("utf-8")


def test_a_mark_of_the_files_encoding_is_none_within_it() -> None:
    assert rendered("txt", final("\ufeffa\uffffb")) == "\u2060a b\n"


def test_what_subrip_has_no_escape_for_is_written_with_its_wide_twin() -> None:
    line = final("1 --> <b>2</b> {\\an8}", 0, 900)
    text = rendered("srt", line)
    assert text.count("-->") == 1
    assert "1 --＞ ＜b＞2＜/b＞ ｛＼an8｝" in text  # noqa: RUF001


def test_what_substation_alpha_has_no_escape_for_is_written_with_its_wide_twin() -> None:
    assert "<b> ｛＼N｝\n" in rendered("ass", final("<b> {\\N}", 0, 900))  # noqa: RUF001


def test_markup_is_text_in_webvtt() -> None:
    text = rendered("vtt", final("a <b> & c --> d", 0, 900))
    assert "a &lt;b&gt; &amp; c --&gt; d" in text
    assert text.count("-->") == 1


@pytest.mark.parametrize("wanted", TEXTS)
def test_words_that_are_only_white_space_are_left_out(wanted: ExportFormat) -> None:
    assert rendered(wanted, final(" \x00\n", 0, 900)) == rendered(wanted)


def test_rows_from_right_to_left_say_so_where_players_would_not_know() -> None:
    line = final("مرحبا (2026).", 0, 900)
    assert "\u202bمرحبا (2026).\u202c" in rendered("srt", line)  # noqa: RUF001
    assert "\u202b" in rendered("ass", line)
    assert "\u202b" not in rendered("vtt", line)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("# one", "\\# one"),
        ("1. one", "1\\. one"),
        ("- one", "\\- one"),
        ("a *b* _c_ `d`", "a \\*b\\* \\_c\\_ \\`d\\`"),
        ("AT&T &amp; <b>", "AT&T \\&amp; \\<b\\>"),
        ("12 to 3", "12 to 3"),
        ("C # and C #", "C # and C \\#"),
        ("#", "\\#"),
    ],
)
def test_markdown_takes_nothing_for_markup(said: str, written: str) -> None:
    text = rendered("md", final(said, 0, 900), has_times=False)
    assert text.endswith(f"\n\n{written}\n")
