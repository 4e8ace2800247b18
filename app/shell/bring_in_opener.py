"""Lets the user bring recordings in: by the menu, by Ctrl+O, or dropped on the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from app.shell.file_dialog import MUSIC, open_in
from app.shell.widgets.message_bar import Tone

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from app.shell.bringing import Bringing
    from app.shell.widgets.main_window import MainWindow

_SOUNDS: Final = "*.wav *.flac *.ogg *.oga *.opus *.mp3 *.m4a *.aac *.wma *.aiff *.aif"
_FILMS: Final = "*.mp4 *.mkv *.webm *.mov *.avi"


class BringInOpener(QObject):
    """Between the recordings and the window. GUI thread."""

    library_wanted = Signal()

    def __init__(self, window: MainWindow, bringing: Bringing) -> None:
        super().__init__(window)
        self._window, self._bringing = window, bringing
        self._folder: Path | None = None  # where a file was found last
        self._dialog: QFileDialog | None = None
        bar = window.bring_in
        bringing.changed.connect(bar.show_state)
        bringing.too_many.connect(self._on_too_many)
        bar.confirmed.connect(bringing.confirm)
        bar.cancelled.connect(bringing.cancel)
        bar.go_on_wanted.connect(bringing.go_on)
        bar.dismissed.connect(bringing.dismiss)
        bar.library_wanted.connect(self.library_wanted)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @Slot()
    def ask(self) -> None:
        """Let the user choose recordings; nothing waits for that."""
        if self._dialog is not None:
            self._dialog.activateWindow()
            return
        dialog = QFileDialog(self._window, self.tr("Open recordings"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        filters = (
            f"{self.tr('Recordings')} ({_SOUNDS} {_FILMS})",
            f"{self.tr('All files')} (*)",
        )
        dialog.setNameFilters(filters)
        dialog.filesSelected.connect(self._on_chosen)
        dialog.finished.connect(self._on_closed)
        self._dialog = dialog
        open_in(self._folder, dialog, MUSIC)

    @Slot()
    def close(self) -> None:
        """Ask no more."""
        if self._dialog is not None:
            self._dialog.reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files that are dropped on the window."""
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            if event.mimeData().hasUrls():
                event.acceptProposedAction()
                return True
        elif isinstance(event, QDropEvent):
            self._bringing.add(dropped_files(event.mimeData()))
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)

    @Slot(list)
    def _on_chosen(self, names: list[str]) -> None:
        self._folder = Path(names[0]).parent
        self._bringing.add(map(Path, names))

    @Slot()
    def _on_closed(self) -> None:
        self._dialog = None

    @Slot()
    def _on_too_many(self) -> None:
        self._window.message.say(
            Tone.WARNING, self.tr("Too many recordings at once: some were left out.")
        )


def dropped_files(data: QMimeData) -> tuple[Path, ...]:
    """Return the files of this computer that were dropped."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
