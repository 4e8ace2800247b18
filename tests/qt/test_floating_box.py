"""The overlay's box as a window: locked, blanked, moved by keys. Real clicks: test_overlay_desk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest

from app.core.overlay_settings import OverlayPlace, OverlaySettings
from app.shell.look import Look
from app.shell.placement import name_of
from app.shell.pointer_watch import PointerWatch
from app.shell.style import DARK
from app.shell.widgets.floating_box import FloatingBox
from app.shell.widgets.lock_notice import LockNotice
from app.shell.widgets.overlay_bar import OverlayBar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtCore import SignalInstance
    from PySide6.QtTest import QSignalSpy
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    MakeSpy = Callable[[SignalInstance], QSignalSpy]

# Without a display, Qt tells of every raise() and size hint that goes nowhere.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CHAR_PX, ROW_PX = 10, 20
THROUGH = Qt.WindowType.WindowTransparentForInput


class PlainBox(FloatingBox):
    """A box of so many pixels a character and a row."""

    def box_size(self) -> QSize:
        return QSize(self.settings.width_chars * CHAR_PX, self.settings.rows * ROW_PX)

    def chars_in(self, width_px: int) -> int:
        return max(12, round(width_px / CHAR_PX))

    def rows_in(self, height_px: int) -> int:
        return min(max(1, round(height_px / ROW_PX)), 6)


SETTINGS = OverlaySettings(width_chars=30, rows=4)


@pytest.fixture
def make_box(qtbot: QtBot) -> Iterator[Callable[[OverlaySettings], PlainBox]]:
    boxes = []

    def make(settings: OverlaySettings) -> PlainBox:
        box = PlainBox(settings)
        qtbot.addWidget(box)
        boxes.append(box)
        QCursor.setPos(0, 0)  # not where another test left it
        box.show()
        return box

    yield make
    for box in boxes:
        box.hide()


@pytest.fixture
def box(make_box: Callable[[OverlaySettings], PlainBox]) -> PlainBox:
    return make_box(SETTINGS)


def lets_clicks_through(window: QWidget) -> bool:
    return bool(window.windowHandle().flags() & THROUGH)


def test_locked_box_lets_clicks_through_and_says_so_for_a_moment(
    box: PlainBox, make_spy: MakeSpy
) -> None:
    spy = make_spy(box.geometry_changed)
    assert not lets_clicks_through(box)
    box.set_locked(True)
    assert lets_clicks_through(box)
    assert spy.at(0)[0].is_locked
    assert box.lock_notice.isVisible()
    assert not box.lock_notice.geometry().intersects(box.geometry())
    assert lets_clicks_through(box.lock_notice)
    assert box.lock_notice.accessibleName().startswith("Locked")


def test_notice_goes_by_itself(qtbot: QtBot, box: PlainBox) -> None:
    notice = LockNotice(box, stays_ms=10)
    notice.show_for_a_moment()
    assert notice.isVisible()
    qtbot.waitUntil(lambda: not notice.isVisible())


def test_box_that_was_locked_comes_up_locked(
    make_box: Callable[[OverlaySettings], PlainBox],
) -> None:
    box = make_box(replace(SETTINGS, is_locked=True))
    assert lets_clicks_through(box)
    assert box.lock_notice.isVisible()
    box.hide()
    assert not box.lock_notice.isVisible()
    box.show()
    assert lets_clicks_through(box)


def test_lock_button_locks_and_unlocks(box: PlainBox) -> None:
    lock = box.handle.buttons[3]
    assert lock.accessibleName().startswith("Lock")
    box.offer_handle()
    QTest.mouseClick(lock, Qt.MouseButton.LeftButton)
    assert lets_clicks_through(box)
    assert not box.handle.isVisible()
    assert lock.accessibleName().startswith("Unlock")
    box.offer_handle()
    assert not box.lock_notice.isVisible()
    QTest.mouseClick(lock, Qt.MouseButton.LeftButton)
    assert not lets_clicks_through(box)
    assert not box.settings.is_locked


def test_lock_is_toggled_without_a_click_too(box: PlainBox, make_spy: MakeSpy) -> None:
    spy = make_spy(box.geometry_changed)
    box.handle.buttons[3].toggle()  # as assistive technology does
    assert lets_clicks_through(box)
    assert [spy.at(number)[0].is_locked for number in range(spy.count())] == [True]


def test_settings_lock_the_box_wherever_they_come_from(box: PlainBox) -> None:
    box.change(replace(box.settings, is_locked=True))
    assert lets_clicks_through(box)
    assert box.handle.buttons[3].isChecked()
    box.change(replace(box.settings, is_locked=False))
    assert not lets_clicks_through(box)


def test_mouse_calls_with_the_key_held_without_any_event_of_a_window(
    qtbot: QtBot, make_spy: MakeSpy, box: PlainBox
) -> None:
    asked = list[QPoint]()

    def is_wanted(point: QPoint) -> bool:
        asked.append(point)
        return True

    watch = PointerWatch(is_wanted, box)
    spy = make_spy(watch.called)
    watch.turn(is_on=True)
    QTest.mouseMove(box, QPoint(20, 20))
    QTest.keyPress(box.handle, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: spy.count() > 0)
    assert asked[-1] == QCursor.pos()
    watch.turn(is_on=False)
    QTest.keyRelease(box.handle, Qt.Key.Key_Control)


def test_blanked_box_is_out_of_sight_whoever_shows_it(box: PlainBox, make_spy: MakeSpy) -> None:
    spy = make_spy(box.geometry_changed)
    where = box.geometry()
    box.offer_handle()
    box.set_blanked(True)
    assert not box.isVisible()
    box.show()
    box.setVisible(True)
    box.offer_handle()
    box.raise_()
    box.set_locked(True)
    assert not box.isVisible()
    assert not box.handle.isVisible()
    assert not box.lock_notice.isVisible()
    box.set_locked(False)
    box.set_blanked(False)
    assert box.isVisible()
    assert box.geometry() == where
    assert [spy.at(number)[0].visible for number in range(spy.count())] == [True, True]


def test_box_that_was_hidden_while_blanked_stays_hidden(box: PlainBox) -> None:
    box.set_blanked(True)
    box.hide()
    box.set_blanked(False)
    assert not box.isVisible()
    box.show()
    assert box.isVisible()


def test_box_that_is_shown_while_blanked_comes_up_after_it(box: PlainBox) -> None:
    box.hide()
    box.set_blanked(True)
    box.show()
    assert not box.isVisible()
    box.set_blanked(False)
    assert box.isVisible()


def test_keys_move_the_box_as_the_mouse_does(box: PlainBox, make_spy: MakeSpy) -> None:
    spy = make_spy(box.geometry_changed)
    before = box.geometry()
    box.nudge(-20, -10)
    assert box.geometry() == before.translated(-20, -10)
    place = spy.at(0)[0].place
    assert QPoint(place.x, place.y) == box.pos() - box.screen().geometry().topLeft()
    box.nudge(100_000, 0)
    assert box.geometry().right() == box.screen().availableGeometry().right()


def test_a_box_that_is_hidden_is_moved_from_where_it_would_stand(box: PlainBox) -> None:
    before = box.geometry()
    box.hide()
    box.setGeometry(0, 0, 5, 5)
    box.nudge(-20, -10)
    box.show()
    assert box.geometry() == before.translated(-20, -10)


def test_places_do_not_creep_when_they_are_restored_again_and_again(
    make_box: Callable[[OverlaySettings], PlainBox],
) -> None:
    box = make_box(SETTINGS)
    box.nudge(-33, -17)
    first, settings = box.geometry(), box.settings
    for _ in range(5):
        box = make_box(settings)
        box.change(box.settings)
        box.hide()
        box.show()
        assert box.geometry() == first
        assert box.settings == settings
        settings = box.settings


def test_box_goes_to_the_next_screen_and_from_the_last_to_the_first(box: PlainBox) -> None:
    box.nudge(-20, -10)
    box.go_to_next_screen()  # there is one only: it comes back to it
    assert box.settings.screen == name_of(box.screen())


def test_place_on_a_screen_that_stands_in_is_the_one_it_had_there(
    make_box: Callable[[OverlaySettings], PlainBox],
) -> None:
    here = name_of(make_box(SETTINGS).screen())
    settings = SETTINGS.moved_to(OverlayPlace(here, 30, 40)).moved_to(OverlayPlace("gone", 5, 6))
    box = make_box(settings)
    assert box.pos() - box.screen().geometry().topLeft() == QPoint(30, 40)
    assert box.settings == settings  # for when the other one comes back


def test_a_screen_that_stands_in_for_one_without_a_place_keeps_its_own(
    make_box: Callable[[OverlaySettings], PlainBox],
) -> None:
    here = name_of(make_box(SETTINGS).screen())
    settings = replace(SETTINGS.moved_to(OverlayPlace(here, 30, 40)), screen="gone")
    box = make_box(settings)
    assert box.pos() - box.screen().geometry().topLeft() == QPoint(30, 40)


@pytest.mark.parametrize(
    ("begin", "by", "chars", "rows"),
    [
        (QPoint(2, 40), QPoint(-34, 0), 33, 4),
        (QPoint(297, 40), QPoint(-34, 7), 27, 4),
        (QPoint(150, 2), QPoint(9, 18), 30, 3),
        (QPoint(150, 78), QPoint(0, 999), 30, 6),
        (QPoint(297, 78), QPoint(-60, -42), 24, 2),
    ],
)
def test_edges_take_whole_characters_and_rows(
    box: PlainBox, make_spy: MakeSpy, begin: QPoint, by: QPoint, chars: int, rows: int
) -> None:
    box.nudge(0, -200)
    before = box.geometry()
    spy = make_spy(box.geometry_changed)
    QTest.mousePress(box, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(box, begin + by)
    assert box.size() == QSize(chars * CHAR_PX, rows * ROW_PX)  # already while it is held
    assert spy.count() == 0
    QTest.mouseRelease(box, Qt.MouseButton.LeftButton, pos=begin)
    assert (spy.at(0)[0].width_chars, spy.at(0)[0].rows) == (chars, rows)
    after = box.geometry()
    assert after.left() == before.left() or after.right() == before.right()
    assert after.top() == before.top() or after.bottom() == before.bottom()


def test_bars_come_up_beside_the_box_at_once(qtbot: QtBot, box: PlainBox) -> None:
    came_up: list[QRect] = []

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Show and isinstance(watched, OverlayBar):
                came_up.append(watched.geometry())
            return False

    watcher = Watcher()
    for bar in (box.handle, box.lock_notice):
        bar.installEventFilter(watcher)
    box.offer_handle()
    box.set_locked(True)
    assert came_up == [box.handle.geometry(), box.lock_notice.geometry()]


def test_bars_grow_with_the_text_of_the_window(box: PlainBox) -> None:
    box.offer_handle()
    before = box.handle.size()
    box.apply_look(Look(DARK, 2.0))
    assert box.handle.width() > 1.8 * before.width()
    assert not box.handle.geometry().intersects(box.geometry())
