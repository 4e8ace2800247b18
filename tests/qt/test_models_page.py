"""The page of speech models: what it offers, and what its buttons do to real files."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.core.advice import Speed
from app.core.models import FilesSource, ModelInfo
from app.core.settings import Settings
from app.models.store import Condition
from app.shell.widgets.basics import Badge
from app.shell.widgets.model_card import ModelCard
from app.shell.widgets.settings_pages import Section
from tests.helpers.file_server import FileServer
from tests.helpers.model_files import FILES, record, written
from tests.helpers.settings_stage import SettingsStage

# Without a display, Qt tells of every raise() and size hint that goes nowhere.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ACCEPT = "Accept licence and download"


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer({f"tiny/{name}": content for name, content in FILES.items()}) as server:
        yield server


@pytest.fixture
def model(server: FileServer) -> ModelInfo:
    return record(FilesSource(server.url("tiny/")))


@pytest.fixture
def stage(qapp: object, model: ModelInfo) -> Iterator[SettingsStage]:
    made = SettingsStage(Settings(), {}, (model,))
    yield made
    made.take_down()


@pytest.fixture
def card(stage: SettingsStage, qtbot: QtBot) -> ModelCard:
    """The card of the one model, on the open page."""
    stage.dialog.open_at(Section.MODELS)
    found = stage.dialog.models
    qtbot.waitUntil(lambda: found.findChild(ModelCard) is not None)
    card = found.findChild(ModelCard)
    assert isinstance(card, ModelCard)
    return card


def buttons(card: ModelCard) -> dict[str, QPushButton]:
    """Return those that are there, by what they say."""
    found = card.findChildren(QPushButton)
    return {button.text(): button for button in found if button.isVisible()}


def badge(card: ModelCard) -> str:
    found = card.findChild(Badge)
    assert isinstance(found, Badge)
    return found.text


def said(card: ModelCard) -> str:
    labels = card.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def test_a_model_comes_with_one_press_once_its_licence_was_to_be_read(
    stage: SettingsStage, card: ModelCard, qtbot: QtBot
) -> None:
    assert set(buttons(card)) == {ACCEPT, "Import…"}
    assert "MIT: businesses may use it" in said(card)
    assert "460 kB" in said(card)
    buttons(card)[ACCEPT].click()
    qtbot.waitUntil(lambda: badge(card) == "Installed")
    assert set(buttons(card)) == {"Check files", "Measure speed", "Remove"}
    found = stage.models.shelf.state("tiny")
    assert found is not None
    assert found.folder is not None
    assert (found.folder / "model.onnx").read_bytes() == FILES["model.onnx"]


def test_a_download_shows_how_far_it_is_and_can_be_paused_and_gone_on_with(
    stage: SettingsStage, card: ModelCard, server: FileServer, qtbot: QtBot
) -> None:
    server.stall_after = 300_000
    buttons(card)[ACCEPT].click()
    assert set(buttons(card)) == {"Pause"}
    qtbot.waitUntil(lambda: server.stalled.is_set() and "of 460 kB" in said(card))
    assert "Downloading" in said(card)
    buttons(card)["Pause"].click()
    assert not buttons(card)["Pause"].isEnabled()
    server.stall_after = None
    server.go_on.set()
    qtbot.waitUntil(lambda: badge(card).startswith("Paused at"))
    buttons(card)["Go on"].click()
    qtbot.waitUntil(lambda: badge(card) == "Installed")
    assert server.asked[1][1] > 0, "it began anew"


def test_wrong_bytes_are_told_on_the_card_and_never_used(
    stage: SettingsStage, card: ModelCard, server: FileServer, qtbot: QtBot
) -> None:
    server.files["tiny/model.onnx"] = bytes(400_000)
    buttons(card)[ACCEPT].click()
    qtbot.waitUntil(lambda: stage.models.work is None)
    assert stage.models.problem("tiny") is not None
    assert "127.0.0.1" in said(card)
    assert card.state.condition is not Condition.INSTALLED
    server.files["tiny/model.onnx"] = FILES["model.onnx"]
    qtbot.waitUntil(lambda: "Download" in buttons(card))
    buttons(card)["Download"].click()
    qtbot.waitUntil(lambda: badge(card) == "Installed")


def test_a_model_is_imported_from_a_folder(
    stage: SettingsStage, card: ModelCard, model: ModelInfo, tmp_path_factory: object, qtbot: QtBot
) -> None:
    assert isinstance(tmp_path_factory, pytest.TempPathFactory)
    stage.models.import_from(written(FILES, tmp_path_factory.mktemp("carried")), model)
    qtbot.waitUntil(lambda: badge(card) == "Installed")


def test_how_fast_a_model_is_here_is_measured_and_told(
    stage: SettingsStage, card: ModelCard, qtbot: QtBot
) -> None:
    buttons(card)[ACCEPT].click()
    qtbot.waitUntil(lambda: badge(card) == "Installed")
    stage.speeds = (Speed("tiny", 0.314, keeps_up=True),)
    buttons(card)["Measure speed"].click()
    qtbot.waitUntil(lambda: "fast enough here: 31% of a core" in said(card))


def test_a_model_goes_when_the_button_is_pressed_twice(
    stage: SettingsStage, card: ModelCard, qtbot: QtBot
) -> None:
    buttons(card)[ACCEPT].click()
    qtbot.waitUntil(lambda: badge(card) == "Installed")
    buttons(card)["Remove"].click()
    assert badge(card) == "Installed"
    buttons(card)["Really remove?"].click()
    qtbot.waitUntil(lambda: card.state.condition is Condition.ABSENT)
    assert set(buttons(card)) == {"Download", "Import…"}, "the licence was accepted before"


def test_a_model_is_checked_byte_by_byte(
    stage: SettingsStage, card: ModelCard, qtbot: QtBot
) -> None:
    buttons(card)[ACCEPT].click()
    qtbot.waitUntil(lambda: badge(card) == "Installed")
    folder = card.state.folder
    assert folder is not None
    (folder / "model.onnx").write_bytes(bytes(400_000))
    buttons(card)["Check files"].click()
    qtbot.waitUntil(lambda: stage.models.problem("tiny") is not None)
    qtbot.waitUntil(lambda: badge(card) == "Damaged")
    assert "model.onnx" in said(card)
    buttons(card)["Download"].click()
    qtbot.waitUntil(lambda: badge(card) == "Installed")
