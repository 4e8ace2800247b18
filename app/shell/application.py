"""Runs Qt: asks for the right window system, builds the desk, and leaves when it is over."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSettings
from PySide6.QtWidgets import QApplication

from app.core.errors import ZimuError
from app.core.problem_text import english
from app.documents.apart import DocumentReader
from app.engine.keys import SECRET_VARIABLES
from app.shell.backstage import Backstage
from app.shell.desk import Desk
from app.shell.instance import address
from app.shell.qt_log import follow_qt
from app.shell.studio import Stores
from app.shell.window_system import wanted_platform
from app.storage.ledger import Ledger
from app.storage.packs import PackStore
from app.storage.paths import resource
from app.storage.settings_store import SettingsStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.engine.keys import Keys
    from app.engine.local_process import LocalEngine
    from app.models.manager import Manager
    from app.shell.model_desk import ModelSource
    from app.shell.options import WindowOptions
    from app.storage.paths import Paths
    from app.storage.settings_store import Loaded

log = logging.getLogger(__name__)

EXIT_PROBLEM = 1
EXIT_STUCK = 70


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
    environ = {name: value for name, value in os.environ.items() if name not in SECRET_VARIABLES}
    reader = DocumentReader(options.documents_command, environ)
    stores = Stores(
        ledger, PackStore(paths.packs, resource("resources/packs")), reader, paths.library, paths
    )
    models = replace(models, here=replace(models.here, locale=QLocale.system().name()))
    store = SettingsStore(paths.settings)

    def open_with_network() -> Manager:
        from app.session.network import net_options  # noqa: PLC0415  # takes a while to load

        return models.open_manager(lambda: net_options(desk.network, keys))

    attended = not options.quits_when_done
    lister = options.devices_command
    back = Backstage(local, keys, models, open_with_network, is_attended=attended, lister=lister)
    desk = Desk(application, options, store, loaded, places, back, stores)
    desk.shown.connect(lambda: desk.answer(address(paths.config)))
    desk.open()
    code = application.exec()
    if not desk.shut_down():
        log.error("a thread would not end")
        logging.shutdown()
        os._exit(EXIT_STUCK)  # a QThread that still runs aborts the process when it is destroyed
    if desk.deletes_everything and not is_everything_deleted(paths, say):
        return EXIT_PROBLEM
    if desk.problem is not None:
        say(english(desk.problem))
        return EXIT_PROBLEM
    return code


def is_everything_deleted(paths: Paths, say: Callable[[str], None]) -> bool:
    """Delete all of it, which was said to have no undo; say so if something is left."""
    from app.storage.library.everything import delete_everything  # noqa: PLC0415  seldom needed

    try:
        left = delete_everything(paths, lambda *_: True)
    except ZimuError as exc:  # somebody else began to keep something since the window asked
        say(english(exc.problem))
        return False
    if left:
        say(f"This could not be deleted: {', '.join(map(str, left))}")
    return not left


def has_display(platform: str, environ: Mapping[str, str]) -> bool:
    """Whether a window can open: Qt would abort the process where it cannot."""
    if not platform.startswith("linux"):
        return True
    return any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
