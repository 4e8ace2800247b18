"""When a microphone deserves a remark."""

from __future__ import annotations

from app.audio.health import Health
from app.audio.intake import Block
from app.core.errors import ErrorCode, Problem
from tests.unit.audio.fakes import USB

RATE_HZ = 48_000
SOUND = Block(0, RATE_HZ, b"\0\1" * RATE_HZ)
ZEROS = Block(0, RATE_HZ, bytes(2 * RATE_HZ))


def problem(code: ErrorCode) -> Problem:
    return Problem(code, {"device": "USB Mic"})


def test_two_seconds_without_a_callback_are_a_stall() -> None:
    health = Health(USB, RATE_HZ, now_s=0.0)
    assert health.verdict(1.99) is None
    assert health.verdict(2.0) == problem(ErrorCode.DEVICE_STALLED)


def test_a_stall_is_over_with_the_next_callback() -> None:
    health = Health(USB, RATE_HZ, now_s=0.0)
    health.hear(SOUND, 5.0)
    assert health.verdict(5.0) is None


def test_ten_seconds_of_zeros_are_silence() -> None:
    health = Health(USB, RATE_HZ, now_s=0.0)
    for second in range(9):
        health.hear(ZEROS, second)
    assert health.verdict(9.0) is None
    health.hear(ZEROS, 9.0)
    assert health.verdict(9.0) == problem(ErrorCode.DEVICE_SILENT)


def test_silence_is_over_with_the_first_sound() -> None:
    health = Health(USB, RATE_HZ, now_s=0.0)
    for second in range(10):
        health.hear(ZEROS, second)
    health.hear(SOUND, 10.0)
    assert health.verdict(10.0) is None


def test_a_silent_device_that_also_stalls_is_called_stalled() -> None:
    health = Health(USB, RATE_HZ, now_s=0.0)
    for second in range(10):
        health.hear(ZEROS, second)
    assert health.verdict(20.0) == problem(ErrorCode.DEVICE_STALLED)
