"""The colours a look of the overlay is painted with, and what lies under its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.core.color import luminance, parse
from app.core.contrast import OUTLINE_PX, ground_of, mark_color, readable, tentative_color
from app.shell.caption_text import outlines_of
from app.shell.emotion_style import STYLES
from app.shell.style import DARK, LIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QTextLayout

    from app.core.emotion import Emotion
    from app.core.overlay_settings import OverlayLook

MIDDLE_LUMINANCE: Final = 0.18  # what is darker is for light marks
FAINTEST: Final = 1 / 255  # what is not painted at all lets clicks through on some systems
SHADOW_BELOW: Final = 1 / 18  # of the font's size
SHADOW_BLUR: Final = 1 / 9  # of the font's size
SHADOW_LAYERS: Final = 3


class OverlayInk:
    """What `look` is painted with, or the nearest look whose words can be read."""

    def __init__(self, look: OverlayLook) -> None:
        self._look = look = readable(look)
        ground, text = ground_of(look), parse(look.text_color)
        self.settled = QColor(look.text_color)
        self.tentative = QColor(tentative_color(look).text)
        self.box = QColor(look.box_color)
        self.box.setAlphaF(max(look.box_opacity, FAINTEST))
        behind = ground.outline or ground.box
        self._tokens = DARK if luminance(behind) < MIDDLE_LUMINANCE else LIGHT
        is_light = luminance(text) > MIDDLE_LUMINANCE
        self._shadow = QColor(Qt.GlobalColor.black if is_light else Qt.GlobalColor.white)
        self._marks: dict[Emotion, QColor] = {}

    @property
    def reach_px(self) -> int:
        """How far outline and shadow reach around a glyph."""
        return self._look.outline_px + (self._look.font_px // 4 if self._look.has_shadow else 0)

    def mark(self, emotion: Emotion) -> QColor:
        """Return the colour of an emotion that is shown."""
        if emotion not in self._marks:
            color = parse(STYLES[emotion].color(self._tokens).name())
            self._marks[emotion] = QColor(mark_color(color, self._look).text)
        return self._marks[emotion]

    @property
    def around_marks(self) -> QPen | None:
        """The pen for what lies under marks, where words are told from their outline."""
        has_outline = self._look.outline_px >= OUTLINE_PX
        return _pen(QColor(self._look.outline_color), 2.0 * OUTLINE_PX) if has_outline else None

    def under(self, layout: QTextLayout, ratio: float) -> QPixmap | None:
        """Return what lies under the words of `layout`, `reach_px` larger on each side."""
        reach_px = self.reach_px
        if not reach_px:
            return None
        margins = QSizeF(2 * reach_px, 2 * reach_px)
        size = (layout.boundingRect().size() + margins) * ratio
        pixmap = QPixmap(size.toSize().expandedTo(margins.toSize()))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QPointF(reach_px, reach_px) - layout.boundingRect().topLeft())
        self._paint_under(painter, layout)
        painter.end()
        return pixmap

    def dots_ground(self, dot_px: float) -> QPen | None:
        """Return the pen for what lies under the dots of tentative words."""
        outline_px = self._look.outline_px
        return _pen(QColor(self._look.outline_color), dot_px + outline_px) if outline_px else None

    def _paint_under(self, painter: QPainter, layout: QTextLayout) -> None:
        look = self._look
        if look.has_shadow:
            self._paint_shadow(painter, layout)
        if look.outline_px:
            pen = _pen(QColor(look.outline_color), 2.0 * look.outline_px)
            for outline in outlines_of(layout):
                painter.strokePath(outline, pen)

    def _paint_shadow(self, painter: QPainter, layout: QTextLayout) -> None:
        """Draw the words small and enlarge that: it blurs them, many times faster than a blur."""
        size_px = self._look.font_px
        ratio = painter.device().devicePixelRatio()
        smaller = max(1.0, size_px * SHADOW_BLUR)
        reach = QPointF(self.reach_px, self.reach_px)
        size = layout.boundingRect().size() + QSizeF(2 * reach.x(), 2 * reach.y())
        small = QPixmap((size * ratio / smaller).toSize().expandedTo(QSize(1, 1)))
        small.fill(Qt.GlobalColor.transparent)
        brush = QPainter(small)
        brush.scale(ratio / smaller, ratio / smaller)
        brush.translate(reach - layout.boundingRect().topLeft())
        brush.setPen(self._shadow)
        layout.draw(brush, QPointF())
        brush.end()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        corner = layout.boundingRect().topLeft() - reach
        area = QRectF(corner + QPointF(0.0, size_px * SHADOW_BELOW), size)
        for _ in range(SHADOW_LAYERS):
            painter.drawPixmap(area, small, QRectF(small.rect()))


def _pen(color: QColor, width_px: float) -> QPen:
    line, cap = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap
    return QPen(color, width_px, line, cap, Qt.PenJoinStyle.RoundJoin)
