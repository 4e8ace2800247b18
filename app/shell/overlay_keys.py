"""Moves the overlay by keys, which it never has itself: it does not take the focus."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from app.shell.widgets.floating_box import FloatingBox
    from app.shell.widgets.main_window import MainWindow

STEP_PX: Final = 24


class OverlayKeys(QObject):
    """Actions of the window, listed with its other keys; each repeats while it is held."""

    def __init__(self, window: MainWindow, overlay: FloatingBox) -> None:
        super().__init__(window)
        self.left = self._action(window, "Alt+Shift+Left")
        self.right = self._action(window, "Alt+Shift+Right")
        self.up = self._action(window, "Alt+Shift+Up")
        self.down = self._action(window, "Alt+Shift+Down")
        self.next_screen = self._action(window, "Alt+Shift+N")
        self.next_screen.setAutoRepeat(False)
        self.left.triggered.connect(partial(overlay.nudge, -STEP_PX, 0))
        self.right.triggered.connect(partial(overlay.nudge, STEP_PX, 0))
        self.up.triggered.connect(partial(overlay.nudge, 0, -STEP_PX))
        self.down.triggered.connect(partial(overlay.nudge, 0, STEP_PX))
        self.next_screen.triggered.connect(overlay.go_to_next_screen)
        window.retranslated.connect(self.retranslate)

    @Slot()
    def retranslate(self) -> None:
        """Say what each does."""
        self.left.setText(self.tr("Move the overlay left"))
        self.right.setText(self.tr("Move the overlay right"))
        self.up.setText(self.tr("Move the overlay up"))
        self.down.setText(self.tr("Move the overlay down"))
        self.next_screen.setText(self.tr("Move the overlay to the next screen"))

    def _action(self, window: MainWindow, key: str) -> QAction:
        action = QAction(self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        window.addAction(action)
        return action
