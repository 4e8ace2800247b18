"""One key takes every caption out of sight at once, and the same key brings all of them back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)


class Panic(QObject):
    """Captions go on meanwhile; nothing is remembered beyond the run. GUI thread."""

    changed = Signal(bool)  # everything is blanked

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outputs: list[Callable[[bool], None]] = []
        self._is_on = False

    @property
    def is_on(self) -> bool:
        """Whether everything is blanked."""
        return self._is_on

    def cover(self, blank: Callable[[bool], None]) -> None:
        """Let `blank` take one more place where captions are out of sight, or bring it back."""
        self._outputs.append(blank)

    @Slot()
    def toggle(self) -> None:
        """Blank everything, or bring everything back, before anything else happens."""
        self._is_on = not self._is_on
        for blank in self._outputs:
            blank(self._is_on)
        log.info(
            "every caption is %s",
            "out of sight" if self._is_on else "back",
            extra={"event": "panic", "is_on": self._is_on},
        )
        self.changed.emit(self._is_on)


class OutOfSight:
    """Windows that are hidden as a whole until captions are back."""

    def __init__(self) -> None:
        self.is_on = False
        self._windows: list[QWidget] = []

    def set_on(self, windows: Iterable[QWidget | None], *, is_on: bool) -> None:
        """Hide those of `windows` that are to be seen, or show again those that were hidden."""
        self.is_on = is_on
        if is_on:
            for window in windows:
                if window is not None and window.isVisible():
                    self.keep(window)
            return
        hidden, self._windows = self._windows, []
        for window in hidden:
            window.show()

    def keep(self, window: QWidget) -> None:
        """Hide one more."""
        window.hide()
        self._windows.append(window)
