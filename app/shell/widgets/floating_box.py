"""A box above every other window that never takes the focus and is never lost. GUI thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.shell.placement import (
    Grip,
    Screens,
    anchored,
    application,
    grip_at,
    is_wayland,
    kept_inside,
    name_of,
    remembered,
    restored,
    stretched,
)
from app.shell.pointer_watch import PointerWatch
from app.shell.snapping import snapped
from app.shell.staying_above import StayingAbove
from app.shell.widgets.floating_window import FloatingWindow
from app.shell.widgets.lock_notice import LockNotice
from app.shell.widgets.overlay_handle import OverlayHandle

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QEnterEvent,
        QHideEvent,
        QMouseEvent,
        QShowEvent,
    )

    from app.core.overlay_settings import OverlaySettings
    from app.shell.look import Look

RADIUS_PX: Final = 14
EDGE_PX: Final = 10
HANDLE_LINGERS_MS: Final = 500
FREE_KEY: Final = Qt.KeyboardModifier.ShiftModifier  # held while dragging: nothing snaps


class _Drag(NamedTuple):
    grip: Grip
    begun_at: QPoint
    box: QRect


class FloatingBox(FloatingWindow):
    """Stands where its settings say as far as the screens allow; moved and resized by the mouse."""

    geometry_changed = Signal(object)  # OverlaySettings, when the user changed something
    closed = Signal()  # by the user

    def __init__(self, settings: OverlaySettings) -> None:
        super().__init__(None, RADIUS_PX)
        self.settings = settings
        self.handle = OverlayHandle(self)
        self.lock_notice = LockNotice(self)
        self._is_wanted = False  # visible, unless blanked
        self._is_blanked = False
        self._drag: _Drag | None = None
        self._screens = Screens(application(), self)
        self._watch = PointerWatch(self._is_under, self)
        self._above = StayingAbove((self, self.handle, self.lock_notice), self)
        self._lingering = QTimer(self, singleShot=True, interval=HANDLE_LINGERS_MS)
        self.setMouseTracking(True)
        self._connect()

    def _connect(self) -> None:
        self._screens.changed.connect(self._on_screens_changed)
        self._watch.called.connect(self.offer_handle)
        self._lingering.timeout.connect(self._hide_handle_if_left)
        self.handle.left.connect(self._lingering.start)
        self.handle.drag_begun.connect(self._begin_drag)
        self.handle.drag_moved.connect(self._continue_drag)
        self.handle.drag_ended.connect(self._end_drag)
        self.handle.lock_wanted.connect(self.set_locked)
        self.handle.close_wanted.connect(self._on_close_wanted)

    def box_size(self) -> QSize:
        """Return how large the settings want the box, whatever is in it."""
        raise NotImplementedError

    def chars_in(self, width_px: int) -> int:
        """Return the width in characters that is nearest to a box of `width_px`."""
        raise NotImplementedError

    def rows_in(self, height_px: int) -> int:
        """Return the number of rows whose box is nearest to one of `height_px`."""
        raise NotImplementedError

    def apply_look(self, look: Look) -> None:
        """Follow the size of the text with what is beside the box."""
        self.handle.apply_look(look)
        self.lock_notice.apply_look(look)
        self._place_bars()

    def retranslate(self) -> None:
        """Set the texts beside the box again; the language changed."""
        self.handle.retranslate()
        self.lock_notice.retranslate()
        self._place_bars()

    def change(self, settings: OverlaySettings) -> None:
        """Follow other settings, and tell that they are to be remembered."""
        was_locked = self.settings.is_locked
        self.settings = settings
        self.place()
        if settings.is_locked is not was_locked:
            self._turn_lock()
        self.geometry_changed.emit(settings)

    @Slot()
    def reset_position(self) -> None:
        """Go back to the bottom of the primary screen."""
        self.change(replace(self.settings, screen="", places=()))

    @Slot(int, int)
    def nudge(self, right_px: int, down_px: int) -> None:
        """Move by so many pixels, as far as the screen goes: what the mouse does, for a key."""
        if not self.isVisible():
            self.place()
        self._settle(self.geometry().translated(right_px, down_px))

    @Slot()
    def go_to_next_screen(self) -> None:
        """Move to where the box was last on the next screen, else to the bottom of that."""
        screen = self._screens.after(self._screens.named(self.settings.screen))
        self.change(replace(self.settings, screen=name_of(screen)))

    @Slot(bool)
    def set_locked(self, is_locked: bool) -> None:
        """Let every click through to what is below, or take them again."""
        if is_locked is not self.settings.is_locked:
            self.change(replace(self.settings, is_locked=is_locked))

    @Slot(bool)
    def set_blanked(self, is_blanked: bool) -> None:
        """Be out of sight whatever else happens, or come back as if nothing had been."""
        self._is_blanked = is_blanked
        super().setVisible(self._is_wanted and not is_blanked)

    def setVisible(self, is_visible: bool) -> None:
        """Come up, unless blanked: then as soon as that is over."""
        self._is_wanted = is_visible
        super().setVisible(is_visible and not self._is_blanked)

    def place(self) -> None:
        """Stand where the settings say as far as the screens allow; the settings stay."""
        screen = self._screens.named(self.settings.screen)
        self.setGeometry(restored(self.settings, self.box_size(), screen))
        self._place_bars()

    def _place_bars(self) -> None:
        area = self._area(self.geometry().center())
        for bar in (self.handle, self.lock_notice):  # even hidden ones: they must not come up afar
            bar.stand_at(self.geometry(), area)

    def _area(self, point: QPoint) -> QRect:
        return self._screens.nearest(point).availableGeometry()

    @Slot()
    def _on_screens_changed(self) -> None:
        if self.isVisible():
            self.place()
            self._let_clicks_through()

    @Slot()
    def _on_close_wanted(self) -> None:
        # Not in closeEvent(): a system that shuts down closes windows too.
        self.hide()
        self.closed.emit()

    # The lock

    def _turn_lock(self) -> None:
        is_locked = self.settings.is_locked
        self.handle.show_locked(is_locked=is_locked)
        self.lock_notice.hide()
        if not self.isVisible():
            return
        self._watch.turn(is_on=is_locked)
        self._let_clicks_through()
        if is_locked:
            self.handle.hide()
            self.lock_notice.show_for_a_moment()

    def _let_clicks_through(self) -> None:
        # Said to the window that is there: as a flag of the widget it would make a new one.
        flag = Qt.WindowType.WindowTransparentForInput
        self.windowHandle().setFlag(flag, self.settings.is_locked)

    def _is_under(self, point: QPoint) -> bool:
        return self.geometry().contains(point)

    # The handle

    @Slot()
    def offer_handle(self) -> None:
        """Show the handle for a moment, and as long as the mouse is there."""
        if not self.isVisible():
            return
        self.lock_notice.hide()
        self.handle.show()
        self._lingering.start()

    @Slot()
    def _hide_handle_if_left(self) -> None:
        is_over_box = self.underMouse() and not self.settings.is_locked
        if not (is_over_box or self.handle.underMouse() or self._drag):
            self.handle.hide()

    # What Qt tells

    def showEvent(self, event: QShowEvent) -> None:
        """Come up where the box was left."""
        self.place()
        super().showEvent(event)
        self._turn_lock()
        self._above.turn(is_on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take what is beside the box away too."""
        super().hideEvent(event)
        self._drag = None
        self._above.turn(is_on=False)
        self._watch.turn(is_on=False)
        self.handle.hide()
        self.lock_notice.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer the handle."""
        super().enterEvent(event)
        self.offer_handle()

    def leaveEvent(self, event: QEvent) -> None:
        """Let the handle go, unless the mouse went there."""
        super().leaveEvent(event)
        self._lingering.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the box or one of its edges."""
        if event.button() is Qt.MouseButton.LeftButton:
            grip = grip_at(event.position().toPoint(), self.size(), EDGE_PX)
            self._begin_drag(event.globalPosition().toPoint(), grip)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it holds the box; else show what it would hold."""
        if self._drag is not None:
            self._continue_drag(event.globalPosition().toPoint())
        else:
            self.setCursor(grip_at(event.position().toPoint(), self.size(), EDGE_PX).cursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._end_drag()

    # The drag. An unmanaged window cannot ask its system to move it: it follows the mouse itself.

    @Slot(object)
    def _begin_drag(self, at: QPoint, grip: Grip = Grip.BODY) -> None:
        if is_wayland():  # there a window does not know where it is
            if grip is Grip.BODY:
                self.windowHandle().startSystemMove()
            return
        self._drag = _Drag(grip, at, self.geometry())

    @Slot(object)
    def _continue_drag(self, at: QPoint) -> None:
        if self._drag is None:
            return
        if self._drag.grip is Grip.BODY:
            self._move_to(self._drag.box.translated(at - self._drag.begun_at), self._area(at))
        else:
            self._stretch(self._drag, at)
        self._place_bars()

    def _move_to(self, box: QRect, area: QRect) -> None:
        if not QGuiApplication.queryKeyboardModifiers() & FREE_KEY:
            box = snapped(box, area)
        self.setGeometry(kept_inside(box, area))

    def _stretch(self, drag: _Drag, at: QPoint) -> None:
        """Take whole characters and whole rows, as the settings do."""
        area = self._area(drag.box.center())
        inside = kept_inside(QRect(at, QSize(1, 1)), area).topLeft()
        wanted = stretched(drag.box, drag.grip, inside - drag.begun_at)
        if drag.grip.across:
            self.settings = replace(self.settings, width_chars=self.chars_in(wanted.width()))
        if drag.grip.down:
            self.settings = replace(self.settings, rows=self.rows_in(wanted.height()))
        self.setGeometry(kept_inside(anchored(drag.box, drag.grip, self.box_size()), area))

    @Slot()
    def _end_drag(self) -> None:
        drag, self._drag = self._drag, None
        if drag is not None and drag.box != self.geometry():
            self._settle(self.geometry())

    def _settle(self, box: QRect) -> None:
        screen = self._screens.nearest(box.center())
        box = kept_inside(box, screen.availableGeometry())
        self.change(remembered(self.settings, box, screen))
