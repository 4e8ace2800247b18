"""How the user exported last: remembered for each format by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from app.core.captions import Captions, Line
from app.core.export.options import (
    Background,
    EmotionMarks,
    ExportFormat,
    ExportOptions,
    Wording,
    usual,
)
from app.core.stored import Stored

if TYPE_CHECKING:
    from app.core.captions import Entry
    from app.core.export.transcript import Transcript

SAMPLE_ENTRIES: Final = 12


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """The format that was chosen last, and what was chosen for each. None of it is an excerpt."""

    format: ExportFormat = ExportFormat.SRT
    known: tuple[ExportOptions, ...] = ()

    def options(self, wanted: ExportFormat, wording: Wording) -> ExportOptions:
        """Return what was chosen for this format, else what is usual, in that language.

        Who makes a table in a window opens it in a spreadsheet.
        """
        found = (options for options in self.known if options.format is wanted)
        has_bom = wanted is ExportFormat.CSV
        return next(found, replace(usual(wanted), wording=wording, has_bom=has_bom))

    def with_options(self, options: ExportOptions) -> ExportChoices:
        """Return these choices with `options` as the last ones, but for excerpt and people."""
        whole = replace(options, starred_only=False, lines=None, begin_ms=None, end_ms=None)
        whole = replace(whole, participants="")
        others = (each for each in self.known if each.format is not options.format)
        return ExportChoices(options.format, (*others, whole))


def with_minutes(choices: ExportChoices, wording: Wording) -> ExportChoices:
    """Return these choices with minutes as the last ones, a Word document if nothing else was."""
    wanted = choices.format if choices.format.has_headings else ExportFormat.DOCX
    return choices.with_options(replace(choices.options(wanted, wording), is_minutes=True))


def dump(choices: ExportChoices) -> dict[str, object]:
    """Return the choices as what JSON can hold."""
    formats = {
        options.format.value: {
            "has_times": options.has_times,
            "in_paragraphs": options.in_paragraphs,
            "emotions": options.emotions.value,
            "wording": options.wording.value,
            "background": options.background.value,
            "has_bom": options.has_bom,
            "is_minutes": options.is_minutes,
        }
        for options in choices.known
    }
    return {"version": 1, "format": choices.format.value, "formats": formats}


def load(raw: object) -> ExportChoices:
    """Return the choices that `dump` wrote down. What makes no sense is as usual."""
    stored = Stored(raw)
    formats = stored.inner("formats")
    known = (
        _options(each, formats.inner(each.value)) for each in ExportFormat if formats.has(each)
    )
    return ExportChoices(stored.choice("format", ExportFormat.SRT), tuple(known))


def sample_of(transcript: Transcript, options: ExportOptions) -> Transcript:
    """Return the beginning of what `options` ask for: quick, however long the transcript is."""

    def wanted(entry: Entry) -> bool:
        if options.begin_ms is not None and (entry.begin_ms or 0) < options.begin_ms:
            return False
        if not isinstance(entry, Line):
            return not options.starred_only and options.lines is None
        is_left_out = options.starred_only and not transcript.marks.is_starred(entry)
        return not is_left_out and (options.lines is None or entry.line in options.lines)

    chosen = (entry for entry in transcript.captions.entries if wanted(entry))
    entries = tuple(islice(chosen, SAMPLE_ENTRIES))
    if options.has_minutes:  # what is marked comes first in the file, wherever it was said
        marked = (entry for entry in chosen if _is_marked(transcript, entry))
        entries += tuple(islice(marked, SAMPLE_ENTRIES))
    return replace(transcript, captions=Captions(entries))


def _is_marked(transcript: Transcript, entry: Entry) -> bool:
    marks = transcript.marks
    return isinstance(entry, Line) and (
        marks.is_starred(entry) or marks.kind_of(entry) is not None or bool(marks.note_of(entry))
    )


def _options(wanted: ExportFormat, stored: Stored) -> ExportOptions:
    as_usual = usual(wanted)
    return replace(
        as_usual,
        has_times=stored.flag("has_times", default=as_usual.has_times),
        in_paragraphs=stored.flag("in_paragraphs", default=as_usual.in_paragraphs),
        emotions=stored.choice("emotions", EmotionMarks.NONE),
        wording=stored.choice("wording", Wording.ENGLISH),
        background=stored.choice("background", Background.DARK),
        has_bom=stored.flag("has_bom", default=False),
        is_minutes=stored.flag("is_minutes", default=False),
    )
