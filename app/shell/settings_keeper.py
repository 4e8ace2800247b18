"""Writes the settings down behind the scenes, and does not forget that it could not. GUI thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.core.errors import Problem
    from app.core.settings import Settings
    from app.shell.jobs import Jobs
    from app.storage.settings_store import SettingsStore


class SettingsKeeper(QObject):
    """One writing at a time; meanwhile the newest settings wait, and no others."""

    failed = Signal(object)  # Problem; told once until writing works again

    def __init__(self, store: SettingsStore, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._jobs = store, jobs
        self._is_writing = False
        self._is_failing = False
        self._unwritten: Settings | None = None

    @property
    def is_failing(self) -> bool:
        """Whether what was set is in no file, because it could not be written."""
        return self._is_failing

    def keep(self, settings: Settings) -> None:
        """Write `settings`, now or as soon as what is being written is."""
        self._unwritten = settings
        if not self._is_writing:
            self._write()

    def flush(self) -> None:
        """Try once more what could not be written, before the jobs end."""
        if self._unwritten is not None:
            self._write()

    def _write(self) -> None:
        settings = self._unwritten
        if settings is None:
            return
        self._is_writing = self._jobs.submit(
            partial(self._store.save, settings),
            partial(self._on_written, settings),
            self._on_failed,
        )

    def _on_written(self, settings: Settings, nothing: None) -> None:  # noqa: ARG002
        self._is_writing = self._is_failing = False
        if self._unwritten is settings:
            self._unwritten = None
        self._write()

    def _on_failed(self, problem: Problem) -> None:
        self._is_writing = False
        if not self._is_failing:
            self._is_failing = True
            self.failed.emit(problem)
