"""Where things are kept: the folders of the user or of one run, and the files we ship."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

_APP: Final = "zimu"
_PACKAGE: Final = Path(__file__).resolve().parent.parent
_SHIPPED: Final = (_PACKAGE / "_data", _PACKAGE.parent)
"""Where resources/ and icons/ are: in an installed package, or beside app/ in a checkout."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one run. None is created before something is written there."""

    config: Path
    data: Path
    cache: Path
    logs: Path

    @property
    def settings(self) -> Path:
        """The file of `settings_store`."""
        return self.config / "settings.json"

    @property
    def ledger(self) -> Path:
        """The file of `ledger`."""
        return self.data / "ledger.json"

    @property
    def speeds(self) -> Path:
        """The file of `speeds`."""
        return self.data / "speeds.json"

    @property
    def packs(self) -> Path:
        """The folder of `packs`."""
        return self.data / "packs"

    @property
    def library(self) -> Path:
        """The file of `library`: every session. Recorded audio lies in a folder beside it."""
        return self.data / "library.db"

    @property
    def models(self) -> Path:
        """The folder of `app.models.store`."""
        return self.data / "models"


def user_paths() -> Paths:
    """Return the folders that this system keeps for the user's programs."""
    dirs = platformdirs.PlatformDirs(_APP, appauthor=False)
    return Paths(
        config=dirs.user_config_path,
        data=dirs.user_data_path,
        cache=dirs.user_cache_path,
        logs=dirs.user_log_path,
    )


def paths_under(data_dir: Path) -> Paths:
    """Return folders that all lie in `data_dir`, so that a run touches nothing else."""
    root = data_dir.absolute()
    return Paths(
        config=root / "config", data=root / "data", cache=root / "cache", logs=root / "logs"
    )


def resource(name: str) -> Path:
    """Return the shipped file or folder `name`, such as "icons/zimu.svg".

    Raises FileNotFoundError: the installation is broken.
    """
    for folder in _SHIPPED:
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(name)
