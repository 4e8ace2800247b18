"""Colours as those see them who lack one kind of cones."""

import pytest

from app.core.color import parse
from tests.helpers.color_vision import Sight, difference, seen


@pytest.mark.parametrize("sight", Sight)
@pytest.mark.parametrize("grey", ["#000000", "#808080", "#FFFFFF"])
def test_everybody_sees_grey_alike(sight: Sight, grey: str) -> None:
    color = parse(grey)
    assert seen(color, sight) == pytest.approx(seen(color, Sight.NORMAL), abs=0.001)


@pytest.mark.parametrize("sight", Sight)
def test_black_and_white_are_a_hundred_apart_for_everybody(sight: Sight) -> None:
    assert difference(parse("#000000"), parse("#FFFFFF"), sight) == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize(
    ("sight", "one", "other"),
    [
        (Sight.DEUTAN, "#C00000", "#6B6B00"),
        (Sight.PROTAN, "#800000", "#3C3C00"),
        (Sight.TRITAN, "#0080A0", "#008878"),
    ],
)
def test_what_normal_eyes_tell_apart_is_alike_for_others(
    sight: Sight, one: str, other: str
) -> None:
    normal = difference(parse(one), parse(other), Sight.NORMAL)
    assert difference(parse(one), parse(other), sight) < normal / 2


def test_the_difference_of_red_and_green_is_that_of_the_literature() -> None:
    found = difference(parse("#FF0000"), parse("#00FF00"), Sight.NORMAL)
    assert found == pytest.approx(170.6, abs=0.5)
