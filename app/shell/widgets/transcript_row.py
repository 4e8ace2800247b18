"""One row of the transcript: rail, time, words, and what is said about them, set and drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QPainterPath, QTextLayout

from app.core.emotion import Emotion
from app.core.textlayout import is_right_to_left
from app.shell.caption_text import (
    caption_font,
    colored,
    on_one_row,
    paint_dots,
    shaped,
    spans_of,
)
from app.shell.emotion_style import STYLES, emotion_shape

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from app.shell.look import Look

# Lengths of the drawing; Look.px makes pixels of them.
RAIL_LEFT: Final = 24
RAIL_WIDTH: Final = 4
TIME_LEFT: Final = 42
TEXT_LEFT: Final = 118
RIGHT_MARGIN: Final = 24
MEASURE: Final = 640
TEXT_SIZE: Final = 17
ROW_SPACING: Final = 25.5
ROW_MARGIN: Final = 8  # above and below
SMALL_SIZE: Final = 12
NOTE_GAP: Final = 10
SHAPE_SIZE: Final = 9
NARROWEST: Final = 160


@dataclass(frozen=True, slots=True)
class RowContent:
    """What a row says. Of `text`, the first `settled` characters are settled."""

    text: str
    settled: int
    time: str = ""
    note: str = ""  # a word about the line, drawn small behind it
    emotion: Emotion = Emotion.NONE
    is_open: bool = False
    is_warning: bool = False  # the note tells of a trouble
    is_gap: bool = False


class RowStyle:
    """Fonts and colours of all rows in one look, for one width of the pane."""

    def __init__(self, look: Look, pane_width_px: int) -> None:
        self.look = look
        self.text_font = caption_font(look.px(TEXT_SIZE))
        self.small_font = caption_font(look.px(SMALL_SIZE))
        self.small_font.setFeature(QFont.Tag("tnum"), 1)  # figures of one width
        self.small = QFontMetricsF(self.small_font)
        self.text_left_px = look.px(TEXT_LEFT)
        room_px = pane_width_px - self.text_left_px - look.px(RIGHT_MARGIN)
        self.room_px = max(room_px, look.px(NARROWEST))
        self.text_width_px = min(self.room_px, look.px(MEASURE))
        self.row_px = ROW_SPACING * look.scale
        self._column_px = QFontMetricsF(self.text_font).averageCharWidth()

    def wraps_like(self, other: RowStyle) -> bool:
        """Whether words wrap where they wrap in `other`, notes apart."""
        return (self.look.scale, self.text_width_px) == (other.look.scale, other.text_width_px)

    def estimated_height_px(self, text: str) -> int:
        """Return about how high a row with `text` is, without setting it."""
        column_px = self._column_px * (1.0 if text.isascii() else 1.7)
        rows = max(1, math.ceil(len(text) * column_px / self.text_width_px))
        return self.height_px(rows)

    def height_px(self, rows: int) -> int:
        """Return how high a row of the transcript with so many rows of text is."""
        return round(rows * self.row_px) + 2 * self.look.px(ROW_MARGIN)


class TranscriptRow:
    """One row, set. Positions are pixels from its top left corner."""

    def __init__(self, content: RowContent, style: RowStyle) -> None:
        self.content = content
        self._style = style
        self._is_rtl = is_right_to_left(content.text)
        self._layout = shaped(
            on_one_row(content.text),
            style.text_font,
            style.text_width_px,
            style.row_px,
            is_right_to_left=self._is_rtl,
        )
        self._note_at = self._place_note()
        rows = self._layout.lineCount()
        has_own_row = self._note_at is not None and self._note_at.y() > self._baseline(rows - 1)
        self.height_px = style.height_px(rows + has_own_row)

    @property
    def text_origin(self) -> QPointF:
        """Where the text's own box begins."""
        return QPointF(self._style.text_left_px, self._style.look.px(ROW_MARGIN))

    def offset_at(self, point: QPointF) -> int:
        """Return the character before which a caret at `point` stands."""
        at = point - self.text_origin
        row = min(max(int(at.y() // self._style.row_px), 0), self._layout.lineCount() - 1)
        return self._layout.lineAt(row).xToCursor(at.x())

    def word_at(self, offset: int) -> tuple[int, int]:
        """Return where the word around a caret begins and ends."""
        text = self._layout
        end = text.nextCursorPosition(min(offset, len(self.content.text) - 1), _BY_WORDS)
        return text.previousCursorPosition(end, _BY_WORDS), end

    def paint(self, painter: QPainter, selected: tuple[int, int] | None = None) -> None:
        """Draw the row at the painter's origin, the characters from–to `selected` highlighted."""
        look, content = self._style.look, self.content
        self._paint_rail(painter)
        painter.setFont(self._style.small_font)
        painter.setPen(look.color("secondary"))
        top = self.text_origin.y()
        painter.drawText(QPointF(look.px(TIME_LEFT), top + self._baseline(0)), content.time)
        end = len(content.text)
        painter.setPen(look.color("secondary" if content.is_gap else "text"))
        tints = [colored(content.settled, end, look.color("secondary"))]
        if selected is not None:
            tints.append(_highlighted(*selected, look))
        self._layout.draw(painter, self.text_origin, tints)
        self._paint_tentative(painter)
        self._paint_note(painter)

    def _baseline(self, row: int) -> float:
        line = self._layout.lineAt(row)
        return line.y() + line.ascent()

    def _place_note(self) -> QPointF | None:
        """Return where the note's baseline begins: behind the words if it fits, else below."""
        if not self.content.note:
            return None
        last = self._layout.lineCount() - 1
        line = self._layout.lineAt(last)
        look = self._style.look
        left = line.naturalTextRect().right() + look.px(NOTE_GAP)
        if not self._is_rtl and left + self._note_width_px() <= self._style.room_px:
            return QPointF(left, self._baseline(last))
        return QPointF(0.0, self._baseline(last) + self._style.row_px)

    def _note_width_px(self) -> float:
        look = self._style.look
        return look.px(SHAPE_SIZE + 5) + self._style.small.horizontalAdvance(self.content.note)

    def _paint_rail(self, painter: QPainter) -> None:
        look, content = self._style.look, self.content
        style = STYLES.get(content.emotion)
        if content.is_open:
            color = look.color("accent")
        elif style is not None:
            color = style.color(look.tokens)
        else:
            return
        margin = look.px(ROW_MARGIN)
        rail = QRectF(look.px(RAIL_LEFT), margin, look.px(RAIL_WIDTH), self.height_px - 2 * margin)
        path = QPainterPath()
        path.addRoundedRect(rail, rail.width() / 2, rail.width() / 2)
        painter.fillPath(path, color)

    def _paint_tentative(self, painter: QPainter) -> None:
        content, look = self.content, self._style.look
        end = len(content.text.rstrip())
        begin = end - len(content.text[content.settled : end].lstrip())
        below = self.text_origin + QPointF(0, look.px(5))
        spans = [span.translated(below) for span in spans_of(self._layout, begin, end)]
        paint_dots(painter, spans, look.color("secondary"), look.px(2))

    def _paint_note(self, painter: QPainter) -> None:
        if self._note_at is None:
            return
        content, look = self.content, self._style.look
        at = self.text_origin + self._note_at
        style = STYLES.get(content.emotion)
        text_left = at.x()
        if style is not None and not content.is_warning:
            size = look.px(SHAPE_SIZE)
            middle = at.y() - self._style.small.capHeight() / 2
            box = QRectF(QPointF(at.x(), middle - size / 2), QSizeF(size, size))
            painter.fillPath(emotion_shape(content.emotion, box), style.color(look.tokens))
            text_left += look.px(SHAPE_SIZE + 5)
        painter.setFont(self._style.small_font)
        painter.setPen(look.color("warning" if content.is_warning else "secondary"))
        painter.drawText(QPointF(text_left, at.y()), content.note)


_BY_WORDS: Final = QTextLayout.CursorMode.SkipWords


def _highlighted(begin: int, end: int, look: Look) -> QTextLayout.FormatRange:
    tint = colored(begin, end, look.color("on_accent"))
    tint.format.setBackground(look.color("accent"))
    return tint
