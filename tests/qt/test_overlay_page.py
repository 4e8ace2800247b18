"""The overlay's page of the settings: at once, readable, and seen in the preview."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QColorDialog
from pytestqt.qtbot import QtBot

from app.core.color import parse
from app.core.contrast import LEAST, contrast_of
from app.core.overlay_presets import PRESETS, OverlayPreset
from app.core.overlay_settings import Alignment, OverlaySettings, Stability
from app.core.settings import Settings
from app.shell.choices import Choices
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.widgets.overlay_page import OverlayPage
from app.shell.widgets.preset_tiles import TILE_PX
from tests.helpers.models import HERE

CHROMA = PRESETS[OverlayPreset.CHROMA_KEY]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Opened:
    """The page, and the settings it changes."""

    def __init__(self, settings: Settings) -> None:
        self.choices = Choices(settings, lambda _: None, lambda _: None, lambda: HERE)
        self.page = OverlayPage(self.choices)
        self.choices.changed.connect(self.page.show_settings)
        self.page.apply_look(Look(DARK, 1.0))
        self.page.retranslate()
        self.page.resize(700, 600)

    @property
    def overlay(self) -> OverlaySettings:
        return self.choices.settings.overlay

    @property
    def said(self) -> str:
        return self.page.look_form.contrast.text()


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    opened = Opened(Settings())
    qtbot.addWidget(opened.page)
    opened.page.show()
    yield opened
    opened.choices.flush()


def test_a_preset_is_taken_over_with_one_click_and_leaves_the_font(opened: Opened) -> None:
    form = opened.page.look_form
    form.size_px.setValue(48)
    form.presets.tiles[OverlayPreset.CHROMA_KEY].click()
    assert opened.overlay.look == replace(CHROMA, font_px=48)
    assert form.presets.tiles[OverlayPreset.CHROMA_KEY].isChecked()


def test_an_own_look_is_no_preset_and_leads_back_to_the_nearest(opened: Opened) -> None:
    form = opened.page.look_form
    form.presets.tiles[OverlayPreset.CHROMA_KEY].click()
    assert not form.reset.isEnabled()
    form.text_color.chosen.emit("#FFFF00")
    form.shadow.click()
    assert not any(tile.isChecked() for tile in form.presets.tiles.values())
    assert form.reset.text() == "Back to “For streaming”"
    form.reset.click()
    assert opened.overlay.look == CHROMA


def test_the_contrast_is_shown(opened: Opened) -> None:
    assert opened.said == "Contrast 11.5 : 1, whatever lies below."


def test_text_that_cannot_be_read_becomes_the_nearest_that_can_and_that_is_said(
    opened: Opened,
) -> None:
    opened.page.look_form.text_color.chosen.emit("#445566")
    taken = opened.overlay.look.text_color
    assert contrast_of(opened.overlay.look) >= LEAST
    assert taken != "#445566"
    assert "1.5 : 1" in opened.said
    assert taken in opened.said
    assert opened.page.look_form.text_color.text() == taken
    opened.page.look_form.text_color.chosen.emit("#FFFFFF")
    assert opened.said.startswith("Contrast 11.5")


def test_a_contrast_just_too_low_is_not_told_as_enough(opened: Opened) -> None:
    form = opened.page.look_form
    form.presets.tiles[OverlayPreset.HIGH_CONTRAST].click()
    form.box_color.chosen.emit("#777777")  # 4.48 : 1
    assert "contrast of 4.4 : 1" in opened.said


def test_the_sheet_of_colors_is_on_the_screen_wherever_its_button_is(opened: Opened) -> None:
    page, button = opened.page, opened.page.look_form.text_color
    area = page.screen().availableGeometry()
    for corner in (area.topLeft(), area.bottomRight()):
        page.move(page.pos() + corner - button.mapToGlobal(button.rect().center()))
        button.click()
        assert area.contains(button.sheet.geometry())
        assert not button.sheet.geometry().contains(corner)  # the button stays in sight
        button.sheet.close()


def test_a_box_is_not_made_clearer_than_words_allow(opened: Opened) -> None:
    opened.page.look_form.opacity.setValue(5)
    assert contrast_of(opened.overlay.look) >= LEAST
    assert opened.overlay.look.text_color == "#FFFFFF"
    assert f"{opened.overlay.look.box_opacity:.0%}" in opened.said


def test_everything_else_takes_effect_at_once(opened: Opened) -> None:
    page, form = opened.page, opened.page.look_form
    page.rows.setValue(4)
    page.width_chars.setValue(60)
    page.stability.activated.emit(2)
    page.fade.activated.emit(page.fade.count() - 1)
    page.emotion.click()
    form.alignment.activated.emit(1)
    form.weight.activated.emit(4)
    overlay = opened.overlay
    assert (overlay.rows, overlay.width_chars) == (4, 60)
    assert overlay.stability is Stability.CALM
    assert overlay.fade_after_s is None
    assert overlay.shows_emotion
    assert overlay.look.alignment is Alignment.CENTRE
    assert overlay.look.weight == 700


def test_every_stability_is_explained(opened: Opened) -> None:
    said = set()
    for index in range(opened.page.stability.count()):
        opened.page.stability.activated.emit(index)
        said.add(opened.page.stability.accessibleDescription())
    assert len(said) == len(Stability)
    assert all(sentence.endswith(".") for sentence in said)


def test_the_preview_shows_both_languages_settled_and_tentative(opened: Opened) -> None:
    rows = opened.page.preview.rows()
    assert len(rows) == 2
    assert any("\u4e00" <= char <= "\u9fff" for row in rows for char in row.text)
    assert "suggest" in rows[-1].text
    assert 0 < rows[-1].settled < len(rows[-1].text)


def test_the_preview_follows_every_choice_and_stays_in_sight(opened: Opened) -> None:
    preview = opened.page.preview
    before = preview.grab().toImage()
    opened.page.emotion.click()
    with_rail = preview.grab().toImage()
    assert with_rail != before
    opened.page.look_form.presets.tiles[OverlayPreset.CHROMA_KEY].click()
    image = preview.grab().toImage()
    greens = sum(
        image.pixelColor(x, y) == QColor("#00FF00")
        for x in range(0, image.width(), 4)
        for y in range(0, image.height(), 4)
    )
    assert greens > 100
    at = preview.geometry()
    opened.page.verticalScrollBar().setValue(10_000)
    assert preview.geometry() == at


def test_a_color_is_picked_from_the_sheet_or_written(opened: Opened) -> None:
    button = opened.page.look_form.text_color
    button.click()
    button.sheet.swatches["#FFE600"].click()
    assert opened.overlay.look.text_color == "#FFE600"
    assert not button.sheet.isVisible()
    button.click()
    assert button.sheet.written.text() == "#FFE600"
    QTest.keyClicks(button.sheet.written, "nonsense")
    QTest.keyClick(button.sheet.written, Qt.Key.Key_Return)
    assert button.sheet.isVisible()
    QTest.keyClicks(button.sheet.written, "ffd0a0")
    QTest.keyClick(button.sheet.written, Qt.Key.Key_Return)
    assert opened.overlay.look.text_color == "#FFD0A0"


def test_a_color_is_tried_at_once_and_given_back_when_the_dialog_is_left(
    opened: Opened, qtbot: QtBot
) -> None:
    button = opened.page.look_form.box_color
    button.click()
    button.sheet.others.click()
    dialog = button.findChild(QColorDialog)
    assert dialog is not None
    dialog.setCurrentColor(QColor("#203040"))
    assert opened.overlay.look.box_color == "#203040"
    dialog.reject()
    assert opened.overlay.look.box_color == "#0B0D10"
    qtbot.waitUntil(lambda: button.findChild(QColorDialog) is None)


def test_tiles_are_radio_buttons_that_arrows_move_between(opened: Opened, qtbot: QtBot) -> None:
    tiles = opened.page.look_form.presets.tiles
    first = tiles[OverlayPreset.DARK]
    interface = QAccessible.queryAccessibleInterface(first)
    assert interface is not None
    assert interface.role() is QAccessible.Role.RadioButton
    opened.page.activateWindow()
    qtbot.waitUntil(opened.page.isActiveWindow)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert opened.overlay.look == PRESETS[OverlayPreset.LIGHT]


def test_a_look_from_a_file_is_shown_as_it_is_painted(qtbot: QtBot) -> None:
    faint = replace(OverlaySettings(), look=replace(PRESETS[OverlayPreset.DARK]))
    faint = replace(faint, look=replace(faint.look, text_color="#333333"))
    opened = Opened(Settings(overlay=faint))
    qtbot.addWidget(opened.page)
    shown = opened.page.look_form.text_color.text()
    assert contrast_of(replace(faint.look, text_color=parse(shown).text)) >= LEAST


@pytest.mark.parametrize("width", [340, 700])
def test_nothing_is_wider_than_the_page(opened: Opened, width: int, qtbot: QtBot) -> None:
    presets = opened.page.look_form.presets
    opened.page.resize(width, 600)
    tiles = presets.tiles.values()
    qtbot.waitUntil(lambda: all(tile.width() >= TILE_PX[0] for tile in tiles))
    assert all(presets.rect().contains(tile.geometry()) for tile in tiles)
    assert opened.page.horizontalScrollBar().maximum() == 0
