"""The stage for tests of the window."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.helpers.stage import Stage


@pytest.fixture
def make_stage(qapp: object) -> Iterator[Callable[..., "Stage"]]:
    """Make stages that are taken down after the test."""
    from tests.helpers.stage import Stage  # noqa: PLC0415  not every Qt test needs the window

    stages: list[Stage] = []

    def make(**how: Any) -> Stage:
        stages.append(Stage(**how))
        return stages[-1]

    yield make
    for stage in stages:
        stage.take_down()


@pytest.fixture
def stage(make_stage: Callable[..., "Stage"]) -> "Stage":
    """A window with the default settings."""
    return make_stage()
