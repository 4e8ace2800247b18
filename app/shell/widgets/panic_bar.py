"""Says, while every caption is out of sight, that it is so and how they come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.shell.widgets.basics import set_tone, text_label

if TYPE_CHECKING:
    from app.shell.look import Look


class PanicBar(QFrame):
    """Stays until they are back: no message takes its place."""

    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        set_tone(self, "warning")
        self._key = ""
        self._icon = QLabel()
        self._sentence = text_label("sentence")
        self._back = QPushButton()
        self._back.setAutoDefault(True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._sentence, 1)
        self._row.addWidget(self._back)
        self._back.clicked.connect(self.back_wanted)
        self.hide()

    def show_blanked(self, *, is_blanked: bool) -> None:
        """Come or go."""
        self.setVisible(is_blanked)
        if is_blanked:
            event = QAccessibleAnnouncementEvent(self, self._sentence.text())
            QAccessible.updateAccessibility(event)

    def show_key(self, key: str) -> None:
        """Name the key that brings captions back; empty: none does."""
        if key != self._key:
            self._key = key
            self.retranslate()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._row.setContentsMargins(look.px(12), look.px(8), look.px(8), look.px(8))
        self._row.setSpacing(look.px(10))
        self._icon.setPixmap(look.icon("hidden", "warning").pixmap(look.px(20)))

    def retranslate(self) -> None:
        """Set the texts again."""
        key = QKeySequence(self._key).toString(QKeySequence.SequenceFormat.NativeText)
        if key:
            sentence = self.tr(
                "All captions are hidden, and go on being written. {key} brings them back."
            ).format(key=key)
        else:
            sentence = self.tr("All captions are hidden, and go on being written.")
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self._back.setText(self.tr("Bring back"))
        self._back.setAccessibleName(self.tr("Bring all captions back"))
