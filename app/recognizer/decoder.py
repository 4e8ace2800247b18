"""What a model can be asked, and Moonshine tiny-en under sherpa-onnx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import sherpa_onnx

from app.core.emotion import Emotion
from app.recognizer.audio import RATE_HZ, Samples

if TYPE_CHECKING:
    from app.recognizer.models import ModelFiles

# Below 0.1 s the encoder reports an error on stderr; below 0.3 s it invents words.
SHORTEST_SAMPLES: Final = RATE_HZ * 3 // 10
# The model is trained on speech near this level and does worse on quiet recordings.
_LEVEL_RMS: Final = 0.25
_SOFTEST_RMS: Final = 1e-4
_LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True)
class Wish:
    """How a stretch of speech is to be written down.

    `language` is a code, or empty for whatever the model hears. `terms` are names and words to
    expect. `is_final`: nothing comes after it, so it may take longer than what is soon replaced.
    """

    language: str = ""
    terms: tuple[str, ...] = ()
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What a model makes of a stretch of speech. `language` is empty if it does not tell."""

    text: str
    language: str = ""
    emotion: Emotion = Emotion.NONE


class Decoder(Protocol):
    """A model that hears a line as a whole. Called from one thread at a time, any thread."""

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        """Return what `samples` say; blocks for the time it takes."""
        ...


class Hearing(Protocol):
    """One line that a model hears as it comes. Called from one thread at a time, any thread."""

    def feed(self, samples: Samples) -> Heard:
        """Take more audio; return all that the line says so far."""
        ...

    def finish(self) -> Heard:
        """Return all that the line says; nothing may follow."""
        ...


class Follower(Protocol):
    """A model that hears speech as it comes. Called from one thread at a time, any thread."""

    def open(self, wish: Wish) -> Hearing:
        """Begin a line."""
        ...


class MoonshineDecoder:
    """One loaded model, shared by all streams; it keeps no state between calls."""

    def __init__(self, recognizer: sherpa_onnx.OfflineRecognizer) -> None:
        self._recognizer = recognizer

    @classmethod
    def load(cls, files: ModelFiles) -> MoonshineDecoder:
        """Load the weights (about half a second). Raises RuntimeError when they do not load."""
        # A second thread makes a decode slower on two cores (measured: 369 against 268 ms).
        return cls(
            sherpa_onnx.OfflineRecognizer.from_moonshine_v2(
                encoder=str(files.encoder),
                decoder=str(files.decoder),
                tokens=str(files.tokens),
                num_threads=1,
            )
        )

    def decode(self, samples: Samples, wish: Wish) -> Heard:  # noqa: ARG002  # it has no choice
        """Return what `samples` say; nothing when there is too little to decode."""
        if len(samples) < SHORTEST_SAMPLES:
            return Heard("")
        stream = self._recognizer.create_stream()
        stream.accept_waveform(RATE_HZ, levelled(samples))
        self._recognizer.decode_stream(stream)
        text: str = stream.result.text
        return Heard(text.strip(), _LANGUAGE)


def levelled(samples: Samples) -> Samples:
    """Scale to the level the model knows; what would leave [-1, 1] is clipped."""
    rms = float(np.sqrt(np.mean(np.square(samples))))
    scaled: Samples = samples * np.float32(_LEVEL_RMS / max(rms, _SOFTEST_RMS))
    return scaled.clip(-1, 1)
