"""Where the session's news waits for the window: the newest of each kind, and one wake for all.

`happened` runs on the session's thread and costs the same however long the window is busy: a
snapshot replaces the one before it, and while one wake is on its way no second is sent. Captions
are whole snapshots, so no final can be missed. Everything else runs on the GUI thread.
"""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.core.events import (
    Backlog,
    EngineChanged,
    EngineState,
    Level,
    Metered,
    Notice,
    SourceTrouble,
)

if TYPE_CHECKING:
    from app.core.captions import Captions
    from app.core.errors import Problem
    from app.core.events import SessionEvent
    from app.session.sink import Stamp

MAX_NOTICES = 32


class Mailbox(QObject):
    """A `Sink` that delivers on the GUI thread."""

    captions_arrived = Signal(object, object)  # Captions, Stamp
    engine_changed = Signal(object)  # EngineChanged
    backlog_changed = Signal(object)  # Backlog
    metered = Signal(object)  # Metered
    trouble_changed = Signal(object)  # SourceTrouble
    noticed = Signal(object)  # Notice
    _wake = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._is_wake_pending = False
        self._captions: tuple[Captions, Stamp] | None = None
        self._engine: EngineChanged | None = None
        self._backlog: Backlog | None = None
        self._metered: dict[str, Metered] = {}  # by engine, of which there are few
        self._trouble: SourceTrouble | None = None
        self._notices: deque[Notice] = deque(maxlen=MAX_NOTICES)
        self._level: Level | None = None
        self._wakes = 0
        self._dropped_notices = 0
        self._wake.connect(self._on_wake, Qt.ConnectionType.QueuedConnection)

    @property
    def wakes(self) -> int:
        """How often the GUI thread was woken since the start."""
        return self._wakes

    @property
    def dropped_notices(self) -> int:
        """Notices that newer ones pushed out before the window could show them."""
        return self._dropped_notices

    @property
    def level(self) -> Level | None:
        """Newest loudness. Read at the meter's own pace: a level wakes nobody."""
        return self._level

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        """Keep what matters of `event`. Any thread; never blocks."""
        if isinstance(event, Level):
            self._level = event
            return
        with self._lock:
            self._keep(event, captions, stamp)
            wakes, self._is_wake_pending = not self._is_wake_pending, True
        if wakes:
            self._wake.emit()

    def crashed(self, problem: Problem) -> None:
        """Say that the session ended by an error of ours. Any thread."""
        with self._lock:
            self._engine = EngineChanged(EngineState.FAILED, problem)
            wakes, self._is_wake_pending = not self._is_wake_pending, True
        if wakes:
            self._wake.emit()

    def _keep(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        match event:
            case EngineChanged():
                self._engine = event
            case SourceTrouble():
                self._trouble = event
            case Backlog():
                self._backlog = event
            case Metered():
                self._metered[event.engine_id] = event
            case Notice():
                self._dropped_notices += len(self._notices) == MAX_NOTICES
                self._notices.append(event)
            case _:
                self._captions = (captions, stamp)

    @Slot()
    def _on_wake(self) -> None:
        with self._lock:
            self._is_wake_pending = False
            self._wakes += 1
            captions, self._captions = self._captions, None
            engine, self._engine = self._engine, None
            backlog, self._backlog = self._backlog, None
            metered, self._metered = self._metered, {}
            trouble, self._trouble = self._trouble, None
            notices = list(self._notices)
            self._notices.clear()
        if captions is not None:
            self.captions_arrived.emit(*captions)
        if trouble is not None:
            self.trouble_changed.emit(trouble)
        for notice in notices:
            self.noticed.emit(notice)
        for reading in metered.values():
            self.metered.emit(reading)
        if backlog is not None:
            self.backlog_changed.emit(backlog)
        if engine is not None:
            if engine.state.is_over:
                self._level = None
            self.engine_changed.emit(engine)
