"""Keys that reach Zimu while another program has the focus, where the system gives them away."""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Iterable


class Reach(Enum):
    """How far keys can reach on this system."""

    EVERYWHERE = "everywhere"
    X11_PROGRAMS = "x11-programs"  # Wayland keeps the keys typed into its own windows to itself
    WINDOW = "window"  # the system gives no keys away


class GlobalKeys(QObject):
    """Takes keys from the system and tells when one is pressed. GUI thread; nothing blocks."""

    pressed = Signal(str)  # the key as it was given to `grab`

    def grab(self, keys: Iterable[str]) -> frozenset[str]:
        """Take `keys`, and give back any taken before; return those that cannot be had.

        Keys as QKeySequence writes them in its portable form.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Give everything back; nothing is told from now on."""
        raise NotImplementedError


def reach(platform: str, *, has_wayland: bool) -> Reach:
    """Return how far keys reach for Qt's `platform`, such as xcb."""
    match platform:
        case "xcb":
            return Reach.X11_PROGRAMS if has_wayland else Reach.EVERYWHERE
        case "windows":
            return Reach.EVERYWHERE
        case _:
            return Reach.WINDOW


def open_global_keys(parent: QObject) -> GlobalKeys:
    """Return what takes keys on this system. Raises OSError: there is no way to.

    Loads what it needs only now: most people want no global keys.
    """
    platform = QGuiApplication.platformName()
    if sys.platform == "win32" and platform == "windows":
        from app.shell.windows_keys import WindowsKeys  # noqa: PLC0415  see above

        return WindowsKeys(parent)
    if platform == "xcb":
        from app.shell.x11_keys import X11Keys  # noqa: PLC0415  see above

        return X11Keys(parent)
    raise OSError(f"no global keys with {platform}")


def combination_of(key: str) -> QKeyCombination:
    """Return the key and its modifiers; `key` is not empty."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    combination: QKeyCombination = sequence[0]  # type: ignore[index]  # the stubs lack it
    return combination
