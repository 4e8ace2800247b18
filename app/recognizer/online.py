"""Models that hear speech as it comes, under sherpa-onnx.

As for the others, sherpa-onnx ends the process when a file is not the model it was taken for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import sherpa_onnx

from app.recognizer.audio import RATE_HZ, Samples
from app.recognizer.decoder import Heard, Wish
from app.recognizer.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.recognizer.files import Options, ParaformerFiles, TransducerFiles

# A model hears in chunks and looks ahead within them: two more of silence bring out the last word.
_TAIL_CHUNKS: Final = 2
_TAIL_STEP: Final = np.zeros(RATE_HZ // 10, np.float32)
_MOST_TAIL_STEPS: Final = 60
# sherpa-onnx prints all terms if it cannot write one of them in a model's tokens, so it is given
# none of those: of Latin letters only words, and Chinese characters that are tokens.
_SPELT: Final = re.compile(r"[A-Za-z ]+")
_FIRST_PERSON: Final = re.compile(r"\bi\b")


@dataclass(frozen=True, slots=True)
class Traits:
    """What one model is like, as its record tells it."""

    languages: tuple[str, ...]
    has_case: bool
    """Without it a model writes all in capitals."""
    takes_terms: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens of a model, in which terms must be written to be listened for."""

    symbols: frozenset[str]
    spells: bool
    """Whether the model knows how its words are put together of pieces."""
    has_case: bool

    @classmethod
    def read(cls, tokens: Path, *, spells: bool, has_case: bool) -> Vocabulary:
        """Read lines of a token and its number."""
        lines = tokens.read_text(encoding="utf-8").splitlines()
        return cls(frozenset(line.rpartition(" ")[0] for line in lines), spells, has_case)

    def written(self, terms: Sequence[str]) -> str:
        """Return the terms that can be written, as sherpa-onnx wants them."""
        cased = (term if self.has_case else term.upper() for term in terms)
        return "/".join(term for term in cased if self._has(term))

    def _has(self, term: str) -> bool:
        others = _SPELT.sub("", term) if self.spells else term
        return bool(term.strip()) and all(character in self.symbols for character in others)


class SherpaFollower:
    """One loaded model, shared by all streams; what it remembers of a line is in its `Hearing`."""

    def __init__(
        self,
        recognizer: sherpa_onnx.OnlineRecognizer,
        traits: Traits,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self._recognizer = recognizer
        self._traits = traits
        self._vocabulary = vocabulary

    @classmethod
    def load_transducer(
        cls, files: TransducerFiles, traits: Traits, options: Options
    ) -> SherpaFollower:
        """Load a Zipformer or a NeMo model. Raises RuntimeError when it does not load."""
        spells = files.bpe_vocabulary is not None
        vocabulary = None
        if traits.takes_terms:
            vocabulary = Vocabulary.read(files.tokens, spells=spells, has_case=traits.has_case)
        recognizer = sherpa_onnx.OnlineRecognizer.from_transducer(
            tokens=str(files.tokens),
            encoder=str(files.encoder),
            decoder=str(files.decoder),
            joiner=str(files.joiner),
            bpe_vocab=str(files.bpe_vocabulary or ""),
            modeling_unit="cjkchar+bpe" if spells else "cjkchar",
            # Only beam search knows of terms.
            decoding_method="modified_beam_search" if traits.takes_terms else "greedy_search",
            **options,
        )
        return cls(recognizer, traits, vocabulary)

    @classmethod
    def load_paraformer(
        cls, files: ParaformerFiles, traits: Traits, options: Options
    ) -> SherpaFollower:
        """Load a Paraformer. Raises RuntimeError when it does not load."""
        recognizer = sherpa_onnx.OnlineRecognizer.from_paraformer(
            tokens=str(files.tokens),
            encoder=str(files.encoder),
            decoder=str(files.decoder),
            **options,
        )
        return cls(recognizer, traits)

    def open(self, wish: Wish) -> SherpaHearing:
        """Begin a line that knows nothing of those before."""
        terms = "" if self._vocabulary is None else self._vocabulary.written(wish.terms)
        if terms:
            stream = self._recognizer.create_stream(hotwords=terms)
        else:
            stream = self._recognizer.create_stream()
        # Only those read it that know many languages.
        is_known = wish.language in self._traits.languages
        stream.set_option("language", wish.language if is_known else "")
        return SherpaHearing(self._recognizer, stream, self._traits, wish.language)


class SherpaHearing:
    """One line."""

    def __init__(
        self,
        recognizer: sherpa_onnx.OnlineRecognizer,
        stream: sherpa_onnx.OnlineStream,
        traits: Traits,
        language: str,
    ) -> None:
        self._recognizer = recognizer
        self._stream = stream
        self._traits = traits
        self._language = language
        self._heard = Heard("")

    def feed(self, samples: Samples) -> Heard:
        """Take more audio; return all that the line says so far."""
        if self._decode(samples):
            self._read()
        return self._heard

    def finish(self) -> Heard:
        """Return all that the line says; nothing may follow."""
        chunks = 0
        for _ in range(_MOST_TAIL_STEPS):
            chunks += self._decode(_TAIL_STEP)
            if chunks >= _TAIL_CHUNKS:
                break
        self._read()
        return self._heard

    def _read(self) -> None:
        text = self._recognizer.get_result(self._stream).strip()
        text = text if self._traits.has_case else lowered(text)
        self._heard = Heard(text, spoken(text, self._traits.languages, self._language))

    def _decode(self, samples: Samples) -> int:
        """Take more audio; return how many chunks it completed."""
        self._stream.accept_waveform(RATE_HZ, samples)
        chunks = 0
        while self._recognizer.is_ready(self._stream):
            self._recognizer.decode_stream(self._stream)
            chunks += 1
        return chunks


def lowered(text: str) -> str:
    """Write small what a model without case wrote in capitals: nobody is shouting."""
    return _FIRST_PERSON.sub("I", text.lower())
