"""What is left of colours in eyes that lack one kind of cones."""

from __future__ import annotations

import math
from enum import StrEnum
from operator import mul
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from app.core.color import linear

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.core.color import Rgb

Light: TypeAlias = tuple[float, float, float]  # linear red, green, blue


class Sight(StrEnum):
    """Who looks."""

    NORMAL = "normal"
    PROTAN = "protan"  # without the cones for red
    DEUTAN = "deutan"  # without those for green
    TRITAN = "tritan"  # without those for blue


# Machado, Oliveira and Fernandes 2009, severity 1.0; they apply to linear light.
_MATRICES: Final[Mapping[Sight, tuple[Light, Light, Light]]] = MappingProxyType(
    {
        Sight.PROTAN: (
            (0.152286, 1.052583, -0.204868),
            (0.114503, 0.786281, 0.099216),
            (-0.003882, -0.048116, 1.051998),
        ),
        Sight.DEUTAN: (
            (0.367322, 0.860646, -0.227968),
            (0.280085, 0.672501, 0.047413),
            (-0.011820, 0.042940, 0.968881),
        ),
        Sight.TRITAN: (
            (1.255528, -0.076749, -0.178779),
            (-0.078411, 0.930809, 0.147602),
            (0.004733, 0.691367, 0.303900),
        ),
    }
)
_WHITE: Final = (0.950456, 1.0, 1.089058)  # D65
_LAB_LINEAR_BELOW: Final = (6 / 29) ** 3


def seen(color: Rgb, sight: Sight) -> Light:
    """Return the light that stands for what such eyes make of `color`."""
    light = linear(color)
    if sight is Sight.NORMAL:
        return light
    red, green, blue = (sum(map(mul, row, light)) for row in _MATRICES[sight])
    return _within(red), _within(green), _within(blue)


def difference(one: Rgb, other: Rgb, sight: Sight) -> float:
    """Return the difference CIE76 between two colours for such eyes; 2 is just noticed."""
    return math.dist(_lab(seen(one, sight)), _lab(seen(other, sight)))


def _within(channel: float) -> float:
    return min(max(channel, 0.0), 1.0)


def _lab(light: Light) -> Light:
    red, green, blue = light
    x, y, z = (
        _curve(value / white)
        for value, white in zip(
            (
                0.412453 * red + 0.357580 * green + 0.180423 * blue,
                0.212671 * red + 0.715160 * green + 0.072169 * blue,
                0.019334 * red + 0.119193 * green + 0.950227 * blue,
            ),
            _WHITE,
            strict=True,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _curve(value: float) -> float:
    if value > _LAB_LINEAR_BELOW:
        return math.cbrt(value)
    return value / (3 * (6 / 29) ** 2) + 4 / 29
