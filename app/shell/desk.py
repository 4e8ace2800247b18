"""Everything of one run of the window, built, connected and taken down. GUI thread."""

from __future__ import annotations

import logging
import os
import time
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QLocale, QObject, Qt, Signal, Slot

from app.audio.devices import named
from app.core.packs import with_pack
from app.core.settings import DeviceRef
from app.engine.catalog import with_engine
from app.shell.announcer import Announcer
from app.shell.backstage import open_source
from app.shell.bring_in_opener import BringInOpener
from app.shell.bring_one import Means
from app.shell.bringing import Bringing
from app.shell.closing import Closing
from app.shell.controller import Phase
from app.shell.data_desk import DataDesk
from app.shell.errand import Errand
from app.shell.exporter import Exporter
from app.shell.folding_link import FoldingLink
from app.shell.helm import Helm
from app.shell.i18n import Translations, language_for
from app.shell.interrupt import Interrupt
from app.shell.introduction import Introduction, is_wanted
from app.shell.library_opener import LibraryOpener
from app.shell.on_top import tell_if_not_on_top
from app.shell.overlay_keys import OverlayKeys
from app.shell.overlay_link import OverlayLink
from app.shell.pack_opener import PackOpener
from app.shell.settings_keeper import SettingsKeeper
from app.shell.settings_opener import SettingsOpener
from app.shell.studio import Studio
from app.shell.summary_desk import SummaryDesk
from app.shell.sweeper import Sweeper
from app.shell.wardrobe import Wardrobe
from app.shell.widgets.export_options import Part
from app.shell.widgets.main_window import MainWindow
from app.storage.library.upkeep import Journal

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from app.audio.devices import DeviceInfo
    from app.core.errors import Problem
    from app.core.settings import NetworkSettings, Settings
    from app.shell.backstage import Backstage
    from app.shell.doorbell import Doorbell
    from app.shell.options import WindowOptions
    from app.shell.studio import Stores
    from app.storage.settings_store import Loaded, SettingsStore

log = logging.getLogger(__name__)

GEOMETRY = "window/geometry"


class Desk(QObject):
    """Everything of one run. GUI thread."""

    shown = Signal()

    def __init__(
        self,
        application: QApplication,
        options: WindowOptions,
        store: SettingsStore,
        loaded: Loaded,
        places: QSettings,
        back: Backstage,
        stores: Stores,
    ) -> None:
        super().__init__()
        self._application = application
        self._options = options
        self._keeper = SettingsKeeper(store, back.jobs, self)
        self._places = places
        self._stored = loaded
        self._wanted_device = options.device_name
        settings = settings_for(self._stored.settings, options)
        self._translations = Translations()
        self._wardrobe = Wardrobe(application)
        self._backstage = back
        self._stores = stores
        self._studio = studio = Studio(
            settings,
            back.jobs,
            back.workshop,
            back.problem_with,
            lambda: back.here,
            self._keeper.keep,
            stores,
        )
        studio.packs.rescue(loaded.settings)
        if options.source_path is not None:
            studio.controller.listen_to(options.source_path)
        self._above = OverlayLink(studio, self)
        self._window = MainWindow(studio)
        self._overlay_keys = OverlayKeys(self._window, self._above.overlay)
        self._packs = PackOpener(studio.packs, self._wardrobe, self._window)
        summaries = SummaryDesk(
            back.chat_keys, lambda: studio.choices.settings.network, places, self
        )
        self._library = LibraryOpener(
            stores.library, studio.choices, self._wardrobe, self._window, summaries
        )
        self._bringing = Bringing(studio.choices, back.jobs, self._means, self)
        self._bring_in = BringInOpener(self._window, self._bringing)
        FoldingLink(self._window, places, self._wardrobe)
        self._announcer = Announcer(self._window.pane, studio)
        self._helm = Helm(studio, self._window, self._above, self._wardrobe, places, os.environ)
        self._helm.panic.cover(self._announcer.set_hushed)
        self._data = DataDesk(stores.paths, self._library.desk, self)
        self._settings = SettingsOpener(
            studio, back, self._helm.hotkeys, self._data, self._wardrobe, self._window
        )
        self._introduction = Introduction(
            studio, self._window, open_source, back.jobs, self._wardrobe
        )
        self._exporter = Exporter(self._window, studio, self._wardrobe, places)
        windows = (self._above.overlay, self._window)
        self._closing = Closing(windows, studio, self._window.messages, self._ask_for_file)
        pictures = {"window.png": self._window, "overlay.png": self._above.overlay}
        self._errand = Errand(options, studio, pictures)
        self._interrupt = Interrupt()
        self._sweeper = Sweeper(self)
        self._doorbell: Doorbell | None = None
        self._connect()

    @property
    def problem(self) -> Problem | None:
        """What kept the errand of the command line from being done."""
        return self._errand.problem

    @property
    def deletes_everything(self) -> bool:
        """Whether the user wants nothing of what is kept to be left."""
        return self._data.is_all_going

    @property
    def network(self) -> NetworkSettings:
        """How servers are reached, as it is set now. Any thread."""
        return self._studio.choices.settings.network

    def open(self) -> None:
        """Show the window and get to work."""
        settings = self._studio.choices.settings
        self._translations.use(language_for(settings.ui_language, QLocale.system()))
        self._wardrobe.dress(settings)
        self._window.retranslate()
        self._window.take_usual_size(self._wardrobe.look)
        place = self._places.value(GEOMETRY)
        if isinstance(place, QByteArray):
            self._window.restoreGeometry(place)  # Qt brings it back onto a screen that exists
        self._window.show()
        self._above.open()
        if settings.overlay.visible:
            tell_if_not_on_top(
                self._application.platformName(), self._places, self._window.messages
            )
        if self._stored.problem is not None:
            self._window.messages.show_damage(self._stored.problem)
        self._interrupt.start()
        self._sweeper.start()

    def answer(self, where: str) -> None:
        """Come to the front when Zimu is started again and calls there."""
        from app.shell.doorbell import Doorbell  # noqa: PLC0415  loads QtNetwork

        self._doorbell = Doorbell(where, self)
        self._doorbell.rung.connect(self._helm.come_to_front)
        self._closing.begun.connect(self._doorbell.stop)  # whoever calls now will be the first
        self._doorbell.start()

    def shut_down(self) -> bool:
        """End every thread and the engine; False if one would not end."""
        self._interrupt.stop()
        self._sweeper.stop()
        self._helm.close()
        self._places.setValue(GEOMETRY, self._window.saveGeometry())
        self._places.sync()
        ended = [self._bringing.stop(), self._data.stop(), self._library.stop()]
        ended.append(self._studio.shut_down())
        self._keeper.flush()
        ended.append(self._backstage.stop())
        log.info("the window is closed", extra={"event": "window.closed", "ms": self._now_ms()})
        return all(ended)

    def _connect(self) -> None:
        choices, wardrobe, back = self._studio.choices, self._wardrobe, self._backstage
        choices.changed.connect(self._on_settings_changed)
        self._studio.packs.failed.connect(self._window.messages.show_problem)
        wardrobe.look_changed.connect(self._window.apply_look)
        wardrobe.look_changed.connect(self._above.overlay.apply_look)
        back.devices.found.connect(self._on_devices_found)
        back.devices.found.connect(self._introduction.show_devices)
        back.engine_problem_changed.connect(choices.look_again)
        back.models_changed.connect(choices.look_again)
        self._keeper.failed.connect(self._window.messages.show_problem)
        self._connect_window()
        self._connect_end()

    def _connect_window(self) -> None:
        window = self._window
        window.painted.connect(self._on_painted)
        window.devices_wanted.connect(self._backstage.devices.look)
        window.export_wanted.connect(self._ask_for_file)
        window.pane.export_wanted.connect(self._ask_for_file_of_selection)
        window.overlay_toggled.connect(self._above.show)
        window.settings_wanted.connect(self._settings.open)
        window.packs_wanted.connect(self._packs.open)
        window.library_wanted.connect(self._library.open)
        self._helm.panic.cover(self._library.set_blanked)
        self._helm.panic.cover(self._exporter.set_blanked)
        self._library.recording_wanted.connect(self._bring_in.ask)
        self._helm.commands.open_recording.triggered.connect(self._bring_in.ask)
        self._bring_in.library_wanted.connect(self._library.open)
        self._library.data_wanted.connect(self._settings.open_data)
        self._data.all_going.connect(self._closing.close)

    def _connect_end(self) -> None:
        closing = self._closing
        self._helm.close_wanted.connect(closing.ask)
        closing.asking.connect(self._introduction.close)  # the question would be below them
        closing.asking.connect(self._helm.come_to_front)
        self._exporter.given_up.connect(closing.stay)
        self._errand.leave.connect(closing.close)
        self._interrupt.asked_to_end.connect(closing.close)
        closing.begun.connect(self._settings.close)
        closing.begun.connect(self._exporter.close)
        closing.begun.connect(self._bring_in.close)
        closing.begun.connect(self._helm.close)
        closing.begun.connect(self._packs.close)
        closing.begun.connect(self._library.close)
        closing.closed.connect(self._errand.conclude)
        closing.closed.connect(self._application.quit, Qt.ConnectionType.QueuedConnection)

    def _means(self) -> Means:
        stores = self._stores
        journal = Journal(stores.library, _now, self._studio.journal.failed.emit)
        return Means(self._backstage.open_recorded, journal, stores.ledger, self._backstage.here)

    def _now_ms(self) -> int:
        return round((time.perf_counter() - self._options.process_start_s) * 1000)

    @Slot()
    def _on_painted(self) -> None:
        log.info("the window is shown", extra={"event": "window.shown", "ms": self._now_ms()})
        self._backstage.start(self._studio.choices.settings)
        self._studio.journal.start()
        self._data.keep_tidy(lambda: self._studio.choices.settings.retention)
        self._studio.costs.load()
        self._studio.packs.load()
        self._helm.start()
        if is_wanted(self._options, self._stored.settings):
            self._introduction.open()
        self.shown.emit()
        if self._options.device_name is None:
            self._errand.begin()

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        self._wardrobe.choose(settings)
        self._translations.use(language_for(settings.ui_language, QLocale.system()))
        if self._studio.controller.phase is Phase.IDLE:  # a session changes engines by itself
            self._backstage.prepare(settings)

    @Slot(object)
    def _on_devices_found(self, devices: tuple[DeviceInfo, ...]) -> None:
        self._window.show_devices(devices)
        if self._wanted_device is not None:
            name, self._wanted_device = self._wanted_device, None
            self._studio.controller.listen_to(device_called(name, devices))
            self._errand.begin()

    @Slot()
    def _ask_for_file(self) -> None:
        self._exporter.ask(self._window.pane.selected_lines)

    @Slot()
    def _ask_for_file_of_selection(self) -> None:
        self._exporter.ask(self._window.pane.selected_lines, Part.SELECTED)


def device_called(name: str, devices: tuple[DeviceInfo, ...]) -> DeviceRef:
    """Return the first device that `name` may mean, else one that Start will not find."""
    return next(iter(named(name, devices)), DeviceRef(name, ""))


def settings_for(settings: Settings, options: WindowOptions) -> Settings:
    """Return the stored settings with what the command line says instead."""
    if options.engine is not None:
        settings = with_engine(settings, options.engine)
    # What was typed into a pack that is in use already stays in use, too.
    if options.pack is not None and options.pack.id != settings.pack:
        settings = with_pack(settings, options.pack)
    return settings


def _now() -> datetime:
    return datetime.now().astimezone()
