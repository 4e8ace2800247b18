"""Small programs of the system that do something for the user and are not waited for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess

if TYPE_CHECKING:
    from collections.abc import Iterable


def start_detached(name: str, arguments: Iterable[str]) -> bool:
    """Start the program `name` as a process of its own; False if there is none. Takes some ms.

    It outlives this one, and what it has to say goes nowhere.
    """
    program = shutil.which(name)
    if program is None:
        return False
    process = QProcess()
    process.setProgram(program)
    process.setArguments(list(arguments))
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    return bool(process.startDetached())


def notify(title: str, text: str) -> bool:
    """Show a notification where no tray does it; False if the system has no program for that."""
    return start_detached("notify-send", ("--app-name=Zimu", "--icon=zimu", "--", title, text))
