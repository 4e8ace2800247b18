"""Lets the header say what is going on: title, length, lag, cost, place, microphone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.core.hearing import Hearing, Microphone, hear, microphone
from app.core.lag import NOTHING_SAID, follow
from app.shell.controller import Phase

if TYPE_CHECKING:
    from app.core.captions import Captions
    from app.core.errors import ErrorCode
    from app.core.events import SourceTrouble
    from app.core.settings import Settings
    from app.session.sink import Stamp
    from app.shell.link_status import LinkStatus
    from app.shell.studio import Studio
    from app.shell.widgets.header import Header

TICK_MS = 1000  # a figure that changes more often draws the eye from the words


class Heading(QObject):
    """Between the studio and the header. GUI thread."""

    def __init__(self, header: Header, studio: Studio) -> None:
        super().__init__(header)
        self._header = header
        self._controller, self._choices = studio.controller, studio.choices
        self._document, self._link, self._costs = studio.document, studio.link, studio.costs
        self._mailbox, self._journal = studio.mailbox, studio.journal
        self._lag = NOTHING_SAID
        self._old_lag = NOTHING_SAID  # of the session before
        self._ahead_ms = 0  # the audio's clock against ours
        self._hearing = Hearing()
        self._trouble: ErrorCode | None = None
        self._is_talking = False
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.refresh)
        header.title_edited.connect(self._document.rename)
        self._document.title_changed.connect(header.show_title)
        self._document.captions_changed.connect(self._on_captions_changed)
        self._document.resumed.connect(self.refresh)
        self._controller.phase_changed.connect(self.show_phase)
        self._choices.changed.connect(self.show_settings)
        self._link.changed.connect(self._on_link_changed)
        self._journal.recording_changed.connect(header.show_recording)
        self._journal.keeping_changed.connect(header.show_keeping)
        header.show_keeping(self._journal.is_keeping)
        self._costs.changed.connect(self._on_cost_changed)
        self._controller.talk_changed.connect(self._on_talk_changed)
        self._mailbox.trouble_changed.connect(self._on_trouble_changed)

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:  # noqa: ARG002
        """Say where the audio goes: to who captions now, while somebody does."""
        running = self._link.status.engine_id if self._controller.phase is not Phase.IDLE else ""
        found = (engine for engine in self._choices.engines if engine.id == running)
        self._header.show_engine(next(found, self._choices.engine))

    @Slot()
    def refresh(self) -> None:
        """Bring up to date what changes by itself."""
        is_there = self._controller.phase is not Phase.IDLE or not self._document.is_empty
        self._header.show_elapsed(self._controller.elapsed_ms if is_there else None)
        problem = self._journal.problem
        self._header.show_unkept(problem)
        if self._controller.phase is Phase.IDLE and problem is None:
            self._tick.stop()
        self._show_microphone()
        self._show_lag()

    @Slot(object)
    def show_phase(self, phase: Phase) -> None:
        """Follow the session."""
        if phase is Phase.IDLE:
            self._old_lag = self._lag
            self._hearing = Hearing()
            self._trouble = None
        else:
            self._tick.start()
        self.refresh()

    @Slot(object)
    def _on_link_changed(self, link: LinkStatus) -> None:
        self._header.show_link(link)
        self.show_settings(self._choices.settings)

    @Slot()
    def _on_cost_changed(self) -> None:
        self._header.show_cost(self._costs.session_cny)

    @Slot(object, object)
    def _on_captions_changed(self, captions: Captions, stamp: Stamp | None) -> None:
        if stamp is None:
            return
        now_ms = self._controller.begin_ms + stamp.t_ms
        self._ahead_ms = now_ms - self._controller.elapsed_ms
        self._lag = follow(self._lag, captions, now_ms)
        if self._lag.since_ms is not None:  # else the next tick is soon enough
            self._show_lag()

    @Slot(object)
    def _on_trouble_changed(self, trouble: SourceTrouble) -> None:
        self._trouble = None if trouble.problem is None else trouble.problem.code
        self._show_microphone()

    @Slot(bool)
    def _on_talk_changed(self, is_talking: bool) -> None:
        self._is_talking = is_talking
        self._show_microphone()

    def _show_lag(self) -> None:
        is_new = self._lag not in (self._old_lag, NOTHING_SAID)
        is_on = self._controller.phase is not Phase.IDLE
        now_ms = self._controller.elapsed_ms + self._ahead_ms
        self._header.show_lag(self._lag.ms_at(now_ms) if is_new and is_on else None)

    def _show_microphone(self) -> None:
        controller = self._controller
        level = self._mailbox.level
        is_on = controller.phase is Phase.RUNNING and not isinstance(controller.listening, Path)
        if level is not None and is_on:
            self._hearing = hear(self._hearing, level, controller.clock_s())
        is_hushed = controller.can_talk and not self._is_talking
        state = microphone(self._hearing.sound, self._trouble, is_on=is_on, is_hushed=is_hushed)
        if state is Microphone.LOST and self._lag.since_ms is None:
            self._old_lag = self._lag  # nothing more is said that words could be behind of
        self._header.show_microphone(state)
