"""What the user chose: one frozen record, replaced whole, and its stored form."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias, TypeVar

VERSION: Final = 1

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_EnumT = TypeVar("_EnumT", bound=StrEnum)

SILENCE_MS: Final = (200, 6000)
VAD_THRESHOLD: Final = (-1.0, 1.0)
OVERLAY_ROWS: Final = (1, 6)
OVERLAY_FONT_PX: Final = (12, 96)
OVERLAY_WIDTH_PX: Final = (240, 7680)
_SCREEN_PX: Final = (-100_000, 100_000)


class Theme(StrEnum):
    """Which colours the window wears."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class DeviceRef:
    """A microphone as it is remembered. Never by index: indexes shift when devices come and go."""

    name: str
    host_api: str


@dataclass(frozen=True, slots=True)
class OverlaySettings:
    """How the overlay looks and where its corner is on `screen` (None: it was never moved)."""

    visible: bool = True
    screen: str = ""
    x: int | None = None
    y: int | None = None
    width_px: int = 800
    rows: int = 2
    font_px: int = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that outlives a run, except keys (they belong to the system's keychain)."""

    engine_id: str = "local"
    custom_url: str = ""
    language: str = ""  # empty: automatic
    context: str = ""
    device: DeviceRef | None = None  # None: the system's default
    silence_ms: int = 400
    vad_threshold: float = 0.0
    ui_language: str = ""  # empty: the system's
    theme: Theme = Theme.SYSTEM
    overlay: OverlaySettings = field(default_factory=OverlaySettings)


def dump(settings: Settings) -> dict[str, Json]:
    """Return the stored form of `settings`; `migrate` is its inverse."""
    overlay = settings.overlay
    device = settings.device
    return {
        "version": VERSION,
        "engine_id": settings.engine_id,
        "custom_url": settings.custom_url,
        "language": settings.language,
        "context": settings.context,
        "device": None if device is None else {"name": device.name, "host_api": device.host_api},
        "silence_ms": settings.silence_ms,
        "vad_threshold": settings.vad_threshold,
        "ui_language": settings.ui_language,
        "theme": settings.theme.value,
        "overlay": {
            "visible": overlay.visible,
            "screen": overlay.screen,
            "x": overlay.x,
            "y": overlay.y,
            "width_px": overlay.width_px,
            "rows": overlay.rows,
            "font_px": overlay.font_px,
        },
    }


def migrate(raw: object) -> Settings:
    """Return the settings that `raw`, the stored form of any version, still makes sense of.

    Never raises: a value that is missing or senseless becomes its default, one out of range the
    nearest in range.
    """
    stored = _Stored(raw)
    default = Settings()
    return Settings(
        engine_id=stored.text("engine_id", default.engine_id),
        custom_url=stored.text("custom_url", default.custom_url),
        language=stored.text("language", default.language),
        context=stored.text("context", default.context),
        device=_migrate_device(_Stored(stored.get("device"))),
        silence_ms=stored.whole("silence_ms", default.silence_ms, SILENCE_MS),
        vad_threshold=stored.number("vad_threshold", default.vad_threshold, VAD_THRESHOLD),
        ui_language=stored.text("ui_language", default.ui_language),
        theme=stored.choice("theme", default.theme),
        overlay=_migrate_overlay(_Stored(stored.get("overlay"))),
    )


def _migrate_device(stored: _Stored) -> DeviceRef | None:
    name = stored.text("name", "")
    return DeviceRef(name, stored.text("host_api", "")) if name else None


def _migrate_overlay(stored: _Stored) -> OverlaySettings:
    default = OverlaySettings()
    return OverlaySettings(
        visible=stored.flag("visible", default=default.visible),
        screen=stored.text("screen", default.screen),
        x=stored.whole_or_none("x", _SCREEN_PX),
        y=stored.whole_or_none("y", _SCREEN_PX),
        width_px=stored.whole("width_px", default.width_px, OVERLAY_WIDTH_PX),
        rows=stored.whole("rows", default.rows, OVERLAY_ROWS),
        font_px=stored.whole("font_px", default.font_px, OVERLAY_FONT_PX),
    )


class _Stored:
    """One JSON object, or whatever stands in its place, read without trust."""

    def __init__(self, raw: object) -> None:
        self._raw: Mapping[object, object] = raw if isinstance(raw, Mapping) else {}

    def get(self, key: str) -> object:
        return self._raw.get(key)

    def text(self, key: str, default: str) -> str:
        value = self.get(key)
        return value if isinstance(value, str) else default

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.get(key)
        return value if isinstance(value, bool) else default

    def whole(self, key: str, default: int, limits: tuple[int, int]) -> int:
        value = self.whole_or_none(key, limits)
        return default if value is None else value

    def whole_or_none(self, key: str, limits: tuple[int, int]) -> int | None:
        value = self.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return min(max(value, limits[0]), limits[1])

    def number(self, key: str, default: float, limits: tuple[float, float]) -> float:
        value = self.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            return default
        if isinstance(value, float) and math.isnan(value):
            return default
        return float(min(max(value, limits[0]), limits[1]))

    def choice(self, key: str, default: _EnumT) -> _EnumT:
        value = self.get(key)
        known = {member.value: member for member in type(default)}
        return known.get(value, default) if isinstance(value, str) else default
