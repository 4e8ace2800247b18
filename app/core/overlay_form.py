"""The stored form of the overlay's settings."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.core.overlay_settings import (
    FADE_AFTER_S,
    OVERLAY_FONT_PX,
    OVERLAY_OPACITY,
    OVERLAY_OUTLINE_PX,
    OVERLAY_ROWS,
    OVERLAY_WEIGHT,
    OVERLAY_WIDTH_CHARS,
    PLACES_MAX,
    OverlayLook,
    OverlayPlace,
    OverlaySettings,
)
from app.core.stored import Stored

if TYPE_CHECKING:
    from app.core.stored import Json

_SCREEN_PX: Final = (-100_000, 100_000)
_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


def dump_overlay(overlay: OverlaySettings) -> dict[str, Json]:
    """Return the stored form of `overlay`; `migrate_overlay` is its inverse."""
    return {
        "visible": overlay.visible,
        "is_locked": overlay.is_locked,
        "rows": overlay.rows,
        "width_chars": overlay.width_chars,
        "stability": overlay.stability.value,
        "fade_after_s": overlay.fade_after_s,
        "shows_emotion": overlay.shows_emotion,
        "look": _dump_look(overlay.look),
        "screen": overlay.screen,
        "places": [{"screen": each.screen, "x": each.x, "y": each.y} for each in overlay.places],
    }


def _dump_look(look: OverlayLook) -> dict[str, Json]:
    return {
        "family": look.family,
        "font_px": look.font_px,
        "weight": look.weight,
        "text_color": look.text_color,
        "box_color": look.box_color,
        "box_opacity": look.box_opacity,
        "outline_px": look.outline_px,
        "outline_color": look.outline_color,
        "has_shadow": look.has_shadow,
        "alignment": look.alignment.value,
    }


def migrate_overlay(stored: Stored) -> OverlaySettings:
    """Return the settings that `stored` still makes sense of. Never raises.

    Until version 3 there was one place for all screens, the font's size stood beside it, and the
    width was in pixels.
    """
    default = OverlaySettings()
    overlay = OverlaySettings(
        visible=stored.flag("visible", default=default.visible),
        is_locked=stored.flag("is_locked", default=default.is_locked),
        rows=stored.whole("rows", default.rows, OVERLAY_ROWS),
        width_chars=stored.whole("width_chars", default.width_chars, OVERLAY_WIDTH_CHARS),
        stability=stored.choice("stability", default.stability),
        fade_after_s=_migrate_fade(stored),
        shows_emotion=stored.flag("shows_emotion", default=default.shows_emotion),
        look=_migrate_look(stored),
        screen=stored.text("screen", default.screen),
    )
    for place in (_place(stored), *map(_place, map(Stored, stored.items("places", PLACES_MAX)))):
        if place is not None:
            overlay = replace(overlay.moved_to(place), screen=overlay.screen)
    return overlay


def _migrate_fade(stored: Stored) -> int | None:
    """Return the nearest of the choices; nothing written is the default, a null is never."""
    default = OverlaySettings().fade_after_s
    if not stored.has("fade_after_s"):
        return default
    limits = (FADE_AFTER_S[0], FADE_AFTER_S[-1])
    seconds = stored.whole_or_none("fade_after_s", limits)
    if seconds is None:
        return None if stored.get("fade_after_s") is None else default
    return min(FADE_AFTER_S, key=lambda choice: abs(choice - seconds))


def _migrate_look(stored: Stored) -> OverlayLook:
    default = OverlayLook()
    look = stored.inner("look")
    font_px = stored.whole("font_px", default.font_px, OVERLAY_FONT_PX)
    return OverlayLook(
        family=look.text("family", default.family),
        font_px=look.whole("font_px", font_px, OVERLAY_FONT_PX),
        weight=look.whole("weight", default.weight, OVERLAY_WEIGHT),
        text_color=_color(look, "text_color", default.text_color),
        box_color=_color(look, "box_color", default.box_color),
        box_opacity=look.number("box_opacity", default.box_opacity, OVERLAY_OPACITY),
        outline_px=look.whole("outline_px", default.outline_px, OVERLAY_OUTLINE_PX),
        outline_color=_color(look, "outline_color", default.outline_color),
        has_shadow=look.flag("has_shadow", default=default.has_shadow),
        alignment=look.choice("alignment", default.alignment),
    )


def _color(stored: Stored, key: str, default: str) -> str:
    value = stored.text(key, default)
    return value if _COLOR.fullmatch(value) else default


def _place(stored: Stored) -> OverlayPlace | None:
    x, y = stored.whole_or_none("x", _SCREEN_PX), stored.whole_or_none("y", _SCREEN_PX)
    return None if x is None or y is None else OverlayPlace(stored.text("screen", ""), x, y)
