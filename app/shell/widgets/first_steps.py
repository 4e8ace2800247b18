"""The first steps: three short questions over the whole window, each of which can be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.shell.widgets.basics import Dot, restyle
from app.shell.widgets.look_step import LookStep
from app.shell.widgets.microphone_step import MicrophoneStep
from app.shell.widgets.place_step import PlaceStep

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from app.core.events import Level
    from app.shell.choices import Choices
    from app.shell.look import Look

WIDTH_PX: Final = 560


class FirstSteps(QFrame):
    """Lies over `window` and is as large. Thin: what is chosen takes effect at once."""

    finished = Signal()

    def __init__(
        self,
        choices: Choices,
        read_level: Callable[[], Level | None],
        clock_s: Callable[[], float],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.setObjectName("firstSteps")
        self.hide()
        self._window = window
        self._choices = choices
        self.place = PlaceStep(choices)
        self.microphone = MicrophoneStep(read_level, clock_s)
        self.appearance = LookStep(choices)
        self.steps = (self.place, self.microphone, self.appearance)
        self._index = 0
        self._dots = tuple(Dot() for _ in self.steps)
        self._progress = QWidget()
        self.skip, self.back, self.next = (QPushButton() for _ in range(3))
        restyle(self.next, "role", "start")
        for button in (self.skip, self.back, self.next):
            button.setAutoDefault(True)  # Enter presses it, as in a dialog
        self._lay_out()
        self.skip.clicked.connect(self.finished)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        # Not as keys that nobody wanted: buttons take arrows, whatever is held with them.
        self._keys = (self._shortcut("Alt+Left"), self._shortcut("Alt+Right"))
        for key, slot in zip(self._keys, (self.go_back, self.go_on), strict=True):
            key.activated.connect(slot)
        choices.changed.connect(self._on_settings_changed)
        window.installEventFilter(self)

    @property
    def step(self) -> QWidget:
        """Which question is asked."""
        return self.steps[self._index]

    def open(self) -> None:
        """Begin with the first question."""
        self._go_to(0)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.next.setFocus()  # not before it is shown

    @Slot()
    def go_back(self) -> None:
        """Ask the question before."""
        self._go_to(max(0, self._index - 1))

    @Slot()
    def go_on(self) -> None:
        """Ask the next question; after the last one, that was it."""
        self.place.flush()
        index = self._index + 1
        if index == len(self.steps):
            self.finished.emit()
        else:
            self._go_to(index)

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        margin = look.px(24)
        self._column.setMaximumWidth(look.px(WIDTH_PX) + 2 * margin)
        self._inner.setContentsMargins(margin, look.px(36), margin, look.px(12))
        self._foot.setContentsMargins(margin, look.px(12), margin, margin)
        self._foot.setSpacing(look.px(8))
        self._dot_row.setSpacing(look.px(8))
        self.next.setMinimumWidth(look.px(112))
        for step in self.steps:
            step.apply_look(look)
        for dot in self._dots:
            dot.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self.setAccessibleName(self.tr("First steps"))
        self.skip.setText(self.tr("Skip all"))
        self.back.setText(self.tr("Back"))
        for step in self.steps:
            step.retranslate()
        for key, words in zip(self._keys, (self.back.text(), self.tr("Next")), strict=True):
            key.setWhatsThis(words)
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own; stay as large as the window."""
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own; Escape leaves out what is left, Return goes on."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.finished.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.go_on()
            case _:
                event.accept()  # nothing below is meant

    def _lay_out(self) -> None:
        inner = QWidget()
        self._inner = QVBoxLayout(inner)
        for step in self.steps:
            self._inner.addWidget(step)  # only one is shown, and as high as it needs to be
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._dot_row = QHBoxLayout(self._progress)
        self._dot_row.setContentsMargins(0, 0, 0, 0)
        for dot in self._dots:
            self._dot_row.addWidget(dot)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.skip)
        self._foot.addStretch(1)
        self._foot.addWidget(self._progress)
        self._foot.addStretch(1)
        self._foot.addWidget(self.back)
        self._foot.addWidget(self.next)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addLayout(self._foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._column)

    def _shortcut(self, sequence: str) -> QShortcut:
        key = QShortcut(QKeySequence(sequence), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return key

    def _go_to(self, index: int) -> None:
        self._index = index
        for place, step in enumerate(self.steps):
            step.setVisible(place == index)
        self.next.setFocus()
        self._refresh()

    def _refresh(self) -> None:
        index, count = self._index, len(self.steps)
        for place, dot in enumerate(self._dots):
            dot.set_color("accent" if place == index else "line")
        told = self.tr("Step {number} of {count}").format(number=index + 1, count=count)
        self._progress.setAccessibleName(told)
        self._progress.setToolTip(told)
        self.setAccessibleDescription(f"{told}: {self.steps[index].title.text()}")
        self.back.setEnabled(index > 0)
        self.next.setText(self.tr("Done") if index == count - 1 else self.tr("Next"))

    @Slot()
    def _on_settings_changed(self) -> None:
        self.place.show_settings(self._choices.settings)
        self.appearance.show_settings(self._choices.settings)
