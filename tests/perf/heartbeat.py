"""Feels for how long the GUI thread does not come by, and how busy it was meanwhile."""

from __future__ import annotations

import time
from array import array
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot

HEARTBEAT_MS: Final = 4


class Notes:
    """Numbers in memory that is taken beforehand: to note one takes none."""

    def __init__(self, room: int) -> None:
        self._numbers = array("f", bytes(4 * room))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, number: float) -> None:
        """Note one more. IndexError when there is no room."""
        self._numbers[self._count] = number
        self._count += 1

    def plain(self) -> list[float]:
        """Return all of them."""
        return self._numbers[: self._count].tolist()


class Heartbeat(QObject):
    """Beats on the GUI thread; there is room for so many beats."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.stalls_ms = Notes(room)  # how late each beat was
        self.busy_ms = Notes(room)  # of the processor, between two beats
        self._last_s, self._last_cpu_s = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self, interval=HEARTBEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """Begin to feel."""
        self._last_s, self._last_cpu_s = time.perf_counter(), time.thread_time()
        self._timer.start()

    @Slot()
    def _on_timeout(self) -> None:
        now_s, cpu_s = time.perf_counter(), time.thread_time()
        self.stalls_ms.add(max(0.0, (now_s - self._last_s) * 1000 - HEARTBEAT_MS))
        self.busy_ms.add((cpu_s - self._last_cpu_s) * 1000)
        self._last_s, self._last_cpu_s = now_s, cpu_s
