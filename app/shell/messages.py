"""What the message bar says: troubles, their ends, and the questions that must be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.shell.controller import Phase
from app.shell.errors_text import problem_text
from app.shell.widgets.message_bar import Action, MessageBar, Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.errors import Problem
    from app.core.events import Notice, SourceTrouble
    from app.shell.document import Exported
    from app.shell.studio import Studio


class Messages(QObject):
    """The newest message replaces the one before; each is said again when the language changes."""

    def __init__(self, bar: MessageBar, studio: Studio) -> None:
        super().__init__(bar)
        controller, document, mailbox = studio.controller, studio.document, studio.mailbox
        self._bar = bar
        self._document = document
        self._say_again: Callable[[], None] | None = None
        self._is_about_source = False
        controller.failed.connect(self.show_problem)
        controller.phase_changed.connect(self._on_phase_changed)
        mailbox.noticed.connect(self._on_noticed)
        mailbox.trouble_changed.connect(self._on_trouble_changed)
        document.cleared.connect(self._on_cleared)
        document.exported.connect(self._on_exported)
        document.export_failed.connect(self.show_problem)

    def retranslate(self) -> None:
        """Say the same in the language of now."""
        if self._say_again is not None and self._bar.text:
            self._say_again()

    @Slot(object)
    def show_problem(self, problem: Problem) -> None:
        """Say what went wrong and what to do about it."""
        self._say(lambda: self._bar.say(Tone.PROBLEM, problem_text(problem)))

    def ask_to_save(self, save: Callable[[], None], discard: Callable[[], None]) -> None:
        """Ask once what shall become of lines that are in no file."""

        def ask() -> None:
            actions = (
                Action(self.tr("Save…"), save),
                Action(self.tr("Don't save"), discard),
                Action(self.tr("Cancel"), self._bar.dismiss),
            )
            self._bar.say(Tone.WARNING, self.tr("The transcript is not saved."), actions)

        self._say(ask)

    def _say(self, say: Callable[[], None], *, is_about_source: bool = False) -> None:
        self._say_again = say
        self._is_about_source = is_about_source
        say()

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        if phase is Phase.RUNNING:
            self._bar.dismiss()

    @Slot(object)
    def _on_noticed(self, notice: Notice) -> None:
        self._say(lambda: self._bar.say(Tone.WARNING, problem_text(notice.problem)))

    @Slot(object)
    def _on_trouble_changed(self, trouble: SourceTrouble) -> None:
        problem = trouble.problem
        if problem is not None:
            text = problem
            self._say(lambda: self._bar.say(Tone.WARNING, problem_text(text)), is_about_source=True)
        elif self._is_about_source:
            self._bar.dismiss()

    @Slot()
    def _on_cleared(self) -> None:
        def offer() -> None:
            undo = Action(self.tr("Undo"), self._document.undo_clear)
            self._bar.say(Tone.INFO, self.tr("The transcript was cleared."), (undo,))

        self._say(offer)

    @Slot(object)
    def _on_exported(self, exported: Exported) -> None:
        def tell() -> None:
            sentence = self.tr("Saved as {name}.")
            self._bar.say(Tone.INFO, sentence.format(name=exported.path.name))

        self._say(tell)
