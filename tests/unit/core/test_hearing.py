"""What the meter's word says for which loudness."""

from typing import NamedTuple

import pytest

from app.core.errors import ErrorCode
from app.core.events import Level
from app.core.hearing import (
    VOICE_HOLD_S,
    ZERO_HOLD_S,
    Hearing,
    Microphone,
    Sound,
    hear,
    microphone,
)

VOICE = Level(-25.0, -12.0)
ROOM = Level(-62.0, -50.0)
ZERO = Level(-96.0, -96.0)


def heard(*steps: tuple[float, Level]) -> Sound:
    hearing = Hearing()
    for now_s, level in steps:
        hearing = hear(hearing, level, now_s)
    return hearing.sound


def test_a_voice_counts_at_once() -> None:
    assert heard((0.0, VOICE)) is Sound.VOICE


def test_a_pause_between_words_changes_nothing() -> None:
    assert heard((0.0, VOICE), (0.1, ROOM), (0.1 + VOICE_HOLD_S * 0.9, ROOM)) is Sound.VOICE


def test_a_long_pause_is_quiet() -> None:
    assert heard((0.0, VOICE), (0.1, ROOM), (0.1 + VOICE_HOLD_S, ROOM)) is Sound.QUIET


def test_a_word_in_the_pause_starts_the_wait_again() -> None:
    assert heard((0.0, VOICE), (0.1, ROOM), (0.5, VOICE), (0.6, ROOM), (1.2, ROOM)) is Sound.VOICE


@pytest.mark.parametrize(
    ("wait_s", "sound"), [(ZERO_HOLD_S * 0.9, Sound.QUIET), (ZERO_HOLD_S, Sound.ZERO)]
)
def test_zeros_are_called_silence_only_when_they_last(wait_s: float, sound: Sound) -> None:
    assert heard((0.0, ZERO), (wait_s, ZERO)) is sound


class Case(NamedTuple):
    sound: Sound
    trouble: ErrorCode | None
    is_on: bool
    is_hushed: bool
    state: Microphone


CASES = {
    "nobody captions": Case(Sound.VOICE, None, False, False, Microphone.OFF),
    "somebody speaks": Case(Sound.VOICE, None, True, False, Microphone.ON),
    "a quiet room": Case(Sound.QUIET, None, True, False, Microphone.ON),
    "zeros": Case(Sound.ZERO, None, True, False, Microphone.SILENT),
    "zeros for long": Case(Sound.ZERO, ErrorCode.DEVICE_SILENT, True, False, Microphone.SILENT),
    "unplugged": Case(Sound.QUIET, ErrorCode.DEVICE_GONE, True, False, Microphone.LOST),
    "unplugged before": Case(Sound.QUIET, ErrorCode.DEVICE_GONE, False, False, Microphone.OFF),
    "unplugged and hushed": Case(Sound.QUIET, ErrorCode.DEVICE_GONE, True, True, Microphone.LOST),
    "the key is not held": Case(Sound.VOICE, None, True, True, Microphone.MUTED),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_microphone_is_called_what_matters_most(case: Case) -> None:
    state = microphone(case.sound, case.trouble, is_on=case.is_on, is_hushed=case.is_hushed)
    assert state is case.state
