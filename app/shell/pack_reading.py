"""Documents that context packs are made of: looked into one after another. GUI thread."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from app.shell.jobs import Jobs

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.errors import Problem
    from app.documents.apart import DocumentReader
    from app.documents.imported import Imported

MOST_WAITING: Final = 100


class PackReading(QObject):
    """On a thread of its own, as a slow document must not keep settings waiting."""

    found = Signal(object)  # Imported
    failed = Signal(object)  # Problem
    too_many = Signal()  # some were left out

    def __init__(self, reader: DocumentReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._jobs: Jobs | None = None  # no thread before it is needed
        self._waiting: deque[Path] = deque()
        self._is_busy = False

    @Slot(object)
    def read(self, path: Path) -> None:
        """Look what is in a document, or in a pack of another computer."""
        if len(self._waiting) == MOST_WAITING:
            self.too_many.emit()
            return
        self._waiting.append(path)
        if not self._is_busy:
            self._begin_next()

    def stop(self) -> bool:
        """End the thread; False if it would not end."""
        self._waiting.clear()
        self._reader.stop()
        return self._jobs is None or self._jobs.stop()

    def _begin_next(self) -> None:
        if not self._waiting:
            return
        if self._jobs is None:
            self._jobs = Jobs("documents", self)
            self._jobs.start()
        path = self._waiting.popleft()
        self._is_busy = self._jobs.submit(
            lambda: self._reader.look_into(path), self._on_found, self._on_failed
        )

    def _on_found(self, found: Imported) -> None:
        self._is_busy = False
        self._begin_next()
        self.found.emit(found)

    def _on_failed(self, problem: Problem) -> None:
        self._is_busy = False
        self._begin_next()
        self.failed.emit(problem)
