"""A short sound for somebody who may be looking elsewhere.

It is played by the system's own player: PortAudio belongs to the capture, where opening another
stream, or listing devices anew for one, would disturb what is heard; QtMultimedia is not among the
libraries. Elsewhere than on Windows the player is a process of its own, which neither holds up the
window nor is ended with it. Where there is no player the system beeps.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from app.shell.detached import start_detached

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
        sound = str(self._sound)
        return any(start_detached(name, (*options, sound)) for name, *options in self._players)
