"""Tells the user where the overlay cannot stay above other windows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.shell.window_system import stays_on_top

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from app.shell.messages import Messages

TOLD: Final = "overlay/told-that-it-may-be-covered"


def tell_if_not_on_top(platform: str, places: QSettings, messages: Messages) -> None:
    """Say it, once for all runs, if Qt's `platform` is such a system."""
    if stays_on_top(platform) or places.contains(TOLD):
        return
    places.setValue(TOLD, True)
    messages.tell_overlay_may_be_covered()
