"""A real session, with the real dialer and transport, that meets a scene of fault_scenes."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from app.core.captions import Line
from app.core.errors import ErrorCode
from app.core.events import EngineChanged, EngineState, Notice
from app.engine.local_process import LocalEngine
from app.session.dialer import EngineDialer
from app.session.plan import Patience, Plan
from app.session.session import Session
from tests.helpers.fault_scenes import Scene
from tests.helpers.session_fakes import BusySink, FakeSource, RecordingSink
from tests.helpers.waiting import until

DEADLINE_S = 30.0
PIECE_MS = 600


class Caller:
    """Speaks to a scene's server, in two pieces with the scene's `strike` between them."""

    def __init__(self, scene: Scene, patience: Patience) -> None:
        self._scene = scene
        self.sink = BusySink() if scene.is_busy else RecordingSink()
        self.source = FakeSource()
        never = LocalEngine(("never-started",), Path("never-written"))
        dialer = EngineDialer(scene.engine, never, scene.keys, network=scene.network)
        self.session = Session(
            Plan(scene.engine, scene.config, dialer),
            self.source,
            self.sink,
            time.perf_counter,
            chance=lambda: 0.0,  # the wait before another attempt is as short as it may be
            patience=patience,
        )
        self._thread = threading.Thread(target=self.session.run, name="session")

    @property
    def texts(self) -> tuple[str, ...]:
        entries = self.sink.captions.entries
        return tuple(entry.text for entry in entries if isinstance(entry, Line))

    @property
    def troubles(self) -> list[tuple[EngineState, ErrorCode]]:
        """The states that were entered because of a problem."""
        changes = [event for event in self.sink.events if isinstance(event, EngineChanged)]
        return [(change.state, change.problem.code) for change in changes if change.problem]

    @property
    def notices(self) -> set[ErrorCode]:
        return {event.problem.code for event in self.sink.events if isinstance(event, Notice)}

    @property
    def state(self) -> EngineState:
        return self.sink.states[-1]

    def start(self) -> None:
        """Begin to speak; return when words are on show or something is wrong."""
        self._thread.start()
        until(lambda: self.source.outlet is not None or self._is_over, "somebody to listen")
        self.source.speak(PIECE_MS)
        self.wait(lambda: bool(self.texts or self.troubles), "words, or trouble")
        self._scene.strike()
        self.source.speak(PIECE_MS)

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Return once `condition` holds, or the session is over. Raises TimeoutError."""
        until(lambda: condition() or self._is_over, what, deadline_s=DEADLINE_S)

    def stop(self) -> None:
        """Finish as a user does, and wait for the end."""
        self.session.stop()
        self.join()

    def join(self) -> None:
        """Wait for the end. Raises TimeoutError."""
        self._thread.join(DEADLINE_S)
        if self._thread.is_alive():
            self.session.abort()
            raise TimeoutError("the session does not end")

    @property
    def _is_over(self) -> bool:
        return not self._thread.is_alive()
