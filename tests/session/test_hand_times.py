"""The times of lines that are ended by hand."""

from __future__ import annotations

import pytest

from app.core.events import (
    Final,
    Interim,
    LineEvent,
    LineFailed,
    LinePlaced,
    LineRemoved,
    SpeechStarted,
    SpeechStopped,
)
from app.session.hand_times import HandTimes

MS = 16


def test_a_line_lasts_from_the_first_audio_to_the_commit() -> None:
    times = HandTimes()
    times.sent(5000 * MS, 5040 * MS)
    assert times.told_of(Interim(1, "", "he")) == [SpeechStarted(1, 5000)]
    times.sent(5040 * MS, 6200 * MS)
    assert times.told_of(Interim(1, "", "hello")) == []
    times.committed()
    assert times.told_of(LinePlaced(1, None)) == [SpeechStopped(1, 6200)]
    assert times.told_of(Final(1, "Hello.")) == []


def test_a_line_of_which_nothing_was_said_before_its_end_is_told_whole() -> None:
    times = HandTimes()
    times.sent(0, 900 * MS)
    times.committed()
    assert times.told_of(Final(7, "Yes.")) == [SpeechStarted(7, 0), SpeechStopped(7, 900)]


def test_words_that_come_late_stay_with_their_own_line() -> None:
    times = HandTimes()
    for begin_ms in (0, 5000):
        times.sent(begin_ms * MS, (begin_ms + 900) * MS)
        times.committed()
    times.sent(9000 * MS, 9100 * MS)
    assert times.told_of(LinePlaced(1, None))[0] == SpeechStarted(1, 0)
    assert times.told_of(LinePlaced(2, 1))[0] == SpeechStarted(2, 5000)
    assert times.told_of(Final(1, "One.")) == []
    assert times.told_of(Interim(3, "", "thr")) == [SpeechStarted(3, 9000)]


def test_the_end_of_the_session_ends_the_line() -> None:
    times = HandTimes()
    times.sent(100 * MS, 800 * MS)
    times.told_of(Interim(1, "", "by"))
    assert times.told_of(Final(1, "Bye.")) == [SpeechStopped(1, 800)]


@pytest.mark.parametrize("end", [LineRemoved(1), LineFailed(1, "code")])
def test_a_line_that_is_over_before_its_end_takes_nothing_from_the_next(end: LineEvent) -> None:
    times = HandTimes()
    times.sent(0, 900 * MS)
    times.told_of(end)
    times.sent(2000 * MS, 2900 * MS)
    times.committed()
    assert times.told_of(Final(2, "Two.")) == [SpeechStarted(2, 2000), SpeechStopped(2, 2900)]


def test_nothing_is_told_of_a_line_without_audio() -> None:
    assert HandTimes().told_of(LineRemoved(1)) == []
