"""Which licences of models were accepted, and when."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import msgspec

from app.core.errors import ErrorCode, ZimuError
from app.net.download import unwritten
from app.storage.files import write_atomically
from app.storage.locks import locked

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from app.core.models import ModelInfo

log = logging.getLogger(__name__)

VERSION: Final = 1


class Acceptance(msgspec.Struct, frozen=True):
    """That this licence was accepted for a model."""

    licence: str
    url: str
    at: str  # when, as ISO 8601


class _Stored(msgspec.Struct):
    version: int = VERSION
    accepted: dict[str, Acceptance] = msgspec.field(default_factory=dict)


class Licences:
    """Reads and writes `path`. Any thread, any process."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now

    def is_accepted(self, model: ModelInfo) -> bool:
        """Whether the licence that `model` has today was accepted. Never raises."""
        found = self._read().accepted.get(model.id)
        licence = model.licence
        return found is not None and (found.licence, found.url) == (licence.name, licence.url)

    def accept(self, model: ModelInfo) -> None:
        """Write down that it was. Raises ZimuError EXPORT_FAILED."""
        at = self._now().isoformat(timespec="seconds")
        acceptance = Acceptance(model.licence.name, model.licence.url, at)
        try:
            with locked(self._path.with_suffix(".lock")):
                stored = self._read()
                stored.accepted[model.id] = acceptance
                content = msgspec.json.format(msgspec.json.encode(stored), indent=1)
                write_atomically(self._path, content.decode() + "\n")
        except OSError as exc:
            raise unwritten(exc, self._path, 0) from exc

    def require(self, model: ModelInfo) -> None:
        """Raise ZimuError LICENCE_NOT_ACCEPTED unless it was."""
        if not self.is_accepted(model):
            licence = model.licence
            facts = {"model": model.title, "licence": licence.name, "url": licence.url}
            raise ZimuError(ErrorCode.LICENCE_NOT_ACCEPTED, **facts)

    def _read(self) -> _Stored:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_Stored)
        except FileNotFoundError:
            return _Stored()
        except (OSError, msgspec.MsgspecError, UnicodeError) as exc:  # then it is asked once more
            log.warning("the accepted licences cannot be read: %s", type(exc).__name__)
            return _Stored()
