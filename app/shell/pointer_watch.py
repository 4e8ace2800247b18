"""Notices the mouse over a window that lets it through. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCursor, QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint

LOOK_EVERY_MS: Final = 120
CALLING_KEY: Final = Qt.KeyboardModifier.ControlModifier  # on a Mac that is Command


class PointerWatch(QObject):
    """Looks where the mouse is while it is on: such a window is told of neither mouse nor keys."""

    called = Signal()  # again and again while the mouse is there with Ctrl held

    def __init__(self, is_here: Callable[[QPoint], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._is_here = is_here
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def turn(self, *, is_on: bool) -> None:
        """Watch from now on, or no more."""
        if is_on and not self._timer.isActive():
            self._timer.start()
        elif not is_on:
            self._timer.stop()

    @Slot()
    def _look(self) -> None:
        if QGuiApplication.queryKeyboardModifiers() & CALLING_KEY and self._is_here(QCursor.pos()):
            self.called.emit()
