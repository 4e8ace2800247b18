"""Feelings over the time of a session: a strip for each channel, to look at and to click."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.core.emotion import Emotion
from app.core.review import legible
from app.shell.caption_text import caption_font
from app.shell.emotion_style import STYLES, emotion_shape, emotion_word
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.widgets.transcript_content import session_clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent

    from app.core.review import ChannelFigures, Span

# Lengths of the drawing; Look.px makes pixels of them.
STRIP_HEIGHT: Final = 22
STRIP_GAP: Final = 8  # above each strip: the marks of its turns stand there
AXIS_HEIGHT: Final = 20
NAME_WIDTH: Final = 92
SHAPE_SIZE: Final = 9
SMALL_SIZE: Final = 12
TICK_WIDTH: Final = 90  # at least, between two times
NARROWEST_PX: Final = 1.5  # that can be seen
_STEPS_S: Final = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)


class EmotionTimeline(QWidget):
    """Colour and shape for each feeling; neutral and unknown lines are thin."""

    chosen = Signal(object, object)  # int: ms; int: the line there, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look(DARK, 1.0)
        self._figures: tuple[ChannelFigures, ...] = ()
        self._names: Mapping[int, str] = {}
        self._end_ms = 1
        self._at_ms: int | None = None
        self._drawn: QPixmap | None = None  # strips and times: long sessions take a while
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def show_figures(
        self, figures: tuple[ChannelFigures, ...], names: Mapping[int, str], end_ms: int
    ) -> None:
        """Show these channels, by the names to read, over so much time."""
        if figures is self._figures and names == self._names and end_ms == self._end_ms:
            return
        self._figures, self._names, self._end_ms = figures, names, max(end_ms, 1)
        self.updateGeometry()
        self._describe()
        self._draw_anew()

    def show_position(self, at_ms: int | None) -> None:
        """Draw where the player is; None: nowhere."""
        if at_ms != self._at_ms:
            self._at_ms = at_ms
            self.update()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._look = look
        self.updateGeometry()
        self._draw_anew()

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setAccessibleName(self.tr("Feelings over time"))
        self._describe()

    def sizeHint(self) -> QSize:
        """Qt's own."""
        drawn = len(self._figures) * (STRIP_HEIGHT + STRIP_GAP) + AXIS_HEIGHT
        return QSize(self._look.px(400), self._look.px(drawn))

    def minimumSizeHint(self) -> QSize:
        """Qt's own."""
        return QSize(self._look.px(160), self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to what is under the mouse."""
        if event.button() is Qt.MouseButton.LeftButton and self._figures:
            at_ms = self._ms_at(event.position().x())
            span = self._span_at(event.position())
            self.chosen.emit(at_ms, None if span is None else span.line)

    def event(self, event: QEvent) -> bool:
        """Qt's own; tells what is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            span = self._span_at(QPointF(event.pos()))
            time = session_clock(self._ms_at(event.pos().x()))
            word = "" if span is None else emotion_word(span.emotion)
            QToolTip.showText(event.globalPos(), " · ".join(filter(None, (time, word))), self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own."""
        super().resizeEvent(event)
        self._drawn = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw strips, times and position."""
        if not self._figures:
            return
        if self._drawn is None or self._drawn.devicePixelRatio() != self.devicePixelRatioF():
            self._drawn = self._draw()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._drawn)
        self._paint_position(painter)
        painter.end()

    def _draw_anew(self) -> None:
        self._drawn = None
        self.update()

    def _draw(self) -> QPixmap:
        """Return all that stays while it plays."""
        drawn = QPixmap(self.size() * self.devicePixelRatioF())
        drawn.setDevicePixelRatio(self.devicePixelRatioF())
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        for number, figures in enumerate(self._figures):
            self._paint_strip(painter, figures, self._strip(number))
        self._paint_axis(painter)
        painter.end()
        return drawn

    @property
    def _font(self) -> QFont:
        font = caption_font(self._look.px(SMALL_SIZE))
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    @property
    def _left(self) -> float:
        return self._look.px(NAME_WIDTH) if len(self._figures) > 1 else 0

    def _strip(self, number: int) -> QRectF:
        look = self._look
        top = number * look.px(STRIP_HEIGHT + STRIP_GAP) + look.px(STRIP_GAP)
        return QRectF(self._left, top, self.width() - self._left, look.px(STRIP_HEIGHT))

    def _x(self, ms: int) -> float:
        return self._left + (self.width() - self._left) * ms / self._end_ms

    def _ms_at(self, x: float) -> int:
        share = (x - self._left) / max(self.width() - self._left, 1)
        return round(min(max(share, 0.0), 1.0) * self._end_ms)

    def _span_at(self, point: QPointF) -> Span | None:
        for number, figures in enumerate(self._figures):
            strip = self._strip(number).adjusted(0, -self._look.px(STRIP_GAP), 0, 0)
            if strip.contains(point):
                at_ms = self._ms_at(point.x())
                found = bisect_right([span.begin_ms for span in figures.spans], at_ms)
                return figures.spans[found - 1] if found else None
        return None

    def _paint_strip(self, painter: QPainter, figures: ChannelFigures, strip: QRectF) -> None:
        look = self._look
        if self._left:
            painter.setPen(look.color("text"))
            metrics = QFontMetricsF(self._font)
            room = self._left - look.px(10)
            name = self._names.get(figures.channel, "")
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            at = QPointF(0, strip.center().y() + metrics.capHeight() / 2)
            painter.drawText(at, text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("raised"))
        painter.drawRoundedRect(strip, look.px(4), look.px(4))
        column_ms = self._end_ms * NARROWEST_PX / max(strip.width(), 1)
        for span in legible(figures.spans, column_ms):
            self._paint_span(painter, span, strip)
        self._paint_turns(painter, figures, strip)

    def _paint_span(self, painter: QPainter, span: Span, strip: QRectF) -> None:
        look, style = self._look, STYLES.get(span.emotion)
        left, right = self._x(span.begin_ms), self._x(span.end_ms)
        width = max(right - left - 1, NARROWEST_PX)
        if style is None:
            inset = strip.height() * (0.32 if span.emotion is Emotion.NEUTRAL else 0.42)
            box = QRectF(left, strip.top() + inset, width, strip.height() - 2 * inset)
            painter.fillRect(box, look.color("edge"))
            return
        color = style.color(look.tokens)
        box = QRectF(left, strip.top() + 2, width, strip.height() - 4)
        path = QPainterPath()
        radius = min(look.px(3), width / 2)
        path.addRoundedRect(box, radius, radius)
        painter.fillPath(path, color)
        size = look.px(SHAPE_SIZE)
        if width >= size + look.px(4):
            middle = QRectF(0, 0, size, size)
            middle.moveCenter(box.center())
            painter.fillPath(emotion_shape(span.emotion, middle), look.color("background"))

    def _paint_turns(self, painter: QPainter, figures: ChannelFigures, strip: QRectF) -> None:
        """Point at where a feeling that is told began."""
        look = self._look
        half, height = look.px(3), look.px(5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("secondary"))
        top, last = strip.top() - look.px(7), -1.0
        for turn in figures.turns:
            x = self._x(turn.at_ms)
            if turn.after.is_shown and x - last > 2 * half:
                corners = (QPointF(x - half, top), QPointF(x + half, top), QPointF(x, top + height))
                painter.drawPolygon(QPolygonF(corners))
                last = x

    def _paint_axis(self, painter: QPainter) -> None:
        look = self._look
        wanted_s = self._end_ms / 1000 * look.px(TICK_WIDTH) / max(self.width() - self._left, 1)
        step_s = next((step for step in _STEPS_S if step >= wanted_s), _STEPS_S[-1])
        metrics = QFontMetricsF(self._font)
        baseline = self.height() - look.px(4)
        painter.setPen(look.color("secondary"))
        for ms in range(0, self._end_ms + 1, step_s * 1000):
            text = session_clock(ms)
            if self._x(ms) + metrics.horizontalAdvance(text) <= self.width():
                painter.drawText(QPointF(self._x(ms), baseline), text)

    def _paint_position(self, painter: QPainter) -> None:
        if self._at_ms is None:
            return
        look, x = self._look, self._x(self._at_ms)
        painter.setPen(QPen(look.color("text"), max(1.5, look.scale * 1.5)))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height() - look.px(AXIS_HEIGHT)))

    def _describe(self) -> None:
        parts = []
        for figures in self._figures:
            words = [
                f"{emotion_word(emotion)}: {count}" for emotion, count in figures.counts.items()
            ]
            name = self._names.get(figures.channel, "")
            parts.append(", ".join(filter(None, (name, *words))))
        self.setAccessibleDescription("; ".join(parts))
