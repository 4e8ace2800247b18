"""Canaries of the checks that run around every test."""

from pathlib import Path

from tests.helpers.nested import complaints

SOURCE = """
import logging
import threading
import pytest
from tests.helpers import checks

checks._JOIN_S = 0.1
log = logging.getLogger("zimu")

def test_quiet():
    log.info("fine")

def test_warns():
    log.warning("lost")

@pytest.mark.expects_log("los.")
def test_warns_as_expected():
    log.warning("lost")

@pytest.mark.expects_log("los.")
def test_never_warns():
    pass

@pytest.mark.expects_log("los.")
def test_warns_of_more():
    log.warning("lost")
    log.error("late")

def test_leaks_a_thread():
    threading.Thread(target=threading.Event().wait, name="listener", daemon=True).start()

def test_ends_its_thread():
    threading.Thread(target=int).start()
"""


def test_the_checks_fail_exactly_what_they_must(tmp_path: Path) -> None:
    found = complaints(SOURCE, tmp_path)
    good = {name for name, words in found.items() if not words}
    assert good == {"test_quiet", "test_warns_as_expected", "test_ends_its_thread"}
    assert "WARNING zimu: lost" in found["test_warns"]
    assert "never logged: los." in found["test_never_warns"]
    assert "ERROR zimu: late" in found["test_warns_of_more"]
    assert "threads still running: listener" in found["test_leaks_a_thread"]
