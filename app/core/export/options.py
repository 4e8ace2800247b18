"""What an export can be asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from app.core.errors import ErrorCode, ZimuError


class ExportFormat(StrEnum):
    """A kind of file; the values are the suffixes without their dot."""

    TXT = "txt"
    SRT = "srt"
    VTT = "vtt"
    ASS = "ass"
    MARKDOWN = "md"
    DOCX = "docx"
    JSONL = "jsonl"
    CSV = "csv"

    @property
    def suffix(self) -> str:
        """How its files end."""
        return f".{self.value}"

    @property
    def is_subtitles(self) -> bool:
        """Whether players read it: rows and times follow the rules of subtitles."""
        return self in (ExportFormat.SRT, ExportFormat.VTT, ExportFormat.ASS)

    @property
    def is_prose(self) -> bool:
        """Whether people read it: it can do without times, and in paragraphs."""
        return self in (ExportFormat.TXT, ExportFormat.MARKDOWN, ExportFormat.DOCX)

    @property
    def has_headings(self) -> bool:
        """Whether a document in it can have parts: it can be the minutes of a meeting."""
        return self in (ExportFormat.MARKDOWN, ExportFormat.DOCX)


SUFFIXES: Final = tuple(each.suffix for each in ExportFormat)


class EmotionMarks(StrEnum):
    """How the feeling in a voice is written down."""

    NONE = "none"
    CLASS = "class"  # a class or a style with a colour; a word where the format has neither
    WORD = "word"  # in brackets, before the words of the line


class Wording(StrEnum):
    """The language of the words that are not the speakers'."""

    ENGLISH = "en"
    CHINESE = "zh"  # simplified
    TRADITIONAL = "zh-hant"


class Background(StrEnum):
    """What subtitles with colours of their own will stand on."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """One file. What its format does not have is left alone."""

    format: ExportFormat
    has_times: bool = True  # of TXT, MARKDOWN and DOCX
    in_paragraphs: bool = False  # of TXT, MARKDOWN and DOCX: else a line stands alone
    emotions: EmotionMarks = EmotionMarks.NONE  # of records: anything else is the engine's label
    starred_only: bool = False
    lines: frozenset[int] | None = None  # the ids of those that are wanted; None: all
    begin_ms: int | None = None  # what ends by then is left out
    end_ms: int | None = None  # what begins then or later is left out
    wording: Wording = Wording.ENGLISH
    background: Background = Background.DARK  # of VTT and ASS with emotions as classes
    has_bom: bool = False  # of CSV: without it Excel takes UTF-8 for something else
    # Of records: also the words of the engine, where the user put others in their place. Not
    # unasked: perhaps they were put out of sight.
    has_heard: bool = False
    is_minutes: bool = False  # of MARKDOWN and DOCX: marked lines before the transcript
    participants: str = ""  # of minutes; empty: everybody with a name

    @property
    def has_minutes(self) -> bool:
        """Whether the file will be the minutes of a meeting."""
        return self.is_minutes and self.format.has_headings

    @property
    def is_excerpt(self) -> bool:
        """Whether a part of the transcript may be missing."""
        bounds = (self.lines, self.begin_ms, self.end_ms)
        return self.starred_only or any(bound is not None for bound in bounds)

    def for_suffix(self, suffix: str) -> ExportOptions:
        """Return these options for the format of files that end so; of other files, for ours.

        Who types another suffix in the system's dialog wants what it says.
        """
        wanted = next((each for each in ExportFormat if each.suffix == suffix.lower()), self.format)
        if wanted is self.format:
            return self
        known = usual(wanted)
        return replace(
            self, format=wanted, has_times=known.has_times, in_paragraphs=known.in_paragraphs
        )


def usual(wanted: ExportFormat) -> ExportOptions:
    """Return what a file of this kind is like if nothing else is said."""
    return ExportOptions(
        wanted,
        has_times=wanted is not ExportFormat.TXT,
        in_paragraphs=wanted in (ExportFormat.MARKDOWN, ExportFormat.DOCX),
    )


def format_of(suffix: str) -> ExportFormat:
    """Return the format of files that end so. Raises ZimuError(EXPORT_FAILED) for others."""
    for wanted in ExportFormat:
        if wanted.suffix == suffix.lower():
            return wanted
    reason = f"only {', '.join(SUFFIXES)} files can"
    raise ZimuError(ErrorCode.EXPORT_FAILED, path=suffix or "a file", reason=reason)
