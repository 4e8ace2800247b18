"""Recordings brought in from the window: one after another, and on again where it stopped."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton

from app.core.bringing_in import Headway
from app.core.captions import Captions, Line, LineStatus, reduce
from app.core.errors import ErrorCode, Problem
from app.core.events import EngineChanged, EngineState, Final, SpeechStarted, SpeechStopped
from app.session.sink import Stamp
from app.shell.bring_in_opener import BringInOpener
from app.shell.bring_one import Means
from app.shell.bringing import Bringing, BringPhase, BringState
from app.storage.ledger import Ledger
from app.storage.library import schema
from app.storage.library.upkeep import Journal
from tests.helpers.models import HERE
from tests.helpers.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from app.session.sink import Sink
    from app.shell.controller import Opening

CLOUD = "cloud-cn"


class Heard:
    """A session that hears a line a second, of which `lines` come before it waits."""

    def __init__(self, opening: Opening, sink: Sink, *, waits: bool) -> None:
        self.opening = opening
        self.captions = opening.captions
        self._sink = sink
        self._over = threading.Event()
        if not waits:
            self._over.set()

    @property
    def position_ms(self) -> int:
        return self.opening.begin_ms + 1_000

    def run(self) -> None:
        line = 1 + len(self.opening.captions.entries)
        begin_ms = self.opening.begin_ms
        for event in (
            SpeechStarted(line, begin_ms + 100),
            SpeechStopped(line, begin_ms + 900),
            Final(line, f"Line {line}.", "en"),
        ):
            self.captions = reduce(self.captions, event)
            self._sink.happened(event, self.captions, Stamp(0.0, 0))
        assert self._over.wait(10)
        self._sink.happened(EngineChanged(EngineState.STOPPED), self.captions, Stamp(0.0, 0))

    def abort(self) -> None:
        self._over.set()


class Studio:
    """Recordings, and sessions that hear them."""

    def __init__(self, stage: Stage) -> None:
        self.folder = Path(stage.folder.name)
        self.library = self.folder / "library.db"
        self.sessions: list[Heard] = []
        self.waits = False
        self.stage = stage
        stage.jobs.start()
        self.bringing = Bringing(stage.choices, stage.jobs, self.means)

    def means(self) -> Means:
        journal = Journal(self.library, lambda: datetime.now(UTC), lambda _: None)
        ledger = Ledger(self.folder / "ledger.json", lambda: datetime.now(UTC))
        return Means(self.open, journal, ledger, HERE)

    def open(self, opening: Opening, sink: Sink) -> Heard:
        self.sessions.append(Heard(opening, sink, waits=self.waits))
        return self.sessions[-1]

    def recording(self, name: str) -> Path:
        path = self.folder / name
        soundfile.write(path, np.zeros(16_000 * 2), 16_000)
        return path

    @property
    def phase(self) -> BringPhase:
        return self.bringing.state.phase

    def kept(self) -> list[tuple[str, str, int | None, int]]:
        """Return title, state, position and number of lines of what is in the library."""
        with closing(schema.connect(self.library)) as connection:
            rows = connection.execute(
                "SELECT title, state, source_ms, line_count FROM sessions ORDER BY title"
            )
            return [tuple(row) for row in rows]


@pytest.fixture
def studio(stage: Stage, qtbot: QtBot) -> Iterator[Studio]:
    studio = Studio(stage)
    yield studio
    assert studio.bringing.stop()


def test_each_becomes_a_session_of_its_own(studio: Studio, qtbot: QtBot) -> None:
    studio.bringing.add([studio.recording("a.wav"), studio.recording("b.flac")])
    qtbot.waitUntil(lambda: studio.phase is BringPhase.DONE)
    assert studio.bringing.state.done == 2
    assert studio.kept() == [("a", "closed", None, 1), ("b", "closed", None, 1)]
    assert all(one.opening.settings.push_to_talk is False for one in studio.sessions)


def test_one_is_heard_at_a_time_and_the_same_one_once(studio: Studio, qtbot: QtBot) -> None:
    studio.waits = True
    first, second = studio.recording("a.wav"), studio.recording("b.wav")
    studio.bringing.add([first, second, first])
    studio.bringing.add([second, first])
    qtbot.waitUntil(lambda: len(studio.sessions) == 1)
    assert (studio.bringing.state.name, studio.bringing.state.waiting) == ("a.wav", 1)


def test_what_was_stopped_goes_on_behind_its_last_line(studio: Studio, qtbot: QtBot) -> None:
    studio.waits = True
    studio.bringing.add([studio.recording("a.wav")])
    qtbot.waitUntil(lambda: bool(studio.sessions) and bool(studio.sessions[0].captions.entries))
    studio.bringing.cancel()
    qtbot.waitUntil(lambda: studio.phase is BringPhase.STOPPED)
    assert studio.kept() == [("a", "closed", 900, 1)]
    studio.waits = False
    studio.bringing.go_on()
    qtbot.waitUntil(lambda: studio.phase is BringPhase.DONE)
    opening = studio.sessions[1].opening
    assert opening.begin_ms == 900
    assert [line.line for line in lines(opening.captions)] == [1]
    assert studio.kept() == [("a", "closed", None, 2)]


def test_a_file_that_is_no_recording_is_said_and_the_next_one_is_heard(
    studio: Studio, qtbot: QtBot
) -> None:
    wrong = studio.folder / "notes.wav"
    wrong.write_text("not a sound", encoding="ascii")
    studio.bringing.add([wrong, studio.recording("b.wav")])
    qtbot.waitUntil(lambda: studio.phase is BringPhase.STOPPED)
    problem = studio.bringing.state.problem
    assert problem is not None
    assert problem.code in {ErrorCode.FILE_UNREADABLE, ErrorCode.MEDIA_UNAVAILABLE}
    assert studio.kept() == [("b", "closed", None, 1)]


def test_what_costs_money_is_asked_first(studio: Studio, qtbot: QtBot) -> None:
    studio.stage.choices.change(replace(studio.stage.settings, engine_id=CLOUD))
    studio.bringing.add([studio.recording("a.wav")])
    qtbot.waitUntil(lambda: studio.phase is BringPhase.ASKING)
    assert studio.bringing.state.length_s == pytest.approx(2.0)
    assert studio.bringing.state.price_cny > 0
    assert not studio.sessions
    studio.bringing.cancel()
    assert studio.phase is BringPhase.IDLE
    studio.bringing.add([studio.recording("a.wav")])
    qtbot.waitUntil(lambda: studio.phase is BringPhase.ASKING)
    studio.bringing.confirm()
    qtbot.waitUntil(lambda: studio.phase is BringPhase.DONE)


def test_a_budget_that_is_spent_stops_it(studio: Studio, qtbot: QtBot) -> None:
    spent = replace(studio.stage.settings, engine_id=CLOUD, budget_cny=0.0)
    studio.stage.choices.change(spent)
    studio.bringing.add([studio.recording("a.wav")])
    qtbot.waitUntil(lambda: studio.phase is BringPhase.ASKING)
    studio.bringing.confirm()
    qtbot.waitUntil(lambda: studio.phase is BringPhase.STOPPED)
    assert studio.bringing.state.problem is not None
    assert studio.bringing.state.problem.code is ErrorCode.BUDGET_SPENT
    assert not studio.sessions


def test_files_are_dropped_on_the_window(studio: Studio, qtbot: QtBot) -> None:
    BringInOpener(studio.stage.window, studio.bringing)
    data = QMimeData()
    path = studio.recording("dropped.wav")
    data.setUrls([QUrl.fromLocalFile(str(path)), QUrl("https://example.org/a.wav")])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(QPoint(9, 9), copy, data, Qt.MouseButton.LeftButton, none)
    drops = QDropEvent(QPointF(9, 9), copy, data, Qt.MouseButton.LeftButton, none)
    for event in (enters, drops):
        QApplication.sendEvent(studio.stage.window, event)
        assert event.isAccepted()
    qtbot.waitUntil(lambda: studio.phase is BringPhase.DONE)
    assert studio.kept() == [("dropped", "closed", None, 1)]
    assert "“dropped.wav” is in the library." in studio.stage.window.bring_in.accessibleName()


@pytest.mark.parametrize(
    ("state", "title", "words", "buttons"),
    [
        (
            BringState(BringPhase.HEARING, "a.mp3", 2, headway=Headway(0, 60_000, 240_000, 10.0)),
            "Bringing in “a.mp3”",
            "25 % · 6.0 times as fast as spoken · 0:30 left · 2 more waiting",
            ["Cancel"],
        ),
        (
            BringState(BringPhase.HEARING, "a.mp3", headway=Headway(0, 60_000, None, 0.1)),
            "Bringing in “a.mp3”",
            "",
            ["Cancel"],
        ),
        (
            BringState(BringPhase.ASKING, "a", 3, length_s=3600, price_cny=1.188, engine="Cloud"),
            "Recordings to bring in: 3",
            "Cloud hears 1:00:00 of audio, which costs about 1.19 yuan.",
            ["Cancel", "Begin"],
        ),
        (
            BringState(BringPhase.STOPPED, "a.mp3"),
            "“a.mp3” is not heard to its end.",
            "What was heard is in the library, and can be gone on with.",
            ["Close", "Open the library", "Go on"],
        ),
        (
            BringState(BringPhase.DONE, "a.mp3", done=2, problem=Problem(ErrorCode.INTERNAL)),
            "Recordings brought into the library: 2",
            None,
            ["Close", "Open the library"],
        ),
    ],
)
def test_the_bar_says_how_it_is_and_what_can_be_done(
    stage: Stage, state: BringState, title: str, words: str | None, buttons: list[str]
) -> None:
    bar = stage.window.bring_in
    bar.show_state(state)
    assert bar.accessibleName() == title
    assert words is None or bar.accessibleDescription() == words
    shown = [b.text() for b in bar.findChildren(QPushButton) if not b.isHidden()]
    assert shown == buttons


def lines(captions: Captions) -> list[Line]:
    found = [entry for entry in captions.entries if isinstance(entry, Line)]
    assert all(line.status is LineStatus.FINAL for line in found)
    return found
