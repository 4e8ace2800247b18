"""Where on the screens a window of ours stands, so that it is never lost."""

from __future__ import annotations

from enum import Enum
from functools import reduce
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainterPath, QRegion, QScreen

from app.core.overlay_settings import OverlayPlace

if TYPE_CHECKING:
    from app.core.overlay_settings import OverlaySettings

BOTTOM_MARGIN_PX: Final = 64


class Grip(Enum):
    """Which part of the box the mouse holds: the way it is from the middle, right and down."""

    BODY = (0, 0)
    LEFT = (-1, 0)
    RIGHT = (1, 0)
    TOP = (0, -1)
    BOTTOM = (0, 1)
    TOP_LEFT = (-1, -1)
    TOP_RIGHT = (1, -1)
    BOTTOM_LEFT = (-1, 1)
    BOTTOM_RIGHT = (1, 1)

    @property
    def across(self) -> int:
        """-1 for the left end, 1 for the right one, 0 for neither."""
        return self.value[0]

    @property
    def down(self) -> int:
        """-1 for the upper edge, 1 for the lower one, 0 for neither."""
        return self.value[1]

    @property
    def cursor(self) -> Qt.CursorShape:
        """What the mouse looks like that could take hold there."""
        match self.across * self.down:
            case 1:
                return Qt.CursorShape.SizeFDiagCursor
            case -1:
                return Qt.CursorShape.SizeBDiagCursor
        if self.across:
            return Qt.CursorShape.SizeHorCursor
        return Qt.CursorShape.SizeVerCursor if self.down else Qt.CursorShape.OpenHandCursor


def application() -> QGuiApplication:
    """Return the running application. Raises TypeError where there is none with a screen."""
    running = QGuiApplication.instance()
    if not isinstance(running, QGuiApplication):
        raise TypeError(running)
    return running


def is_x11() -> bool:
    """Whether windows are those of an X server, XWayland's included."""
    return QGuiApplication.platformName() == "xcb"


def is_wayland() -> bool:
    """Whether windows are those of a Wayland compositor, which alone moves them."""
    return QGuiApplication.platformName().startswith("wayland")


class Screens(QObject):
    """The screens of the desk; tells when they come, go, or change their size."""

    changed = Signal()

    def __init__(self, application: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        application.screenAdded.connect(self._on_added)
        application.screenRemoved.connect(self.changed)
        application.primaryScreenChanged.connect(self.changed)
        for screen in application.screens():
            self._follow(screen)

    def named(self, name: str) -> QScreen:
        """Return the screen called `name`, or the primary one while there is none."""
        screens = QGuiApplication.screens()
        return next((each for each in screens if name_of(each) == name), screens[0])

    def nearest(self, point: QPoint) -> QScreen:
        """Return the screen that `point` is on or closest to."""
        return min(QGuiApplication.screens(), key=lambda each: _distance(each, point))

    def after(self, screen: QScreen) -> QScreen:
        """Return the next of all screens, the first one after the last."""
        screens = QGuiApplication.screens()
        return screens[(screens.index(screen) + 1) % len(screens)]

    def _on_added(self, screen: QScreen) -> None:
        self._follow(screen)
        self.changed.emit()

    def _follow(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self.changed)
        screen.availableGeometryChanged.connect(self.changed)


def name_of(screen: QScreen) -> str:
    """Return the name of `screen`, with a number if it has twins: some systems name the model."""
    twins = [each for each in QGuiApplication.screens() if each.name() == screen.name()]
    number = twins.index(screen) if screen in twins else 0
    return f"{screen.name()} {number + 1}" if number else screen.name()


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
    """Return where a box of `size` stands: as it was left, else at the bottom in the middle.

    On a screen that only stands in for another, where it was last on this one, if it ever was.
    """
    area, name = screen.availableGeometry(), name_of(screen)
    place = next((each for each in settings.places if each.screen == name), settings.place)
    if place is not None:
        corner = screen.geometry().topLeft() + QPoint(place.x, place.y)
        return kept_inside(QRect(corner, size), area)
    box = QRect(QPoint(0, 0), size)
    box.moveCenter(area.center())
    box.moveBottom(area.bottom() - BOTTOM_MARGIN_PX)
    return kept_inside(box, area)


def remembered(settings: OverlaySettings, box: QRect, screen: QScreen) -> OverlaySettings:
    """Return `settings` with the place of `box`; `restored` is its inverse."""
    corner = box.topLeft() - screen.geometry().topLeft()
    return settings.moved_to(OverlayPlace(name_of(screen), corner.x(), corner.y()))


def grip_at(point: QPoint, size: QSize, reach_px: int) -> Grip:
    """Return what the mouse holds at `point` of a box: edges and corners reach inside that far."""
    across = _side(point.x(), size.width(), reach_px)
    return Grip((across, _side(point.y(), size.height(), reach_px)))


def _side(at: int, length: int, reach_px: int) -> int:
    return int(at >= length - reach_px) - int(at < reach_px)


def stretched(box: QRect, grip: Grip, by: QPoint) -> QSize:
    """Return the size the mouse asks for that holds a box of `box`'s size and has moved `by`."""
    width = box.width() + grip.across * by.x()
    height = box.height() + grip.down * by.y()
    return QSize(max(width, 0), max(height, 0))


def anchored(box: QRect, grip: Grip, size: QSize) -> QRect:
    """Return a box of `size` whose sides across from `grip` stay where those of `box` are."""
    anchored = QRect(box.topLeft(), size)
    if grip.across < 0:
        anchored.moveRight(box.right())
    if grip.down < 0:
        anchored.moveBottom(box.bottom())
    return anchored


def rounded_mask(box: QRect, radius_px: int) -> QRegion:
    """Return the pixels a rounded box touches: all of its smoothed edge, no more."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(box), radius_px, radius_px)
    inner = QRegion(path.toFillPolygon().toPolygon())
    # A polygon's region leaves out pixels it covers in part: the smoothed ones.
    shifts = ((1, 1), (1, -1), (-1, 1), (-1, -1))
    return reduce(QRegion.united, (inner.translated(*by) for by in shifts), inner) & QRegion(box)
