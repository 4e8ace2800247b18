"""How fast speech models were on this computer: a small file, as good as lost when damaged."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import msgspec

from app.core.advice import Speed
from app.core.errors import ErrorCode, ZimuError
from app.storage.files import write_atomically
from app.storage.locks import locked

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

VERSION: Final = 1


class _Form(msgspec.Struct, frozen=True):
    version: int
    machine: str
    models: tuple[Speed, ...]


class SpeedStore:
    """Reads and writes `path`. Blocks on the disk; any thread, any process.

    `machine` tells computers apart that share a home: what others measured does not count.
    """

    def __init__(self, path: Path, machine: str) -> None:
        self._path = path
        self._machine = machine

    def load(self) -> tuple[Speed, ...]:
        """Return what was measured, each model once. Never raises: it can be measured again."""
        try:
            form = msgspec.json.decode(self._path.read_bytes(), type=_Form)
        except FileNotFoundError:
            return ()
        except (OSError, msgspec.MsgspecError, RecursionError, UnicodeError) as exc:
            log.warning("the speeds of models cannot be read: %s", type(exc).__name__)
            return ()
        return form.models if (form.version, form.machine) == (VERSION, self._machine) else ()

    def note(self, speed: Speed) -> None:
        """Remember `speed` instead of an older one. Raises ZimuError EXPORT_FAILED."""
        try:
            with locked(self._path.with_suffix(".lock")):
                others = (one for one in self.load() if one.model != speed.model)
                form = _Form(VERSION, self._machine, (*others, speed))
                text = msgspec.json.format(msgspec.json.encode(form), indent=1).decode()
                write_atomically(self._path, text + "\n")
        except OSError as exc:
            reason = exc.strerror or type(exc).__name__
            raise ZimuError(ErrorCode.EXPORT_FAILED, path=str(self._path), reason=reason) from exc
