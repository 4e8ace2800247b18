"""What the message bar says: troubles, their ends, and the questions that must be asked."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.core.errors import ErrorCode
from app.shell.controller import Phase
from app.shell.errors_text import problem_text
from app.shell.link_status import LinkStatus, trouble_text
from app.shell.widgets.message_bar import Action, MessageBar, Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.errors import Problem
    from app.core.events import Notice, SourceTrouble
    from app.shell.document import Exported
    from app.shell.studio import Studio

SECOND_MS = 1000
# What is told for the record, not because somebody has to do something.
_GOOD_NEWS = (ErrorCode.HANDED_BACK, ErrorCode.KEEPING_AGAIN)
# Troubles of a microphone that end as soon as it can be heard again.
_AWAITED = (
    ErrorCode.NO_DEVICE,
    ErrorCode.DEVICE_NOT_FOUND,
    ErrorCode.DEVICE_GONE,
    ErrorCode.DEVICE_REFUSED,
    ErrorCode.DEVICE_STALLED,
)


class _Topic(Enum):
    """What a message is about, if it is to go when that is over."""

    ANYTHING = "anything"
    FILES = "files"  # nothing that a start of captions puts right
    SOURCE = "source"
    LINK = "link"


class Messages(QObject):
    """The newest message replaces the one before; each is said again when the language changes."""

    def __init__(self, bar: MessageBar, studio: Studio) -> None:
        super().__init__(bar)
        controller, document, mailbox = studio.controller, studio.document, studio.mailbox
        self._bar = bar
        self._document = document
        self._say_again: Callable[[], None] | None = None
        self._topic = _Topic.ANYTHING
        self._link = studio.link
        self._clock_s = controller.clock_s
        self._told: Problem | None = None  # of the link, while it is in trouble
        self._countdown = QTimer(self, interval=SECOND_MS)
        self._countdown.timeout.connect(self._on_countdown)
        studio.link.changed.connect(self._on_link_changed)
        controller.failed.connect(self.show_problem)
        controller.refused.connect(self.show_problem)
        studio.costs.failed.connect(self.show_problem)
        studio.journal.failed.connect(self.show_problem)
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

    def show_damage(self, problem: Problem) -> None:
        """Say which file was damaged, until that was read: captions may begin by themselves."""
        self._say(lambda: self._bar.say(Tone.PROBLEM, problem_text(problem)), _Topic.FILES)

    def tell_overlay_may_be_covered(self) -> None:
        """Say what a Wayland desktop without XWayland does not let the overlay do."""

        def tell() -> None:
            sentence = self.tr(
                "This desktop (Wayland without XWayland) does not let the overlay stay above "
                "other windows or keep its place. Choose “Always on Top” in its window menu, "
                "or install XWayland."
            )
            self._bar.say(Tone.INFO, sentence)

        self._say(tell)

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

    def _say(self, say: Callable[[], None], topic: _Topic = _Topic.ANYTHING) -> None:
        self._say_again = say
        self._topic = topic
        say()

    def _close(self, topic: _Topic) -> None:
        if self._topic is topic:
            self._bar.dismiss()

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        if phase is Phase.RUNNING and self._topic is not _Topic.FILES:
            self._bar.dismiss()

    @Slot(object)
    def _on_noticed(self, notice: Notice) -> None:
        problem = notice.problem
        tone = Tone.INFO if problem.code in _GOOD_NEWS else Tone.WARNING
        self._say(lambda: self._bar.say(tone, problem_text(problem)))

    @Slot(object)
    def _on_trouble_changed(self, trouble: SourceTrouble) -> None:
        problem = trouble.problem
        if problem is None:
            self._close(_Topic.SOURCE)
        else:
            lost = problem
            self._say(lambda: self._bar.say(Tone.WARNING, self._source_text(lost)), _Topic.SOURCE)

    def _source_text(self, problem: Problem) -> str:
        """Return what is wrong with the source, and that it need not be started again."""
        trouble = problem_text(problem)
        if problem.code not in _AWAITED:
            return trouble
        return self.tr("{trouble} Captions then go on by themselves.").format(trouble=trouble)

    @Slot(object)
    def _on_link_changed(self, link: LinkStatus) -> None:
        if not link.is_trying:
            self._told = None
            self._countdown.stop()
            self._close(_Topic.LINK)
        elif link.problem is not None and link.problem != self._told:
            self._told = link.problem
            self._countdown.start()
            self._say(lambda: self._bar.say(Tone.WARNING, self._link_sentence()), _Topic.LINK)
        else:
            self._on_countdown()

    @Slot()
    def _on_countdown(self) -> None:
        """Bring the seconds up to date; who has dismissed the message is not told again."""
        if self._topic is _Topic.LINK and self._bar.text:
            self._bar.amend(self._link_sentence())

    def _link_sentence(self) -> str:
        wait_s = self._link.status.retry_in_s(self._clock_s())
        return "" if self._told is None else trouble_text(self._told, wait_s)

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
