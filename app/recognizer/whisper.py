"""Whisper under faster-whisper (CTranslate2), an optional extra: many languages, and which it is.

The encoder takes less than the 30 s that Whisper was trained on. That makes partials possible: with
as much silence behind the speech as keeps the model from looping, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from app.recognizer.audio import RATE_HZ, Samples
from app.recognizer.chinese import in_script
from app.recognizer.decoder import Heard, Wish
from app.recognizer.guards import without_loop
from app.recognizer.words import join_words, split_words

if TYPE_CHECKING:
    from pathlib import Path

    from ctranslate2 import StorageView
    from ctranslate2.models import WhisperGenerationResult
    from faster_whisper import WhisperModel

SHORTEST_SAMPLES: Final = RATE_HZ * 3 // 10
_LONGEST_SAMPLES: Final = 30 * RATE_HZ
_PARTIAL_SAMPLES: Final = 8 * RATE_HZ
_FINAL_SAMPLES: Final = 20 * RATE_HZ
# Behind less silence than this the last words are told again and again.
_SILENCE_SAMPLES: Final = RATE_HZ * 12 // 10
# Digital silence before the first word, which no microphone has, costs that word now and then.
_FLOOR: Final = np.random.default_rng(0).normal(0, 3e-4, _LONGEST_SAMPLES).astype(np.float32)
_BEAM: Final = 5
# Nobody speaks faster than this; a model that got stuck does.
_TOKENS_PER_S: Final = 7.0
_MORE_TOKENS_PER_S: Final = {"zh": 10.0, "ja": 12.0, "ko": 12.0, "hi": 30.0, "th": 30.0}
_LEAST_TOKENS: Final = 16
# CTranslate2 stops at half of what it is given.
_LENGTH_PER_TOKEN: Final = 2
# What the model can write, the prompt included; CTranslate2 raises where this ends.
_MOST_POSITIONS: Final = 448
# What the model makes of noise, hum and music: probabilities of no speech of 0.56 to 0.93, words of
# a mean log probability of -1.06 and less. Of speech in pink noise at 5 dB: up to 0.66, with -1.9;
# one of both is never enough.
_MOST_NO_SPEECH: Final = 0.6
_DOUBTFUL: Final = -1.0
_MOST_NO_SPEECH_WHEN_STUCK: Final = 0.4
_LEAST_LOG_PROBABILITY: Final = -2.5
# How much likelier another language must be than the one that was spoken just before.
_LIKELY_WEIGHT: Final = 4.0
# And how much to be sure of it: short English lines were up to 5 times likelier to be in another,
# lines in most other languages 50 times and more.
_SURE_WEIGHT: Final = 20.0
_MOST_PROMPT_TOKENS: Final = 64
# Without it Chinese comes without punctuation. It says nothing that could be told again.
_PROMPTS: Final = {"zh": "，。"}
# Where Whisper calls a language otherwise than everybody else.
_CODES: Final = {"tl": "fil", "jw": "jv"}
_NAMES: Final = {code: name for name, code in _CODES.items()}


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    log_probability: float
    no_speech: float


class WhisperDecoder:
    """One loaded model, shared by all streams; it keeps no state between calls."""

    def __init__(self, model: WhisperModel) -> None:
        self._model = model
        self._tokens = model.hf_tokenizer

    @classmethod
    def load(cls, folder: Path) -> WhisperDecoder:
        """Load the weights (about half a second). Raises RuntimeError when they do not load."""
        from faster_whisper import WhisperModel  # noqa: PLC0415  # an optional extra

        # A second thread takes more CPU than it saves time (measured): see docs/ENGINE-NOTES.md.
        return cls(
            WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
            )
        )

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        """Return what `samples` say; nothing when there is too little to decode."""
        if len(samples) < SHORTEST_SAMPLES:
            return Heard("")
        context = _FINAL_SAMPLES if wish.is_final else _PARTIAL_SAMPLES
        encoded = self._encode(samples, context)
        language = self._language(encoded, wish)
        said = self._generate(encoded, language, len(samples), wish)
        words = split_words(said.text)
        kept = without_loop(words)
        if wish.is_final and len(kept) < len(words):
            # With more context it mostly does not get stuck.
            encoded = self._encode(samples, _LONGEST_SAMPLES)
            said = self._generate(encoded, language, len(samples), wish)
            words = split_words(said.text)
            kept = without_loop(words)
        code = _CODES.get(language, language)
        if _is_invented(said, is_stuck=len(kept) * 2 < len(words)):
            return Heard("", code)
        return Heard(in_script(join_words(kept), code, wish.script), code)

    def is_another_language(self, samples: Samples, language: str) -> bool:
        """Return whether the first seconds are surely not in `language`."""
        encoded = self._encode(samples[: _PARTIAL_SAMPLES - _SILENCE_SAMPLES], _PARTIAL_SAMPLES)
        token = f"<|{_NAMES.get(language, language)}|>"
        found = dict(self._model.model.detect_language(encoded)[0])
        return max(found.values()) > _SURE_WEIGHT * found.get(token, 0.0)

    def _encode(self, samples: Samples, context: int) -> StorageView:
        from ctranslate2 import StorageView  # noqa: PLC0415  # comes with faster-whisper

        length = max(context, len(samples) + _SILENCE_SAMPLES)
        padded = np.zeros(min(length, _LONGEST_SAMPLES), np.float32)
        heard = samples[: len(padded)]
        padded[: len(heard)] = heard + _FLOOR[: len(heard)]
        mel = self._model.feature_extractor(padded, padding=0)
        features = StorageView.from_array(np.ascontiguousarray(mel[np.newaxis], np.float32))
        return self._model.model.encode(features)

    def _language(self, encoded: StorageView, wish: Wish) -> str:
        """Return the language as Whisper calls it."""
        if wish.language:
            return _NAMES.get(wish.language, wish.language)
        likely = _NAMES.get(wish.likely_language, wish.likely_language)
        best, most = "en", 0.0
        for token, probability in self._model.model.detect_language(encoded)[0]:
            language = token.strip("<|>")
            weighed = probability * (_LIKELY_WEIGHT if language == likely else 1.0)
            if weighed > most:
                best, most = language, weighed
        return best

    def _generate(self, encoded: StorageView, language: str, count: int, wish: Wish) -> _Said:
        prompt = self._prompt(language, wish)
        pace = _MORE_TOKENS_PER_S.get(language, _TOKENS_PER_S)
        most_tokens = _LEAST_TOKENS + int(pace * count / RATE_HZ)
        max_length = _LENGTH_PER_TOKEN * most_tokens + len(prompt)
        (result,) = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=_BEAM if wish.is_final else 1,
            max_length=min(max_length, _LENGTH_PER_TOKEN * (_MOST_POSITIONS - len(prompt))),
            return_scores=True,
            return_no_speech_prob=True,
        )
        return self._said(result)

    def _said(self, result: WhisperGenerationResult) -> _Said:
        text = self._tokens.decode(result.sequences_ids[0])
        # The last character may have been cut in two.
        return _Said(text.strip().rstrip("\ufffd"), result.scores[0], result.no_speech_prob)

    def _prompt(self, language: str, wish: Wish) -> list[int]:
        said = _PROMPTS.get(language, "")
        if wish.terms:
            terms = wish.terms
            said = "，".join(terms) + "。" if language == "zh" else " " + ", ".join(terms) + "."
        before = self._tokens.encode(said, add_special_tokens=False).ids[:_MOST_PROMPT_TOKENS]
        names = ["startoftranscript", language, "transcribe", "notimestamps"]
        task = [self._token(name) for name in names]
        return [self._token("startofprev"), *before, *task] if before else task

    def _token(self, name: str) -> int:
        token = self._tokens.token_to_id(f"<|{name}|>")
        if token is None:
            raise ValueError(f"the model has no <|{name}|>")
        return token


def _is_invented(said: _Said, *, is_stuck: bool) -> bool:
    """Whether the model itself hardly believes that these words, or any, were spoken."""
    if is_stuck and said.no_speech > _MOST_NO_SPEECH_WHEN_STUCK:
        return True
    is_doubtful = said.log_probability < _DOUBTFUL and said.no_speech > _MOST_NO_SPEECH
    return is_doubtful or said.log_probability < _LEAST_LOG_PROBABILITY
