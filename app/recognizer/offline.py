"""Models that hear a line as a whole, under sherpa-onnx.

sherpa-onnx ends the process (`exit(-1)`, with a line on standard error) when a file is not the
model it was taken for; what it can tell of, it raises as RuntimeError.
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import sherpa_onnx

from app.core.emotion import Emotion
from app.core.languages import LANGUAGES, find
from app.recognizer.audio import RATE_HZ, Samples
from app.recognizer.decoder import Heard, Wish
from app.recognizer.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from app.recognizer.files import MoonshineFiles, Options, QwenFiles, TransducerFiles

# Below 0.1 s the encoders report an error on stderr; below 0.3 s Moonshine invents words.
SHORTEST_SAMPLES: Final = RATE_HZ * 3 // 10
# Moonshine is trained on speech near this level and does worse on quiet recordings.
_MOONSHINE_RMS: Final = 0.25
# Of recordings at -41 dBFS and less Parakeet was seen to write nothing at all.
_PARAKEET_RMS: Final = 0.1
_SOFTEST_RMS: Final = 1e-4

# SenseVoice is told its language when it is loaded: once for whatever is spoken, and once more for
# the language that somebody asked for first. Whoever asks for a third is heard without being told.
_MOST_FIXED_LANGUAGES: Final = 1
_NO_SPEECH: Final = "nospeech"
_EMOTIONS: Final = {
    "NEUTRAL": Emotion.NEUTRAL,
    "HAPPY": Emotion.HAPPY,
    "SURPRISED": Emotion.SURPRISED,
    "ANGRY": Emotion.ANGRY,
    "DISGUSTED": Emotion.DISGUSTED,
    "SAD": Emotion.SAD,
    "FEARFUL": Emotion.FEARFUL,
}

# Qwen3-ASR writes token by token; nobody says as many, and a model that got stuck says more.
_TOKENS_PER_S: Final = 10
_LEAST_TOKENS: Final = 24
# What it can keep in mind is 512 tokens: the sound and the text of the longest line, and this.
_MOST_TERM_BYTES: Final = 400
_CODES: Final = {language.english_name: language.code for language in LANGUAGES}


class MoonshineDecoder:
    """One loaded model, shared by all streams; it keeps no state between calls."""

    def __init__(self, recognizer: sherpa_onnx.OfflineRecognizer, languages: Sequence[str]) -> None:
        self._recognizer = recognizer
        self._languages = languages

    @classmethod
    def load(
        cls, files: MoonshineFiles, languages: Sequence[str], options: Options
    ) -> MoonshineDecoder:
        """Load the weights (about half a second). Raises RuntimeError when they do not load."""
        recognizer = sherpa_onnx.OfflineRecognizer.from_moonshine_v2(
            encoder=str(files.encoder),
            decoder=str(files.decoder),
            tokens=str(files.tokens),
            **options,
        )
        return cls(recognizer, languages)

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        """Return what `samples` say; nothing when there is too little to decode."""
        if len(samples) < SHORTEST_SAMPLES:
            return Heard("")
        result = _result(self._recognizer, levelled(samples, _MOONSHINE_RMS))
        text = result.text.strip()
        return Heard(text, spoken(text, self._languages, wish.language))


class ParakeetDecoder:
    """A NeMo transducer. It hears any of its languages and does not say which."""

    def __init__(self, recognizer: sherpa_onnx.OfflineRecognizer, languages: Sequence[str]) -> None:
        self._recognizer = recognizer
        self._languages = languages

    @classmethod
    def load(
        cls, files: TransducerFiles, languages: Sequence[str], options: Options
    ) -> ParakeetDecoder:
        """Load the weights. Raises RuntimeError when they do not load."""
        recognizer = sherpa_onnx.OfflineRecognizer.from_transducer(
            encoder=str(files.encoder),
            decoder=str(files.decoder),
            joiner=str(files.joiner),
            tokens=str(files.tokens),
            **options,
        )
        return cls(recognizer, languages)

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        """Return what `samples` say; nothing when there is too little to decode."""
        if len(samples) < SHORTEST_SAMPLES:
            return Heard("")
        result = _result(self._recognizer, levelled(samples, _PARAKEET_RMS))
        text = result.text.strip()
        return Heard(text, spoken(text, self._languages, wish.language))


class SenseVoiceDecoder:
    """SenseVoice, which also tells the language and the feeling of what it hears."""

    def __init__(
        self,
        recognizer: sherpa_onnx.OfflineRecognizer,
        languages: Sequence[str],
        load_for: Callable[[str], sherpa_onnx.OfflineRecognizer],
    ) -> None:
        self._recognizer = recognizer
        self._languages = languages
        self._load_for = load_for
        self._fixed: dict[str, sherpa_onnx.OfflineRecognizer] = {}

    @classmethod
    def load(
        cls, model: Path, tokens: Path, languages: Sequence[str], options: Options
    ) -> SenseVoiceDecoder:
        """Load the weights. Raises RuntimeError when they do not load."""
        load_for = partial(_load_sense_voice, model, tokens, options)
        return cls(load_for("auto"), languages, load_for)

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        """Return what `samples` say; nothing when there is too little to decode.

        Blocks longer the first time that a language is asked for.
        """
        if len(samples) < SHORTEST_SAMPLES:
            return Heard("")
        result = _result(self._recognizer_for(wish.language), samples)
        language = _tag(result.lang)
        if language == _NO_SPEECH:
            return Heard("")
        emotion = _EMOTIONS.get(_tag(result.emotion), Emotion.NONE)
        return Heard(result.text.strip(), language if find(language) else "", emotion)

    def _recognizer_for(self, language: str) -> sherpa_onnx.OfflineRecognizer:
        is_new = language in self._languages and language not in self._fixed
        if is_new and len(self._fixed) < _MOST_FIXED_LANGUAGES:
            self._fixed[language] = self._load_for(language)
        return self._fixed.get(language, self._recognizer)


class QwenDecoder:
    """Qwen3-ASR: a language model that reads the context and writes down what it hears."""

    def __init__(self, recognizer: sherpa_onnx.OfflineRecognizer, languages: Sequence[str]) -> None:
        self._recognizer = recognizer
        self._languages = languages

    @classmethod
    def load(cls, files: QwenFiles, languages: Sequence[str], options: Options) -> QwenDecoder:
        """Load the weights. Raises RuntimeError when they do not load."""
        recognizer = sherpa_onnx.OfflineRecognizer.from_qwen3_asr(
            conv_frontend=str(files.conv_frontend),
            encoder=str(files.encoder),
            decoder=str(files.decoder),
            tokenizer=str(files.tokenizer),
            **options,
        )
        return cls(recognizer, languages)

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        """Return what `samples` say; nothing when there is too little to decode."""
        if len(samples) < SHORTEST_SAMPLES:
            return Heard("")
        tokens = _LEAST_TOKENS + _TOKENS_PER_S * len(samples) // RATE_HZ
        options = {"max_new_tokens": str(tokens)}
        if terms := _fitting(wish.terms):
            options["hotwords"] = terms
        if (asked := find(wish.language)) and wish.language in self._languages:
            options["language"] = asked.english_name
        result = _result(self._recognizer, samples, options)
        # sherpa-onnx 2.0.1 keeps to itself which language the model heard.
        text = result.text.strip()
        told = _CODES.get(result.lang, "")
        return Heard(text, told or spoken(text, self._languages, wish.language))


def levelled(samples: Samples, level_rms: float) -> Samples:
    """Scale to the level a model knows; what would leave [-1, 1] is clipped."""
    rms = float(np.sqrt(np.mean(np.square(samples))))
    scaled: Samples = samples * np.float32(level_rms / max(rms, _SOFTEST_RMS))
    return scaled.clip(-1, 1)


def _fitting(terms: Sequence[str]) -> str:
    """Return as many of the first terms as fit, separated by commas."""
    listed = ""
    for term in terms:
        longer = f"{listed},{term}" if listed else term
        if len(longer.encode()) > _MOST_TERM_BYTES:
            break
        listed = longer
    return listed


def _load_sense_voice(
    model: Path, tokens: Path, options: Options, language: str
) -> sherpa_onnx.OfflineRecognizer:
    return sherpa_onnx.OfflineRecognizer.from_sense_voice(
        model=str(model), tokens=str(tokens), language=language, **{"use_itn": True, **options}
    )


def _result(
    recognizer: sherpa_onnx.OfflineRecognizer,
    samples: Samples,
    told: Mapping[str, str] = MappingProxyType({}),
) -> sherpa_onnx.OfflineRecognitionResult:
    stream = recognizer.create_stream()
    for key, value in told.items():
        stream.set_option(key, value)
    stream.accept_waveform(RATE_HZ, samples)
    recognizer.decode_stream(stream)
    return stream.result


def _tag(token: str) -> str:
    """Return "zh" of "<|zh|>"."""
    return token.strip("<|>")
