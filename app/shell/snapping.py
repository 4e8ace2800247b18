"""A box that is dragged near an edge or the middle of its screen goes there. Pure geometry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect

if TYPE_CHECKING:
    from collections.abc import Iterable

SNAP_PX: Final = 10


def snapped(box: QRect, area: QRect, within_px: int = SNAP_PX) -> QRect:
    """Return `box` moved onto edges and middle of `area`, each way that it is within `within_px`.

    Judged from where the mouse would have the box, so that it comes off again by being pulled.
    """
    right, bottom = area.right() + 1 - box.width(), area.bottom() + 1 - box.height()
    across = (area.left(), right, (area.left() + right) // 2)
    down = (area.top(), bottom, (area.top() + bottom) // 2)
    left = _nearest(box.left(), across, within_px)
    top = _nearest(box.top(), down, within_px)
    return QRect(left, top, box.width(), box.height())


def _nearest(at: int, lines: Iterable[int], within_px: int) -> int:
    line = min(lines, key=lambda each: abs(each - at))
    return line if abs(line - at) <= within_px else at
