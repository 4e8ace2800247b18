"""All that is kept of the user (docs/DATA.md): taken along in one file, or deleted."""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import stat
import zipfile
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.core.export import EmotionMarks, ExportFormat, ExportOptions, render_text
from app.core.export.reviewed import transcript_of
from app.storage.files import patiently
from app.storage.library import catalogue, reviewing, schema
from app.storage.library.upkeep import is_shared

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from app.core.sessions import SessionInfo
    from app.storage.library.trash import GoOn
    from app.storage.paths import Paths

log = logging.getLogger(__name__)

_RECORDS: Final = ExportOptions(ExportFormat.JSONL, emotions=EmotionMarks.WORD, has_heard=True)
_ONE_PAGE: Final = 500
_OLDEST_ZIP: Final = 1980  # the year with which the time of zip files begins


@dataclass(frozen=True, slots=True)
class Belongings:
    """What of everything is meant. Speech models are never: they are no one's in particular."""

    has_sessions: bool = True
    has_audio: bool = True  # of sessions that are exported; those that are deleted lose theirs
    has_settings: bool = True  # with packs, what was spent, and logs


ALL: Final = Belongings()


def export_everything(paths: Paths, target: Path, go_on: GoOn, *, wanted: Belongings = ALL) -> bool:
    """Write all of it into a zip file, whole or not at all; return False if it was called off.

    Sessions in the trash are left out. `go_on` is told bytes. One session at a time is in memory.
    Raises OSError, sqlite3.Error, ZimuError LIBRARY_NEWER.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".zimu-{secrets.token_hex(8)}.tmp")
    try:
        with open(temporary, "xb", opener=_private) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                is_whole = _fill(archive, paths, wanted, go_on)
            file.flush()
            os.fsync(file.fileno())
        if is_whole:
            patiently(lambda: temporary.replace(target))
    finally:
        temporary.unlink(missing_ok=True)
    return is_whole


def delete_everything(paths: Paths, go_on: GoOn, *, wanted: Belongings = ALL) -> tuple[Path, ...]:
    """Delete all of it; return what the system did not let go.

    Keys in the system's keychain stay: they are for `Keys` to delete.
    Raises ZimuError DATA_IN_USE, before anything is deleted: another Zimu is running.
    """
    if is_shared(paths.library):
        raise ZimuError(ErrorCode.DATA_IN_USE)
    going = list(_files(paths, wanted))
    left = []
    for done, path in enumerate(going):
        if not go_on(done, len(going)):
            return tuple(going[done:])
        if not _is_deleted(path):
            left.append(path)
    go_on(len(going), len(going))
    return tuple(left)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file or folder that is kept, or would be."""

    what: str  # in English
    path: Path
    bytes: int


def kept_files(paths: Paths) -> tuple[KeptFile, ...]:
    """Return where everything is. Raises OSError."""
    library = paths.library
    named = (
        ("sessions", [*library.parent.glob(f"{library.stem}.*"), library], library),
        ("audio", [library.parent / "audio"], library.parent / "audio"),
        ("packs", [paths.packs], paths.packs),
        ("models", [paths.models], paths.models),
        ("settings", [paths.config], paths.config),
        ("logs", [paths.logs], paths.logs),
    )
    return tuple(KeptFile(what, path, sum(map(_bytes, set(files)))) for what, files, path in named)


def _bytes(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(map(_size, files))


def _size(path: Path) -> int:
    try:
        found = path.stat()
    except FileNotFoundError:  # recorded sound moves into longer files all the time
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def _fill(archive: zipfile.ZipFile, paths: Paths, wanted: Belongings, go_on: GoOn) -> bool:
    if wanted.has_settings:
        for path in (paths.settings, paths.ledger, *sorted(paths.packs.glob("*"))):
            if path.is_file():
                folder = "packs/" if path.parent == paths.packs else ""
                archive.write(path, f"{folder}{path.name}")
    if not (wanted.has_sessions and paths.library.exists()):
        return True
    records: list[str] = []
    with closing(schema.connect(paths.library)) as connection:
        sizes = catalogue.sizes(connection)
        total, done = max(sizes.text_bytes + sizes.audio_bytes, 1), 0
        for info in _sessions(connection):
            if not go_on(min(done, total), total):
                return False
            name = _put_session(archive, connection, info)
            audio = _put_audio(archive, connection, paths, info) if wanted.has_audio else []
            record = {**asdict(info), "file": name, "audio": audio}
            records.append(json.dumps(record, ensure_ascii=False) + "\n")
            done += info.text_bytes + info.audio_bytes
    archive.writestr("sessions.jsonl", "".join(records))
    return go_on(total, total)


def _sessions(connection: sqlite3.Connection) -> Iterator[SessionInfo]:
    """Yield each session that is there now and when its turn comes, the oldest first."""
    listed = "SELECT id FROM sessions WHERE deleted_s IS NULL ORDER BY begun_s, id"
    ids = list(dict.fromkeys(row["id"] for row in connection.execute(listed)))
    for first in range(0, len(ids), _ONE_PAGE):
        yield from catalogue.infos(connection, ids[first : first + _ONE_PAGE])


def _put_session(
    archive: zipfile.ZipFile, connection: sqlite3.Connection, info: SessionInfo
) -> str:
    """Write the lines of a session; return the name of the file in the archive."""
    review = reviewing.review(connection, info.id)
    begun = datetime.fromtimestamp(info.begun_s, UTC)
    name = f"sessions/{begun:%Y-%m-%d %H.%M} {info.id}.jsonl"
    entry = zipfile.ZipInfo(name, (max(begun.year, _OLDEST_ZIP), *begun.timetuple()[1:6]))
    entry.compress_type = zipfile.ZIP_DEFLATED
    if review is not None:  # somebody may have deleted it just now
        begun_text = begun.isoformat(timespec="seconds")
        engines = ", ".join(info.engine_ids)
        transcript = transcript_of(review, begun=begun_text, engine=engines)
        archive.writestr(entry, render_text(transcript, _RECORDS))
    return name


def _put_audio(
    archive: zipfile.ZipFile, connection: sqlite3.Connection, paths: Paths, info: SessionInfo
) -> list[str]:
    """Write the audio of a session; return what its files are called in the archive.

    As it is recorded, short files go into longer ones: these are looked for until none is new.
    """
    done: list[str] = []
    known: set[str] = set()
    while new := [one for one in _audio(connection, paths, info) if one[1] not in known]:
        for path, inside in new:
            known.add(inside)
            with suppress(FileNotFoundError):
                archive.write(path, inside, compress_type=zipfile.ZIP_STORED)
                done.append(inside)
    return done


def _audio(
    connection: sqlite3.Connection, paths: Paths, info: SessionInfo
) -> list[tuple[Path, str]]:
    """Return the files with the audio of a session, and what they are called in the archive."""
    folder = paths.library.parent
    chunks = connection.execute(
        "SELECT path FROM audio_chunks WHERE session = ? ORDER BY begin_ms", (info.id,)
    )
    files = [folder / PurePosixPath(row["path"]) for row in chunks]
    inside = (folder / "audio").resolve()
    return [
        (path, path.resolve().relative_to(folder.resolve()).as_posix())
        for path in files
        # A damaged library must not bring files along that are none of its own.
        if path.is_file() and path.resolve().is_relative_to(inside)
    ]


def _files(paths: Paths, wanted: Belongings) -> Iterator[Path]:
    """Yield files and folders to delete; what holds words comes first."""
    data = paths.library.parent
    if wanted.has_sessions:
        # The file, what SQLite keeps beside it, and copies of damaged and older ones.
        file = paths.library.resolve()  # it may be a link
        parts = [file.with_name(f"{file.name}{end}") for end in ("", "-wal", "-shm")]
        beside = data.glob(f"{paths.library.stem}.*")
        yield from sorted({*beside, *(part for part in parts if part.exists())})
        yield from (path for path in (data / "audio",) if path.exists())
    if wanted.has_settings:
        some = (paths.ledger, paths.speeds, paths.packs, paths.config, paths.cache)
        logs = sorted(paths.logs.glob("*")) if paths.logs.exists() else []
        yield from (path for path in chain(some, logs) if path.exists())


def _is_deleted(path: Path) -> bool:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as exc:
        log.warning("a file cannot be deleted: %s", exc.strerror)
        return False
    return True


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
