"""The button that tests a connection, and one sentence about what came of it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.shell.widgets.basics import text_label

if TYPE_CHECKING:
    from app.shell.look import Look


class Outcome(Enum):
    """How a test stands."""

    UNTRIED = "untried"
    RUNNING = "running"
    GOOD = "good"
    BAD = "bad"


_ICONS = {Outcome.GOOD: ("done", "accent"), Outcome.BAD: ("warning", "stop")}


class CheckupRow(QWidget):
    """Pressing the button again while the test runs gives it up."""

    wanted = Signal()
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._outcome = Outcome.UNTRIED
        self._button = QPushButton()
        self._icon = QLabel()
        self._sentence = text_label("sentence")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._button)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._sentence, 1)
        self._button.clicked.connect(self._on_clicked)

    @property
    def outcome(self) -> Outcome:
        """How the test stands."""
        return self._outcome

    @property
    def sentence(self) -> str:
        """What is said about it."""
        return self._sentence.text()

    def show_outcome(self, outcome: Outcome, sentence: str = "") -> None:
        """Say how the test stands."""
        self._outcome = outcome
        self._sentence.setText(sentence)
        self._refresh()
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._look = look
        self._row.setSpacing(look.px(10))
        self._refresh()

    def retranslate(self) -> None:
        """Set the texts again; what came of a test is not said anew."""
        if self._outcome is not Outcome.RUNNING:
            self.show_outcome(Outcome.UNTRIED)
        self._refresh()

    def _on_clicked(self) -> None:
        (self.given_up if self._outcome is Outcome.RUNNING else self.wanted).emit()

    def _refresh(self) -> None:
        is_running = self._outcome is Outcome.RUNNING
        self._button.setText(self.tr("Cancel") if is_running else self.tr("Test connection"))
        self._button.setAccessibleName(self._button.text())
        if is_running:
            self._sentence.setText(self.tr("Connecting…"))
        named = _ICONS.get(self._outcome)
        self._icon.setVisible(named is not None)
        if named is not None and self._look is not None:
            self._icon.setPixmap(self._look.icon(*named).pixmap(self._look.px(20)))
