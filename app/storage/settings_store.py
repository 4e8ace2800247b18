"""The settings file: JSON, written whole, shared by newer and older versions."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.core.errors import ErrorCode, Problem
from app.core.settings import Settings
from app.core.settings_form import dump, migrate
from app.storage.files import read_text, set_aside, write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.stored import Json

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read. `problem` says when it could not be: then `settings` are the defaults."""

    settings: Settings
    problem: Problem | None = None


class SettingsStore:
    """Reads and writes `path`. Blocks on the disk; one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Loaded:
        """Read the settings. Never raises."""
        stored = self._read()
        if stored is None:
            facts = MappingProxyType({"path": str(set_aside(self._path))})
            return Loaded(Settings(), Problem(ErrorCode.SETTINGS_DAMAGED, facts))
        return Loaded(migrate(stored))

    def save(self, settings: Settings) -> None:
        """Write `settings`, for the user's eyes only; keys that only another version knows stay.

        Raises ZimuError(EXPORT_FAILED).
        """
        stored = self._read()
        if stored is None:
            set_aside(self._path)
            stored = {}
        merged = _merge(stored, dump(settings))
        write_atomically(self._path, json.dumps(merged, indent=2) + "\n", is_private=True)

    def _read(self) -> dict[str, Json] | None:
        """Return what the file holds; None: it is damaged."""
        try:
            raw = json.loads(read_text(self._path).removeprefix("\ufeff"))  # of some editors
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError, RecursionError) as exc:
            log.warning("the settings cannot be read: %s", type(exc).__name__)
            return None
        if not isinstance(raw, dict):
            log.warning("the settings cannot be read: not a JSON object")
            return None
        return raw


def _merge(old: dict[str, Json], new: dict[str, Json]) -> dict[str, Json]:
    """Return `new` with the keys of `old` that it does not have, in objects within it too."""
    merged = old | new
    for key, value in new.items():
        before = old.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            merged[key] = _merge(before, value)
    return merged
