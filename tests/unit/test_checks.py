"""Canaries of the checks that run around every test."""

import os
from pathlib import Path

import pytest

from tests.helpers.canary import CANARIES, Watch
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


LEAK = """
import os

def test_leaves_a_key_behind(tmp_path):
    (tmp_path / "notes.txt").write_text("the key: " + os.environ["ZIMU_ENGINE_KEY"])

def test_leaves_nothing(tmp_path):
    (tmp_path / "notes.txt").write_text("no key")
"""


def test_a_key_in_a_file_fails_the_run_and_is_not_repeated(tmp_path: Path) -> None:
    words = "".join(complaints(LEAK, tmp_path).values())
    assert "found in 1 places" in words
    assert "notes.txt" in words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_key_is_found_in_whatever_it_is_written(encoding: str, tmp_path: Path) -> None:
    watch = Watch(["s3cret-key", ""])
    watch.look("nothing", "text")
    watch.look(None, "nothing")
    assert watch.places == []
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\x00" + "a s3cret-key b".encode(encoding))
    watch.look_through(tmp_path)
    assert watch.files == 1
    assert [place.partition(" ")[0] for place in watch.places] == [str(tmp_path / "deep" / "file")]


def test_a_key_in_the_name_of_a_file_is_found_too(tmp_path: Path) -> None:
    (tmp_path / "s3cret-key.log").touch()
    watch = Watch(["s3cret-key"])
    watch.look_through(tmp_path)
    assert len(watch.places) == 1


def test_the_run_has_keys_to_leak() -> None:
    assert all(os.environ[name] for name in CANARIES)
