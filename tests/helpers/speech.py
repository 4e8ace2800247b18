"""A stretch of real speech for end-to-end tests, and whether it was understood."""

from collections.abc import Sequence
from pathlib import Path

import jiwer
import soundfile

from tests.helpers.readtext import words
from tests.helpers.recordings import recording

OPENING = words(
    "It was the best of times, it was the worst of times, it was the age of wisdom, "
    "it was the age of foolishness"
)
OPENING_S = 8.6
# A bound on the harness, not on the engine: what the engine gets right is the benchmark's matter.
WORD_ERRORS = 0.15


def write_opening(path: Path) -> Path:
    """The first sentences of two_cities, cut in a pause, and a second of silence."""
    samples, rate_hz = soundfile.read(recording("two_cities.wav"), dtype="int16")
    samples = samples[: round(OPENING_S * rate_hz)]
    with soundfile.SoundFile(path, "w", rate_hz, 1, "PCM_16") as target:
        target.write(samples)
        target.write(samples[:rate_hz] * 0)
    return path


def assert_heard(heard: Sequence[str]) -> None:
    """Nearly all words of the opening are there, in their order, and hardly any other."""
    assert jiwer.wer(" ".join(OPENING), " ".join(heard)) <= WORD_ERRORS, heard
