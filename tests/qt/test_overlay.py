"""The overlay as its reader meets it. Where a window manager has a say: test_overlay_desk.py."""

from __future__ import annotations

import logging
import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QCursor, QEnterEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.captions import Captions, Line, LineStatus
from app.core.contrast import tentative_color
from app.core.events import EngineState
from app.core.overlay_settings import (
    OVERLAY_FONT_PX,
    OverlayLook,
    OverlayPlace,
    OverlaySettings,
    Stability,
)
from app.session.sink import Stamp
from app.shell.link_status import LinkStatus, overlay_text
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.widgets.floating_window import window_flags
from app.shell.widgets.overlay import Overlay
from app.shell.widgets.overlay_rows import MARGIN_PX, OverlayRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtCore import SignalInstance
    from PySide6.QtTest import QSignalSpy
    from pytestqt.qtbot import QtBot

    MakeSpy = Callable[[SignalInstance], QSignalSpy]


# Without a display, Qt tells of every raise() and size hint that goes nowhere.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Clock:
    """A clock that goes when told."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


SETTLED = QColor("#FFFFFF")
TENTATIVE = QColor(tentative_color(OverlayLook()).text)
SETTINGS = OverlaySettings(width_chars=34, look=OverlayLook(font_px=28))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def overlay(qtbot: QtBot, clock: Clock) -> Iterator[Overlay]:
    overlay = Overlay(SETTINGS, clock)
    qtbot.addWidget(overlay)
    QCursor.setPos(0, 0)  # not where another test left it
    overlay.show()
    yield overlay
    overlay.hide()


def captions(settled: str, tentative: str = "", line: int = 0) -> Captions:
    return Captions(entries=(Line(line, LineStatus.OPEN, settled, tentative),))


def say(overlay: Overlay, settled: str, tentative: str = "") -> None:
    overlay.show_captions(captions(settled, tentative), Stamp(time.perf_counter(), 0))


def pass_by(overlay: Overlay, clock: Clock, seconds: float) -> None:
    """Let time pass; the overlay does what is due as it would by itself."""
    for _ in range(round(seconds * 20)):
        clock.now_s += 0.05
        overlay.tick()


def told(overlay: Overlay) -> str:
    return overlay.accessibleDescription()


def test_window_stays_on_top_and_never_takes_the_focus(overlay: Overlay) -> None:
    for flag in (
        Qt.WindowType.WindowStaysOnTopHint,
        Qt.WindowType.FramelessWindowHint,
        Qt.WindowType.WindowDoesNotAcceptFocus,
    ):
        assert overlay.windowFlags() & flag
        assert overlay.handle.windowFlags() & flag
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert overlay.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_only_x11_is_asked_not_to_manage_the_window() -> None:
    is_unmanaged = bool(window_flags() & Qt.WindowType.X11BypassWindowManagerHint)
    assert is_unmanaged == (QGuiApplication.platformName() == "xcb")


def test_words_are_told_to_screen_readers(overlay: Overlay, clock: Clock) -> None:
    say(overlay, "The Bulge Bracket clients", " moved")
    pass_by(overlay, clock, 1.5)
    assert overlay.accessibleName() == "Captions"
    assert told(overlay) == "The Bulge Bracket clients moved"


def test_first_words_are_shown_at_once_and_a_flood_is_not(overlay: Overlay) -> None:
    for number in range(50):
        say(overlay, f"{number}")
    assert told(overlay) == "2"  # a burst of three passes, the rest waits


def test_newest_words_come_when_the_pace_allows(
    overlay: Overlay, clock: Clock, qtbot: QtBot
) -> None:
    for number in range(50):
        say(overlay, f"{number}")
    clock.now_s += 1.0
    qtbot.waitUntil(lambda: told(overlay) == "49")


def test_words_that_wait_for_a_row_to_be_read_come_by_themselves(
    overlay: Overlay, clock: Clock, qtbot: QtBot
) -> None:
    lines = [Line(at, LineStatus.FINAL, f"line {at}") for at in range(4)]
    for count in (2, 4):
        overlay.show_captions(Captions(entries=tuple(lines[:count])), Stamp(0.0, 0))
        clock.now_s += 0.05
    overlay.tick()
    assert told(overlay) == "line 0 line 1"
    clock.now_s += 1.35
    overlay.show_captions(Captions(entries=tuple(lines)), Stamp(0.0, 0))  # looks at the clock
    assert told(overlay) == "line 0 line 1"
    clock.now_s += 0.06
    qtbot.waitUntil(lambda: told(overlay) == "line 2 line 3")


def test_rows_go_after_six_seconds_of_silence(overlay: Overlay, clock: Clock) -> None:
    say(overlay, "Yes.")
    clock.now_s += 5.9
    say(overlay, "Yes.")
    assert told(overlay) == "Yes."
    clock.now_s += 0.2
    say(overlay, "Yes.")
    assert told(overlay) == ""


def test_a_transcript_begun_while_the_overlay_was_hidden_is_shown(overlay: Overlay) -> None:
    for line in (40, 41):  # the first of them leaves
        overlay.show_captions(captions("An old one.", line=line), Stamp(0.0, 0))
    overlay.hide()
    overlay.show_captions(Captions(), None)
    overlay.show_captions(captions("A new one.", line=1), Stamp(0.0, 0))
    overlay.show()
    assert told(overlay) == "A new one."


def test_rows_go_by_themselves(qtbot: QtBot) -> None:
    ahead_s = [0.0]
    overlay = Overlay(OverlaySettings(), lambda: time.perf_counter() + ahead_s[0])
    qtbot.addWidget(overlay)
    overlay.show()
    say(overlay, "Yes.")
    ahead_s[0] = 5.95
    overlay.hide()
    overlay.show()  # looks at the clock again
    assert told(overlay) == "Yes."
    qtbot.waitUntil(lambda: told(overlay) == "")
    overlay.hide()


def test_hidden_overlay_comes_up_with_the_newest_words(overlay: Overlay) -> None:
    overlay.hide()
    say(overlay, "Later")
    assert told(overlay) == ""
    overlay.show()
    assert told(overlay) == "Later"


def test_box_keeps_its_size_whatever_is_said(overlay: Overlay) -> None:
    before = overlay.geometry()
    say(overlay, "The Bulge Bracket clients moved first, then Boutique and Middle Market. " * 3)
    assert overlay.geometry() == before


def test_paint_is_told_to_the_log_without_the_words(
    overlay: Overlay, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    begin_s = time.perf_counter()
    with caplog.at_level(logging.DEBUG, "app.shell.widgets.overlay"):
        say(overlay, "A secret")
        qtbot.waitUntil(lambda: bool(caplog.records))
    took_ms = (time.perf_counter() - begin_s) * 1000
    [record] = caplog.records
    assert record.event == "overlay.painted"  # type: ignore[attr-defined]
    assert record.line == 0  # type: ignore[attr-defined]
    assert record.chars == len("A secret")  # type: ignore[attr-defined]
    assert 0 <= record.delay_ms <= took_ms  # type: ignore[attr-defined]
    assert "secret" not in str(record.__dict__)


def picture(overlay: Overlay) -> QImage:
    return overlay.grab().toImage()


def count(image: QImage, color: QColor, area: QRect) -> int:
    return sum(
        image.pixelColor(x, y).name() == color.name() and image.pixelColor(x, y).alpha() == 255
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    )


def test_tentative_words_look_different_and_are_underlined(overlay: Overlay) -> None:
    row = QRect(0, 0, 600, 60)
    say(overlay, "settled words")
    settled = picture(overlay)
    assert count(settled, SETTLED, row) > 100
    assert count(settled, TENTATIVE, row) == 0
    overlay.show_captions(captions("", "settled words"), None)
    tentative = picture(overlay)
    assert count(tentative, SETTLED, row) == 0
    below = QRect(0, MARGIN_PX.height() + 34, 600, 6)
    assert count(tentative, TENTATIVE, below) > 60  # dots, where settled words have nothing
    assert count(settled, SETTLED, below) == 0


def test_second_row_does_not_move_the_first(overlay: Overlay, clock: Clock) -> None:
    say(overlay, "The Bulge Bracket clients moved first, ")
    pass_by(overlay, clock, 1.5)
    first_row = QRect(0, 0, 600, MARGIN_PX.height() + 36)
    before = picture(overlay).copy(first_row)
    say(overlay, "The Bulge Bracket clients moved first, then 国内券商")
    pass_by(overlay, clock, 1.5)
    assert picture(overlay).copy(first_row) == before


def trying(waiting_ms: int) -> LinkStatus:
    return LinkStatus(EngineState.RECONNECTING, waiting_ms=waiting_ms)


def test_a_late_reader_is_told_and_no_row_moves(overlay: Overlay) -> None:
    say(overlay, "The Bulge Bracket clients moved first, then Boutique and Middle Market")
    rows = QRect(0, MARGIN_PX.height() + 8, 600, 80)
    margin = QRect(300, 0, 300, MARGIN_PX.height())
    before = picture(overlay)
    overlay.show_link(LinkStatus(EngineState.LISTENING, waiting_ms=12_000))
    behind = picture(overlay)
    assert behind.copy(margin) != before.copy(margin)
    assert behind.copy(rows) == before.copy(rows)
    overlay.show_link(LinkStatus(EngineState.LISTENING))
    assert picture(overlay) == before


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (LinkStatus(EngineState.LISTENING, waiting_ms=1900), ""),
        (LinkStatus(EngineState.LISTENING, waiting_ms=12_400), "12 s behind"),
        (trying(300), "Reconnecting…"),
        (trying(4000), "Reconnecting… 4 s of speech kept"),
        (LinkStatus(EngineState.STOPPED, waiting_ms=9000), ""),
    ],
)
def test_the_overlay_says_only_what_a_reader_must_know(link: LinkStatus, words: str) -> None:
    assert overlay_text(link) == words


def test_right_to_left_rows_begin_at_the_right(overlay: Overlay) -> None:
    say(overlay, "مرحبا بكم")
    image = picture(overlay)
    assert count(image, SETTLED, QRect(400, 0, 200, 60)) > 50
    assert count(image, SETTLED, QRect(0, 0, 300, 60)) == 0


def test_box_is_dragged_and_remembers_its_place(overlay: Overlay, make_spy: MakeSpy) -> None:
    spy = make_spy(overlay.geometry_changed)
    before = overlay.pos()
    QTest.mousePress(overlay, Qt.MouseButton.LeftButton, pos=QPoint(300, 50))
    QTest.mouseMove(overlay, QPoint(260, 10))
    QTest.mouseRelease(overlay, Qt.MouseButton.LeftButton, pos=QPoint(300, 50))
    assert overlay.pos() == before - QPoint(40, 40)
    [settings] = [spy.at(number)[0] for number in range(spy.count())]
    again = Overlay(settings)
    again.show()
    assert again.geometry() == overlay.geometry()
    again.hide()


def test_box_cannot_be_dragged_off_the_screen(overlay: Overlay) -> None:
    QTest.mousePress(overlay, Qt.MouseButton.LeftButton, pos=QPoint(300, 50))
    QTest.mouseMove(overlay, QPoint(5000, 5000))
    QTest.mouseRelease(overlay, Qt.MouseButton.LeftButton, pos=QPoint(300, 50))
    assert overlay.screen().availableGeometry().contains(overlay.geometry())


def test_end_of_the_box_resizes_it(overlay: Overlay, make_spy: MakeSpy) -> None:
    spy = make_spy(overlay.geometry_changed)
    before = overlay.geometry()
    end = QPoint(before.width() - 3, 50)
    QTest.mousePress(overlay, Qt.MouseButton.LeftButton, pos=end)
    QTest.mouseMove(overlay, end - QPoint(100, 0))
    QTest.mouseRelease(overlay, Qt.MouseButton.LeftButton, pos=end - QPoint(100, 0))
    assert overlay.geometry().topLeft() == before.topLeft()
    assert abs(overlay.width() - (before.width() - 100)) <= 10  # whole characters
    assert spy.at(0)[0].width_chars < SETTINGS.width_chars


def test_click_alone_changes_nothing(overlay: Overlay, make_spy: MakeSpy) -> None:
    spy = make_spy(overlay.geometry_changed)
    QTest.mouseClick(overlay, Qt.MouseButton.LeftButton, pos=QPoint(300, 50))
    assert spy.count() == 0


def hover(overlay: Overlay) -> None:
    at = QPointF(10, 10)
    QApplication.sendEvent(overlay, QEnterEvent(at, at, QPointF(overlay.mapToGlobal(at))))


def test_handle_shows_beside_the_box_while_the_mouse_is_there(
    overlay: Overlay, qtbot: QtBot
) -> None:
    assert not overlay.handle.isVisible()
    hover(overlay)
    assert overlay.handle.isVisible()
    assert not overlay.handle.geometry().intersects(overlay.geometry())
    QApplication.sendEvent(overlay, QEvent(QEvent.Type.Leave))
    QApplication.sendEvent(overlay.handle, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not overlay.handle.isVisible())


def test_handle_is_below_a_box_at_the_top_of_the_screen(overlay: Overlay) -> None:
    overlay.move(overlay.screen().availableGeometry().topLeft())
    hover(overlay)
    assert overlay.handle.geometry().top() > overlay.geometry().bottom()


def test_handle_makes_text_and_box_larger_and_smaller(overlay: Overlay, make_spy: MakeSpy) -> None:
    spy = make_spy(overlay.geometry_changed)
    height = overlay.height()
    overlay.larger()
    assert overlay.height() > height
    assert spy.at(0)[0].look.font_px == 32
    overlay.smaller()
    assert spy.at(1)[0].look.font_px == 28
    assert overlay.height() == height
    for _ in range(40):
        overlay.smaller()
    assert spy.at(spy.count() - 1)[0].look.font_px == OVERLAY_FONT_PX[0]


def test_larger_text_keeps_its_words(overlay: Overlay) -> None:
    say(overlay, "The Bulge Bracket clients moved first, then Boutique")
    for _ in range(3):
        overlay.larger()
    assert told(overlay).endswith("Boutique")


WORDS = "The Bulge Bracket clients "


@pytest.mark.parametrize(
    "change",
    [
        lambda overlay: overlay.nudge(-20, -30),
        lambda overlay: overlay.set_locked(True),
        lambda overlay: overlay.change(replace(overlay.settings, fade_after_s=30)),
        lambda overlay: overlay.change(replace(overlay.settings, visible=False)),
    ],
    ids=["moved", "locked", "fade", "visible"],
)
def test_rows_stay_where_they_are_while_the_box_is_moved_or_locked(
    overlay: Overlay, clock: Clock, change: Callable[[Overlay], None]
) -> None:
    say(overlay, WORDS, "institutionalized")
    pass_by(overlay, clock, 1.0)
    say(overlay, WORDS + "in ", "t")
    pass_by(overlay, clock, 1.0)
    before = overlay.display
    assert [row.text for row in before.rows][1].startswith("in t")  # it would fit above by now
    change(overlay)
    assert overlay.display.rollup == before.rollup


def test_the_newest_row_is_in_sight_on_a_screen_too_small_for_all_of_them(
    overlay: Overlay,
) -> None:
    overlay.change(replace(SETTINGS, rows=6, look=OverlayLook(font_px=96)))
    area = overlay.screen().availableGeometry()
    assert overlay.height() < overlay.box_size().height()
    words = " ".join(f"word{number}" for number in range(60))
    overlay.show_captions(Captions(entries=(Line(0, LineStatus.FINAL, words),)), None)
    assert overlay.display.rows[-1].text.endswith("word59")
    set_rows = OverlayRows(overlay.settings.look)
    bottom = set_rows.box_height_px(len(overlay.display.rows))
    assert bottom <= area.height() < set_rows.box_height_px(len(overlay.display.rows) + 1)


def test_close_button_tells_the_owner(overlay: Overlay, make_spy: MakeSpy) -> None:
    spy = make_spy(overlay.closed)
    hover(overlay)
    close = overlay.handle.buttons[-1]
    assert close.accessibleName() == "Close the overlay"
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert spy.count() == 1
    assert not overlay.isVisible()
    assert not overlay.handle.isVisible()


def test_end_of_the_program_is_not_the_users_wish_to_close(
    overlay: Overlay, make_spy: MakeSpy
) -> None:
    spy = make_spy(overlay.closed)
    overlay.close()
    assert spy.count() == 0


def test_every_button_of_the_handle_has_a_name_and_no_focus(overlay: Overlay) -> None:
    for button in overlay.handle.buttons:
        assert button.accessibleName()
        assert button.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_reset_brings_the_box_home(overlay: Overlay, make_spy: MakeSpy) -> None:
    home = overlay.geometry()
    overlay.change(SETTINGS.moved_to(OverlayPlace("", 0, 0)))
    assert overlay.geometry() != home
    spy = make_spy(overlay.geometry_changed)
    overlay.reset_position()
    assert overlay.geometry() == home
    assert spy.at(0)[0].place is None


def final(text: str) -> Captions:
    return Captions(entries=(Line(0, LineStatus.FINAL, text),))


def ink(overlay: Overlay) -> int:
    """Return how much of the first row is painted in the full colour of settled words."""
    return count(picture(overlay), SETTLED, QRect(0, 0, 600, 60))


def farthest(one: QImage, other: QImage) -> int:
    """Return the greatest difference of two pictures in any channel of any pixel."""
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    return max(abs(a - b) for a, b in pairs)


def test_rows_fade_after_a_silence_and_the_box_stays(overlay: Overlay, clock: Clock) -> None:
    say(overlay, "Yes, quite.")
    box, full = picture(overlay).pixelColor(4, 50), ink(overlay)
    clock.now_s += 6.0
    overlay.tick()
    assert told(overlay) == ""
    clock.now_s += 0.15
    overlay.tick()
    assert overlay.due_s < clock.now_s + 1.0
    half = picture(overlay)
    assert ink(overlay) < full
    assert half.pixelColor(4, 50) == box
    clock.now_s += 0.5
    overlay.tick()
    assert overlay.due_s == math.inf
    empty = picture(overlay)
    assert half != empty
    assert empty.pixelColor(4, 50) == box


def test_old_words_do_not_flash_up_when_the_overlay_comes_back(
    overlay: Overlay, clock: Clock
) -> None:
    overlay.apply_look(Look(DARK, 1.0, moves=True))
    say(overlay, "Nobody should read this")
    pass_by(overlay, clock, 2.0)
    overlay.set_blanked(True)
    clock.now_s += 60
    overlay.set_blanked(False)
    image = picture(overlay)
    assert count(image, SETTLED, image.rect()) == 0


def test_rows_stay_for_ever_if_they_are_to(overlay: Overlay, clock: Clock) -> None:
    overlay.change(replace(SETTINGS, fade_after_s=None))
    say(overlay, "Yes, quite.")
    clock.now_s += 1e6
    overlay.tick()
    assert told(overlay) == "Yes, quite."
    assert overlay.due_s == math.inf


@pytest.mark.parametrize("moves", [True, False], ids=["soft", "at once"])
def test_a_final_that_differs_is_swapped_softly_or_at_once(
    overlay: Overlay, clock: Clock, moves: bool
) -> None:
    overlay.apply_look(Look(DARK, 1.0, moves=moves))
    say(overlay, "It was a pack")
    clock.now_s += 1.0
    before = picture(overlay)
    overlay.show_captions(final("It was a best"), None)
    clock.now_s += 0.07
    middle = picture(overlay)
    for _ in range(4):
        clock.now_s += 0.12
        overlay.tick()
    after = picture(overlay)
    assert before != after
    assert (middle != after) is moves
    same = QRect(0, 0, 90, 60)  # the words before it, in the middle of the fading too
    assert before.copy(same) == after.copy(same)
    assert farthest(middle.copy(same), after.copy(same)) <= 3


def test_words_wait_for_no_fading(overlay: Overlay, clock: Clock) -> None:
    say(overlay, "Yes, quite.")
    clock.now_s += 6.0
    overlay.tick()
    clock.now_s += 0.15
    say(overlay, "Yes, quite. And")
    clock.now_s += 0.2
    overlay.tick()
    again = picture(overlay)
    clock.now_s += 1.0
    overlay.tick()
    assert told(overlay) == "And"
    assert picture(overlay) == again


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (Stability.FAST, "Yes, I do"),
        (Stability.BALANCED, "Yes,"),
        (Stability.CALM, "Yes,"),
        (Stability.SENTENCE, "Yes,"),
    ],
)
def test_mode_decides_which_words_are_shown(
    overlay: Overlay, clock: Clock, mode: Stability, words: str
) -> None:
    overlay.change(replace(SETTINGS, stability=mode))
    clock.now_s += 1.0
    say(overlay, "Yes,", " I do")
    assert told(overlay) == words


def test_how_still_the_words_were_is_logged_at_the_end(
    overlay: Overlay, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    overlay.show_link(LinkStatus(EngineState.LISTENING))
    say(overlay, "It was a pack")
    clock.now_s += 1.0
    overlay.show_captions(final("It was a best"), None)
    with caplog.at_level(logging.INFO, "app.shell.widgets.overlay"):
        overlay.show_link(LinkStatus(EngineState.STOPPED))
        overlay.show_link(LinkStatus(EngineState.LISTENING))
        overlay.show_link(LinkStatus(EngineState.STOPPED))  # nothing was shown this time
    [record] = [one for one in caplog.records if one.levelno == logging.INFO]
    assert record.event == "overlay.stability"  # type: ignore[attr-defined]
    assert record.shown_chars == 17  # type: ignore[attr-defined]
    assert record.final_chars == 4  # type: ignore[attr-defined]
    assert record.settled_chars == 0  # type: ignore[attr-defined]
