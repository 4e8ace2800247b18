"""Settings: who recognises, with which model, and whether that works."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QPushButton, QRadioButton, QWidget

from app.engine.catalog import ENGINE_IDS, Place
from app.engine.setup import wire_config
from app.shell.errors_text import problem_text
from app.shell.place_text import engine_title
from app.shell.residency_text import residency_text
from app.shell.widgets.basics import ChoiceBox, text_label
from app.shell.widgets.checkup_row import CheckupRow, Outcome
from app.shell.widgets.form import Page, offer

if TYPE_CHECKING:
    from app.core.errors import Problem
    from app.core.settings import NetworkSettings, Settings
    from app.engine.catalog import EngineInfo
    from app.protocol.config import WireConfig
    from app.session.checkup import Verdict
    from app.shell.checkups import Checkups
    from app.shell.choices import Choices
    from app.shell.look import Look


WORTH_TELLING_S = 0.1


class EnginePage(Page):
    """The engines with what each does with the audio; address, model and test below."""

    def __init__(self, choices: Choices, checkups: Checkups, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._checkups = checkups
        self._tried: tuple[EngineInfo, WireConfig, NetworkSettings] | None = None
        self._addressed_id = ""  # the engine whose address the field holds
        self._group = QButtonGroup(self)
        self._radios = {engine_id: QRadioButton() for engine_id in ENGINE_IDS}
        self._words = {engine_id: text_label("residency") for engine_id in ENGINE_IDS}
        for radio, words in zip(self._radios.values(), self._words.values(), strict=True):
            self._group.addButton(radio)
            self.add(radio, is_wide=False)
            self.add(words)
        self._address = QLineEdit()
        self._address_field = self.add_field(self._address)
        self._model = ChoiceBox()
        self._model_edit = QLineEdit()
        self._model.setLineEdit(self._model_edit)
        self._model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        # It would turn a new name into one that begins alike; Qt takes a null, its stubs do not.
        self._model.setCompleter(None)  # type: ignore[arg-type]
        self._remove = QPushButton()
        self._model_field = self.add_field(self._model, self._remove)
        self.checkup = CheckupRow()
        self.add(self.checkup)
        self._group.buttonClicked.connect(self._on_engine_clicked)
        self._address.editingFinished.connect(self.flush)
        self._model.activated.connect(self._on_model_chosen)
        self._model_edit.editingFinished.connect(self._on_model_chosen)
        self._remove.clicked.connect(self._on_remove_clicked)
        self.checkup.wanted.connect(self._on_checkup_wanted)
        self.checkup.given_up.connect(self._on_checkup_given_up)
        checkups.passed.connect(self._on_checkup_passed)
        checkups.failed.connect(self._on_checkup_failed)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        engine = self._choices.engine
        for each in self._choices.engines:
            self._radios[each.id].setText(engine_title(each))
            self._radios[each.id].setChecked(each.id == engine.id)
            self._radios[each.id].setAccessibleDescription(residency_text(each))
            self._words[each.id].setText(residency_text(each))
            self._words[each.id].setVisible(bool(residency_text(each)))
        self._address_field.setVisible(engine.place is Place.HOST or engine.needs_workspace)
        self._name_address()
        if engine.id != self._addressed_id or not self._address.hasFocus():
            self._addressed_id = engine.id
            self._address.setText(self._choices.address)
        models = self._models()
        self._model_field.setVisible(engine.takes_other_models)
        offer(self._model, models, models.index(engine.model) if engine.model in models else -1)
        self._remove.setEnabled(engine.model in settings.own_models)
        if self._tried not in (None, self._way()):
            self._tried = None
            self._on_checkup_given_up()

    @Slot()
    def flush(self) -> None:
        """Take over what was typed."""
        if self._address_field.isVisibleTo(self):
            self._choices.choose_address(self._address.text().strip())

    def apply_look(self, look: Look) -> None:
        """Take sizes from `look`."""
        super().apply_look(look)
        self._column.setSpacing(look.px(6))
        for part in (self._address_field, self._model_field, self.checkup):
            part.setContentsMargins(0, look.px(12), 0, 0)
        for words in self._words.values():
            words.setContentsMargins(look.px(26), 0, 0, look.px(6))
        self.checkup.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._model_field.name(self.tr("Model"))
        self._model_edit.setAccessibleName(self.tr("Model"))
        self._model_field.say(
            self.tr(
                "The first is whatever the provider holds to be stable. Type another name to "
                "add it to the list."
            )
        )
        self._remove.setText(self.tr("Remove"))
        self._remove.setAccessibleName(self.tr("Remove this model from the list"))
        self.checkup.retranslate()
        self.show_settings(self._choices.settings)

    def _models(self) -> list[str]:
        engine, own = self._choices.engine, self._choices.settings.own_models
        return list(dict.fromkeys((*engine.models, *own, engine.model)))

    def _way(self) -> tuple[EngineInfo, WireConfig, NetworkSettings]:
        """Return all that a try depends on."""
        engine, settings = self._choices.engine, self._choices.settings
        return engine, wire_config(settings, engine), settings.network

    def _name_address(self) -> None:
        if self._choices.engine.needs_workspace:
            self._address_field.name(self.tr("ID of your workspace"))
            self._address_field.say(
                self.tr("In the Model Studio console, as a part of your own host's name.")
            )
            self._address.setPlaceholderText("llm-…")
        else:
            self._address_field.name(self.tr("Address of your server"))
            self._address_field.say(
                self.tr(
                    "wss://, or ws:// for a server on this computer. It must speak the Qwen "
                    "realtime protocol."
                )
            )
            self._address.setPlaceholderText("wss://example.org")

    @Slot()
    def _on_engine_clicked(self) -> None:
        # Asked first: an address that is taken over shows the engine that is still chosen.
        wanted = next(engine_id for engine_id, radio in self._radios.items() if radio.isChecked())
        self.flush()
        self._choices.choose_engine(wanted)

    @Slot()
    def _on_model_chosen(self) -> None:
        model = self._model.currentText().strip()
        settings, engine = self._choices.settings, self._choices.engine
        if not model or model == engine.model:
            return
        known = (*engine.models, *settings.own_models)
        own = settings.own_models if model in known else (*settings.own_models, model)
        chosen = settings.with_model(engine.id, "" if model == engine.models[0] else model)
        self._choices.change(replace(chosen, own_models=own))

    @Slot()
    def _on_remove_clicked(self) -> None:
        settings, engine = self._choices.settings, self._choices.engine
        own = tuple(model for model in settings.own_models if model != engine.model)
        self._choices.change(replace(settings.with_model(engine.id, ""), own_models=own))

    @Slot()
    def _on_checkup_wanted(self) -> None:
        self.flush()
        self._tried = self._way()
        if problem := self._choices.refusal:
            self._on_checkup_failed(problem)
            return
        self.checkup.show_outcome(Outcome.RUNNING)
        self._checkups.begin(self._choices.settings)

    @Slot()
    def _on_checkup_given_up(self) -> None:
        self._checkups.give_up()
        self.checkup.show_outcome(Outcome.UNTRIED)

    @Slot(object)
    def _on_checkup_passed(self, verdict: Verdict) -> None:
        after_s = verdict.listening_after_s
        text = self.tr("It works.")
        if after_s is not None and after_s >= WORTH_TELLING_S:
            text = self.tr("It works. It was ready to listen after {seconds} s.")
            text = text.format(seconds=f"{after_s:.1f}")
        self.checkup.show_outcome(Outcome.GOOD, text)

    @Slot(object)
    def _on_checkup_failed(self, problem: Problem) -> None:
        self.checkup.show_outcome(Outcome.BAD, problem_text(problem))
