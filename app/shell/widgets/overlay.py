"""The captions above every other window: a fixed box that never takes the focus. GUI thread."""

from __future__ import annotations

import logging
import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QCursor, QGuiApplication, QPainter
from PySide6.QtWidgets import QWidget

from app.core.captions import Captions
from app.core.rollup import Box, Rollup, rewrap, update
from app.core.settings import OVERLAY_FONT_PX, OverlaySettings
from app.shell.pace import Pace
from app.shell.placement import (
    Grip,
    Screens,
    application,
    dragged,
    kept_inside,
    remembered,
    restored,
    rounded_mask,
)
from app.shell.widgets.overlay_handle import OverlayHandle
from app.shell.widgets.overlay_rows import OverlayRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import (
        QCloseEvent,
        QEnterEvent,
        QHideEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QShowEvent,
    )

    from app.session.sink import Stamp

log = logging.getLogger(__name__)

BACK: Final = QColor(11, 13, 16, 209)  # 82 %
RADIUS_PX: Final = 14
EDGE_PX: Final = 10
FONT_STEP: Final = 1.125
HANDLE_LINGERS_MS: Final = 500


class _Drag(NamedTuple):
    grip: Grip
    begun_at: QPoint
    box: QRect


def window_flags() -> Qt.WindowType:
    """Return the flags of a window that stays above all others and never takes the focus.

    On X11 only a window that the window manager does not manage stays above full-screen programs.
    """
    flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
    flags |= Qt.WindowType.Tool | Qt.WindowType.WindowDoesNotAcceptFocus
    if QGuiApplication.platformName() == "xcb":
        flags |= Qt.WindowType.X11BypassWindowManagerHint
    return flags


class Overlay(QWidget):
    """Shows the newest rows of the captions, at most twelve times a second."""

    geometry_changed = Signal(object)  # OverlaySettings, when the user moved or resized it
    closed = Signal()  # by the user

    def __init__(
        self, settings: OverlaySettings, clock_s: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__(None, window_flags())
        self._settings = settings
        self._clock_s = clock_s
        self._captions = Captions()
        self._stamp: Stamp | None = None  # of the newest event, while it is not painted
        self._rollup = Rollup()
        self._pace = Pace()
        self._set = OverlayRows(settings.font_px)
        self._drag: _Drag | None = None
        self._screens = Screens(application(), self)
        self._handle = OverlayHandle(self, window_flags())
        self._catch_up = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._expiry = QTimer(self, singleShot=True)
        self._lingering = QTimer(self, singleShot=True, interval=HANDLE_LINGERS_MS)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self._connect()
        self._retranslate()

    @Slot(object, object)
    def show_captions(self, captions: Captions, stamp: Stamp | None) -> None:
        """Show the newest rows of `captions`: at once, or with the next paint the pace allows."""
        self._captions = captions
        self._stamp = stamp
        if self.isVisible() and not self._catch_up.isActive():
            self._catch_up_in(self._pace.wait_s(self._clock_s()))

    @Slot()
    def reset_position(self) -> None:
        """Go back to the bottom of the primary screen."""
        self._change(replace(self._settings, screen="", x=None, y=None))

    @Slot()
    def smaller(self) -> None:
        """Make text and box smaller by one step."""
        self._resize_font(1 / FONT_STEP)

    @Slot()
    def larger(self) -> None:
        """Make text and box larger by one step."""
        self._resize_font(FONT_STEP)

    def _connect(self) -> None:
        self._catch_up.timeout.connect(self._advance)
        self._expiry.timeout.connect(self._advance)
        self._lingering.timeout.connect(self._hide_handle_if_left)
        self._screens.changed.connect(self._on_screens_changed)
        self._handle.left.connect(self._lingering.start)
        self._handle.drag_begun.connect(self._begin_move)
        self._handle.drag_moved.connect(self._continue_drag)
        self._handle.drag_ended.connect(self._end_drag)
        self._handle.smaller.connect(self.smaller)
        self._handle.larger.connect(self.larger)
        self._handle.close_wanted.connect(self.close)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Zimu captions"))
        self.setAccessibleName(self.tr("Captions"))

    # The words

    @property
    def _box(self) -> Box:
        width_px = self._set.text_width_px(self.width())
        return Box(self._set.measure, width_px, self._settings.rows)

    def _catch_up_in(self, wait_s: float) -> None:
        if wait_s > 0:
            self._catch_up.start(math.ceil(wait_s * 1000))
        else:
            self._advance()

    @Slot()
    def _advance(self) -> None:
        """Take what is newest, and paint the rows that differ."""
        self._show_rollup(update(self._rollup, self._captions, self._box, self._clock_s()))

    def _show_rollup(self, rollup: Rollup) -> None:
        old, new = self._rollup.rows, rollup.rows
        self._rollup = rollup
        self._expire_at(rollup.expires_s(self._box))
        if new == old:
            self._stamp = None
            return
        self._pace.spend(self._clock_s())
        for row in range(max(len(old), len(new))):
            if old[row : row + 1] != new[row : row + 1]:
                self.update(self._set.area(row, self.width()))
        self.setAccessibleDescription(" ".join(row.text.strip() for row in new))

    def _expire_at(self, expires_s: float) -> None:
        if expires_s == math.inf:
            self._expiry.stop()
        else:
            self._expiry.start(max(0, math.ceil((expires_s - self._clock_s()) * 1000)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the box and its rows; tell the log how old the newest of them is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(BACK)
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)
        self._set.paint(painter, self._rollup.rows, self.width())
        painter.end()
        if self._stamp is not None and self._rollup.rows:
            self._log_painted(self._stamp)
        self._stamp = None

    def _log_painted(self, stamp: Stamp) -> None:
        rows = self._rollup.rows
        painted = {
            "event": "overlay.painted",
            "line": rows[-1].line,
            "chars": sum(len(row.text) for row in rows),
            "delay_ms": round((time.perf_counter() - stamp.received_s) * 1000, 2),
        }
        log.debug("painted line %d", rows[-1].line, extra=painted)

    # The box

    def _resize_font(self, factor: float) -> None:
        smallest, largest = OVERLAY_FONT_PX
        wanted = round(self._settings.font_px * factor)
        self._change(replace(self._settings, font_px=min(max(wanted, smallest), largest)))

    def _change(self, settings: OverlaySettings) -> None:
        self._settings = replace(settings, visible=self.isVisible())
        self._set = OverlayRows(settings.font_px)
        self._place()
        self._set_anew()
        self.geometry_changed.emit(self._settings)

    def _set_anew(self) -> None:
        self._show_rollup(rewrap(self._rollup, self._box))
        self.update()

    @Slot()
    def _place(self) -> None:
        """Stand where the settings say as far as the screens allow; the settings stay."""
        screen = self._screens.named(self._settings.screen)
        height_px = self._set.box_height_px(self._settings.rows)
        size = QSize(self._settings.width_px, height_px)
        self.setGeometry(restored(self._settings, size, screen))
        self._place_handle()

    @Slot()
    def _on_screens_changed(self) -> None:
        if self.isVisible():
            self._place()

    def _place_handle(self) -> None:
        if self._handle.isVisible():
            screen = self._screens.nearest(self.geometry().center())
            self._handle.stand_at(self.geometry(), screen.availableGeometry())

    def showEvent(self, event: QShowEvent) -> None:
        """Come up where the box was left, with the newest words."""
        self._place()
        super().showEvent(event)
        self.raise_()
        self._advance()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest: nothing is computed for a box nobody sees."""
        super().hideEvent(event)
        self._handle.hide()
        self._catch_up.stop()
        self._expiry.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the user closed the box."""
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Round the corners where no compositor does, and set the words in the new width."""
        super().resizeEvent(event)
        self.setMask(rounded_mask(self.rect(), RADIUS_PX))
        self._set_anew()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language of the window."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self._handle.retranslate()
        super().changeEvent(event)

    # The mouse

    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer the handle."""
        super().enterEvent(event)
        self._lingering.stop()
        self._handle.show()
        self._place_handle()

    def leaveEvent(self, event: QEvent) -> None:
        """Let the handle go, unless the mouse went there."""
        super().leaveEvent(event)
        self._lingering.start()

    @Slot()
    def _hide_handle_if_left(self) -> None:
        if not (self.underMouse() or self._handle.underMouse() or self._drag):
            self._handle.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the box or one of its ends."""
        if event.button() is Qt.MouseButton.LeftButton:
            at = event.globalPosition().toPoint()
            self._drag = _Drag(self._grip_at(event.position().x()), at, self.geometry())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it holds the box; else show what it would hold."""
        if self._drag is not None:
            self._continue_drag()
            return
        is_end = self._grip_at(event.position().x()) is not Grip.BODY
        self.setCursor(Qt.CursorShape.SizeHorCursor if is_end else Qt.CursorShape.OpenHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._end_drag()

    def _grip_at(self, x: float) -> Grip:
        if x < EDGE_PX:
            return Grip.LEFT
        return Grip.RIGHT if x >= self.width() - EDGE_PX else Grip.BODY

    @Slot()
    def _begin_move(self) -> None:
        self._drag = _Drag(Grip.BODY, QCursor.pos(), self.geometry())

    @Slot()
    def _continue_drag(self) -> None:
        # An unmanaged window cannot ask its system to move it: it follows the mouse itself.
        if self._drag is None:
            return
        at = QCursor.pos()
        box = dragged(self._drag.box, self._drag.grip, at - self._drag.begun_at)
        self.setGeometry(kept_inside(box, self._screens.nearest(at).availableGeometry()))
        self._place_handle()

    @Slot()
    def _end_drag(self) -> None:
        drag, self._drag = self._drag, None
        if drag is None or drag.box == self.geometry():
            return
        screen = self._screens.nearest(self.geometry().center())
        self._change(remembered(self._settings, self.geometry(), screen))
