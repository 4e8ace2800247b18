"""What the window looks like is chosen on one page, and at once."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.core.settings import Motion, Settings, Theme
from app.shell.choices import Choices
from app.shell.look import Look
from app.shell.style import LIGHT
from app.shell.widgets.appearance_page import AppearancePage
from tests.helpers.models import HERE


@pytest.fixture
def choices(qapp: object) -> Iterator[Choices]:
    choices = Choices(Settings(), lambda _: None, lambda _: None, lambda: HERE)
    yield choices
    choices.flush()


@pytest.fixture
def page(choices: Choices, qtbot: QtBot) -> AppearancePage:
    page = AppearancePage(choices)
    qtbot.addWidget(page)
    choices.changed.connect(page.show_settings)
    page.apply_look(Look(LIGHT, 1.0))
    page.retranslate()
    return page


def titles(page: AppearancePage) -> list[str]:
    return [page.language.itemText(at) for at in range(page.language.count())]


def test_languages_are_named_in_themselves(page: AppearancePage) -> None:
    assert titles(page)[0] == "As the system"
    assert {"English", "简体中文"} <= set(titles(page))


def test_every_choice_takes_effect_at_once(page: AppearancePage, choices: Choices) -> None:
    page.theme.activated.emit(3)
    page.text_percent.setValue(150)
    page.motion.activated.emit(2)
    page.language.activated.emit(titles(page).index("简体中文"))
    page.announces.click()
    settings = choices.settings
    assert not settings.announces_lines
    assert settings.theme is Theme.HIGH_CONTRAST
    assert settings.text_percent == 150
    assert settings.motion is Motion.REDUCED
    assert settings.ui_language == "zh_CN"
    assert page.theme.currentText() == "High contrast"
    assert page.language.currentText() == "简体中文"


def test_a_language_that_is_not_known_here_counts_as_the_systems(
    page: AppearancePage, choices: Choices
) -> None:
    choices.choose_ui_language("tlh")
    assert page.language.currentIndex() == 0
