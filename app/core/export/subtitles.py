"""Cues as SubRip and WebVTT."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from app.core.emotion_colors import EMOTION_COLORS
from app.core.export.cues import emotion_is_word
from app.core.export.options import Background
from app.core.export.wording import clock_ms
from app.core.textlayout import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.emotion import Emotion
    from app.core.export.cues import Cue
    from app.core.export.options import ExportOptions

# A row begins at the left in most players; between these it runs the other way as a whole.
_EMBED: Final = ("\u202b", "\u202c")


def srt(cues: Sequence[Cue]) -> str:
    """Return SubRip."""
    blocks = []
    for number, cue in enumerate(cues, start=1):
        blocks.append(f"{number}\n{_span(cue, ',')}\n{_joined(directed(cue.rows))}\n")
    return "\n".join(blocks)


def vtt(cues: Sequence[Cue], options: ExportOptions) -> str:
    """Return WebVTT; a felt line is of a class with a colour if the options say so."""
    has_classes = not emotion_is_word(options)
    head = "WEBVTT\n"
    if has_classes and (felt := emotions_in(cues)):
        head += f"\nSTYLE\n{_style(felt, options.background)}\n"
    blocks = []
    for cue in cues:
        text = html.escape(_joined(cue.rows), quote=False)
        emotion = cue.passage.emotion
        if has_classes and emotion.is_shown:
            text = f"<c.{emotion.value}>{text}</c>"
        blocks.append(f"{_span(cue, '.')}\n{text}\n")
    return "\n".join((head, *blocks))


def emotions_in(cues: Sequence[Cue]) -> list[Emotion]:
    """Return the emotions that are shown, as the catalogue of colours orders them."""
    felt = {cue.passage.emotion for cue in cues}
    return [emotion for emotion in EMOTION_COLORS if emotion in felt]


def color_of(emotion: Emotion, background: Background) -> str:
    """Return the colour of an emotion that is shown, as #RRGGBB."""
    color = EMOTION_COLORS[emotion]
    return color.dark if background is Background.DARK else color.light


def directed(rows: tuple[str, ...]) -> tuple[str, ...]:
    """Return rows that players set from right to left where the words run so."""
    if not is_right_to_left(" ".join(rows)):
        return rows
    return tuple(f"{_EMBED[0]}{row}{_EMBED[1]}" for row in rows)


def _style(emotions: Sequence[Emotion], background: Background) -> str:
    return "\n".join(
        f"::cue(.{emotion.value}) {{ color: {color_of(emotion, background)}; }}"
        for emotion in emotions
    )


def _joined(rows: tuple[str, ...]) -> str:
    return "\n".join(rows)


def _span(cue: Cue, decimal: str) -> str:
    return f"{clock_ms(cue.begin_ms, decimal)} --> {clock_ms(cue.end_ms, decimal)}"
