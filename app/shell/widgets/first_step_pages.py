"""What the first steps ask: where to recognise, which microphone, what it looks like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.core.overlay_presets import OverlayPreset, preset_of, with_preset
from app.core.settings import TEXT_PERCENT
from app.engine.catalog import EngineInfo, Place
from app.shell.errors_text import problem_text
from app.shell.money import HOUR_S, price_text
from app.shell.residency_text import residency_text
from app.shell.widgets.appearance_page import THEMES, theme_title
from app.shell.widgets.basics import ChoiceBox, Dot, restyle, set_tone, text_label
from app.shell.widgets.device_picker import DevicePicker
from app.shell.widgets.field_row import FieldRow
from app.shell.widgets.form import Field, NumberBox, offer
from app.shell.widgets.overlay_preview import OverlayPreview
from app.shell.widgets.preset_tiles import PresetTiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QMouseEvent

    from app.core.errors import Problem
    from app.core.events import Level
    from app.core.settings import Settings
    from app.shell.choices import Choices
    from app.shell.look import Look

PERCENT_STEP: Final = 25


class Step(QWidget):
    """A question, a sentence about it, and the ways to answer it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = text_label("stepTitle")
        self.words = text_label("stepWords")
        self._body = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.title)
        self._column.addWidget(self.words)
        self._column.addLayout(self._body)
        self._column.addStretch(1)

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._column.setSpacing(look.px(8))
        self._body.setContentsMargins(0, look.px(16), 0, 0)
        self._body.setSpacing(look.px(12))


class EngineOption(QFrame):
    """One place where speech may be recognised, and what becomes of the audio there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepCard")
        self.choice = QRadioButton()
        self._words: QLabel = text_label("hint")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.choice)
        self._column.addWidget(self._words)
        self.choice.toggled.connect(self._on_toggled)
        restyle(self, "chosen", "no")

    def say(self, title: str, words: str) -> None:
        """Offer `title`; `words` explain it."""
        self.choice.setText(title)
        self.choice.setAccessibleDescription(words)
        self._words.setText(words)

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._column.setContentsMargins(look.px(12), look.px(9), look.px(12), look.px(11))
        self._column.setSpacing(look.px(4))
        self._words.setContentsMargins(look.px(30), 0, 0, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's own; the whole card can be pressed."""
        self.choice.click()
        super().mousePressEvent(event)

    @Slot(bool)
    def _on_toggled(self, is_on: bool) -> None:
        restyle(self, "chosen", "yes" if is_on else "no")


class PlaceStep(Step):
    """Follows the catalogue; takes effect at once."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._engines = tuple(one for one in choices.engines if not one.needs_workspace)
        self.options = tuple(EngineOption() for _ in self._engines)
        self._group = QButtonGroup(self)
        for index, option in enumerate(self.options):
            self._group.addButton(option.choice, index)
            self._body.addWidget(option)
        self.address = QLineEdit()
        self._body.addWidget(self.address)
        self._hint = text_label("hint")
        set_tone(self._hint, "warning")
        self._body.addWidget(self._hint)
        self._group.idClicked.connect(self._on_clicked)
        self.address.editingFinished.connect(self.flush)

    def show_settings(self, settings: Settings) -> None:  # noqa: ARG002
        """Follow what is chosen."""
        engines = {one.id: one for one in self._choices.engines}
        chosen = self._choices.engine
        for option, engine in zip(self.options, self._engines, strict=True):
            now = engines.get(engine.id, engine)
            option.say(self._title_of(now), self._words_about(now))
            option.choice.setChecked(engine.id == chosen.id)
        self.address.setVisible(chosen.place is Place.HOST)
        if not self.address.hasFocus():
            self.address.setText(self._choices.address)
        problem = self._choices.engine_problem
        self._hint.setText(problem_text(problem) if problem else "")
        self._hint.setVisible(problem is not None)

    def flush(self) -> None:
        """Take over the address as it is typed."""
        if not self.address.isHidden():
            self._choices.choose_address(self.address.text().strip())

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        super().apply_look(look)
        for option in self.options:
            option.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self.title.setText(self.tr("Where shall speech be recognised?"))
        self.words.setText(self.tr("You can change this at any time, even while captions run."))
        self.address.setAccessibleName(self.tr("Address of your server"))
        self.address.setPlaceholderText("wss://example.org")
        self.show_settings(self._choices.settings)

    def _title_of(self, engine: EngineInfo) -> str:
        match engine.place:
            case Place.THIS_COMPUTER:
                return self.tr("On this computer")
            case Place.BEIJING:
                return self.tr("In the cloud, in Beijing")
            case Place.SINGAPORE:
                return self.tr("In the cloud, in Singapore")
            case Place.HOST:
                return self.tr("On your own server")
            case _:
                assert_never(engine.place)

    def _words_about(self, engine: EngineInfo) -> str:
        where = residency_text(engine) or self.tr(
            "A server of your company, or Zimu on another computer. You enter its address."
        )
        if not engine.price_cny_per_s:
            return where
        price = price_text(engine.price_cny_per_s * HOUR_S)
        text = self.tr("{where} Needs a key; about {price} an hour.")
        return text.format(where=where, price=price)

    @Slot(int)
    def _on_clicked(self, index: int) -> None:
        self._choices.choose_engine(self._engines[index].id)
        if not self.address.isHidden():
            self.address.setFocus()


class MicrophoneStep(Step):
    """Nothing is heard before somebody asks for it."""

    listen_wanted = Signal(bool)

    def __init__(
        self,
        read_level: Callable[[], Level | None],
        clock_s: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_on = False
        self._problem: Problem | None = None
        self.devices = DevicePicker(read_level, clock_s)
        self.listen = QPushButton()
        self._dot = Dot()
        self._note = text_label("hint")
        self._row = QHBoxLayout()
        self._row.addWidget(self.listen)
        self._row.addWidget(self._dot)
        self._row.addWidget(self._note, 1)
        self._body.addWidget(self.devices)
        self._body.addLayout(self._row)
        self.listen.clicked.connect(self._on_clicked)

    def show_listening(self, *, is_on: bool) -> None:
        """Say whether the microphone is open."""
        self._is_on, self._problem = is_on, None
        self.devices.show_trouble(None)
        self.devices.set_on(is_on=is_on)
        self._refresh()

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is wrong with it; None: nothing."""
        self._problem = problem
        self.devices.show_trouble(None if problem is None else problem.code)
        self._refresh()

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        super().apply_look(look)
        self._row.setSpacing(look.px(8))
        self._dot.apply_look(look)
        self.devices.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self.title.setText(self.tr("Which microphone shall Zimu listen to?"))
        self.words.setText(
            self.tr("Try it: speech should light about half of the steps of the meter.")
        )
        self.devices.retranslate()
        self._refresh()

    def _refresh(self) -> None:
        if self._is_on:
            self.listen.setText(self.tr("Stop listening"))
        else:
            self.listen.setText(self.tr("Try the microphone"))
        if self._problem is not None:
            self._note.setText(problem_text(self._problem))
        elif self._is_on:
            self._note.setText(
                self.tr("Zimu listens now. Nothing is recorded, and nothing is sent.")
            )
        else:
            self._note.setText(
                self.tr("The microphone is closed. Otherwise it is open only while captions run.")
            )
        self._dot.setVisible(self._is_on)
        self._dot.set_color("accent" if self._problem is None else "warning")
        set_tone(self._note, "warning" if self._problem is not None else "")
        self.listen.setAccessibleDescription(self._note.text())

    @Slot()
    def _on_clicked(self) -> None:
        self.listen_wanted.emit(not self._is_on)


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
            self._body.addWidget(widget)
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
