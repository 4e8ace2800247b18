"""Above the transcript: its title, and quiet badges of what is going on."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.core.events import EngineState
from app.core.lag import Pace, pace_of
from app.shell.place_text import place_badge
from app.shell.widgets.basics import Badge

if TYPE_CHECKING:
    from app.engine.catalog import EngineInfo
    from app.shell.look import Look

_PACE_COLORS = {Pace.LIVE: "accent", Pace.LATE: "warning", Pace.FAR_BEHIND: "stop"}


def elapsed_text(elapsed_ms: int) -> str:
    """Return 12:48, or 1:02:03 from an hour on."""
    minutes, seconds = divmod(elapsed_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


class Header(QFrame):
    """Title on the left, badges on the right."""

    title_edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._engine: EngineInfo | None = None
        self._state = EngineState.IDLE
        self._elapsed_ms: int | None = None
        self._lag_ms: int | None = None
        self._title = QLineEdit()
        self._title.setObjectName("title")
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._elapsed = Badge()
        self._lag = Badge(has_dot=True)
        self._place = Badge()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._title, 1)
        for badge in (self._elapsed, self._lag, self._place):
            self._row.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self._title.editingFinished.connect(self.flush)

    def show_title(self, title: str) -> None:
        """Show what the transcript is called."""
        self._title.setText(title)

    def show_engine(self, engine: EngineInfo) -> None:
        """Say where the audio goes."""
        self._engine = engine
        self._refresh()

    def show_state(self, state: EngineState) -> None:
        """Say what is going on."""
        self._state = state
        self._refresh()

    def show_elapsed(self, elapsed_ms: int | None) -> None:
        """Say how long the transcript is; None: there is none."""
        self._elapsed_ms = elapsed_ms
        self._refresh()

    def show_lag(self, lag_ms: int | None) -> None:
        """Say how far the words are behind; None: not known."""
        self._lag_ms = lag_ms
        self._refresh()

    @Slot()
    def flush(self) -> None:
        """Hand over the title as it is now."""
        self.title_edited.emit(self._title.text().strip())

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._row.setContentsMargins(look.px(18), look.px(10), look.px(24), look.px(10))
        self._row.setSpacing(look.px(10))
        for badge in (self._elapsed, self._lag, self._place):
            badge.apply_look(look)
        self._refresh()

    def retranslate(self) -> None:
        """Set the texts again."""
        self._title.setPlaceholderText(self.tr("Untitled transcript"))
        self._title.setAccessibleName(self.tr("Title of the transcript"))
        self._elapsed.setToolTip(self.tr("Length of the transcript"))
        self._lag.setToolTip(self.tr("From the voice to the finished words"))
        self._refresh()

    def minimumSizeHint(self) -> QSize:
        """Qt's own; the title may shrink to a few letters."""
        self._title.setMinimumWidth(QFontMetrics(self._title.font()).averageCharWidth() * 8)
        return super().minimumSizeHint()

    def _refresh(self) -> None:
        if self._engine is not None:
            self._place.set_text(place_badge(self._engine))
        self._elapsed.set_text(self._state_text() or self._elapsed_text())
        if self._lag_ms is None or self._state is not EngineState.LISTENING:
            self._lag.set_text("")
        else:
            text = self.tr("{seconds} s").format(seconds=f"{self._lag_ms / 1000:.1f}")
            self._lag.set_text(text, color=_PACE_COLORS[pace_of(self._lag_ms)])

    def _elapsed_text(self) -> str:
        return "" if self._elapsed_ms is None else elapsed_text(self._elapsed_ms)

    def _state_text(self) -> str:
        match self._state:
            case EngineState.CONNECTING:
                return self.tr("Connecting…")
            case EngineState.PREPARING:
                return self.tr("Getting ready…")
            case EngineState.FINISHING:
                return self.tr("The last words are coming…")
            case (
                EngineState.IDLE | EngineState.LISTENING | EngineState.STOPPED | EngineState.FAILED
            ):
                return ""
            case _:
                assert_never(self._state)
