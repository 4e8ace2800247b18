"""Models that hear speech as it comes, under sherpa-onnx.

As for the others, sherpa-onnx ends the process when a file is not the model it was taken for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import sherpa_onnx

from app.recognizer.audio import RATE_HZ, Samples
from app.recognizer.decoder import Heard, Wish
from app.recognizer.offline import spoken

if TYPE_CHECKING:
    from app.recognizer.files import Options, ParaformerFiles, TransducerFiles

# A model hears in chunks and looks ahead within them: two more of silence bring out the last word.
_TAIL_CHUNKS: Final = 2
_TAIL_STEP: Final = np.zeros(RATE_HZ // 10, np.float32)
_MOST_TAIL_STEPS: Final = 60
# What separates terms, and what would be read as a weight.
_NO_TERM: Final = re.compile(r"[/\n]|(?:^|\s)[:#@]")
_FIRST_PERSON: Final = re.compile(r"\bi\b")


@dataclass(frozen=True, slots=True)
class Traits:
    """What one model is like, as its record tells it."""

    languages: tuple[str, ...]
    has_case: bool
    """Without it a model writes all in capitals."""
    takes_terms: bool


class SherpaFollower:
    """One loaded model, shared by all streams; what it remembers of a line is in its `Hearing`."""

    def __init__(self, recognizer: sherpa_onnx.OnlineRecognizer, traits: Traits) -> None:
        self._recognizer = recognizer
        self._traits = traits

    @classmethod
    def load_transducer(
        cls, files: TransducerFiles, traits: Traits, options: Options
    ) -> SherpaFollower:
        """Load a Zipformer or a NeMo model. Raises RuntimeError when it does not load."""
        # Only beam search knows of terms.
        method = "modified_beam_search" if traits.takes_terms else "greedy_search"
        vocabulary = "" if files.bpe_vocabulary is None else str(files.bpe_vocabulary)
        recognizer = sherpa_onnx.OnlineRecognizer.from_transducer(
            tokens=str(files.tokens),
            encoder=str(files.encoder),
            decoder=str(files.decoder),
            joiner=str(files.joiner),
            bpe_vocab=vocabulary,
            decoding_method=method,
            **options,
        )
        return cls(recognizer, traits)

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
        return cls(recognizer, replace(traits, takes_terms=False))

    def open(self, wish: Wish) -> SherpaHearing:
        """Begin a line that knows nothing of those before."""
        terms = "/".join(term for term in wish.terms if not _NO_TERM.search(term))
        if terms and self._traits.takes_terms:
            stream = self._recognizer.create_stream(hotwords=terms)
        else:
            stream = self._recognizer.create_stream()
        language = spoken(self._traits.languages, wish)
        stream.set_option("language", language)  # which only those read that know many
        return SherpaHearing(self._recognizer, stream, language, has_case=self._traits.has_case)


class SherpaHearing:
    """One line. While nothing more was understood, the answer is the same object."""

    def __init__(
        self,
        recognizer: sherpa_onnx.OnlineRecognizer,
        stream: sherpa_onnx.OnlineStream,
        language: str,
        *,
        has_case: bool,
    ) -> None:
        self._recognizer = recognizer
        self._stream = stream
        self._has_case = has_case
        self._heard = Heard("", language)

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
        self._heard = replace(self._heard, text=text if self._has_case else lowered(text))

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
