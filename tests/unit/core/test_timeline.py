"""Times of the wire turned into times of the session, across gaps."""

import pytest

from app.core.events import Gap, Interim, LineEvent, SpeechStarted, SpeechStopped
from app.core.timeline import SAMPLES_PER_MS, Timeline

S = SAMPLES_PER_MS
# One second is sent, one lost, one sent, half a one lost.
GAPPED = Timeline().anchored(0, 0).anchored(1000 * S, 2000 * S).anchored(2000 * S, 3500 * S)


@pytest.mark.parametrize(
    ("wire_ms", "session_ms"),
    [(0, 0), (999, 999), (1000, 2000), (1999, 2999), (2000, 3500), (9000, 10_500)],
)
def test_times_jump_at_gaps(wire_ms: int, session_ms: int) -> None:
    assert GAPPED.to_session_ms(wire_ms) == session_ms


@pytest.mark.parametrize(("wire_ms", "session_ms"), [(0, 0), (1000, 1000), (2000, 3000)])
def test_speech_that_ends_at_a_gap_ends_before_it(wire_ms: int, session_ms: int) -> None:
    assert GAPPED.to_session_ms(wire_ms, is_end=True) == session_ms


def test_a_wire_session_may_begin_late() -> None:
    late = Timeline().anchored(0, 60_000 * S)
    assert late.to_session_ms(250) == 60_250


def test_without_anchors_both_clocks_are_one() -> None:
    assert Timeline().to_session_ms(123) == 123


def test_samples_between_two_milliseconds_round_down() -> None:
    assert Timeline().anchored(0, 15).to_session_ms(1) == 1


def test_no_time_is_negative() -> None:
    assert Timeline().anchored(5000 * S, 0).to_session_ms(1) == 0


def test_a_later_anchor_at_the_same_place_replaces() -> None:
    moved = Timeline().anchored(0, 0).anchored(100 * S, 200 * S).anchored(100 * S, 300 * S)
    assert moved.to_session_ms(100) == 300
    assert moved.to_session_ms(99) == 99


@pytest.mark.parametrize(
    ("event", "rebased"),
    [
        (SpeechStarted(1, 1000), SpeechStarted(1, 2000)),
        (SpeechStopped(1, 1000), SpeechStopped(1, 1000)),
        (SpeechStopped(1, 1500), SpeechStopped(1, 2500)),
        (Interim(1, "a", "b"), Interim(1, "a", "b")),
        (Gap(1000, 2000), Gap(1000, 2000)),
    ],
)
def test_events_of_the_wire_are_moved(event: LineEvent, rebased: LineEvent) -> None:
    assert GAPPED.rebase(event) == rebased


def test_memory_for_gaps_is_bounded_and_keeps_the_newest() -> None:
    timeline = Timeline()
    for second in range(3000):
        timeline = timeline.anchored(second * 1000 * S, second * 2000 * S)
    assert timeline.to_session_ms(2_999_000) == 5_998_000
    assert timeline.to_session_ms(0) == 1_976_000  # 1,024 gaps are kept: that of the oldest one
