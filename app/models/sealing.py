"""Writes and reads the files of models, and says whether they are what a record describes."""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct

from app.net.download import MAX_BYTES, PausedError, unwritten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import IO

    from _typeshed import WriteableBuffer

    from app.core.models import ModelFile
    from app.net.links import Cancel

CHUNK_BYTES: Final = 1_048_576


class Stage(Enum):
    """What is being done to the files of a model."""

    DOWNLOADING = auto()
    UNPACKING = auto()
    COPYING = auto()
    CHECKING = auto()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far that is, all files together; `total_bytes` is None where nobody knows it."""

    stage: Stage
    done_bytes: int
    total_bytes: int | None


Tell: TypeAlias = Callable[[Progress], None]


class Seal(Struct, frozen=True):
    """What a file is known by."""

    size_bytes: int
    sha256: str

    def fits(self, file: ModelFile) -> bool:
        """Whether this is what the record says of `file`, as far as it does."""
        return file.size_bytes in (None, self.size_bytes) and file.sha256 in (None, self.sha256)


class Sealer:
    """Passes over files and seals them, telling how much it has passed over.

    All of it raises PausedError when cancelled.
    """

    def __init__(self, total_bytes: int | None, cancel: Cancel, tell: Tell) -> None:
        self._total_bytes = total_bytes
        self._cancel = cancel
        self._tell = tell
        self._done_bytes = 0

    def seal(self, path: Path) -> Seal:
        """Return the seal of a file. Raises OSError."""
        sha256 = hashlib.sha256()
        size_bytes = 0
        with path.open("rb") as source:
            for chunk in self._chunks(source, Stage.CHECKING):
                sha256.update(chunk)
                size_bytes += len(chunk)
        return Seal(size_bytes, sha256.hexdigest())

    def write(
        self, sources: Iterable[IO[bytes]], target: Path, stage: Stage, most_bytes: int | None
    ) -> Seal:
        """Write the `sources`, one after the other, to the new file `target`; return its seal.

        Of what is longer than `most_bytes` so much is written that the seal shows it. Raises
        ZimuError when `target` cannot be written, and what reading the sources raises.
        """
        sha256 = hashlib.sha256()
        size_bytes = 0
        with _created(target) as file:
            for chunk in itertools.chain.from_iterable(
                self._chunks(source, stage) for source in sources
            ):
                sha256.update(chunk)
                size_bytes += len(chunk)
                with _writing(target, self._left_bytes()):
                    file.write(chunk)
                    file.flush()
                if size_bytes > (most_bytes or MAX_BYTES):
                    break
            with _writing(target, self._left_bytes()):
                os.fsync(file.fileno())
        return Seal(size_bytes, sha256.hexdigest())

    def watched(self, source: io.BufferedIOBase, most_bytes: int) -> Watched:
        """Return `source` as something to read that ends when cancelled, or after `most_bytes`."""
        return Watched(source, self._cancel, most_bytes)

    def _left_bytes(self) -> int:
        return (self._total_bytes or 0) - self._done_bytes

    def _chunks(self, source: IO[bytes], stage: Stage) -> Iterator[bytes]:
        while chunk := source.read(CHUNK_BYTES):
            if self._cancel.is_cancelled:
                raise PausedError
            yield chunk
            self._done_bytes += len(chunk)
            self._tell(Progress(stage, self._done_bytes, self._total_bytes))


class Watched(io.RawIOBase):
    """A file to read; PausedError when cancelled, EOFError when it holds more than it may."""

    def __init__(self, source: io.BufferedIOBase, cancel: Cancel, most_bytes: int) -> None:
        super().__init__()
        self._source = source
        self._cancel = cancel
        self._left_bytes = most_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        if self._cancel.is_cancelled:
            raise PausedError
        size_bytes = self._source.readinto(buffer)
        self._left_bytes -= size_bytes
        if self._left_bytes < 0:
            raise EOFError("more than an archive of a model can hold")
        return size_bytes


def _created(target: Path) -> IO[bytes]:
    with _writing(target, 0):
        target.parent.mkdir(parents=True, exist_ok=True)
        return target.open("xb")


@contextlib.contextmanager
def _writing(target: Path, needed_bytes: int) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise unwritten(exc, target, needed_bytes) from exc
