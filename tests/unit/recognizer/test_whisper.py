"""Whisper base itself, where the extra is installed: what it hears, and what it does not invent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
import soxr

from app.models.carriers import carried_parts
from app.recognizer.audio import RATE_HZ
from app.recognizer.decoder import Linguist, Wish
from tests.helpers.models import WHISPER
from tests.helpers.recordings import recording

if TYPE_CHECKING:
    from pathlib import Path

    from app.recognizer.audio import Samples
    from app.recognizer.whisper import WhisperDecoder

pytest.importorskip("faster_whisper", reason="the extra multilingual is not installed")
PARTS = carried_parts(WHISPER)
pytestmark = pytest.mark.skipif(PARTS is None, reason="the weights are not installed")


@pytest.fixture(scope="module")
def decoder(tmp_path_factory: pytest.TempPathFactory) -> WhisperDecoder:
    """The model, put together of its parts."""
    from app.recognizer.whisper import WhisperDecoder  # noqa: PLC0415  # optional

    folder: Path = tmp_path_factory.mktemp("whisper")
    for name, parts in (PARTS or {}).items():
        with (folder / name).open("wb") as file:
            for part in parts:
                file.write(part.read_bytes())
    return WhisperDecoder.load(folder)


@pytest.fixture(scope="module")
def speech() -> Samples:
    """It was the best of times, it was the worst of times."""
    samples, rate_hz = soundfile.read(recording("two_cities.wav"), dtype="float32", always_2d=True)
    heard: Samples = soxr.resample(samples.mean(axis=1), rate_hz, RATE_HZ).astype(np.float32)
    return heard[: 5 * RATE_HZ]


@pytest.mark.parametrize("is_final", [False, True])
def test_english_is_written_down_and_recognised_as_such(
    decoder: WhisperDecoder, speech: Samples, *, is_final: bool
) -> None:
    heard = decoder.decode(speech, Wish(is_final=is_final))
    assert heard.language == "en"
    assert "it was the best of times" in heard.text.lower()


def test_the_language_that_is_asked_for_is_not_guessed(
    decoder: WhisperDecoder, speech: Samples
) -> None:
    assert decoder.decode(speech, Wish("fil")).language == "fil"


def test_terms_do_not_turn_up_where_nobody_says_them(
    decoder: WhisperDecoder, speech: Samples
) -> None:
    heard = decoder.decode(speech, Wish("en", terms=("Zimu", "Qwen"), is_final=True))
    assert "zimu" not in heard.text.lower()
    assert "it was the best of times" in heard.text.lower()


@pytest.mark.parametrize("language", ["", "en", "zh"])
@pytest.mark.parametrize("is_final", [False, True])
@pytest.mark.parametrize("level", [0.0, 1e-4, 3e-2])
def test_silence_and_hiss_say_nothing(
    decoder: WhisperDecoder, language: str, level: float, *, is_final: bool
) -> None:
    noise = np.random.default_rng(1).normal(0, 1, 2 * RATE_HZ) * level
    heard = decoder.decode(noise.astype(np.float32), Wish(language, is_final=is_final))
    assert heard.text == ""


class NeverSilent:
    """The model, which may not stop before it must."""

    def __init__(self, model: Any) -> None:
        self.encode = model.encode
        self._model = model

    def generate(self, encoded: Any, prompts: Any, **options: Any) -> Any:
        stop = 50_257
        return self._model.generate(encoded, prompts, suppress_tokens=[stop], **options)


def test_a_model_that_does_not_stop_is_stopped_where_its_memory_ends(
    decoder: WhisperDecoder, speech: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: Any = decoder._model
    monkeypatch.setattr(loaded, "model", NeverSilent(loaded.model))
    terms = tuple(f"शब्द{number}" for number in range(60))
    decoder.decode(np.resize(speech, 17 * RATE_HZ), Wish("hi", terms))


def test_too_little_to_hear_says_nothing(decoder: WhisperDecoder) -> None:
    assert decoder.decode(np.ones(100, np.float32), Wish()).text == ""


def test_a_language_is_told_from_another(decoder: WhisperDecoder, speech: Samples) -> None:
    assert isinstance(decoder, Linguist)
    assert decoder.is_another_language(speech, "zh")
    assert not decoder.is_another_language(speech, "en")
