"""Finds what models need in installed Python packages, none of which is ever imported."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.core.models import PackageSource, Runtime

if TYPE_CHECKING:
    from app.core.models import ModelInfo

# What loads a model and does not come with Zimu itself: a package, and what pip would install.
_OPTIONAL: Final = {Runtime.WHISPER: ("faster_whisper", "zimu[multilingual]")}


def carried_parts(model: ModelInfo) -> dict[str, tuple[Path, ...]] | None:
    """Return the parts of every file of `model`; None: not all that carries them is installed."""
    for source in model.sources:
        if isinstance(source, PackageSource):
            found = {name: tuple(map(_find, parts)) for name, parts in source.paths.items()}
            whole = {
                name: tuple(part for part in parts if part is not None)
                for name, parts in found.items()
            }
            if all(len(whole[name]) == len(parts) for name, parts in found.items()):
                return whole
    return None


def carried_folder(model: ModelInfo) -> Path | None:
    """Return the folder in which a package has all files of `model` as they are wanted."""
    parts = carried_parts(model)
    if parts is None:
        return None
    folders = {_folder_of(paths[0], name) for name, paths in parts.items() if len(paths) == 1}
    is_one_folder = len(folders) == 1 and all(len(paths) == 1 for paths in parts.values())
    return folders.pop() if is_one_folder else None


def has_runtime(model: ModelInfo) -> bool:
    """Whether what loads `model` is installed."""
    package, _ = _OPTIONAL.get(model.runtime, ("", ""))
    return not package or importlib.util.find_spec(package) is not None


def require_runtime(model: ModelInfo) -> None:
    """Raise ZimuError RUNTIME_MISSING unless what loads `model` is installed."""
    if not has_runtime(model):
        facts = {"model": model.title, "requirement": _OPTIONAL[model.runtime][1]}
        raise ZimuError(ErrorCode.RUNTIME_MISSING, **facts)


def requirements(model: ModelInfo) -> tuple[str, ...]:
    """Return the packages that carry `model`, as pip would install them."""
    found = (one.requirements for one in model.sources if isinstance(one, PackageSource))
    return next(found, ())


def _find(path: str) -> Path | None:
    package, _, inner = path.partition("/")
    try:
        spec = importlib.util.find_spec(package)  # of a top-level package: it is not run
    except ValueError:  # a module without a spec has this name
        return None
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        if (file := Path(place, inner)).is_file():
            return file
    return None


def _folder_of(path: Path, name: str) -> Path | None:
    """Return the folder in which `name` is `path`; None: the file is called otherwise."""
    folder = path
    for _ in Path(name).parts:
        folder = folder.parent
    return folder if folder / name == path else None
