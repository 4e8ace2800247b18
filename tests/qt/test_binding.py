"""Canaries of the Qt binding and of the harness around it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtTest import QSignalSpy

from tests.helpers.nested import complaints


class Emitter(QObject):
    """Something that emits."""

    happened = Signal()
    told = Signal(object)


def test_emitting_keeps_the_reference_counts_of_true_and_none() -> None:
    # PySide6 6.12.0 under Python 3.11 drops one reference to True with each emit and aborts.
    emitter = Emitter()
    emitter.told.connect(lambda _: None)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(10_000):
        emitter.told.emit(None)
        emitter.happened.emit()
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert abs(after[0] - before[0]) < 100
    assert abs(after[1] - before[1]) < 100


@pytest.mark.usefixtures("qapp")
def test_a_spy_hears_the_signal_it_was_made_for(
    make_spy: Callable[[SignalInstance], QSignalSpy],
) -> None:
    emitter = Emitter()
    spy = make_spy(emitter.told)
    emitter.told.emit("word")
    assert spy.count() == 1
    assert spy.at(0) == ["word"]


SOURCE = """
from PySide6.QtCore import QObject, QThread, qWarning
from PySide6.QtWidgets import QWidget

class Waiting(QThread):
    def run(self):
        while not self.isInterruptionRequested():
            self.msleep(5)

def test_quiet(qtbot):
    QObject().setObjectName("name")

def test_slot_raises(qtbot):
    emitter = QObject()
    emitter.objectNameChanged.connect(lambda name: 1 / 0)
    emitter.setObjectName("name")

def test_qt_warns(qtbot):
    qWarning("a lost connection")

def test_leaves_a_thread(qtbot):
    global thread
    thread = Waiting()
    thread.start()

def test_leaves_a_window(qtbot):
    global window
    window = QWidget()
    window.show()
"""


def test_the_harness_fails_exactly_what_it_must(tmp_path: Path) -> None:
    found = complaints(SOURCE, tmp_path)
    assert {name for name, words in found.items() if not words} == {"test_quiet"}
    assert "ZeroDivisionError" in found["test_slot_raises"]
    assert "a lost connection" in found["test_qt_warns"]
    assert "QThreads still running" in found["test_leaves_a_thread"]
    assert "windows still open" in found["test_leaves_a_window"]
