"""Summaries in their window: nothing goes unsaid, and the answer comes as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.core.captions import Captions, Line, LineStatus
from app.core.emotion import Emotion
from app.core.export import Transcript
from app.core.settings import NetworkSettings
from app.core.summary import topic_of
from app.engine.keys import Keys
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.summary_desk import SummaryDesk
from app.shell.widgets.summary_window import SummaryWindow
from app.storage.secrets import SystemKeychain
from tests.helpers.chat_server import ChatServer, event
from tests.helpers.tabbing import nameless

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LINES = tuple(
    Line(at, LineStatus.FINAL, f"Line {at}.", begin_ms=at * 1000, emotion=Emotion.ANGRY)
    for at in range(1, 4)
)
MEETING = Transcript(Captions(LINES))


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer() as server:
        yield server


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[SummaryWindow]:
    places = QSettings(str(tmp_path / "places.ini"), QSettings.Format.IniFormat)
    keys = Keys({}, SystemKeychain(lambda: None))
    desk = SummaryDesk(keys, NetworkSettings, places)
    window = SummaryWindow(desk)
    qtbot.addWidget(window)
    window.retranslate()
    window.apply_look(Look(DARK, 1.0))
    window.open_for(topic_of(MEETING))
    yield window
    window.close()
    assert desk.stop()


def ask(window: SummaryWindow, url: str) -> None:
    window.address.setText(url)
    window.model.setText("small")
    window.send.click()


def test_nothing_is_sent_before_its_button_is_pressed(
    window: SummaryWindow, server: ChatServer
) -> None:
    assert not window.send.isEnabled()
    window.address.setText(server.url)
    window.model.setText("small")
    assert window.send.isEnabled()
    assert "3 lines" in window.what_goes.text()
    assert "127.0.0.1" in window.what_goes.text()
    for field in window.findChildren(QLineEdit):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert server.asked == []


def test_an_address_that_is_not_safe_cannot_be_sent_to(window: SummaryWindow) -> None:
    window.model.setText("small")
    window.address.setText("http://chat.example/v1")
    assert not window.send.isEnabled()
    assert "Nothing is sent" in window.what_goes.text()


def test_the_prompt_that_is_seen_is_sent_and_no_feeling(
    window: SummaryWindow, server: ChatServer, qtbot: QtBot
) -> None:
    assert "the language of the transcript" in window.prompt.toPlainText()
    window.prompt.setPlainText("In one row.")
    ask(window, server.url)
    qtbot.waitUntil(lambda: "We met" in window.answer.toPlainText() and window.send.isEnabled())
    [asked] = server.asked
    assert "In one row." in str(asked.question)
    assert "angry" not in str(asked.question)


def test_the_address_is_remembered_without_what_a_key_could_hide_in(
    window: SummaryWindow, server: ChatServer, qtbot: QtBot, tmp_path: Path
) -> None:
    ask(window, f"{server.url}?key=sk-secret")
    qtbot.waitUntil(lambda: bool(server.asked) and window.send.isEnabled())
    assert server.asked[0].path == "/v1/chat/completions?key=sk-secret"
    window.open_for(topic_of(MEETING))
    assert window.address.text() == server.url
    window._desk._places.sync()
    assert "sk-secret" not in (tmp_path / "places.ini").read_text("utf-8")


def test_a_cited_time_leads_to_its_line_and_a_made_up_one_nowhere(
    window: SummaryWindow, server: ChatServer, qtbot: QtBot
) -> None:
    server.body = event("So <b>it</b> is [00:00:02],\nnot [00:09:09].", "stop")
    ask(window, server.url)
    qtbot.waitUntil(window.send.isEnabled)
    assert window.answer.toPlainText() == "So <b>it</b> is [00:00:02],\nnot [00:09:09]."
    assert window.answer.toHtml().count("href=") == 1
    with qtbot.waitSignal(window.line_chosen) as chosen:
        window.answer.anchorClicked.emit(QUrl("line:2"))
    assert chosen.args == [2]


def test_an_answer_is_seen_as_it_comes_and_can_be_stopped(
    window: SummaryWindow, server: ChatServer, qtbot: QtBot
) -> None:
    server.body, server.stalls = event("We met"), True
    ask(window, server.url)
    qtbot.waitUntil(lambda: window.answer.toPlainText() == "We met")
    assert window.stop.isVisible()
    window.stop.click()
    assert window.answer.toPlainText() == "We met"
    assert window.send.isEnabled()
    assert not window.stop.isVisible()


def test_a_trouble_is_told_and_what_came_stays(
    window: SummaryWindow, server: ChatServer, qtbot: QtBot
) -> None:
    server.body = event("We met")
    ask(window, server.url)
    qtbot.waitUntil(window.message.isVisible)
    assert window.answer.toPlainText() == "We met"
    assert window.send.isEnabled()


def test_the_server_is_remembered_and_the_key_is_not_shown_again(
    window: SummaryWindow, server: ChatServer, qtbot: QtBot
) -> None:
    window.key.setText("sk-typed")
    ask(window, server.url)
    assert window.key.text() == ""
    qtbot.waitUntil(window.send.isEnabled)
    assert [asked.key for asked in server.asked] == ["Bearer sk-typed"]
    assert window.message.isVisible()  # there is no keychain: the key is for this run
    window.open_for(topic_of(MEETING))
    assert (window.address.text(), window.model.text()) == (server.url, "small")
    assert window.answer.toPlainText() == ""


def test_everything_has_a_name(window: SummaryWindow) -> None:
    assert nameless(window) == []
    assert all(button.text() for button in window.findChildren(QPushButton))
