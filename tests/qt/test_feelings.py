"""Feelings in a voice: explained once, kept only if somebody said so, and told apart from words."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from app.core.captions import Line, LineStatus
from app.core.emotion import Emotion
from app.core.events import Final
from app.core.settings import EmotionSettings, Settings
from tests.helpers.stage import Stage

MakeSpy = Callable[[SignalInstance], QSignalSpy]


class Scene:
    """A window that hears feelings."""

    def __init__(self, stage: Stage, make_spy: MakeSpy, qtbot: QtBot) -> None:
        self.stage, self.qtbot = stage, qtbot
        self.notice = stage.window.notice
        self.heard = make_spy(stage.document.captions_changed)

    def hear(self, *lines: Line) -> None:
        before = self.heard.count()
        self.stage.tell(Final(1, "is in the lines"), *lines)
        self.qtbot.waitUntil(lambda: self.heard.count() > before)

    def press(self, name: str) -> None:
        buttons = {button.accessibleName(): button for button in self.buttons}
        buttons[name].click()

    @property
    def buttons(self) -> list[QPushButton]:
        return self.notice.findChildren(QPushButton)

    @property
    def emotion(self) -> EmotionSettings:
        return self.stage.choices.settings.emotion

    @property
    def kept(self) -> list[Emotion]:
        entries = self.stage.document.captions.entries
        return [entry.emotion for entry in entries if isinstance(entry, Line)]


MakeScene = Callable[[EmotionSettings], Scene]


@pytest.fixture
def make_scene(make_stage: Callable[..., Stage], make_spy: MakeSpy, qtbot: QtBot) -> MakeScene:
    def make(emotion: EmotionSettings) -> Scene:
        return Scene(make_stage(settings=Settings(emotion=emotion)), make_spy, qtbot)

    return make


def felt(line: int, emotion: Emotion, status: LineStatus = LineStatus.FINAL) -> Line:
    return Line(line, status, "Words.", begin_ms=line * 1000, emotion=emotion)


def test_the_first_feeling_brings_the_notice(make_scene: MakeScene) -> None:
    scene = make_scene(EmotionSettings())
    scene.hear(felt(1, Emotion.NEUTRAL), felt(2, Emotion.ANGRY, LineStatus.OPEN))
    assert scene.notice.isHidden()
    scene.hear(felt(1, Emotion.NEUTRAL), felt(2, Emotion.ANGRY))
    assert not scene.notice.isHidden()


def test_to_keep_showing_stores_nothing_of_itself(make_scene: MakeScene) -> None:
    scene = make_scene(EmotionSettings())
    scene.hear(felt(1, Emotion.ANGRY))
    scene.press("Keep showing feelings")
    assert scene.emotion == EmotionSettings(is_shown=True, is_kept=False, is_explained=True)
    assert scene.notice.isHidden()
    scene.hear(felt(1, Emotion.ANGRY), felt(2, Emotion.SAD))
    assert scene.notice.isHidden()


def test_hiding_forgets_what_was_heard_and_drops_what_comes(make_scene: MakeScene) -> None:
    scene = make_scene(EmotionSettings())
    scene.hear(felt(1, Emotion.ANGRY))
    scene.press("Hide feelings")
    assert scene.emotion == EmotionSettings(is_shown=False, is_kept=False, is_explained=True)
    assert scene.kept == [Emotion.NONE]
    scene.hear(felt(1, Emotion.ANGRY), felt(2, Emotion.SAD))
    assert scene.kept == [Emotion.NONE, Emotion.NONE]


def test_what_may_be_stored_stays_when_it_is_hidden(make_scene: MakeScene) -> None:
    scene = make_scene(EmotionSettings())
    scene.hear(felt(1, Emotion.ANGRY))
    (box,) = scene.notice.findChildren(QCheckBox)
    assert not box.isChecked()
    box.click()
    scene.press("Hide feelings")
    assert scene.emotion == EmotionSettings(is_shown=False, is_kept=True, is_explained=True)
    assert scene.kept == [Emotion.ANGRY]


@pytest.mark.parametrize(
    "emotion", [EmotionSettings(is_explained=True), EmotionSettings(is_shown=False)]
)
def test_who_knows_or_sees_no_feelings_is_told_nothing(
    make_scene: MakeScene, emotion: EmotionSettings
) -> None:
    scene = make_scene(emotion)
    scene.hear(felt(1, Emotion.ANGRY))
    assert scene.notice.isHidden()


def test_settings_that_say_to_keep_without_the_notice_keep_nothing(make_scene: MakeScene) -> None:
    scene = make_scene(EmotionSettings(is_shown=False, is_kept=True))
    scene.hear(felt(1, Emotion.ANGRY))
    assert scene.kept == [Emotion.NONE]


def test_the_overlay_alone_may_want_them(make_scene: MakeScene) -> None:
    scene = make_scene(EmotionSettings(is_shown=False, is_explained=True))
    choices = scene.stage.choices
    overlay = replace(choices.settings.overlay, shows_emotion=True)
    choices.change(replace(choices.settings, overlay=overlay))
    scene.hear(felt(1, Emotion.ANGRY))
    assert scene.kept == [Emotion.ANGRY]


def test_an_answer_elsewhere_takes_the_notice_away(make_scene: MakeScene) -> None:
    scene = make_scene(EmotionSettings())
    scene.hear(felt(1, Emotion.ANGRY))
    choices = scene.stage.choices
    choices.change(replace(choices.settings, emotion=EmotionSettings(is_explained=True)))
    assert scene.notice.isHidden()


def test_the_decision_is_logged_and_nothing_that_was_said(
    make_scene: MakeScene, caplog: pytest.LogCaptureFixture
) -> None:
    scene = make_scene(EmotionSettings())
    scene.hear(felt(1, Emotion.ANGRY))
    with caplog.at_level(logging.INFO):
        scene.press("Hide feelings")
    (record,) = [one for one in caplog.records if vars(one).get("event") == "emotion.consent"]
    assert (vars(record)["shown"], vars(record)["kept"]) == (False, False)
    assert "Words" not in caplog.text
