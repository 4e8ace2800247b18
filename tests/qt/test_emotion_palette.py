"""Feelings are told apart by everybody: by shape and word, and by colour as eyes allow."""

from itertools import combinations, product

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from app.core.color import Rgb, parse, ratio
from app.core.emotion import Emotion
from app.shell.emotion_style import STYLES, emotion_shape, emotion_word
from app.shell.style import DARK, HIGH_CONTRAST, LIGHT, Tokens
from tests.helpers.color_vision import Sight, difference

LEAST_DIFFERENCE = 25.0  # CIE76; about 2 is just noticed side by side
THEMES = [
    pytest.param(DARK, id="dark"),
    pytest.param(LIGHT, id="light"),
    pytest.param(HIGH_CONTRAST, id="high-contrast"),
]
SHOWN = [emotion for emotion in Emotion if emotion.is_shown]
BOX = QRectF(0, 0, 20, 20)


def color(emotion: Emotion, tokens: Tokens) -> Rgb:
    return parse(STYLES[emotion].color(tokens).name())


def test_six_feelings_have_a_colour_and_a_neutral_voice_has_none() -> None:
    assert set(STYLES) == set(SHOWN)
    assert len(SHOWN) == 6


@pytest.mark.parametrize("tokens", THEMES)
@pytest.mark.parametrize("sight", Sight)
def test_any_two_colours_differ_for_any_eyes(sight: Sight, tokens: Tokens) -> None:
    for one, other in combinations(SHOWN, 2):
        found = difference(color(one, tokens), color(other, tokens), sight)
        assert found >= LEAST_DIFFERENCE, (one, other)


@pytest.mark.parametrize("tokens", THEMES)
def test_rails_and_shapes_stand_out_from_every_surface(tokens: Tokens) -> None:
    surfaces = (tokens.background, tokens.surface, tokens.raised)
    for emotion, surface in product(SHOWN, surfaces):
        assert ratio(color(emotion, tokens), parse(surface)) >= 3.0, (emotion, surface)


def test_without_colours_every_feeling_has_a_shape_and_a_word_of_its_own(qapp: object) -> None:
    assert len({emotion_word(emotion) for emotion in Emotion}) == len(Emotion)
    for one, other in combinations(SHOWN, 2):
        shapes = emotion_shape(one, BOX), emotion_shape(other, BOX)
        common = shapes[0].intersected(shapes[1])
        areas = [_area(path) for path in (*shapes, common)]
        assert areas[2] < 0.9 * max(areas[:2]), (one, other)
    for emotion in (Emotion.NONE, Emotion.NEUTRAL):
        assert emotion_shape(emotion, BOX).isEmpty()


def _area(path: QPainterPath) -> float:
    """Return how much of the box a shape covers, point by point."""

    steps = [at / 2 for at in range(-10, 60)]
    return sum(path.contains(QPointF(x, y)) for x in steps for y in steps) / 4
