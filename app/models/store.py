"""The folder of models, and what it says of each: whether it is installed, and where."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import shutil
import stat
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from app.core.errors import ErrorCode, ZimuError
from app.core.models import RECEIPT
from app.models.carriers import carried_folder, carried_parts, has_runtime, requirements
from app.models.sealing import Seal
from app.net.download import unwritten
from app.storage.files import patiently
from app.storage.locks import locked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.models import ModelInfo

log = logging.getLogger(__name__)

VERSION: Final = 1


class Receipt(msgspec.Struct, frozen=True):
    """What was installed, and where it came from; it lies beside the files."""

    version: int
    model: str
    source: str
    files: dict[str, Seal]


class Condition(Enum):
    """Where a model is, if it is anywhere."""

    INSTALLED = auto()  # in our folder, checked when it came
    CARRIED = auto()  # in an installed package, used where it is
    IN_PARTS = auto()  # in installed packages; joined in our folder before it is first used
    DAMAGED = auto()  # in our folder, but not as it came
    BEGUN = auto()  # a download of it was paused
    ABSENT = auto()


@dataclass(frozen=True, slots=True)
class ModelState:
    """One model and where it is."""

    model: ModelInfo
    condition: Condition
    folder: Path | None = None  # with its files; only INSTALLED and CARRIED have one
    begun_bytes: int = 0

    @property
    def is_at_hand(self) -> bool:
        """Whether it can be used without a network; asks whether what loads it is installed."""
        is_here = self.condition in (Condition.INSTALLED, Condition.CARRIED, Condition.IN_PARTS)
        return is_here and has_runtime(self.model)


class Store:
    """Knows the models of a catalogue and the folder `root` they live in. Any thread.

    A model's folder appears whole, by one renaming, and goes the same way: what bears a receipt
    is complete. Work on one model needs its lock, which other processes respect.
    """

    def __init__(self, root: Path, models: tuple[ModelInfo, ...]) -> None:
        self._root = root
        self._models = models

    @property
    def root(self) -> Path:
        return self._root

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        return self._models

    def find(self, model_id: str) -> ModelInfo:
        """Return the record called `model_id`. Raises ZimuError MODEL_UNKNOWN."""
        for model in self._models:
            if model.id == model_id:
                return model
        known = ", ".join(model.id for model in self._models)
        raise ZimuError(ErrorCode.MODEL_UNKNOWN, model=model_id, models=known)

    def states(self) -> tuple[ModelState, ...]:
        """Return where each model of the catalogue is, in its order. Reads a few files."""
        return tuple(self.state(model) for model in self._models)

    def state(self, model: ModelInfo) -> ModelState:
        """Return where `model` is. Looks at sizes and receipt, not into the files."""
        folder = self.folder(model)
        if folder.is_dir() and self.damage(model) is None:
            return ModelState(model, Condition.INSTALLED, folder)
        if (carried := carried_folder(model)) is not None:
            return ModelState(model, Condition.CARRIED, carried)
        if carried_parts(model) is not None:
            return ModelState(model, Condition.IN_PARTS)
        if folder.is_dir():
            return ModelState(model, Condition.DAMAGED)
        if begun_bytes := _all_bytes(self.staging(model)):
            return ModelState(model, Condition.BEGUN, begun_bytes=begun_bytes)
        return ModelState(model, Condition.ABSENT)

    def damage(self, model: ModelInfo) -> str | None:
        """Return the file that makes an installed model unusable, as far as sizes can tell."""
        receipt = self.receipt(model)
        if receipt is None:
            return RECEIPT
        for file in model.files:
            seal = receipt.files.get(file.name)
            size_bytes = _size_bytes(self.folder(model) / file.name)
            if seal is None or not seal.fits(file) or size_bytes != seal.size_bytes:
                return file.name
        return None

    def receipt(self, model: ModelInfo) -> Receipt | None:
        """Return what is written beside the files of `model`; None: nothing that can be read."""
        try:
            content = (self.folder(model) / RECEIPT).read_bytes()
            receipt = msgspec.json.decode(content, type=Receipt)
        except (OSError, msgspec.MsgspecError, UnicodeError):
            return None
        return receipt if (receipt.version, receipt.model) == (VERSION, model.id) else None

    def folder(self, model: ModelInfo) -> Path:
        """Where its files are when it is installed by us."""
        return self._root / model.id

    def staging(self, model: ModelInfo) -> Path:
        """Where it is put together; on the same disk, so that it can be renamed into place."""
        return self._root / ".incoming" / model.id

    @contextlib.contextmanager
    def lock(self, model: ModelInfo, *, timeout_s: float = 0.0) -> Iterator[None]:
        """Have the model to ourselves for the block.

        Raises ZimuError MODEL_BUSY, and for every OSError of the block what it means.
        """
        path = self._root / ".locks" / f"{model.id}.lock"
        with contextlib.ExitStack() as held:
            try:
                held.enter_context(locked(path, timeout_s=timeout_s))
            except TimeoutError:
                raise ZimuError(ErrorCode.MODEL_BUSY, model=model.title) from None
            except OSError as exc:
                raise unwritten(exc, path, 0) from exc
            try:
                yield
            except BrokenPipeError:  # of who is told how far it is
                raise
            except OSError as exc:
                raise unwritten(exc, Path(exc.filename or self._root), 0) from exc

    def place(self, model: ModelInfo, ready: Path, source: str, seals: dict[str, Seal]) -> None:
        """Make the folder `ready`, which has all files of `model`, the one it is used from.

        The caller has the lock. Raises ZimuError MODEL_IN_USE, and OSError.
        """
        receipt = Receipt(VERSION, model.id, source, seals)
        with (ready / RECEIPT).open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(receipt), indent=1))
            file.flush()
            os.fsync(file.fileno())
        try:
            self._throw_away(self.folder(model))
        except PermissionError:  # Windows: a process has one of the files open
            raise ZimuError(ErrorCode.MODEL_IN_USE, model=model.title) from None
        patiently(lambda: ready.rename(self.folder(model)))
        self._throw_away(self.staging(model))

    def condemn(self, model: ModelInfo) -> None:
        """Let what is installed of `model` count as damaged. The caller has the lock."""
        (self.folder(model) / RECEIPT).unlink()

    def clear(self, model: ModelInfo) -> None:
        """Remove what we have of `model`, at once or not at all. The caller has the lock.

        Raises ZimuError: MODEL_IN_USE, MODEL_CARRIED, MODEL_ABSENT.
        """
        ours = [path for path in (self.folder(model), self.staging(model)) if path.exists()]
        if not ours and (packages := requirements(model)) and carried_parts(model) is not None:
            names = " ".join(package.partition("==")[0] for package in packages)
            raise ZimuError(ErrorCode.MODEL_CARRIED, model=model.title, packages=names)
        if not ours:
            raise ZimuError(ErrorCode.MODEL_ABSENT, model=model.id)
        try:
            for path in ours:
                self._throw_away(path)
        except PermissionError:  # Windows: a process has one of the files open
            raise ZimuError(ErrorCode.MODEL_IN_USE, model=model.title) from None

    def _throw_away(self, path: Path) -> None:
        """Take `path` out of the way, which happens whole, and then delete it as far as it goes."""
        removed = self._root / ".removed"
        removed.mkdir(exist_ok=True)
        if path.exists():
            aside = removed / f"{path.name}-{secrets.token_hex(8)}"
            patiently(lambda: path.rename(aside))
        for rest in removed.iterdir():  # also what a crash, or another process, has left
            try:
                shutil.rmtree(rest)
            except FileNotFoundError:
                log.debug("%s was just deleted by another process", rest)
            except OSError as exc:
                log.warning("%s stays for now: %s", rest, exc.strerror)


def _size_bytes(path: Path) -> int | None:
    """Return the size of a file; None: it is none, or another process has just taken it away."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _all_bytes(folder: Path) -> int:
    """Return the size of all files in `folder` that stay for long enough to be looked at."""
    paths = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    return sum(_size_bytes(path) or 0 for path in paths)
