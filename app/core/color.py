"""Colours as numbers: their text form, light, WCAG's contrast, and how different they look."""

from __future__ import annotations

import math
import re
from typing import Final, NamedTuple

_TEXT: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_STRAIGHT_BELOW: Final = 0.04045  # a channel of sRGB, whose darkest part is a straight line


class Rgb(NamedTuple):
    """A colour of the screen, each channel 0…255."""

    red: int
    green: int
    blue: int

    @property
    def text(self) -> str:
        """The colour as #RRGGBB."""
        return f"#{self.red:02X}{self.green:02X}{self.blue:02X}"


def parse(text: str) -> Rgb:
    """Return the colour written as #RRGGBB. Raises ValueError for anything else."""
    if _TEXT.fullmatch(text) is None:
        raise ValueError(text)
    return Rgb(*bytes.fromhex(text[1:]))


def over(front: Rgb, opacity: float, back: Rgb) -> Rgb:
    """Return what is seen where `front`, 0…1 opaque, lies on `back`."""
    mixed = (opacity * f + (1 - opacity) * b for f, b in zip(front, back, strict=True))
    return Rgb(*map(round, mixed))


def _linear(channel: int) -> float:
    value = channel / 255
    return value / 12.92 if value <= _STRAIGHT_BELOW else ((value + 0.055) / 1.055) ** 2.4


_LINEAR = tuple(map(_linear, range(256)))


def linear(color: Rgb) -> tuple[float, float, float]:
    """Return how much light each channel gives, 0…1."""
    return _LINEAR[color.red], _LINEAR[color.green], _LINEAR[color.blue]


def luminance(color: Rgb) -> float:
    """Return WCAG's relative luminance, 0…1."""
    red, green, blue = linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio_of(one: float, other: float) -> float:
    """Return WCAG's contrast ratio between two luminances, 1…21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def ratio(one: Rgb, other: Rgb) -> float:
    """Return WCAG's contrast ratio between two colours, 1…21."""
    return ratio_of(luminance(one), luminance(other))


def oklab(color: Rgb) -> tuple[float, float, float]:
    """Return the colour in Oklab, where distances are about what eyes make of them."""
    red, green, blue = linear(color)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def from_oklab(lightness: float, a: float, b: float) -> Rgb:
    """Return the colour at a place in Oklab, or the one that is left of it on a screen."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return Rgb(
        _channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _channel(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _channel(light: float) -> int:
    light = min(max(light, 0.0), 1.0)
    value = (
        light * 12.92 if light * 12.92 <= _STRAIGHT_BELOW else 1.055 * light ** (1 / 2.4) - 0.055
    )
    return round(value * 255)


def unlikeness(one: Rgb, other: Rgb) -> float:
    """Return how different two colours look: their distance in Oklab, black to white being 1."""
    return math.dist(oklab(one), oklab(other))
