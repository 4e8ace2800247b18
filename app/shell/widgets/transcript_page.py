"""Settings: what the transcript shows and keeps of feelings, and which words call the user."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.core.settings import ALERT_WORDS_MAX
from app.shell.widgets.form import Page
from app.shell.widgets.word_list import WordList

if TYPE_CHECKING:
    from app.core.settings import Settings
    from app.shell.choices import Choices
    from app.shell.look import Look

MAX_WORD_CHARS = 60


class TranscriptPage(Page):
    """Switches, and a list of words."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._about_feelings = self.add_words("noticeTitle")
        self._shown = self.add_switch()
        self._kept = self.add_switch()
        self._about_audio = self.add_words("noticeTitle")
        self._recorded = self.add_switch()
        self._about_words = self.add_words("noticeTitle")
        self._word = QLineEdit(maxLength=MAX_WORD_CHARS)
        self._add = QPushButton()
        self._word_field = self.add_field(self._word, self._add)
        self._words = WordList()
        self.add(self._words)
        self._sounds = self.add_switch()
        self._notifies = self.add_switch()
        self._shown.box.clicked.connect(self._on_shown_clicked)
        self._kept.box.clicked.connect(self._on_kept_clicked)
        self._recorded.box.clicked.connect(self._on_recorded_clicked)
        self._word.returnPressed.connect(self._on_word_entered)
        self._word.textChanged.connect(self._refresh)
        self._add.clicked.connect(self._on_word_entered)
        self._words.removed.connect(self._on_word_removed)
        self._sounds.box.clicked.connect(self._on_sounds_clicked)
        self._notifies.box.clicked.connect(self._on_notifies_clicked)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        emotion, alerts = settings.emotion, settings.alerts
        self._shown.box.setChecked(emotion.is_shown)
        self._shown.say(self._words_about_feelings())
        self._kept.box.setChecked(emotion.is_kept and emotion.is_explained)
        self._recorded.box.setChecked(settings.keeps_audio)
        self._words.show_words(alerts.words)
        self._sounds.box.setChecked(alerts.sounds)
        self._notifies.box.setChecked(alerts.notifies)
        self._refresh()

    def apply_look(self, look: Look) -> None:
        """Take sizes from `look`."""
        super().apply_look(look)
        for heading in (self._about_audio, self._about_words):
            heading.setContentsMargins(0, look.px(8), 0, 0)
        self._words.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._about_feelings.setText(self.tr("Feelings"))
        self._shown.box.setText(self.tr("Show the feeling in a voice"))
        self._kept.box.setText(self.tr("Store feelings with the transcript"))
        self._kept.say(
            self.tr(
                "Otherwise what is hidden is not stored, and files you export name no feelings."
            )
        )
        self._about_audio.setText(self.tr("Audio"))
        self._recorded.box.setText(self.tr("Record the audio with the transcript"))
        self._recorded.say(
            self.tr(
                "The recording stays on this computer, about 60 MB an hour, and the window says so"
                " while it is made. Ask those you record first: the law may demand it."
            )
        )
        self._about_words.setText(self.tr("Alert words"))
        self._word_field.name(self.tr("Words that call you, such as your name"))
        self._word.setPlaceholderText(self.tr("A name or a word"))
        self._add.setText(self.tr("Add"))
        self._add.setAccessibleName(self.tr("Add this word"))
        self._words.retranslate()
        self._sounds.box.setText(self.tr("Play a soft sound"))
        self._notifies.box.setText(self.tr("Notify me in other programs"))
        self._notifies.say(
            self.tr("A notification says the word and the time, and nothing else that was said.")
        )
        self.show_settings(self._choices.settings)

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
            self._word_field.say(self.tr("There is no room for more words."))
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
        self._change_emotion(is_shown=is_on, is_kept=self._kept.box.isChecked())

    @Slot(bool)
    def _on_kept_clicked(self, is_on: bool) -> None:
        self._change_emotion(is_shown=self._shown.box.isChecked(), is_kept=is_on)

    @Slot(bool)
    def _on_recorded_clicked(self, is_on: bool) -> None:
        self._choices.change(replace(self._choices.settings, keeps_audio=is_on))

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
