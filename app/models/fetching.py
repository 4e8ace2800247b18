"""Brings the files of a model here, from one source after the other."""

from __future__ import annotations

import hashlib
import logging
import shutil
import urllib.parse
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, assert_never

from app.core.endpoint import host_of
from app.core.errors import ErrorCode, ZimuError
from app.core.models import ArchiveSource, FilesSource, PackageSource
from app.models.sealing import Progress, Sealer, Stage
from app.models.unpack import unpack
from app.net.download import Wanted, fetch, no_room
from app.storage.files import patiently

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.models import ModelInfo
    from app.models.sealing import Seal, Tell
    from app.net.https import Https
    from app.net.links import Cancel

log = logging.getLogger(__name__)

# What another source would not better.
_FINAL: Final = frozenset(
    {
        ErrorCode.DISK_FULL,
        ErrorCode.EXPORT_FAILED,
        ErrorCode.CA_UNREADABLE,
        ErrorCode.PROXY_FAILED,
        ErrorCode.PROXY_LOGIN,
    }
)
# An archive that is as it should be has none of these.
_NOT_THE_ARCHIVE: Final = frozenset({ErrorCode.ARCHIVE_UNREADABLE, ErrorCode.MODEL_FILE_MISSING})


@dataclass(frozen=True, slots=True)
class Fetched:
    """All files of a model, checked, in a folder of their own that holds nothing else."""

    folder: Path
    source: str
    seals: dict[str, Seal]


class Fetcher:
    """Fetches one model into `staging`, where everything stays for the next time until it is whole.

    Its methods raise PausedError and ZimuError.
    """

    def __init__(
        self, model: ModelInfo, staging: Path, https: Https, cancel: Cancel, tell: Tell
    ) -> None:
        self._model = model
        self._staging = staging
        self._https = https
        self._cancel = cancel
        self._tell = tell

    def fetch(self, host: str = "") -> Fetched:
        """Try the sources in order, only those at `host` if one is named.

        If all fail, the first one's ZimuError says why.
        """
        first: ZimuError | None = None
        for source in self._model.sources:
            if isinstance(source, PackageSource) or host not in ("", host_of(source.url)):
                continue
            try:
                return self._fetch(source)
            except ZimuError as exc:
                if exc.problem.code in _FINAL:
                    raise
                log.info("%s: %s has failed: %s", self._model.id, host_of(source.url), exc)
                first = first or exc
        raise first or ZimuError(ErrorCode.MODEL_ABSENT, model=self._model.id)

    def _fetch(self, source: ArchiveSource | FilesSource) -> Fetched:
        here = self._staging / self._key(source)
        here.mkdir(parents=True, exist_ok=True)
        match source:
            case FilesSource():
                return self._files(source, here)
            case ArchiveSource():
                return self._archive(source, here)
            case _:
                assert_never(source)

    def _files(self, source: FilesSource, here: Path) -> Fetched:
        ready = here / "ready"
        _require_room(here, (self._model.size_bytes or 0) - _here_bytes(here))
        sealer = self._sealer()
        seals: dict[str, Seal] = {}
        before_bytes = 0
        for file in self._model.files:
            target = ready / file.name
            if not target.exists():
                url = source.url + urllib.parse.quote(file.name)
                part = here / f"{file.name}.part"
                self._download(Wanted(url, part, file.size_bytes), before_bytes)
                target.parent.mkdir(parents=True, exist_ok=True)
                patiently(partial(part.rename, target))
            seals[file.name] = sealer.seal(target)
            if not seals[file.name].fits(file):
                target.unlink()
                raise _wrong(source, file.name)
            before_bytes += seals[file.name].size_bytes
        return Fetched(ready, source.url, seals)

    def _archive(self, source: ArchiveSource, here: Path) -> Fetched:
        archive = here / "archive"
        unpacked_bytes = self._model.size_bytes or 0
        shutil.rmtree(here / "ready", ignore_errors=True)  # what an earlier try has unpacked
        if not archive.exists():
            archive_bytes = max((source.size_bytes or 0) - _here_bytes(here), 0)
            _require_room(here, archive_bytes + unpacked_bytes)
            part = here / "archive.part"
            self._download(Wanted(source.url, part, source.size_bytes), None)
            patiently(partial(part.rename, archive))
        if source.sha256 not in (None, self._sealer(source.size_bytes).seal(archive).sha256):
            archive.unlink()
            raise _wrong(source, archive.name)
        _require_room(here, unpacked_bytes)
        try:
            return self._unpacked(source, archive, here / "ready")
        except ZimuError as exc:
            if exc.problem.code in _NOT_THE_ARCHIVE:
                raise _wrong(source, archive.name) from exc
            raise

    def _unpacked(self, source: ArchiveSource, archive: Path, ready: Path) -> Fetched:
        """Return what is in `archive`, which is deleted when it is not what it should be."""
        try:
            seals = unpack(archive, source.folder, self._model, ready, self._sealer())
            for file in self._model.files:
                if not seals[file.name].fits(file):
                    raise _wrong(source, file.name)
        except ZimuError as exc:
            if exc.problem.code not in _FINAL:
                archive.unlink()
            raise
        return Fetched(ready, source.url, seals)

    def _download(self, wanted: Wanted, before_bytes: int | None) -> None:
        """Fetch one file, after so many bytes of the model; None: it is all there is."""
        wanted.path.parent.mkdir(parents=True, exist_ok=True)

        def progress(done_bytes: int, total_bytes: int | None) -> None:
            total_bytes = total_bytes if before_bytes is None else self._model.size_bytes
            self._tell(Progress(Stage.DOWNLOADING, (before_bytes or 0) + done_bytes, total_bytes))

        fetch(wanted, self._https, self._cancel, progress)

    def _sealer(self, total_bytes: int | None = None) -> Sealer:
        return Sealer(total_bytes or self._model.size_bytes, self._cancel, self._tell)

    def _key(self, source: ArchiveSource | FilesSource) -> str:
        """Return the name of the folder for what `source` gives.

        Sources of single files share one where every byte can be checked.
        """
        is_pinned = all(file.sha256 for file in self._model.files)
        if isinstance(source, FilesSource) and is_pinned:
            return "files"
        return hashlib.sha256(source.url.encode()).hexdigest()[:12]


def _here_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _require_room(folder: Path, needed_bytes: int) -> None:
    """Raise ZimuError DISK_FULL unless so much more fits into `folder`."""
    if needed_bytes > shutil.disk_usage(folder).free:
        raise no_room(folder, needed_bytes)


def _wrong(source: ArchiveSource | FilesSource, name: str) -> ZimuError:
    return ZimuError(ErrorCode.DOWNLOAD_WRONG, host=host_of(source.url), file=name)
