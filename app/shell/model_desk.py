"""The speech models as the window sees them: where each is, and what is being done to one.

Disk and network are asked on a thread of its own, one errand after the other. GUI thread.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.core.errors import ErrorCode, Problem, ZimuError
from app.engine.trial import try_speed
from app.net.download import PausedError
from app.net.links import Cancel
from app.shell.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.advice import Speed, ThisComputer
    from app.core.models import ModelInfo
    from app.models.manager import Manager
    from app.models.sealing import Progress, Tell
    from app.models.store import ModelState
    from app.net.options import NetOptions

TELL_EVERY_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class ModelSource:
    """What was at hand when the program started, and what brings and measures more."""

    here: ThisComputer
    open_manager: Callable[[Callable[[], NetOptions]], Manager]
    speeds: Callable[[], tuple[Speed, ...]]  # those that were measured
    benchmark: tuple[str, ...]  # the command that measures one


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every model of the catalogue and where it is, in its order."""

    states: tuple[ModelState, ...] = ()
    speeds: tuple[Speed, ...] = ()
    accepted: frozenset[str] = frozenset()  # models whose licences were

    def state(self, model_id: str) -> ModelState | None:
        """Return where the model of that name is."""
        return next((state for state in self.states if state.model.id == model_id), None)

    def speed(self, model_id: str) -> Speed | None:
        """Return how fast the model was here; None: that was not measured."""
        return next((speed for speed in self.speeds if speed.model == model_id), None)


@dataclass(frozen=True, slots=True)
class Work:
    """What is being done. `is_ending`: it was asked to pause."""

    model_id: str
    progress: Progress | None = None
    is_ending: bool = False


class ModelDesk(QObject):
    """One piece of work at a time; what goes wrong is kept with its model until the next try.

    What it is given may take a while, and is called on the desk's own thread.
    """

    changed = Signal()
    shelf_changed = Signal()  # also which models are at hand
    _told = Signal(object)  # Work

    def __init__(
        self,
        open_manager: Callable[[], Manager],
        speeds: Callable[[], tuple[Speed, ...]],
        benchmark: tuple[str, ...],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_manager = open_manager
        self._speeds = speeds
        self._benchmark = benchmark
        self._manager: Manager | None = None  # the thread's
        self._jobs = Jobs("models", self)
        self._cancel = Cancel()
        self._shelf = Shelf()
        self._work: Work | None = None
        self._problems: dict[str, Problem] = {}
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    @property
    def shelf(self) -> Shelf:
        """The models; none before the first look."""
        return self._shelf

    @property
    def work(self) -> Work | None:
        """What is being done; None: nothing."""
        return self._work

    def problem(self, model_id: str) -> Problem | None:
        """Return what went wrong with the model the last time."""
        return self._problems.get(model_id)

    def start(self) -> None:
        """Start the thread."""
        self._jobs.start()

    def stop(self) -> bool:
        """Pause what is being done and end the thread; False if it would not end."""
        self._cancel.cancel()
        return self._jobs.stop()

    def look(self) -> None:
        """Find out again where the models are."""
        self._jobs.submit(self._looked, self._on_looked, self._on_not_looked)

    def get(self, model: ModelInfo) -> None:
        """Bring the model here; its licence was read and accepted."""

        def work(manager: Manager, cancel: Cancel, tell: Tell) -> object:
            manager.licences.accept(model)
            return manager.get(model, cancel, tell)

        self._begin(model, work)

    def import_from(self, path: Path, model: ModelInfo) -> None:
        """Install the model from a folder or an archive; its licence was read and accepted."""

        def work(manager: Manager, cancel: Cancel, tell: Tell) -> object:
            manager.licences.accept(model)
            return manager.import_from(path, model, cancel, tell)

        self._begin(model, work)

    def verify(self, model: ModelInfo) -> None:
        """Read every byte of the model."""
        self._begin(model, lambda manager, cancel, tell: manager.verify(model, cancel, tell))

    def measure(self, model: ModelInfo) -> None:
        """Find out how fast the model is here, which takes about fifteen seconds."""
        self._begin(model, lambda _manager, cancel, _tell: self._measured(model, cancel))

    def remove(self, model: ModelInfo) -> None:
        """Take the model away, or what there is of a download."""
        self._begin(model, lambda manager, _cancel, _tell: manager.remove(model))

    def pause(self) -> None:
        """Let go of what is being done; a download can be gone on with."""
        if self._work is not None:
            self._work = replace(self._work, is_ending=True)
            self._cancel.cancel()
            self.changed.emit()

    def _begin(self, model: ModelInfo, work: Callable[[Manager, Cancel, Tell], object]) -> None:
        if self._work is not None:
            return
        cancel = self._cancel = Cancel()
        self._work = Work(model.id)
        self._problems.pop(model.id, None)
        tell = self._teller(model.id)

        def job() -> Shelf:
            with contextlib.suppress(PausedError):  # what has come is where it was left
                work(self._opened(), cancel, tell)
            return self._looked()

        def failed(problem: Problem) -> None:
            self._problems[model.id] = problem
            self._work = None
            self.changed.emit()
            self.look()

        def done(shelf: Shelf) -> None:
            self._work = None
            self._on_looked(shelf)

        if not self._jobs.submit(job, done, failed):
            failed(Problem(ErrorCode.INTERNAL))
        self.changed.emit()

    def _teller(self, model_id: str) -> Tell:
        """Return what is called with every piece, and passes on a few a second."""
        last_s = 0.0

        def tell(progress: Progress) -> None:
            nonlocal last_s
            if (now_s := time.monotonic()) - last_s >= TELL_EVERY_S:
                last_s = now_s
                self._told.emit(Work(model_id, progress))

        return tell

    def _opened(self) -> Manager:
        if self._manager is None:
            self._manager = self._open_manager()
        return self._manager

    def _looked(self) -> Shelf:
        manager = self._opened()
        states = manager.store.states()
        accepted = (one.model.id for one in states if manager.licences.is_accepted(one.model))
        return Shelf(states, self._speeds(), frozenset(accepted))

    def _measured(self, model: ModelInfo, cancel: Cancel) -> None:
        try:
            try_speed(self._benchmark, model.id, cancel)
        except ZimuError:
            if not cancel.is_cancelled:
                raise

    def _on_looked(self, shelf: Shelf) -> None:
        self._shelf, before = shelf, self._shelf
        self.changed.emit()
        if shelf != before:
            self.shelf_changed.emit()

    def _on_not_looked(self, problem: Problem) -> None:  # noqa: ARG002  # then nothing is known
        self.changed.emit()

    @Slot(object)
    def _on_told(self, work: Work) -> None:
        if self._work is not None and self._work.model_id == work.model_id:
            self._work = replace(self._work, progress=work.progress)
            self.changed.emit()
