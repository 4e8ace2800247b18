"""When partials are cut back, when they come back, and what a stream makes of it."""

from __future__ import annotations

import numpy as np
import pytest

from app.recognizer.audio import Samples
from app.recognizer.decoder import Heard
from app.recognizer.easing import Ease, Easing
from app.recognizer.jobs import Urgency
from app.recognizer.lines import FRAME_SAMPLES, Rules
from app.recognizer.stream import LineStream

SPEECH = np.ones(FRAME_SAMPLES, np.float32)
SILENCE = np.zeros(FRAME_SAMPLES, np.float32)
RULES = Rules.of(silence_ms=400, speech_probability=0.5)
COST_S = 0.2


class LoudIsSpeech:
    """A detector for the frames above."""

    def probability(self, frame: Samples) -> float:
        return float(frame[0])


class Watch:
    """An `Easing` that is looked at every second."""

    def __init__(self) -> None:
        self.easing = Easing()
        self.now_s = 0.0

    def look(
        self, busy_share: float, seconds: int, *, partial_s: float = 1.0, final_s: float = 2.0
    ) -> list[Ease]:
        """Return every change within so many seconds at this share, with these delays."""
        changes = []
        for _ in range(seconds):
            before = self.easing.ease
            self.easing.look(
                self.now_s, busy_share, partial_delay_s=partial_s, final_delay_s=final_s
            )
            if self.easing.ease is not before:
                changes.append(self.easing.ease)
            self.now_s += 1
        return changes


def partials(ease: Ease) -> int:
    """Count the partials of ten seconds of speech, each of which costs COST_S."""
    stream, count = LineStream(LoudIsSpeech(), RULES), 0
    stream.ease(ease)
    for _ in range(10_000 // 32):
        stream.feed(SPEECH)
        if stream.take_job() is not None:
            stream.done(Heard("a word"), cost_s=COST_S)
            count += 1
    return count


def test_a_model_that_is_always_busy_is_eased_step_by_step() -> None:
    assert Watch().look(1.0, 60) == [Ease.RARER_PARTIALS, Ease.FINALS_ONLY]


def test_a_busy_model_whose_answers_are_quick_is_left_alone() -> None:
    assert Watch().look(1.0, 600, partial_s=0.5, final_s=1.0) == []


@pytest.mark.parametrize(("partial_s", "final_s"), [(0.8, 0.1), (0.1, 1.6)])
def test_late_partials_or_finals_are_enough(partial_s: float, final_s: float) -> None:
    assert Watch().look(1.0, 15, partial_s=partial_s, final_s=final_s) == [Ease.RARER_PARTIALS]


def test_a_step_is_given_time_to_show_what_it_brings() -> None:
    watch = Watch()
    assert watch.look(1.0, 10) == []
    assert watch.look(1.0, 10) == [Ease.RARER_PARTIALS]
    assert watch.look(0.8, 60) == []


@pytest.mark.parametrize("share", [0.0, 0.5, 0.85])
def test_a_model_that_keeps_up_is_left_alone(share: float) -> None:
    assert Watch().look(share, 600) == []


def test_partials_come_back_once_there_is_room_for_them() -> None:
    watch = Watch()
    watch.look(1.0, 30)
    assert watch.look(0.2, 60) == [Ease.RARER_PARTIALS, Ease.NONE]


def test_silence_is_no_room() -> None:
    watch = Watch()
    watch.look(1.0, 30)
    assert watch.look(0.0, 600) == []


def test_what_does_not_last_is_tried_less_and_less_often() -> None:
    watch, pauses = Watch(), []
    for _ in range(5):
        watch.look(1.0, 15)
        begin_s = watch.now_s
        while watch.look(0.2, 1) != [Ease.NONE]:
            pass
        pauses.append(watch.now_s - begin_s)
    assert pauses == sorted(pauses)
    assert pauses[-1] > 10 * pauses[0]


def test_an_eased_stream_asks_for_fewer_partials_and_then_for_none() -> None:
    normal, rarer, none = (partials(ease) for ease in Ease)
    assert none == 0
    assert 0 < rarer <= normal / 2


def test_a_stream_without_partials_still_has_its_finals() -> None:
    stream = LineStream(LoudIsSpeech(), RULES)
    stream.ease(Ease.FINALS_ONLY)
    for frame in [SPEECH] * 60 + [SILENCE] * RULES.end_frames:
        stream.feed(frame)
    assert stream.urgency() is Urgency.FINAL
