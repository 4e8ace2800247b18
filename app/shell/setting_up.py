"""Lets the column on the left show what is set up, and set it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.shell.controller import Phase
from app.shell.errors_text import problem_text

if TYPE_CHECKING:
    from app.audio.devices import DeviceInfo
    from app.core.events import SourceTrouble
    from app.core.settings import Settings
    from app.shell.listening import Listening
    from app.shell.studio import Studio
    from app.shell.widgets.sidebar import Sidebar


class SettingUp(QObject):
    """Between the studio and the sidebar. GUI thread."""

    def __init__(self, sidebar: Sidebar, studio: Studio) -> None:
        super().__init__(sidebar)
        self._sidebar = sidebar
        self._controller, self._choices = studio.controller, studio.choices
        self._packs = studio.packs
        self._devices: tuple[DeviceInfo, ...] | None = None  # nobody has looked yet
        choices, controller = self._choices, self._controller
        sidebar.devices.chosen.connect(controller.listen_to)
        sidebar.engine.chosen.connect(choices.choose_engine)
        sidebar.engine.address_entered.connect(choices.choose_address)
        sidebar.language.chosen.connect(choices.choose_language)
        sidebar.context.chosen.connect(self._packs.choose)
        sidebar.talk.talked.connect(self._on_talked)
        choices.changed.connect(self.show_settings)
        self._packs.changed.connect(self._on_packs_changed)
        controller.listening_changed.connect(self._on_listening_changed)
        controller.phase_changed.connect(self.show_phase)
        controller.talk_changed.connect(self._on_talk_changed)
        controller.switched.connect(sidebar.note_switch)
        studio.mailbox.trouble_changed.connect(self._on_trouble_changed)

    def show_devices(self, devices: tuple[DeviceInfo, ...]) -> None:
        """Offer the microphones that were found."""
        self._devices = devices
        self._offer_devices()

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        choices, engine, sidebar = self._choices, self._choices.engine, self._sidebar
        problem = choices.engine_problem
        hint = problem_text(problem) if problem else ""
        sidebar.engine.show_engines(choices.engines, engine, address=choices.address, hint=hint)
        sidebar.language.show_languages(engine, choices.language)
        sidebar.context.show_packs(engine, settings, self._packs)
        self._offer_devices()
        self._show_talk()

    def flush(self) -> None:
        """Take over what was typed."""
        self._sidebar.engine.flush()

    def _offer_devices(self) -> None:
        picker = self._sidebar.devices
        picker.show_devices(self._devices or (), self._controller.listening)
        picker.show_none(is_none=self._devices == ())

    def _show_talk(self) -> None:
        settings = self._choices.settings
        self._sidebar.talk.show_use(
            is_used=settings.push_to_talk,
            can_talk=self._controller.can_talk,
            key=settings.push_to_talk_key,
        )

    @Slot(object)
    def show_phase(self, phase: Phase) -> None:
        """Follow the session."""
        self._sidebar.start.show_phase(phase)
        if phase is Phase.RUNNING:
            self._sidebar.devices.show_trouble(None)
        self._sidebar.devices.set_on(is_on=phase is Phase.RUNNING)
        self._show_talk()

    @Slot()
    def _on_packs_changed(self) -> None:
        choices = self._choices
        self._sidebar.context.show_packs(choices.engine, choices.settings, self._packs)

    @Slot(object)
    def _on_listening_changed(self, listening: Listening) -> None:  # noqa: ARG002
        self._offer_devices()

    @Slot(bool)
    def _on_talked(self, is_talking: bool) -> None:
        self._controller.talk(is_talking=is_talking)

    @Slot(bool)
    def _on_talk_changed(self, is_talking: bool) -> None:
        self._sidebar.talk.show_talking(is_talking=is_talking)

    @Slot(object)
    def _on_trouble_changed(self, trouble: SourceTrouble) -> None:
        code = None if trouble.problem is None else trouble.problem.code
        self._sidebar.devices.show_trouble(code)
