"""Whole streams of audio through every kind of model that sherpa-onnx runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from app.core.emotion import Emotion
from app.recognizer.decoder import Wish
from app.recognizer.events import LineClosed, LineEvent, LineHeard, LineOpened, LineWritten
from app.recognizer.lines import FRAME_SAMPLES, Rules
from app.recognizer.models import recogniser
from tests.helpers.following import LoudIsSpeech
from tests.helpers.tiny_graphs import silence, tone
from tests.helpers.tiny_models import paraformer, zipformer
from tests.helpers.tiny_nemo import nemotron, parakeet
from tests.helpers.tiny_sense_voice import sense_voice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.models import ModelInfo
    from app.recognizer.audio import Samples

    Make = Callable[[Path], ModelInfo]

RULES = Rules.of(silence_ms=400, speech_probability=0.5)


def words(*tones: int) -> Samples:
    return np.concatenate([tone(number, 0.36) for number in tones])


TALK = np.concatenate(
    [silence(0.5), words(0, 1, 2), silence(1.5), words(3, 4), silence(1.5), words(5, 6), silence(1)]
)


def events_of(make: Make, folder: Path, audio: Samples, wish: Wish) -> list[LineEvent]:
    """Feed audio frame by frame; the model answers at once. Then end what is open."""
    loaded: Any = recogniser(make(folder), folder, folder)  # with a stream for its own model
    model = loaded.load()
    stream = loaded.new_stream(LoudIsSpeech(), RULES, wish)
    events: list[LineEvent] = []

    def work() -> None:
        while (job := stream.take_job()) is not None:
            events.extend(stream.done(job.perform(model), cost_s=0.01))

    for at in range(0, len(audio), FRAME_SAMPLES):
        events += stream.feed(audio[at : at + FRAME_SAMPLES])
        work()
    events += stream.flush()
    work()
    assert stream.is_idle
    return events


@pytest.mark.parametrize(
    ("make", "texts"),
    [
        (zipformer, ["hello world", "你好", "I see"]),
        (paraformer, ["hello world", "你好", "I see"]),
        (nemotron, ["Hello world", "I", "see you"]),  # sherpa-onnx begins with no full stop
        (parakeet, ["Hello world", ". I", "see you"]),
        (sense_voice, ["Hello world", "你好", "は"]),
    ],
)
def test_lines_are_written_as_they_are_spoken(make: Make, texts: list[str], tmp_path: Path) -> None:
    events = events_of(make, tmp_path, TALK, Wish("en"))
    assert [event.text for event in events if isinstance(event, LineWritten)] == texts
    opened = [event.begin_ms for event in events if isinstance(event, LineOpened)]
    closed = [event.end_ms for event in events if isinstance(event, LineClosed)]
    assert opened == pytest.approx([500, 3_080, 5_300], abs=64)
    assert closed == pytest.approx([1_580, 3_800, 6_020], abs=64)
    heard = [event for event in events if isinstance(event, LineHeard)]
    assert {event.line for event in heard} == {1, 2, 3}
    for event in heard:
        assert texts[event.line - 1].startswith(event.settled)


@pytest.mark.parametrize("make", [zipformer, paraformer, nemotron, parakeet, sense_voice])
def test_a_line_that_is_ended_by_hand_has_all_that_was_said(make: Make, tmp_path: Path) -> None:
    events = events_of(make, tmp_path, words(0, 1, 2), Wish())
    assert isinstance(events[-2], LineClosed)
    assert isinstance(events[-1], LineWritten)
    assert events[-1].text.lower() == "hello world"


@pytest.mark.parametrize("make", [zipformer, paraformer, nemotron, sense_voice])
def test_silence_and_noise_too_soft_to_be_words_write_nothing(make: Make, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 0.002, 20 * 16_000).astype(np.float32)
    events = events_of(make, tmp_path, np.concatenate([silence(5), noise]), Wish())
    assert "".join(event.text for event in events if isinstance(event, LineWritten)) == ""


def test_the_language_and_the_feeling_of_each_line_are_told(tmp_path: Path) -> None:
    audio = np.concatenate([words(0), silence(1.5), words(4), silence(1.5)])
    events = events_of(sense_voice, tmp_path, audio, Wish())
    told = [
        (event.line, event.language, event.emotion)
        for event in events
        if isinstance(event, LineHeard | LineWritten)
    ]
    assert set(told) == {(1, "zh", Emotion.HAPPY), (2, "yue", Emotion.FEARFUL)}
    assert told[-1] == (2, "yue", Emotion.FEARFUL)


def test_the_feeling_of_a_short_line_is_not_that_of_the_line_before(tmp_path: Path) -> None:
    audio = np.concatenate([words(0, 0, 0), silence(0.7), words(4), silence(1)])
    events = events_of(sense_voice, tmp_path, audio, Wish())
    written = [event for event in events if isinstance(event, LineWritten)]
    assert [event.emotion for event in written] == [Emotion.HAPPY, Emotion.FEARFUL]
    assert [event.language for event in written] == ["zh", "yue"]
