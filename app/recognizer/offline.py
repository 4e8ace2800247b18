"""Models that hear a line as a whole, under sherpa-onnx.

sherpa-onnx ends the process (`exit(-1)`, with a line on standard error) when a file is not the
model it was taken for; what it can tell of, it raises as RuntimeError.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import sherpa_onnx

from app.recognizer.audio import RATE_HZ, Samples
from app.recognizer.decoder import Heard, Wish

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.models import Option

# Below 0.1 s the encoder reports an error on stderr; below 0.3 s it invents words.
SHORTEST_SAMPLES: Final = RATE_HZ * 3 // 10
# The model is trained on speech near this level and does worse on quiet recordings.
_LEVEL_RMS: Final = 0.25
_SOFTEST_RMS: Final = 1e-4


@dataclass(frozen=True, slots=True)
class MoonshineFiles:
    """The three files a Moonshine model is loaded from."""

    encoder: Path
    decoder: Path
    tokens: Path


class MoonshineDecoder:
    """One loaded model, shared by all streams; it keeps no state between calls."""

    def __init__(self, recognizer: sherpa_onnx.OfflineRecognizer, language: str) -> None:
        self._recognizer = recognizer
        self._language = language

    @classmethod
    def load(
        cls, files: MoonshineFiles, language: str, options: dict[str, Option]
    ) -> MoonshineDecoder:
        """Load the weights (about half a second). Raises RuntimeError when they do not load."""
        return cls(
            sherpa_onnx.OfflineRecognizer.from_moonshine_v2(
                encoder=str(files.encoder),
                decoder=str(files.decoder),
                tokens=str(files.tokens),
                # A second thread makes it slower on two cores (measured: 369 against 268 ms).
                **{"num_threads": 1, **options},
            ),
            language,
        )

    def decode(self, samples: Samples, wish: Wish) -> Heard:  # noqa: ARG002  # it has no choice
        """Return what `samples` say; nothing when there is too little to decode."""
        if len(samples) < SHORTEST_SAMPLES:
            return Heard("")
        stream = self._recognizer.create_stream()
        stream.accept_waveform(RATE_HZ, levelled(samples))
        self._recognizer.decode_stream(stream)
        return Heard(stream.result.text.strip(), self._language)


def levelled(samples: Samples) -> Samples:
    """Scale to the level the model knows; what would leave [-1, 1] is clipped."""
    rms = float(np.sqrt(np.mean(np.square(samples))))
    scaled: Samples = samples * np.float32(_LEVEL_RMS / max(rms, _SOFTEST_RMS))
    return scaled.clip(-1, 1)
