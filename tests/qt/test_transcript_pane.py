"""The transcript pane as a reader meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from app.core.captions import Captions, Entry, GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.shell.emotion_style import STYLES, emotion_shape, emotion_word
from app.shell.look import Look
from app.shell.style import DARK, LIGHT, Tokens
from app.shell.widgets.transcript_content import Telling
from app.shell.widgets.transcript_pane import TranscriptPane

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

SHOWN = [emotion for emotion in Emotion if emotion.is_shown]
TEXT = Look(DARK, 1.0).px(118) + 2  # where the words begin


def final(line: int, text: str, emotion: Emotion = Emotion.NONE) -> Line:
    return Line(line, LineStatus.FINAL, text, begin_ms=line * 1000, emotion=emotion)


def finals(count: int) -> tuple[Entry, ...]:
    return tuple(final(number, f"This is line {number}.") for number in range(count))


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[TranscriptPane]:
    pane = TranscriptPane()
    qtbot.addWidget(pane)
    pane.apply_look(Look(DARK, 1.0))
    pane.resize(850, 400)
    pane.show()
    yield pane
    pane.close()


def show(pane: TranscriptPane, *entries: Entry) -> None:
    pane.show_captions(Captions(entries=entries))


def middle_of(pane: TranscriptPane, index: int) -> int:
    [placed] = [placed for placed in pane.view.placed if placed.index == index]
    return placed.top_px + 20


def drag(pane: TranscriptPane, begin: QPoint, end: QPoint) -> None:
    area = pane.viewport()
    QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(area, (begin + end) / 2)
    QTest.mouseMove(area, end)
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=end)


def test_pane_follows_the_newest_line(pane: TranscriptPane) -> None:
    for count in (1, 5, 50):
        show(pane, *finals(count))
        assert pane.view.placed[-1].index == count - 1
    assert not pane.pill.isVisible()


def test_reader_who_scrolled_away_is_left_alone_and_told(pane: TranscriptPane) -> None:
    show(pane, *finals(50))
    bar = pane.verticalScrollBar()
    bar.setValue(bar.maximum() - 300)
    here = [(placed.index, placed.top_px) for placed in pane.view.placed]
    show(pane, *finals(51))
    show(pane, *finals(51), GapLine(51_000, 52_000), final(52, "New."))
    assert [(placed.index, placed.top_px) for placed in pane.view.placed] == here
    assert pane.pill.isVisible()
    assert pane.pill.text() == "Jump to latest · 2 new"
    pane.pill.click()
    assert pane.view.placed[-1].index == 52
    assert not pane.pill.isVisible()


def test_cleared_transcript_has_nowhere_to_jump_to(pane: TranscriptPane) -> None:
    show(pane, *finals(50))
    pane.verticalScrollBar().setValue(0)
    assert pane.pill.isVisible()
    show(pane)
    assert not pane.pill.isVisible()
    show(pane, *finals(60))
    assert pane.view.placed[-1].index == 59


def test_transcript_that_was_scrolled_stays_there_in_another_width(pane: TranscriptPane) -> None:
    show(pane, *(final(row, f"Line {row}. " + "And so on. " * 20) for row in range(200)))
    pane.verticalScrollBar().setValue(pane.verticalScrollBar().maximum() // 2)
    top = pane.view.placed[0].index
    pane.resize(500, 400)
    assert pane.view.placed[0].index == top


def test_update_of_a_long_transcript_sets_only_what_changed(pane: TranscriptPane) -> None:
    asked: list[int] = []

    def clock(ms: int) -> str:
        asked.append(ms)
        return ""

    many = finals(20_000)
    pane.set_clock(clock)
    show(pane, *many)
    asked.clear()
    show(pane, *many, Line(20_000, LineStatus.OPEN, "So what", " I", begin_ms=1))
    show(pane, *many, Line(20_000, LineStatus.OPEN, "So what I", " would", begin_ms=1))
    assert asked == [1, 1]


def test_late_final_further_up_is_shown(pane: TranscriptPane) -> None:
    lines = finals(6)
    show(pane, *lines)
    show(pane, *lines[:2], final(2, "Another text."), *lines[3:])
    assert pane.view.placed[2].row.content.text == "Another text."


def test_selection_by_mouse_runs_across_lines_and_is_copied(pane: TranscriptPane) -> None:
    show(pane, final(0, "First line."), final(1, "Second line."), final(2, "Third line."))
    drag(
        pane,
        QPoint(TEXT - 60, middle_of(pane, 0)),
        QPoint(pane.viewport().width() - 30, middle_of(pane, 1)),
    )
    QTest.keyClick(pane, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "First line.\nSecond line."


def test_a_click_selects_no_line_and_a_drag_to_the_next_none_but_its_own(
    pane: TranscriptPane,
) -> None:
    show(pane, final(0, "First line."), final(1, "Second line."), final(2, "Third line."))
    at = QPoint(TEXT + 20, middle_of(pane, 0))
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert pane.selected_lines == frozenset()
    drag(pane, at, QPoint(TEXT - 60, middle_of(pane, 1)))
    assert pane.selected_lines == {0}
    assert not pane.selected_text.endswith("\n")
    pane.select_all()
    assert pane.selected_lines == {0, 1, 2}


def test_double_click_selects_a_word(pane: TranscriptPane) -> None:
    show(pane, final(0, "First line."))
    at = QPoint(TEXT + 5, middle_of(pane, 0))
    QTest.mouseDClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert pane.selected_text == "First"


def test_words_behind_an_emoji_are_selected_whole(pane: TranscriptPane) -> None:
    show(pane, final(0, "\U0001f600\U00020bb7 First line."))
    row = pane.view.placed[0].row
    assert row.word_at(3) == (3, 8)
    end = QPoint(pane.viewport().width() - 30, middle_of(pane, 0))
    assert row.offset_at(QPointF(end)) == len("\U0001f600\U00020bb7 First line.")
    QTest.mouseDClick(
        pane.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(TEXT + 60, middle_of(pane, 0))
    )
    assert pane.selected_text == "First"
    editor = pane.viewport().findChild(QPlainTextEdit)
    assert editor is not None
    assert editor.textCursor().selectedText() == "First"


def test_everything_is_copied_with_its_times(pane: TranscriptPane) -> None:
    show(pane, final(0, "First."), GapLine(500, 2_900), final(3, "Second."))
    QTest.keyClick(pane, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert pane.selected_text == "First.\n2.4 s not captioned\nSecond."
    pane.copy_with_times()
    assert QGuiApplication.clipboard().text() == (
        "0:00:00\tFirst.\n0:00:00\t2.4 s not captioned\n0:00:03\tSecond."
    )


def test_rows_are_selected_by_keyboard(pane: TranscriptPane) -> None:
    show(pane, *finals(40))
    shift = Qt.KeyboardModifier.ShiftModifier
    for _ in range(3):
        QTest.keyClick(pane, Qt.Key.Key_Up, shift)
    assert pane.selected_text.splitlines() == [f"This is line {row}." for row in (37, 38, 39)]
    QTest.keyClick(pane, Qt.Key.Key_Down, shift)
    assert pane.selected_text.splitlines() == ["This is line 38.", "This is line 39."]
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    assert pane.selected_text == ""


def test_keyboard_scrolls_to_both_ends(pane: TranscriptPane) -> None:
    show(pane, *finals(100))
    QTest.keyClick(pane, Qt.Key.Key_Home)
    assert pane.view.placed[0].index == 0
    QTest.keyClick(pane, Qt.Key.Key_PageDown)
    assert pane.view.placed[0].index > 0
    QTest.keyClick(pane, Qt.Key.Key_End)
    assert pane.view.is_following


def test_who_came_by_keyboard_sees_where_it_is(pane: TranscriptPane, qtbot: QtBot) -> None:
    corner = QPoint(0, 200)
    accent = QColor(DARK.accent)
    pane.clearFocus()
    pane.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(pane.hasFocus, timeout=3000)  # the window becomes active in its own time
    assert pane.grab().toImage().pixelColor(corner) == accent
    pane.clearFocus()
    pane.setFocus(Qt.FocusReason.MouseFocusReason)
    assert pane.grab().toImage().pixelColor(corner) != accent


def test_selection_survives_new_lines_but_not_a_cleared_transcript(pane: TranscriptPane) -> None:
    show(pane, *finals(2))
    pane.select_all()
    show(pane, *finals(3))
    assert pane.selected_text.splitlines() == ["This is line 0.", "This is line 1."]
    show(pane)
    assert pane.selected_text == ""


def test_empty_pane_says_what_to_do(pane: TranscriptPane) -> None:
    blank = pane.grab().toImage()
    pane.set_empty_text("Press Start and speak.")
    assert pane.grab().toImage() != blank


def test_newest_line_is_told_to_screen_readers(pane: TranscriptPane) -> None:
    assert pane.accessibleName() == "Transcript"
    show(pane, final(0, "First."), final(1, "Second."), GapLine(2_000, 3_000))
    assert pane.accessibleDescription() == "Second."


def test_words_say_what_a_row_is() -> None:
    failed = Line(0, LineStatus.FAILED, "And then", " the", begin_ms=61_000)
    content = Telling().content_of(failed)
    assert (content.text, content.settled, content.note, content.time) == (
        "And then the",
        8,
        "not finished",
        "0:01:01",
    )
    assert Telling().content_of(GapLine(0, 12_345)).text == "12.3 s not captioned"
    assert Telling().content_of(Line(0, LineStatus.OPEN, "So")).time == ""


@pytest.mark.parametrize("emotion", list(Emotion))
def test_feeling_is_told_in_a_word_unless_there_is_none(emotion: Emotion) -> None:
    content = Telling().content_of(final(0, "Yes.", emotion))
    assert content.note == (emotion_word(emotion) if emotion.is_shown else "")
    assert (content.emotion in STYLES) == emotion.is_shown


def test_open_line_shows_no_feeling_yet() -> None:
    line = Line(0, LineStatus.OPEN, "Yes", emotion=Emotion.HAPPY)
    assert Telling().content_of(line).note == ""


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_rail_and_glyph_have_the_colour_of_the_feeling(qtbot: QtBot, tokens: Tokens) -> None:
    pane = TranscriptPane()
    qtbot.addWidget(pane)
    pane.apply_look(Look(tokens, 1.0))
    pane.resize(850, 700)
    show(pane, *(final(row, "Yes.", emotion) for row, emotion in enumerate(SHOWN)))
    picture = pane.grab().toImage()
    for placed, emotion in zip(pane.view.placed, SHOWN, strict=True):
        wanted = STYLES[emotion].color(tokens)
        row = range(placed.top_px, placed.top_px + placed.row.height_px)
        found = [x for x in range(400) for y in row if picture.pixelColor(x, y) == wanted]
        assert {24, 25, 26, 27} <= set(found), emotion  # the rail
        assert len([x for x in found if x > TEXT]) > 10, emotion  # the glyph, behind the words


def luminance(color: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("emotion", SHOWN)
def test_feelings_stand_out_from_the_background(emotion: Emotion, tokens: Tokens) -> None:
    assert contrast(STYLES[emotion].color(tokens), tokens.color("background")) >= 3.0


def test_feelings_differ_in_shape_alone() -> None:
    pictures = [drawn(emotion) for emotion in SHOWN]
    for number, one in enumerate(pictures):
        for other in pictures[:number]:
            assert sum(a != b for a, b in zip(one, other, strict=True)) > sum(one) * 0.15


def drawn(emotion: Emotion) -> list[bool]:
    picture = QImage(20, 20, QImage.Format.Format_Grayscale8)
    picture.fill(0)
    painter = QPainter(picture)
    shape = emotion_shape(emotion, QRectF(QPointF(4, 4), QPointF(16, 16)))
    painter.fillPath(shape, QColor("white"))
    painter.end()
    return [picture.pixelColor(x, y).value() > 127 for x in range(20) for y in range(20)]
