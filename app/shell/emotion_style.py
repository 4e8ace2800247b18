"""How an emotion is told: colour, shape and word together, never one of them alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath, QPolygonF

from app.core.emotion import Emotion
from app.core.emotion_colors import EMOTION_COLORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.shell.style import Tokens


@dataclass(frozen=True, slots=True)
class EmotionStyle:
    """The colours of rail and shape."""

    dark: str
    light: str

    def color(self, tokens: Tokens) -> QColor:
        """Return the colour for a theme."""
        return QColor(self.dark if tokens.is_dark else self.light)


STYLES: Final[Mapping[Emotion, EmotionStyle]] = MappingProxyType(
    {emotion: EmotionStyle(color.dark, color.light) for emotion, color in EMOTION_COLORS.items()}
)


def emotion_word(emotion: Emotion) -> str:
    """Return the word for `emotion` in the window's language; empty for none."""
    words = {
        Emotion.NONE: "",
        Emotion.NEUTRAL: QCoreApplication.translate("Emotion", "neutral"),
        Emotion.HAPPY: QCoreApplication.translate("Emotion", "happy"),
        Emotion.SURPRISED: QCoreApplication.translate("Emotion", "surprised"),
        Emotion.ANGRY: QCoreApplication.translate("Emotion", "angry"),
        Emotion.DISGUSTED: QCoreApplication.translate("Emotion", "disgusted"),
        Emotion.SAD: QCoreApplication.translate("Emotion", "sad"),
        Emotion.FEARFUL: QCoreApplication.translate("Emotion", "fearful"),
    }
    return words[emotion]


def emotion_shape(emotion: Emotion, box: QRectF) -> QPainterPath:
    """Return the shape of `emotion` in `box`; empty for one that is not shown."""
    path = QPainterPath()
    match emotion:
        case Emotion.HAPPY:
            path.addEllipse(box)
        case Emotion.DISGUSTED:
            path.addRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        case Emotion.ANGRY:
            path.addPolygon(_corners(box, (90, 215, 325)))
        case Emotion.SAD:
            path.addPolygon(_corners(box, (270, 35, 145)))
        case Emotion.FEARFUL:
            path.addPolygon(_corners(box, (90, 180, 270, 0)))
        case Emotion.SURPRISED:
            path.addPolygon(_star(box))
        case Emotion.NONE | Emotion.NEUTRAL:
            pass
    path.closeSubpath()
    return path


def _corners(box: QRectF, degrees: Iterable[float], radius: float = 0.56) -> QPolygonF:
    return QPolygonF([_at(box, degree, radius) for degree in degrees])


def _star(box: QRectF) -> QPolygonF:
    radii = (0.62, 0.2)
    return QPolygonF([_at(box, 90 + 45 * point, radii[point % 2]) for point in range(8)])


def _at(box: QRectF, degree: float, radius: float) -> QPointF:
    angle = math.radians(degree)
    reach = QPointF(math.cos(angle) * box.width(), -math.sin(angle) * box.height())
    return box.center() + reach * radius
