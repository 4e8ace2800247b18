"""Ctrl+C and a polite kill as a Qt signal.

Python's own handlers wait for bytecode to run, and a window at rest runs none: the interpreter
writes a byte to a socket instead, which wakes Qt's event loop.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import TypeAlias

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

# Windows has no SIGHUP, which says that the terminal was closed.
SIGNALS = tuple(
    signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)

Handler: TypeAlias = Callable[[int, FrameType | None], object] | int | None


class Interrupt(QObject):
    """Says when somebody outside wants the program to end. GUI thread, which is the main thread."""

    asked_to_end = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: dict[signal.Signals, Handler] = {}
        self._read_end, self._write_end = socket.socketpair()
        self._read_end.setblocking(False)
        self._write_end.setblocking(False)
        self._notifier = QSocketNotifier(self._read_end.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.setEnabled(False)
        self._notifier.activated.connect(self._on_readable)

    def start(self) -> None:
        """Take the signals over."""
        self._notifier.setEnabled(True)
        signal.set_wakeup_fd(self._write_end.fileno(), warn_on_full_buffer=False)
        # Without a handler of its own Python writes nothing to the socket.
        for number in SIGNALS:
            if number.name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN:
                continue  # nohup: the terminal may go
            self._before[number] = signal.signal(number, _do_nothing)

    def stop(self) -> None:
        """Give them back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._read_end.close()
        self._write_end.close()

    @Slot()
    def _on_readable(self) -> None:
        self._read_end.recv(64)
        self.asked_to_end.emit()


def _do_nothing(number: int, frame: FrameType | None) -> None:
    """The socket tells."""
