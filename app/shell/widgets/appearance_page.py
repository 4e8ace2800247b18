"""Settings: what the window looks like, how large, how lively, what it speaks and reads out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Slot

from app.core.settings import TEXT_PERCENT, Motion, Theme
from app.shell.i18n import UI_LANGUAGES
from app.shell.widgets.basics import ChoiceBox
from app.shell.widgets.form import NumberBox, Page, offer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.settings import Settings
    from app.shell.choices import Choices

THEMES: Final = tuple(Theme)
MOTIONS: Final = tuple(Motion)
LANGUAGES: Final = ("", *UI_LANGUAGES)  # first the system's


class AppearancePage(Page):
    """Five choices; each takes effect at once."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self.theme = ChoiceBox()
        self._theme_field = self.add_field(self.theme)
        self.text_percent = NumberBox(TEXT_PERCENT, 10, 0)
        self._text_field = self.add_field(self.text_percent)
        self.motion = ChoiceBox()
        self._motion_field = self.add_field(self.motion)
        self.language = ChoiceBox()
        self._language_field = self.add_field(self.language)
        self._announcing = self.add_switch()
        self.announces = self._announcing.box
        self.theme.activated.connect(self._on_theme_chosen)
        self.text_percent.valueChanged.connect(self._on_text_changed)
        self.motion.activated.connect(self._on_motion_chosen)
        self.language.activated.connect(self._on_language_chosen)
        self.announces.clicked.connect(self._on_announces_clicked)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        titles = [theme_title(theme) for theme in THEMES]
        offer(self.theme, titles, THEMES.index(settings.theme))
        self.text_percent.show_value(settings.text_percent)
        titles = [self._motion_title(motion) for motion in MOTIONS]
        offer(self.motion, titles, MOTIONS.index(settings.motion))
        chosen = settings.ui_language if settings.ui_language in UI_LANGUAGES else ""
        titles = [self.tr("As the system"), *UI_LANGUAGES.values()]
        offer(self.language, titles, LANGUAGES.index(chosen))
        self.announces.setChecked(settings.announces_lines)

    def retranslate(self) -> None:
        """Set the texts again; languages keep their own names."""
        self._theme_field.name(self.tr("Colours"))
        self._text_field.name(self.tr("Text size"))
        self._text_field.say(
            self.tr("Of what the system asks for. The overlay has a size of its own.")
        )
        self.text_percent.setSuffix(self.tr(" %"))
        self._motion_field.name(self.tr("Motion"))
        self._motion_field.say(self.tr("Reduced: what changes is there at once, nothing fades."))
        self._language_field.name(self.tr("Language of the window"))
        self.announces.setText(self.tr("Read finished lines to the screen reader"))
        self._announcing.say(self.tr("One at a time; lines older than 1.5 s are left out."))
        self.show_settings(self._choices.settings)

    def _motion_title(self, motion: Motion) -> str:
        titles = {
            Motion.SYSTEM: self.tr("As the system"),
            Motion.FULL: self.tr("Full"),
            Motion.REDUCED: self.tr("Reduced"),
        }
        return titles[motion]

    @Slot(int)
    def _on_theme_chosen(self, index: int) -> None:
        self._choices.choose_theme(THEMES[index])

    @Slot()
    def _on_text_changed(self) -> None:
        percent = round(self.text_percent.value())
        self._choices.change(replace(self._choices.settings, text_percent=percent))

    @Slot(int)
    def _on_motion_chosen(self, index: int) -> None:
        self._choices.change(replace(self._choices.settings, motion=MOTIONS[index]))

    @Slot(int)
    def _on_language_chosen(self, index: int) -> None:
        self._choices.choose_ui_language(LANGUAGES[index])

    @Slot(bool)
    def _on_announces_clicked(self, is_checked: bool) -> None:
        self._choices.change(replace(self._choices.settings, announces_lines=is_checked))


def theme_title(theme: Theme) -> str:
    """Return what a theme is called in the window's language."""
    titles = {
        Theme.SYSTEM: QCoreApplication.translate("AppearancePage", "As the system"),
        Theme.LIGHT: QCoreApplication.translate("AppearancePage", "Light"),
        Theme.DARK: QCoreApplication.translate("AppearancePage", "Dark"),
        Theme.HIGH_CONTRAST: QCoreApplication.translate("AppearancePage", "High contrast"),
    }
    return titles[theme]
