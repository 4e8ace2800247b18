"""Where the box stands: inside a screen, always."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.core.overlay_settings import OverlayPlace, OverlaySettings
from app.shell.placement import (
    Grip,
    Screens,
    anchored,
    grip_at,
    kept_inside,
    remembered,
    restored,
    rounded_mask,
    stretched,
)

SCREEN = QRect(1920, 0, 1280, 1024)
BOX = QRect(100, 100, 600, 120)
FAR = st.integers(-100_000, 100_000)
SIZE = st.integers(1, 8_000)


@given(FAR, FAR, SIZE, SIZE)
def test_box_is_inside_whatever_was_wanted(x: int, y: int, width: int, height: int) -> None:
    box = kept_inside(QRect(x, y, width, height), SCREEN)
    assert SCREEN.contains(box)
    assert box.size() == QSize(width, height).boundedTo(SCREEN.size())


def test_box_that_is_inside_stays() -> None:
    box = QRect(2000, 100, 600, 120)
    assert kept_inside(box, SCREEN) == box


def test_box_that_was_never_moved_stands_at_the_bottom_in_the_middle(qapp: QApplication) -> None:
    screen = qapp.primaryScreen()
    area = screen.availableGeometry()
    box = restored(OverlaySettings(), QSize(400, 100), screen)
    assert abs(box.center().x() - area.center().x()) <= 1
    assert area.bottom() - 100 < box.bottom() < area.bottom()


@given(x=FAR, y=FAR)
def test_place_of_a_vanished_screen_is_brought_inside(qapp: QApplication, x: int, y: int) -> None:
    screens = Screens(qapp)
    screen = screens.named("a screen that is gone")
    assert screen is QGuiApplication.screens()[0]
    settings = OverlaySettings().moved_to(OverlayPlace("a screen that is gone", x, y))
    assert screen.availableGeometry().contains(restored(settings, QSize(400, 100), screen))


def test_what_is_remembered_is_restored(qapp: QApplication) -> None:
    screen = qapp.primaryScreen()
    box = QRect(screen.availableGeometry().topLeft() + QPoint(30, 40), QSize(400, 100))
    settings = remembered(OverlaySettings(), box, screen)
    assert restored(settings, QSize(400, 100), screen) == box


@pytest.mark.parametrize("x", [-5000, 10, 5000])
def test_nearest_screen_is_found_for_any_point(qapp: QApplication, x: int) -> None:
    assert Screens(qapp).nearest(QPoint(x, 10)) in qapp.screens()


@pytest.mark.parametrize(
    ("at", "grip"),
    [
        (QPoint(300, 60), Grip.BODY),
        (QPoint(9, 60), Grip.LEFT),
        (QPoint(590, 60), Grip.RIGHT),
        (QPoint(300, 0), Grip.TOP),
        (QPoint(300, 119), Grip.BOTTOM),
        (QPoint(0, 0), Grip.TOP_LEFT),
        (QPoint(599, 119), Grip.BOTTOM_RIGHT),
        (QPoint(10, 10), Grip.BODY),
    ],
)
def test_edges_and_corners_are_held_by_their_last_pixels(at: QPoint, grip: Grip) -> None:
    assert grip_at(at, BOX.size(), 10) is grip


@pytest.mark.parametrize("grip", Grip)
def test_stretched_box_keeps_the_sides_that_are_not_held(grip: Grip) -> None:
    box = anchored(BOX, grip, stretched(BOX, grip, QPoint(30, 20)))
    assert box.left() == BOX.left() + (30 if grip.across < 0 else 0)
    assert box.right() == BOX.right() + (30 if grip.across > 0 else 0)
    assert box.top() == BOX.top() + (20 if grip.down < 0 else 0)
    assert box.bottom() == BOX.bottom() + (20 if grip.down > 0 else 0)


def test_nothing_is_stretched_to_less_than_nothing() -> None:
    assert stretched(BOX, Grip.BOTTOM_RIGHT, QPoint(-9999, -9999)) == QSize(0, 0)


def test_mask_leaves_the_corners_out_and_the_smoothed_edge_in() -> None:
    mask = rounded_mask(QRect(0, 0, 100, 50), 14)
    for corner in (QPoint(0, 0), QPoint(99, 0), QPoint(0, 49), QPoint(99, 49)):
        assert not mask.contains(corner)
    for edge in (QPoint(50, 0), QPoint(0, 25), QPoint(99, 25), QPoint(50, 49), QPoint(5, 4)):
        assert mask.contains(edge)


@pytest.mark.parametrize(
    ("grip", "cursor"),
    [
        (Grip.BODY, Qt.CursorShape.OpenHandCursor),
        (Grip.LEFT, Qt.CursorShape.SizeHorCursor),
        (Grip.TOP, Qt.CursorShape.SizeVerCursor),
        (Grip.TOP_LEFT, Qt.CursorShape.SizeFDiagCursor),
        (Grip.BOTTOM_RIGHT, Qt.CursorShape.SizeFDiagCursor),
        (Grip.TOP_RIGHT, Qt.CursorShape.SizeBDiagCursor),
        (Grip.BOTTOM_LEFT, Qt.CursorShape.SizeBDiagCursor),
    ],
)
def test_cursor_shows_what_a_grip_does(grip: Grip, cursor: Qt.CursorShape) -> None:
    assert grip.cursor is cursor
