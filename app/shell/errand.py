"""What the command line asked for: press Start, write files, take pictures, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, Signal, Slot

from app.core.errors import ErrorCode, Problem
from app.shell.controller import Phase

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.shell.document import Exported
    from app.shell.options import WindowOptions
    from app.shell.studio import Studio

SETTLE_MS = (
    150  # from the last caption to its pixels: the overlay repaints at most 12 times a second
)


class Errand(QObject):
    """Runs alongside the user, who may press anything at any time."""

    leave = Signal()

    def __init__(
        self, options: WindowOptions, studio: Studio, pictures: dict[str, QWidget]
    ) -> None:
        super().__init__()
        self._options = options
        self._controller = studio.controller
        self._document = studio.document
        self._pictures = pictures
        self._waiting_for = len(options.export_paths)
        self._owes_files = False
        self._problem: Problem | None = None
        self._controller.phase_changed.connect(self._on_phase_changed)
        self._controller.failed.connect(self._note)
        self._document.exported.connect(self._on_exported)
        self._document.export_failed.connect(self._on_export_failed)

    @property
    def problem(self) -> Problem | None:
        """What kept the errand from being done, if anything did; a user at the window knows it."""
        return self._problem if self._options.quits_when_done else None

    @Slot()
    def begin(self) -> None:
        """Do what is to be done first."""
        if self._options.quit_after_s is not None:
            QTimer.singleShot(round(self._options.quit_after_s * 1000), self.leave.emit)
        if self._options.starts:
            self._controller.start()
            if self._controller.phase is Phase.IDLE and self._options.quits_when_done:
                self.leave.emit()  # it was refused

    @Slot()
    def conclude(self) -> None:
        """Write, at the end of the program, the files of a session that it ended."""
        if self._owes_files:
            self._write_files()

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        if phase is Phase.RUNNING:
            self._owes_files = True
        elif phase is Phase.IDLE and self._owes_files:
            QTimer.singleShot(SETTLE_MS, self._on_settled)

    @Slot()
    def _on_settled(self) -> None:
        if self._options.grab_dir is not None:
            self._take_pictures(self._options.grab_dir)
        self._write_files()
        self._leave_if_done()

    def _write_files(self) -> None:
        self._owes_files = False
        for path in self._options.export_paths:
            self._document.export(path)

    def _take_pictures(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, widget in self._pictures.items():
                (folder / name).write_bytes(_png(widget))
        except OSError as exc:
            reason = exc.strerror or type(exc).__name__
            self._note(Problem(ErrorCode.EXPORT_FAILED, {"path": str(folder), "reason": reason}))

    @Slot(object)
    def _on_exported(self, exported: Exported) -> None:  # noqa: ARG002
        self._count_down()

    @Slot(object)
    def _on_export_failed(self, problem: Problem) -> None:
        self._note(problem)
        self._count_down()

    @Slot(object)
    def _note(self, problem: Problem) -> None:
        self._problem = self._problem or problem

    def _count_down(self) -> None:
        self._waiting_for -= 1
        self._leave_if_done()

    def _leave_if_done(self) -> None:
        if self._options.quits_when_done and self._waiting_for <= 0:
            self.leave.emit()


def _png(widget: QWidget) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return bytes(content.data())
