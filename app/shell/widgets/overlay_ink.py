"""The colours a look of the overlay is painted with, and what lies under its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.core.color import luminance, parse
from app.core.contrast import mark_color, readable, tentative_color
from app.shell.caption_text import outlines_of
from app.shell.emotion_style import STYLES
from app.shell.style import DARK, LIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QPainterPath, QTextLayout

    from app.core.emotion import Emotion
    from app.core.overlay_settings import OverlayLook

MIDDLE_LUMINANCE: Final = 0.18  # darker boxes are for light marks
FAINTEST: Final = 1 / 255  # what is not painted at all lets clicks through on some systems
SHADOW_BELOW: Final = 1 / 18  # of the font's size
SHADOW_WIDTHS: Final = (1 / 6, 1 / 10, 1 / 24)  # of the font's size: soft at its edge
SHADOW_OPACITY: Final = 0.3  # of each


class OverlayInk:
    """What `look` is painted with, or the nearest look whose words can be read."""

    def __init__(self, look: OverlayLook) -> None:
        self._look = look = readable(look)
        box, text = parse(look.box_color), parse(look.text_color)
        self.settled = QColor(look.text_color)
        self.tentative = QColor(tentative_color(look).text)
        self.box = QColor(look.box_color)
        self.box.setAlphaF(max(look.box_opacity, FAINTEST))
        self._tokens = DARK if luminance(box) < MIDDLE_LUMINANCE else LIGHT
        is_light = luminance(text) > MIDDLE_LUMINANCE
        self._shadow = QColor(Qt.GlobalColor.black if is_light else Qt.GlobalColor.white)
        self._shadow.setAlphaF(SHADOW_OPACITY)
        self._marks: dict[Emotion, QColor] = {}

    @property
    def reach_px(self) -> int:
        """How far outline and shadow reach around a glyph."""
        return self._look.outline_px + (self._look.font_px // 6 if self._look.has_shadow else 0)

    def mark(self, emotion: Emotion) -> QColor:
        """Return the colour of an emotion that is shown."""
        if emotion not in self._marks:
            color = parse(STYLES[emotion].color(self._tokens).name())
            self._marks[emotion] = QColor(mark_color(color, self._look).text)
        return self._marks[emotion]

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
        self._paint_under(painter, outlines_of(layout))
        painter.end()
        return pixmap

    def _paint_under(self, painter: QPainter, outlines: QPainterPath) -> None:
        look = self._look
        if look.has_shadow:
            fallen = outlines.translated(0.0, look.font_px * SHADOW_BELOW)
            for width in SHADOW_WIDTHS:
                width_px = look.font_px * width + 2 * look.outline_px
                painter.strokePath(fallen, _pen(self._shadow, width_px))
        if look.outline_px:
            painter.strokePath(outlines, _pen(QColor(look.outline_color), 2.0 * look.outline_px))


def _pen(color: QColor, width_px: float) -> QPen:
    line, cap = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap
    return QPen(color, width_px, line, cap, Qt.PenJoinStyle.RoundJoin)
