"""The last of the first steps: what window and overlay look like, with a preview."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot

from app.core.overlay_presets import OverlayPreset, preset_of, with_preset
from app.core.settings import TEXT_PERCENT
from app.shell.widgets.appearance_page import THEMES, theme_title
from app.shell.widgets.basics import ChoiceBox, text_label
from app.shell.widgets.field_row import FieldRow
from app.shell.widgets.first_step import Step
from app.shell.widgets.form import Field, NumberBox, offer
from app.shell.widgets.overlay_preview import OverlayPreview
from app.shell.widgets.preset_tiles import PresetTiles

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.settings import Settings
    from app.shell.choices import Choices
    from app.shell.look import Look

PERCENT_STEP: Final = 25


class LookStep(Step):
    """Colours and size of the window, and a ready look for the overlay, seen at once."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self.theme = ChoiceBox()
        self.text_percent = NumberBox(TEXT_PERCENT, PERCENT_STEP, 0)
        self._theme_field, self._text_field = Field(self.theme), Field(self.text_percent)
        self._fields = FieldRow(self._theme_field, self._text_field)
        self._caption = text_label("caption")
        self.presets = PresetTiles()
        self.preview = OverlayPreview()
        for widget in (self._fields, self._caption, self.presets, self.preview):
            self.body.addWidget(widget)
        self.presets.chosen.connect(self._on_preset_chosen)
        self.theme.activated.connect(self._on_theme_chosen)
        self.text_percent.valueChanged.connect(self._on_text_changed)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        offer(self.theme, [theme_title(theme) for theme in THEMES], THEMES.index(settings.theme))
        self.text_percent.show_value(settings.text_percent)
        self.presets.show_preset(preset_of(settings.overlay.look))
        self.preview.show_settings(settings.overlay)

    def apply_look(self, look: Look) -> None:
        """Take sizes from `look`."""
        super().apply_look(look)
        self._fields.apply_look(look)
        self.presets.apply_look(look)
        self.preview.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self.title.setText(self.tr("What shall it look like?"))
        self.words.setText(
            self.tr("Captions appear in this window, and in a box above all other windows.")
        )
        self._theme_field.name(self.tr("Colours of the window"))
        self._text_field.name(self.tr("Size of its text"))
        self.text_percent.setSuffix(self.tr(" %"))
        self._caption.setText(self.tr("Captions above other windows"))
        self.preview.setAccessibleName(self.tr("Preview"))
        self.presets.retranslate()
        self.show_settings(self._choices.settings)

    @Slot(int)
    def _on_theme_chosen(self, index: int) -> None:
        self._choices.choose_theme(THEMES[index])

    @Slot()
    def _on_text_changed(self) -> None:
        percent = round(self.text_percent.value())
        self._choices.change(replace(self._choices.settings, text_percent=percent))

    @Slot(object)
    def _on_preset_chosen(self, preset: OverlayPreset) -> None:
        settings = self._choices.settings
        look = with_preset(settings.overlay.look, preset)
        self._choices.change(replace(settings, overlay=replace(settings.overlay, look=look)))
