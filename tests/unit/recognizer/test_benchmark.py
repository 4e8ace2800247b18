"""What is made of a model's speed."""

from __future__ import annotations

from itertools import count
from typing import NamedTuple

import numpy as np
import pytest

from app.recognizer.audio import RATE_HZ, Samples
from app.recognizer.benchmark import Costs, LoudIsSpeech, Verdict, hear, like_speech
from app.recognizer.decoder import Heard, Wish
from app.recognizer.lines import FRAME_SAMPLES, Rules
from app.recognizer.stream import LineStream

RULES = Rules.of(silence_ms=400, speech_probability=0.5)
SPEECH = like_speech(10)


class Slow:
    """A decoder that needs so many seconds for each second it hears, by its own clock."""

    def __init__(self, work: float) -> None:
        self._work = work
        self.now_s = 0.0

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        self.now_s += self._work * len(samples) / RATE_HZ
        return Heard("word")

    def clock(self) -> float:
        return self.now_s


def costs(work: float) -> Costs:
    slow = Slow(work)
    return hear(LineStream(LoudIsSpeech(), RULES), slow, SPEECH, slow.clock)


class Case(NamedTuple):
    """Seconds of work per second of speech, and of a partial."""

    partial_work: float
    final_work: float
    partial_s: float
    is_streaming: bool
    verdict: Verdict


CASES = {
    "fast": Case(0.2, 0.1, 0.05, False, Verdict.KEEPS_UP),
    "slow partials": Case(0.4, 0.2, 1.2, False, Verdict.FEWER_PARTIALS),
    "busy": Case(0.5, 0.5, 0.5, False, Verdict.FEWER_PARTIALS),
    "busier": Case(0.5, 0.75, 0.5, False, Verdict.FINALS_ONLY),
    "finals alone are too much": Case(0.1, 0.9, 0.5, False, Verdict.TOO_SLOW),
    "follows": Case(0.6, 0.1, 0.05, True, Verdict.KEEPS_UP),
    "follows too slowly": Case(0.9, 0.1, 0.05, True, Verdict.TOO_SLOW),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_verdict_follows_from_the_work(case: Case) -> None:
    partials = round(case.partial_work * 10 / case.partial_s)
    found = Costs(10, [case.partial_s] * partials, [case.final_work * 10])
    assert found.verdict(is_streaming=case.is_streaming) is case.verdict


def test_every_second_of_speech_is_decoded_for_its_final_once() -> None:
    found = costs(0.1)
    # Pauses are not decoded, and prepared finals that speech goes on after are decoded again.
    assert 0.06 <= found.final_work <= 0.15
    assert found.partial_work > found.final_work


def test_a_model_that_takes_longer_than_the_speech_is_too_slow() -> None:
    assert costs(1.5).verdict(is_streaming=False) is Verdict.TOO_SLOW


def test_nobody_waits_for_a_hopeless_model() -> None:
    found = costs(40.0)
    assert len(found.partials_s) + len(found.finals_s) <= 3
    assert found.verdict(is_streaming=False) is Verdict.TOO_SLOW


def test_what_is_generated_has_lines_and_pauses() -> None:
    detector = LoudIsSpeech()
    frames = SPEECH[: len(SPEECH) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    speech = [detector.probability(frame) for frame in frames]
    assert 0.6 <= float(np.mean(speech)) < 1
    assert float(np.abs(SPEECH).max()) <= 1


def test_a_model_is_asked_for_one_thing_at_a_time() -> None:
    slow = Slow(0.5)
    ticks = count()
    found = hear(LineStream(LoudIsSpeech(), RULES), slow, SPEECH, lambda: next(ticks) / 10)
    # Each job takes 0.1 s by this clock, and the next is not begun before it is over.
    assert len(found.partials_s) + len(found.finals_s) <= 10 / 0.1 + 2
