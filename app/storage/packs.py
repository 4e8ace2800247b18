"""The context packs: one TOML file each, in the user's folder, beside the examples we ship."""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.packs import EXAMPLE, Pack, in_order, tidy_name
from app.core.packs_form import dump_pack, load_pack
from app.storage.files import (
    patiently,
    private_folder,
    read_text,
    set_aside,
    write_atomically,
)
from app.storage.locks import locked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

log = logging.getLogger(__name__)

SUFFIX: Final = ".toml"
DRAFTS: Final = ".drafts.json"
BYTES_MAX: Final = 4_000_000
_STEM_CHARS: Final = 40
_NOT_IN_STEMS: Final = re.compile(r"[^\w]+")
_FIRST_TRIED: Final = 2
# Windows keeps these names for devices, whatever their suffix.
_RESERVED: Final = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Packs:
    """What was found: the user's own by name, then the examples; and what could not be read.

    `drafts` are what was typed into packs and is not in their files, by id.
    """

    packs: tuple[Pack, ...] = ()
    problems: tuple[Problem, ...] = ()
    drafts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Removed:
    """A pack that was taken away, with all that its file held: enough to bring it back."""

    pack: Pack
    content: str


class PackStore:
    """Reads and writes `folder`; reads `examples`. Blocks on the disk; any thread, any process."""

    def __init__(self, folder: Path, examples: Path) -> None:
        self._folder = folder
        self._examples = examples

    def load(self) -> Packs:
        """Return every pack. Never raises: damaged files are set aside, and that is said."""
        packs: list[Pack] = []
        drafts: dict[str, str] = {}
        problems: list[Problem] = []
        try:
            paths = _files(self._folder)
        except OSError as exc:
            problems.append(_unreadable(self._folder, exc))
            paths = []
        for path in (*paths, self._folder / DRAFTS):
            try:
                content = self._read(path)
                if path.name == DRAFTS:
                    drafts = _drafts_in(content)
                else:
                    packs.append(load_pack(content, _id_of(path)))
            except (FileNotFoundError, NotADirectoryError):
                continue  # somebody removed it just now, or nothing was typed
            except OSError as exc:
                problems.append(_unreadable(path, exc))
            except ValueError as exc:
                problems.append(_damaged(path, exc))
        return Packs(in_order([*packs, *self._load_examples()]), tuple(problems), drafts)

    def save(self, pack: Pack) -> Pack:
        """Write `pack`; return it with its id, which one without gets here.

        An example is left as it is: the user's copy of it is written. Raises EXPORT_FAILED.
        """
        try:
            private_folder(self._folder)
            with locked(self._folder / ".lock"):
                if pack.is_example or not pack.id:
                    pack = replace(pack, id=self._free_id(pack.name), is_example=False)
                pack = replace(pack, name=tidy_name(pack.name) or pack.id)
                path = self._path(pack.id)
                write_atomically(path, dump_pack(pack, self._content(path)), is_private=True)
        except OSError as exc:
            raise _not_written(self._folder, exc) from exc
        return pack

    def remove(self, pack: Pack) -> Removed:
        """Take the file of `pack` away. Raises EXPORT_FAILED."""
        path = self._path(pack.id)
        content = self._content(path)
        try:
            patiently(lambda: path.unlink(missing_ok=True))
        except OSError as exc:
            raise _not_written(path, exc) from exc
        return Removed(pack, content)

    def restore(self, removed: Removed) -> Pack:
        """Bring back what was removed, if nobody took its id under that. Raises EXPORT_FAILED."""
        path = self._path(removed.pack.id)
        if not removed.content or path.exists():
            return self.save(replace(removed.pack, id=""))
        write_atomically(path, removed.content, is_private=True)
        return removed.pack

    def keep_drafts(self, drafts: Mapping[str, str]) -> None:
        """Let these be the drafts, by the ids of their packs. Raises EXPORT_FAILED."""
        path = self._folder / DRAFTS
        if drafts:
            write_atomically(path, json.dumps(drafts), is_private=True)
            return
        try:
            patiently(lambda: path.unlink(missing_ok=True))
        except OSError as exc:
            raise _not_written(path, exc) from exc

    def forget_drafts(self, ids: Iterable[str]) -> None:
        """Take the drafts of these packs away. Raises EXPORT_FAILED."""
        try:
            drafts = _drafts_in(self._read(self._folder / DRAFTS))
        except (OSError, ValueError):
            return  # there are none
        gone = set(ids)
        self.keep_drafts({one: text for one, text in drafts.items() if one not in gone})

    def _load_examples(self) -> list[Pack]:
        return [
            load_pack(read_text(path), EXAMPLE + path.stem, is_example=True)
            for path in _files(self._examples)
        ]

    def _read(self, path: Path) -> str:
        if path.stat().st_size > BYTES_MAX:
            raise ValueError("far larger than a context")
        return read_text(path)

    def _content(self, path: Path) -> str:
        """Return what the file holds now; nothing, if that cannot be read."""
        try:
            return self._read(path)
        except (OSError, ValueError):
            return ""

    def _path(self, pack_id: str) -> Path:
        """Return the file of that pack, or where it will be.

        Another system may have written its name with accents as letters of their own.
        """
        path = self._folder / f"{pack_id}{SUFFIX}"
        if pack_id.isascii() or path.exists():
            return path
        return next((one for one in _files(self._folder) if _id_of(one) == pack_id), path)

    def _free_id(self, name: str) -> str:
        stem = _NOT_IN_STEMS.sub("-", unicodedata.normalize("NFC", name).lower()).strip("-_")
        stem = stem[:_STEM_CHARS].strip("-_") or "pack"
        stem = f"{stem}-pack" if _RESERVED.fullmatch(stem) else stem
        found, number = stem, _FIRST_TRIED
        while self._path(found).exists():
            found, number = f"{stem}-{number}", number + 1
        return found


def _files(folder: Path) -> list[Path]:
    """Return the packs in `folder`, without those set aside; none if there is no folder."""
    return sorted(
        path
        for path in folder.glob(f"*{SUFFIX}")
        if not path.name.startswith(".") and ".damaged-" not in path.name and path.is_file()
    )


def _id_of(path: Path) -> str:
    return unicodedata.normalize("NFC", path.stem)


def _drafts_in(content: str) -> dict[str, str]:
    """Return the drafts that `content` holds. Raises ValueError: it holds none."""
    try:
        raw = json.loads(content)
    except RecursionError as exc:
        raise ValueError("nested too deeply") from exc
    pairs = raw.items() if isinstance(raw, dict) else ()
    return {one: text for one, text in pairs if isinstance(text, str)}


def _damaged(path: Path, exc: ValueError) -> Problem:
    log.warning("a context pack cannot be read: %s", type(exc).__name__)
    facts = {"path": str(set_aside(path))}
    return Problem(ErrorCode.PACK_DAMAGED, MappingProxyType(facts))


def _unreadable(path: Path, exc: OSError) -> Problem:
    log.warning("a context pack cannot be read: %s", type(exc).__name__)
    facts = {"path": str(path), "reason": exc.strerror or type(exc).__name__}
    return Problem(ErrorCode.PACK_UNREADABLE, MappingProxyType(facts))


def _not_written(path: Path, exc: OSError) -> ZimuError:
    reason = exc.strerror or type(exc).__name__
    return ZimuError(ErrorCode.EXPORT_FAILED, path=str(path), reason=reason)
