"""One of the first steps, whatever it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.shell.widgets.basics import text_label

if TYPE_CHECKING:
    from app.shell.look import Look


class Step(QWidget):
    """A question, a sentence about it, and the ways to answer it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = text_label("stepTitle")
        self.words = text_label("stepWords")
        self.body = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.title)
        self._column.addWidget(self.words)
        self._column.addLayout(self.body)
        self._column.addStretch(1)

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._column.setSpacing(look.px(8))
        self.body.setContentsMargins(0, look.px(16), 0, 0)
        self.body.setSpacing(look.px(12))
