"""Transcripts as files (docs/EXPORTS.md has the rules of each format).

Everything that has words is written, the open line too; where the user put words right, theirs. A
gap is written like words: whoever reads the file later must not take a hole for silence. Emotions
are written only when that is asked for, which needs the consent of those who were heard.
"""

from __future__ import annotations

from typing import assert_never

from app.core.export.options import (
    SUFFIXES,
    Background,
    EmotionMarks,
    ExportFormat,
    ExportOptions,
    Wording,
    format_of,
    usual,
)
from app.core.export.passages import passages_of, printable
from app.core.export.transcript import Transcript

__all__ = [
    "SUFFIXES",
    "Background",
    "EmotionMarks",
    "ExportFormat",
    "ExportOptions",
    "Transcript",
    "Wording",
    "format_of",
    "render_text",
    "usual",
]


def render_text(transcript: Transcript, options: ExportOptions) -> str:
    """Return a file of any format that is text; a Word document is not (app/documents/word.py).

    Line ends are those of the format; nothing in it cannot be encoded.
    """
    # What is only needed to write is loaded then: everything that starts loads this package.
    from app.core.export.ass import ass  # noqa: PLC0415
    from app.core.export.cues import cues_of  # noqa: PLC0415
    from app.core.export.prose import markdown, txt  # noqa: PLC0415
    from app.core.export.records import csv, jsonl  # noqa: PLC0415
    from app.core.export.subtitles import srt, vtt  # noqa: PLC0415

    passages = passages_of(transcript, options)
    match options.format:
        case ExportFormat.TXT:
            text = txt(passages, options)
        case ExportFormat.SRT:
            text = srt(cues_of(passages, options))
        case ExportFormat.VTT:
            text = vtt(cues_of(passages, options), options)
        case ExportFormat.ASS:
            text = ass(cues_of(passages, options), options, printable(transcript.title))
        case ExportFormat.MARKDOWN:
            text = markdown(transcript, passages, options)
        case ExportFormat.JSONL:
            text = jsonl(transcript, passages, options)
        case ExportFormat.CSV:
            text = csv(passages, options)
        case ExportFormat.DOCX:
            raise ValueError("a Word document is no text")
        case _:
            assert_never(options.format)
    return text
