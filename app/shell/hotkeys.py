"""Gives the commands their keys: in Zimu's windows always, in other programs if it is wanted."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from app.core.hotkeys import Hotkey, effective
from app.shell.global_keys import Reach
from app.shell.widgets.key_field import KeyField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.core.settings import Settings
    from app.shell.choices import Choices
    from app.shell.commands import Commands
    from app.shell.global_keys import GlobalKeys

log = logging.getLogger(__name__)


class Hotkeys(QObject):
    """Follows the settings. GUI thread.

    `open_global_keys` may raise OSError; `reserved` are the keys of the window with what they do.
    """

    taken_changed = Signal()  # or how far keys reach

    def __init__(
        self,
        choices: Choices,
        commands: Commands,
        reserved: Callable[[], Mapping[str, str]],
        reach: Reach,
        open_global_keys: Callable[[QObject], GlobalKeys],
    ) -> None:
        super().__init__(commands)
        self.reserved = reserved
        self.reach = reach
        self._choices, self._commands = choices, commands
        self._open_global_keys = open_global_keys
        self._global: GlobalKeys | None = None
        self._grabbed: dict[str, Hotkey] = {}
        self._taken: frozenset[Hotkey] = frozenset()
        self._is_choosing = False  # a key is pressed to be chosen, not to do anything

    @property
    def taken(self) -> frozenset[Hotkey]:
        """Those whose key another program has."""
        return self._taken

    @property
    def sheet(self) -> dict[str, str]:
        """Every key that does something now, with what it does."""
        settings = self._choices.settings
        found = {
            key: self._commands.action(hotkey).text()
            for hotkey, key in effective(settings, self.reserved().keys()).items()
        }
        if settings.push_to_talk:
            found[settings.push_to_talk_key] = self.tr("Hold to talk")
        return {**found, **self.reserved()}

    def start(self) -> None:
        """Follow the settings from now on."""
        self._choices.changed.connect(self._follow)
        self._follow(self._choices.settings)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def stop(self) -> None:
        """Give the system its keys back."""
        if self._global is not None:
            self._global.close()
            self._global = None

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        keys = effective(settings, self.reserved().keys())
        for hotkey in Hotkey:
            shortcut = QKeySequence(keys.get(hotkey, ""))
            if self._commands.action(hotkey).shortcut() != shortcut:
                self._commands.action(hotkey).setShortcut(shortcut)
        wanted = {key: hotkey for hotkey, key in keys.items()}
        self._grab(wanted if settings.hotkeys.is_global and not self._is_choosing else {})

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:  # noqa: ARG002
        is_choosing = isinstance(new, KeyField)
        if is_choosing is not self._is_choosing:
            self._is_choosing = is_choosing
            self._follow(self._choices.settings)

    def _grab(self, wanted: dict[str, Hotkey]) -> None:
        if wanted == self._grabbed:
            return
        self._grabbed = wanted
        if self._global is None:
            try:
                self._global = self._open_global_keys(self)
            except OSError as exc:
                log.info("there are no global keys: %s", exc)
                self.reach = Reach.WINDOW
                self.taken_changed.emit()
                return
            self._global.pressed.connect(self._on_pressed)
        refused = self._global.grab(wanted)
        for key in sorted(refused):
            log.info("another program has the key of %s", wanted[key].value)
        self._taken = frozenset(wanted[key] for key in refused)
        log.info(
            "%d keys work in other programs, too",
            len(wanted) - len(refused),
            extra={"event": "keys.global", "grabbed": len(wanted) - len(refused)},
        )
        self.taken_changed.emit()

    @Slot(str)
    def _on_pressed(self, key: str) -> None:
        hotkey = self._grabbed.get(key)
        if hotkey is not None:
            log.debug("a key was pressed for %s", hotkey.value)
            self._commands.action(hotkey).trigger()
