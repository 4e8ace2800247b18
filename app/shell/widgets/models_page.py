"""Settings: the speech models on this computer, and those that can be had."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.script import ChineseScript
from app.core.settings import LOCAL_ID
from app.engine.catalog import advice_for
from app.shell.advice_text import advice_text, proposal_text
from app.shell.file_dialog import open_in
from app.shell.widgets.basics import ChoiceBox
from app.shell.widgets.form import Page, offer
from app.shell.widgets.model_card import ModelCard

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from app.core.models import ModelInfo
    from app.core.settings import Settings
    from app.models.store import ModelState
    from app.shell.choices import Choices
    from app.shell.look import Look
    from app.shell.model_desk import ModelDesk


SCRIPTS = (None, *ChineseScript)


class ModelsPage(Page):
    """Which model is used, what would be better, and a card for each."""

    def __init__(self, choices: Choices, desk: ModelDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._desk = desk
        self._look: Look | None = None
        self._model = ChoiceBox()
        self._model_field = self.add_field(self._model)
        self._advice = self.add_words("sentence")
        self._proposal = self.add_words()
        self._script = ChoiceBox()
        self._script_field = self.add_field(self._script)
        self._corrects = self.add_switch()
        self._cards: dict[str, ModelCard] = {}
        self._model.activated.connect(self._on_model_chosen)
        self._script.activated.connect(self._on_script_chosen)
        self._corrects.box.clicked.connect(self._on_corrects_clicked)
        desk.changed.connect(self._refresh)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        here = self._choices.here
        ids = ["", *(model.id for model in here.installed)]
        titles = [self.tr("The best for the language"), *(model.title for model in here.installed)]
        wanted = settings.local_model
        offer(self._model, titles, ids.index(wanted) if wanted in ids else 0)
        scripts = [self._script_title(script) for script in SCRIPTS]
        offer(self._script, scripts, SCRIPTS.index(settings.chinese_script))
        self._corrects.box.setChecked(settings.corrects_terms)
        advice = advice_for(settings, here)
        self._advice.setText(advice_text(advice))
        self._proposal.setText(proposal_text(advice.proposal))
        self._proposal.setVisible(advice.proposal is not None)

    def apply_look(self, look: Look) -> None:
        """Take sizes from `look`."""
        super().apply_look(look)
        self._look = look
        self._column.setSpacing(look.px(10))
        self._corrects.setContentsMargins(0, 0, 0, look.px(12))
        for card in self._cards.values():
            card.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._model_field.name(self.tr("Model for captions on this computer"))
        self._script_field.name(self.tr("Chinese is written"))
        self._corrects.box.setText(self.tr("Correct names and terms of the context by their sound"))
        self._corrects.say(
            self.tr(
                "Where a word sounds like one of your terms, and would hardly be said there, the "
                "term is written. For models on this computer, and other computers that run Zimu."
            )
        )
        for card in self._cards.values():
            card.retranslate()
        self.show_settings(self._choices.settings)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Find out what is there whenever somebody looks."""
        super().showEvent(event)
        self._desk.look()

    def _script_title(self, script: ChineseScript | None) -> str:
        titles = {
            None: self.tr("As the system’s language is"),
            ChineseScript.SIMPLIFIED: self.tr("In simplified characters"),
            ChineseScript.TRADITIONAL: self.tr("In traditional characters"),
            ChineseScript.AS_HEARD: self.tr("As the model writes it"),
        }
        return titles[script]

    @Slot(int)
    def _on_script_chosen(self, index: int) -> None:
        self._choices.change(replace(self._choices.settings, chinese_script=SCRIPTS[index]))

    @Slot(bool)
    def _on_corrects_clicked(self, is_on: bool) -> None:
        self._choices.change(replace(self._choices.settings, corrects_terms=is_on))

    @Slot(int)
    def _on_model_chosen(self, index: int) -> None:
        models = ["", *(model.id for model in self._choices.here.installed)]
        settings = self._choices.settings.with_model(LOCAL_ID, models[index])
        self._choices.change(settings)

    @Slot()
    def _refresh(self) -> None:
        shelf, work = self._desk.shelf, self._desk.work
        for state in shelf.states:
            model_id = state.model.id
            card = self._cards.get(model_id) or self._new_card(state)
            is_accepted = model_id in shelf.accepted
            speed = shelf.speed(model_id)
            if (card.state, card.speed, card.is_accepted) != (state, speed, is_accepted):
                card.show_state(state, speed, is_accepted=is_accepted)
            card.show_work(work, self._desk.problem(model_id))

    def _new_card(self, state: ModelState) -> ModelCard:
        model = state.model
        card = self._cards[model.id] = ModelCard(state)
        card.wanted.connect(partial(self._desk.get, model))
        card.paused.connect(self._desk.pause)
        card.measured.connect(partial(self._desk.measure, model))
        card.checked.connect(partial(self._desk.verify, model))
        card.removed.connect(partial(self._desk.remove, model))
        card.imported.connect(partial(self._import, model))
        card.retranslate()
        if self._look is not None:
            card.apply_look(self._look)
        self.add(card)
        return card

    def _import(self, model: ModelInfo, is_folder: bool) -> None:
        dialog = QFileDialog(self, self.tr("Import {model}").format(model=model.title))
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.Directory if is_folder else mode.ExistingFile)
        if not is_folder:
            dialog.setNameFilter(self.tr("Archives") + " (*.tar.bz2 *.tar.gz *.zip)")
        dialog.fileSelected.connect(lambda path: self._desk.import_from(Path(path), model))
        open_in(None, dialog)
