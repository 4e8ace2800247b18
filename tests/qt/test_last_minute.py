"""The last 60 seconds: what they are at the press of a button, and stay."""

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from app.core.captions import Captions, Entry, GapLine, Line, LineStatus
from app.core.settings import AlertSettings, Settings
from app.session.sink import Stamp
from app.shell.look import Look
from app.shell.style import LIGHT
from tests.helpers.stage import Stage, final

STAMP = Stamp(0.0, 0)
OLD = final(1, "Long ago.", begin_ms=0, end_ms=2000)
ASKED = final(2, "What do you think of it?", begin_ms=100_000, end_ms=104_000)
OPEN = Line(3, LineStatus.OPEN, "And ", "more", begin_ms=105_000)


class Scene:
    """A shown window with a transcript."""

    def __init__(self, stage: Stage, qtbot: QtBot) -> None:
        self.stage, self.window = stage, stage.window
        self.panel = stage.window.last_minute
        stage.window.show()
        qtbot.waitExposed(stage.window)
        stage.document.begin_session(0)

    def hear(self, *entries: Entry) -> None:
        self.stage.document.receive(Captions(entries, len(entries)), STAMP)

    def open(self) -> None:
        self.window.footer.last_minute_wanted.emit()

    @property
    def texts(self) -> list[str]:
        return [row.partition("\t")[2] for row in self.panel.text.splitlines()]


@pytest.fixture
def scene(stage: Stage, qtbot: QtBot) -> Scene:
    return Scene(stage, qtbot)


def test_it_shows_what_was_said_last_with_times(scene: Scene) -> None:
    scene.hear(OLD, ASKED, GapLine(104_000, 104_900), OPEN)
    scene.open()
    assert scene.panel.isVisible()
    assert scene.texts == ["What do you think of it?", "0.9 s not captioned", "And more"]
    assert scene.panel.text.startswith(scene.stage.document.time_of_day(100_000))


def test_it_stands_still_until_it_is_wanted_again(scene: Scene) -> None:
    scene.hear(ASKED)
    scene.open()
    scene.hear(ASKED, OPEN)
    assert scene.texts == ["What do you think of it?"]
    scene.open()
    assert scene.texts == ["What do you think of it?", "And more"]


def test_it_has_the_users_words(scene: Scene) -> None:
    scene.hear(ASKED)
    scene.stage.document.edit(ASKED, "What do they think of it?")
    scene.open()
    assert scene.texts == ["What do they think of it?"]


def test_it_says_when_nothing_was_said(scene: Scene) -> None:
    scene.open()
    assert scene.panel.text == "Nothing was said in the last 60 seconds."


def test_escape_closes_it_and_gives_the_focus_back(scene: Scene, qtbot: QtBot) -> None:
    scene.window.activateWindow()
    qtbot.waitUntil(scene.window.isActiveWindow)
    scene.hear(ASKED)
    scene.window.pane.setFocus()
    scene.open()
    inside = scene.window.focusWidget()
    assert inside is not None
    assert scene.panel.isAncestorOf(inside)
    QTest.keyClick(inside, Qt.Key.Key_Escape)
    assert scene.panel.isHidden()
    assert scene.panel.text == ""
    assert scene.window.focusWidget() is scene.window.pane


def test_what_had_the_focus_may_be_gone_when_it_closes(scene: Scene, qtbot: QtBot) -> None:
    scene.window.activateWindow()
    qtbot.waitUntil(scene.window.isActiveWindow)
    scene.hear(ASKED)
    field = QLineEdit(scene.window)
    field.show()
    field.setFocus()
    scene.open()
    assert scene.panel.isVisible()
    shiboken6.delete(field)
    scene.panel.dismiss()
    assert scene.panel.isHidden()


def test_who_reads_further_up_stays_there_when_the_look_changes(scene: Scene) -> None:
    lines = (final(at, "word " * 40, begin_ms=at * 100, end_ms=at * 100 + 50) for at in range(60))
    scene.hear(*lines)
    scene.open()
    bar = scene.panel.findChild(QTextEdit).verticalScrollBar()  # type: ignore[union-attr]
    assert bar.value() == bar.maximum() > 500
    bar.setValue(300)
    scene.panel.apply_look(Look(LIGHT, 1.0))
    assert bar.value() == 300


@pytest.mark.parametrize("text", ["Ask Anna about it. " * 9, "اسأل سارة الآن عن العقد. " * 9])
def test_times_stand_in_a_column_before_the_words(scene: Scene, text: str) -> None:
    scene.hear(final(1, text, begin_ms=0, end_ms=900))
    scene.open()
    field = scene.panel.findChild(QTextEdit)
    assert field is not None
    assert field.horizontalScrollBar().maximum() == 0
    edges = []
    for at in range(field.document().characterCount()):
        cursor = QTextCursor(field.document())
        cursor.setPosition(at)
        edges.append(field.cursorRect(cursor).center().x())
    digits = field.toPlainText().index("\t")
    assert min(edges) >= 0
    assert max(edges) <= field.viewport().width()
    times, words = edges[: digits + 1], edges[digits + 1 :]
    assert max(times) < min(words) or min(times) > max(words)


def test_the_title_is_whole_however_large_the_letters_are(scene: Scene, qtbot: QtBot) -> None:
    scene.hear(ASKED)
    scene.open()
    title, span = (
        label for label in scene.panel.findChildren(QLabel) if label.objectName() != "hint"
    )
    assert span.isVisible()
    scene.panel.apply_look(Look(LIGHT, 1.0))
    scene.panel.setFixedWidth(title.sizeHint().width() + 200)
    assert not span.isVisible()
    qtbot.waitUntil(lambda: title.width() >= title.sizeHint().width())
    scene.panel.setFixedWidth(title.sizeHint().width() + span.sizeHint().width() + 300)
    assert span.isVisible()


def test_copying_takes_the_words_without_times_and_remarks(scene: Scene) -> None:
    scene.hear(ASKED, GapLine(104_000, 104_900), OPEN)
    scene.open()
    buttons = {button.accessibleName(): button for button in scene.panel.findChildren(QPushButton)}
    buttons["Copy all lines"].click()
    assert QGuiApplication.clipboard().text() == "What do you think of it?\nAnd more"


def test_it_lies_over_the_transcript_wherever_that_goes(scene: Scene, qtbot: QtBot) -> None:
    scene.hear(ASKED)
    scene.open()
    before = scene.window.pane.geometry()
    scene.window.resize(scene.window.width() + 120, scene.window.height() + 60)
    qtbot.waitUntil(lambda: scene.window.pane.geometry() != before)
    assert scene.panel.geometry() == scene.window.pane.geometry()


def test_the_panic_key_closes_it_and_keeps_it_closed(scene: Scene) -> None:
    scene.hear(ASKED)
    scene.open()
    scene.window.show_blanked(True)
    assert scene.panel.isHidden()
    scene.open()
    assert scene.panel.isHidden()
    scene.window.show_blanked(False)
    scene.open()
    assert scene.panel.isVisible()


def test_it_goes_with_a_transcript_that_is_cleared(scene: Scene) -> None:
    scene.hear(ASKED)
    scene.open()
    scene.stage.document.clear()
    assert scene.panel.isHidden()


def test_alert_words_are_pointed_out(make_stage: Callable[..., Stage], qtbot: QtBot) -> None:
    settings = Settings(alerts=AlertSettings(("think",)))
    scene = Scene(make_stage(settings=settings), qtbot)
    scene.hear(ASKED)
    scene.open()
    assert [one.calls for one in scene.panel.said] == [((12, 17),)]
