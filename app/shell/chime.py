"""A short sound for somebody who may be looking elsewhere.

It is played by the system's own player: PortAudio belongs to the capture, where opening another
stream, or listing devices anew for one, would disturb what is heard; QtMultimedia is not among the
libraries. Elsewhere than on Windows the player is a process of its own, which neither holds up the
window nor is ended with it. Where there is no player the system beeps.
"""

from __future__ import annotations

import logging
import shutil
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

# paplay first: PipeWire understands it as well, while pw-play may meet a PipeWire without a sink.
PLAYERS: Final = (("paplay",), ("pw-play",), ("aplay", "-q"), ("afplay",))


class Chime:
    """Plays one file. GUI thread."""

    def __init__(self, sound: Path, players: tuple[tuple[str, ...], ...] = PLAYERS) -> None:
        self._sound = sound
        self._players = players

    def play(self) -> None:
        """Play it; returns at once."""
        if not self._play():
            QApplication.beep()

    def _play(self) -> bool:
        if sys.platform == "win32":
            import winsound  # noqa: PLC0415  there is none elsewhere

            flags = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
            try:
                winsound.PlaySound(str(self._sound), flags)
            except RuntimeError:
                log.warning("the system would not play a sound")
                return False
            return True
        for name, *options in self._players:
            program = shutil.which(name)
            if program and _started(program, [*options, str(self._sound)]):
                return True
        return False


def _started(program: str, arguments: list[str]) -> bool:
    process = QProcess()
    process.setProgram(program)
    process.setArguments(arguments)
    # What a player has to say about a missing sound server is nobody's business here.
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    return bool(process.startDetached())
