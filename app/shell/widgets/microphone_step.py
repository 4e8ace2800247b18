"""The second of the first steps: which microphone, heard for its level if somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.shell.errors_text import problem_text
from app.shell.widgets.basics import Dot, set_tone, text_label
from app.shell.widgets.device_picker import DevicePicker
from app.shell.widgets.first_step import Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent

    from app.core.errors import Problem
    from app.core.events import Level
    from app.shell.look import Look


class MicrophoneStep(Step):
    """Nothing is heard before somebody asks for it."""

    listen_wanted = Signal(bool)

    def __init__(
        self,
        read_level: Callable[[], Level | None],
        clock_s: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_on = False
        self._problem: Problem | None = None
        self.devices = DevicePicker(read_level, clock_s)
        self.listen = QPushButton()
        self._dot = Dot()
        self._note = text_label("hint")
        self._row = QHBoxLayout()
        self._row.addWidget(self.listen)
        self._row.addWidget(self._dot)
        self._row.addWidget(self._note, 1)
        self.body.addWidget(self.devices)
        self.body.addLayout(self._row)
        self.listen.clicked.connect(self._on_clicked)

    def show_listening(self, *, is_on: bool) -> None:
        """Say whether the microphone is open."""
        self._is_on, self._problem = is_on, None
        self.devices.show_trouble(None)
        self.devices.set_on(is_on=is_on)
        self._refresh()

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is wrong with it; None: nothing."""
        self._problem = problem
        self.devices.show_trouble(None if problem is None else problem.code)
        self._refresh()

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        super().apply_look(look)
        self._row.setSpacing(look.px(8))
        self._dot.apply_look(look)
        self.devices.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self.title.setText(self.tr("Which microphone shall Zimu listen to?"))
        self.words.setText(
            self.tr("Try it: speech should light about half of the steps of the meter.")
        )
        self.devices.retranslate()
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt's own; nothing is heard that nobody sees, as when the window goes to the tray."""
        super().hideEvent(event)
        if self._is_on:
            self.listen_wanted.emit(False)

    def _refresh(self) -> None:
        if self._is_on:
            self.listen.setText(self.tr("Stop listening"))
        else:
            self.listen.setText(self.tr("Try the microphone"))
        if self._problem is not None:
            self._note.setText(problem_text(self._problem))
        elif self._is_on:
            self._note.setText(
                self.tr("Zimu listens now. Nothing is recorded, and nothing is sent.")
            )
        else:
            self._note.setText(
                self.tr("The microphone is closed. Otherwise it is open only while captions run.")
            )
        self._dot.setVisible(self._is_on)
        self._dot.set_color("accent" if self._problem is None else "warning")
        set_tone(self._note, "warning" if self._problem is not None else "")
        self.listen.setAccessibleDescription(self._note.text())

    @Slot()
    def _on_clicked(self) -> None:
        self.listen_wanted.emit(not self._is_on)
