"""What the window's controls do: start, stop, listen to something else.

GUI thread. Nothing here waits: a session ends on its own thread and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.core.errors import ErrorCode, Problem
from app.core.events import EngineChanged, EngineState
from app.core.settings import DeviceRef
from app.shell.session_thread import RunningSession, SessionThread

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Source
    from app.core.captions import Captions
    from app.core.events import SourceTrouble
    from app.engine.catalog import EngineInfo
    from app.protocol.config import WireConfig
    from app.shell.choices import Choices
    from app.shell.document import Document
    from app.shell.listening import Listening
    from app.shell.mailbox import Mailbox

END_MS = 3000


class Phase(Enum):
    """What the big button is about."""

    IDLE = "idle"
    RUNNING = "running"
    FINISHING = "finishing"  # the last words are on their way
    RESTARTING = "restarting"  # as FINISHING, and a new session follows


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """All that tells one session from another."""

    engine: EngineInfo
    config: WireConfig
    source: Source
    captions: Captions
    begin_ms: int


@dataclass(frozen=True, slots=True)
class Workshop:
    """Who makes what the controller needs; `app.shell.application` has the real ones."""

    open_session: Callable[[SessionPlan], RunningSession]
    open_source: Callable[[Listening], Source]
    clock_s: Callable[[], float]  # monotonic


class Controller(QObject):
    """Owns the running session."""

    phase_changed = Signal(object)  # Phase
    listening_changed = Signal(object)  # Listening
    state_changed = Signal(object)  # EngineState
    failed = Signal(object)  # Problem

    def __init__(
        self,
        workshop: Workshop,
        mailbox: Mailbox,
        document: Document,
        choices: Choices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workshop = workshop
        self._mailbox = mailbox
        self._document = document
        self._choices = choices
        self._listening: Listening = choices.settings.device
        self._phase = Phase.IDLE
        self._state = EngineState.IDLE
        self._session: RunningSession | None = None
        self._thread: SessionThread | None = None
        self._begin_ms = 0
        self._begin_s = 0.0
        self._is_troubled = False  # something is wrong with what is listened to
        mailbox.engine_changed.connect(self._on_engine_changed)
        mailbox.trouble_changed.connect(self._on_trouble_changed)

    @property
    def phase(self) -> Phase:
        """What the big button is about."""
        return self._phase

    @property
    def state(self) -> EngineState:
        """Where the session stands."""
        return self._state

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
        self._begin_ms = max(self._begin_ms, self._document.end_ms)
        if self._document.is_empty:
            self._begin_ms = 0
        self._is_troubled = False
        source = self._workshop.open_source(self._listening)
        plan = SessionPlan(
            self._choices.engine,
            self._choices.wire_config,
            source,
            self._document.captions,
            self._begin_ms,
        )
        self._session = self._workshop.open_session(plan)
        self._thread = SessionThread(self._session, self._on_crashed)
        self._thread.finished.connect(self._on_thread_finished, Qt.ConnectionType.QueuedConnection)
        self._document.begin_session(self._begin_ms)
        self._begin_s = self._workshop.clock_s()
        self._set_phase(Phase.RUNNING)
        self._thread.start()

    def _on_crashed(self) -> None:
        """Runs on the session's thread."""
        self._mailbox.crashed(Problem(ErrorCode.INTERNAL))

    @Slot(object)
    def _on_engine_changed(self, change: EngineChanged) -> None:
        self._state = change.state
        if change.state is EngineState.FINISHING and self._phase is Phase.RUNNING:
            self._set_phase(Phase.FINISHING)  # the source came to its end
        self.state_changed.emit(change.state)
        if change.problem is not None:
            self.failed.emit(change.problem)

    @Slot(object)
    def _on_trouble_changed(self, trouble: SourceTrouble) -> None:
        self._is_troubled = trouble.problem is not None

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread is None:
            return
        self._begin_ms = self.elapsed_ms
        self._thread.wait()  # `finished` comes a moment before the thread is gone
        self._thread = self._session = None
        restarts = self._phase is Phase.RESTARTING
        self._set_phase(Phase.IDLE)
        if restarts:
            self._begin()

    def _set_phase(self, phase: Phase) -> None:
        self._phase = phase
        self.phase_changed.emit(phase)
