"""The settings dialog with real parts: a keychain of its own, a connection as the test says."""

import sys
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked
from PySide6.QtCore import QObject

from app.core.advice import Speed
from app.core.events import SessionEvent
from app.core.models import ModelInfo
from app.core.settings import Settings
from app.engine.catalog import CATALOG
from app.engine.keys import Keys
from app.models.licences import Licences
from app.models.manager import Manager
from app.models.store import Store
from app.net.links import Cancel
from app.net.options import NetOptions
from app.session.checkup import Verdict
from app.shell.checkups import Checkups
from app.shell.commands import Commands
from app.shell.data_desk import DataDesk
from app.shell.global_keys import GlobalKeys, Reach
from app.shell.hotkeys import Hotkeys
from app.shell.key_desk import KeyDesk
from app.shell.library_desk import LibraryDesk
from app.shell.look import Look
from app.shell.model_desk import ModelDesk
from app.shell.style import DARK
from app.shell.widgets.settings_dialog import Desks, SettingsDialog
from app.storage.paths import paths_under
from app.storage.secrets import SystemKeychain
from tests.helpers.stage import Stage

CLOUD = CATALOG[1]
SECRET = "sk-0123456789abcdef"  # noqa: S105  of nobody
DEADLINE_S = 10.0
BENCHMARK = "import sys; sys.exit(sys.argv[1] != 'tiny')"  # knows one model


def no_global_keys(parent: QObject) -> GlobalKeys:
    """As on a system that gives no keys away."""
    raise OSError("no global keys here")


class Vault(KeyringBackend):
    """A keychain that keeps what it is given as long as it lives."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[str, str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringLocked
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[username]


class SettingsStage:
    """A window and its settings. Without a keychain at first, as on most servers."""

    def __init__(
        self,
        settings: Settings,
        environ: Mapping[str, str],
        catalogue: tuple[ModelInfo, ...] = (),
    ) -> None:
        self.catalogue = catalogue
        self.stage = Stage(settings=settings)
        self.stage.jobs.start()
        self.studio, self.choices = self.stage.studio, self.stage.choices
        self.window = self.stage.window
        self.has_keychain = False
        self.vault = Vault()
        self.keychain = SystemKeychain(lambda: self.vault if self.has_keychain else None)
        self.real_keys = Keys(environ, self.keychain)
        self.keys = KeyDesk(self.real_keys, self.stage.jobs)
        self.verdict: Verdict | None = None
        self.waits_for_cancel = False
        self.began, self.cancelled = threading.Event(), threading.Event()
        self.checkups = Checkups(self._try_out)
        self.checkups.start()
        self.folder = TemporaryDirectory()
        self.speeds: tuple[Speed, ...] = ()
        benchmark = (sys.executable, "-c", BENCHMARK)
        self.models = ModelDesk(
            lambda: Manager(*self._shop(), NetOptions), lambda: self.speeds, benchmark
        )
        self.models.start()
        commands = Commands(self.studio, self.window)
        self.hotkeys = Hotkeys(self.choices, commands, dict, Reach.WINDOW, no_global_keys)
        paths = paths_under(Path(self.folder.name) / "kept")
        self.library = LibraryDesk(paths.library, time.time)
        self.data = DataDesk(paths, self.library)
        desks = Desks(self.keys, self.checkups, self.models, self.hotkeys, self.data)
        self.dialog = SettingsDialog(self.studio, desks, self.window)
        self.dialog.retranslate()
        self.dialog.apply_look(Look(DARK, 1.0))
        self.studio.costs.load()

    def tell(self, event: SessionEvent) -> None:
        """Let the session say something."""
        self.stage.tell(event)

    def vault_of_the_run(self) -> dict[str, str]:
        """Return what is kept without a keychain, by the accounts that a test may ask for."""
        accounts = (CLOUD.host, "proxy anna@proxy.example.org")
        found = {account: self.keychain.read(account) for account in accounts}
        return {account: secret for account, secret in found.items() if secret}

    def take_down(self) -> None:
        """End every thread and close the windows."""
        self.dialog.close()
        assert self.checkups.stop()
        assert self.models.stop()
        assert self.data.stop()
        assert self.library.stop()
        self.folder.cleanup()
        self.stage.take_down()

    def _shop(self) -> tuple[Store, Licences]:
        root = Path(self.folder.name)
        return Store(root, self.catalogue), Licences(root / "licences.json", datetime.now)

    def _try_out(self, settings: Settings, cancel: Cancel) -> Verdict | None:
        self.began.set()
        if self.waits_for_cancel:
            cancel.on_cancel(self.cancelled.set)
            assert self.cancelled.wait(DEADLINE_S)
            return None
        return self.verdict
