"""Words that give way to others softly, as a picture of them that fades."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

FRAME_S: Final = 0.05


class Fade:
    """From a picture of what was there to what is there now."""

    def __init__(self) -> None:
        self._old: QPixmap | None = None
        self._begin_s = 0.0
        self._lasts_s = 0.0

    @property
    def is_running(self) -> bool:
        """Whether something still fades, or its last step was not painted yet."""
        return self._old is not None

    def begin(self, old: QPixmap, lasts_s: float, now_s: float) -> None:
        """Let `old` fade from now on."""
        self._old, self._begin_s, self._lasts_s = old, now_s, lasts_s

    def stop(self) -> None:
        """Be done at once."""
        self._old = None

    def due_s(self, now_s: float) -> float:
        """Return when the next step is to be painted; infinity: none is."""
        return now_s + FRAME_S if self.is_running else math.inf

    def paint(self, painter: QPainter, new: QPixmap, now_s: float) -> None:
        """Draw as much of the old picture and as much of `new` as it is time for."""
        done = min((now_s - self._begin_s) / self._lasts_s, 1.0)
        if self._old is None or done >= 1.0:
            self.stop()
            painter.drawPixmap(0, 0, new)
            return
        both = _faint(self._old, 1.0 - done)
        mixer = QPainter(both)
        # Added up, so that what is the same in both stays as it is.
        mixer.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
        mixer.drawPixmap(0, 0, _faint(new, done))
        mixer.end()
        painter.drawPixmap(0, 0, both)


def _faint(picture: QPixmap, share: float) -> QPixmap:
    faint = QPixmap(picture.size())
    faint.setDevicePixelRatio(picture.devicePixelRatio())
    faint.fill(Qt.GlobalColor.transparent)
    painter = QPainter(faint)
    painter.setOpacity(share)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return faint
