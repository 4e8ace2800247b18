"""Says for a moment that the overlay is locked, and how to unlock it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QPainter

from app.shell.caption_text import caption_font
from app.shell.widgets.overlay_bar import INK, OverlayBar, paint_padlock
from app.shell.window_system import sees_mouse

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent
    from PySide6.QtWidgets import QWidget

STAYS_MS: Final = 3000
CALLING_KEY_NAME: Final = "⌘" if sys.platform == "darwin" else "Ctrl"
_TEXT_PX: Final = 13
_HEIGHT_PX: Final = 36
_SIDE_PX: Final = 12
_LOCK_PX: Final = 22  # the padlock and what is between it and the text


class LockNotice(OverlayBar):
    """A padlock and a sentence. Clicks go through it as they do through the box."""

    def __init__(self, parent: QWidget, stays_ms: int = STAYS_MS) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.WindowTransparentForInput)
        self._text = ""
        self._leaving = QTimer(self, singleShot=True, interval=stays_ms)
        self._leaving.timeout.connect(self.hide)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the text again; the language changed."""
        if sees_mouse(QGuiApplication.platformName(), os.environ):
            sentence = self.tr("Locked. Hold {key} over the captions to unlock.")
        else:
            sentence = self.tr("Locked. To unlock, use the menu of the window.")
        self._text = sentence.format(key=CALLING_KEY_NAME)
        self.setWindowTitle(self._text)
        self.setAccessibleName(self._text)
        self.update()

    def show_for_a_moment(self) -> None:
        """Come up, and go by itself."""
        self.show()
        self._leaving.start()

    def sizeHint(self) -> QSize:
        """Return the size for the padlock and the sentence."""
        text_px = QFontMetricsF(self._font).horizontalAdvance(self._text)
        width = (2 * _SIDE_PX + _LOCK_PX) * self.scale + text_px
        return QSize(round(width) + 1, round(_HEIGHT_PX * self.scale))

    @property
    def _font(self) -> QFont:
        return caption_font(round(_TEXT_PX * self.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw padlock and sentence on the tile."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF((_SIDE_PX + 6) * self.scale, self.height() / 2)
        paint_padlock(painter, middle, self.scale, is_open=False)
        painter.setPen(INK)
        painter.setFont(self._font)
        text = QRectF(self.rect()).adjusted((_SIDE_PX + _LOCK_PX) * self.scale, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._text)
