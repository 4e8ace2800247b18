"""Where the sound lies in files that libsndfile reads only the beginning of."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OGG: Final = b"OggS"
_OGG_HEAD_BYTES: Final = 27
_OGG_PAGE_BYTES: Final = 65_307  # the largest there is
_IS_FIRST: Final = 2  # a flag of an Ogg page: with it a stream begins
_RIFF_HEAD_BYTES: Final = 12
_CHUNK_HEAD_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes of a file from `begin` up to, not including, `end`."""

    begin: int
    end: int


class PartOfFile(io.RawIOBase):
    """A part of the file at `path` as a file of its own. Raises OSError."""

    def __init__(self, path: Path, part: Part) -> None:
        super().__init__()
        self._file = path.open("rb")
        self._part = part
        self._file.seek(part.begin)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower
        view = memoryview(buffer)[: max(self._part.end - self._file.tell(), 0)]
        try:
            return self._file.readinto(view)
        except OSError:  # nobody hears it: libsndfile called
            return 0

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell(), io.SEEK_END: self._length}[whence]
        return self._file.seek(self._part.begin + max(origin + offset, 0)) - self._part.begin

    def tell(self) -> int:
        return self._file.tell() - self._part.begin

    def close(self) -> None:
        self._file.close()
        super().close()

    @property
    def _length(self) -> int:
        return self._part.end - self._part.begin


def ogg_links(path: Path) -> tuple[Part, ...]:
    """Return the recordings that follow each other in an Ogg file: one, as a rule.

    Raises OSError.
    """
    with path.open("rb") as file:
        end = file.seek(0, io.SEEK_END)
        if _first_serial(file) == _last_serial(file, end):
            return (Part(0, end),)
        begins = [0]
        was_first = True
        for at, is_first in _pages(file, end):
            if is_first and not was_first:
                begins.append(at)
            was_first = is_first
    return tuple(
        Part(begin, after) for begin, after in zip(begins, [*begins[1:], end], strict=True)
    )


def wav_body(path: Path) -> Part | None:
    """Return the samples of a WAV whose header was never finished; None: it was.

    Who is killed while recording leaves the length that it wrote last, which may be 0. Raises
    OSError.
    """
    with path.open("rb") as file:
        end = file.seek(0, io.SEEK_END)
        at = _RIFF_HEAD_BYTES
        while at + _CHUNK_HEAD_BYTES < end:
            name, size = _chunk(file, at)
            at += _CHUNK_HEAD_BYTES
            behind = at + size + size % 2
            if name == b"data":
                is_short = behind + _CHUNK_HEAD_BYTES < end and not _is_name(
                    _chunk(file, behind)[0]
                )
                return Part(at, end) if size == 0 or is_short else None
            at = behind
    return None


def _chunk(file: BinaryIO, at: int) -> tuple[bytes, int]:
    """Return what the chunk at `at` is called, and how long it says that it is."""
    file.seek(at)
    name, size = struct.unpack("<4sI", file.read(_CHUNK_HEAD_BYTES))
    return name, size


def _is_name(name: bytes) -> bool:
    """Whether a chunk may be called so: what follows the sound is no sound then."""
    return name.isascii() and name.decode("ascii").isprintable()


def _first_serial(file: BinaryIO) -> bytes:
    file.seek(0)
    return _serial(file.read(_OGG_HEAD_BYTES))


def _last_serial(file: BinaryIO, end: int) -> bytes:
    file.seek(max(end - _OGG_PAGE_BYTES, 0))
    tail = file.read(_OGG_PAGE_BYTES)
    return _serial(tail[max(tail.rfind(_OGG), 0) :])


def _serial(page: bytes) -> bytes:
    return page[14:18]


def _pages(file: BinaryIO, end: int) -> Iterator[tuple[int, bool]]:
    """Give where each page begins, and whether a stream begins with it."""
    at = 0
    while at < end:
        file.seek(at)
        head = file.read(_OGG_HEAD_BYTES)
        if len(head) < _OGG_HEAD_BYTES:
            return
        if not head.startswith(_OGG):  # damaged: the next one is looked for
            found = (head + file.read(_OGG_PAGE_BYTES)).find(_OGG, 1)
            at += found if found > 0 else _OGG_PAGE_BYTES
            continue
        yield at, bool(head[5] & _IS_FIRST)
        at += _OGG_HEAD_BYTES + head[26] + sum(file.read(head[26]))
