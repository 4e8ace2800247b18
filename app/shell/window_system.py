"""Which of Qt's window systems the app asks for. Imports no Qt: it has to be known before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def wanted_platform(environment: Mapping[str, str]) -> str | None:
    """Return the value for QT_QPA_PLATFORM, or None to leave the choice to Qt.

    A Wayland window can neither put itself anywhere nor stay above others, which the overlay must:
    where XWayland runs beside Wayland the app is an X program. Who set the variable has chosen.
    """
    is_wayland = bool(environment.get("WAYLAND_DISPLAY"))
    has_x11 = bool(environment.get("DISPLAY"))
    if is_wayland and has_x11 and not environment.get("QT_QPA_PLATFORM"):
        return "xcb"
    return None


def stays_on_top(platform: str) -> bool:
    """Whether the overlay can stay above others, and where it was put, on Qt's `platform`."""
    return not platform.startswith("wayland")


def sees_mouse(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a program is told where the mouse is above other programs' windows.

    Wayland tells only whose window it is on, XWayland's programs included.
    """
    return not (platform.startswith("wayland") or environment.get("WAYLAND_DISPLAY"))
