"""Another process lists the microphones."""

from __future__ import annotations

import sys

import pytest

from app.audio.backend import DeviceInfo
from app.audio.devices import DeviceRef
from app.audio.elsewhere import list_elsewhere
from app.core.errors import ErrorCode, ZimuError

LISTED = '{"name":"USB 麦克风","host_api":"ALSA","rate_hz":48000,"channels":2,"default":true}'


def printing(text: str, code: int = 0) -> tuple[str, ...]:
    program = f"import sys; sys.stdout.buffer.write({text.encode()!r}); sys.exit({code})"
    return (sys.executable, "-c", program)


def test_what_it_lists_is_what_is_there() -> None:
    device = DeviceInfo(DeviceRef("USB 麦克风", "ALSA"), 48_000, 2, is_default=True)
    assert list_elsewhere(printing(f"{LISTED}\n{LISTED}\n")) == (device, device)


def test_a_process_that_finds_none_lists_none() -> None:
    assert list_elsewhere(printing("", code=1)) == ()


@pytest.mark.expects_log("another process could not list")
@pytest.mark.parametrize("command", [("/no/such/program",), printing("Segmentation fault\n")])
def test_what_cannot_be_asked_is_told(command: tuple[str, ...]) -> None:
    with pytest.raises(ZimuError) as raised:
        list_elsewhere(command)
    assert raised.value.problem.code is ErrorCode.AUDIO_UNAVAILABLE
