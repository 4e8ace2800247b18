"""One thread for whatever may take a while: listing devices, writing files.

Jobs run one after another. Results come back on the GUI thread, through the one queued signal.
"""

from __future__ import annotations

import logging
import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.core.errors import ErrorCode, Problem, ZimuError

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

T = TypeVar("T")

MAX_WAITING = 16
JOIN_S = 3.0


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], object]
    done: Callable[[Any], None]  # Any: T of submit, which the queue cannot carry
    failed: Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class _Outcome:
    job: _Job
    result: object
    problem: Problem | None


class Jobs(QObject):
    """Runs jobs in order on one thread of its own."""

    _finished = Signal(object)  # _Outcome

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: queue.Queue[_Job | None] = queue.Queue(MAX_WAITING)
        self._newest: _Job | None = None  # of those that are over
        # A daemon: a driver that hangs while devices are listed must not keep the program alive.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def submit(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Problem], None]
    ) -> bool:
        """Run `work` on the job thread, then `done` or `failed` on the GUI thread.

        False, and neither is called, when too many jobs are waiting.
        """
        try:
            self._waiting.put_nowait(_Job(work, done, failed))
        except queue.Full:
            log.warning("too many jobs are waiting: one was refused")
            return False
        return True

    def stop(self) -> bool:
        """Let waiting jobs end, for at most 3 s; False if one still runs."""
        if not self._thread.is_alive():
            return True
        try:
            self._waiting.put(None, timeout=JOIN_S)
        except queue.Full:
            return False
        self._thread.join(JOIN_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._waiting.get()) is not None:
            self._finished.emit(_carry_out(job))
            del job  # see _on_finished

    @Slot(object)
    def _on_finished(self, outcome: _Outcome) -> None:
        # Kept until the next one is over, as that thread may still hold it: whoever lets go of a
        # job last deletes what its callbacks hold, and only this thread may delete widgets.
        self._newest = outcome.job
        if outcome.problem is not None:
            outcome.job.failed(outcome.problem)
        else:
            outcome.job.done(outcome.result)


def _carry_out(job: _Job) -> _Outcome:
    try:
        return _Outcome(job, job.work(), None)
    except ZimuError as error:
        return _Outcome(job, None, error.problem)
    except Exception:
        log.exception("a job ended by an error of ours")
        return _Outcome(job, None, Problem(ErrorCode.INTERNAL))
