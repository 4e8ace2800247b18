"""Colours that can be read, sizes that grow, a style sheet without holes."""

from itertools import product

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPixmap
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.core.color import parse, ratio
from app.core.settings import Theme
from app.shell import style
from app.shell.look import Look
from app.shell.style import DARK, HIGH_CONTRAST, LIGHT, Tokens
from app.storage.paths import resource

Mode = QIcon.Mode
THEMES = [
    pytest.param(DARK, id="dark"),
    pytest.param(LIGHT, id="light"),
    pytest.param(HIGH_CONTRAST, id="high-contrast"),
]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio."""
    return ratio(parse(one), parse(other))


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
    marks = (tokens.accent, tokens.stop, tokens.warning, tokens.edge, tokens.focus)
    for mark, surface in product(marks, surfaces):
        assert contrast(mark, surface) >= 3.0, (mark, surface)


@pytest.mark.parametrize("tokens", THEMES)
def test_text_can_be_read_in_every_state_of_a_control(tokens: Tokens) -> None:
    for surface in (tokens.hover, tokens.pressed):
        assert contrast(tokens.text, surface) >= 4.5
    assert contrast(tokens.on_selected, tokens.selected) >= 4.5
    assert contrast(tokens.disabled, tokens.background) >= 3.0
    assert contrast(tokens.disabled, tokens.raised) >= 3.0
    filled = style.style_sheet("$accent_hover $accent_pressed", tokens, 1.0).split()
    for fill in filled:
        assert contrast(tokens.on_accent, fill) >= 4.5
    stopping = style.style_sheet("$stop_hover $stop_pressed", tokens, 1.0).split()
    for fill in stopping:
        assert contrast(tokens.on_stop, fill) >= 4.5


def test_high_contrast_leaves_no_text_below_seven() -> None:
    tokens = HIGH_CONTRAST
    for text in (tokens.text, tokens.secondary, tokens.warning, tokens.accent, tokens.stop):
        for surface in (tokens.background, tokens.surface, tokens.raised):
            assert contrast(text, surface) >= 7.0
    assert contrast(tokens.on_accent, tokens.accent) >= 7.0
    assert contrast(tokens.on_selected, tokens.selected) >= 7.0
    assert contrast(tokens.line, tokens.background) >= 7.0  # surfaces are told apart by edges


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
        (Theme.HIGH_CONTRAST, Qt.ColorScheme.Light, HIGH_CONTRAST),
    ],
)
def test_the_theme_follows_the_system_unless_chosen(
    theme: Theme, scheme: Qt.ColorScheme, tokens: Tokens
) -> None:
    assert style.tokens_for(theme, scheme) is tokens


def test_the_system_may_ask_for_contrast_unless_colours_were_chosen() -> None:
    dark = Qt.ColorScheme.Dark
    assert style.tokens_for(Theme.SYSTEM, dark, wants_contrast=True) is HIGH_CONTRAST
    assert style.tokens_for(Theme.LIGHT, dark, wants_contrast=True) is LIGHT


def test_text_can_be_made_larger_than_the_system_asks_for_within_limits() -> None:
    assert style.scaled_by(1.25, 160) == pytest.approx(2.0)
    assert style.scaled_by(2.5, 200) == style.LARGEST_SCALE


@pytest.mark.parametrize(
    "name",
    ["start", "stop", "new", "export", "overlay", "options", "warning", "info", "close", "app"],
)
def test_icons_are_drawn_in_the_colour_of_the_theme(name: str, qapp: object) -> None:
    icon = Look(LIGHT, 1.0, 2.0).icon(name, "stop")
    usable, disabled = (
        colors(icon.pixmap(QSize(20, 20), mode)) for mode in (Mode.Normal, Mode.Disabled)
    )
    assert usable, "nothing was drawn"
    if name != "app":
        assert usable == {LIGHT.stop}
        assert disabled == {LIGHT.disabled}


def test_an_icon_is_drawn_once_for_a_look_and_anew_for_another(qapp: object) -> None:
    look, other = Look(LIGHT, 1.0), Look(LIGHT, 2.0)
    assert look.icon("start", "text") is look.icon("start", "text")
    assert look.icon("start", "text") is not look.icon("start", "stop")
    sizes = [one.icon("start", "text").availableSizes() for one in (look, other)]
    assert sizes == [[QSize(20, 20)], [QSize(40, 40)]]
    assert look == Look(LIGHT, 1.0)  # what is drawn makes it no other one


def colors(picture: QPixmap) -> set[str]:
    image = picture.toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x, y in product(range(image.width()), range(image.height()))
        if image.pixelColor(x, y).alpha() == 255
    }


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_pictures_in_menus_grow_with_the_text(scale: float, qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    template = resource("resources/style.qss").read_text(encoding="utf-8")
    menu.setStyleSheet(style.style_sheet(template, DARK, scale))
    picture = QPixmap(64, 64)
    picture.fill(Qt.GlobalColor.magenta)
    menu.addAction(QIcon(picture), "Angry")
    menu.popup(menu.pos())
    drawn = menu.grab().toImage()
    magenta = QColor(Qt.GlobalColor.magenta)
    column = [drawn.pixelColor(x, drawn.height() // 2) for x in range(drawn.width())]
    assert column.count(magenta) == 16 * scale
