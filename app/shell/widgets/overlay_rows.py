"""The overlay's rows as pixels: where each stands, how wide a text is, what settled looks like."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF

from app.core.overlay_settings import OVERLAY_WIDTH_CHARS
from app.shell.caption_text import (
    caption_font,
    colored,
    on_one_row,
    paint_dots,
    shaped,
    spans_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter, QTextLayout

    from app.core.overlay_settings import OverlayLook
    from app.core.rollup import Row

SETTLED: Final = QColor("#FFFFFF")
TENTATIVE: Final = QColor("#C9CED6")
MARGIN_PX: Final = QSize(26, 14)
NOTE_INK: Final = QColor("#F2B84B")
NOTE_BACK: Final = QColor("#2A2620")
NOTE_PX: Final = 12
RIGHT_OF_NOTE_PX: Final = 14
ROW_HEIGHT: Final = 1.4  # of the font's size
BASELINE: Final = 0.72  # of the row's height, under its top
UNDERLINE_BELOW: Final = 0.22  # of the font's size, under the baseline
CHINESE_PER_LATIN: Final = 18 / 42  # characters in a row
DOT: Final = 1 / 11  # of the font's size


class OverlayRows:
    """Sets and draws rows in one font, row 0 at the top."""

    def __init__(self, look: OverlayLook) -> None:
        self._font_px = font_px = look.font_px
        self._font = caption_font(font_px)
        self._metrics = QFontMetricsF(self._font)
        self._height_px = round(font_px * ROW_HEIGHT)
        self._set: dict[Row, QTextLayout] = {}

    def measure(self, text: str) -> float:
        """Return the width of `text` in one row, in pixels."""
        return self._metrics.horizontalAdvance(on_one_row(text))

    def text_width_px(self, box_width_px: int) -> int:
        """Return how much of a box is for text."""
        return box_width_px - 2 * MARGIN_PX.width()

    def box_width_px(self, chars: int) -> int:
        """Return the width of a box for `chars` Latin characters, or 3/7 as many Chinese ones."""
        return math.ceil(chars * self._char_px) + 2 * MARGIN_PX.width()

    def chars_in(self, width_px: int) -> int:
        """Return how many characters a box of `width_px` is for; `box_width_px` is its inverse."""
        fewest, most = OVERLAY_WIDTH_CHARS
        chars = round(self.text_width_px(width_px) / self._char_px)
        return min(max(chars, fewest), most)

    @property
    def _char_px(self) -> float:
        return max(self._metrics.averageCharWidth(), self._font_px * CHINESE_PER_LATIN)

    def box_height_px(self, rows: int) -> int:
        """Return the height of a box for `rows` rows."""
        return rows * self._height_px + 2 * MARGIN_PX.height()

    def area(self, row: int, box_width_px: int) -> QRect:
        """Return the part of the box that a row may touch; marks may reach over its edges."""
        top = MARGIN_PX.height() + row * self._height_px
        reach = self._font_px // 3
        return QRect(0, top, box_width_px, self._height_px).adjusted(0, -reach, 0, reach)

    def paint(self, painter: QPainter, rows: Sequence[Row], box_width_px: int) -> None:
        """Draw `rows` from the top, the box's corner being the painter's origin."""
        self._set = {row: self._set.get(row) or self._shape(row) for row in rows}
        for number, row in enumerate(rows):
            self._paint_row(painter, number, row, box_width_px)

    def note_area(self, box_width_px: int) -> QRect:
        """Return where a note may stand: in the upper margin, where no row ever is."""
        return QRect(box_width_px // 2, 0, box_width_px // 2, MARGIN_PX.height() + NOTE_PX // 3)

    def paint_note(self, painter: QPainter, note: str, box_width_px: int) -> None:
        """Draw a word about the captions at the right of the upper margin."""
        font = caption_font(NOTE_PX)
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(note) + NOTE_PX
        pill = QRectF(box_width_px - RIGHT_OF_NOTE_PX - width, 1.0, width, NOTE_PX + 4.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(NOTE_BACK)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setFont(font)
        painter.setPen(NOTE_INK)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, note)

    def paint_hint(self, painter: QPainter, hint: str) -> None:
        """Draw what is not a caption in place of the first row."""
        painter.setFont(self._font)
        painter.setPen(TENTATIVE)
        painter.drawText(QPointF(MARGIN_PX.width(), self._baseline(0)), hint)

    def _baseline(self, row: int) -> int:
        # Even, however tall the fonts of a row are.
        return MARGIN_PX.height() + round((row + BASELINE) * self._height_px)

    def _shape(self, row: Row) -> QTextLayout:
        text = on_one_row(row.text.rstrip())
        return shaped(text, self._font, math.inf, is_right_to_left=row.is_right_to_left)

    def _paint_row(self, painter: QPainter, number: int, row: Row, box_width_px: int) -> None:
        layout = self._set[row]
        line = layout.lineAt(0)
        end = len(layout.text())
        left = float(MARGIN_PX.width())
        if row.is_right_to_left:
            left = box_width_px - MARGIN_PX.width() - line.naturalTextWidth()
        origin = QPointF(left, self._baseline(number) - line.ascent())
        painter.setPen(SETTLED)
        layout.draw(painter, origin, [colored(row.settled, end, TENTATIVE)])
        dot_px = max(2, round(self._font_px * DOT))
        below = QPointF(0, round(self._font_px * UNDERLINE_BELOW))
        begin = end - len(row.text[row.settled : end].lstrip())
        spans = [span.translated(origin + below) for span in spans_of(layout, begin, end)]
        paint_dots(painter, spans, TENTATIVE, dot_px)
