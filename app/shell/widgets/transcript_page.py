"""Settings: what the transcript shows and keeps of feelings, and which words call the user."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.core.settings import ALERT_WORDS_MAX
from app.shell.widgets.form import CheckBox, Page
from app.shell.widgets.word_list import WordList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QWidget

    from app.core.settings import Settings
    from app.shell.choices import Choices
    from app.shell.look import Look

MAX_WORD_CHARS = 60


class TranscriptPage(Page):
    """Switches, and a list of words."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._shown, self._about_shown = self._add_switch()
        self._kept, self._about_kept = self._add_switch()
        self._word = QLineEdit(maxLength=MAX_WORD_CHARS)
        self._add = QPushButton()
        self._word_field = self.add_field(self._word, self._add)
        self._words = WordList()
        self.add(self._words)
        self._sounds = CheckBox()
        self.add(self._sounds, is_wide=False)
        self._notifies, self._about_notifies = self._add_switch()
        self._shown.clicked.connect(self._on_shown_clicked)
        self._kept.clicked.connect(self._on_kept_clicked)
        self._word.returnPressed.connect(self._on_word_entered)
        self._word.textChanged.connect(self._refresh)
        self._add.clicked.connect(self._on_word_entered)
        self._words.removed.connect(self._on_word_removed)
        self._sounds.clicked.connect(self._on_sounds_clicked)
        self._notifies.clicked.connect(self._on_notifies_clicked)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        emotion, alerts = settings.emotion, settings.alerts
        self._shown.setChecked(emotion.is_shown)
        self._about_shown.setText(self._words_about_feelings())
        self._kept.setChecked(emotion.is_kept and emotion.is_explained)
        self._words.show_words(alerts.words)
        self._sounds.setChecked(alerts.sounds)
        self._notifies.setChecked(alerts.notifies)
        self._refresh()

    def apply_look(self, look: Look) -> None:
        """Take sizes from `look`."""
        super().apply_look(look)
        for label in (self._about_shown, self._about_kept, self._about_notifies):
            label.setContentsMargins(look.px(26), 0, 0, 0)
        self._words.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._shown.setText(self.tr("Show the feeling in a voice beside its words"))
        self._kept.setText(self.tr("Store feelings with the transcript"))
        self._about_kept.setText(
            self.tr("Otherwise what is hidden is not stored. Files you export name no feelings.")
        )
        self._word_field.name(self.tr("Words that call you, such as your name"))
        self._word.setPlaceholderText(self.tr("A name or a word"))
        self._add.setText(self.tr("Add"))
        self._add.setAccessibleName(self.tr("Add this word"))
        self._words.retranslate()
        self._sounds.setText(self.tr("Play a soft sound"))
        self._notifies.setText(self.tr("Show a notification while another program is in front"))
        self._about_notifies.setText(
            self.tr("It says the word and the time, and nothing else of what was said.")
        )
        self.show_settings(self._choices.settings)

    def _add_switch(self) -> tuple[CheckBox, QLabel]:
        switch = CheckBox()
        self.add(switch, is_wide=False)
        return switch, self.add_words()

    def _words_about_feelings(self) -> str:
        if self._choices.engine.supports_emotion:
            return self.tr("A guess from the sound of the voice, and often wrong.")
        return self.tr("The chosen engine hears no feelings.")

    @Slot()
    def _refresh(self) -> None:
        words = self._choices.settings.alerts.words
        is_full = len(words) >= ALERT_WORDS_MAX
        self._add.setEnabled(bool(self._word.text().strip()) and not is_full)
        if is_full:
            self._word_field.say(self.tr("That are as many words as there can be."))
        else:
            self._word_field.say(
                self.tr("They are highlighted, too. Whole words, or Chinese anywhere in a line.")
            )

    def _change_emotion(self, *, is_shown: bool, is_kept: bool) -> None:
        settings = self._choices.settings
        emotion = replace(
            settings.emotion, is_shown=is_shown, is_kept=is_kept, is_explained=True
        )  # what it is stands beside the switch
        self._choices.change(replace(settings, emotion=emotion))

    def _change_words(self, words: tuple[str, ...]) -> None:
        settings = self._choices.settings
        alerts = replace(settings.alerts, words=words)
        self._choices.change(replace(settings, alerts=alerts))

    @Slot(bool)
    def _on_shown_clicked(self, is_on: bool) -> None:
        self._change_emotion(is_shown=is_on, is_kept=self._kept.isChecked())

    @Slot(bool)
    def _on_kept_clicked(self, is_on: bool) -> None:
        self._change_emotion(is_shown=self._shown.isChecked(), is_kept=is_on)

    @Slot()
    def _on_word_entered(self) -> None:
        word = " ".join(unicodedata.normalize("NFC", self._word.text()).split())
        words = self._choices.settings.alerts.words
        if not word or len(words) >= ALERT_WORDS_MAX:
            return
        self._word.clear()
        if word.casefold() not in (known.casefold() for known in words):
            self._change_words((*words, word))

    @Slot(str)
    def _on_word_removed(self, word: str) -> None:
        words = self._choices.settings.alerts.words
        self._change_words(tuple(known for known in words if known != word))

    @Slot(bool)
    def _on_sounds_clicked(self, is_on: bool) -> None:
        settings = self._choices.settings
        alerts = replace(settings.alerts, sounds=is_on)
        self._choices.change(replace(settings, alerts=alerts))

    @Slot(bool)
    def _on_notifies_clicked(self, is_on: bool) -> None:
        settings = self._choices.settings
        alerts = replace(settings.alerts, notifies=is_on)
        self._choices.change(replace(settings, alerts=alerts))
