"""Asks where the transcript shall be written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from app.shell.document import Document

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
MAX_NAME_CHARS = 80


def file_stem(title: str) -> str:
    """Return a file name, without suffix, that every system takes."""
    words = _NOT_IN_NAMES.sub(" ", title).split()
    stem = " ".join(words)[:MAX_NAME_CHARS].strip(" .")
    return stem or "captions"


class Exporter(QObject):
    """The system's own dialog; the window goes on while it is open."""

    given_up = Signal()

    def __init__(self, window: QWidget, document: Document) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(documents))
        self._folder = folder if folder.is_dir() else Path.home()

    def ask(self, title: str) -> None:
        """Let the user choose a place and a format; write if one was chosen."""
        kinds = {
            ".srt": self.tr("Subtitles, SubRip (*.srt)"),
            ".vtt": self.tr("Subtitles, WebVTT (*.vtt)"),
            ".txt": self.tr("Plain text (*.txt)"),
        }
        dialog = QFileDialog(self._window, self.tr("Export the transcript"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(kinds.values()))
        # Two labels that Qt's own dialog has not been given in Chinese.
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, self.tr("Folder:"))
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, self.tr("Format:"))
        dialog.setDirectory(str(self._folder))
        dialog.selectFile(file_stem(title))
        dialog.setDefaultSuffix("srt")
        suffixes = {text: suffix for suffix, text in kinds.items()}
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(suffixes[chosen].lstrip("."))
        )
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.rejected.connect(self.given_up)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_file_selected(self, name: str) -> None:
        path = Path(name)
        self._folder = path.parent
        self._document.export(path)
