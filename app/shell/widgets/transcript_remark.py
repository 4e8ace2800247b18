"""What the user wrote about a line, set below its words and drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF

from app.core.textlayout import is_right_to_left
from app.shell.caption_text import caption_font, on_one_row, shaped
from app.shell.widgets.transcript_marks import tint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPainter

    from app.shell.widgets.transcript_marks import Highlight
    from app.shell.widgets.transcript_row import RowStyle

# Lengths of the drawing; Look.px makes pixels of them.
TEXT_SIZE: Final = 14
ROW_SPACING: Final = 21
TEXT_LEFT: Final = 10
BAR_WIDTH: Final = 2
GAP: Final = 4  # above it


class Remark:
    """In rows of its own, behind a bar."""

    def __init__(self, text: str, style: RowStyle) -> None:
        self._text, self._style = text, style
        look = style.look
        self._layout = shaped(
            on_one_row(text),
            caption_font(look.px(TEXT_SIZE)),
            style.text_width_px - look.px(TEXT_LEFT),
            ROW_SPACING * look.scale,
            is_right_to_left=is_right_to_left(text),
        )
        self.height_px = round(self._rows_px) + look.px(GAP)

    @property
    def _rows_px(self) -> float:
        return self._layout.lineCount() * ROW_SPACING * self._style.look.scale

    def paint(self, painter: QPainter, origin: QPointF, highlights: Iterable[Highlight]) -> None:
        """Draw it with its top left corner at `origin`."""
        look = self._style.look
        top_left = origin + QPointF(0, look.px(GAP))
        bar = QRectF(top_left.x(), top_left.y(), look.px(BAR_WIDTH), self._rows_px)
        painter.fillRect(bar, look.color("accent"))
        painter.setPen(look.color("secondary"))
        tints = [tint(each, self._text, look) for each in highlights]
        self._layout.draw(painter, top_left + QPointF(look.px(TEXT_LEFT), 0), tints)
