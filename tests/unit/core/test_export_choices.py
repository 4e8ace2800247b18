"""What is remembered of an export, how one begins, and a stretch between two times of day."""

import json
from dataclasses import replace

import pytest

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.export import (
    Background,
    EmotionMarks,
    ExportFormat,
    ExportOptions,
    Transcript,
    Wording,
    render_text,
    usual,
)
from app.core.export.choices import SAMPLE_ENTRIES, ExportChoices, dump, load, sample_of
from app.core.export.span import seconds_of, span_of
from app.core.marks import Marks

TXT = replace(usual(ExportFormat.TXT), has_times=True, wording=Wording.CHINESE)
ASS = ExportOptions(
    ExportFormat.ASS, emotions=EmotionMarks.CLASS, background=Background.LIGHT, has_bom=True
)


def test_each_format_has_choices_of_its_own() -> None:
    choices = ExportChoices().with_options(TXT).with_options(ASS)
    assert choices.format is ExportFormat.ASS
    assert choices.options(ExportFormat.TXT, Wording.ENGLISH) == TXT
    assert choices.options(ExportFormat.ASS, Wording.ENGLISH) == ASS
    later = choices.with_options(replace(TXT, has_times=False))
    assert not later.options(ExportFormat.TXT, Wording.ENGLISH).has_times


def test_what_was_never_chosen_is_as_usual_in_the_language_of_the_window() -> None:
    options = ExportChoices().options(ExportFormat.MARKDOWN, Wording.TRADITIONAL)
    assert options == replace(usual(ExportFormat.MARKDOWN), wording=Wording.TRADITIONAL)


def test_a_table_is_for_excel_unless_that_was_switched_off() -> None:
    table = ExportChoices().options(ExportFormat.CSV, Wording.ENGLISH)
    assert table == replace(usual(ExportFormat.CSV), has_bom=True)
    chosen = load(dump(ExportChoices().with_options(replace(table, has_bom=False))))
    assert not chosen.options(ExportFormat.CSV, Wording.ENGLISH).has_bom


def test_which_lines_were_exported_is_not_remembered() -> None:
    part = replace(TXT, starred_only=True, lines=frozenset({1}), begin_ms=1, end_ms=2)
    assert ExportChoices().with_options(part).known == (TXT,)


def test_choices_outlive_the_run() -> None:
    choices = ExportChoices().with_options(ASS).with_options(TXT)
    kept = load(json.loads(json.dumps(dump(choices))))
    assert kept.format is ExportFormat.TXT
    assert set(kept.known) == set(choices.known)


@pytest.mark.parametrize(
    "raw",
    [None, 7, {"format": "pdf"}, {"formats": []}, {"formats": {"txt": 3, "x": {}}}],
)
def test_what_makes_no_sense_is_as_usual(raw: object) -> None:
    choices = load(raw)
    assert choices.format is ExportFormat.SRT
    assert choices.options(ExportFormat.TXT, Wording.ENGLISH) == usual(ExportFormat.TXT)


LINES = tuple(
    Line(at, LineStatus.FINAL, f"line {at}.", begin_ms=at * 1000, end_ms=at * 1000 + 900)
    for at in range(40)
)


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({}, "line 0."),
        ({"starred_only": True}, "★ line 30."),
        ({"lines": frozenset({35, 36})}, "line 35."),
        ({"begin_ms": 20_000}, "line 20."),
    ],
)
def test_a_sample_begins_as_the_file_does(changes: dict[str, object], first: str) -> None:
    options = replace(usual(ExportFormat.TXT), **changes)  # type: ignore[arg-type]
    whole = Transcript(Captions((*LINES, GapLine(50_000, 51_000))), Marks(starred=frozenset({30})))
    sample = sample_of(whole, options)
    assert len(sample.captions.entries) <= SAMPLE_ENTRIES
    written = render_text(sample, options)
    assert written.startswith(f"{first}\n")
    assert render_text(whole, options).startswith(written)


@pytest.mark.parametrize(
    ("clock", "seconds"),
    [("14:03", 50_580), (" 4:03:27 ", 14_607), ("23：59：59", 86_399)],
)
def test_times_of_day_are_understood(clock: str, seconds: int) -> None:
    assert seconds_of(clock) == seconds


@pytest.mark.parametrize("clock", ["", "14", "24:00", "14:60", "14:3", "14:03:99", "noon"])
def test_what_is_no_time_of_day_is_none(clock: str) -> None:
    assert seconds_of(clock) is None


def from_2359(ms: int) -> str:
    """Midnight comes 20 s after the beginning."""
    seconds = (86_380 + ms // 1000) % 86_400
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        ("23:59:40", "23:59:45", (0, 6000)),
        ("23:59:50", "00:00:05", (10_000, 26_000)),
        ("00:00:10", "00:00:19", (30_000, None)),
        ("23:59", "23:59", (0, 20_000)),
        ("12:00", "13:00", None),
        ("soon", "13:00", None),
        ("12:00", "later", None),
    ],
)
def test_a_stretch_is_named_by_times_of_day(
    first: str, last: str, span: tuple[int, int | None] | None
) -> None:
    entries = (*LINES, Line(99, LineStatus.OPEN, "untimed"))
    assert span_of(entries, from_2359, first, last) == span
