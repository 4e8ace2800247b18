"""The way out: nothing is lost silently, and nobody waits for a window that is gone."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.shell.controller import Phase

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.shell.document import Exported
    from app.shell.messages import Messages
    from app.shell.studio import Studio

GRACE_MS = 1500  # for the last words, once the windows are gone


class _Step(Enum):
    OPEN = "open"
    SAVING = "saving"  # the user wants a file first
    CLOSED = "closed"


class Closing(QObject):
    """Decides what a wish to close leads to."""

    asking = Signal()  # a question will be in the window
    begun = Signal()  # the windows are hidden now
    closed = Signal()  # the windows are hidden and the session is over, or was given its time

    def __init__(
        self,
        windows: tuple[QWidget, ...],
        studio: Studio,
        messages: Messages,
        ask_for_file: Callable[[], None],
    ) -> None:
        super().__init__()
        self._windows = windows
        self._controller = studio.controller
        self._document = studio.document
        self._journal = studio.journal
        self._messages = messages
        self._ask_for_file = ask_for_file
        self._step = _Step.OPEN
        self._grace = QTimer(self, interval=GRACE_MS, singleShot=True)
        self._grace.timeout.connect(self.closed)
        self._controller.phase_changed.connect(self._on_phase_changed)
        self._document.exported.connect(self._on_exported)
        self._document.export_failed.connect(self.stay)

    @Slot()
    def ask(self) -> None:
        """Close, unless lines would be lost: those that are neither kept nor in a file."""
        if self._document.is_unsaved and not self._journal.is_safe:
            self.asking.emit()
            self._messages.ask_to_save(self._save_first, self.close)
        else:
            self.close()

    @Slot()
    def close(self) -> None:
        """Hide everything at once and let the session end behind the scenes."""
        if self._step is _Step.CLOSED:
            return
        self._step = _Step.CLOSED
        for window in self._windows:
            window.hide()
        self.begun.emit()
        if self._controller.phase is Phase.IDLE:
            self.closed.emit()
            return
        self._controller.stop()
        self._grace.start()

    @Slot()
    def stay(self) -> None:
        """The user chose no file, or it could not be written: nothing is closed."""
        if self._step is _Step.SAVING:
            self._step = _Step.OPEN

    def _save_first(self) -> None:
        self._step = _Step.SAVING
        if self._controller.phase is Phase.IDLE:
            self._ask_for_file()
        else:
            self._controller.stop()

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        if phase is not Phase.IDLE:
            return
        match self._step:
            case _Step.SAVING:
                self._ask_for_file()
            case _Step.CLOSED:
                self._grace.stop()
                self.closed.emit()
            case _Step.OPEN:
                pass

    @Slot(object)
    def _on_exported(self, exported: Exported) -> None:  # noqa: ARG002
        if self._step is not _Step.SAVING:
            return
        if self._document.is_unsaved:  # only a part was written
            self.stay()
        else:
            self.close()
