"""The overlay as it will look, painted over something busy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.emotion import Emotion
from app.core.overlay_settings import OverlaySettings
from app.core.rollup import Row
from app.core.textlayout import wrap
from app.shell.widgets.floating_box import RADIUS_PX
from app.shell.widgets.overlay_rows import OverlayRows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPaintEvent

    from app.shell.look import Look

HEIGHT_PX: Final = 176
MARGIN_PX: Final = 18

# What is shown is shown in two languages, whatever the window speaks.
_SAMPLES: Final = (
    ("Retention is up four points, the best month yet.", "", Emotion.HAPPY),
    ("八月份我们就说过会这样，没有人管。", "", Emotion.ANGRY),
    ("So I suggest we move it", " to Thursday and", Emotion.NONE),
)


def backdrop(painter: QPainter, area: QRectF) -> None:
    """Draw what captions are hard to read on: light and dark, with edges."""
    sky = QLinearGradient(area.topLeft(), area.topRight())
    sky.setColorAt(0.0, QColor("#FBF6EC"))
    sky.setColorAt(0.48, QColor("#E9C98F"))
    sky.setColorAt(0.52, QColor("#3C5A6B"))
    sky.setColorAt(1.0, QColor("#11161D"))
    painter.fillRect(area, sky)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = area.height() * 0.42
    for share, color in ((0.16, "#D9674A"), (0.42, "#FFFFFF"), (0.66, "#F0B54A"), (0.9, "#3E7C8F")):
        painter.setBrush(QColor(color))
        middle = QPointF(area.left() + share * area.width(), area.bottom() - radius * 0.6)
        painter.drawEllipse(middle, radius, radius)


class OverlayPreview(QWidget):
    """Paints with the overlay's own brush, smaller where there is too little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = OverlaySettings()
        self._set = OverlayRows(self._settings.look)
        self._radius_px = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_settings(self, settings: OverlaySettings) -> None:
        """Show what the overlay would look like."""
        if settings == self._settings:
            return
        self._settings = settings
        self._set = OverlayRows(settings.look, shows_emotion=settings.shows_emotion)
        self.update()

    def apply_look(self, look: Look) -> None:
        """Take sizes from `look`."""
        self._radius_px = look.px(8)
        self.setFixedHeight(HEIGHT_PX)  # the overlay does not grow with the window

    def rows(self) -> tuple[Row, ...]:
        """Return the newest rows of the samples, as many as the overlay shows."""
        return tuple(self._all_rows())[-self._settings.rows :]

    def _all_rows(self) -> Iterator[Row]:
        width_px = self._set.text_width_px(self._set.box_width_px(self._settings.width_chars))
        for line, (settled, tentative, emotion) in enumerate(_SAMPLES):
            text = settled + tentative
            starts = wrap(text, 0, self._set.measure, width_px)
            for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
                known = min(max(len(settled) - begin, 0), end - begin)
                yield replace(Row(line, text[begin:end], known), emotion=emotion)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw backdrop, box and rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPainterPath()
        edge.addRoundedRect(QRectF(self.rect()), self._radius_px, self._radius_px)
        painter.setClipPath(edge)
        backdrop(painter, QRectF(self.rect()))
        width_px = self._set.box_width_px(self._settings.width_chars)
        height_px = self._set.box_height_px(self._settings.rows)
        room = self.rect().adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        scale = min(1.0, room.width() / width_px, room.height() / height_px)
        painter.translate(QPointF(self.rect().center()))
        painter.scale(scale, scale)
        painter.translate(-width_px / 2, -height_px / 2)
        self._set.paint_box(painter, QRect(0, 0, width_px, height_px), RADIUS_PX)
        self._set.paint(painter, self.rows(), width_px)
        painter.end()
