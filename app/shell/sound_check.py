"""Hears a microphone for its level and for nothing else: before the first session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.audio.source import CHUNK_SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Source
    from app.core.errors import Problem
    from app.core.events import Level
    from app.shell.jobs import Jobs
    from app.shell.listening import Listening


class SoundCheck(QObject):
    """Open from `start` to `stop`. What is heard is measured and forgotten. GUI thread."""

    troubled = Signal(object)  # Problem; None: it is well again

    def __init__(
        self,
        open_source: Callable[[Listening], Source],
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_source = open_source
        self._jobs = jobs
        self._source: Source | None = None
        self._outlet: LevelOutlet | None = None

    @property
    def is_on(self) -> bool:
        """Whether a microphone is open."""
        return self._source is not None

    @property
    def level(self) -> Level | None:
        """The newest level; None: nothing was heard yet."""
        return None if self._outlet is None else self._outlet.newest

    def start(self, listening: Listening) -> None:
        """Hear `listening`, and nothing else any more."""
        self.stop()
        self._outlet = LevelOutlet(self)
        self._outlet.troubled.connect(self._on_troubled, Qt.ConnectionType.QueuedConnection)
        self._source = self._open_source(listening)
        self._source.start(self._outlet)

    @Slot()
    def stop(self) -> None:
        """Let go of the microphone; it is closed by a job, as that may take a moment."""
        source, outlet = self._source, self._outlet
        self._source = self._outlet = None
        if source is not None and outlet is not None:

            def forget(nothing: object) -> None:  # noqa: ARG001
                outlet.deleteLater()  # nobody calls it any more

            if not self._jobs.submit(source.stop, forget, forget):
                source.stop()

    @Slot(object)
    def _on_troubled(self, problem: Problem | None) -> None:
        if self.sender() is self._outlet:
            self.troubled.emit(problem)


class LevelOutlet(QObject):
    """Implements audio.source.Outlet. The source's thread calls it; only `newest` is kept."""

    troubled = Signal(object)  # Problem or None

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.newest: Level | None = None

    @property
    def wants_levels(self) -> bool:
        """It wants nothing else."""
        return True

    @property
    def piece_samples(self) -> int:
        """No matter how much at a time."""
        return CHUNK_SAMPLES

    def write(self, pcm16k: bytes) -> None:
        """Forget it."""

    def skip(self, samples: int) -> None:
        """Nobody misses it."""

    def resume(self) -> None:
        """Nothing stands at any time."""

    def level(self, level: Level) -> None:
        """Keep it until the next one comes."""
        self.newest = level

    def trouble(self, problem: Problem | None) -> None:
        """Pass it on."""
        self.troubled.emit(problem)

    def end(self) -> None:
        """A microphone has none."""

    def wait_for_room(self, samples: int, timeout_s: float) -> bool:  # noqa: ARG002
        """There always is."""
        return True
