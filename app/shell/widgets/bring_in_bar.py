"""Recordings on their way into the library, above the transcript: how far, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from app.core.bringing_in import clock_text
from app.shell.bringing import BringPhase, BringState
from app.shell.errors_text import problem_text
from app.shell.widgets.notice import NoticeCard

if TYPE_CHECKING:
    from app.shell.look import Look

_STEPS: Final = 1000
_MOST_NAME_CHARS: Final = 48


class BringInBar(NoticeCard):
    """Follows the recordings, and asks before what they cost."""

    confirmed = Signal()
    cancelled = Signal()
    go_on_wanted = Signal()
    dismissed = Signal()
    library_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = BringState()
        self.bar = QProgressBar(textVisible=False, maximum=_STEPS)
        self.foot.insertWidget(0, self.bar, 1)
        self._close = self._add_button(self.dismissed)
        self._cancel = self._add_button(self.cancelled)
        self._library = self._add_button(self.library_wanted)
        self._go_on = self._add_button(self.go_on_wanted)
        self._begin = self._add_button(self.confirmed)
        self.buttons = (self._close, self._cancel, self._library, self._go_on, self._begin)

    def show_state(self, state: BringState) -> None:
        """Follow the recordings."""
        is_news = state.phase is not self._state.phase or state.name != self._state.name
        self._state = state
        self.setVisible(state.phase is not BringPhase.IDLE)
        if self.isHidden():
            return
        self.say(self._title_text(), self._words_text())
        self._show_share()
        self._show_buttons()
        if is_news:
            self.announce()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        super().apply_look(look)
        self.bar.setFixedHeight(look.px(6))

    def retranslate(self) -> None:
        """Set the texts again."""
        self._close.setText(self.tr("Close"))
        self._cancel.setText(self.tr("Cancel"))
        self._library.setText(self.tr("Open the library"))
        self._go_on.setText(self.tr("Go on"))
        self._begin.setText(self.tr("Begin"))
        self.bar.setAccessibleName(self.tr("How much of the recording is heard"))
        self.show_state(self._state)

    def _title_text(self) -> str:
        state = self._state
        name = state.name
        if len(name) > _MOST_NAME_CHARS:
            name = f"{name[:_MOST_NAME_CHARS]}…"
        match state.phase:
            case BringPhase.ASKING:
                text = self.tr("Recordings to bring in: %n", "", state.waiting)
            case BringPhase.HEARING:
                text = self.tr("Bringing in “{name}”").format(name=name)
            case BringPhase.STOPPED:
                text = self.tr("“{name}” is not heard to its end.").format(name=name)
                if not name:
                    text = self.tr("No recording can be brought in now.")
            case BringPhase.DONE if state.done == 1:
                text = self.tr("“{name}” is in the library.").format(name=name)
            case _:
                text = self.tr("Recordings brought into the library: %n", "", state.done)
        return text

    def _words_text(self) -> str:
        state = self._state
        match state.phase:
            case BringPhase.ASKING:
                return self._price_text()
            case BringPhase.HEARING:
                return " · ".join(self._figures())
            case BringPhase.STOPPED if state.problem is None:
                return self.tr("What was heard is in the library, and can be gone on with.")
            case _:
                return "" if state.problem is None else problem_text(state.problem)

    def _price_text(self) -> str:
        state = self._state
        if not state.length_s:
            text = self.tr(
                "{engine} hears them, which costs money. How long they are is not known."
            )
            return text.format(engine=state.engine)
        text = self.tr("{engine} hears {length} of audio, which costs about {price} yuan.")
        length, price = clock_text(state.length_s), f"{state.price_cny:.2f}"
        return text.format(engine=state.engine, length=length, price=price)

    def _figures(self) -> list[str]:
        headway = self._state.headway
        figures = []
        if headway is not None and headway.share is not None:
            figures.append(self.tr("{percent} %").format(percent=int(headway.share * 100)))
        if headway is not None and headway.speed is not None:
            speed = f"{headway.speed:.1f}"
            figures.append(self.tr("{speed} times as fast as spoken").format(speed=speed))
        if headway is not None and headway.left_s is not None:
            left = clock_text(headway.left_s)
            figures.append(self.tr("{time} left").format(time=left))
        if self._state.waiting:
            figures.append(self.tr("%n more waiting", "", self._state.waiting))
        return figures

    def _show_share(self) -> None:
        headway = self._state.headway
        share = None if headway is None else headway.share
        self.bar.setVisible(self._state.phase is BringPhase.HEARING)
        self.bar.setMaximum(0 if share is None else _STEPS)  # 0: it only moves
        self.bar.setValue(round((share or 0.0) * _STEPS))

    def _show_buttons(self) -> None:
        phase = self._state.phase
        is_over = phase in (BringPhase.DONE, BringPhase.STOPPED)
        self._close.setVisible(is_over)
        self._cancel.setVisible(not is_over)
        self._library.setVisible(is_over)
        self._go_on.setVisible(phase is BringPhase.STOPPED)
        self._begin.setVisible(phase is BringPhase.ASKING)
