"""Which window covers another, as a real X server tells it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.shell.x11_stack import X11Stack
from tests.helpers.children import child
from tests.helpers.desk import Desk, virtual_desk
from tests.helpers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtCore import SignalInstance
    from PySide6.QtTest import QSignalSpy
    from pytestqt.qtbot import QtBot

    MakeSpy = Callable[[SignalInstance], QSignalSpy]

pytestmark = pytest.mark.usefixtures("qapp")

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with virtual_desk(tmp_path / "desk", width=640, height=480) as running:
        monkeypatch.setenv("DISPLAY", running.display)
        yield running


@contextmanager
def box(desk: Desk, kind: str, title: str, log: Path) -> Iterator[int]:
    command = (sys.executable, "-m", "tests.helpers.overlay_program", kind, title)
    environment = desk.environment | {"PYTHONPATH": str(REPOSITORY)}
    with child(command, log=log, environment=environment):
        yield desk.window(f"^{title}$")


def test_a_window_is_covered_by_what_stays_and_lifted_above_it(
    desk: Desk, qtbot: QtBot, make_spy: MakeSpy, tmp_path: Path
) -> None:
    stack = X11Stack()
    try:
        with (
            box(desk, "unmanaged", "Below", tmp_path / "below.log") as below,
            box(desk, "tooltip", "Tip", tmp_path / "tip.log"),
        ):
            assert not stack.is_covered(below, ())
            spy = make_spy(stack.changed)
            with box(desk, "unmanaged", "Above", tmp_path / "above.log") as above:
                qtbot.waitUntil(lambda: spy.count() > 0)
                assert stack.is_covered(below, ())
                assert not stack.is_covered(below, (above,))
                assert not stack.is_covered(above, ())
                stack.lift((below,))
                until(lambda: not stack.is_covered(below, ()), "the window lifted")
                assert stack.is_covered(above, ())
    finally:
        stack.close()


def test_windows_that_are_gone_cover_nothing(desk: Desk, tmp_path: Path) -> None:
    stack = X11Stack()
    try:
        with box(desk, "unmanaged", "Below", tmp_path / "below.log") as below:
            pass
        until(lambda: not stack.is_covered(below, ()), "the window gone")
        stack.lift((below,))
        assert not stack.is_covered(below, ())
    finally:
        stack.close()


def test_nobody_answers_where_there_is_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(OSError, match="X server"):
        X11Stack()
