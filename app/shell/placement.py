"""Where on the screens a window of ours stands, so that it is never lost."""

from __future__ import annotations

from enum import Enum
from functools import reduce
from typing import TYPE_CHECKING, Final, assert_never

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QGuiApplication, QPainterPath, QRegion, QScreen

from app.core.overlay_settings import OverlayPlace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.overlay_settings import OverlaySettings

BOTTOM_MARGIN_PX: Final = 64
NARROWEST_PX: Final = 160


class Grip(Enum):
    """Which part of the box the mouse holds."""

    BODY = "body"
    LEFT = "left"
    RIGHT = "right"


def application() -> QGuiApplication:
    """Return the running application. Raises TypeError where there is none with a screen."""
    running = QGuiApplication.instance()
    if not isinstance(running, QGuiApplication):
        raise TypeError(running)
    return running


def is_x11() -> bool:
    """Whether windows are those of an X server, XWayland's included."""
    return QGuiApplication.platformName() == "xcb"


class Screens(QObject):
    """The screens of the desk; tells when they come, go, or change their size."""

    changed = Signal()

    def __init__(self, application: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        application.screenAdded.connect(self._on_added)
        application.screenRemoved.connect(self.changed)
        application.primaryScreenChanged.connect(self.changed)
        for screen in application.screens():
            screen.availableGeometryChanged.connect(self.changed)

    def named(self, name: str) -> QScreen:
        """Return the screen called `name`, or the primary one while there is none."""
        screens = QGuiApplication.screens()
        return next((each for each in screens if each.name() == name), screens[0])

    def nearest(self, point: QPoint) -> QScreen:
        """Return the screen that `point` is on or closest to."""
        return min(QGuiApplication.screens(), key=lambda each: _distance(each, point))

    def _on_added(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self.changed)
        self.changed.emit()


def _distance(screen: QScreen, point: QPoint) -> int:
    area = screen.geometry()
    inside = QPoint(
        min(max(point.x(), area.left()), area.right()),
        min(max(point.y(), area.top()), area.bottom()),
    )
    return (inside - point).manhattanLength()


def kept_inside(box: QRect, area: QRect) -> QRect:
    """Return `box` moved, and if need be made smaller, so that all of it is in `area`."""
    size = box.size().boundedTo(area.size())
    left = min(max(box.left(), area.left()), area.right() + 1 - size.width())
    top = min(max(box.top(), area.top()), area.bottom() + 1 - size.height())
    return QRect(QPoint(left, top), size)


def restored(settings: OverlaySettings, size: QSize, screen: QScreen) -> QRect:
    """Return where a box of `size` stands: as it was left, else at the bottom in the middle."""
    area = screen.availableGeometry()
    place = settings.place
    if place is None:
        box = QRect(QPoint(0, 0), size)
        box.moveCenter(area.center())
        box.moveBottom(area.bottom() - BOTTOM_MARGIN_PX)
        return kept_inside(box, area)
    corner = screen.geometry().topLeft() + QPoint(place.x, place.y)
    return kept_inside(QRect(corner, size), area)


def remembered(settings: OverlaySettings, box: QRect, screen: QScreen) -> OverlaySettings:
    """Return `settings` with the place of `box`; `restored` is its inverse."""
    corner = box.topLeft() - screen.geometry().topLeft()
    return settings.moved_to(OverlayPlace(screen.name(), corner.x(), corner.y()))


def dragged(box: QRect, grip: Grip, by: QPoint) -> QRect:
    """Return `box` with its grip dragged: moved, or wider or narrower with the other end fixed."""
    match grip:
        case Grip.BODY:
            return box.translated(by)
        case Grip.RIGHT:
            width = max(box.width() + by.x(), NARROWEST_PX)
            return QRect(box.topLeft(), QSize(width, box.height()))
        case Grip.LEFT:
            width = max(box.width() - by.x(), NARROWEST_PX)
            left = box.left() + box.width() - width
            return QRect(QPoint(left, box.top()), QSize(width, box.height()))
        case _:
            assert_never(grip)


def round_corners(window: QWidget, radius_px: int) -> None:
    """Let a translucent window end at its rounded corners even where no compositor blends it.

    Only X11 may be without a compositor.
    """
    if is_x11():
        window.setMask(rounded_mask(window.rect(), radius_px))


def rounded_mask(box: QRect, radius_px: int) -> QRegion:
    """Return the pixels a rounded box touches: all of its smoothed edge, no more."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(box), radius_px, radius_px)
    inner = QRegion(path.toFillPolygon().toPolygon())
    # A polygon's region leaves out pixels it covers in part: the smoothed ones.
    shifts = ((1, 1), (1, -1), (-1, 1), (-1, -1))
    return reduce(QRegion.united, (inner.translated(*by) for by in shifts), inner) & QRegion(box)
