"""Whether captions can be read over whatever lies below them, and the nearest look that can be.

What lies below a translucent box may be anything from black to white. An outline of OUTLINE_PX and
more lies between words and box: words may then be told from either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.core.color import (
    Rgb,
    from_oklab,
    luminance,
    oklab,
    over,
    parse,
    ratio,
    ratio_of,
    unlikeness,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.core.overlay_settings import OverlayLook

LEAST: Final = 4.5  # WCAG's AA for text
LEAST_OF_MARKS: Final = 3.0  # for what is not text
OUTLINE_PX: Final = 2  # a thinner one is not seen as a colour of its own
TENTATIVE_STEPS: Final = range(22, -1, -1)  # percent of what tentative words lose at most
PERCENT: Final = 100
CHROMAS: Final = 20  # steps from grey to as colourful as was wanted
HALVINGS: Final = 10  # of the way to black or white: less than one step of a channel

_BLACK: Final = Rgb(0, 0, 0)
_WHITE: Final = Rgb(255, 255, 255)


@dataclass(frozen=True, slots=True)
class Ground:
    """What words stand on: a box over anything, and the outline around them if there is one."""

    box: Rgb
    opacity: float
    outline: Rgb | None = None

    def contrast(self, text: Rgb) -> float:
        """Return the least contrast that `text` has, whatever lies below the box."""
        darkest = luminance(over(self.box, self.opacity, _BLACK))
        lightest = luminance(over(self.box, self.opacity, _WHITE))
        light = luminance(text)
        if darkest < light < lightest:
            least = 1.0  # some grey below makes the box look like the words
        else:
            least = min(ratio_of(light, darkest), ratio_of(light, lightest))
        return least if self.outline is None else max(least, ratio(text, self.outline))


def ground_of(look: OverlayLook) -> Ground:
    """Return what the words of `look` stand on."""
    has_outline = look.outline_px >= OUTLINE_PX
    outline = parse(look.outline_color) if has_outline else None
    return Ground(parse(look.box_color), look.box_opacity, outline)


def contrast_of(look: OverlayLook) -> float:
    """Return the least contrast of settled words, whatever lies below them, 1…21."""
    return ground_of(look).contrast(parse(look.text_color))


def nearest_allowed(text: Rgb, ground: Ground, minimum: float = LEAST) -> Rgb | None:
    """Return the colour most like `text` that has that contrast; None: no colour has."""
    return _nearest(text, lambda color: ground.contrast(color) >= minimum)


def readable(look: OverlayLook, before: OverlayLook | None = None) -> OverlayLook:
    """Return `look` if its words can be read, else the nearest one whose words can.

    What differs from `before`, which can be read, gives way: text, outline, box, or its opacity.
    """
    if contrast_of(look) >= LEAST:
        return look
    changes = _ways(look, before) if before is not None else ()
    changed = next((each for each in changes if contrast_of(each) >= LEAST), None)
    return changed or _with_text(look)


def _ways(look: OverlayLook, before: OverlayLook) -> Iterable[OverlayLook]:
    """Return what may be tried, as far as only that was changed."""
    if look == replace(before, box_opacity=look.box_opacity):
        yield _with_opacity(look, lambda each: contrast_of(each) >= LEAST)
    elif look == replace(before, box_color=look.box_color):
        box = _nearest(
            parse(look.box_color),
            lambda color: contrast_of(replace(look, box_color=color.text)) >= LEAST,
        )
        yield look if box is None else replace(look, box_color=box.text)
    elif look == replace(before, outline_color=look.outline_color):
        text = parse(look.text_color)
        outline = _nearest(parse(look.outline_color), lambda color: ratio(text, color) >= LEAST)
        yield look if outline is None else replace(look, outline_color=outline.text)


def _with_text(look: OverlayLook) -> OverlayLook:
    """Return `look` with text that can be read; the box closes where no text could."""

    def is_enough(each: OverlayLook) -> bool:
        ground = ground_of(each)
        return max(ground.contrast(_BLACK), ground.contrast(_WHITE)) >= LEAST

    look = _with_opacity(look, is_enough)
    text = nearest_allowed(parse(look.text_color), ground_of(look))
    return look if text is None else replace(look, text_color=text.text)


def _with_opacity(look: OverlayLook, is_enough: Callable[[OverlayLook], bool]) -> OverlayLook:
    """Return `look` with its box as much more opaque as `is_enough` asks for, in percent."""
    if is_enough(look):
        return look
    percents = range(int(look.box_opacity * PERCENT) + 1, PERCENT + 1)
    tries = (replace(look, box_opacity=percent / PERCENT) for percent in percents)
    return next(filter(is_enough, tries), replace(look, box_opacity=1.0))


def tentative_color(look: OverlayLook) -> Rgb:
    """Return the colour of words that may still change: fainter, but as readable as is asked."""
    ground, text = ground_of(look), parse(look.text_color)
    behind = ground.outline or ground.box
    fainter = (over(behind, percent / PERCENT, text) for percent in TENTATIVE_STEPS)
    return next((color for color in fainter if ground.contrast(color) >= LEAST), text)


def mark_color(mark: Rgb, look: OverlayLook) -> Rgb:
    """Return the colour nearest to `mark` that stands out from what words do, else that of the
    words. Where those have an outline that counts, the mark must have it, too.
    """
    return nearest_allowed(mark, ground_of(look), LEAST_OF_MARKS) or parse(look.text_color)


def _nearest(wanted: Rgb, is_allowed: Callable[[Rgb], bool]) -> Rgb | None:
    """Return the allowed colour of the same hue that is most like `wanted`.

    If a colour is allowed, all lighter ones of its hue must be, or all darker ones.
    """
    if is_allowed(wanted):
        return wanted
    found = [
        _towards(end, wanted, chroma / CHROMAS, is_allowed)
        for end in (0.0, 1.0)
        for chroma in range(CHROMAS + 1)
    ]
    return min(
        (color for color in found if color is not None),
        key=lambda color: unlikeness(color, wanted),
        default=None,
    )


def _towards(
    end: float, wanted: Rgb, chroma: float, is_allowed: Callable[[Rgb], bool]
) -> Rgb | None:
    """Return the first allowed colour on the way to lightness `end`, with a share of chroma."""
    bad, a, b = oklab(wanted)
    good, best = end, from_oklab(end, a * chroma, b * chroma)
    if not is_allowed(best):
        return None
    for _ in range(HALVINGS):
        middle = (good + bad) / 2
        color = from_oklab(middle, a * chroma, b * chroma)
        if is_allowed(color):
            good, best = middle, color
        else:
            bad = middle
    return best
