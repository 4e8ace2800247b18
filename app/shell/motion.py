"""Whether what changes may move: as it was chosen, else as the system was asked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final, assert_never

from PySide6.QtCore import QObject, QProcess, QSettings, Signal, Slot

from app.core.settings import Motion

_CLIENT_AREA_ANIMATION: Final = 0x1042  # SPI_GETCLIENTAREAANIMATION
_KDE: Final = Path("~/.config/kdeglobals")
_GNOME: Final = ("get", "org.gnome.desktop.interface", "enable-animations")


def may_move(motion: Motion, *, is_system_still: bool) -> bool:
    """Return whether things may move."""
    match motion:
        case Motion.FULL:
            return True
        case Motion.REDUCED:
            return False
        case Motion.SYSTEM:
            return not is_system_still
        case _:
            assert_never(motion)


class SystemMotion(QObject):
    """What the system asks for. Windows and KDE answer at once, GNOME when it has been asked.

    Nothing is waited for; what nobody says counts as: things may move.
    """

    changed = Signal()

    def __init__(
        self, desktop: str, gsettings: str = "gsettings", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desktop = desktop  # XDG_CURRENT_DESKTOP
        self._process = QProcess(self)
        self._process.setProgram(gsettings)
        self._process.setArguments(_GNOME)
        self._process.finished.connect(self._on_answered)
        self._is_still = False

    @property
    def is_still(self) -> bool:
        """Whether nothing is to move, as far as it is known."""
        return self._is_still

    def ask(self) -> None:
        """Find out; `changed` tells if that takes a moment."""
        self._is_still = _says_still()
        if "GNOME" in self._desktop.upper().split(":"):
            self._process.start()

    @Slot()
    def _on_answered(self) -> None:
        said = bytes(self._process.readAllStandardOutput().data())
        if said.strip() == b"false":
            self._is_still = True
            self.changed.emit()


def _says_still() -> bool:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  only there

        moves = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(
            _CLIENT_AREA_ANIMATION, 0, ctypes.byref(moves), 0
        )
        return moves.value == 0
    return sys.platform.startswith("linux") and kde_is_still(_KDE.expanduser())


def kde_is_still(file: Path) -> bool:
    """Return whether animations last no time in KDE's settings."""
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    factor = settings.value("KDE/AnimationDurationFactor")
    try:
        return float(str(factor)) == 0.0
    except ValueError:
        return False
