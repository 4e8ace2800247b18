"""Asks the first questions of who opens Zimu for the first time, and again when wanted."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from app.core.settings import DeviceRef
from app.shell.controller import Phase
from app.shell.sound_check import SoundCheck

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.backend import DeviceInfo
    from app.audio.source import Source
    from app.core.settings import Settings
    from app.shell.jobs import Jobs
    from app.shell.listening import Listening
    from app.shell.look import Look
    from app.shell.options import WindowOptions
    from app.shell.studio import Studio
    from app.shell.wardrobe import Wardrobe
    from app.shell.widgets.first_steps import FirstSteps
    from app.shell.widgets.main_window import MainWindow


log = logging.getLogger(__name__)


def is_wanted(options: WindowOptions, settings: Settings) -> bool:
    """Whether to ask: not twice, and not where the command line says what to do."""
    is_driven = (
        options.starts
        or options.source_path is not None
        or options.device_name is not None
        or options.quits_when_done
        or options.quit_after_s is not None
        or options.grab_dir is not None
        or options.export_paths
    )
    return not (settings.is_introduced or is_driven)


class Introduction(QObject):
    """Owns the first steps, which are built when they are asked for. GUI thread."""

    def __init__(
        self,
        studio: Studio,
        window: MainWindow,
        open_source: Callable[[Listening], Source],
        jobs: Jobs,
        wardrobe: Wardrobe,
    ) -> None:
        super().__init__(window)
        self._choices, self._controller = studio.choices, studio.controller
        self._window = window
        self._wardrobe = wardrobe
        self._devices: tuple[DeviceInfo, ...] = ()
        self._steps: FirstSteps | None = None
        self._check = SoundCheck(open_source, jobs, self)
        self._action = QAction(self)
        self._action.triggered.connect(self.open)
        window.menu.addAction(self._action)
        window.retranslated.connect(self._retranslate)
        wardrobe.look_changed.connect(self._on_look_changed)
        self._controller.phase_changed.connect(self._on_phase_changed)

    @property
    def steps(self) -> FirstSteps | None:
        """The steps while they are shown."""
        return self._steps

    @Slot()
    def open(self) -> None:
        """Ask the three questions."""
        if self._steps is not None:
            return
        from app.shell.widgets.first_steps import FirstSteps  # noqa: PLC0415  needed once

        check = self._check
        steps = FirstSteps(
            self._choices, lambda: check.level, self._controller.clock_s, self._window
        )
        self._steps = steps
        check.troubled.connect(steps.microphone.show_problem)
        steps.finished.connect(self.close)
        steps.microphone.listen_wanted.connect(self._on_listen_wanted)
        steps.microphone.devices.chosen.connect(self._on_chosen)
        steps.microphone.devices.opened.connect(self._window.devices_wanted)
        steps.retranslate()
        steps.apply_look(self._wardrobe.look)
        self.show_devices(self._devices)
        self._set_reachable(is_reachable=False)  # what is below is not seen
        steps.open()
        log.info("the first steps are shown", extra={"event": "introduction.shown"})

    @Slot()
    def close(self) -> None:
        """That was it, whatever was left out."""
        if self._steps is None:
            return
        steps, self._steps = self._steps, None
        steps.hide()
        steps.deleteLater()
        self._set_reachable(is_reachable=True)
        self._window.sidebar.start.setFocus()
        self._choices.change(replace(self._choices.settings, is_introduced=True))
        log.info("the first steps are over", extra={"event": "introduction.over"})

    @Slot(object)
    def show_devices(self, devices: tuple[DeviceInfo, ...]) -> None:
        """Offer the microphones that were found."""
        self._devices = devices
        if self._steps is not None:
            picker = self._steps.microphone.devices
            picker.show_devices(devices, self._listening)
            picker.show_none(is_none=not devices)

    @Slot(object)
    def _on_look_changed(self, look: Look) -> None:
        if self._steps is not None:
            self._steps.apply_look(look)

    def _set_reachable(self, *, is_reachable: bool) -> None:
        """Let keys reach what the window is about, or not."""
        if (below := self._window.centralWidget()) is not None:
            below.setEnabled(is_reachable)

    @property
    def _listening(self) -> Listening:
        listening = self._controller.listening
        return listening if isinstance(listening, DeviceRef) else None

    @Slot()
    def _retranslate(self) -> None:
        self._action.setText(self.tr("First steps…"))
        if self._steps is not None:
            self._steps.retranslate()

    @Slot(bool)
    def _on_listen_wanted(self, is_wanted: bool) -> None:
        if is_wanted:
            self._check.start(self._listening)
        else:
            self._check.stop()
        if self._steps is not None:
            self._steps.microphone.show_listening(is_on=is_wanted)

    @Slot(object)
    def _on_chosen(self, listening: Listening) -> None:
        self._controller.listen_to(listening)
        self.show_devices(self._devices)
        if self._check.is_on:
            self._on_listen_wanted(True)

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        """A key that works everywhere may start a session: whoever presses it knows the way."""
        self._action.setEnabled(phase is Phase.IDLE)
        if phase is not Phase.IDLE:
            self.close()
