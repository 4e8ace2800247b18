"""What holds for every exported file, whatever was said: nothing is lost, nothing breaks it."""

import csv
import json
import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.core.captions import Captions, Entry, GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.export import EmotionMarks, ExportFormat, ExportOptions, Transcript, render_text
from app.core.export.cues import (
    LONGEST_CUE_MS,
    PAUSE_MS,
    READING_COLUMNS_PER_S,
    SHORTEST_CUE_MS,
    Cue,
    cues_of,
)
from app.core.export.passages import SHORTEST_MS, passages_of
from app.core.export.splitting import rows, split
from app.core.export.turns import in_turn
from app.core.marks import Marks
from app.core.textlayout import columns

LINES = st.integers(0, 5)
MS = st.none() | st.integers(0, 100_000)
# Any character, surrogates and controls too, and what a reader of files could stumble on.
NASTY = st.lists(
    st.characters(exclude_categories=())
    | st.sampled_from(
        ["\r\n\r\n", "\x00", "\u2028", "\ud800", "-->", "<b>", "&lt;", "{\\an8}", "7", "\\N", "مر"]
    )
    | st.sampled_from(["1\n00:00:01,000 --> 00:00:02,000\nx", "WEBVTT", "\n\nNOTE", "STYLE"])
    | st.sampled_from(
        ["=1", "'=", "'", '"', "# ", " #", "1. ", "**", "世界。", "word, ", "👩‍👩‍👧", "x" * 50]
    )
).map("".join)
ENTRIES: st.SearchStrategy[list[Entry]] = st.lists(
    st.builds(
        Line,
        LINES,
        st.sampled_from(LineStatus),
        NASTY,
        NASTY,
        MS,
        MS,
        emotion=st.sampled_from(Emotion),
    )
    | st.builds(GapLine, st.integers(0, 9000), st.integers(0, 9000))
)
TRANSCRIPTS = st.builds(
    Transcript,
    st.builds(Captions, ENTRIES.map(tuple)),
    st.builds(
        Marks,
        st.dictionaries(LINES, NASTY),
        st.frozensets(LINES),
        notes=st.dictionaries(LINES, NASTY),
    ),
    NASTY,
    speakers=st.dictionaries(LINES, NASTY),
)
OPTIONS = st.builds(
    ExportOptions,
    st.sampled_from(ExportFormat),
    st.booleans(),
    st.booleans(),
    st.sampled_from(EmotionMarks),
    st.booleans(),
)
WIDE_TWINS = {ord(char): ord(char) + 0xFEE0 for char in "<>{}\\"}


def rendered(transcript: Transcript, options: ExportOptions) -> str:
    """Return the file as whoever opens it reads it."""
    return render_text(transcript, options).encode("utf-8").decode("utf-8")


def plain(wanted: ExportFormat) -> ExportOptions:
    return ExportOptions(wanted, has_times=False)


def normal(text: str) -> str:
    """Return what is left of `text` in any file, worked out in another way than the code does."""
    tidy = re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]", " ", text)
    return " ".join(tidy.replace("\ufeff", "\u2060").split())


def lines_of(transcript: Transcript) -> list[tuple[Line, str]]:
    """Return the lines that a file has, with their words."""
    entries = transcript.captions.entries
    lines = [entry for entry in entries if isinstance(entry, Line)]
    worded = [(line, normal(transcript.marks.text_of(line))) for line in lines]
    return [(line, text) for line, text in worded if text]


def unspaced(text: str) -> str:
    return re.sub(r"\s", "", text)


# Cues


@given(TRANSCRIPTS, OPTIONS)
def test_cues_never_overlap_and_are_never_too_large_or_long(
    transcript: Transcript, options: ExportOptions
) -> None:
    cues = cues_of(passages_of(transcript, options), options)
    for cue in cues:
        assert SHORTEST_MS <= cue.end_ms - cue.begin_ms <= LONGEST_CUE_MS
        assert 1 <= len(cue.rows) <= 2
        assert all(row.strip() == row != "" for row in cue.rows)
        assert all(columns(row) < 42.001 for row in cue.rows)
    for one, other in pairwise(cues):
        assert one.end_ms <= other.begin_ms
        if other.begin_ms - one.begin_ms >= SHORTEST_CUE_MS + PAUSE_MS:
            assert one.end_ms - one.begin_ms >= SHORTEST_CUE_MS
            assert other.begin_ms - one.end_ms >= PAUSE_MS


SENTENCES = st.lists(
    st.sampled_from(
        ["and so on", "we went home,", "it was late.", "世界很大，", "我们回家了。", "no", "well"]
    ),
    min_size=1,
    max_size=30,
).map(" ".join)


@given(st.lists(st.tuples(SENTENCES, st.integers(0, 4000)), min_size=1, max_size=8))
def test_what_is_said_at_a_speed_for_reading_is_shown_for_a_second_and_more(
    said: list[tuple[str, int]],
) -> None:
    lines, now_ms = [], 0
    for number, (text, silence_ms) in enumerate(said):
        end_ms = now_ms + max(1100, round(columns(text) / READING_COLUMNS_PER_S * 1000))
        lines.append(Line(number, LineStatus.FINAL, text, begin_ms=now_ms, end_ms=end_ms))
        now_ms = end_ms + silence_ms
    transcript = Transcript(Captions(tuple(lines)))
    options = plain(ExportFormat.SRT)
    cues = cues_of(passages_of(transcript, options), options)
    assert all(cue.end_ms - cue.begin_ms >= SHORTEST_CUE_MS for cue in cues)
    assert all(other.begin_ms - one.end_ms >= PAUSE_MS for one, other in pairwise(cues))


SPANS = st.tuples(st.integers(0, 20_000), st.integers(1, 30_000))


@given(st.lists(st.tuples(SPANS, SENTENCES | st.none(), st.sampled_from(["", "Anna", "Bo"]))))
def test_what_goes_on_at_once_is_told_in_turn_and_each_speaker_in_order(
    said: list[tuple[tuple[int, int], str | None, str]],
) -> None:
    entries: list[Entry] = []
    speakers = {}
    in_order = sorted(said, key=lambda one: one[0])
    for number, ((begin_ms, length_ms), text, speaker) in enumerate(in_order):
        end_ms = begin_ms + length_ms
        if text is None:
            entries.append(GapLine(begin_ms, end_ms))
            continue
        speakers[number] = speaker
        entries.append(Line(number, LineStatus.FINAL, text, begin_ms=begin_ms, end_ms=end_ms))
    transcript = Transcript(Captions(tuple(entries)), speakers=speakers)
    turns = in_turn(passages_of(transcript, plain(ExportFormat.SRT)))
    assert all(one.begin_ms <= one.end_ms <= other.begin_ms for one, other in pairwise(turns))
    for entry in entries:
        told = [turn.words for turn in turns if turn.entry is entry]
        assert len(told) == 1 or isinstance(entry, Line)
        if isinstance(entry, Line):
            assert unspaced("".join(told)) == unspaced(entry.text)
    for name in ("", "Anna", "Bo"):
        order = [turn.entry for turn in turns if not turn.is_gap and turn.speaker == name]
        places = [entries.index(entry) for entry in order]
        assert places == sorted(places)


@given(NASTY.map(normal).filter(bool), st.integers(0, 200_000))
def test_a_text_in_pieces_and_rows_has_all_its_characters(text: str, duration_ms: int) -> None:
    pieces = split(text, duration_ms, shortest_ms=1000, longest_ms=7000)
    shown = [row for piece in pieces for row in rows(piece)]
    assert unspaced("".join(shown)) == unspaced(text)


# What is read back


@given(TRANSCRIPTS)
def test_subrip_read_back_is_the_cues(transcript: Transcript) -> None:
    options = plain(ExportFormat.SRT)
    cues = cues_of(passages_of(transcript, options), options)
    assert read_subrip(rendered(transcript, options)) == shown(cues)


@given(TRANSCRIPTS, st.sampled_from(EmotionMarks))
def test_webvtt_read_back_is_the_cues(transcript: Transcript, emotions: EmotionMarks) -> None:
    options = ExportOptions(ExportFormat.VTT, emotions=emotions)
    cues = cues_of(passages_of(transcript, options), options)
    assert read_webvtt(rendered(transcript, options)) == shown(cues)


@given(TRANSCRIPTS)
def test_substation_alpha_read_back_is_the_cues(transcript: Transcript) -> None:
    options = plain(ExportFormat.ASS)
    cues = cues_of(passages_of(transcript, options), options)
    hundredths = [(begin_ms // 10, end_ms // 10, rows) for begin_ms, end_ms, rows in shown(cues)]
    assert read_ass(rendered(transcript, options)) == hundredths


@given(TRANSCRIPTS)
def test_json_lines_read_back_are_the_transcript(transcript: Transcript) -> None:
    options = ExportOptions(ExportFormat.JSONL, emotions=EmotionMarks.CLASS)
    records = [json.loads(line) for line in rendered(transcript, options).split("\n")[:-1]]
    assert records[0]["title"] == normal(transcript.title)
    found = [record for record in records if record["type"] == "line"]
    assert found == [
        {
            "type": "line",
            "line": line.line,
            "begin_ms": line.begin_ms,
            "end_ms": line.end_ms,
            "status": line.status.value,
            "text": text,
            "language": "",
            "engine": "",
            "speaker": normal(transcript.speakers.get(line.line, "")),
            "starred": line.line in transcript.marks.starred,
            "mark": "",
            "note": normal(transcript.marks.notes.get(line.line, "")),
            "edited": line.line in transcript.marks.edits,
            "emotion": line.emotion.value,
        }
        for line, text in lines_of(transcript)
    ]
    gaps = [entry for entry in transcript.captions.entries if isinstance(entry, GapLine)]
    assert [
        (record["begin_ms"], record["end_ms"]) for record in records if record["type"] == "gap"
    ] == [(gap.begin_ms, gap.end_ms) for gap in gaps]


@given(TRANSCRIPTS)
def test_csv_read_back_is_the_transcript_and_holds_no_formula(transcript: Transcript) -> None:
    text = rendered(transcript, ExportOptions(ExportFormat.CSV, emotions=EmotionMarks.WORD))
    table = list(csv.DictReader(text.splitlines(keepends=True), strict=True))
    cells = [cell for row in table for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)
    found = [
        (row["line"], unguarded(row["text"]), unguarded(row["speaker"]), row["emotion"])
        for row in table
        if row["kind"] == "line"
    ]
    assert found == [
        (str(line.line), text, normal(transcript.speakers.get(line.line, "")), line.emotion.value)
        for line, text in lines_of(transcript)
    ]


@given(TRANSCRIPTS)
def test_markdown_read_back_has_the_words_and_no_markup_of_theirs(transcript: Transcript) -> None:
    source = rendered(transcript, plain(ExportFormat.MARKDOWN))
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(source)
    inner = [one for token in tokens for one in token.children or ()]
    kinds = {token.type for token in (*tokens, *inner)}
    assert kinds <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
        *("strong_open", "strong_close", "em_open", "em_close", "text_special", "softbreak"),
    }
    read = unspaced("".join(one.content for one in inner))
    expected = unspaced(normal(transcript.title) or "Captions")
    assert read.startswith(expected)
    assert_in_order(read[len(expected) :], [text for _, text in lines_of(transcript)])


@pytest.mark.parametrize("wanted", [ExportFormat.TXT, ExportFormat.MARKDOWN, ExportFormat.ASS])
@given(transcript=TRANSCRIPTS, in_paragraphs=st.booleans())
def test_every_word_is_there_once_and_in_order(
    wanted: ExportFormat, transcript: Transcript, in_paragraphs: bool
) -> None:
    options = ExportOptions(wanted, in_paragraphs=in_paragraphs)
    bare = Transcript(transcript.captions, transcript.marks)
    undo: dict[ExportFormat, Callable[[str], str]] = {
        ExportFormat.MARKDOWN: lambda text: re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text),
        # A gap may lie within a line.
        ExportFormat.ASS: lambda text: re.sub(
            r"(?m)^Dialogue: ([^,]*,){9}(\[\d\.\d s not captioned\]\n)?|\\N", "", text
        ),
    }
    read = undo.get(wanted, str)(rendered(bare, options))
    words = [
        text.translate(WIDE_TWINS | {60: 60, 62: 62}) if wanted is ExportFormat.ASS else text
        for _, text in lines_of(bare)
    ]
    bidi = re.compile("[\u202b\u202c]")
    assert_in_order(unspaced(bidi.sub("", read)), [bidi.sub("", text) for text in words])


@given(TRANSCRIPTS)
def test_plain_text_has_a_line_for_each_passage(transcript: Transcript) -> None:
    options = plain(ExportFormat.TXT)
    bare = Transcript(transcript.captions, transcript.marks)
    stars = transcript.marks.starred
    expected = [
        "★ " * (passage.entry.line in stars) + passage.text
        if isinstance(passage.entry, Line)
        else passage.text
        for passage in passages_of(bare, options)
    ]
    assert rendered(bare, options).split("\n") == [*expected, ""]


def assert_in_order(read: str, texts: list[str]) -> None:
    at = 0
    for text in map(unspaced, texts):
        found = read.find(text, at)
        assert found >= 0
        at = found + len(text)


def unguarded(cell: str) -> str:
    return re.sub("^'(?='*[=+\\-@\uff1d\uff0b\uff0d\uff20])", "", cell)


# Readers of our own, by what the formats say


Shown = tuple[int, int, tuple[str, ...]]


def shown(cues: tuple[Cue, ...]) -> list[Shown]:
    return [(cue.begin_ms, cue.end_ms, cue.rows) for cue in cues]


def undirected(row: str) -> str:
    return row[1:-1] if row.startswith("\u202b") and row.endswith("\u202c") else row


def read_subrip(text: str) -> list[Shown]:
    """Read SubRip as players do: a number, a line of times, text up to an empty line."""
    cues = []
    for number, block in enumerate(filter(None, text.split("\n\n")), start=1):
        counted, times, *words = block.removesuffix("\n").split("\n")
        assert counted == str(number)
        assert not re.search(r"[<>{}\\]|-->", "".join(words))
        cues.append((*read_times(times, ","), tuple(map(undirected, words))))
    return cues


def read_webvtt(text: str) -> list[Shown]:
    """Read WebVTT by its specification, as far as cues without settings go."""
    header, *blocks = text.removesuffix("\n").split("\n\n")
    assert header == "WEBVTT"
    if blocks and blocks[0].startswith("STYLE\n"):
        assert "-->" not in blocks.pop(0)
    cues = []
    for block in blocks:
        times, words = block.split("\n", maxsplit=1)
        words = re.sub(r"^<c\.[a-z]+>(.*)</c>$", r"\1", words, flags=re.DOTALL)
        assert not re.search("-->|<|&(?!(amp|lt|gt);)", words)
        # Only the three that must be: html.unescape alone would know others.
        plain = re.sub("&(amp|lt|gt);", lambda found: unescape(found[0]), words)
        cues.append((*read_times(times, "."), tuple(plain.split("\n"))))
    return cues


def read_ass(text: str) -> list[Shown]:
    """Read the events of a script; their times in hundredths of a second."""
    cues = []
    for line in text.partition("[Events]\n")[2].split("\n")[1:-1]:
        _, begin, end, _, _, _, _, _, _, words = line.split(",", maxsplit=9)
        assert not re.search(r"[{}]|\\[^N]", words)
        times = [to_ms([*map(int, re.split("[:.]", f"{time}0"))]) // 10 for time in (begin, end)]
        cues.append((times[0], times[1], tuple(map(undirected, words.split("\\N")))))
    return cues


def read_times(line: str, decimal: str) -> tuple[int, int]:
    clock = rf"(\d\d+):([0-5]\d):([0-5]\d){re.escape(decimal)}(\d\d\d)"
    match = re.fullmatch(f"{clock} --> {clock}", line)
    assert match
    numbers = [int(number) for number in match.groups()]
    return to_ms(numbers[:4]), to_ms(numbers[4:])


def to_ms(clock: list[int]) -> int:
    hours, minutes, seconds, ms = clock
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
