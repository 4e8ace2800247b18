"""The live meter under the device: sixteen steps of loudness, and a word for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.hearing import Hearing, hear

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from app.core.events import Level
    from app.core.hearing import Sound
    from app.shell.look import Look

STEPS = 16
FLOOR_DBFS = -60.0
FRAME_MS = 100  # what it shows changes at most ten times a second, and costs nothing at rest
STALE_S = 1.0  # a level that stays the newest for so long tells of a source that gives nothing
STEP_PX, PITCH_PX, HEIGHT_PX = 6, 9, 8


def lit_steps(rms_dbfs: float) -> int:
    """Return how many of the steps a loudness lights."""
    share = 1 - min(0.0, max(FLOOR_DBFS, rms_dbfs)) / FLOOR_DBFS
    return round(share * STEPS)


class LevelMeter(QWidget):
    """Looks at the newest level at its own pace while it is on; costs nothing while it is off."""

    sound_changed = Signal(object)  # Sound, or None while nothing comes

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
        self._level: Level | None = None
        self._level_s = 0.0  # when it was first seen
        self._hearing = Hearing()
        self._sound: Sound | None = None
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
        if is_on:
            self._timer.start()
        else:
            self._timer.stop()
            self._fall_silent()

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
        """The steps with their gaps."""
        return self._area(0, STEPS).size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the steps that are asked for; those not lit stay visible as faint ones."""
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
            if not event.rect().intersects(self._area(step, step + 1)):
                continue
            painter.setBrush(accent if step < self._lit else faint)
            box = QRectF(step * PITCH_PX * scale, 0, STEP_PX * scale, HEIGHT_PX * scale)
            painter.drawRoundedRect(box, 2 * scale, 2 * scale)
        painter.end()

    def _area(self, first: int, end: int) -> QRect:
        """Return where the steps from `first` to before `end` are."""
        scale = self._look.scale if self._look else 1.0
        left, right = first * PITCH_PX, end * PITCH_PX - (PITCH_PX - STEP_PX)
        return QRectF(left * scale, 0, (right - left) * scale, HEIGHT_PX * scale).toAlignedRect()

    @Slot()
    def _on_frame(self) -> None:
        level, now_s = self._read_level(), self._clock_s()
        if level is not self._level:
            self._level, self._level_s = level, now_s
        if level is None or now_s - self._level_s >= STALE_S:
            self._fall_silent()
            return
        self._hearing = hear(self._hearing, level, now_s)
        self._show(lit_steps(level.rms_dbfs))
        self._tell(self._hearing.sound)

    def _fall_silent(self) -> None:
        self._hearing = Hearing()
        self._show(0)
        self._tell(None)

    def _tell(self, sound: Sound | None) -> None:
        if sound is not self._sound:
            self._sound = sound
            self.sound_changed.emit(sound)

    def _show(self, lit: int) -> None:
        if lit == self._lit:
            return
        before, self._lit = self._lit, lit
        self.update(self._area(min(before, lit), max(before, lit)))
