"""What the window's controls do: start, stop, listen to something else.

GUI thread. Nothing here waits: a session ends on its own thread and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.core.errors import ErrorCode, Problem
from app.core.events import EngineChanged, EngineState
from app.core.settings import DeviceRef
from app.engine.catalog import chosen
from app.engine.setup import wire_config
from app.shell.session_thread import RunningSession, SessionThread

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Source
    from app.core.advice import ThisComputer
    from app.core.captions import Captions
    from app.core.cost import Meter
    from app.core.events import SourceTrouble
    from app.core.settings import Settings
    from app.session.plan import Plan
    from app.shell.choices import Choices
    from app.shell.costs import Costs
    from app.shell.document import Document
    from app.shell.listening import Listening
    from app.shell.mailbox import Mailbox

END_MS = 3000
SETTLE_MS = 700  # after the last of several changes, before a running session takes them over


class Phase(Enum):
    """What the big button is about."""

    IDLE = "idle"
    RUNNING = "running"
    FINISHING = "finishing"  # the last words are on their way
    RESTARTING = "restarting"  # as FINISHING, and a new session follows


@dataclass(frozen=True, slots=True)
class Opening:
    """All that tells one session from another."""

    settings: Settings
    source: Source
    captions: Captions
    begin_ms: int
    meter: Meter


@dataclass(frozen=True, slots=True)
class Workshop:
    """Who makes what the controller needs; `app.shell.backstage` has the real ones."""

    open_session: Callable[[Opening], RunningSession]
    plan: Callable[[Settings], Plan]
    open_source: Callable[[Listening], Source]
    clock_s: Callable[[], float]  # monotonic


class Controller(QObject):
    """Owns the running session."""

    phase_changed = Signal(object)  # Phase
    listening_changed = Signal(object)  # Listening
    engine_changed = Signal(object)  # EngineChanged
    failed = Signal(object)  # Problem: the session is over, or did not begin
    refused = Signal(object)  # Problem: the running session goes on as it was
    switched = Signal()  # the running session takes other settings over
    talk_changed = Signal(bool)

    def __init__(
        self,
        workshop: Workshop,
        mailbox: Mailbox,
        document: Document,
        choices: Choices,
        costs: Costs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workshop = workshop
        self._mailbox = mailbox
        self._document = document
        self._choices = choices
        self._costs = costs
        self._listening: Listening = choices.settings.device
        self._phase = Phase.IDLE
        self._session: RunningSession | None = None
        self._thread: SessionThread | None = None
        self._begin_ms = 0
        self._begin_s = 0.0
        self._is_troubled = False  # something is wrong with what is listened to
        self._is_talking = False
        self._applied = choices.settings  # what the running session follows
        self._settling = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settling.timeout.connect(self._apply)
        choices.changed.connect(self._on_settings_changed)
        document.resumed.connect(self._on_resumed)
        mailbox.engine_changed.connect(self._on_engine_changed)
        mailbox.trouble_changed.connect(self._on_trouble_changed)

    @property
    def phase(self) -> Phase:
        """What the big button is about."""
        return self._phase

    @property
    def listening(self) -> Listening:
        """What is, or would be, listened to."""
        return self._listening

    @property
    def clock_s(self) -> Callable[[], float]:
        """The clock that sessions are timed with."""
        return self._workshop.clock_s

    @property
    def begin_ms(self) -> int:
        """Where in the transcript the newest session began."""
        return self._begin_ms

    @property
    def elapsed_ms(self) -> int:
        """Length of the transcript up to now, in session time."""
        if self._thread is None:
            return self._begin_ms
        return self._begin_ms + round((self._workshop.clock_s() - self._begin_s) * 1000)

    def listen_to(self, listening: Listening) -> None:
        """Listen to it, at once if a session runs. A file is not remembered.

        The same again is another try if something is wrong with it, else nothing.
        """
        if listening == self._listening and not self._is_troubled:
            return
        self._listening = listening
        self.listening_changed.emit(listening)
        if listening is None or isinstance(listening, DeviceRef):
            self._choices.change(replace(self._choices.settings, device=listening))
        if self._phase is Phase.RUNNING and self._session is not None:
            self._session.replace_source(self._workshop.open_source(listening))

    @property
    def can_talk(self) -> bool:
        """Whether the session hears only while somebody holds the key."""
        return self._phase is Phase.RUNNING and self._applied.push_to_talk

    def talk(self, *, is_talking: bool) -> None:
        """Push to talk: let the session hear, or end the line and let it hear nothing."""
        if is_talking == self._is_talking or (is_talking and not self.can_talk):
            return
        self._is_talking = is_talking
        if self._session is not None:
            self._session.talk(is_talking=is_talking)
        self.talk_changed.emit(is_talking)

    def toggle(self) -> None:
        """What the big button does."""
        if self._phase in (Phase.IDLE, Phase.FINISHING):
            self.start()
        else:
            self.stop()

    def start(self) -> None:
        """Begin to caption; after a Stop that still finishes, as soon as it has."""
        match self._phase:
            case Phase.IDLE:
                self._begin()
            case Phase.FINISHING:
                self._set_phase(Phase.RESTARTING)
            case Phase.RUNNING | Phase.RESTARTING:
                pass

    def stop(self) -> None:
        """End the session politely; its last words still come."""
        match self._phase:
            case Phase.RUNNING:
                self.talk(is_talking=False)
                self._set_phase(Phase.FINISHING)
                if self._session is not None:
                    self._session.stop()
            case Phase.RESTARTING:
                self._set_phase(Phase.FINISHING)
            case Phase.IDLE | Phase.FINISHING:
                pass

    def shut_down(self) -> bool:
        """End everything now, within 3 s; False if the session's thread would not end."""
        if self._thread is None or self._session is None:
            return True
        self._phase = Phase.FINISHING
        self._session.abort()
        return self._thread.wait(END_MS)

    def _begin(self) -> None:
        if problem := self._choices.refusal:
            self.failed.emit(problem)
            return
        self._begin_ms = max(self._begin_ms, self._document.end_ms)
        if self._document.is_empty:
            self._begin_ms = 0
        self._is_troubled = False
        self._applied = settings = self._choices.settings
        source = self._workshop.open_source(self._listening)
        meter = self._costs.begin(self._choices.engines, settings.budget_cny)
        captions = self._document.captions
        opening = Opening(settings, source, captions, self._begin_ms, meter)
        self._session = self._workshop.open_session(opening)
        if settings.push_to_talk:
            self._session.talk(is_talking=False)
        self._thread = SessionThread(self._session, self._on_crashed)
        self._thread.finished.connect(self._on_thread_finished, Qt.ConnectionType.QueuedConnection)
        self._document.begin_session(self._begin_ms, self._listening)
        self._begin_s = self._workshop.clock_s()
        self._set_phase(Phase.RUNNING)
        self._thread.start()

    def _on_crashed(self) -> None:
        """Runs on the session's thread."""
        self._mailbox.crashed(Problem(ErrorCode.INTERNAL))

    @Slot(object)
    def _on_engine_changed(self, change: EngineChanged) -> None:
        if change.state is EngineState.FINISHING and self._phase is Phase.RUNNING:
            self._set_phase(Phase.FINISHING)  # the source came to its end
        self.engine_changed.emit(change)
        if change.problem is not None and change.state is EngineState.FAILED:
            self.failed.emit(change.problem)

    @Slot()
    def _on_settings_changed(self) -> None:
        if self._phase is Phase.RUNNING:
            self._settling.start()

    @Slot()
    def _apply(self) -> None:
        """Let the running session follow the settings, if they are about it and can be followed."""
        settings = self._choices.settings
        if self._session is None or self._phase is not Phase.RUNNING:
            return
        here = self._choices.here
        if wire_part(settings, here) == wire_part(self._applied, here):
            return
        if problem := self._choices.refusal:
            self.refused.emit(problem)
            return
        self.talk(is_talking=False)
        was_by_hand, self._applied = self._applied.push_to_talk, settings
        self._session.switch(self._workshop.plan(settings))
        if settings.push_to_talk is not was_by_hand:
            self._session.talk(is_talking=was_by_hand)
        self.switched.emit()

    @Slot()
    def _on_resumed(self) -> None:
        """What comes next begins where the transcript ends that is shown now."""
        if self._phase is Phase.IDLE:
            self._begin_ms = self._document.end_ms

    @Slot(object)
    def _on_trouble_changed(self, trouble: SourceTrouble) -> None:
        self._is_troubled = trouble.problem is not None

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread is None:
            return
        self._begin_ms = self.elapsed_ms
        self._is_talking = False
        self._costs.keep()
        self._thread.wait()  # `finished` comes a moment before the thread is gone
        self._thread = self._session = None
        restarts = self._phase is Phase.RESTARTING
        self._set_phase(Phase.IDLE)
        if restarts:
            self._begin()

    def _set_phase(self, phase: Phase) -> None:
        self._phase = phase
        self.phase_changed.emit(phase)


def wire_part(settings: Settings, here: ThisComputer) -> tuple[object, ...]:
    """Return what of the settings is about the connection to the engine, and how it is used."""
    engine = chosen(settings, here)
    return engine, wire_config(settings, engine, locale=here.locale), settings.network
