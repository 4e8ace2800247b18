"""The badges above the transcript: what goes on, said to the eye and to the ear."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.captions import Line, LineStatus
from app.core.errors import ErrorCode, Problem
from app.core.events import Final, Interim, Level, SourceTrouble
from app.core.hearing import Microphone
from app.core.settings import Settings
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.widgets.basics import Badge
from app.shell.widgets.header import Header
from tests.helpers.stage import Stage, final

GONE = Problem(ErrorCode.DEVICE_GONE, {"device": "Studio Mic"})


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage()
    stage.window.show()
    yield stage
    stage.take_down()


def badges(header: Header) -> dict[str, str]:
    """Return what each badge that is shown is called, by what it says."""
    found = header.findChildren(Badge)
    return {badge.text: badge.accessibleName() for badge in found if not badge.isHidden()}


def test_the_lag_grows_while_words_are_awaited_and_stands_after_the_final(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.controller.start()
    stage.listen()
    spoken = Line(1, LineStatus.OPEN, "", "Hello", 0)
    stage.tell(Interim(1, "", "Hello"), spoken, t_ms=2500)
    qtbot.waitUntil(lambda: any(name.startswith("From the") for name in names(stage)))
    stage.tell(Final(1, "Hello."), final(1, "Hello.", end_ms=2600), t_ms=3200)
    qtbot.waitUntil(lambda: "0.6 s" in badges(stage.window.header))
    assert badges(stage.window.header)["0.6 s"] == "From the voice to settled words: 0.6 s"


def names(stage: Stage) -> list[str]:
    return list(badges(stage.window.header).values())


def test_a_new_session_does_not_begin_with_the_lag_of_the_one_before(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.controller.start()
    stage.listen()
    stage.tell(Final(1, "Hello."), final(1, "Hello.", end_ms=1500), t_ms=2100)
    qtbot.waitUntil(lambda: "0.6 s" in badges(stage.window.header))
    stage.controller.stop()
    qtbot.waitUntil(lambda: "0.6 s" not in badges(stage.window.header))
    stage.controller.start()
    stage.listen()
    qtbot.waitUntil(lambda: "The microphone is on" in names(stage))
    assert "0.6 s" not in badges(stage.window.header)


def test_a_microphone_that_goes_and_returns_is_told(stage: Stage, qtbot: QtBot) -> None:
    assert not any("microphone" in name for name in names(stage))
    stage.controller.start()
    stage.tell(SourceTrouble(GONE))
    qtbot.waitUntil(lambda: "No microphone" in badges(stage.window.header))
    stage.tell(SourceTrouble(None))
    qtbot.waitUntil(lambda: "The microphone is on" in names(stage))


def test_a_key_to_talk_that_nobody_holds_mutes_it(stage: Stage, qtbot: QtBot) -> None:
    stage.choices.change(Settings(push_to_talk=True))
    stage.controller.start()
    muted = "Nothing is heard until the key to talk is held"
    qtbot.waitUntil(lambda: muted in names(stage))
    stage.controller.talk(is_talking=True)
    assert muted not in names(stage)


def test_zeros_are_called_silence(stage: Stage, qtbot: QtBot) -> None:
    stage.controller.start()
    stage.tell(Level(-96.0, -96.0))
    qtbot.waitUntil(lambda: "Silence" in badges(stage.window.header), timeout=10_000)


def test_other_figures_leave_a_badge_as_wide_as_it_is(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    badge = Badge(parent=parent)
    badge.apply_look(Look(DARK, 1.0))
    widths = set()
    for text in ("1.1 s", "0.8 s", "4.7 s"):
        badge.set_text(text)
        widths.add(badge.sizeHint().width())
    assert len(widths) == 1


def test_every_state_of_the_microphone_has_a_name_and_a_tooltip(qtbot: QtBot) -> None:
    header = Header(lambda: 0.0)
    qtbot.addWidget(header)
    header.apply_look(Look(DARK, 1.0))
    told: set[str] = set()
    for state in Microphone:
        header.show_microphone(state)
        shown = [badge for badge in header.findChildren(Badge) if not badge.isHidden()]
        assert all(badge.toolTip() and badge.accessibleName() for badge in shown)
        told.update(badge.accessibleName() for badge in shown)
    assert len(told) == len(Microphone) - 1  # nothing is said of one that is off
