"""Reaches the user anywhere, and is reached: keys, tray, menu, alerts, the panic key's outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.core.hotkeys import Hotkey, effective
from app.shell.alerting import Alerting
from app.shell.chime import Chime
from app.shell.commands import Commands
from app.shell.detached import notify
from app.shell.global_keys import open_global_keys, reach
from app.shell.hotkeys import Hotkeys
from app.shell.panic import Panic
from app.shell.tray import Tray
from app.shell.window_keys import window_keys
from app.storage.paths import resource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QSettings

    from app.core.settings import Settings
    from app.shell.overlay_link import OverlayLink
    from app.shell.studio import Studio
    from app.shell.wardrobe import Wardrobe
    from app.shell.widgets.keys_sheet import KeysSheet
    from app.shell.widgets.main_window import MainWindow

ALERT_SOUND = "resources/sounds/alert.wav"


class Helm(QObject):
    """Owns commands, hotkeys, panic, tray and alerts. GUI thread."""

    close_wanted = Signal()  # Zimu, not only its window

    def __init__(
        self,
        studio: Studio,
        window: MainWindow,
        above: OverlayLink,
        wardrobe: Wardrobe,
        places: QSettings,
        environ: Mapping[str, str],
    ) -> None:
        super().__init__(window)
        self._choices = studio.choices
        self._window = window
        self._wardrobe = wardrobe
        self._sheet: KeysSheet | None = None
        self.panic = Panic(self)
        self.commands = Commands(studio, window)
        how_far = reach(
            QGuiApplication.platformName(), has_wayland=bool(environ.get("WAYLAND_DISPLAY"))
        )
        self.hotkeys = Hotkeys(
            studio.choices,
            self.commands,
            lambda: window_keys(window, besides=self.commands.with_hotkeys),
            how_far,
            open_global_keys,
        )
        self.tray = Tray(studio, self.commands, self.panic, places)
        self.alerting = Alerting(window, studio, Chime(resource(ALERT_SOUND)))
        self.panic.cover(above.overlay.set_blanked)
        self.panic.cover(window.show_blanked)
        window.menu.add_commands(self.commands)
        self._connect(above)

    def start(self) -> None:
        """Listen to keys, and appear in the tray: what can wait until the window is shown."""
        self.hotkeys.start()
        self.tray.start()

    def _connect(self, above: OverlayLink) -> None:
        commands, window = self.commands, self._window
        commands.session_toggled.connect(window.toggle_session)
        commands.overlay_toggled.connect(above.show)
        commands.panic_toggled.connect(self.panic.toggle)
        commands.reset_overlay.triggered.connect(above.overlay.reset_position)
        commands.show_window.triggered.connect(self._toggle_window)
        commands.settings.triggered.connect(window.settings_wanted)
        commands.library.triggered.connect(window.library_wanted)
        commands.keys.triggered.connect(self._open_sheet)
        commands.quit.triggered.connect(self.close_wanted)
        self.panic.changed.connect(commands.show_blanked)
        self.tray.window_toggled.connect(self._toggle_window)
        self.tray.note_clicked.connect(self.come_to_front)
        self.tray.alert_clicked.connect(window.looking_back.open)
        self.alerting.notification_wanted.connect(self._notify)
        window.retranslated.connect(self._retranslate)
        window.close_wanted.connect(self._on_close_wanted)
        window.panic.back_wanted.connect(self.panic.toggle)
        self._choices.changed.connect(self._show_settings)

    @Slot()
    def come_to_front(self) -> None:
        """Show the window above all others, wherever it was."""
        window = self._window
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()

    @Slot()
    def close(self) -> None:
        """Give keys and tray back, for good; a dialog does not go with its window by itself."""
        self.hotkeys.stop()
        self.tray.stop()
        if self._sheet is not None:
            self._sheet.close()

    @Slot()
    def _open_sheet(self) -> None:
        if self._sheet is None:
            from app.shell.widgets.keys_sheet import KeysSheet  # noqa: PLC0415  seldom needed

            self._sheet = KeysSheet(lambda: self.hotkeys.sheet, self._window)
            self._sheet.apply_look(self._wardrobe.look)
            self._sheet.retranslate()
            self._wardrobe.look_changed.connect(self._sheet.apply_look)
        self._sheet.open_in_front()

    @Slot(str, str)
    def _notify(self, title: str, text: str) -> None:
        """Tell of what was said, unless every caption is hidden."""
        if self.panic.is_on:
            return
        if self.tray.is_there:
            self.tray.alert(title, text)
        else:
            notify(title, text)

    @Slot()
    def _retranslate(self) -> None:
        self.commands.retranslate()
        self.tray.refresh()
        self._show_settings(self._choices.settings)

    @Slot(object)
    def _show_settings(self, settings: Settings) -> None:
        keys = effective(settings, self.hotkeys.reserved())
        self._window.panic.show_key(keys.get(Hotkey.PANIC, ""))

    @Slot()
    def _toggle_window(self) -> None:
        window = self._window
        if window.isVisible() and not window.isMinimized() and self.tray.is_there:
            window.hide()
        else:
            self.come_to_front()

    @Slot()
    def _on_close_wanted(self) -> None:
        if self._choices.settings.closes_to_tray and self.tray.is_there:
            self._window.hide()
            self.tray.tell_once()
        else:
            self.close_wanted.emit()
