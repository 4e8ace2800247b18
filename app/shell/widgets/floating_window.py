"""What the overlay and the bars beside it have in common as windows. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from app.shell.placement import is_x11, rounded_mask

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent


def window_flags() -> Qt.WindowType:
    """Return the flags of a window that stays above all others and never takes the focus."""
    flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
    flags |= Qt.WindowType.Tool | Qt.WindowType.WindowDoesNotAcceptFocus
    if is_x11():
        # Only a window that the window manager does not manage stays above full-screen programs.
        flags |= Qt.WindowType.X11BypassWindowManagerHint
    return flags


class FloatingWindow(QWidget):
    """A translucent window with round corners above all others, which never takes the focus."""

    def __init__(self, parent: QWidget | None, radius_px: int) -> None:
        super().__init__(parent, window_flags())
        self._radius_px = radius_px
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def showEvent(self, event: QShowEvent) -> None:
        """Come up above the others."""
        super().showEvent(event)
        if is_x11():
            self.raise_()  # nobody else does it for a window that is not managed

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Round the corners."""
        super().resizeEvent(event)
        self._round_corners()

    def event(self, event: QEvent) -> bool:
        """Round the corners anew on a screen with another scale: the old ones have its pixels."""
        is_done = super().event(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._round_corners()
        return is_done

    def _round_corners(self) -> None:
        # Where no compositor blends it, as X11 may have none, a corner left in would be black.
        if is_x11():
            self.clearMask()  # else Qt leaves it at that when the new one is the same in its units
            self.setMask(rounded_mask(self.rect(), self._radius_px))
