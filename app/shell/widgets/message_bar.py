"""One sentence above the transcript that needs attention, with what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.shell.widgets.basics import set_tone, text_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.shell.look import Look


class Tone(Enum):
    """How urgent a message is; the values are the style sheet's."""

    INFO = "info"
    WARNING = "warning"
    PROBLEM = "problem"


_ICONS = {Tone.INFO: "info", Tone.WARNING: "warning", Tone.PROBLEM: "warning"}
_COLORS = {Tone.INFO: "accent", Tone.WARNING: "warning", Tone.PROBLEM: "stop"}


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the message. Pressing it closes the message first."""

    text: str
    act: Callable[[], None]


class MessageBar(QFrame):
    """Never modal: the window goes on working around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._look: Look | None = None
        self._tone = Tone.INFO
        self._buttons: list[QPushButton] = []
        self._icon = QLabel()
        self._sentence = text_label("sentence")
        self._close = QToolButton()
        self._close.setObjectName("plain")
        self._close.setShortcut("Esc")
        self._close.clicked.connect(self.dismiss)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._sentence, 1)
        self._row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._sentence.text() if not self.isHidden() else ""

    def say(self, tone: Tone, sentence: str, actions: tuple[Action, ...] = ()) -> None:
        """Show `sentence` instead of whatever was there."""
        self._tone = tone
        set_tone(self, tone.value)
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self._replace_buttons(actions)
        self._refresh_icons()
        self.show()
        # A screen reader's user does not see a bar appear.
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
        if actions:
            self._buttons[0].setFocus()

    def amend(self, sentence: str) -> None:
        """Say the same with other figures: nothing is announced, nothing reappears."""
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)

    def dismiss(self) -> None:
        """Go away."""
        self.hide()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._look = look
        self._row.setContentsMargins(look.px(12), look.px(8), look.px(8), look.px(8))
        self._row.setSpacing(look.px(10))
        self._close.setIconSize(QSize(look.px(16), look.px(16)))
        self._refresh_icons()

    def retranslate(self) -> None:
        """Set the texts again."""
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.setToolTip(self.tr("Dismiss (Esc)"))

    def _replace_buttons(self, actions: tuple[Action, ...]) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(action) for action in actions]
        for place, button in enumerate(self._buttons, start=2):
            self._row.insertWidget(place, button)

    def _button(self, action: Action) -> QPushButton:
        def press() -> None:
            self.hide()
            action.act()

        button = QPushButton(action.text, self)
        button.setAutoDefault(True)  # Enter presses it, as in a dialog
        button.clicked.connect(press)
        return button

    def _refresh_icons(self) -> None:
        if self._look is None:
            return
        icon = self._look.icon(_ICONS[self._tone], _COLORS[self._tone])
        self._icon.setPixmap(icon.pixmap(self._look.px(20)))
        self._close.setIcon(self._look.icon("close", "secondary", 16))
