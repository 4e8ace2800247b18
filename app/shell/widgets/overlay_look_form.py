"""The part of the overlay's settings that is about its look: presets, font, colours."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontDatabase
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.core.color import parse
from app.core.contrast import LEAST, contrast_of, readable
from app.core.overlay_presets import (
    PRESETS,
    OverlayPreset,
    nearest_preset,
    preset_of,
    with_preset,
)
from app.core.overlay_settings import (
    OVERLAY_FONT_PX,
    OVERLAY_OPACITY,
    OVERLAY_OUTLINE_PX,
    Alignment,
    OverlayLook,
)
from app.shell.widgets.basics import ChoiceBox, set_tone, text_label
from app.shell.widgets.color_button import ColorButton
from app.shell.widgets.field_row import FieldRow
from app.shell.widgets.form import CheckBox, Field, NumberBox, offer
from app.shell.widgets.preset_tiles import PresetTiles, preset_name

if TYPE_CHECKING:
    from app.shell.look import Look

WEIGHTS: Final = (300, 400, 500, 600, 700, 900)
ALIGNMENTS: Final = tuple(Alignment)
PERCENT: Final = 100
OPACITY_PERCENT: Final = (OVERLAY_OPACITY[0] * PERCENT, OVERLAY_OPACITY[1] * PERCENT)


class OverlayLookForm(QWidget):
    """Every choice takes effect at once, or the nearest one whose words can be read."""

    changed = Signal(object)  # OverlayLook

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = OverlayLook()
        self._refusal = ""
        self.presets = PresetTiles()
        self.reset = QPushButton()
        self.family = ChoiceBox()
        self.size_px = NumberBox(OVERLAY_FONT_PX, 2, 0)
        self.weight = ChoiceBox()
        self.text_color, self.box_color, self.outline_color = (ColorButton() for _ in range(3))
        self.opacity = NumberBox(OPACITY_PERCENT, 5, 0)
        self.outline_px = NumberBox(OVERLAY_OUTLINE_PX, 1, 0)
        self.shadow = CheckBox()
        self.alignment = ChoiceBox()
        self.contrast = text_label("hint")
        self._family, self._size, self._weight = map(
            Field, (self.family, self.size_px, self.weight)
        )
        self._text, self._box, self._outline = map(
            Field, (self.text_color, self.box_color, self.outline_color)
        )
        self._opacity, self._width, self._align = map(
            Field, (self.opacity, self.outline_px, self.alignment)
        )
        self._rows = (
            FieldRow(self._family, self._align),
            FieldRow(self._size, self._weight),
            FieldRow(self._text, self._box, self._opacity),
            FieldRow(self._outline, self._width),
        )
        self._lay_out()
        self._connect()

    def show_look(self, look: OverlayLook) -> None:
        """Follow the settings."""
        look = readable(look)
        if look != self._shown:
            self._refusal = ""
        self._shown = look
        self.presets.show_preset(preset_of(look))
        offer(self.family, self._family_titles(), self._families().index(look.family))
        self.size_px.show_value(look.font_px)
        weights = self._weights()
        offer(self.weight, [weight_name(each) for each in weights], weights.index(look.weight))
        self.text_color.show_color(look.text_color)
        self.box_color.show_color(look.box_color)
        self.outline_color.show_color(look.outline_color)
        self.opacity.show_value(look.box_opacity * PERCENT)
        self.outline_px.show_value(look.outline_px)
        self._outline.setEnabled(look.outline_px > 0)
        self.shadow.setChecked(look.has_shadow)
        titles = [self.tr("Where a line begins"), self.tr("Centred")]
        offer(self.alignment, titles, ALIGNMENTS.index(look.alignment))
        nearest = nearest_preset(look)
        self.reset.setText(self.tr("Back to “{preset}”").format(preset=preset_name(nearest)))
        self.reset.setEnabled(look != PRESETS[nearest])
        self._show_contrast(look)

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._column.setSpacing(look.px(16))
        self.presets.apply_look(look)
        for row in self._rows:
            row.apply_look(look)
        for button in (self.text_color, self.box_color, self.outline_color):
            button.apply_look(look)
        self.shadow.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self.presets.retranslate()
        self._family.name(self.tr("Font"))
        self._size.name(self.tr("Size"))
        self.size_px.setSuffix(self.tr(" px"))
        self._weight.name(self.tr("Weight"))
        self._align.name(self.tr("Alignment"))
        self._text.name(self.tr("Text"))
        self._box.name(self.tr("Box"))
        self._opacity.name(self.tr("Opacity of the box"))
        self.opacity.setSuffix(self.tr(" %"))
        self._outline.name(self.tr("Outline"))
        self._width.name(self.tr("Width of the outline"))
        self.outline_px.setSuffix(self.tr(" px"))
        self.outline_px.setSpecialValueText(self.tr("None"))
        self.shadow.setText(self.tr("Shadow"))
        self.show_look(self._shown)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.presets, self.contrast, *self._rows, self.shadow):
            self._column.addWidget(widget)
        self._column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        self.presets.chosen.connect(self._on_preset_chosen)
        self.reset.clicked.connect(self._on_reset_clicked)
        self.family.activated.connect(self._on_family_chosen)
        self.size_px.valueChanged.connect(self._on_figures_changed)
        self.weight.activated.connect(self._on_weight_chosen)
        self.alignment.activated.connect(self._on_alignment_chosen)
        self.text_color.chosen.connect(self._on_text_chosen)
        self.box_color.chosen.connect(self._on_box_chosen)
        self.outline_color.chosen.connect(self._on_outline_chosen)
        self.opacity.valueChanged.connect(self._on_figures_changed)
        self.outline_px.valueChanged.connect(self._on_figures_changed)
        self.shadow.clicked.connect(self._on_shadow_clicked)

    def _families(self) -> list[str]:
        """Return the fonts there are, and the chosen one; first that of the window."""
        found = QFontDatabase.families()
        names = {name for name in found if not QFontDatabase.isPrivateFamily(name)}
        return ["", *sorted(names | {self._shown.family} - {""}, key=str.casefold)]

    def _family_titles(self) -> list[str]:
        return [self.tr("As in the window"), *self._families()[1:]]

    def _weights(self) -> tuple[int, ...]:
        return tuple(sorted({*WEIGHTS, self._shown.weight}))

    def _show_contrast(self, look: OverlayLook) -> None:
        text = self.tr("Contrast {ratio} : 1, whatever lies below.")
        said = text.format(ratio=_figure(contrast_of(look)))
        set_tone(self.contrast, "warning" if self._refusal else "")
        self.contrast.setText(self._refusal or said)

    def _change(self, look: OverlayLook) -> None:
        """Tell of `look`, or of the nearest one that can be read, and say so."""
        taken = readable(look, self._shown)
        self._refusal = "" if taken == look else self._words_about(look, taken)
        self._shown = taken
        self.show_look(taken)
        self.changed.emit(taken)
        if self._refusal:  # a screen reader's user does not see a sentence change
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._refusal))

    def _words_about(self, wanted: OverlayLook, taken: OverlayLook) -> str:
        text = self.tr(
            "That would have had a contrast of {wanted} : 1; captions need {least} : 1. "
            "The nearest that can be read is used: {instead}."
        )
        if taken.text_color != wanted.text_color:
            instead = taken.text_color
        elif taken.box_color != wanted.box_color:
            instead = taken.box_color
        elif taken.outline_color != wanted.outline_color:
            instead = taken.outline_color
        else:
            instead = f"{taken.box_opacity:.0%}"
        figures = {"wanted": _figure(contrast_of(wanted)), "least": _figure(LEAST)}
        return text.format(**figures, instead=instead)

    @Slot(object)
    def _on_preset_chosen(self, preset: OverlayPreset) -> None:
        self._change(with_preset(self._shown, preset))

    @Slot()
    def _on_reset_clicked(self) -> None:
        self._change(PRESETS[nearest_preset(self._shown)])

    @Slot(int)
    def _on_family_chosen(self, index: int) -> None:
        self._change(replace(self._shown, family=self._families()[index]))

    @Slot(int)
    def _on_weight_chosen(self, index: int) -> None:
        self._change(replace(self._shown, weight=self._weights()[index]))

    @Slot(int)
    def _on_alignment_chosen(self, index: int) -> None:
        self._change(replace(self._shown, alignment=ALIGNMENTS[index]))

    @Slot(str)
    def _on_text_chosen(self, color: str) -> None:
        self._change(replace(self._shown, text_color=parse(color).text))

    @Slot(str)
    def _on_box_chosen(self, color: str) -> None:
        self._change(replace(self._shown, box_color=parse(color).text))

    @Slot(str)
    def _on_outline_chosen(self, color: str) -> None:
        self._change(replace(self._shown, outline_color=parse(color).text))

    @Slot()
    def _on_figures_changed(self) -> None:
        self._change(
            replace(
                self._shown,
                font_px=round(self.size_px.value()),
                box_opacity=round(self.opacity.value()) / PERCENT,
                outline_px=round(self.outline_px.value()),
            )
        )

    @Slot(bool)
    def _on_shadow_clicked(self, is_on: bool) -> None:
        self._change(replace(self._shown, has_shadow=is_on))


def _figure(ratio: float) -> str:
    """Return a contrast with one digit, cut off: what is too low never reads as enough."""
    return f"{math.floor(ratio * 10) / 10:.1f}"


def weight_name(weight: int) -> str:
    """Return what a weight of type is called in the window's language; others are figures."""
    names = {
        300: QCoreApplication.translate("FontWeight", "Light"),
        400: QCoreApplication.translate("FontWeight", "Regular"),
        500: QCoreApplication.translate("FontWeight", "Medium"),
        600: QCoreApplication.translate("FontWeight", "Semibold"),
        700: QCoreApplication.translate("FontWeight", "Bold"),
        900: QCoreApplication.translate("FontWeight", "Black"),
    }
    return names.get(weight, str(weight))
