"""The card above the transcript that says something at leisure, and asks about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.shell.widgets.basics import text_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance

    from app.shell.look import Look

ICON_PX: Final = 20
GAP_PX: Final = 10  # between the icon and the words


class NoticeCard(QFrame):
    """An icon, a title and words; below them a foot for what can be done. Hidden at first.

    It holds up nothing, never takes the focus, and stays until it is answered.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._icon = QLabel()
        self._title = text_label("noticeTitle")
        self._words = text_label("noticeWords")
        self.foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._button_row = QHBoxLayout()
        self._button_row.addStretch()
        self.foot.addLayout(self._button_row)
        self._column = QVBoxLayout()
        self._column.addWidget(self._title)
        self._column.addWidget(self._words)
        self._row = QHBoxLayout()
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._column, 1)
        self._all = QVBoxLayout(self)
        self._all.addLayout(self._row)
        self._all.addLayout(self.foot)
        self.hide()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._all.setContentsMargins(look.px(12), look.px(12), look.px(12), look.px(12))
        self._all.setSpacing(look.px(12))
        self._row.setSpacing(look.px(GAP_PX))
        self._column.setSpacing(look.px(4))
        self.foot.setSpacing(look.px(8))
        self._button_row.setSpacing(look.px(8))
        self._icon.setPixmap(look.icon("info", "accent").pixmap(look.px(ICON_PX)))

    def say(self, title: str, words: str) -> None:
        """Show these texts from now on, without announcing them; no words take no room."""
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)

    def announce(self) -> None:
        """Tell what it says to those who do not see it."""
        text = f"{self._title.text()} {self._words.text()}"
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _add_button(self, wanted: SignalInstance | Callable[[], None]) -> QPushButton:
        """Put a button at the end of the foot; pressing it asks for what is `wanted`."""
        button = QPushButton()
        button.setAutoDefault(True)  # Enter presses it, as in a dialog
        button.clicked.connect(wanted)
        self._button_row.addWidget(button)
        return button
