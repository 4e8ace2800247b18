"""Checks that run around every test: no unexpected warning in the logs, no leaked thread.

A test that expects a warning says so: `@pytest.mark.expects_log("pattern")`, once for each. The
pattern must then really occur. `@pytest.mark.allows_log("pattern")` is for what depends on how busy
the computer is: how much audio had been sent when a link ended.
"""

import logging
import re
import threading
from collections.abc import Iterator

import pytest

_JOIN_S = 3.0


class _Warnings(logging.Handler):
    """Keeps every record of WARNING or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", "expects_log(pattern): a warning that must be logged")
    config.addinivalue_line("markers", "allows_log(pattern): a warning that may be logged")


@pytest.fixture(autouse=True)
def no_unexpected_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs WARNING or worse and did not say so, or said so and did not."""
    patterns = [mark.args[0] for mark in request.node.iter_markers("expects_log")]
    allowed = [mark.args[0] for mark in request.node.iter_markers("allows_log")]
    handler = _Warnings()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    for pattern in patterns:
        expected = [message for message in handler.messages if re.search(pattern, message)]
        assert expected, f"never logged: {pattern}"
        handler.messages = [message for message in handler.messages if message not in expected]
    unexpected = [
        message
        for message in handler.messages
        if not any(re.search(pattern, message) for pattern in allowed)
    ]
    assert not unexpected, "unexpected in the logs:\n" + "\n".join(unexpected)


@pytest.fixture(autouse=True)
def no_leaked_thread() -> Iterator[None]:
    """Fail a test that leaves a thread running which it did not find running."""
    before = set(threading.enumerate())
    yield
    # Python's stand-in for a thread that Qt made, once it has logged; it cannot be joined, and
    # qt_checks looks after the thread itself.
    foreign = {thread for thread in threading.enumerate() if thread.name.startswith("Dummy-")}
    leaked = [thread for thread in threading.enumerate() if thread not in before | foreign]
    for thread in leaked:
        thread.join(_JOIN_S)
    names = [thread.name for thread in leaked if thread.is_alive()]
    assert not names, f"threads still running: {', '.join(names)}"
