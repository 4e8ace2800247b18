"""How the overlay was chosen to look and behave, and where it was left on each screen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

OVERLAY_ROWS: Final = (1, 6)
OVERLAY_FONT_PX: Final = (12, 96)
OVERLAY_WIDTH_CHARS: Final = (12, 120)
OVERLAY_WEIGHT: Final = (100, 900)
OVERLAY_OPACITY: Final = (0.0, 1.0)
OVERLAY_OUTLINE_PX: Final = (0, 6)
FADE_AFTER_S: Final = (3, 6, 10, 15, 30, 60)
PLACES_MAX: Final = 16


class Stability(StrEnum):
    """How still the words of the overlay are, paid for with how soon they come."""

    FAST = "fast"  # settled and tentative words, as they come
    BALANCED = "balanced"  # tentative words once they are 300 ms old
    CALM = "calm"  # settled words only
    SENTENCE = "sentence"  # whole clauses and sentences


class Alignment(StrEnum):
    """Where a row stands in the box. Lines in right-to-left scripts are mirrored."""

    START = "start"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class OverlayLook:
    """What the rows and the box are painted with. Colours as #RRGGBB."""

    family: str = ""  # empty: that of the window
    font_px: int = 32
    weight: int = 400
    text_color: str = "#FFFFFF"
    box_color: str = "#0B0D10"
    box_opacity: float = 0.82
    outline_px: int = 0
    outline_color: str = "#000000"
    has_shadow: bool = False
    alignment: Alignment = Alignment.START


@dataclass(frozen=True, slots=True)
class OverlayPlace:
    """The corner of the box on a screen, in that screen's own coordinates."""

    screen: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class OverlaySettings:
    """Everything about the overlay. Its width is in characters: it follows the font."""

    visible: bool = True
    is_locked: bool = False  # clicks go through to what is below
    rows: int = 2
    width_chars: int = 42  # Latin ones; 18 of 42 are the Chinese ones that are as wide
    stability: Stability = Stability.BALANCED
    fade_after_s: int | None = 6  # of silence; None: never
    shows_emotion: bool = False
    look: OverlayLook = field(default_factory=OverlayLook)
    screen: str = ""  # where the box was left; empty: it was never moved
    places: tuple[OverlayPlace, ...] = ()  # the one used last comes last

    @property
    def place(self) -> OverlayPlace | None:
        """Where the box was left on its screen; None: it was never moved there."""
        return next((place for place in self.places if place.screen == self.screen), None)

    def moved_to(self, place: OverlayPlace) -> OverlaySettings:
        """Return these settings with the box at `place`; other screens keep theirs."""
        others = tuple(each for each in self.places if each.screen != place.screen)
        return replace(self, screen=place.screen, places=(*others, place)[-PLACES_MAX:])

    def with_font_px(self, font_px: int) -> OverlaySettings:
        """Return these settings with that size of the text, or the nearest that is allowed."""
        smallest, largest = OVERLAY_FONT_PX
        return replace(self, look=replace(self.look, font_px=min(max(font_px, smallest), largest)))
