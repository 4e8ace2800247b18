"""Builds the window out of its parts, runs Qt, and takes everything down again."""

from __future__ import annotations

import logging
import os
import sys
import time
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QLocale, QObject, QSettings, Qt, Slot
from PySide6.QtWidgets import QApplication

from app.audio.devices import named
from app.core.problem_text import english
from app.core.settings import DeviceRef
from app.engine.catalog import with_engine
from app.shell.backstage import Backstage
from app.shell.closing import Closing
from app.shell.controller import Phase
from app.shell.errand import Errand
from app.shell.exporter import Exporter
from app.shell.i18n import Translations, language_for
from app.shell.interrupt import Interrupt
from app.shell.qt_log import follow_qt
from app.shell.studio import Studio
from app.shell.wardrobe import Wardrobe
from app.shell.widgets.main_window import SIZE_PX, MainWindow
from app.shell.widgets.overlay import Overlay
from app.shell.widgets.settings_dialog import SettingsDialog
from app.shell.window_system import wanted_platform
from app.storage.ledger import Ledger
from app.storage.settings_store import SettingsStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.audio.devices import DeviceInfo
    from app.core.errors import Problem
    from app.core.overlay_settings import OverlaySettings
    from app.core.settings import NetworkSettings, Settings
    from app.engine.keys import Keys
    from app.engine.local_process import LocalEngine
    from app.models.manager import Manager
    from app.shell.look import Look
    from app.shell.model_desk import ModelSource
    from app.shell.options import WindowOptions
    from app.storage.paths import Paths
    from app.storage.settings_store import Loaded

log = logging.getLogger(__name__)

EXIT_PROBLEM = 1
EXIT_STUCK = 70
GEOMETRY = "window/geometry"


def run_window(
    options: WindowOptions,
    paths: Paths,
    local: LocalEngine,
    keys: Keys,
    loaded: Loaded,
    models: ModelSource,
    say: Callable[[str], None],
) -> int:
    """Show the window until it is closed; return the exit code.

    `loaded` are the stored settings, `say` takes sentences for the person at the terminal.
    """
    if not has_display(sys.platform, os.environ):
        say("There is no display. In a terminal, zimu caption does the same.")
        return EXIT_PROBLEM
    follow_qt()
    if platform := wanted_platform(os.environ):
        os.environ["QT_QPA_PLATFORM"] = platform
    application = QApplication(sys.argv[:1])
    application.setApplicationName("zimu")
    application.setApplicationDisplayName("Zimu 字幕")
    application.setDesktopFileName("zimu")
    application.setQuitOnLastWindowClosed(False)  # the last words may still be on their way
    places = QSettings(str(paths.config / "window.ini"), QSettings.Format.IniFormat)
    ledger = Ledger(paths.ledger, lambda: datetime.now().astimezone())
    models = replace(models, here=replace(models.here, locale=QLocale.system().name()))
    store = SettingsStore(paths.settings)

    def open_with_network() -> Manager:
        from app.session.network import net_options  # noqa: PLC0415  # takes a while to load

        return models.open_manager(lambda: net_options(desk.network, keys))

    attended = not options.quits_when_done
    back = Backstage(local, keys, models, open_with_network, is_attended=attended)
    desk = Desk(application, options, store, loaded, places, back, ledger)
    desk.open()
    code = application.exec()
    if not desk.shut_down():
        log.error("a thread would not end")
        logging.shutdown()
        os._exit(EXIT_STUCK)  # a QThread that still runs aborts the process when it is destroyed
    if desk.problem is not None:
        say(english(desk.problem))
        return EXIT_PROBLEM
    return code


class Desk(QObject):
    """Everything of one run. GUI thread."""

    def __init__(
        self,
        application: QApplication,
        options: WindowOptions,
        store: SettingsStore,
        loaded: Loaded,
        places: QSettings,
        back: Backstage,
        ledger: Ledger,
    ) -> None:
        super().__init__()
        self._application = application
        self._options = options
        self._store = store
        self._places = places
        self._stored = loaded
        self._wanted_device = options.device_name
        settings = settings_for(self._stored.settings, options)
        self._translations = Translations()
        self._wardrobe = Wardrobe(application)
        self._backstage = back
        self._studio = studio = Studio(
            settings,
            back.jobs,
            back.workshop,
            back.problem_with,
            lambda: back.here,
            self._keep,
            ledger,
        )
        if options.source_path is not None:
            studio.controller.listen_to(options.source_path)
        self._overlay = Overlay(settings.overlay)
        # Connected before the window is: the captions must not wait for the transcript.
        studio.document.captions_changed.connect(self._overlay.show_captions)
        studio.link.changed.connect(self._overlay.show_link)
        self._window = MainWindow(studio)
        self._settings: SettingsDialog | None = None
        self._exporter = Exporter(self._window, studio.document)
        windows = (self._overlay, self._window)
        self._closing = Closing(windows, studio, self._window.messages, self._ask_for_file)
        pictures = {"window.png": self._window, "overlay.png": self._overlay}
        self._errand = Errand(options, studio, pictures)
        self._interrupt = Interrupt()
        self._connect()

    @property
    def problem(self) -> Problem | None:
        """What kept the errand of the command line from being done."""
        return self._errand.problem

    @property
    def network(self) -> NetworkSettings:
        """How servers are reached, as it is set now. Any thread."""
        return self._studio.choices.settings.network

    def open(self) -> None:
        """Show the window and get to work."""
        settings = self._studio.choices.settings
        self._translations.use(language_for(settings.ui_language, QLocale.system()))
        self._wardrobe.dress(settings.theme)
        self._window.retranslate()
        look = self._wardrobe.look
        self._window.resize(look.px(SIZE_PX[0]), look.px(SIZE_PX[1]))
        place = self._places.value(GEOMETRY)
        if isinstance(place, QByteArray):
            self._window.restoreGeometry(place)  # Qt brings it back onto a screen that exists
        self._window.show()
        self._overlay.setVisible(settings.overlay.visible)
        if self._stored.problem is not None:
            self._window.messages.show_problem(self._stored.problem)
        self._interrupt.start()

    def shut_down(self) -> bool:
        """End every thread and the engine; False if one would not end."""
        self._interrupt.stop()
        self._places.setValue(GEOMETRY, self._window.saveGeometry())
        self._places.sync()
        ended = [self._studio.shut_down(), self._backstage.stop()]
        log.info("the window is closed", extra={"event": "window.closed", "ms": self._now_ms()})
        return all(ended)

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._studio.choices.changed.connect(self._on_settings_changed)
        self._wardrobe.look_changed.connect(self._on_look_changed)
        self._backstage.devices_found.connect(self._on_devices_found)
        self._backstage.engine_problem_changed.connect(self._on_engine_problem_changed)
        self._backstage.models_changed.connect(self._studio.choices.look_again)
        self._window.painted.connect(self._on_painted)
        self._window.devices_wanted.connect(self._backstage.look_for_devices)
        self._window.export_wanted.connect(self._ask_for_file)
        self._window.overlay_toggled.connect(self._show_overlay)
        self._window.overlay_reset_wanted.connect(self._overlay.reset_position)
        self._window.close_wanted.connect(self._closing.ask)
        self._window.settings_wanted.connect(self._open_settings)
        self._overlay.geometry_changed.connect(self._on_overlay_moved)
        self._overlay.closed.connect(self._on_overlay_closed)
        self._exporter.given_up.connect(self._closing.stay)
        self._errand.leave.connect(self._closing.close)
        self._interrupt.asked_to_end.connect(self._closing.close)
        self._closing.begun.connect(self._close_settings)
        self._closing.closed.connect(self._errand.conclude)
        self._closing.closed.connect(self._application.quit, queued)

    def _keep(self, settings: Settings) -> None:
        self._backstage.jobs.submit(
            lambda: self._store.save(settings), _ignore, self._window.messages.show_problem
        )

    def _change_overlay(self, overlay: OverlaySettings) -> None:
        choices = self._studio.choices
        choices.change(replace(choices.settings, overlay=overlay))

    def _now_ms(self) -> int:
        return round((time.perf_counter() - self._options.process_start_s) * 1000)

    @Slot()
    def _on_painted(self) -> None:
        log.info("the window is shown", extra={"event": "window.shown", "ms": self._now_ms()})
        self._backstage.start(self._studio.choices.settings)
        self._studio.costs.load()
        if self._options.device_name is None:
            self._errand.begin()

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        self._wardrobe.choose(settings.theme)
        self._translations.use(language_for(settings.ui_language, QLocale.system()))
        if self._studio.controller.phase is Phase.IDLE:  # a session changes engines by itself
            self._backstage.prepare(settings)

    @Slot(object)
    def _on_look_changed(self, look: Look) -> None:
        self._window.apply_look(look)
        if self._settings is not None:
            self._settings.apply_look(look)

    @Slot(object)
    def _on_devices_found(self, devices: tuple[DeviceInfo, ...]) -> None:
        self._window.show_devices(devices)
        if self._wanted_device is not None:
            name, self._wanted_device = self._wanted_device, None
            self._studio.controller.listen_to(device_called(name, devices))
            self._errand.begin()

    @Slot()
    def _on_engine_problem_changed(self) -> None:
        self._window.show_settings(self._studio.choices.settings)

    @Slot()
    def _open_settings(self) -> None:
        """Show the settings, which are built when they are first asked for."""
        if self._settings is None:
            back = self._backstage
            self._settings = SettingsDialog(
                self._studio, back.keys, back.checkups, back.models, self._window
            )
            self._settings.retranslate()
            self._settings.apply_look(self._wardrobe.look)
        self._settings.open_at()

    @Slot()
    def _close_settings(self) -> None:
        """A dialog does not go with the window it belongs to."""
        if self._settings is not None:
            self._settings.close()

    @Slot()
    def _ask_for_file(self) -> None:
        self._exporter.ask(self._studio.document.title)

    @Slot(bool)
    def _show_overlay(self, is_shown: bool) -> None:
        self._overlay.setVisible(is_shown)
        overlay = self._studio.choices.settings.overlay
        self._change_overlay(replace(overlay, visible=is_shown))

    @Slot()
    def _on_overlay_closed(self) -> None:
        self._show_overlay(False)

    @Slot(object)
    def _on_overlay_moved(self, overlay: OverlaySettings) -> None:
        self._change_overlay(replace(overlay, visible=self._overlay.isVisible()))


def has_display(platform: str, environ: Mapping[str, str]) -> bool:
    """Whether a window can open: Qt would abort the process where it cannot."""
    if not platform.startswith("linux"):
        return True
    return any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _ignore(nothing: None) -> None:
    """Nobody waits for settings to be written."""


def device_called(name: str, devices: tuple[DeviceInfo, ...]) -> DeviceRef:
    """Return the first device that `name` may mean, else one that Start will not find."""
    return next(iter(named(name, devices)), DeviceRef(name, ""))


def settings_for(settings: Settings, options: WindowOptions) -> Settings:
    """Return the stored settings with what the command line says instead."""
    return settings if options.engine is None else with_engine(settings, options.engine)
