"""Looks of the overlay that are ready to use."""

from __future__ import annotations

from dataclasses import astuple, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.overlay_settings import OverlayLook

if TYPE_CHECKING:
    from collections.abc import Mapping


class OverlayPreset(StrEnum):
    """What a look is made for."""

    DARK = "dark"
    LIGHT = "light"
    HIGH_CONTRAST = "high-contrast"
    YELLOW_ON_BLACK = "yellow-on-black"
    CHROMA_KEY = "chroma-key"  # a streaming program takes the box away


PRESETS: Final[Mapping[OverlayPreset, OverlayLook]] = MappingProxyType(
    {
        OverlayPreset.DARK: OverlayLook(),
        OverlayPreset.LIGHT: OverlayLook(
            text_color="#14171C", box_color="#FFFFFF", box_opacity=0.9
        ),
        OverlayPreset.HIGH_CONTRAST: OverlayLook(
            weight=600, text_color="#FFFFFF", box_color="#000000", box_opacity=1.0
        ),
        OverlayPreset.YELLOW_ON_BLACK: OverlayLook(
            weight=500, text_color="#FFE600", box_color="#000000", box_opacity=1.0
        ),
        # The green that streaming programs take away unless they are told another.
        OverlayPreset.CHROMA_KEY: OverlayLook(
            weight=600,
            text_color="#FFFFFF",
            box_color="#00FF00",
            box_opacity=1.0,
            outline_px=3,
            outline_color="#000000",
        ),
    }
)


def with_preset(look: OverlayLook, preset: OverlayPreset) -> OverlayLook:
    """Return `look` in the colours of `preset`; font, size and alignment stay."""
    return replace(
        PRESETS[preset],
        family=look.family,
        font_px=look.font_px,
        alignment=look.alignment,
    )


def preset_of(look: OverlayLook) -> OverlayPreset | None:
    """Return the preset whose colours `look` has; None: they are the user's own."""
    return next((preset for preset in PRESETS if with_preset(look, preset) == look), None)


def nearest_preset(look: OverlayLook) -> OverlayPreset:
    """Return the preset that has most in common with `look`, which may be of the user's making."""

    def in_common(preset: OverlayPreset) -> int:
        pairs = zip(astuple(with_preset(look, preset)), astuple(look), strict=True)
        return sum(one == other for one, other in pairs)

    return max(PRESETS, key=in_common)
