"""Our files as programs read them that share no code with ours: each by one, most by more."""

import csv
import json
import os
import re
from dataclasses import replace
from html import unescape
from io import BytesIO, StringIO
from itertools import product
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import av
import docx
import pysubs2
import pytest
import webvtt
from av.subtitles.subtitle import AssSubtitle
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.export import (
    Background,
    EmotionMarks,
    ExportFormat,
    ExportOptions,
    Transcript,
    Wording,
    usual,
)
from app.core.export.cues import cues_of
from app.core.export.passages import passages_of
from app.core.marks import LineMark, Marks
from app.documents.rendering import local_time, render

SUBTITLES = [each for each in ExportFormat if each.is_subtitles]
LONG = (
    "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age "
    "of foolishness, it was the epoch of belief, it was the epoch of incredulity."
)
TRANSCRIPT = Transcript(
    Captions(
        (
            Line(1, LineStatus.FINAL, LONG, begin_ms=480, end_ms=9100, emotion=Emotion.ANGRY),
            GapLine(9100, 11500),
            Line(2, LineStatus.FINAL, "这是最坏的时代。", begin_ms=11_500, emotion=Emotion.SAD),
            Line(3, LineStatus.FINAL, "a --> <b>b</b> & {\\an8} \\N c; 👍", begin_ms=14_000),
            Line(4, LineStatus.FINAL, "مرحبا بكم في هذا الاجتماع (2026).", begin_ms=18_000),
            Line(5, LineStatus.FINAL, "=HYPERLINK(A1)", begin_ms=3_600_000, end_ms=3_601_990),
        )
    ),
    Marks(starred=frozenset({2}), kinds={1: LineMark.TODO}, notes={3: "why <b>?", 4: "=1"}),
    "Sales, *north*",
    "2026-11-22T14:03:27+08:00",
    "Moonshine",
    {1: "Anna", 2: "Ben"},
)
BIDI = str.maketrans("", "", "\u202b\u202c")
WITH_WORDS = EmotionMarks.WORD
MARKS = [EmotionMarks.NONE, EmotionMarks.CLASS, EmotionMarks.WORD]
Shown = tuple[int, int, str]


def file_of(transcript: Transcript, options: ExportOptions) -> bytes:
    return render(transcript, options)


def expected(transcript: Transcript, options: ExportOptions) -> list[Shown]:
    cues = cues_of(passages_of(transcript, options), options)
    return [(cue.begin_ms, cue.end_ms, "\n".join(cue.rows)) for cue in cues]


def read_by_ffmpeg(content: bytes, path: Path) -> list[Shown]:
    """Demux and decode as FFmpeg does for a player."""
    path.write_bytes(content)
    cues = []
    with av.open(str(path)) as container:
        stream = container.streams.subtitles[0]
        for packet in container.demux(stream):
            if packet.pts is None or packet.duration is None or packet.time_base is None:
                continue
            begin_ms = round(packet.pts * packet.time_base * 1000)
            end_ms = begin_ms + round(packet.duration * packet.time_base * 1000)
            for found in stream.codec_context.decode2(packet) or ():
                assert isinstance(found, AssSubtitle)
                cues.append((begin_ms, end_ms, players_text(found.ass.decode())))
    return cues


def players_text(event: str) -> str:
    """Return what a player shows of an event as FFmpeg hands it on, with its escapes undone."""
    text = event.split(",", maxsplit=8)[8]
    escapes = {"\\N": "\n", "\\{{}": "{", "\\\u2060": "\\"}
    return re.sub("|".join(map(re.escape, escapes)), lambda found: escapes[found[0]], text)


def read_by_pysubs2(content: bytes, wanted: ExportFormat) -> list[Shown]:
    read = pysubs2.SSAFile.from_string(content.decode(), format_=wanted.value)
    is_vtt = wanted is ExportFormat.VTT  # whose escapes it leaves as they are; players do not
    return [
        (line.start, line.end, unescape(line.plaintext) if is_vtt else line.plaintext)
        for line in read
    ]


def read_by_webvtt(content: bytes, wanted: ExportFormat) -> list[Shown]:
    text = StringIO(content.decode())
    read = webvtt.from_buffer(text, format=wanted.value)
    return [(ms_in(cue.start), ms_in(cue.end), unescape(cue.text)) for cue in read.captions]


def ms_in(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


def in_hundredths(cues: list[Shown]) -> list[Shown]:
    return [(begin_ms // 10 * 10, end_ms // 10 * 10, text) for begin_ms, end_ms, text in cues]


def without_directions(cues: list[Shown]) -> list[Shown]:
    return [(begin_ms, end_ms, text.translate(BIDI)) for begin_ms, end_ms, text in cues]


@pytest.mark.parametrize("emotions", MARKS)
@pytest.mark.parametrize("wanted", SUBTITLES)
def test_ffmpeg_reads_the_same_times_and_words(
    wanted: ExportFormat, emotions: EmotionMarks, tmp_path: Path
) -> None:
    options = ExportOptions(wanted, emotions=emotions)
    read = read_by_ffmpeg(file_of(TRANSCRIPT, options), tmp_path / f"a{wanted.suffix}")
    cues = expected(TRANSCRIPT, options)
    assert without_directions(read) == (in_hundredths(cues) if wanted is ExportFormat.ASS else cues)
    assert len(read) > 6


@pytest.mark.parametrize("emotions", MARKS)
@pytest.mark.parametrize("wanted", SUBTITLES)
def test_pysubs2_reads_the_same_times_and_words(
    wanted: ExportFormat, emotions: EmotionMarks
) -> None:
    options = ExportOptions(wanted, emotions=emotions)
    read = read_by_pysubs2(file_of(TRANSCRIPT, options), wanted)
    cues = expected(TRANSCRIPT, options)
    if wanted is ExportFormat.VTT:  # it reads SubStation Alpha's tags even here
        read = [cue for cue in read if "an8" not in cue[2] and "\n c" not in cue[2]]
        cues = [cue for cue in cues if "an8" not in cue[2]]
    assert without_directions(read) == (in_hundredths(cues) if wanted is ExportFormat.ASS else cues)


@pytest.mark.parametrize("emotions", MARKS)
@pytest.mark.parametrize("wanted", [ExportFormat.SRT, ExportFormat.VTT])
def test_webvtt_py_reads_the_same_times_and_words(
    wanted: ExportFormat, emotions: EmotionMarks
) -> None:
    options = ExportOptions(wanted, emotions=emotions)
    read = read_by_webvtt(file_of(TRANSCRIPT, options), wanted)
    assert without_directions(read) == expected(TRANSCRIPT, options)


TEXT = st.text(max_size=60) | st.sampled_from(["<i>x", "a}b{c", "\\h\\n", "&lrm;", "1\n2", "[x]"])


@pytest.mark.parametrize("wanted", SUBTITLES)
@settings(max_examples=60)
@given(texts=st.lists(TEXT, max_size=5))
def test_ffmpeg_reads_whatever_was_said(
    wanted: ExportFormat, texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = [Line(at, LineStatus.FINAL, text, begin_ms=at * 5000) for at, text in enumerate(texts)]
    transcript = Transcript(Captions(tuple(lines)))
    cues = expected(transcript, ExportOptions(wanted))
    path = tmp_path_factory.getbasetemp() / f"any-{os.getpid()}{wanted.suffix}"
    content = file_of(transcript, ExportOptions(wanted))
    if not cues:
        return  # FFmpeg takes a file without cues for none
    read = without_directions(read_by_ffmpeg(content, path))
    cues = without_directions(in_hundredths(cues) if wanted is ExportFormat.ASS else cues)
    assert read == cues


def test_pysubs2_knows_the_styles_and_the_size_of_the_picture() -> None:
    options = ExportOptions(ExportFormat.ASS, emotions=EmotionMarks.CLASS)
    read = pysubs2.SSAFile.from_string(file_of(TRANSCRIPT, options).decode())
    assert (read.info["PlayResX"], read.info["PlayResY"]) == ("1920", "1080")
    assert set(read.styles) == {"Default", "Angry", "Sad"}
    angry = read.styles["Angry"].primarycolor
    assert (angry.r, angry.g, angry.b, angry.a) == (0xCA, 0x6C, 0x80, 0)
    assert {line.style for line in read} == {"Default", "Angry", "Sad"}
    assert list(dict.fromkeys(line.name for line in read)) == ["Anna", "", "Ben"]


def test_webvtt_py_knows_the_style() -> None:
    options = ExportOptions(ExportFormat.VTT, emotions=EmotionMarks.CLASS)
    read = webvtt.from_buffer(StringIO(file_of(TRANSCRIPT, options).decode()), format="vtt")
    assert "::cue(.angry) { color: #CA6C80; }" in read.styles[0].text
    assert read.captions[0].raw_text.startswith("<c.angry>Anna: It was")


def test_word_documents_have_title_times_names_and_words() -> None:
    options = replace(usual(ExportFormat.DOCX), emotions=EmotionMarks.CLASS)
    read = docx.Document(BytesIO(file_of(TRANSCRIPT, options)))
    assert [paragraph.text for paragraph in read.paragraphs] == [
        "Sales, *north*",
        "2026-11-22 14:03 · 01:00:01 · Moonshine",
        f"00:00:00\tAnna: [angry] {LONG}",
        "00:00:09\t[2.4 s not captioned]",
        "00:00:11\tBen: ★ [sad] 这是最坏的时代。",
        "00:00:14\ta --> <b>b</b> & {\\an8} \\N c; 👍 مرحبا بكم في هذا الاجتماع (2026).",
        "01:00:00\t=HYPERLINK(A1)",
    ]
    assert [each.style.name for each in read.paragraphs if each.style][:3] == [
        "Title",
        "Subtitle",
        "Words",
    ]
    assert read.core_properties.title == "Sales, *north*"
    assert read.core_properties.author == ""
    assert read.core_properties.created is not None
    assert read.core_properties.created.isoformat().startswith("2026-11-22T06:03:27")


def test_a_name_in_a_word_document_is_as_far_from_the_words_as_its_colon_is_wide() -> None:
    options = usual(ExportFormat.DOCX)
    read = docx.Document(BytesIO(file_of(TRANSCRIPT, replace(options, wording=Wording.CHINESE))))
    assert read.paragraphs[2].text == f"00:00:00\tAnna：{LONG}"


def test_word_documents_run_from_right_to_left_where_the_words_do() -> None:
    line = Line(1, LineStatus.FINAL, "مرحبا بكم.", begin_ms=0)
    read = docx.Document(
        BytesIO(file_of(Transcript(Captions((line,))), ExportOptions(ExportFormat.DOCX)))
    )
    last = read.paragraphs[-1]
    assert last._p.pPr is not None
    assert last._p.pPr.xpath("w:bidi")
    assert all(run.font.rtl for run in last.runs)


@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=4))
def test_any_words_make_a_word_document(texts: list[str]) -> None:
    lines = [Line(at, LineStatus.FINAL, text) for at, text in enumerate(texts)]
    transcript = Transcript(Captions(tuple(lines)))
    options = ExportOptions(ExportFormat.DOCX, has_times=False)
    read = docx.Document(BytesIO(file_of(transcript, options)))
    written = [paragraph.text for paragraph in read.paragraphs[1:]]
    said = [passage.text for passage in passages_of(transcript, options)]
    assert written[len(written) - len(said) :] == said


WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The order in which Word wants what there is of these; python-docx itself reads any.
IN_PARAGRAPHS = ["pStyle", "keepNext", "keepLines", "tabs", "bidi", "spacing", "ind", "jc"]
IN_RUNS = ["rStyle", "rFonts", "b", "i", "color", "sz", "szCs", "rtl"]
EVERY_WAY = [
    ExportOptions(
        ExportFormat.DOCX,
        has_times=has_times,
        in_paragraphs=in_paragraphs,
        emotions=emotions,
        wording=wording,
        is_minutes=is_minutes,
        participants="Ann <&> Bo",
    )
    for has_times, in_paragraphs, emotions, wording, is_minutes in product(
        (False, True), (False, True), EmotionMarks, Wording, (False, True)
    )
]


@pytest.mark.parametrize("options", EVERY_WAY[:: len(EVERY_WAY) // 24 + 1])
def test_word_documents_are_sound_archives_of_xml_in_the_order_of_its_schema(
    options: ExportOptions,
) -> None:
    with ZipFile(BytesIO(file_of(TRANSCRIPT, options))) as archive:
        assert archive.testzip() is None
        parts = {
            name: ElementTree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }
    body = parts["word/document.xml"]
    for tag, order in (("pPr", IN_PARAGRAPHS), ("rPr", IN_RUNS)):
        for properties in body.iter(f"{WORD}{tag}"):
            places = [order.index(each.tag.removeprefix(WORD)) for each in properties]
            assert places == sorted(set(places))
    read = "".join(each.text or "" for each in body.iter(f"{WORD}t"))
    texts = [line.text for line in TRANSCRIPT.captions.entries if isinstance(line, Line)]
    assert [text for text in texts if text not in read] == []
    styles = {each.get(f"{WORD}styleId") for each in parts["word/styles.xml"].iter(f"{WORD}style")}
    used = {
        each.get(f"{WORD}val") for tag in ("pStyle", "rStyle") for each in body.iter(WORD + tag)
    }
    assert used <= styles


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("background", Background)
@pytest.mark.parametrize("wanted", SUBTITLES)
def test_subtitles_in_every_language_and_for_every_background_are_read(
    wanted: ExportFormat, background: Background, wording: Wording, tmp_path: Path
) -> None:
    options = ExportOptions(
        wanted, emotions=EmotionMarks.CLASS, wording=wording, background=background
    )
    content, cues = file_of(TRANSCRIPT, options), expected(TRANSCRIPT, options)
    cues = in_hundredths(cues) if wanted is ExportFormat.ASS else cues
    by_ffmpeg = read_by_ffmpeg(content, tmp_path / f"a{wanted.suffix}")
    assert without_directions(by_ffmpeg) == cues
    assert len(read_by_pysubs2(content, wanted)) == len(cues)


def test_a_title_and_a_date_that_make_no_sense_are_no_trouble() -> None:
    transcript = Transcript(title="\x00\ud800", begun="yesterday")
    read = docx.Document(BytesIO(file_of(transcript, usual(ExportFormat.DOCX))))
    assert [paragraph.text for paragraph in read.paragraphs] == ["Captions"]


def test_json_and_csv_are_read_with_the_same_lines() -> None:
    records = [
        json.loads(line)
        for line in file_of(
            TRANSCRIPT, ExportOptions(ExportFormat.JSONL, emotions=WITH_WORDS)
        ).splitlines()
    ]
    options = ExportOptions(ExportFormat.CSV, emotions=WITH_WORDS, has_bom=True)
    text = file_of(TRANSCRIPT, options).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text, newline=""), strict=True))
    assert records[0]["begun"] == "2026-11-22T14:03:27+08:00"
    assert [(row["kind"], row["begin_ms"], row["emotion"]) for row in rows] == [
        (record["type"], str(record["begin_ms"]), record.get("emotion", ""))
        for record in records[1:]
    ]
    assert rows[-1]["text"] == "'=HYPERLINK(A1)"
    assert records[-1]["text"] == "=HYPERLINK(A1)"


def test_the_description_of_json_lines_names_every_field_and_shows_what_is_written() -> None:
    description = (Path(__file__).parents[2] / "docs" / "EXPORTS.md").read_text("utf-8")
    edited = replace(TRANSCRIPT, marks=replace(TRANSCRIPT.marks, edits={2: "x"}))
    full = ExportOptions(ExportFormat.JSONL, emotions=WITH_WORDS, has_heard=True)
    records = [json.loads(line) for line in file_of(edited, full).splitlines()]
    for record in records:
        [row] = re.findall(rf"^\| `{record['type']}` \| (.*) \|$", description, re.MULTILINE)
        assert [name for name in record if name != "type" and f"`{name}`" not in row] == []
    assert {"heard", "emotion"} <= {name for record in records for name in record}
    for word in (*Emotion, *LineMark, *LineStatus):
        assert f"`{word.value}`" in description or not word.value
    [example] = re.findall("```json\n(.*?)```", description, re.DOTALL)
    plain = [json.loads(line) for line in file_of(TRANSCRIPT, usual(full.format)).splitlines()]
    assert [list(json.loads(line)) for line in example.splitlines()] == [
        list(record) for record in plain[:3]
    ]


def test_markdown_is_a_heading_and_paragraphs() -> None:
    source = file_of(TRANSCRIPT, usual(ExportFormat.MARKDOWN)).decode()
    html = MarkdownIt("commonmark").render(source)
    assert html.startswith("<h1>Sales, *north*</h1>\n<p>2026-11-22 14:03 · 01:00:01 · Moonshine")
    assert "<p><code>00:00:00</code> <strong>Anna:</strong> It was the best" in html
    assert "<em>[2.4 s not captioned]</em>" in html
    assert "a --&gt; &lt;b&gt;b&lt;/b&gt; &amp; {\\an8} \\N c; 👍" in html


def test_markdown_minutes_are_headings_and_lists() -> None:
    options = replace(usual(ExportFormat.MARKDOWN), is_minutes=True)
    html = MarkdownIt("commonmark").render(file_of(TRANSCRIPT, options).decode())
    assert re.findall("<h2>(.*?)</h2>", html) == ["To do", "Starred", "Notes", "Transcript"]
    assert "<li>[ ] <code>00:00:00</code> Anna: It was the best" in html
    assert "<ul>\n<li>Note: why &lt;b&gt;?</li>\n</ul>\n</li>" in html
    assert html.index("<h2>Transcript</h2>") < html.index("<em>[2.4 s not captioned]</em>")


def test_a_moment_is_told_with_its_distance_from_utc() -> None:
    moment = local_time(1_795_327_407.25)
    assert len(moment) == len("2026-11-22T14:03:27+08:00")
    assert moment[-6] in "+-"
