"""The first of the first steps: where speech is recognised, and what becomes of the audio."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from app.engine.catalog import EngineInfo, Place
from app.shell.errors_text import problem_text
from app.shell.money import HOUR_S, price_text
from app.shell.residency_text import residency_text
from app.shell.widgets.basics import restyle, set_tone, text_label
from app.shell.widgets.first_step import Step

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from app.core.settings import Settings
    from app.shell.choices import Choices
    from app.shell.look import Look


class EngineOption(QFrame):
    """One place where speech may be recognised, and what becomes of the audio there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepCard")
        self.choice = QRadioButton()
        self._words = text_label("hint")
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
            self.body.addWidget(option)
        self.address = QLineEdit()
        self.body.addWidget(self.address)
        self._hint = text_label("hint")
        set_tone(self._hint, "warning")
        self.body.addWidget(self._hint)
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
