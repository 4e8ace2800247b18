"""Whether what changes may move: as it was chosen, else as the system was asked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, assert_never

from PySide6.QtCore import QSettings

from app.core.settings import Motion

if TYPE_CHECKING:
    from collections.abc import Callable

_CLIENT_AREA_ANIMATION: Final = 0x1042  # SPI_GETCLIENTAREAANIMATION
_KDE: Final = Path("~/.config/kdeglobals")


def may_move(motion: Motion, is_still: Callable[[], bool]) -> bool:
    """Return whether things may move; `is_still` says what the system asks for."""
    match motion:
        case Motion.FULL:
            return True
        case Motion.REDUCED:
            return False
        case Motion.SYSTEM:
            return not is_still()
        case _:
            assert_never(motion)


def system_is_still() -> bool:
    """Return whether the system was asked to move nothing. Never waits for another program.

    Windows and KDE are asked; what others say would have to be waited for.
    """
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
