"""One row of the transcript: rail, time, words, and what is said about them, set and drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QPainterPath, QPen, QTextLayout

from app.core.emotion import Emotion
from app.core.textlayout import is_right_to_left
from app.shell.caption_text import (
    caption_font,
    colored,
    from_qt,
    on_one_row,
    paint_dots,
    shaped,
    spans_of,
    to_qt,
)
from app.shell.emotion_style import STYLES, emotion_shape
from app.shell.widgets.transcript_marks import Highlight, HighlightKind, star_shape, tint
from app.shell.widgets.transcript_remark import Remark

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from app.shell.look import Look

# Lengths of the drawing; Look.px makes pixels of them.
STAR_LEFT: Final = 5
STAR_SIZE: Final = 13
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
    is_starred: bool = False
    alerts: tuple[tuple[int, int], ...] = ()  # where words stand that somebody waits for
    remark: str = ""  # what the user wrote about it, below


@dataclass(frozen=True, slots=True)
class RowState:
    """How a row is drawn just now, apart from what it says."""

    highlights: tuple[Highlight, ...] = ()  # behind the words and one character: of the remark
    is_current: bool = False  # the keyboard is on it
    is_pointed_at: bool = False  # the mouse is: it offers the star


PLAIN: Final = RowState()


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
        self._told_px = style.height_px(rows + has_own_row)
        self._remark = Remark(content.remark, style) if content.remark else None
        self.height_px = self._told_px + (self._remark.height_px if self._remark else 0)

    @property
    def text_origin(self) -> QPointF:
        """Where the text's own box begins."""
        return QPointF(self._style.text_left_px, self._style.look.px(ROW_MARGIN))

    def offset_at(self, point: QPointF) -> int:
        """Return the character before which a caret at `point` stands."""
        at = point - self.text_origin
        row = min(max(int(at.y() // self._style.row_px), 0), self._layout.lineCount() - 1)
        return from_qt(self.content.text, self._layout.lineAt(row).xToCursor(at.x()))

    def word_at(self, offset: int) -> tuple[int, int]:
        """Return where the word around a caret begins and ends."""
        layout, text = self._layout, self.content.text
        qt_end = layout.nextCursorPosition(to_qt(text, min(offset, len(text) - 1)), _BY_WORDS)
        end = from_qt(text, qt_end)
        begin = from_qt(text, layout.previousCursorPosition(qt_end, _BY_WORDS))
        return begin, begin + len(text[begin:end].rstrip())

    def is_on_star(self, point: QPointF) -> bool:
        """Whether `point` is where the star is drawn or offered."""
        top = self.text_origin.y()
        return point.x() < self._style.look.px(RAIL_LEFT) and 0 <= point.y() - top < self._row_px

    def text_box(self) -> QRectF:
        """Return where the words stand, in their whole column."""
        size = QSizeF(self._style.text_width_px, self._layout.lineCount() * self._row_px)
        return QRectF(self.text_origin, size)

    def remark_box(self) -> QRectF:
        """Return where a remark stands, or would stand."""
        look = self._style.look
        top = self._told_px - look.px(ROW_MARGIN)
        height = max(self.height_px - self._told_px, round(self._row_px))
        return QRectF(self.text_origin.x(), top, self._style.text_width_px, height)

    def has_remark_at(self, point: QPointF) -> bool:
        """Whether `point` is on what the user wrote."""
        return self._remark is not None and self.remark_box().contains(point)

    def paint(self, painter: QPainter, state: RowState = PLAIN) -> None:
        """Draw the row at the painter's origin."""
        look, content = self._style.look, self.content
        if state.is_current:
            self._paint_frame(painter)
        self._paint_rail(painter)
        if content.is_starred or state.is_pointed_at:
            self._paint_star(painter)
        painter.setFont(self._style.small_font)
        painter.setPen(look.color("secondary"))
        top = self.text_origin.y()
        painter.drawText(QPointF(look.px(TIME_LEFT), top + self._baseline(0)), content.time)
        painter.setPen(look.color("secondary" if content.is_gap else "text"))
        behind = len(content.text) + 1
        told = [each for each in state.highlights if each.begin < behind]
        alerts = (Highlight(*place, HighlightKind.ALERT) for place in content.alerts)
        tints = [
            colored(content.text, content.settled, look.color("secondary")),
            *(tint(each, content.text, look) for each in (*alerts, *told)),
        ]
        self._layout.draw(painter, self.text_origin, tints)
        self._paint_tentative(painter)
        self._paint_note(painter)
        if self._remark is not None:
            marked = (
                Highlight(each.begin - behind, each.end - behind, each.kind)
                for each in state.highlights
                if each.begin >= behind
            )
            self._remark.paint(painter, self.remark_box().topLeft(), marked)

    @property
    def _row_px(self) -> float:
        return self._style.row_px

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

    def _paint_frame(self, painter: QPainter) -> None:
        look = self._style.look
        width = self._style.text_left_px + self._style.room_px + look.px(RIGHT_MARGIN) / 2
        frame = QRectF(1, 1, width, self.height_px - 2)
        painter.setPen(QPen(look.color("focus"), 1.5))
        painter.setBrush(look.color("raised"))
        painter.drawRoundedRect(frame, look.px(8), look.px(8))

    def _paint_star(self, painter: QPainter) -> None:
        look = self._style.look
        size = look.px(STAR_SIZE)
        top = self.text_origin.y() + (self._row_px - size) / 2
        star = star_shape(QRectF(look.px(STAR_LEFT), top, size, size))
        if self.content.is_starred:
            painter.fillPath(star, look.color("warning"))
        else:
            painter.strokePath(star, QPen(look.color("secondary"), look.scale * 1.25))

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
