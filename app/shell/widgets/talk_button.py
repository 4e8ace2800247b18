"""Push to talk: a button to hold, and the key that does the same while our window has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from app.shell.widgets.basics import restyle

if TYPE_CHECKING:
    from app.shell.look import Look


class TalkButton(QPushButton):
    """There while lines end by hand. Tells when it is held, and shows whether that is heard."""

    talked = Signal(bool)  # True: somebody began to hold it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._key = QKeySequence()
        self._is_talking = False
        self._is_key_down = False
        self._is_compact = False
        self.hide()
        self.pressed.connect(self._on_pressed)
        self.released.connect(self._on_released)

    def show_use(self, *, is_used: bool, can_talk: bool, key: str) -> None:
        """Be there or not; `key` as QKeySequence writes it."""
        self._key = QKeySequence(key)
        self.setVisible(is_used)
        self.setEnabled(can_talk)
        self._refresh()

    def show_talking(self, *, is_talking: bool) -> None:
        """Follow what the session does."""
        self._is_talking = is_talking
        self._refresh()

    def press_key(self, event: QKeyEvent) -> bool:
        """Take the key going down; False: it is another one."""
        if not self._is_ours(event) or not self.isEnabled():
            return False
        if not event.isAutoRepeat() and not self._is_key_down:
            self._is_key_down = True
            self.talked.emit(True)
        return True

    def release_key(self, event: QKeyEvent) -> bool:
        """Take the key going up; False: it is another one."""
        if not self._is_ours(event):
            return False
        if not event.isAutoRepeat():
            self.let_go()
        return True

    def let_go(self) -> None:
        """End what the key began: the window is left, and would not see it going up."""
        if self._is_key_down:
            self._is_key_down = False
            self.talked.emit(False)

    def set_compact(self, *, is_compact: bool) -> None:
        """Show the icon alone where there is no room for words."""
        self._is_compact = is_compact
        self._refresh()

    def apply_look(self, look: Look) -> None:
        """Take size and colours from `look`."""
        self._look = look
        self.setIconSize(QSize(look.px(18), look.px(18)))
        self._refresh()

    def retranslate(self) -> None:
        """Set the texts again."""
        self._refresh()

    def _is_ours(self, event: QKeyEvent) -> bool:
        combination = QKeySequence(event.keyCombination())
        return not self.isHidden() and not self._key.isEmpty() and combination == self._key

    def _on_pressed(self) -> None:
        self.talked.emit(True)

    def _on_released(self) -> None:
        if not self._is_key_down:
            self.talked.emit(False)

    def _refresh(self) -> None:
        name = self._key.toString(QKeySequence.SequenceFormat.NativeText)
        if self._is_talking:
            text = self.tr("Let go to end the line")
        else:
            text = self.tr("Hold to talk ({key})").format(key=name)
        restyle(self, "role", "talking" if self._is_talking else "talk")
        self.setText("" if self._is_compact else text)
        self.setAccessibleName(text)
        told = self.tr("Only what is said while you hold this button, or {key}, is captioned")
        self.setAccessibleDescription(told.format(key=name))
        self.setToolTip(self.accessibleDescription())
        if self._look is not None:
            color = "on_accent" if self._is_talking else "text"
            self.setIcon(self._look.icon("microphone", color, 18))
