"""One virtual desk and one sound server for all end-to-end tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.desk import Desk, virtual_desk
from tests.helpers.pulse import Microphones, virtual_microphones
from tests.helpers.speech import write_opening


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A screen of 1920 x 1080 with a window manager and a compositor."""
    with virtual_desk(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture(scope="session")
def microphones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Microphones]:
    """A sound server with the microphones mic_1 (the default) and mic_2."""
    with virtual_microphones(tmp_path_factory.mktemp("pulse")) as running:
        yield running


@pytest.fixture
def environment(desk: Desk, microphones: Microphones) -> dict[str, str]:
    """What a program needs to show its windows on the desk and to listen to the microphones."""
    return desk.environment | microphones.variables


@pytest.fixture(scope="session")
def opening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of the words in `tests.helpers.speech.OPENING`."""
    return write_opening(tmp_path_factory.mktemp("speech") / "opening.wav")
