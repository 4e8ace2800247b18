"""Colours that can be read, sizes that grow, a style sheet without holes."""

from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont

from app.core.settings import Theme
from app.shell import style
from app.shell.look import Look
from app.shell.style import DARK, LIGHT, Tokens
from app.storage.paths import resource

THEMES = [pytest.param(DARK, id="dark"), pytest.param(LIGHT, id="light")]


def luminance(color: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = linear(color.redF()), linear(color.greenF()), linear(color.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio."""
    darker, lighter = sorted((luminance(QColor(one)), luminance(QColor(other))))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_ruler_measures_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", THEMES)
def test_text_can_be_read_on_every_surface(tokens: Tokens) -> None:
    surfaces = (tokens.background, tokens.surface, tokens.raised)
    for text, surface in product((tokens.text, tokens.secondary, tokens.warning), surfaces):
        assert contrast(text, surface) >= 4.5, (text, surface)
    assert contrast(tokens.accent, tokens.surface) >= 4.5
    assert contrast(tokens.stop, tokens.surface) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_stop, tokens.stop) >= 4.5


@pytest.mark.parametrize("tokens", THEMES)
def test_what_tells_something_without_words_stands_out(tokens: Tokens) -> None:
    surfaces = (tokens.background, tokens.surface, tokens.raised)
    marks = (tokens.accent, tokens.stop, tokens.warning, tokens.edge)
    for mark, surface in product(marks, surfaces):
        assert contrast(mark, surface) >= 3.0, (mark, surface)


@pytest.mark.parametrize("tokens", THEMES)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_style_sheet_has_no_hole(tokens: Tokens, scale: float, qapp: object) -> None:
    template = resource("resources/style.qss").read_text(encoding="utf-8")
    sheet = style.style_sheet(template, tokens, scale)
    assert tokens.accent in sheet
    assert f"font-size: {14 * scale:.0f}px" in sheet
    assert "$" not in sheet
    assert "dp" not in sheet.replace("dropdown", "")


def test_a_hole_would_be_noticed() -> None:
    with pytest.raises(KeyError):
        style.style_sheet("QLabel { color: $nonsense; }", DARK, 1.0)


@pytest.mark.parametrize(("pixels", "scale"), [(9, 1.0), (12, 1.0), (18, 1.5), (24, 2.0)])
def test_everything_grows_with_the_systems_font(pixels: int, scale: float, qapp: object) -> None:
    font = QFont()
    font.setPixelSize(pixels)
    assert style.scale_of(font) == pytest.approx(scale)
    assert style.application_font(scale).pixelSize() == round(14 * scale)


def test_chinese_shapes_are_asked_for_by_name(qapp: object) -> None:
    families = style.application_font(1.0).families()
    assert {"PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC"} <= set(families)


@pytest.mark.parametrize(
    ("theme", "scheme", "tokens"),
    [
        (Theme.SYSTEM, Qt.ColorScheme.Dark, DARK),
        (Theme.SYSTEM, Qt.ColorScheme.Light, LIGHT),
        (Theme.SYSTEM, Qt.ColorScheme.Unknown, DARK),
        (Theme.LIGHT, Qt.ColorScheme.Dark, LIGHT),
        (Theme.DARK, Qt.ColorScheme.Light, DARK),
    ],
)
def test_the_theme_follows_the_system_unless_chosen(
    theme: Theme, scheme: Qt.ColorScheme, tokens: Tokens
) -> None:
    assert style.tokens_for(theme, scheme) is tokens


@pytest.mark.parametrize(
    "name",
    ["start", "stop", "new", "export", "overlay", "options", "warning", "info", "close", "app"],
)
def test_icons_are_drawn_in_the_colour_of_the_theme(name: str, qapp: object) -> None:
    image = Look(LIGHT, 1.0, 2.0).icon(name, "stop").pixmap(20, 20).toImage()
    colors = {
        image.pixelColor(x, y).name().upper()
        for x, y in product(range(image.width()), range(image.height()))
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colors, "nothing was drawn"
    if name != "app":
        assert colors == {LIGHT.stop}
