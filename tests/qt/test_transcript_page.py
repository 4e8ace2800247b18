"""Settings: what becomes of feelings, and which words call the user."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.core.settings import ALERT_WORDS_MAX, AlertSettings, EmotionSettings, Settings
from app.shell.choices import Choices
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.widgets.transcript_page import TranscriptPage
from app.shell.widgets.word_list import WordList
from tests.helpers.stage import Stage


class Scene:
    """The page, following its settings as the dialog lets it."""

    def __init__(self, choices: Choices, qtbot: QtBot) -> None:
        self.choices = choices
        self.page = TranscriptPage(choices)
        qtbot.addWidget(self.page)
        self.page.retranslate()
        self.page.apply_look(Look(DARK, 1.0))
        choices.changed.connect(self.page.show_settings)
        self.page.show()

    def click(self, text: str) -> None:
        boxes = {box.text(): box for box in self.page.findChildren(QCheckBox)}
        boxes[text].click()

    def is_checked(self, text: str) -> bool:
        boxes = {box.text(): box for box in self.page.findChildren(QCheckBox)}
        return boxes[text].isChecked()

    def enter(self, word: str) -> None:
        (field,) = self.page.findChildren(QLineEdit)
        field.setText(word)
        QTest.keyClick(field, Qt.Key.Key_Return)

    @property
    def add(self) -> QPushButton:
        (button,) = [one for one in self.page.findChildren(QPushButton) if one.text() == "Add"]
        return button

    @property
    def chips(self) -> list[QPushButton]:
        found = self.page.findChildren(QPushButton, "chip")
        return [chip for chip in found if not chip.isHidden()]

    @property
    def words(self) -> tuple[str, ...]:
        return self.choices.settings.alerts.words


MakeScene = Callable[[Settings], Scene]


@pytest.fixture
def make_scene(make_stage: Callable[..., Stage], qtbot: QtBot) -> MakeScene:
    return lambda settings: Scene(make_stage(settings=settings).choices, qtbot)


def test_feelings_have_a_switch_each(make_scene: MakeScene) -> None:
    scene = make_scene(Settings())
    scene.click("Show the feeling in a voice")
    assert scene.choices.settings.emotion == EmotionSettings(
        is_shown=False, is_kept=False, is_explained=True
    )
    scene.click("Store feelings with the transcript")
    assert scene.choices.settings.emotion == EmotionSettings(
        is_shown=False, is_kept=True, is_explained=True
    )


def test_what_nobody_agreed_to_is_not_shown_as_kept(make_scene: MakeScene) -> None:
    scene = make_scene(Settings(emotion=EmotionSettings(is_kept=True)))
    assert not scene.is_checked("Store feelings with the transcript")
    scene.click("Show the feeling in a voice")
    assert not scene.choices.settings.emotion.is_kept


def test_sound_and_notification_have_switches(make_scene: MakeScene) -> None:
    scene = make_scene(Settings())
    scene.click("Play a soft sound")
    scene.click("Notify me in other programs")
    assert scene.choices.settings.alerts == AlertSettings(sounds=False, notifies=False)


def test_a_word_is_added_by_enter_and_by_the_button(make_scene: MakeScene) -> None:
    scene = make_scene(Settings())
    assert not scene.add.isEnabled()
    scene.enter("  Mary   Ann ")
    (field,) = scene.page.findChildren(QLineEdit)
    field.setText("张伟")
    scene.add.click()
    assert scene.words == ("Mary Ann", "张伟")
    assert field.text() == ""
    assert [chip.text() for chip in scene.chips] == ["Mary Ann", "张伟"]


@pytest.mark.parametrize("word", ["anna", "ANNA", "   ", ""])
def test_what_is_there_already_or_empty_is_not_added(make_scene: MakeScene, word: str) -> None:
    scene = make_scene(Settings(alerts=AlertSettings(("Anna",))))
    scene.enter(word)
    assert scene.words == ("Anna",)


def test_letters_are_kept_in_one_form(make_scene: MakeScene) -> None:
    scene = make_scene(Settings())
    scene.enter("Zoe\u0308")
    assert scene.words == ("Zo\u00eb",)


def test_a_chip_takes_its_word_away(make_scene: MakeScene) -> None:
    scene = make_scene(Settings(alerts=AlertSettings(("Anna", "R&D"))))
    assert scene.chips[1].accessibleName() == "Remove R&D"
    scene.chips[0].click()
    assert scene.words == ("R&D",)
    scene.chips[0].click()
    assert not scene.chips
    assert not scene.choices.settings.alerts.words


def test_there_are_only_so_many_words(make_scene: MakeScene) -> None:
    words = tuple(f"word {number}" for number in range(ALERT_WORDS_MAX))
    scene = make_scene(Settings(alerts=AlertSettings(words)))
    scene.enter("one more")
    assert scene.words == words
    assert not scene.add.isEnabled()


def test_chips_take_the_rows_they_need(make_scene: MakeScene, qtbot: QtBot) -> None:
    words = tuple(f"a longer word {number}" for number in range(12))
    scene = make_scene(Settings(alerts=AlertSettings(words)))
    scene.page.resize(420, 600)
    qtbot.waitUntil(lambda: len({chip.y() for chip in scene.chips}) > 3)
    (chips,) = scene.page.findChildren(WordList)
    assert max(chip.geometry().right() for chip in scene.chips) < chips.width()
