"""Play and pause, where it is, and a slider; or that there is nothing to hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSlider, QWidget

from app.shell.playing import SKIP_MS
from app.shell.widgets.basics import text_label
from app.shell.widgets.transcript_content import session_clock

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.shell.look import Look

WIDTH_WITH_HINT = 600
STEP_MS = 100  # of the slider, whose numbers Qt keeps in 32 bits


class PlayerBar(QFrame):
    """Says what the user wants of the player, and follows it."""

    toggled = Signal()
    sought = Signal(object)  # int: ms

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._look: Look | None = None
        self._is_on = False
        self._end_ms = 0
        self._play = QPushButton()
        self._play.setAutoDefault(False)
        self._time = text_label("quiet", wraps=False)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setSingleStep(SKIP_MS // STEP_MS)
        self._slider.setPageStep(6 * SKIP_MS // STEP_MS)
        self._nothing = text_label("hint")
        self._hint = text_label("quiet", wraps=False)
        self._row = QHBoxLayout(self)
        for part in (self._play, self._time):
            self._row.addWidget(part)
        self._row.addWidget(self._slider, 1)
        self._row.addWidget(self._hint)
        self._row.addWidget(self._nothing, 1)
        self._play.clicked.connect(self.toggled)
        self._slider.actionTriggered.connect(self._on_slid)

    def offer(self, *, can_play: bool, end_ms: int) -> None:
        """Offer to play so long a session, or say that there is nothing to hear."""
        self._end_ms = end_ms
        before = self._slider.blockSignals(True)
        self._slider.setRange(0, end_ms // STEP_MS)
        self._slider.blockSignals(before)
        for part in (self._play, self._time, self._slider, self._hint):
            part.setVisible(can_play)
        self._nothing.setVisible(not can_play)
        self._fit()

    @Slot(object)
    def show_position(self, at_ms: int) -> None:
        """Show where the player is."""
        text = self.tr("{time} of {length}")
        length = session_clock(self._end_ms)
        self._time.setText(text.format(time=session_clock(at_ms), length=length))
        if not self._slider.isSliderDown():
            before = self._slider.blockSignals(True)
            self._slider.setValue(at_ms // STEP_MS)
            self._slider.blockSignals(before)

    @Slot(bool)
    def show_playing(self, is_on: bool) -> None:
        """Show whether it plays."""
        self._is_on = is_on
        self._name()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._look = look
        self._row.setContentsMargins(look.px(24), look.px(8), look.px(24), look.px(8))
        self._row.setSpacing(look.px(12))
        self._play.setIconSize(QSize(look.px(18), look.px(18)))
        self._name()

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self._nothing.setText(
            self.tr("No audio was kept of this session, so there is nothing to hear.")
        )
        self._hint.setText(self.tr("The marked words are an estimate"))
        self._hint.setToolTip(
            self.tr(
                "Engines say when a line begins and ends, not when a word does. What is marked is "
                "how far the line has come."
            )
        )
        self._slider.setAccessibleName(self.tr("Position"))
        self._slider.setToolTip(self._hint.toolTip())
        self._name()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; leaves the slider its part."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        has_room = self._look is None or self.width() >= self._look.px(WIDTH_WITH_HINT)
        self._hint.setVisible(has_room and not self._play.isHidden())

    def _name(self) -> None:
        text = self.tr("Pause") if self._is_on else self.tr("Play")
        self._play.setAccessibleName(text)
        keys = self.tr("{what} (Space); 5 s back or on: the arrow keys")
        self._play.setToolTip(keys.format(what=text))
        if self._look is not None:
            icon = "pause" if self._is_on else "start"
            self._play.setIcon(self._look.icon(icon, "text", 18))

    @Slot(int)
    def _on_slid(self, action: int) -> None:  # noqa: ARG002
        self.sought.emit(self._slider.sliderPosition() * STEP_MS)
