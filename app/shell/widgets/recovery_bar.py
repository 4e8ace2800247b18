"""A session that was cut off, above the transcript: what shall become of it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.shell.widgets.basics import text_label

if TYPE_CHECKING:
    from app.shell.look import Look

ICON_PX: Final = 20


class RecoveryBar(QFrame):
    """Stays until it is answered, holds up nothing and never takes the focus."""

    continue_wanted = Signal()
    keep_wanted = Signal()
    keep_all_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._icon = QLabel()
        self._title = text_label("noticeTitle")
        self._words = text_label("noticeWords")
        self._discard, self._keep = QPushButton(), QPushButton()
        self._keep_all, self._continue = QPushButton(), QPushButton()
        self.buttons = (self._discard, self._keep_all, self._keep, self._continue)
        wanted = (
            *(self.discard_wanted, self.keep_all_wanted),
            *(self.keep_wanted, self.continue_wanted),
        )
        for button, signal in zip(self.buttons, wanted, strict=True):
            button.setAutoDefault(True)  # Enter presses it, as in a dialog
            button.clicked.connect(signal)
        self._lay_out()
        self.hide()

    def show_session(self, title: str, words: str, *, is_last: bool) -> None:
        """Ask about one session; `is_last`: it is the only one that is left."""
        is_new = self.isHidden() or title != self._title.text()
        self._title.setText(title)
        self._words.setText(words)
        self._keep_all.setVisible(not is_last)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.show()
        if is_new:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{title} {words}"))

    def allow_continuing(self, *, is_allowed: bool) -> None:
        """Whether its transcript can be gone on with now."""
        self._continue.setEnabled(is_allowed)
        self._continue.setToolTip("" if is_allowed else self.tr("Stop captioning first."))

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._all.setContentsMargins(look.px(12), look.px(12), look.px(12), look.px(12))
        self._all.setSpacing(look.px(12))
        self._row.setSpacing(look.px(10))
        self._column.setSpacing(look.px(4))
        self._foot.setSpacing(look.px(8))
        self._icon.setPixmap(look.icon("info", "accent").pixmap(look.px(ICON_PX)))

    def retranslate(self) -> None:
        """Set the texts again."""
        self._discard.setText(self.tr("Discard"))
        self._discard.setToolTip(self.tr("Move it to the trash of the library"))
        self._keep_all.setText(self.tr("Keep all"))
        self._keep.setText(self.tr("Keep"))
        self._keep.setToolTip(self.tr("Leave it in the library as it is"))
        self._continue.setText(self.tr("Continue"))
        self._discard.setAccessibleName(self.tr("Discard the session that was cut off"))
        self._keep.setAccessibleName(self.tr("Keep the session that was cut off"))
        self._continue.setAccessibleName(self.tr("Continue the session that was cut off"))

    def _lay_out(self) -> None:
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        for button in self.buttons:
            self._foot.addWidget(button)
        self._column = QVBoxLayout()
        self._column.addWidget(self._title)
        self._column.addWidget(self._words)
        self._row = QHBoxLayout()
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._column, 1)
        self._all = QVBoxLayout(self)
        self._all.addLayout(self._row)
        self._all.addLayout(self._foot)
