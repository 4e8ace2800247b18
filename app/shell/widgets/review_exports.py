"""What can be made of a session that is reviewed, as a menu: files, minutes, a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class ReviewExports(QMenu):
    """Says which is wanted."""

    transcript_wanted = Signal()
    minutes_wanted = Signal()
    summary_wanted = Signal()
    figures_wanted = Signal()  # as a table

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._transcript, self._minutes = self.addAction(""), self.addAction("")
        self._summary, self._figures = self.addAction(""), self.addAction("")
        self._transcript.setShortcut("Ctrl+E")
        for action, wanted in (
            (self._transcript, self.transcript_wanted),
            (self._minutes, self.minutes_wanted),
            (self._summary, self.summary_wanted),
            (self._figures, self.figures_wanted),
        ):
            action.triggered.connect(wanted)

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self._transcript.setText(self.tr("Transcript…"))
        self._minutes.setText(self.tr("Minutes…"))
        self._summary.setText(self.tr("Summary…"))
        self._figures.setText(self.tr("Figures as CSV…"))
