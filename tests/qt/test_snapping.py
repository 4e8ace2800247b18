"""A dragged box goes to edges and the middle when it is near, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize

from app.shell.snapping import SNAP_PX, snapped

AREA = QRect(1920, 30, 1280, 994)
SIZE = QSize(600, 120)
EDGES = {"left": 1920, "right": 1920 + 1280 - 600, "top": 30, "bottom": 1024 - 120}
MIDDLE = QPoint(1920 + 340, 30 + 437)


def at(left: int, top: int) -> QRect:
    return QRect(QPoint(left, top), SIZE)


@pytest.mark.parametrize("off_px", [-SNAP_PX, -1, 0, SNAP_PX])
def test_edges_and_middle_catch_what_is_near(off_px: int) -> None:
    corner = at(EDGES["right"] + off_px, EDGES["bottom"] - off_px)
    assert snapped(corner, AREA) == at(EDGES["right"], EDGES["bottom"])
    corner = at(EDGES["left"] + off_px, EDGES["top"] + off_px)
    assert snapped(corner, AREA) == at(EDGES["left"], EDGES["top"])
    middle = at(MIDDLE.x() + off_px, MIDDLE.y() + off_px)
    assert snapped(middle, AREA).topLeft() == MIDDLE


def test_each_way_is_caught_by_itself() -> None:
    assert snapped(at(2000, EDGES["bottom"] + 3), AREA) == at(2000, EDGES["bottom"])


@given(st.integers(0, 4000), st.integers(-500, 1500))
def test_no_box_is_moved_farther_than_it_may_be_or_resized(left: int, top: int) -> None:
    box = snapped(at(left, top), AREA)
    assert box.size() == SIZE
    assert abs(box.left() - left) <= SNAP_PX
    assert abs(box.top() - top) <= SNAP_PX
    assert snapped(box, AREA) == box
