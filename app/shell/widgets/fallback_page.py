"""Settings: whether the engine on this computer stands in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Slot

from app.core.settings import FALLBACK_AFTER_S
from app.shell.i18n import language_name
from app.shell.widgets.form import BESIDE_BOX_PX, NumberBox, Page

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.settings import FallbackSettings, Settings
    from app.engine.catalog import EngineInfo
    from app.shell.choices import Choices
    from app.shell.look import Look


FEW = 3  # so many languages are a list that one reads


class FallbackPage(Page):
    """A switch and a number of seconds."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._allow = self.add_switch()
        self._after = NumberBox(FALLBACK_AFTER_S, 5, 0)
        self._after_field = self.add_field(self._after)
        self._allow.box.clicked.connect(self._on_allow_clicked)
        self._after.valueChanged.connect(self._on_after_changed)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings, which decide who stands in."""
        self._allow.say(self._words_about(self._choices.local_engine))
        self._allow.box.setChecked(settings.fallback.is_enabled)
        self._after.show_value(settings.fallback.after_s)
        self._after_field.setEnabled(settings.fallback.is_enabled)

    def apply_look(self, look: Look) -> None:
        """Take sizes from `look`."""
        super().apply_look(look)
        self._after_field.setContentsMargins(look.px(BESIDE_BOX_PX), 0, 0, 0)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._allow.box.setText(self.tr("Let the engine on this computer stand in"))
        self._after_field.name(self.tr("After so many seconds without connection"))
        self._after_field.say(self.tr("It takes effect with the next start."))
        self._after.setSuffix(self.tr(" s"))
        self.show_settings(self._choices.settings)

    def _words_about(self, engine: EngineInfo) -> str:
        if len(engine.languages) > FEW:
            text = self.tr(
                "While the chosen engine cannot be reached, {engine} captions instead, and hands "
                "back when the connection is there again. Meanwhile no audio leaves this computer."
            )
            return text.format(engine=engine.title)
        text = self.tr(
            "While the chosen engine cannot be reached, {engine} captions instead, in {language} "
            "only, and hands back when the connection is there again. Meanwhile no audio leaves "
            "this computer."
        )
        names = [language_name(code) for code in engine.languages]
        return text.format(engine=engine.title, language=QLocale().createSeparatedList(names))

    @Slot(bool)
    def _on_allow_clicked(self, is_on: bool) -> None:
        self._change(replace(self._choices.settings.fallback, is_enabled=is_on))

    @Slot(float)
    def _on_after_changed(self, after_s: float) -> None:
        self._change(replace(self._choices.settings.fallback, after_s=round(after_s)))

    def _change(self, fallback: FallbackSettings) -> None:
        self._choices.change(replace(self._choices.settings, fallback=fallback))
