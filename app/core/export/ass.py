"""Cues as Advanced SubStation Alpha, with a style in its colour for each emotion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core.export.cues import emotion_is_word
from app.core.export.options import Background
from app.core.export.subtitles import color_of, directed, emotions_in
from app.core.export.wording import clock, title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.emotion import Emotion
    from app.core.export.cues import Cue
    from app.core.export.options import ExportOptions

PLAY_RES: Final = (1920, 1080)
_FONT_SIZE: Final = 60  # rows of 42 characters take about two thirds of the picture's width
_INK: Final = {Background.DARK: "#FFFFFF", Background.LIGHT: "#1B1E23"}
_OUTLINE: Final = {Background.DARK: "#000000", Background.LIGHT: "#FFFFFF"}
_STYLE_FIELDS: Final = (
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, "
    "Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, "
    "Alignment, MarginL, MarginR, MarginV, Encoding"
)
_EVENT_FIELDS: Final = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"


def ass(cues: Sequence[Cue], options: ExportOptions, title: str) -> str:
    """Return a script whose styles are readable on the background of the options."""
    has_styles = not emotion_is_word(options)
    styles = [_style("Default", _INK[options.background], options.background)]
    for emotion in emotions_in(cues) if has_styles else ():
        color = color_of(emotion, options.background)
        styles.append(_style(_style_name(emotion), color, options.background))
    lines = (
        "[Script Info]",
        f"Title: {title_of(title, options.wording)}",
        "ScriptType: v4.00+",
        "WrapStyle: 0",
        "ScaledBorderAndShadow: yes",
        f"PlayResX: {PLAY_RES[0]}",
        f"PlayResY: {PLAY_RES[1]}",
        "YCbCr Matrix: None",
        "",
        "[V4+ Styles]",
        f"Format: {_STYLE_FIELDS}",
        *styles,
        "",
        "[Events]",
        f"Format: {_EVENT_FIELDS}",
        *(_event(cue, has_styles=has_styles) for cue in cues),
    )
    return "\n".join(lines) + "\n"


def _style(name: str, color: str, background: Background) -> str:
    outline = _abgr(_OUTLINE[background])
    colors = f"{_abgr(color)},&H000000FF,{outline},&H80{outline[4:]}"
    return f"Style: {name},Arial,{_FONT_SIZE},{colors},0,0,0,0,100,100,0,0,1,3,1,2,120,120,54,1"


def _event(cue: Cue, *, has_styles: bool) -> str:
    emotion = cue.passage.emotion
    style = _style_name(emotion) if has_styles and emotion.is_shown else "Default"
    who = cue.passage.speaker.replace(",", " ")  # the field ends at a comma
    text = "\\N".join(directed(cue.rows))
    return f"Dialogue: 0,{_time(cue.begin_ms)},{_time(cue.end_ms)},{style},{who},0,0,0,,{text}"


def _style_name(emotion: Emotion) -> str:
    return emotion.value.capitalize()


def _abgr(color: str) -> str:
    """Return #RRGGBB as the format has it, opaque."""
    red, green, blue = color[1:3], color[3:5], color[5:7]
    return f"&H00{blue}{green}{red}"


def _time(ms: int) -> str:
    """Return the time in hundredths of a second: cues that do not overlap still do not."""
    return f"{clock(ms).removeprefix('0')}.{ms % 1000 // 10:02}"
