"""Settings: when a line ends, and how audio travels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from app.core.hotkeys import Hotkey, key_of
from app.core.settings import SILENCE_MS, VAD_PRESETS, VAD_THRESHOLD, AudioChoice, VadPreset
from app.shell.widgets.basics import ChoiceBox
from app.shell.widgets.form import CheckBox, NumberBox, Page, offer

if TYPE_CHECKING:
    from app.core.settings import Settings
    from app.shell.choices import Choices
    from app.shell.costs import Costs
    from app.shell.look import Look

# Others have a meaning: F1 is for help, F10 for menus, and F4 opens a list that has the focus.
TALK_KEYS = ("F2", "F3", "F5", "F6", "F7", "F8", "F9", "F11", "F12")
LEAST_MB = 0.1  # worth to be told
PRESETS = (*VAD_PRESETS, VadPreset.CUSTOM)


class RecognitionPage(Page):
    """Presets first; the figures behind them for those who ask."""

    def __init__(self, choices: Choices, costs: Costs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._costs = costs
        self._preset = ChoiceBox()
        self._preset_field = self.add_field(self._preset)
        self._advanced = QPushButton()
        self._advanced.setCheckable(True)
        self.add(self._advanced, is_wide=False)
        self._threshold = NumberBox(VAD_THRESHOLD, 0.05, 2)
        self._threshold_field = self.add_field(self._threshold)
        self._silence = NumberBox(SILENCE_MS, 50, 0)
        self._silence_field = self.add_field(self._silence)
        self._talk = CheckBox()
        self.add(self._talk, is_wide=False)
        self._key = ChoiceBox()
        self._key_field = self.add_field(self._key)
        self._audio = ChoiceBox()
        self._audio_field = self.add_field(self._audio)
        self._preset.activated.connect(self._on_preset_chosen)
        self._advanced.toggled.connect(self._refresh)
        self._threshold.valueChanged.connect(self._on_figures_changed)
        self._silence.valueChanged.connect(self._on_figures_changed)
        self._talk.clicked.connect(self._on_talk_clicked)
        self._key.activated.connect(self._on_key_chosen)
        self._audio.activated.connect(self._on_audio_chosen)
        costs.changed.connect(self._show_audio)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        presets = PRESETS if settings.vad_preset is VadPreset.CUSTOM else PRESETS[:-1]
        titles = [self._preset_title(preset) for preset in presets]
        offer(self._preset, titles, presets.index(settings.vad_preset))
        self._preset_field.say(self._preset_words(settings.vad_preset))
        self._threshold.show_value(settings.vad_threshold)
        self._silence.show_value(settings.silence_ms)
        self._talk.setChecked(settings.push_to_talk)
        keys = self._keys
        offer(self._key, [_native(key) for key in keys], keys.index(settings.push_to_talk_key))
        self._show_audio()
        self._refresh()

    def apply_look(self, look: Look) -> None:
        """Take sizes from `look`."""
        super().apply_look(look)
        for field in (self._threshold_field, self._silence_field, self._key_field):
            field.setContentsMargins(look.px(26), 0, 0, 0)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._preset_field.name(self.tr("A line ends"))
        self._advanced.setText(self.tr("Advanced"))
        self._advanced.setAccessibleName(self.tr("Show threshold and silence"))
        self._threshold_field.name(self.tr("Threshold"))
        self._threshold_field.say(self.tr("−1 to 1: the lower, the fainter a voice may be."))
        self._silence_field.name(self.tr("Silence that ends a line"))
        self._silence_field.say(self.tr("200 to 6,000 ms."))
        self._silence.setSuffix(self.tr(" ms"))
        self._talk.setText(self.tr("Push to talk: a line ends when I let a key or button go"))
        self._key_field.name(self.tr("Key to hold"))
        self._key_field.say(
            self.tr("It works while Zimu's window is in front. Nothing is sent while it is up.")
        )
        self._audio_field.name(self.tr("Audio is sent as"))
        self.show_settings(self._choices.settings)

    @property
    def _keys(self) -> tuple[str, ...]:
        """What is offered: no hotkey, but the one of now, which a file may have named."""
        settings = self._choices.settings
        key = settings.push_to_talk_key
        used = {key_of(settings.hotkeys, hotkey) for hotkey in Hotkey}
        free = tuple(each for each in TALK_KEYS if each not in used or each == key)
        return free if key in free else (*free, key)

    def _preset_title(self, preset: VadPreset) -> str:
        titles = {
            VadPreset.FAST: self.tr("Fast"),
            VadPreset.BALANCED: self.tr("Balanced"),
            VadPreset.PATIENT: self.tr("Patient"),
            VadPreset.CUSTOM: self.tr("As set under “Advanced”"),
        }
        return titles[preset]

    def _preset_words(self, preset: VadPreset) -> str:
        words = {
            VadPreset.FAST: self.tr("After 0.4 s of silence. Finished words come soonest."),
            VadPreset.BALANCED: self.tr("After 0.8 s of silence. Fewer sentences are cut."),
            VadPreset.PATIENT: self.tr("After 1.2 s of silence. For those who pause to think."),
            VadPreset.CUSTOM: "",
        }
        return words[preset]

    def _audio_title(self, audio: AudioChoice) -> str:
        titles = {
            AudioChoice.AUTO: self.tr("Automatic"),
            AudioChoice.PCM16: self.tr("PCM, 16 kHz"),
            AudioChoice.PCM8: self.tr("PCM, 8 kHz"),
            AudioChoice.OPUS: self.tr("Opus (experimental)"),
        }
        return titles[audio]

    def _audio_words(self, audio: AudioChoice) -> str:
        words = {
            AudioChoice.AUTO: self.tr("PCM at 16 kHz, or at 8 kHz where the source has no more."),
            AudioChoice.PCM16: self.tr("Everything that was heard, about 43 kB a second."),
            AudioChoice.PCM8: self.tr("Half of the data. Telephone quality."),
            AudioChoice.OPUS: self.tr("About a tenth of the data. Not every server takes it."),
        }
        return words[audio]

    @Slot()
    def _show_audio(self) -> None:
        wanted, offered = self._choices.settings.audio, self._choices.engine.audio
        audio = wanted if wanted in offered else AudioChoice.AUTO
        offer(self._audio, [self._audio_title(one) for one in offered], offered.index(audio))
        saved_mb = self._costs.saved_bytes / 1_000_000
        if saved_mb >= LEAST_MB:
            text = self.tr("{words} In this session {saved} MB less was sent than as PCM.")
            words = self._audio_words(audio)
            self._audio_field.say(text.format(words=words, saved=f"{saved_mb:,.1f}"))
        else:
            self._audio_field.say(self._audio_words(audio))

    @Slot()
    def _refresh(self) -> None:
        settings = self._choices.settings
        is_custom = settings.vad_preset is VadPreset.CUSTOM
        is_open = self._advanced.isChecked() or is_custom
        for widget in (self._preset_field, self._advanced, self._threshold_field):
            widget.setEnabled(not settings.push_to_talk)
        self._silence_field.setEnabled(not settings.push_to_talk)
        self._threshold_field.setVisible(is_open)
        self._silence_field.setVisible(is_open)
        self._key_field.setVisible(settings.push_to_talk)

    @Slot(int)
    def _on_preset_chosen(self, index: int) -> None:
        self._choices.change(self._choices.settings.with_vad(PRESETS[index]))

    @Slot()
    def _on_figures_changed(self) -> None:
        self._choices.change(
            replace(
                self._choices.settings,
                vad_threshold=round(self._threshold.value(), 2),
                silence_ms=round(self._silence.value()),
            )
        )

    @Slot(bool)
    def _on_talk_clicked(self, is_on: bool) -> None:
        self._choices.change(replace(self._choices.settings, push_to_talk=is_on))

    @Slot(int)
    def _on_key_chosen(self, index: int) -> None:
        self._choices.change(replace(self._choices.settings, push_to_talk_key=self._keys[index]))

    @Slot(int)
    def _on_audio_chosen(self, index: int) -> None:
        audio = self._choices.engine.audio[index]
        self._choices.change(replace(self._choices.settings, audio=audio))


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
