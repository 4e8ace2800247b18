"""Collects Python's cyclic garbage on the GUI thread, and nowhere else.

Left alone, Python collects on whichever thread happens to allocate. A Qt object in the garbage is
deleted there, too; if a timer of it runs, the GUI thread soon tells an object that is gone, and the
program dies in QTimerInfoList::activateTimers (tests/qt/test_sweeper.py).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 1000


class Sweeper(QObject):
    """From `start` to `stop` nobody else collects. GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_ours = False  # to give back
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """Take the collecting over."""
        self._is_ours = gc.isenabled()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Leave it to whoever had it."""
        self._timer.stop()
        if self._is_ours:
            gc.enable()

    @Slot()
    def _on_timeout(self) -> None:
        generation = due_generation(gc.get_count(), gc.get_threshold())
        if generation is not None:
            gc.collect(generation)


def due_generation(counts: tuple[int, int, int], thresholds: tuple[int, int, int]) -> int | None:
    """Return the oldest generation that Python would collect now; None: none."""
    due = (at for at in (2, 1, 0) if counts[at] > thresholds[at])
    return next(due, None)
