"""The transcript as somebody works with it: found, filtered, starred, put right; never yanked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from app.core.captions import Captions, Entry, GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.marks import LineMark, Marks
from app.core.sieve import Filter
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.widgets.transcript_pane import TranscriptPane

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from app.shell.widgets.transcript_search import Found

STAR = QPoint(10, 20)
TEXT_LEFT = 120


def final(line: int, text: str, emotion: Emotion = Emotion.NONE) -> Line:
    return Line(line, LineStatus.FINAL, text, begin_ms=line * 1000, emotion=emotion)


def finals(count: int, begin: int = 0) -> tuple[Entry, ...]:
    return tuple(final(number, f"This is line {number}.") for number in range(begin, count))


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[TranscriptPane]:
    pane = TranscriptPane()
    qtbot.addWidget(pane)
    pane.apply_look(Look(DARK, 1.0))
    pane.resize(850, 400)
    pane.show()
    pane.activateWindow()
    pane.setFocus()
    qtbot.waitUntil(pane.hasFocus)
    yield pane
    pane.close()


@pytest.fixture
def found(pane: TranscriptPane) -> list[Found]:
    heard: list[Found] = []
    pane.search.changed.connect(heard.append)
    return heard


@pytest.fixture
def stars(pane: TranscriptPane) -> list[tuple[int, bool]]:
    heard: list[tuple[int, bool]] = []
    pane.star_wanted.connect(lambda line, is_starred: heard.append((line.line, is_starred)))
    return heard


@pytest.fixture
def edits(pane: TranscriptPane) -> list[tuple[int, str]]:
    heard: list[tuple[int, str]] = []
    pane.edit_wanted.connect(lambda line, text: heard.append((line.line, text)))
    return heard


def show(pane: TranscriptPane, *entries: Entry) -> None:
    pane.show_captions(Captions(entries=entries))


def in_view(pane: TranscriptPane) -> dict[str, int]:
    """Return where each row that is wholly in view stands, by its words."""
    height = pane.viewport().height()
    return {
        placed.row.content.text: placed.top_px
        for placed in pane.view.placed
        if placed.top_px >= 0 and placed.top_px + placed.row.height_px <= height
    }


def scroll_to_middle(pane: TranscriptPane) -> dict[str, int]:
    bar = pane.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    return in_view(pane)


def middle_of(pane: TranscriptPane, words: str) -> QPoint:
    [placed] = [each for each in pane.view.placed if each.row.content.text == words]
    return QPoint(0, placed.top_px + 20)


def editor_of(pane: TranscriptPane) -> QPlainTextEdit:
    [editor] = [each for each in pane.findChildren(QPlainTextEdit) if each.isVisible()]
    return editor


def press(pane: TranscriptPane, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(pane, key)


# Never yanked


def test_line_that_comes_in_above_moves_nothing_that_is_read(pane: TranscriptPane) -> None:
    lines = finals(60)
    show(pane, *lines)
    here = scroll_to_middle(pane)
    show(pane, *lines[:3], GapLine(2_500, 2_900), final(99, "Came late."), *lines[3:])
    assert in_view(pane) == here
    show(pane, *lines[:3], *lines[5:])
    assert in_view(pane) == here


def test_line_above_that_becomes_longer_moves_nothing_that_is_read(pane: TranscriptPane) -> None:
    lines = finals(60)
    show(pane, *lines)
    here = scroll_to_middle(pane)
    partly = pane.view.placed[0].index
    assert pane.view.placed[0].top_px < 0
    longer = final(partly, "Many more words than before. " * 9)
    show(pane, *lines[:partly], longer, *lines[partly + 1 :])
    assert in_view(pane) == here
    pane.show_marks(Marks(edits={partly: "Few."}))
    assert in_view(pane) == here


def test_what_is_read_stays_when_the_line_at_the_top_goes(pane: TranscriptPane) -> None:
    lines = finals(60)
    show(pane, *lines)
    here = scroll_to_middle(pane)
    first = min(here, key=here.__getitem__)
    show(pane, *(line for line in lines if isinstance(line, Line) and line.text != first))
    del here[first]
    assert here.items() <= in_view(pane).items()


def test_reader_who_resizes_keeps_the_place(pane: TranscriptPane) -> None:
    show(pane, *finals(60))
    first = min(scroll_to_middle(pane).items(), key=lambda one: one[1])
    pane.resize(500, 300)
    assert in_view(pane)[first[0]] == first[1]
    assert pane.pill.isVisible()


# Stars


def test_star_is_set_and_removed_by_mouse_and_by_key(
    pane: TranscriptPane, stars: list[tuple[int, bool]]
) -> None:
    show(pane, *finals(3))
    at = STAR + QPoint(0, pane.view.placed[1].top_px)
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=at)
    pane.show_marks(Marks(starred=frozenset({1})))
    press(pane, Qt.Key.Key_S, Qt.Key.Key_Up, Qt.Key.Key_S)
    assert stars == [(1, True), (1, False), (0, True)]
    assert pane.selected_text == ""


def test_star_is_offered_where_the_mouse_is_and_drawn_where_it_is_set(
    pane: TranscriptPane,
) -> None:
    show(pane, *finals(2))
    bare = pane.grab().toImage()
    QTest.mouseMove(pane.viewport(), QPoint(200, pane.view.placed[0].top_px + 20))
    offered = pane.grab().toImage()
    pane.show_marks(Marks(starred=frozenset({0})))
    starred = pane.grab().toImage()
    assert bare != offered != starred


def test_decisions_and_todos_are_set_and_removed_by_key(pane: TranscriptPane) -> None:
    heard: list[tuple[int, LineMark | None]] = []
    pane.mark_wanted.connect(lambda line, kind: heard.append((line.line, kind)))
    show(pane, *finals(2))
    press(pane, Qt.Key.Key_Up, Qt.Key.Key_D)
    pane.show_marks(Marks(kinds={1: LineMark.DECISION}))
    assert "decision" in pane.telling.content_of(finals(2)[1]).note
    press(pane, Qt.Key.Key_T, Qt.Key.Key_D)
    assert heard == [(1, LineMark.DECISION), (1, LineMark.TODO), (1, None)]


def test_gap_gets_no_star(pane: TranscriptPane, stars: list[tuple[int, bool]]) -> None:
    show(pane, GapLine(0, 1_000))
    press(pane, Qt.Key.Key_Up, Qt.Key.Key_S, Qt.Key.Key_F2)
    assert stars == []
    assert not pane.findChildren(QPlainTextEdit)


# Edits


def test_line_is_put_right_where_it_stands(
    pane: TranscriptPane, edits: list[tuple[int, str]]
) -> None:
    show(pane, *finals(3))
    press(pane, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_F2)
    editor = editor_of(pane)
    assert editor.toPlainText() == "This is line 1."
    assert editor.hasFocus()
    QTest.keyClicks(editor, " Really.")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert edits == [(1, "This is line 1. Really.")]
    assert pane.hasFocus()


def test_nothing_more_is_selected_once_the_curtain_is_drawn(pane: TranscriptPane) -> None:
    show(pane, *finals(3))
    area = pane.viewport()
    QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=QPoint(TEXT_LEFT, 20))
    QTest.mouseMove(area, QPoint(TEXT_LEFT + 60, 20))
    before = pane.selected_text
    assert before
    pane.set_curtain(is_drawn=True)
    QTest.mouseMove(area, QPoint(TEXT_LEFT + 90, 100))
    assert pane.selected_text == before
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=QPoint(TEXT_LEFT + 90, 100))


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_line_is_opened_by_key(pane: TranscriptPane, key: Qt.Key) -> None:
    show(pane, *finals(3))
    pane.go(-1)
    QTest.keyClick(pane, key)
    assert pane.editing.row == 2


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_edit_that_is_given_up_or_changes_nothing_is_none(
    pane: TranscriptPane, edits: list[tuple[int, str]], key: Qt.Key
) -> None:
    show(pane, *finals(1))
    press(pane, Qt.Key.Key_Up, Qt.Key.Key_F2)
    editor = editor_of(pane)
    if key == Qt.Key.Key_Escape:
        QTest.keyClicks(editor, "x")
    QTest.keyClick(editor, key)
    assert edits == []
    assert pane.hasFocus()


def test_double_click_opens_a_line_with_the_word_that_was_meant(pane: TranscriptPane) -> None:
    show(pane, *finals(1))
    at = middle_of(pane, "This is line 0.") + QPoint(TEXT_LEFT + 5, 0)
    QTest.mouseDClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert editor_of(pane).textCursor().selectedText() == "This"


def test_open_line_is_not_edited(pane: TranscriptPane) -> None:
    show(pane, Line(0, LineStatus.OPEN, "So what"))
    press(pane, Qt.Key.Key_Up, Qt.Key.Key_F2)
    assert not pane.findChildren(QPlainTextEdit)


def test_line_stands_still_while_it_is_edited_and_is_followed_again_after(
    pane: TranscriptPane,
) -> None:
    show(pane, *finals(40))
    press(pane, Qt.Key.Key_Up, Qt.Key.Key_F2)
    editor = editor_of(pane)
    here = editor.geometry()
    show(pane, *finals(45))
    assert editor.geometry() == here
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert pane.view.is_following
    assert pane.view.placed[-1].index == 44


def test_editor_goes_with_its_line(pane: TranscriptPane, edits: list[tuple[int, str]]) -> None:
    lines = finals(5)
    show(pane, *lines)
    press(pane, Qt.Key.Key_Up, Qt.Key.Key_F2)
    editor = editor_of(pane)
    QTest.keyClicks(editor, "!")
    show(pane, *lines[:1], final(9, "Came late."), *lines[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert edits == [(4, "This is line 4.!")]
    press(pane, Qt.Key.Key_F2)
    show(pane, *lines[:4])
    assert not [each for each in pane.findChildren(QPlainTextEdit) if each.isVisible()]


def test_edited_line_reads_as_it_was_put_right(pane: TranscriptPane) -> None:
    show(pane, *finals(2))
    pane.show_marks(Marks(edits={0: "Better words."}, starred=frozenset({0})))
    content = pane.view.placed[0].row.content
    assert (content.text, content.note, content.is_starred) == ("Better words.", "edited", True)
    assert pane.view.placed[1].row.content.note == ""
    pane.copy_all()
    assert QGuiApplication.clipboard().text() == "Better words.\nThis is line 1."


# What rows say


def test_feelings_are_left_out_where_they_are_not_wanted(pane: TranscriptPane) -> None:
    show(pane, final(0, "Yes.", Emotion.HAPPY))
    pane.show_emotions(is_shown=False)
    content = pane.view.placed[0].row.content
    assert (content.emotion, content.note) == (Emotion.NONE, "")
    pane.show_emotions(is_shown=True)
    assert pane.view.placed[0].row.content.note == "happy"


def test_words_that_are_waited_for_are_pointed_out(pane: TranscriptPane) -> None:
    show(pane, final(0, "Could Anna do it?"))
    plain = pane.grab().toImage()
    pane.show_alert_words(("anna",))
    assert pane.view.placed[0].row.content.alerts == ((6, 10),)
    assert pane.grab().toImage() != plain


def test_nothing_can_be_read_behind_the_curtain(pane: TranscriptPane) -> None:
    show(pane, *finals(30))
    open_ = pane.grab().toImage()
    press(pane, Qt.Key.Key_Up)
    pane.set_curtain(is_drawn=True)
    drawn = pane.grab().toImage()
    show(pane, *finals(31))
    assert pane.grab().toImage() == drawn
    assert "hidden" in pane.accessibleDescription()
    QGuiApplication.clipboard().setText("before")
    for key in (Qt.Key.Key_C, Qt.Key.Key_A):
        QTest.keyClick(pane, key, Qt.KeyboardModifier.ControlModifier)
    press(pane, Qt.Key.Key_F2)
    QTest.mouseDClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(TEXT_LEFT, 60))
    assert QGuiApplication.clipboard().text() == "before"
    assert pane.grab().toImage() == drawn
    assert not pane.findChildren(QPlainTextEdit)
    pane.set_curtain(is_drawn=False)
    show(pane, *finals(30))
    press(pane, Qt.Key.Key_Escape)
    assert pane.accessibleDescription() == "This is line 29."
    assert pane.grab().toImage() == open_


# Find


def test_next_and_previous_go_round_all_places(pane: TranscriptPane, found: list[Found]) -> None:
    show(pane, *finals(50))
    pane.search.look_for("LINE 1")
    numbers = [(found[-1].number, found[-1].count)]
    for step in (pane.search.go_to_next, pane.search.go_to_previous, pane.search.go_to_previous):
        step()
        numbers.append((found[-1].number, found[-1].count))
    assert numbers == [(1, 11), (2, 11), (1, 11), (11, 11)]
    assert pane.search.current_row == 19
    assert "This is line 19." in in_view(pane)


def test_closed_search_brings_the_reader_back(pane: TranscriptPane, found: list[Found]) -> None:
    show(pane, *finals(200))
    here = scroll_to_middle(pane)
    pane.search.look_for("line 3")
    pane.search.go_to_next()
    assert in_view(pane) != here
    pane.search.stop()
    assert in_view(pane) == here
    assert found[-1].count == 0
    pane.jump_to_latest()
    pane.search.look_for("line 3")
    show(pane, *finals(201))
    pane.search.stop()
    assert pane.view.is_following


def test_places_are_counted_as_lines_come_and_the_current_one_stays(
    pane: TranscriptPane, found: list[Found]
) -> None:
    lines = (final(0, "四个点。"), final(1, "没有。"))
    show(pane, *lines)
    pane.search.look_for("四个")
    show(pane, final(8, "四个，四个！"), *lines, final(9, "又是四个。"))
    assert (found[-1].number, found[-1].count) == (3, 4)
    show(pane, final(8, "五个。"), *lines)
    assert (found[-1].number, found[-1].count) == (1, 1)
    pane.show_marks(Marks(edits={0: "三个点。", 1: "四个。"}))
    assert found[-1].count == 1


def test_places_in_view_are_highlighted_and_the_current_one_more(pane: TranscriptPane) -> None:
    show(pane, final(0, "four"), final(1, "four"))
    pictures = [pane.grab().toImage()]
    pane.search.look_for("four")
    pictures.append(pane.grab().toImage())
    pane.search.go_to_next()
    pictures.append(pane.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]


# Filter


def test_only_lines_that_fit_are_shown_as_they_come(pane: TranscriptPane) -> None:
    lines = (final(0, "Good.", Emotion.HAPPY), final(1, "Bad.", Emotion.SAD), GapLine(2_000, 3_000))
    show(pane, *lines)
    pane.choose_filter(Filter(emotion=Emotion.HAPPY))
    assert list(in_view(pane)) == ["Good."]
    show(pane, *lines, final(3, "Better.", Emotion.HAPPY), Line(4, LineStatus.OPEN, "So"))
    assert list(in_view(pane)) == ["Good.", "Better."]
    pane.show_marks(Marks(starred=frozenset({1, 3})))
    pane.choose_filter(Filter(is_starred=True))
    assert list(in_view(pane)) == ["Bad.", "Better."]
    pane.show_marks(Marks(starred=frozenset({1})))
    assert list(in_view(pane)) == ["Bad."]
    pane.choose_filter(Filter())
    assert len(in_view(pane)) == 5


def test_filter_that_is_switched_off_brings_the_reader_back(pane: TranscriptPane) -> None:
    lines = [*finals(100), final(100, "Good.", Emotion.HAPPY)]
    show(pane, *lines)
    here = scroll_to_middle(pane)
    pane.choose_filter(Filter(emotion=Emotion.HAPPY))
    assert list(in_view(pane)) == ["Good."]
    pane.choose_filter(Filter())
    assert in_view(pane) == here


def test_line_gone_to_while_filtered_is_in_view_among_all(pane: TranscriptPane) -> None:
    lines = [final(row, f"Line {row}.", Emotion.SAD if row % 10 else Emotion.HAPPY)
             for row in range(100)]  # fmt: skip
    show(pane, *lines)
    pane.choose_filter(Filter(emotion=Emotion.HAPPY))
    press(pane, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up)
    pane.choose_filter(Filter())
    assert pane.current is lines[70]
    assert "Line 70." in in_view(pane)


def test_what_is_held_back_is_neither_selected_nor_current(pane: TranscriptPane) -> None:
    lines = (final(0, "Good.", Emotion.HAPPY), final(1, "Bad.", Emotion.SAD))
    show(pane, *lines)
    press(pane, Qt.Key.Key_Up)
    assert pane.current_row == 1
    QTest.keyClick(pane, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert pane.selected_text == "Bad."
    pane.choose_filter(Filter(emotion=Emotion.HAPPY))
    assert pane.current is None
    assert pane.selected_text == ""


def test_filter_that_nothing_fits_says_so(pane: TranscriptPane) -> None:
    show(pane, *finals(3))
    pane.set_empty_text("Press Start and speak.")
    pane.choose_filter(Filter(is_starred=True))
    assert "press S" in pane.accessibleDescription()
    pane.choose_filter(Filter(emotion=Emotion.SAD))
    assert "No line is like that yet" in pane.accessibleDescription()
    show(pane)
    assert pane.accessibleDescription() == "Press Start and speak."


# By keyboard and by ear


def test_arrows_go_from_line_to_line_and_what_is_done_is_done_there(pane: TranscriptPane) -> None:
    show(pane, *finals(100))
    press(pane, *[Qt.Key.Key_Up] * 30)
    assert pane.current == final(70, "This is line 70.")
    assert "This is line 70." in in_view(pane)
    assert pane.pill.isVisible()
    QTest.keyClick(pane, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "This is line 70."
    show(pane, *finals(101, begin=1))
    assert pane.current == final(70, "This is line 70.")
    press(pane, Qt.Key.Key_Escape)
    assert pane.current is None


def test_everything_shown_is_copied_by_key(pane: TranscriptPane) -> None:
    show(pane, *finals(3))
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(pane, Qt.Key.Key_C, both)
    assert QGuiApplication.clipboard().text().splitlines() == [
        f"This is line {row}." for row in range(3)
    ]
    assert pane.selected_text == ""


def test_selection_moves_with_its_rows(pane: TranscriptPane) -> None:
    lines = finals(5)
    show(pane, *lines)
    for _ in range(2):
        QTest.keyClick(pane, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    chosen = pane.selected_text
    show(pane, final(9, "Came late."), *lines)
    assert pane.selected_text == chosen == "This is line 3.\nThis is line 4."


def test_line_gone_to_is_told(pane: TranscriptPane) -> None:
    show(pane, *finals(3))
    press(pane, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert pane.accessibleDescription() == "0:00:01, This is line 1."
    show(pane, *finals(4))
    assert pane.accessibleDescription() == "0:00:01, This is line 1."
    press(pane, Qt.Key.Key_Escape)
    assert pane.accessibleDescription() == "This is line 3."


def test_each_row_in_view_has_a_name_for_who_listens(pane: TranscriptPane) -> None:
    QAccessible.setActive(True)
    try:
        show(pane, *finals(100), final(100, "Yes.", Emotion.HAPPY))
        pane.show_marks(Marks(starred=frozenset({100})))
        names = {
            label.accessibleName(): label.y()
            for label in pane.viewport().findChildren(QLabel)
            if label.isVisible()
        }
        assert len(names) == len(pane.view.placed)
        assert "0:01:40, Yes., happy, starred" in names
        # In reading order, which is that of the children.
        assert list(names.values()) == [placed.top_px for placed in pane.view.placed]
        pane.set_curtain(is_drawn=True)
        said = [label.accessibleName() for label in pane.viewport().findChildren(QLabel)]
        assert not any(said)
    finally:
        QAccessible.setActive(False)
