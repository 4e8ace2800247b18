"""Tries out whether captioning with the chosen engine would work. GUI thread; the try is a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.net.links import Cancel
from app.shell.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.errors import Problem
    from app.core.settings import Settings
    from app.session.checkup import Verdict


class Checkups(QObject):
    """One try at a time, on a thread of its own: it may take a minute, and other jobs must not.

    `try_out` blocks until it knows, or is cancelled and returns None.
    """

    passed = Signal(object)  # Verdict
    failed = Signal(object)  # Problem

    def __init__(
        self,
        try_out: Callable[[Settings, Cancel], Verdict | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._try_out = try_out
        self._jobs = Jobs("check-up", self)
        self._cancel: Cancel | None = None

    def start(self) -> None:
        """Start the thread."""
        self._jobs.start()

    def stop(self) -> bool:
        """End the thread; False if it would not end."""
        self.give_up()
        return self._jobs.stop()

    def begin(self, settings: Settings) -> None:
        """Try these settings; whatever is being tried is given up."""
        self.give_up()
        self._cancel = cancel = Cancel()

        def done(verdict: Verdict | None) -> None:
            if cancel is not self._cancel or verdict is None:
                return
            if verdict.problem is None:
                self.passed.emit(verdict)
            else:
                self.failed.emit(verdict.problem)

        def failed(problem: Problem) -> None:
            if cancel is self._cancel:
                self.failed.emit(problem)

        self._jobs.submit(lambda: self._try_out(settings, cancel), done, failed)

    def give_up(self) -> None:
        """Want to know no more."""
        if self._cancel is not None:
            self._cancel.cancel()
            self._cancel = None
