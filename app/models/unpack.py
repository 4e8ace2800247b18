"""Takes the files of a model out of an archive.

Only members that are asked for by name are read, only plain files are taken, and they are written
under the record's names: nothing in an archive decides what is written where.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import posixpath
import struct
import tarfile
import zipfile
import zlib
from collections import Counter
from typing import IO, TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.models.sealing import Stage

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator
    from pathlib import Path

    from app.core.models import ModelInfo
    from app.models.sealing import Seal, Sealer

MAX_MEMBERS: Final = 100_000
MAX_UNPACKED_BYTES: Final = 16 * 1024**3  # of a whole tar, wanted or not

_ZIP: Final = b"PK"
_BZIP2: Final = b"BZh"
_GZIP: Final = b"\x1f\x8b"
_DRAIN_BYTES: Final = 1_048_576
# What the readers raise for an archive that is none, damaged, encrypted or beyond our limits.
_BROKEN: Final = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
)


def unpack(
    archive: Path, folder: str | None, model: ModelInfo, into: Path, sealer: Sealer
) -> dict[str, Seal]:
    """Write the files of `model` that lie in `folder` of `archive` to `into`; return their seals.

    None: the folder is the one that has them all. The archive is read to its end, so that its own
    checks are made. Raises ZimuError, and PausedError.
    """
    wanted = {file.name: file for file in model.files}
    seals: dict[str, Seal] = {}
    try:
        inside = _folder_with(archive, set(wanted), sealer) if folder is None else folder
        within = f"{inside}/" if inside else ""
        for path, content in _members(archive, sealer):
            name = path.removeprefix(within)
            if path == within + name and name in wanted.keys() - seals.keys():
                most_bytes = wanted[name].size_bytes
                seals[name] = sealer.write([content], into / name, Stage.UNPACKING, most_bytes)
    except BrokenPipeError:  # of who is told how far it is
        raise
    except _BROKEN as exc:
        raise ZimuError(ErrorCode.ARCHIVE_UNREADABLE, path=str(archive)) from exc
    for name in sorted(wanted.keys() - seals.keys()):
        raise ZimuError(ErrorCode.MODEL_FILE_MISSING, path=str(archive), file=name)
    return seals


def _folder_with(archive: Path, wanted: set[str], sealer: Sealer) -> str:
    """Return the folder of `archive` with most of what is `wanted`; empty: the topmost."""
    found = Counter(
        path.removesuffix(name).rstrip("/")
        for path, _ in _members(archive, sealer)
        for name in wanted
        if f"/{path}".endswith(f"/{name}")
    )
    return max(found, key=lambda folder: found[folder], default="")


def _members(archive: Path, sealer: Sealer) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the path and content of each plain file; read it, or not, before the next one."""
    with archive.open("rb") as raw:
        magic = raw.read(len(_BZIP2))
    if magic.startswith(_ZIP):
        yield from _zip_members(archive)
    elif magic.startswith(_BZIP2):
        with bz2.open(archive) as stream:
            yield from _tar_members(stream, sealer)
    elif magic.startswith(_GZIP):
        with gzip.open(archive) as stream:
            yield from _tar_members(stream, sealer)
    else:
        raise tarfile.ReadError("of no known kind")


def _tar_members(stream: io.BufferedIOBase, sealer: Sealer) -> Iterator[tuple[str, IO[bytes]]]:
    watched = sealer.watched(stream, MAX_UNPACKED_BYTES)
    with tarfile.open(fileobj=watched, mode="r|") as tar:
        for number, member in enumerate(tar):
            if number >= MAX_MEMBERS:
                raise tarfile.ReadError("too many members")
            content = tar.extractfile(member) if member.isreg() else None
            if content is not None:
                yield posixpath.normpath(member.name), content
    while watched.read(_DRAIN_BYTES):
        pass  # the checksum of a gzip file is behind its end


def _zip_members(archive: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(archive) as file:
        members = file.infolist()
        if len(members) > MAX_MEMBERS:
            raise zipfile.BadZipFile("too many members")
        for member in members:
            if not member.is_dir():
                with file.open(member) as content:
                    yield posixpath.normpath(member.filename), content
