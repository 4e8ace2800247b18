"""What was measured of models is remembered, for this computer alone."""

from pathlib import Path

import pytest

from app.core.advice import Speed
from app.core.errors import ErrorCode, ZimuError
from app.storage.speeds import SpeedStore

SLOW = Speed("whisper-base", 1.25, keeps_up=False)
FAST = Speed("moonshine-tiny-en", 0.25, keeps_up=True)


def test_what_was_noted_comes_back_and_the_newer_replaces_the_older(tmp_path: Path) -> None:
    store = SpeedStore(tmp_path / "data" / "speeds.json", "here")
    assert store.load() == ()
    store.note(SLOW)
    store.note(FAST)
    store.note(Speed("whisper-base", 0.5, keeps_up=True))
    again = SpeedStore(tmp_path / "data" / "speeds.json", "here")
    assert again.load() == (FAST, Speed("whisper-base", 0.5, keeps_up=True))


def test_what_another_computer_measured_does_not_count(tmp_path: Path) -> None:
    SpeedStore(tmp_path / "speeds.json", "there").note(SLOW)
    here = SpeedStore(tmp_path / "speeds.json", "here")
    assert here.load() == ()
    here.note(FAST)
    assert here.load() == (FAST,)


@pytest.mark.expects_log("cannot be read")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b'{"version":1}',
        b"\xff",
        b"[" * 100_000,
        b'{"version":1,"machine":"here"}',
    ],
)
def test_a_damaged_file_is_as_if_nothing_had_been_measured(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "speeds.json"
    path.write_bytes(content)
    assert SpeedStore(path, "here").load() == ()
    SpeedStore(path, "here").note(SLOW)
    assert SpeedStore(path, "here").load() == (SLOW,)


def test_a_later_form_is_left_unread(tmp_path: Path) -> None:
    path = tmp_path / "speeds.json"
    path.write_text('{"version":2,"machine":"here","models":[]}')
    assert SpeedStore(path, "here").load() == ()


def test_a_disk_that_takes_nothing_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ZimuError) as caught:
        SpeedStore(tmp_path / "file" / "speeds.json", "here").note(SLOW)
    assert caught.value.problem.code is ErrorCode.EXPORT_FAILED
