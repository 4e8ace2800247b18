"""Drives a FollowStream by hand, and a model of which every sample that it hears is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from app.recognizer.audio import RATE_HZ, Samples
from app.recognizer.decoder import Heard, Wish
from app.recognizer.lines import FRAME_SAMPLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.recognizer.decoder import Follower
    from app.recognizer.events import LineEvent
    from app.recognizer.follow import FollowStream

_LOUD: Final = 1e-3
_CHUNK: Final = RATE_HZ * 32 // 100


class LoudIsSpeech:
    """A detector that takes everything but silence for speech."""

    def probability(self, frame: Samples) -> float:
        return float(np.abs(frame).max() > _LOUD)


class Reader:
    """Understands a chunk of 0.32 s as the next word of its script."""

    def __init__(self, script: Sequence[str]) -> None:
        self._script = script
        self.hearings: list[Reading] = []

    def open(self, wish: Wish) -> Reading:
        self.hearings.append(Reading(self._script, wish))
        return self.hearings[-1]


class Reading:
    """What one hearing was given."""

    def __init__(self, script: Sequence[str], wish: Wish) -> None:
        self._script = script
        self.wish = wish
        self.heard = np.zeros(0, np.float32)
        self.is_finished = False
        self._answer = Heard("")

    def feed(self, samples: Samples) -> Heard:
        assert not self.is_finished
        before = len(self.heard) // _CHUNK
        self.heard = np.concatenate([self.heard, samples])
        if len(self.heard) // _CHUNK > before:
            self._answer = Heard(self._text())
        return self._answer

    def finish(self) -> Heard:
        self.is_finished = True
        return Heard(self._text(more=1))

    def _text(self, more: int = 0) -> str:
        return "".join(self._script[: len(self.heard) // _CHUNK + more])


def frames(count: int, value: float = 0.5) -> Samples:
    """Return so many frames of speech, or with 0 of silence."""
    return np.full(count * FRAME_SAMPLES, value, np.float32)


def work(stream: FollowStream, model: Follower) -> list[LineEvent]:
    """Carry out all jobs that are due."""
    events: list[LineEvent] = []
    while (job := stream.take_job()) is not None:
        events += stream.done(job.perform(model), cost_s=0.01)
    return events


def hear(
    stream: FollowStream, model: Follower, audio: Samples, step: int = FRAME_SAMPLES
) -> list[LineEvent]:
    """Feed audio in steps, and carry out all jobs after each of them."""
    events: list[LineEvent] = []
    for at in range(0, len(audio), step):
        events += stream.feed(audio[at : at + step])
        events += work(stream, model)
    return events
