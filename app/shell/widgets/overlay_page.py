"""Settings: what the overlay looks like, with a preview, and how still its words are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot

from app.core.overlay_settings import (
    FADE_AFTER_S,
    OVERLAY_ROWS,
    OVERLAY_WIDTH_CHARS,
    OverlayLook,
    OverlaySettings,
    Stability,
)
from app.shell.widgets.basics import ChoiceBox
from app.shell.widgets.field_row import FieldRow
from app.shell.widgets.form import Field, NumberBox, Page, offer
from app.shell.widgets.overlay_look_form import OverlayLookForm
from app.shell.widgets.overlay_preview import OverlayPreview

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from app.core.settings import Settings
    from app.shell.choices import Choices
    from app.shell.look import Look

STABILITIES: Final = tuple(Stability)
FADES_S: Final = (*FADE_AFTER_S, None)
CHINESE_PER_LATIN: Final = 18 / 42
GAP_PX: Final = 8  # below the preview


class OverlayPage(Page):
    """The preview stays in sight while the choices below it scroll."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._margin_px = 0
        self.preview = OverlayPreview(self)
        self.look_form = OverlayLookForm()
        self.add(self.look_form)
        self.rows, self.width_chars = (
            NumberBox(OVERLAY_ROWS, 1, 0),
            NumberBox(OVERLAY_WIDTH_CHARS, 2, 0),
        )
        self._rows_field, self._width_field = Field(self.rows), Field(self.width_chars)
        self._size = FieldRow(self._rows_field, self._width_field)
        self.add(self._size)
        self.stability = ChoiceBox()
        self._stability_field = self.add_field(self.stability)
        self.fade = ChoiceBox()
        self._fade_field = self.add_field(self.fade)
        self._emotion = self.add_switch()
        self.emotion = self._emotion.box
        self.look_form.changed.connect(self._on_look_changed)
        self.rows.valueChanged.connect(self._on_size_changed)
        self.width_chars.valueChanged.connect(self._on_size_changed)
        self.stability.activated.connect(self._on_stability_chosen)
        self.fade.activated.connect(self._on_fade_chosen)
        self.emotion.clicked.connect(self._on_emotion_clicked)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        overlay = settings.overlay
        self.preview.show_settings(overlay)
        self.look_form.show_look(overlay.look)
        self.rows.show_value(overlay.rows)
        self.width_chars.show_value(overlay.width_chars)
        chinese = round(overlay.width_chars * CHINESE_PER_LATIN)
        text = self.tr("Or {count} Chinese ones.")
        self._width_field.say(text.format(count=chinese))
        titles = [self._stability_title(each) for each in STABILITIES]
        offer(self.stability, titles, STABILITIES.index(overlay.stability))
        self._stability_field.say(self._stability_words(overlay.stability))
        fades = [self._fade_title(each) for each in FADES_S]
        offer(self.fade, fades, FADES_S.index(overlay.fade_after_s))
        self.emotion.setChecked(overlay.shows_emotion)

    def apply_look(self, look: Look) -> None:
        """Take sizes from `look`."""
        super().apply_look(look)
        self._margin_px = look.px(24)
        self.preview.apply_look(look)
        self.look_form.apply_look(look)
        self._size.apply_look(look)
        self._place_preview()

    def retranslate(self) -> None:
        """Set the texts again."""
        self.preview.setAccessibleName(self.tr("Preview"))
        self.look_form.retranslate()
        self._rows_field.name(self.tr("Rows"))
        self._width_field.name(self.tr("Characters in a row"))
        self._stability_field.name(self.tr("How still words are"))
        self._fade_field.name(self.tr("In a silence, words go after"))
        self.emotion.setText(self.tr("Show feelings"))
        self._emotion.say(
            self.tr("A rail and a shape at the side, once a line is finished. It is a guess.")
        )
        self.show_settings(self._choices.settings)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the preview be as wide as the page."""
        super().resizeEvent(event)
        self._place_preview()

    def _place_preview(self) -> None:
        margin_px, height_px = self._margin_px, self.preview.height()
        self.setViewportMargins(0, height_px + margin_px + GAP_PX, 0, 0)
        width_px = self.viewport().width() - 2 * margin_px
        self.preview.setGeometry(margin_px, margin_px, width_px, height_px)

    def _stability_title(self, stability: Stability) -> str:
        titles = {
            Stability.FAST: self.tr("Fast"),
            Stability.BALANCED: self.tr("Balanced"),
            Stability.CALM: self.tr("Calm"),
            Stability.SENTENCE: self.tr("Sentence by sentence"),
        }
        return titles[stability]

    def _stability_words(self, stability: Stability) -> str:
        words = {
            Stability.FAST: self.tr("Words come as they are heard. Those underlined may change."),
            Stability.BALANCED: self.tr(
                "Words come when they have lasted for 0.3 s. Few change while you read."
            ),
            Stability.CALM: self.tr("Only words that stay, up to 1.5 s later."),
            Stability.SENTENCE: self.tr(
                "Whole sentences, when they are finished. Nothing changes while you read."
            ),
        }
        return words[stability]

    def _fade_title(self, seconds: int | None) -> str:
        if seconds is None:
            return self.tr("Never")
        return self.tr("{count} seconds").format(count=seconds)

    @Slot(object)
    def _on_look_changed(self, look: OverlayLook) -> None:
        self._change(replace(self._overlay, look=look))

    @Slot()
    def _on_size_changed(self) -> None:
        rows, chars = round(self.rows.value()), round(self.width_chars.value())
        self._change(replace(self._overlay, rows=rows, width_chars=chars))

    @Slot(int)
    def _on_stability_chosen(self, index: int) -> None:
        self._change(replace(self._overlay, stability=STABILITIES[index]))

    @Slot(int)
    def _on_fade_chosen(self, index: int) -> None:
        self._change(replace(self._overlay, fade_after_s=FADES_S[index]))

    @Slot(bool)
    def _on_emotion_clicked(self, is_on: bool) -> None:
        self._change(replace(self._overlay, shows_emotion=is_on))

    @property
    def _overlay(self) -> OverlaySettings:
        return self._choices.settings.overlay

    def _change(self, overlay: OverlaySettings) -> None:
        self._choices.change(replace(self._choices.settings, overlay=overlay))
