"""Left of the sessions: which are listed, and what leads to more and to where they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.shell.widgets.library_side import LibrarySide

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.shell.look import Look


class LibraryColumn(QFrame):
    """The shelves, and two buttons below them."""

    recording_wanted = Signal()  # to be brought in
    data_wanted = Signal()  # how long things are kept, and where

    def __init__(self, wall_s: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sectionsSide")
        self.side = LibrarySide(wall_s)
        self._recording, self._data = QPushButton(), QPushButton()
        self._listed, self._makers = QVBoxLayout(), QVBoxLayout()
        self._listed.addWidget(self.side)
        self._makers.addWidget(self._recording)
        self._makers.addWidget(self._data)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._listed, 1)
        column.addLayout(self._makers)
        self._recording.clicked.connect(self.recording_wanted)
        self._data.clicked.connect(self.data_wanted)

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._listed.setContentsMargins(look.px(8), look.px(12), look.px(8), look.px(8))
        self._makers.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(16))
        self._makers.setSpacing(look.px(8))

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.side.retranslate()
        self._recording.setText(self.tr("Open recording…"))
        self._recording.setToolTip(self.tr("Turn a recording into a session (Ctrl+O)"))
        self._data.setText(self.tr("Your data…"))
        self._data.setToolTip(self.tr("Where sessions are kept, and for how long"))
