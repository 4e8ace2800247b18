"""How words of a row are pointed out, and the star of a marked line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QTextCharFormat

from app.shell.caption_text import part_of

if TYPE_CHECKING:
    from PySide6.QtGui import QTextLayout

    from app.shell.look import Look


class HighlightKind(Enum):
    """Why words are pointed out."""

    ALERT = "alert"
    HIT = "hit"
    CURRENT_HIT = "current hit"
    SELECTED = "selected"
    SAID = "said"  # as far as it has been played


@dataclass(frozen=True, slots=True)
class Highlight:
    """Characters of a row that are pointed out."""

    begin: int
    end: int
    kind: HighlightKind


def star_shape(box: QRectF) -> QPainterPath:
    """Return the star of marked lines in `box`."""
    path = QPainterPath()
    for corner in range(10):
        angle = math.radians(90 + 36 * corner)
        reach = box.width() / (2 if corner % 2 == 0 else 4.6)
        at = box.center() + QPointF(math.cos(angle) * reach, -math.sin(angle) * reach)
        if corner:
            path.lineTo(at)
        else:
            path.moveTo(at)
    path.closeSubpath()
    return path


def tint(highlight: Highlight, text: str, look: Look) -> QTextLayout.FormatRange:
    """Return how a highlight in `text` is drawn."""
    drawn = part_of(text, highlight.begin, highlight.end)
    match highlight.kind:
        case HighlightKind.ALERT:
            color = look.color("warning")
            drawn.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            drawn.format.setUnderlineColor(color)
            color.setAlphaF(0.2)
            drawn.format.setBackground(color)
        case HighlightKind.HIT:
            color = look.color("accent")
            color.setAlphaF(0.3)
            drawn.format.setBackground(color)
        case HighlightKind.CURRENT_HIT:
            drawn.format.setBackground(look.color("warning"))
            drawn.format.setForeground(look.color("background"))
        case HighlightKind.SAID:
            color = look.color("accent")
            color.setAlphaF(0.22)
            drawn.format.setBackground(color)
        case HighlightKind.SELECTED:
            drawn.format.setBackground(look.color("accent"))
            drawn.format.setForeground(look.color("on_accent"))
        case _:
            assert_never(highlight.kind)
    return drawn
