"""A box above every other window that never takes the focus and is never lost. GUI thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.shell.placement import (
    Grip,
    Screens,
    application,
    dragged,
    is_x11,
    kept_inside,
    remembered,
    restored,
    round_corners,
)
from app.shell.widgets.overlay_handle import OverlayHandle

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QEnterEvent,
        QHideEvent,
        QMouseEvent,
        QResizeEvent,
        QShowEvent,
    )

    from app.core.overlay_settings import OverlaySettings

RADIUS_PX: Final = 14
EDGE_PX: Final = 10
HANDLE_LINGERS_MS: Final = 500


class _Drag(NamedTuple):
    grip: Grip
    begun_at: QPoint
    box: QRect


def window_flags() -> Qt.WindowType:
    """Return the flags of a window that stays above all others and never takes the focus."""
    flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
    flags |= Qt.WindowType.Tool | Qt.WindowType.WindowDoesNotAcceptFocus
    if is_x11():
        # Only a window that the window manager does not manage stays above full-screen programs.
        flags |= Qt.WindowType.X11BypassWindowManagerHint
    return flags


class FloatingBox(QWidget):
    """Stands where its settings say as far as the screens allow; moved and resized by the mouse."""

    geometry_changed = Signal(object)  # OverlaySettings, when the user changed something
    closed = Signal()  # by the user

    def __init__(self, settings: OverlaySettings) -> None:
        super().__init__(None, window_flags())
        self.settings = settings
        self.handle = OverlayHandle(self, window_flags())
        self._drag: _Drag | None = None
        self._screens = Screens(application(), self)
        self._lingering = QTimer(self, singleShot=True, interval=HANDLE_LINGERS_MS)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self._lingering.timeout.connect(self._hide_handle_if_left)
        self._screens.changed.connect(self._on_screens_changed)
        self.handle.left.connect(self._lingering.start)
        self.handle.drag_begun.connect(self._begin_drag)
        self.handle.drag_moved.connect(self._continue_drag)
        self.handle.drag_ended.connect(self._end_drag)
        self.handle.close_wanted.connect(self._on_close_wanted)

    def box_size(self) -> QSize:
        """Return how large the settings want the box, whatever is in it."""
        raise NotImplementedError

    def chars_in(self, width_px: int) -> int:
        """Return the width in characters that is nearest to a box of `width_px`."""
        raise NotImplementedError

    def change(self, settings: OverlaySettings) -> None:
        """Follow other settings, and tell that they are to be remembered."""
        self.settings = replace(settings, visible=self.isVisible())
        self.place()
        self.geometry_changed.emit(self.settings)

    @Slot()
    def reset_position(self) -> None:
        """Go back to the bottom of the primary screen."""
        self.change(replace(self.settings, screen="", places=()))

    def place(self) -> None:
        """Stand where the settings say as far as the screens allow; the settings stay."""
        screen = self._screens.named(self.settings.screen)
        self.setGeometry(restored(self.settings, self.box_size(), screen))
        self._place_handle()

    def _place_handle(self) -> None:
        if self.handle.isVisible():
            screen = self._screens.nearest(self.geometry().center())
            self.handle.stand_at(self.geometry(), screen.availableGeometry())

    @Slot()
    def _on_screens_changed(self) -> None:
        if self.isVisible():
            self.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Come up where the box was left."""
        self.place()
        super().showEvent(event)
        if is_x11():
            self.raise_()  # nobody else does it for a window that is not managed

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the handle away too."""
        super().hideEvent(event)
        self.handle.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Round the corners."""
        super().resizeEvent(event)
        round_corners(self, RADIUS_PX)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer the handle."""
        super().enterEvent(event)
        self._lingering.stop()
        self.handle.show()
        self._place_handle()

    def leaveEvent(self, event: QEvent) -> None:
        """Let the handle go, unless the mouse went there."""
        super().leaveEvent(event)
        self._lingering.start()

    @Slot()
    def _on_close_wanted(self) -> None:
        # Not in closeEvent(): a system that shuts down closes windows too.
        self.hide()
        self.closed.emit()

    @Slot()
    def _hide_handle_if_left(self) -> None:
        if not (self.underMouse() or self.handle.underMouse() or self._drag):
            self.handle.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the box or one of its ends."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin_drag(event.globalPosition().toPoint(), self._grip_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it holds the box; else show what it would hold."""
        if self._drag is not None:
            self._continue_drag(event.globalPosition().toPoint())
            return
        is_end = self._grip_at(event.position()) is not Grip.BODY
        self.setCursor(Qt.CursorShape.SizeHorCursor if is_end else Qt.CursorShape.OpenHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._end_drag()

    def _grip_at(self, point: QPointF) -> Grip:
        if point.x() < EDGE_PX:
            return Grip.LEFT
        return Grip.RIGHT if point.x() >= self.width() - EDGE_PX else Grip.BODY

    @Slot(object)
    def _begin_drag(self, at: QPoint, grip: Grip = Grip.BODY) -> None:
        self._drag = _Drag(grip, at, self.geometry())

    @Slot(object)
    def _continue_drag(self, at: QPoint) -> None:
        # An unmanaged window cannot ask its system to move it: it follows the mouse itself.
        if self._drag is None:
            return
        box = dragged(self._drag.box, self._drag.grip, at - self._drag.begun_at)
        self.setGeometry(kept_inside(box, self._screens.nearest(at).availableGeometry()))
        self._place_handle()

    @Slot()
    def _end_drag(self) -> None:
        drag, self._drag = self._drag, None
        if drag is None or drag.box == self.geometry():
            return
        screen = self._screens.nearest(self.geometry().center())
        settings = self.settings
        if drag.grip is not Grip.BODY:
            settings = replace(settings, width_chars=self.chars_in(self.width()))
        self.change(remembered(settings, self.geometry(), screen))
