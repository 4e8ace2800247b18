"""The foot of the window: find, filter, and what is offered where there is little room."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from app.core.captions import Captions, Line, LineStatus
from app.core.emotion import Emotion
from app.core.settings import AlertSettings, EmotionSettings, Settings
from app.core.sieve import Filter
from app.session.sink import Stamp

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.shell.widgets.footer import Footer
    from tests.helpers.stage import Stage

MakeStage = Callable[..., "Stage"]
WORDS = {"New", "All feelings", "Last 60 s", "Export…", "Overlay"}


def said(line: int, text: str, emotion: Emotion = Emotion.NONE) -> Line:
    return Line(line, LineStatus.FINAL, text, begin_ms=line * 1000, emotion=emotion)


LINES = (said(1, "Four points.", Emotion.HAPPY), said(2, "Bad."), said(3, "Four.", Emotion.HAPPY))


@pytest.fixture
def open_stage(stage: Stage, qtbot: QtBot) -> Stage:
    """A window with three lines, wide enough for every word."""
    stage.window.resize(1200, 700)
    stage.window.show()
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.document.receive(Captions(LINES, 3), Stamp(0.0, 0))
    return stage


def words(footer: Footer) -> set[str]:
    return {button.text() for button in footer.findChildren(QPushButton) if button.isVisible()}


def shown_texts(footer: Footer) -> set[str]:
    return {label.text() for label in footer.findChildren(QLabel) if label.isVisible()}


def action(footer: Footer, text: str) -> QAction:
    footer.filters.aboutToShow.emit()
    return next(each for each in footer.filters.actions() if each.text().startswith(text))


def type_to_find(stage: Stage, text: str) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    focus = QApplication.focusWidget()
    assert focus is stage.window.footer.find_bar.field
    QTest.keyClicks(focus, text)


def test_words_give_way_to_icons_and_nothing_is_cut_off(open_stage: Stage, qtbot: QtBot) -> None:
    window, footer = open_stage.window, open_stage.window.footer
    assert words(footer) == WORDS
    window.resize(window.minimumWidth(), 600)
    qtbot.waitUntil(lambda: words(footer) == {""})
    buttons = [each for each in footer.findChildren(QPushButton) if each.isVisible()]
    assert len(buttons) == len(WORDS)
    for button in buttons:
        assert footer.rect().contains(button.geometry())
        assert button.width() >= button.sizeHint().width()
        assert button.accessibleName() in WORDS
    window.resize(1200, 600)
    qtbot.waitUntil(lambda: words(footer) == WORDS)


def test_field_has_the_foot_to_itself_where_there_is_little_room(
    open_stage: Stage, qtbot: QtBot
) -> None:
    window, footer = open_stage.window, open_stage.window.footer
    window.resize(window.minimumWidth(), 600)
    type_to_find(open_stage, "four")
    qtbot.waitUntil(lambda: words(footer) == set())
    parts = footer.find_bar.findChildren(QToolButton)
    assert all(footer.find_bar.rect().contains(each.geometry()) for each in parts)
    QTest.keyClick(footer.find_bar.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: words(footer) == {""})


def test_words_are_found_by_keyboard_alone(open_stage: Stage) -> None:
    footer, pane = open_stage.window.footer, open_stage.window.pane
    type_to_find(open_stage, "four")
    field = footer.find_bar.field
    seen = [pane.search.current_row]
    for key, modifier in (
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(field, key, modifier)
        seen.append(pane.search.current_row)
    assert seen == [0, 2, 0, 2, 0]
    assert "1 of 2" in shown_texts(footer)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert pane.hasFocus()
    assert field.text() == ""
    assert pane.search.current_row is None


def test_going_on_with_nothing_asks_what_to_look_for(open_stage: Stage) -> None:
    QTest.keyClick(open_stage.window, Qt.Key.Key_F3)
    assert QApplication.focusWidget() is open_stage.window.footer.find_bar.field


def test_words_that_are_nowhere_are_said_to_be(open_stage: Stage) -> None:
    footer = open_stage.window.footer
    type_to_find(open_stage, "nowhere")
    assert "Not found" in shown_texts(footer)
    assert footer.find_bar.field.accessibleDescription() == "Not found"
    arrows = footer.find_bar.findChildren(QToolButton)[:2]
    assert not any(arrow.isEnabled() for arrow in arrows)


def test_lines_with_one_feeling_are_counted_and_shown(open_stage: Stage) -> None:
    footer, pane = open_stage.window.footer, open_stage.window.pane
    assert action(footer, "All feelings").text() == "All feelings\t3"
    assert action(footer, "sad").text() == "sad\t0"
    happy = action(footer, "happy")
    assert happy.text() == "happy\t2"
    happy.trigger()
    assert len(pane.shown) == 2
    assert "2 of 3 lines shown" in shown_texts(footer)
    assert "happy" in words(footer)
    open_stage.document.receive(Captions((*LINES, said(4, "So.", Emotion.HAPPY)), 4), Stamp(0.0, 0))
    assert "3 of 4 lines shown" in shown_texts(footer)
    next(
        each for each in footer.findChildren(QPushButton) if each.text() == "Show all lines"
    ).click()
    assert len(pane.shown) == 4
    assert "All feelings" in words(footer)


def test_starred_lines_are_shown_alone(open_stage: Stage) -> None:
    footer, pane, document = open_stage.window.footer, open_stage.window.pane, open_stage.document
    pane.star_wanted.emit(LINES[1], True)
    assert document.marks.is_starred(LINES[1])
    starred = action(footer, "Only with a star")
    assert starred.text() == "Only with a star\t1"
    starred.trigger()
    assert list(pane.shown.rows_from(0)) == [LINES[1]]
    assert "Starred" in words(footer)
    pane.star_wanted.emit(LINES[1], False)
    assert len(pane.shown) == 0
    assert "0 of 3 lines shown" in shown_texts(footer)


def test_words_put_right_are_kept_by_the_document_and_shown(open_stage: Stage) -> None:
    pane, document = open_stage.window.pane, open_stage.document
    pane.edit_wanted.emit(LINES[1], "Not that bad.")
    assert document.marks.text_of(LINES[1]) == "Not that bad."
    assert pane.view.placed[1].row.content.text == "Not that bad."
    assert document.captions.entries == LINES


def test_no_feelings_are_offered_where_they_are_not_shown(open_stage: Stage) -> None:
    footer, choices = open_stage.window.footer, open_stage.choices
    action(footer, "happy").trigger()
    assert footer.filters.words == "happy"
    choices.change(Settings(emotion=EmotionSettings(is_shown=False)))
    assert footer.filters.words == "All lines"
    assert not action(footer, "happy").isVisible()
    assert len(open_stage.window.pane.shown) == 3
    assert open_stage.window.pane.shown.filter == Filter()


def test_words_that_are_waited_for_come_from_the_settings(open_stage: Stage) -> None:
    open_stage.choices.change(Settings(alerts=AlertSettings(words=("bad",))))
    assert open_stage.window.pane.view.placed[1].row.content.alerts == ((0, 3),)


def test_what_there_is_to_do_depends_on_what_there_is(make_stage: MakeStage, qtbot: QtBot) -> None:
    stage = make_stage()
    footer = stage.window.footer
    recent = next(
        each for each in footer.findChildren(QPushButton) if each.accessibleName() == "Last 60 s"
    )
    assert not recent.isEnabled()
    stage.document.receive(Captions(LINES, 3), Stamp(0.0, 0))
    with qtbot.waitSignal(footer.last_minute_wanted):
        recent.click()
