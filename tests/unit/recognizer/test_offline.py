"""Models that hear a line as a whole, run by sherpa-onnx on graphs of their shapes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.core.emotion import Emotion
from app.recognizer.decoder import Decoder, Heard, Wish
from app.recognizer.models import recogniser
from app.recognizer.offline import SHORTEST_SAMPLES
from tests.helpers.tiny_graphs import silence, tone
from tests.helpers.tiny_moonshine import moonshine
from tests.helpers.tiny_nemo import parakeet
from tests.helpers.tiny_qwen import qwen3
from tests.helpers.tiny_sense_voice import SENSE_EMOTIONS, SENSE_LANGUAGES, sense_voice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.models import ModelInfo
    from app.recognizer.audio import Samples


def load(make: Callable[[Path], ModelInfo], folder: Path) -> Decoder:
    model: Decoder = recogniser(make(folder), folder, folder).load()  # type: ignore[assignment]  # no follower
    return model


def said(*tones: int) -> Samples:
    return np.concatenate([silence(0.2), *map(tone, tones), silence(0.2)])


@pytest.mark.parametrize("make", [sense_voice, parakeet, qwen3, moonshine])
def test_what_is_too_short_says_nothing(
    make: Callable[[Path], ModelInfo], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    model = load(make, tmp_path)
    capfd.readouterr()
    for samples in (0, 10, 800, SHORTEST_SAMPLES - 1):
        assert model.decode(np.zeros(samples, np.float32), Wish()) == Heard("")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("make", [sense_voice, parakeet])
def test_one_decode_leaves_nothing_behind_for_the_next(
    make: Callable[[Path], ModelInfo], tmp_path: Path
) -> None:
    model = load(make, tmp_path)
    alone = model.decode(said(3, 4), Wish())
    model.decode(said(0, 1, 2, 3), Wish())
    assert model.decode(said(3, 4), Wish()) == alone
    assert alone.text


# SenseVoice


def test_sense_voice_writes_words_and_chinese(tmp_path: Path) -> None:
    model = load(sense_voice, tmp_path)
    assert model.decode(said(0, 1, 2), Wish("en")).text == "hello world"
    assert model.decode(said(3, 4), Wish("en")).text == "你好"


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_sense_voice_tells_the_language_it_heard(tmp_path: Path, number: int) -> None:
    heard = load(sense_voice, tmp_path).decode(said(number), Wish())
    assert heard.text
    assert heard.language == SENSE_LANGUAGES[number]


def test_what_sense_voice_takes_for_no_speech_says_nothing(tmp_path: Path) -> None:
    heard = load(sense_voice, tmp_path).decode(said(SENSE_LANGUAGES.index("nospeech")), Wish())
    assert heard == Heard("")


def test_a_language_that_the_wire_does_not_know_is_not_told(tmp_path: Path) -> None:
    heard = load(sense_voice, tmp_path).decode(said(SENSE_LANGUAGES.index("xx")), Wish())
    assert heard.text
    assert heard.language == ""


@pytest.mark.parametrize(("number", "label"), list(enumerate(SENSE_EMOTIONS)))
def test_sense_voice_tells_the_feeling(tmp_path: Path, number: int, label: str) -> None:
    heard = load(sense_voice, tmp_path).decode(said(number), Wish("zh"))
    expected = Emotion.NONE if label == "EMO_UNKNOWN" else Emotion(label.lower())
    assert heard.emotion is expected


def test_all_seven_feelings_can_be_told() -> None:
    assert {label.lower() for label in SENSE_EMOTIONS} >= set(Emotion) - {Emotion.NONE}


def test_sense_voice_listens_for_the_language_that_was_asked_for(tmp_path: Path) -> None:
    model = load(sense_voice, tmp_path)
    assert model.decode(said(0), Wish("yue")).language == "yue"
    assert model.decode(said(0), Wish()).language == "zh"
    assert model.decode(said(0), Wish("yue")).language == "yue"


def test_another_language_asked_for_meanwhile_is_heard_without_being_told(tmp_path: Path) -> None:
    model = load(sense_voice, tmp_path)
    model.decode(said(0), Wish("yue"))
    assert model.decode(said(1), Wish("ja")).language == "en"


def test_a_language_sense_voice_does_not_know_is_heard_as_what_it_sounds_like(
    tmp_path: Path,
) -> None:
    assert load(sense_voice, tmp_path).decode(said(1), Wish("fr")).language == "en"


# Parakeet


def test_parakeet_writes_sentences(tmp_path: Path) -> None:
    heard = load(parakeet, tmp_path).decode(said(0, 1, 2, 3, 4, 5, 6, 7), Wish())
    assert heard == Heard("Hello world. I see you?")


def test_parakeet_says_the_language_asked_for_as_it_tells_none(tmp_path: Path) -> None:
    model = load(parakeet, tmp_path)
    assert model.decode(said(0, 1), Wish("de")).language == "de"
    assert model.decode(said(0, 1), Wish("zh")).language == ""


def test_parakeet_hears_a_quiet_recording_as_a_loud_one(tmp_path: Path) -> None:
    model = load(parakeet, tmp_path)
    assert model.decode(said(0, 1) * np.float32(0.001), Wish()).text == "Hello"


# Moonshine in other shapes, and Qwen3-ASR


def without_pauses(*tones: int) -> Samples:
    return np.concatenate([*map(tone, tones)])


def test_moonshine_takes_whatever_shapes_its_graphs_have(tmp_path: Path) -> None:
    model = load(moonshine, tmp_path)
    heard = model.decode(without_pauses(0, 1, 2, 3, 4, 5, 6, 7), Wish("zh"))
    assert heard == Heard("Hello world. I see you?", "en")


def test_qwen_writes_what_it_hears_without_the_words_around_it(tmp_path: Path) -> None:
    model = load(qwen3, tmp_path)
    assert model.decode(without_pauses(0, 1, 2), Wish()).text == "Hello world."
    assert model.decode(without_pauses(4, 5, 7), Wish()).text == "你好吗"


def test_qwen_is_told_the_language_and_then_says_it(tmp_path: Path) -> None:
    model = load(qwen3, tmp_path)
    told = model.decode(without_pauses(4, 5), Wish("zh"))
    assert told == Heard("你好", "zh")
    assert model.decode(without_pauses(4, 5), Wish("fr")).language == "zh"


def test_qwen_listens_for_the_terms(tmp_path: Path) -> None:
    model = load(qwen3, tmp_path)
    unclear = np.float32(0.9) * tone(0) + tone(3)
    assert model.decode(unclear, Wish()).text == "I"
    assert model.decode(unclear, Wish(terms=("Hello", "Zimu"))).text == "Hello"


def test_qwen_hears_on_however_many_terms_there_are(tmp_path: Path) -> None:
    model = load(qwen3, tmp_path)
    unclear = np.float32(0.9) * tone(0) + tone(3)
    wish = Wish(terms=("Hello", *(f"名字{number}" for number in range(1_000))))
    assert model.decode(unclear, wish).text == "Hello"


def test_a_qwen_that_got_stuck_is_stopped(tmp_path: Path) -> None:
    model = load(partial(qwen3, is_stuck=True), tmp_path)
    text = model.decode(tone(0, 2), Wish("en")).text
    assert 0 < text.count("Hello") <= (24 + 2 * 10) // 8 + 1
