"""Garbage with Qt objects in it is collected on the GUI thread only."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.shell.sweeper import Sweeper, due_generation

THRESHOLDS = (700, 10, 10)


@pytest.mark.parametrize(
    ("counts", "generation"),
    [
        *(((0, 0, 0), None), ((700, 10, 10), None), ((701, 10, 10), 0)),
        *(((701, 11, 10), 1), ((0, 0, 11), 2), ((701, 11, 11), 2)),
    ],
)
def test_the_oldest_generation_that_is_due_is_collected(
    counts: tuple[int, int, int], generation: int | None
) -> None:
    assert due_generation(counts, THRESHOLDS) == generation


def test_what_another_thread_allocates_collects_nothing_there(qtbot: QtBot) -> None:
    threads: list[bool] = []

    def note(_: object) -> None:
        threads.append(threading.current_thread() is threading.main_thread())

    def litter() -> None:
        for _ in range(5 * gc.get_threshold()[0]):
            cycle: list[object] = []
            cycle.append(cycle)

    was_enabled = gc.isenabled()
    gc.enable()
    sweeper = Sweeper()
    sweeper.start()
    try:
        assert not gc.isenabled()
        node = QObject()
        node.itself = node  # type: ignore[attr-defined]
        gone = weakref.ref(node, note)
        del node
        thread = threading.Thread(target=litter)
        thread.start()
        thread.join()
        assert gone() is not None
        qtbot.waitUntil(lambda: gc.get_count()[0] < gc.get_threshold()[0], timeout=10_000)
        gc.collect()
        qtbot.waitUntil(lambda: gone() is None)
        assert threads == [True]
    finally:
        sweeper.stop()
        was_given_back = gc.isenabled()
        if not was_enabled:
            gc.disable()
    assert was_given_back
