"""Another process lists the microphones."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest

from app.audio.backend import DeviceInfo
from app.audio.devices import DeviceRef
from app.audio.elsewhere import Lister
from app.core.errors import ErrorCode, ZimuError
from tests.helpers.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

LISTED = '{"name":"USB 麦克风","host_api":"ALSA","rate_hz":48000,"channels":2,"default":true}'


def printing(text: str, code: int = 0) -> tuple[str, ...]:
    program = f"import sys; sys.stdout.buffer.write({text.encode()!r}); sys.exit({code})"
    return (sys.executable, "-c", program)


def test_what_it_lists_is_what_is_there() -> None:
    device = DeviceInfo(DeviceRef("USB 麦克风", "ALSA"), 48_000, 2, is_default=True)
    assert Lister(printing(f"{LISTED}\n{LISTED}\n")).look() == (device, device)


def test_a_process_that_finds_none_lists_none() -> None:
    assert Lister(printing("", code=1)).look() == ()


@pytest.mark.expects_log("another process could not list")
@pytest.mark.parametrize("command", [("/no/such/program",), printing("Segmentation fault\n")])
def test_what_cannot_be_asked_is_told(command: tuple[str, ...]) -> None:
    with pytest.raises(ZimuError) as raised:
        Lister(command).look()
    assert raised.value.problem.code is ErrorCode.AUDIO_UNAVAILABLE


def test_a_process_that_takes_for_ever_is_ended_with_zimu(tmp_path: Path) -> None:
    began = tmp_path / "began"
    program = f"import pathlib, threading; pathlib.Path({str(began)!r}).touch()"
    lister = Lister((sys.executable, "-c", f"{program}; threading.Event().wait()"))
    caught: list[ErrorCode] = []

    def look() -> None:
        try:
            lister.look()
        except ZimuError as exc:
            caught.append(exc.problem.code)

    thread = threading.Thread(target=look)
    thread.start()
    until(began.exists, "a process that looks")
    lister.stop()
    thread.join(5)
    assert not thread.is_alive()
    look()
    assert caught == [ErrorCode.AUDIO_UNAVAILABLE] * 2
