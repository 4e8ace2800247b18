"""Turns a stretch of speech into text with Moonshine tiny-en under sherpa-onnx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import sherpa_onnx

from app.recognizer.audio import RATE_HZ, Samples

if TYPE_CHECKING:
    from app.recognizer.models import ModelFiles

# Below 0.1 s the encoder reports an error on stderr; below 0.3 s it invents words.
SHORTEST_SAMPLES: Final = RATE_HZ * 3 // 10
# The model is trained on speech near this level and does worse on quiet recordings.
_LEVEL_RMS: Final = 0.25
_SOFTEST_RMS: Final = 1e-4


class Decoder(Protocol):
    """Whatever can write down speech. Called from one thread at a time, any thread."""

    def decode(self, samples: Samples) -> str:
        """Return the text of `samples`; blocks for the time it takes."""
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

    def decode(self, samples: Samples) -> str:
        """Return the text of `samples`; "" when there is too little to decode."""
        if len(samples) < SHORTEST_SAMPLES:
            return ""
        stream = self._recognizer.create_stream()
        stream.accept_waveform(RATE_HZ, levelled(samples))
        self._recognizer.decode_stream(stream)
        text: str = stream.result.text
        return text.strip()


def levelled(samples: Samples) -> Samples:
    """Scale to the level the model knows; what would leave [-1, 1] is clipped."""
    rms = float(np.sqrt(np.mean(np.square(samples))))
    scaled: Samples = samples * np.float32(_LEVEL_RMS / max(rms, _SOFTEST_RMS))
    return scaled.clip(-1, 1)
