"""What can be read over anything, and what is made of looks that cannot."""

from dataclasses import replace

import pytest

from app.core.color import Rgb, parse, ratio
from app.core.contrast import (
    LEAST,
    Ground,
    contrast_of,
    ground_of,
    mark_color,
    nearest_allowed,
    readable,
    tentative_color,
)
from app.core.overlay_presets import PRESETS, OverlayPreset, nearest_preset, preset_of, with_preset
from app.core.overlay_settings import Alignment, OverlayLook

WHITE, BLACK = Rgb(255, 255, 255), Rgb(0, 0, 0)
DEFAULT = OverlayLook()
CHROMA = PRESETS[OverlayPreset.CHROMA_KEY]


def test_the_ruler_measures_as_wcag_does() -> None:
    assert ratio(BLACK, WHITE) == pytest.approx(21)
    assert ratio(parse("#777777"), WHITE) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("text", ["FFFFFF", "#FFF", "#GGGGGG", "#12 34 ", "white"])
def test_only_six_digits_are_a_color(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        parse(text)


def test_a_translucent_box_is_judged_over_its_worst_backdrop() -> None:
    solid, glass = Ground(BLACK, 1.0), Ground(BLACK, 0.5)
    assert solid.contrast(WHITE) == pytest.approx(21)
    assert glass.contrast(WHITE) == pytest.approx(ratio(WHITE, Rgb(128, 128, 128)), abs=0.05)


def test_words_that_some_backdrop_hides_have_no_contrast() -> None:
    assert Ground(BLACK, 0.5).contrast(Rgb(90, 90, 90)) == 1.0


def test_an_outline_tells_words_from_any_box_unless_it_is_a_hairline() -> None:
    clear = replace(DEFAULT, box_opacity=0.0)
    assert contrast_of(replace(clear, outline_px=1)) == pytest.approx(1.0)
    assert contrast_of(replace(clear, outline_px=2)) == pytest.approx(21)


@pytest.mark.parametrize("preset", OverlayPreset)
def test_every_preset_is_easily_read_tentative_words_too(preset: OverlayPreset) -> None:
    look = PRESETS[preset]
    assert contrast_of(look) >= 7.0
    assert ground_of(look).contrast(tentative_color(look)) >= 7.0
    assert tentative_color(look) != parse(look.text_color)


def test_grey_stays_grey_and_blue_stays_blue() -> None:
    grey = nearest_allowed(parse("#666666"), ground_of(DEFAULT))
    blue = nearest_allowed(parse("#0000C0"), ground_of(DEFAULT))
    assert grey is not None
    assert grey.red == grey.green == grey.blue
    assert blue is not None
    assert blue.blue > blue.green > blue.red


def test_no_color_can_be_read_on_glass() -> None:
    assert nearest_allowed(WHITE, Ground(BLACK, 0.1)) is None


def test_text_gives_way_when_it_was_changed() -> None:
    chosen = replace(DEFAULT, text_color="#5A6270")
    found = readable(chosen, DEFAULT)
    assert found == replace(chosen, text_color=found.text_color)
    assert LEAST <= contrast_of(found) < LEAST + 0.1


def test_the_box_gives_way_when_it_was_changed() -> None:
    chosen = replace(DEFAULT, box_color="#FFFFFF")
    found = readable(chosen, DEFAULT)
    assert found == replace(chosen, box_color=found.box_color)
    assert found.box_color not in (chosen.box_color, DEFAULT.box_color)


def test_a_box_is_made_no_clearer_than_words_allow() -> None:
    found = readable(replace(DEFAULT, box_opacity=0.1), DEFAULT)
    assert found == replace(DEFAULT, box_opacity=found.box_opacity)
    clearer = replace(found, box_opacity=found.box_opacity - 0.01)
    assert contrast_of(clearer) < LEAST <= contrast_of(found)


def test_an_outline_gives_way_when_it_was_changed() -> None:
    found = readable(replace(CHROMA, outline_color="#E0E0E0"), CHROMA)
    assert found == replace(CHROMA, outline_color=found.outline_color)
    assert ratio(parse(found.outline_color), WHITE) >= LEAST


def test_without_its_outline_text_stands_on_the_box_alone() -> None:
    found = readable(replace(CHROMA, outline_px=0), CHROMA)
    assert ratio(parse(found.text_color), parse(CHROMA.box_color)) >= LEAST


def test_a_look_from_a_file_is_made_readable_even_if_the_box_must_close() -> None:
    found = readable(replace(DEFAULT, box_opacity=0.0, text_color="#808080"))
    assert contrast_of(found) >= LEAST
    assert found.box_opacity > 0.0


def test_marks_stand_out_from_any_box_or_are_in_the_words_color() -> None:
    green = parse("#64F40B")
    assert mark_color(green, DEFAULT) == green
    bare = replace(CHROMA, outline_px=0)
    assert ratio(mark_color(green, bare), parse(CHROMA.box_color)) >= 3.0
    clear = replace(CHROMA, box_opacity=0.0)
    assert mark_color(green, clear) == green  # the outline is around marks, too
    assert ratio(mark_color(parse("#101010"), clear), parse(clear.outline_color)) >= 3.0


def test_a_preset_leaves_font_size_and_alignment() -> None:
    own = replace(DEFAULT, family="Noto Serif", font_px=48, alignment=Alignment.CENTRE)
    look = with_preset(own, OverlayPreset.CHROMA_KEY)
    assert (look.family, look.font_px, look.alignment) == ("Noto Serif", 48, Alignment.CENTRE)
    assert look.outline_px == CHROMA.outline_px
    assert preset_of(look) is OverlayPreset.CHROMA_KEY


def test_a_changed_look_is_no_preset_but_still_nearest_to_its_own() -> None:
    look = replace(CHROMA, text_color="#FFFF00", has_shadow=True)
    assert preset_of(look) is None
    assert nearest_preset(look) is OverlayPreset.CHROMA_KEY
