"""A key that is chosen by pressing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

_MODIFIERS: Final = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_unknown,
)
# Alone, or with Shift, they lead on: nobody gets stuck in the field.
_LEADING_ON: Final = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)
_CLEARING: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_HELD: Final = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class KeyField(QLineEdit):
    """While it has the focus every key is for it, whatever that does elsewhere."""

    recorded = Signal(str)  # as QKeySequence writes it; empty: none

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def show_key(self, key: str) -> None:
        """Show `key`, as QKeySequence writes it."""
        self._key = key
        self._refresh()

    def event(self, event: QEvent) -> bool:
        """Qt's own, but a key is taken before a shortcut of the window sees it."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not _leads_on(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key."""
        if _leads_on(event):
            event.ignore()
        elif event.key() in _CLEARING and not event.modifiers() & _HELD:
            self.recorded.emit("")
        elif event.key() not in _MODIFIERS and not event.isAutoRepeat():
            self.recorded.emit(written(event.keyCombination()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say what to do."""
        super().focusInEvent(event)
        self._refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the key alone again."""
        super().focusOutEvent(event)
        self._refresh()

    def retranslate(self) -> None:
        """Set the texts again."""
        self._refresh()

    def _refresh(self) -> None:
        asks = self.tr("Press a key") if self.hasFocus() else self.tr("None")
        self.setPlaceholderText(asks)
        sequence = QKeySequence.fromString(self._key, QKeySequence.SequenceFormat.PortableText)
        self.setText(sequence.toString(QKeySequence.SequenceFormat.NativeText))


def written(combination: QKeyCombination) -> str:
    """Return the key as QKeySequence writes it; Shift that only serves to type it is left out."""
    held, key = combination.keyboardModifiers() & _HELD, combination.key()
    sign = chr(key.value) if Qt.Key.Key_Space < key < Qt.Key.Key_Escape else ""
    if sign and not sign.isalnum():
        held &= ~Qt.KeyboardModifier.ShiftModifier
    sequence = QKeySequence(QKeyCombination(held, key))
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)


def _leads_on(event: QKeyEvent) -> bool:
    held = event.modifiers() & _HELD & ~Qt.KeyboardModifier.ShiftModifier
    return event.key() in _LEADING_ON and not held
