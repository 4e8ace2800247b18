"""Cues as SubRip, WebVTT and plain text. The cues hold no line breaks and no control characters."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.core.export.cues import Cue

_STAR: Final = "★ "


def srt(cues: Iterable[Cue]) -> str:
    """Return SubRip. It has no escapes, so an arrow that would read as a time line is replaced."""
    return "\n".join(
        f"{number}\n{_span(cue, decimal=',')}\n{cue.text.replace('-->', '→')}\n"
        for number, cue in enumerate(cues, start=1)
    )


def vtt(cues: Iterable[Cue]) -> str:
    """Return WebVTT."""
    blocks = (f"{_span(cue, decimal='.')}\n{html.escape(cue.text, quote=False)}\n" for cue in cues)
    return "\n".join(("WEBVTT\n", *blocks))


def txt(cues: Iterable[Cue]) -> str:
    """Return the words alone, a line each; a line with a star begins with one."""
    return "".join(f"{_STAR if cue.is_starred else ''}{cue.text}\n" for cue in cues)


def _span(cue: Cue, *, decimal: str) -> str:
    return f"{_clock(cue.begin_ms, decimal)} --> {_clock(cue.end_ms, decimal)}"


def _clock(ms: int, decimal: str) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{decimal}{ms:03}"
