"""Transcripts into files, without a window."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.errors import ZimuError
from app.core.problem_text import english
from app.documents.rendering import render
from app.storage.files import write_bytes_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.export import ExportOptions, Transcript

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file to write."""

    path: Path
    options: ExportOptions


def export(transcript: Transcript, file: ExportFile, say: Callable[[str], None]) -> bool:
    """Write the transcript to a file, whole or not at all; say so if that fails."""
    try:
        write_bytes_atomically(file.path, render(transcript, file.options))
    except ZimuError as exc:
        say(english(exc.problem))
        return False
    facts = {"suffix": file.path.suffix, "lines": len(transcript.captions.entries)}
    log.info("exported", extra={"event": "export.done", **facts})
    return True
