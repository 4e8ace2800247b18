"""A transcript as the bytes of a file, whatever its format."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.core.export import ExportFormat, render_text

if TYPE_CHECKING:
    from app.core.export import ExportOptions, Transcript


def render(transcript: Transcript, options: ExportOptions) -> bytes:
    """Return the file: UTF-8, or a Word document."""
    if options.format is ExportFormat.DOCX:
        from app.documents.word import word  # noqa: PLC0415  seldom needed

        return word(transcript, options)
    return render_text(transcript, options).encode("utf-8")


def local_time(epoch_s: float) -> str:
    """Return that moment as `Transcript.begun` has it, by this computer's clock and zone."""
    return datetime.fromtimestamp(epoch_s).astimezone().isoformat(timespec="seconds")
