"""A field for words to look for, with its sign, in a frame that shows the focus. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.shell.widgets.basics import restyle

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from app.shell.look import Look

SIGN_SIZE = 16


class InnerField(QLineEdit):
    """Tells of its focus, which the frame around it shows."""

    focus_changed = Signal(bool)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt's own, and told."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt's own, and told."""
        super().focusOutEvent(event)
        self.focus_changed.emit(False)


class FramedField(QFrame):
    """Sign and field; what else there is comes behind them in `row`."""

    def __init__(self, field: InnerField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find")
        self._sign = QLabel()
        self._field = field
        self.row = QHBoxLayout(self)
        self.row.addWidget(self._sign)
        self.row.addWidget(field, 1)
        field.focus_changed.connect(self._on_focus_changed)

    @Slot()
    def open(self) -> None:
        """Go to the field; what is in it can be typed over."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self.row.setContentsMargins(look.px(10), look.px(5), look.px(5), look.px(5))
        side = look.px(SIGN_SIZE)
        self._sign.setPixmap(look.icon("find", "secondary", SIGN_SIZE).pixmap(QSize(side, side)))

    @Slot(bool)
    def _on_focus_changed(self, has_focus: bool) -> None:
        restyle(self, "state", "focused" if has_focus else "")
