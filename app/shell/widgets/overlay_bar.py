"""The dark tile beside the overlay that its handle and its notice are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.shell.placement import kept_inside
from app.shell.widgets.floating_window import FloatingWindow

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from app.shell.look import Look

INK: Final = QColor("#DDE2EA")
STROKE: Final = 1.75
_RADIUS_PX: Final = 8
_FROM_THE_END_PX: Final = 10
_APART_PX: Final = 2
_BACK: Final = QColor("#1A1E24")
_EDGE: Final = QColor("#3A4350")


class OverlayBar(FloatingWindow):
    """A window of its own, so that it never covers the captions."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _RADIUS_PX)
        self.scale = 1.0

    def apply_look(self, look: Look) -> None:
        """Follow the size of the text; the colours are the overlay's in every theme."""
        self.scale = look.scale
        self.updateGeometry()
        self.update()

    def stand_at(self, box: QRect, area: QRect) -> None:
        """Stand at the right end of `box`, above it, or below where `area` has no room above."""
        bar = QRect(QPoint(0, 0), self.sizeHint())
        bar.moveRight(box.right() - _FROM_THE_END_PX)
        bar.moveBottom(box.top() - 1 - _APART_PX)
        if bar.top() < area.top():
            bar.moveTop(box.bottom() + 1 + _APART_PX)
        self.setGeometry(kept_inside(bar, area))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the tile."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_EDGE, 1))
        painter.setBrush(_BACK)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS_PX, _RADIUS_PX
        )


def paint_padlock(painter: QPainter, centre: QPointF, scale: float, *, is_open: bool) -> None:
    """Draw a padlock around `centre`, 11 × 14 px large at scale 1; open, its bow is aside."""
    painter.save()
    painter.translate(centre)
    painter.scale(scale, scale)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(INK)
    painter.drawRoundedRect(QRectF(-5.5, -0.5, 11, 8), 1.75, 1.75)
    left = 1.5 if is_open else -3.5
    bow = QPainterPath(QPointF(left, -0.5))
    bow.lineTo(left, -3.5)
    bow.arcTo(QRectF(left, -7.0, 7, 7), 180, -180)
    if not is_open:
        bow.lineTo(left + 7, -0.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(INK, STROKE, c=Qt.PenCapStyle.RoundCap))
    painter.drawPath(bow)
    painter.restore()
