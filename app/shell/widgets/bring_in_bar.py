"""Recordings on their way into the library, above the transcript: how far, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.bringing_in import clock_text
from app.shell.bringing import BringPhase, BringState
from app.shell.errors_text import problem_text
from app.shell.widgets.basics import text_label

if TYPE_CHECKING:
    from app.shell.look import Look

ICON_PX: Final = 20
_STEPS: Final = 1000
_MOST_NAME_CHARS: Final = 48


class BringInBar(QFrame):
    """Holds up nothing and never takes the focus."""

    confirmed = Signal()
    cancelled = Signal()
    go_on_wanted = Signal()
    dismissed = Signal()
    library_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._state = BringState()
        self._icon = QLabel()
        self._title = text_label("noticeTitle")
        self._words = text_label("noticeWords")
        self.bar = QProgressBar(textVisible=False, maximum=_STEPS)
        self._close, self._cancel = QPushButton(), QPushButton()
        self._library, self._go_on, self._begin = QPushButton(), QPushButton(), QPushButton()
        self.buttons = (self._close, self._cancel, self._library, self._go_on, self._begin)
        wanted = (
            *(self.dismissed, self.cancelled, self.library_wanted),
            *(self.go_on_wanted, self.confirmed),
        )
        for button, signal in zip(self.buttons, wanted, strict=True):
            button.setAutoDefault(True)  # Enter presses it, as in a dialog
            button.clicked.connect(signal)
        self._lay_out()
        self.hide()

    def show_state(self, state: BringState) -> None:
        """Follow the recordings."""
        is_news = state.phase is not self._state.phase or state.name != self._state.name
        self._state = state
        self.setVisible(state.phase is not BringPhase.IDLE)
        if self.isHidden():
            return
        title, words = self._title_text(), self._words_text()
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self._show_share()
        self._show_buttons()
        if is_news:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{title} {words}"))

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._all.setContentsMargins(look.px(12), look.px(12), look.px(12), look.px(12))
        self._all.setSpacing(look.px(12))
        self._row.setSpacing(look.px(10))
        self._column.setSpacing(look.px(4))
        self._foot.setSpacing(look.px(8))
        self.bar.setFixedHeight(look.px(6))
        self._icon.setPixmap(look.icon("info", "accent").pixmap(look.px(ICON_PX)))

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

    def _lay_out(self) -> None:
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.bar, 1)
        self._foot.addStretch()  # in its place while nothing is heard
        for button in self.buttons:
            self._foot.addWidget(button)
        self._column = QVBoxLayout()
        self._column.addWidget(self._title)
        self._column.addWidget(self._words)
        self._row = QHBoxLayout()
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._column, 1)
        self._all = QVBoxLayout(self)
        self._all.addLayout(self._row)
        self._all.addLayout(self._foot)
