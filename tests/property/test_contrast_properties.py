"""Whatever was chosen can be read, and what can be read is left alone."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.core.color import Rgb, from_oklab, oklab, parse, ratio, unlikeness
from app.core.contrast import (
    LEAST,
    LEAST_OF_MARKS,
    Ground,
    contrast_of,
    ground_of,
    mark_color,
    nearest_allowed,
    readable,
    tentative_color,
)
from app.core.overlay_presets import PRESETS
from app.core.overlay_settings import OverlayLook

channels = st.integers(0, 255)
colors = st.builds(Rgb, channels, channels, channels)
opacities = st.integers(0, 100).map(lambda percent: percent / 100)
grounds = st.builds(Ground, colors, opacities, st.none() | colors)
looks = st.builds(
    OverlayLook,
    text_color=colors.map(lambda color: color.text),
    box_color=colors.map(lambda color: color.text),
    box_opacity=opacities,
    outline_px=st.integers(0, 6),
    outline_color=colors.map(lambda color: color.text),
)


@given(colors)
def test_a_color_survives_being_written_and_being_placed(color: Rgb) -> None:
    assert parse(color.text) == color
    assert from_oklab(*oklab(color)) == color


@given(colors, grounds)
def test_the_nearest_color_can_be_read_or_none_can(text: Rgb, ground: Ground) -> None:
    found = nearest_allowed(text, ground)
    if found is None:
        assert max(ground.contrast(Rgb(0, 0, 0)), ground.contrast(Rgb(255, 255, 255))) < LEAST
    else:
        assert ground.contrast(found) >= LEAST


@given(colors, grounds)
def test_a_color_that_can_be_read_is_left_alone(text: Rgb, ground: Ground) -> None:
    found = nearest_allowed(text, ground)
    assert (found == text) == (ground.contrast(text) >= LEAST)


@given(colors, grounds, st.integers(0, 255))
def test_no_grey_is_nearer_than_the_nearest(text: Rgb, ground: Ground, level: int) -> None:
    found, grey = nearest_allowed(text, ground), Rgb(level, level, level)
    if ground.contrast(grey) >= LEAST:
        assert found is not None
        assert unlikeness(found, text) <= unlikeness(grey, text) + 0.005


@given(grounds, colors, colors)
def test_the_least_contrast_is_kept_over_every_backdrop(
    ground: Ground, text: Rgb, backdrop: Rgb
) -> None:
    mixed = Rgb(
        *(
            round(ground.opacity * box + (1 - ground.opacity) * below)
            for box, below in zip(ground.box, backdrop, strict=True)
        )
    )
    assert ratio(text, mixed) >= replace(ground, outline=None).contrast(text) - 0.01


@given(looks, colors)
def test_every_look_becomes_readable_and_stays_so(look: OverlayLook, mark: Rgb) -> None:
    found = readable(look)
    assert contrast_of(found) >= LEAST
    assert ground_of(found).contrast(tentative_color(found)) >= LEAST
    assert ground_of(found).contrast(mark_color(mark, found)) >= LEAST_OF_MARKS
    assert readable(found) == found
    assert (found == look) == (contrast_of(look) >= LEAST)


@given(st.sampled_from(list(PRESETS.values())), looks, st.sampled_from(range(6)))
def test_one_change_of_a_readable_look_is_readable(
    before: OverlayLook, other: OverlayLook, what: int
) -> None:
    changes = (
        {"text_color": other.text_color},
        {"box_color": other.box_color},
        {"box_opacity": other.box_opacity},
        {"outline_px": other.outline_px},
        {"outline_color": other.outline_color},
        {"has_shadow": True},
    )
    found = readable(replace(before, **changes[what]), before)
    assert contrast_of(found) >= LEAST
