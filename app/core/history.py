"""What was changed in the settings, so that it can be taken back. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from app.core.settings import DeviceRef, Settings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

CHANGES_MAX: Final = 100
# What follows from using Zimu and is nothing that somebody set, and what a running session listens
# to: that is chosen where the session is.
UNDONE_ELSEWHERE: Final = frozenset(
    {"overlay.screen", "overlay.places", "is_introduced", "emotion.is_explained", "device"}
)
# What a person wrote, which is not how Zimu is set.
WRITTEN: Final = frozenset({"context", "pack", "alerts.words"})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was done. `paths` are dotted names of fields, as in overlay.look.font_px."""

    before: Settings
    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class History:
    """The newest change comes last; the oldest are forgotten."""

    changes: tuple[Change, ...] = ()

    @property
    def newest(self) -> Change | None:
        """What would be taken back."""
        return self.changes[-1] if self.changes else None

    def with_change(self, before: Settings, after: Settings, *, goes_on: bool) -> History:
        """Return this with one more; one that `goes_on` with the newest, as typing does, joins it.

        The same object when nothing was set.
        """
        paths = differences(before, after) - UNDONE_ELSEWHERE
        if not paths or (goes_on and self.newest is not None and self.newest.paths == paths):
            return self
        return History((*self.changes, Change(before, paths))[-CHANGES_MAX:])

    def undone(self, settings: Settings) -> tuple[Settings, History]:
        """Return `settings` without the newest change, and what is left to take back."""
        if self.newest is None:
            return settings, self
        restored = with_fields(settings, self.newest.before, self.newest.paths)
        return restored, History(self.changes[:-1])


def differences(before: Settings, after: Settings) -> frozenset[str]:
    """Return the dotted names of the fields that differ."""
    return frozenset(_differences(before, after, ""))


def with_fields(settings: Settings, source: Settings, paths: Collection[str]) -> Settings:
    """Return `settings` with the fields at `paths`, or below them, as `source` has them."""
    changed: Settings = _with_fields(settings, source, paths, "")
    return changed


def reset(settings: Settings, paths: Collection[str] | None = None) -> Settings:
    """Return `settings` with the defaults at `paths`; None: everywhere but in what was written."""
    default = Settings()
    if paths is None:
        paths = differences(settings, default) - WRITTEN - UNDONE_ELSEWHERE
    return with_fields(settings, default, paths)


def _differences(before: Any, after: Any, prefix: str) -> Iterator[str]:
    for name, old, new in _pairs(before, after):
        if old == new:
            continue
        if _is_record(old) and _is_record(new):
            yield from _differences(old, new, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def _with_fields(record: Any, source: Any, paths: Collection[str], prefix: str) -> Any:
    changed = {}
    for name, old, new in _pairs(record, source):
        path = f"{prefix}{name}"
        if path in paths:
            changed[name] = new
        elif _is_record(old) and any(one.startswith(f"{path}.") for one in paths):
            changed[name] = _with_fields(old, new, paths, f"{path}.")
    return replace(record, **changed)


def _pairs(one: Any, other: Any) -> Iterator[tuple[str, Any, Any]]:
    for field in fields(one):
        yield field.name, getattr(one, field.name), getattr(other, field.name)


def _is_record(value: object) -> bool:
    """Whether the fields of `value` are set one by one: a microphone is chosen whole."""
    return is_dataclass(value) and not isinstance(value, DeviceRef)
