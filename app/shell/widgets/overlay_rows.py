"""The overlay's rows as pixels: where each stands, how wide a text is, what settled looks like."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple, assert_never

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPixmap

from app.core.overlay_settings import OVERLAY_WIDTH_CHARS, Alignment
from app.core.textlayout import is_right_to_left
from app.shell.caption_text import (
    caption_font,
    colored,
    on_one_row,
    paint_dots,
    shaped,
    spans_of,
)
from app.shell.emotion_style import emotion_shape
from app.shell.widgets.overlay_ink import OverlayInk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QTextLayout

    from app.core.overlay_settings import OverlayLook
    from app.core.rollup import Row

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
X_HEIGHT: Final = 0.5  # of the font's size, above the baseline
RAIL_LEFT_PX: Final = 5.0  # in the margin where rows begin
RAIL_PX: Final = 4.0
RAIL_INSET: Final = 0.12  # of the row's height, where a rail begins and ends
SHAPE_LEFT_PX: Final = 12.0
SHAPE_PX: Final = 11.0


class _SetRow(NamedTuple):
    layout: QTextLayout
    under: QPixmap | None  # outline and shadow


class OverlayRows:
    """Sets and draws rows in one look, row 0 at the top."""

    def __init__(self, look: OverlayLook, *, shows_emotion: bool = False) -> None:
        self._font_px = look.font_px
        self._alignment = look.alignment
        self._shows_emotion = shows_emotion
        self._font = caption_font(look.font_px, look.family, look.weight)
        self._metrics = QFontMetricsF(self._font)
        self._height_px = round(look.font_px * ROW_HEIGHT)
        self._ink = OverlayInk(look)
        self._set: dict[Row, _SetRow] = {}
        self._ratio = 1.0  # pixels per pixel of Qt that they are set for

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

    def rows_within(self, height_px: int) -> int:
        """Return how many rows are seen whole in a box of `height_px`; one is shown in any."""
        return max(1, (height_px - 2 * MARGIN_PX.height()) // self._height_px)

    def area(self, row: int, box_width_px: int) -> QRect:
        """Return the part of the box that a row may touch; marks may reach over its edges."""
        top = MARGIN_PX.height() + row * self._height_px
        reach = self._font_px // 3 + self._ink.reach_px
        return QRect(0, top, box_width_px, self._height_px).adjusted(0, -reach, 0, reach)

    def paint_box(self, painter: QPainter, box: QRect, radius_px: float) -> None:
        """Draw what the rows stand on."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink.box)
        painter.drawRoundedRect(QRectF(box), radius_px, radius_px)

    def paint(self, painter: QPainter, rows: Sequence[Row], box_width_px: int) -> None:
        """Draw `rows` from the top, the box's corner being the painter's origin."""
        ratio = painter.device().devicePixelRatio()
        known = self._set if ratio == self._ratio else {}
        self._set = {row: known.get(row) or self._shape(row, ratio) for row in rows}
        self._ratio = ratio
        for number, row in enumerate(rows):
            self._paint_row(painter, number, row, box_width_px)
            if self._shows_emotion and row.emotion.is_shown:
                self._paint_emotion(painter, rows, number, box_width_px)

    def picture(self, rows: Sequence[Row], box: QSize, ratio: float) -> QPixmap:
        """Return the rows alone, on nothing."""
        picture = QPixmap(box * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, rows, box.width())
        painter.end()
        return picture

    def note_area(self, box_width_px: int) -> QRect:
        """Return where a note may stand: in the upper margin, where no row ever is."""
        return QRect(0, 0, box_width_px, MARGIN_PX.height() + NOTE_PX // 3)

    def paint_note(self, painter: QPainter, note: str, box_width_px: int) -> None:
        """Draw a word about the captions at the right of the upper margin."""
        font = caption_font(NOTE_PX)
        metrics = QFontMetricsF(font)
        room_px = box_width_px - 2 * RIGHT_OF_NOTE_PX - NOTE_PX
        note = metrics.elidedText(note, Qt.TextElideMode.ElideRight, room_px)
        width = metrics.horizontalAdvance(note) + NOTE_PX
        pill = QRectF(box_width_px - RIGHT_OF_NOTE_PX - width, 1.0, width, NOTE_PX + 4.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(NOTE_BACK)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setFont(font)
        painter.setPen(NOTE_INK)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, note)

    def paint_hint(self, painter: QPainter, hint: str, box_width_px: int) -> None:
        """Draw what is not a caption in place of the first row, smaller if it has no room there."""
        is_mirrored = is_right_to_left(hint)
        share = min(1.0, self.text_width_px(box_width_px) / self.measure(hint))
        font = QFont(self._font)
        font.setPixelSize(max(1, math.floor(self._font_px * share)))
        ratio = painter.device().devicePixelRatio()
        words = self._set_text(hint, font, ratio, is_right_to_left=is_mirrored)
        origin = self._origin(words.layout, 0, box_width_px, is_right_to_left=is_mirrored)
        self._paint_words(painter, words, origin, settled=0)

    def _baseline(self, row: int) -> int:
        # Even, however tall the fonts of a row are.
        return MARGIN_PX.height() + round((row + BASELINE) * self._height_px)

    def _shape(self, row: Row, ratio: float) -> _SetRow:
        text = on_one_row(row.text.rstrip())
        return self._set_text(text, self._font, ratio, is_right_to_left=row.is_right_to_left)

    def _set_text(self, text: str, font: QFont, ratio: float, *, is_right_to_left: bool) -> _SetRow:
        layout = shaped(text, font, math.inf, is_right_to_left=is_right_to_left)
        return _SetRow(layout, self._ink.under(layout, ratio))

    def _origin(
        self, layout: QTextLayout, row: int, box_width_px: int, *, is_right_to_left: bool
    ) -> QPointF:
        """Return where the corner of the set words of a row lies."""
        line = layout.lineAt(0)
        room_px = self.text_width_px(box_width_px) - line.naturalTextWidth()
        match self._alignment:
            case Alignment.CENTRE:
                shift_px = room_px / 2
            case Alignment.START:
                shift_px = room_px if is_right_to_left else 0.0
            case _:
                assert_never(self._alignment)
        return QPointF(MARGIN_PX.width() + shift_px, self._baseline(row) - line.ascent())

    def _paint_words(
        self, painter: QPainter, words: _SetRow, origin: QPointF, *, settled: int
    ) -> None:
        layout = words.layout
        if words.under is not None:
            reach = QPointF(self._ink.reach_px, self._ink.reach_px)
            painter.drawPixmap(origin + layout.boundingRect().topLeft() - reach, words.under)
        painter.setPen(self._ink.settled)
        tint = colored(layout.text(), settled, self._ink.tentative)
        layout.draw(painter, origin, [tint])

    def _paint_row(self, painter: QPainter, number: int, row: Row, box_width_px: int) -> None:
        words = self._set[row]
        end = len(words.layout.text())
        is_mirrored = row.is_right_to_left
        origin = self._origin(words.layout, number, box_width_px, is_right_to_left=is_mirrored)
        self._paint_words(painter, words, origin, settled=row.settled)
        dot_px = max(2, round(self._font_px * DOT))
        below = QPointF(0, round(self._font_px * UNDERLINE_BELOW))
        begin = end - len(row.text[row.settled : end].lstrip())
        spans = [span.translated(origin + below) for span in spans_of(words.layout, begin, end)]
        if (pen := self._ink.dots_ground(dot_px)) is not None:
            painter.setPen(pen)
            painter.drawLines([QLineF(span.bottomLeft(), span.bottomRight()) for span in spans])
        paint_dots(painter, spans, self._ink.tentative, dot_px)

    def _paint_emotion(
        self, painter: QPainter, rows: Sequence[Row], number: int, box_width_px: int
    ) -> None:
        """Draw the rail beside a row, and the shape where the rows of a line begin."""
        row = rows[number]
        is_first = number == 0 or rows[number - 1].line != row.line
        is_last = number == len(rows) - 1 or rows[number + 1].line != row.line
        top_px = MARGIN_PX.height() + number * self._height_px
        inset_px = self._height_px * RAIL_INSET
        rail = QRectF(RAIL_LEFT_PX, top_px, RAIL_PX, self._height_px)
        rail.adjust(0, inset_px * is_first, 0, -inset_px * is_last)
        middle_px = self._baseline(number) - self._font_px * X_HEIGHT / 2
        shape = QRectF(SHAPE_LEFT_PX, middle_px - SHAPE_PX / 2, SHAPE_PX, SHAPE_PX)
        if row.is_right_to_left:
            rail.moveRight(box_width_px - rail.left())
            shape.moveRight(box_width_px - shape.left())
        path = emotion_shape(row.emotion, shape) if is_first else QPainterPath()
        if (pen := self._ink.around_marks) is not None:
            edge_px = pen.widthF() / 2
            around = rail.adjusted(-edge_px, -edge_px * is_first, edge_px, edge_px * is_last)
            painter.fillRect(around, pen.color())
            painter.strokePath(path, pen)
        painter.fillRect(rail, self._ink.mark(row.emotion))
        painter.fillPath(path, self._ink.mark(row.emotion))
