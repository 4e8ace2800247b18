"""Minutes: marked lines and who took part before the transcript."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.export import ExportFormat, Transcript, Wording, render_text, usual
from app.core.export.choices import ExportChoices, dump, load, sample_of
from app.core.marks import LineMark, Marks
from app.documents.rendering import render

SAID = (
    "Good morning.",
    "We ship on *Friday*.",
    "Anna writes the notes.",
    "The budget is tight.",
    "Thank you.",
)
MEETING = Transcript(
    Captions(
        tuple(
            Line(at, LineStatus.FINAL, text, begin_ms=at * 60_000, end_ms=at * 60_000 + 2000)
            for at, text in enumerate(SAID)
        )
    ),
    Marks(
        starred=frozenset({1, 3}),
        kinds={1: LineMark.DECISION, 2: LineMark.TODO},
    ),
    "Weekly",
    "2026-11-22T14:03:27+08:00",
    speakers={0: "Bo", 1: "Bo", 2: "Anna", 3: "Anna"},
)
MINUTES = replace(usual(ExportFormat.MARKDOWN), is_minutes=True)


def test_minutes_list_what_was_marked_before_the_transcript() -> None:
    head, transcript = render_text(MEETING, MINUTES).split("## Transcript\n\n")
    assert head == (
        "# Weekly\n\n"
        "2026-11-22 14:03 · 00:04:02\n\n"
        "Participants: Bo, Anna\n\n"
        "## Decisions\n\n- `00:01:00` Bo: We ship on \\*Friday\\*.\n\n"
        "## To do\n\n- [ ] `00:02:00` Anna: Anna writes the notes.\n\n"
        "## Starred\n\n- `00:03:00` Anna: The budget is tight.\n\n"
    )
    assert [text in transcript for text in ("Good morning.", "Thank you.")] == [True, True]


def test_notes_stand_below_their_lines_and_those_of_other_lines_are_listed() -> None:
    notes = {1: "Ask *Ben*.", 4: "Polite."}
    noted = replace(MEETING, marks=replace(MEETING.marks, notes=notes))
    head, transcript = render_text(noted, MINUTES).split("## Transcript\n\n")
    assert "- `00:01:00` Bo: We ship on \\*Friday\\*.\n  - Note: Ask \\*Ben\\*.\n\n## To do" in head
    assert head.endswith("## Notes\n\n- `00:04:00` Thank you.\n  - Note: Polite.\n\n")
    assert "Polite" not in transcript
    paragraphs = docx.Document(
        BytesIO(render(noted, replace(MINUTES, format=ExportFormat.DOCX)))
    ).paragraphs
    texts = [each.text for each in paragraphs]
    assert texts[texts.index("Notes") + 1] == "00:04:00\tThank you.\nNote: Polite."


def test_a_transcript_without_marks_has_no_empty_headings() -> None:
    text = render_text(replace(MEETING, marks=Marks(), speakers={}), MINUTES)
    assert [row for row in text.splitlines() if row.startswith("#")] == [
        "# Weekly",
        "## Transcript",
    ]
    assert "Participants" not in text


def test_participants_are_as_the_user_puts_them() -> None:
    options = replace(MINUTES, participants="Anna,\nBo and two guests")
    assert "\n\nParticipants: Anna, Bo and two guests\n\n" in render_text(MEETING, options)


def test_minutes_of_nothing_are_a_title() -> None:
    assert render_text(Transcript(), MINUTES) == "# Captions\n"


@pytest.mark.parametrize("wanted", [ExportFormat.TXT, ExportFormat.SRT, ExportFormat.CSV])
def test_other_formats_are_no_minutes(wanted: ExportFormat) -> None:
    options = usual(wanted)
    assert render_text(MEETING, replace(options, is_minutes=True)) == render_text(MEETING, options)


def test_an_excerpt_lists_only_what_is_in_it() -> None:
    text = render_text(MEETING, replace(MINUTES, end_ms=61_000))
    assert "## Decisions" in text
    assert "## To do" not in text


def test_a_word_document_has_the_same_parts() -> None:
    options = replace(MINUTES, format=ExportFormat.DOCX, wording=Wording.CHINESE)
    paragraphs = docx.Document(BytesIO(render(MEETING, options))).paragraphs
    headings = [each.text for each in paragraphs if each.style and each.style.name == "Heading 1"]
    assert headings == ["决议", "待办事项", "星标内容", "文字记录"]
    texts = [each.text for each in paragraphs]
    assert "参会人员：Bo、Anna" in texts
    assert "00:02:00\t☐ Anna：Anna writes the notes." in texts


def test_the_preview_shows_what_is_marked_far_behind() -> None:
    lines = tuple(Line(at, LineStatus.FINAL, f"Line {at}.") for at in range(100))
    marks = Marks(kinds={90: LineMark.DECISION}, notes={91: "Why?"})
    sample = sample_of(Transcript(Captions(lines), marks), MINUTES)
    assert "## Decisions" in render_text(sample, MINUTES)
    assert "Note: Why?" in render_text(sample, MINUTES)
    assert len(sample.captions.entries) < 20


def test_the_wish_for_minutes_is_remembered_and_the_people_are_not() -> None:
    choices = ExportChoices().with_options(replace(MINUTES, participants="Anna"))
    again = load(dump(choices)).options(ExportFormat.MARKDOWN, Wording.ENGLISH)
    assert (again.is_minutes, again.participants) == (True, "")


def test_gaps_and_feelings_are_in_no_list() -> None:
    felt = Line(1, LineStatus.FINAL, "We stop.", begin_ms=0, end_ms=900, emotion=Emotion.ANGRY)
    entries = (felt, GapLine(1000, 3000))
    transcript = Transcript(Captions(entries), Marks(kinds={1: LineMark.DECISION}))
    head, _ = render_text(transcript, MINUTES).split("## Transcript")
    assert head.endswith("## Decisions\n\n- `00:00:00` We stop.\n\n")
