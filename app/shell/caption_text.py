"""How caption text is set: one shaped row or paragraph with its settled and tentative part."""

from __future__ import annotations

from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPen, QTextLayout, QTextOption

from app.shell.style import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QColor, QPainter, QPainterPath

_CONTROLS = {code: " " for code in (*range(0x20), 0x7F, 0x2028, 0x2029)}


def caption_font(size_px: int, family: str = "", weight: int = QFont.Weight.Normal) -> QFont:
    """Return the font of captions; no family: that of the window.

    Chinese families are named, as Linux picks poorly itself.
    """
    font = QFont()
    font.setFamilies([family, *FAMILIES] if family else list(FAMILIES))
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def on_one_row(text: str) -> str:
    """Return `text` without anything that would start a row of its own; lengths stay."""
    return text.translate(_CONTROLS)


def shaped(
    text: str, font: QFont, width_px: float, spacing_px: float = 0.0, *, is_right_to_left: bool
) -> QTextLayout:
    """Return `text` set in rows of at most `width_px`, their baselines `spacing_px` apart.

    0: as far apart as the fonts of each row ask for.
    """
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if is_right_to_left else Qt.LayoutDirection.LeftToRight
    )
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    row = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width_px)
        baseline_px = row * spacing_px + QFontMetricsF(font).ascent()
        top_px = baseline_px - line.ascent() if spacing_px else line.y()
        line.setPosition(QPointF(0.0, top_px))
        row += 1
    layout.endLayout()
    return layout


def to_qt(text: str, at: int) -> int:
    """Return how Qt counts the first `at` characters of `text`: emoji and rare Chinese as two."""
    return at if text.isascii() else at + sum(char > "\uffff" for char in text[:at])


def from_qt(text: str, at: int) -> int:
    """Return how many characters of `text` are what Qt counts as `at`."""
    if text.isascii():
        return at
    ends = accumulate(2 if char > "\uffff" else 1 for char in text)
    return sum(1 for _ in takewhile(lambda end: end <= at, ends))


def part_of(text: str, begin: int, end: int) -> QTextLayout.FormatRange:
    """Return what draws the characters of `text` from `begin` to `end` in a way of their own."""
    part = QTextLayout.FormatRange()
    part.start = to_qt(text, begin)
    part.length = to_qt(text, end) - part.start
    return part


def colored(text: str, begin: int, color: QColor) -> QTextLayout.FormatRange:
    """Return what draws the characters of `text` from `begin` on in `color`."""
    tint = part_of(text, begin, len(text))
    tint.format.setForeground(color)
    return tint


def outlines_of(layout: QTextLayout) -> Iterator[QPainterPath]:
    """Return the outline of each glyph where it stands. Glyphs that are pictures have none.

    One by one they are painted two to five times faster than as one path.
    """
    for run in layout.glyphRuns():
        font = run.rawFont()
        for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
            yield font.pathForGlyph(glyph).translated(at)


def spans_of(layout: QTextLayout, begin: int, end: int) -> list[QRectF]:
    """Return where the characters from `begin` to `end` stand, visual run by visual run.

    A span reaches from the top of its row to its baseline, in the layout's positions.
    """
    spans: list[QRectF] = []
    part = part_of(layout.text(), begin, end)
    for number in range(layout.lineCount() if begin < end else 0):
        line = layout.lineAt(number)
        baseline = line.y() + line.ascent()
        for run in line.glyphRuns(part.start, part.length):
            box = run.boundingRect()
            span = QRectF(QPointF(box.left(), line.y()), QPointF(box.right(), baseline))
            if span not in spans:
                spans.append(span)
    return spans


def paint_dots(painter: QPainter, spans: Sequence[QRectF], color: QColor, dot_px: float) -> None:
    """Draw dots along the bottoms of `spans`: the sign of words that may still change."""
    painter.save()
    pen = QPen(color, dot_px, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1.0, 1.0])
    painter.setPen(pen)
    for span in spans:
        painter.drawLine(span.bottomLeft(), span.bottomRight())
    painter.restore()
