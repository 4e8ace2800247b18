"""Fixtures for tests with Qt: a spy that cannot be misspelt, and leak checks."""

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThread, SignalInstance
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from app.shell.sweeper import due_generation


@pytest.fixture(autouse=True, scope="session")
def garbage_stays_on_this_thread() -> Iterator[None]:
    """Keep other threads from deleting the windows of earlier tests, as Sweeper does."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def sweep() -> Iterator[None]:
    """Collect on this thread what Python would collect on any."""
    yield
    generation = due_generation(gc.get_count(), gc.get_threshold())
    if generation is not None:
        gc.collect(generation)


@pytest.fixture
def make_spy() -> Callable[[SignalInstance], QSignalSpy]:
    """Make a spy on a signal, and fail where Qt knows no such signal: that spy would stay empty."""

    def make(signal: SignalInstance) -> QSignalSpy:
        spy = QSignalSpy(signal)
        assert spy.isValid()
        return spy

    return make


@pytest.fixture(autouse=True)
def no_leaked_qt_object(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a QThread running or a visible top-level widget behind."""
    if "qapp" not in request.fixturenames and "qtbot" not in request.fixturenames:
        yield
        return
    yield
    running = [thread for thread in _qthreads() if thread.isRunning()]
    for thread in running:
        thread.requestInterruption()
        thread.wait(3000)
    visible = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in visible:
        widget.close()
    assert not running, f"QThreads still running: {running}"
    assert not visible, f"windows still open: {visible}"


def _qthreads() -> list[QThread]:
    # Not isinstance(): it asks the object, and a weak proxy whose object is gone raises.
    return [found for found in gc.get_objects() if issubclass(type(found), QThread)]
