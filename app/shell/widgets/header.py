"""Above the transcript: its title, and quiet badges of what is going on."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.core.events import EngineState
from app.core.hearing import Microphone
from app.core.lag import Pace, pace_of
from app.shell.errors_text import problem_text
from app.shell.link_status import LinkStatus, backlog_text, waiting_text
from app.shell.money import price_text
from app.shell.place_text import place_badge, place_sentence
from app.shell.widgets.basics import Badge

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.errors import Problem
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

    def __init__(self, clock_s: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._clock_s = clock_s
        self._engine: EngineInfo | None = None
        self._link = LinkStatus()
        self._elapsed_ms: int | None = None
        self._lag_ms: int | None = None
        self._cost_cny: float | None = None
        self._microphone_state = Microphone.OFF
        self._title = QLineEdit()
        self._title.setObjectName("title")
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._elapsed = Badge()
        self._cost = Badge()
        self._lag = Badge(has_dot=True)
        self._place = Badge()
        self._microphone = Badge()
        self._recording = Badge(has_dot=True)
        self._is_recording = False
        self._unkept = Badge(has_dot=True)
        self._is_keeping = True
        self._unkept_because: Problem | None = None
        self._badges = (
            *(self._unkept, self._recording, self._elapsed, self._cost),
            *(self._lag, self._place, self._microphone),
        )
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._title, 1)
        for badge in self._badges:
            self._row.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self._title.editingFinished.connect(self.flush)

    def show_title(self, title: str) -> None:
        """Show what the transcript is called."""
        self._title.setText(title)

    def show_engine(self, engine: EngineInfo) -> None:
        """Say where the audio goes."""
        self._engine = engine
        self._refresh()

    def show_link(self, link: LinkStatus) -> None:
        """Say what is going on."""
        self._link = link
        self._refresh()

    def show_elapsed(self, elapsed_ms: int | None) -> None:
        """Say how long the transcript is, or for how long nothing happens; None: there is none."""
        self._elapsed_ms = elapsed_ms
        self._refresh()

    def show_lag(self, lag_ms: int | None) -> None:
        """Say how far the words are behind; None: not known."""
        self._lag_ms = lag_ms
        self._refresh()

    def show_cost(self, cost_cny: float | None) -> None:
        """Say what the session has cost so far; None: it costs nothing."""
        self._cost_cny = cost_cny
        self._refresh()

    def show_microphone(self, state: Microphone) -> None:
        """Say how the microphone is doing."""
        if state is not self._microphone_state:
            self._microphone_state = state
            self._show_microphone()

    @property
    def is_recording(self) -> bool:
        """Whether it says that the audio is kept."""
        return self._is_recording

    @Slot(bool)
    def show_recording(self, is_recording: bool) -> None:
        """Say that the audio is kept."""
        self._is_recording = is_recording
        self._show_recording()

    @property
    def is_keeping(self) -> bool:
        """Whether it says nothing of words that are not kept."""
        return self._is_keeping and self._unkept_because is None

    @Slot(bool)
    def show_keeping(self, is_keeping: bool) -> None:
        """Say so if what is said is not kept."""
        self._is_keeping = is_keeping
        self._show_keeping()

    def show_unkept(self, problem: Problem | None) -> None:
        """Say so, as long as it lasts, if what is said cannot be kept; a message may be missed."""
        if problem != self._unkept_because:
            self._unkept_because = problem
            self._show_keeping()

    @Slot()
    def flush(self) -> None:
        """Hand over the title as it is now."""
        self.title_edited.emit(self._title.text().strip())

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._row.setContentsMargins(look.px(18), look.px(10), look.px(24), look.px(10))
        self._row.setSpacing(look.px(10))
        for badge in self._badges:
            badge.apply_look(look)
        self._refresh()

    def retranslate(self) -> None:
        """Set the texts again."""
        self._title.setPlaceholderText(self.tr("Untitled transcript"))
        self._title.setAccessibleName(self.tr("Title of the transcript"))
        self._cost.setToolTip(self.tr("What this session has cost so far, as far as is known"))
        self._lag.setToolTip(self.tr("From the voice to settled words on the screen"))
        self._refresh()

    def minimumSizeHint(self) -> QSize:
        """Qt's own; the title may shrink to a few letters."""
        self._title.setMinimumWidth(QFontMetrics(self._title.font()).averageCharWidth() * 8)
        return super().minimumSizeHint()

    def _refresh(self) -> None:
        if self._engine is not None:
            self._place.set_text(place_badge(self._engine))
            self._place.setToolTip(place_sentence(self._engine))
        waiting = waiting_text(self._link, self._clock_s())
        why = problem_text(self._link.problem) if self._link.problem is not None else ""
        length = self._elapsed_text()
        name = self.tr("Length of the transcript: {length}").format(length=length) if length else ""
        self._elapsed.set_text(waiting or length, name=waiting or name)
        self._elapsed.setToolTip(why or self.tr("Length of the transcript"))
        cost = "" if self._cost_cny is None else price_text(self._cost_cny)
        name = self.tr("Cost so far: {cost}").format(cost=cost) if cost else ""
        self._cost.set_text(cost, name=name)
        self._show_lag()
        self._show_microphone()
        self._show_recording()
        self._show_keeping()

    def _show_keeping(self) -> None:
        self._unkept.set_text("" if self.is_keeping else self.tr("Not kept"), "warning")
        why = self.tr("Nothing that is said is stored. The settings say so, under Your data.")
        problem = self._unkept_because
        self._unkept.setToolTip(why if problem is None else problem_text(problem))

    def _show_recording(self) -> None:
        text = self.tr("Recording audio") if self._is_recording else ""
        self._recording.set_text(text, "stop")
        self._recording.setToolTip(self.tr("What is heard is kept with the transcript"))

    def _elapsed_text(self) -> str:
        return "" if self._elapsed_ms is None else elapsed_text(self._elapsed_ms)

    def _show_lag(self) -> None:
        """Say how far the words are behind."""
        if text := backlog_text(self._link):
            self._lag.set_text(text, "warning")
        elif self._lag_ms is None or self._link.state is not EngineState.LISTENING:
            self._lag.set_text("")
        else:
            text = self.tr("{seconds} s").format(seconds=f"{self._lag_ms / 1000:.1f}")
            name = self.tr("From the voice to settled words: {lag}").format(lag=text)
            self._lag.set_text(text, _PACE_COLORS[pace_of(self._lag_ms)], name=name)

    def _show_microphone(self) -> None:
        """Say how the microphone is doing: in words only if somebody has to do something."""
        text = ""
        match self._microphone_state:
            case Microphone.OFF:
                self._microphone.set_icon("", "")
                self._microphone.set_text("")
                return
            case Microphone.ON:
                icon, color = "microphone", "accent"
                told = self.tr("The microphone is on")
            case Microphone.SILENT:
                icon, color = "microphone", "warning"
                text = self.tr("Silence")
                told = self.tr("The microphone gives only silence. Is it muted?")
            case Microphone.LOST:
                icon, color = "microphone-off", "stop"
                text = self.tr("No microphone")
                told = self.tr("The microphone is gone. Captions go on as soon as it is back.")
            case Microphone.MUTED:
                icon, color = "microphone-off", "secondary"
                told = self.tr("Nothing is heard until the key to talk is held")
            case _:
                assert_never(self._microphone_state)
        self._microphone.set_icon(icon, color)
        self._microphone.set_text(text, name=told)
        self._microphone.setToolTip(told)
