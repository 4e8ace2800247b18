"""The live meter under the device: sixteen steps of loudness, and a word for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.hearing import Hearing, hear

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from app.core.events import Level
    from app.shell.look import Look

STEPS = 16
FLOOR_DBFS = -60.0
FRAME_MS = 67  # 15 looks a second; it repaints only when the number of lit steps changes


def lit_steps(rms_dbfs: float) -> int:
    """Return how many of the steps a loudness lights."""
    share = 1 - min(0.0, max(FLOOR_DBFS, rms_dbfs)) / FLOOR_DBFS
    return round(share * STEPS)


class LevelMeter(QWidget):
    """Looks at the newest level at its own pace while it is on; costs nothing while it is off."""

    sound_changed = Signal(object)  # Sound, or None while it is off

    def __init__(
        self,
        read_level: Callable[[], Level | None],
        clock_s: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read_level = read_level
        self._clock_s = clock_s
        self._look: Look | None = None
        self._hearing = Hearing()
        self._lit = 0
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def lit(self) -> int:
        """How many steps are lit."""
        return self._lit

    def set_on(self, *, is_on: bool) -> None:
        """Begin or cease to look."""
        if is_on == self._timer.isActive():
            return
        self._hearing = Hearing()
        if is_on:
            self._timer.start()
        else:
            self._timer.stop()
            self._show(0)
        self.sound_changed.emit(self._hearing.sound if is_on else None)

    def apply_look(self, look: Look) -> None:
        """Take size and colours from `look`."""
        self._look = look
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Set the texts again."""
        self.setAccessibleName(self.tr("Loudness"))
        self.setToolTip(self.tr("How loud it is: speech should light about half of the steps"))

    def sizeHint(self) -> QSize:
        """Sixteen steps of 6 by 8 with 3 between them."""
        scale = self._look.scale if self._look else 1.0
        return QSize(round((STEPS * 9 - 3) * scale), round(8 * scale))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the steps; those not lit stay visible as faint ones."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        scale = self._look.scale
        accent = self._look.color("accent")
        faint = self._look.color("accent")
        faint.setAlphaF(0.25)
        for step in range(STEPS):
            painter.setBrush(accent if step < self._lit else faint)
            box = QRectF(step * 9 * scale, 0, 6 * scale, 8 * scale)
            painter.drawRoundedRect(box, 2 * scale, 2 * scale)
        painter.end()

    @Slot()
    def _on_frame(self) -> None:
        level = self._read_level()
        if level is None:
            self._show(0)
            return
        self._show(lit_steps(level.rms_dbfs))
        before, self._hearing = self._hearing, hear(self._hearing, level, self._clock_s())
        if before.sound is not self._hearing.sound:
            self.sound_changed.emit(self._hearing.sound)

    def _show(self, lit: int) -> None:
        if lit == self._lit:
            return
        self._lit = lit
        self.update()
