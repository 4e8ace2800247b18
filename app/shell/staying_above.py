"""Keeps our windows above those of others, where their system does not do it. GUI thread."""

from __future__ import annotations

import logging
import math
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from app.shell.insistence import Insistence
from app.shell.placement import is_x11
from app.shell.x11_stack import X11Stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)

SETTLES_MS: Final = 60  # a window that comes up tells of it in several steps


class StayingAbove(QObject):
    """Raises the first of `windows`, then the others, when another program's window covers it.

    Only on X11: elsewhere a topmost window is the system's own affair.
    """

    def __init__(self, windows: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._windows = tuple(windows)
        self._insistence = Insistence()
        self._stack: X11Stack | None = None
        self._looking = QTimer(self, singleShot=True)
        self._looking.timeout.connect(self._look)

    def turn(self, *, is_on: bool) -> None:
        """See to it from now on, or no more."""
        if is_on and self._stack is None and is_x11():
            try:
                self._stack = X11Stack(self)
            except OSError as error:
                log.warning("nobody tells when the overlay is covered: %s", error)
                return
            self._stack.changed.connect(self._look_soon)
        elif not is_on and self._stack is not None:
            self._looking.stop()
            self._stack.close()
            self._stack.deleteLater()
            self._stack = None

    @Slot()
    def _look_soon(self) -> None:
        if not self._looking.isActive():
            self._looking.start(SETTLES_MS)

    @Slot()
    def _look(self) -> None:
        shown = [int(window.winId()) for window in self._windows if window.isVisible()]
        if self._stack is None or not shown or not self._stack.is_covered(shown[0], shown):
            return
        now_s = time.monotonic()
        wait_s = self._insistence.wait_s(now_s)
        if wait_s > 0:
            self._looking.start(math.ceil(wait_s * 1000))
            return
        self._insistence.spend(now_s)
        self._stack.lift(shown)
