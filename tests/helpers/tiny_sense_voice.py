"""A stand-in for SenseVoice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from tests.helpers.tiny_graphs import (
    FLOAT,
    INT32,
    MEL_BINS,
    QUIET_16_BIT,
    TONES_HZ,
    Graph,
    tone_weights,
    write_tokens,
)
from tests.helpers.tiny_models import NEVER, record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.core.models import ModelInfo

SENSE_LANGUAGES: Final = ("zh", "en", "ja", "ko", "yue", "nospeech", "xx", "zz")
"""What the stand-in for SenseVoice takes each tone for, as the loudest of an utterance."""
SENSE_EMOTIONS: Final = (
    "HAPPY",
    "SAD",
    "ANGRY",
    "NEUTRAL",
    "FEARFUL",
    "DISGUSTED",
    "SURPRISED",
    "EMO_UNKNOWN",
)
_SENSE_WORDS: Final = ("▁hello", "▁wor", "ld", "你", "好", "。", "は", "이")
_SENSE_TAGS: Final = (*SENSE_LANGUAGES, *SENSE_EMOTIONS, "Speech", "withitn", "woitn")
_SENSE_SYMBOLS: Final = ("<unk>", *(f"<|{tag}|>" for tag in _SENSE_TAGS), *_SENSE_WORDS)
_LANGUAGE_IDS: Final = {"auto": 0, "zh": 3, "en": 4, "yue": 7, "ja": 11, "ko": 12}
_WITH_ITN: Final = 14
_WITHOUT_ITN: Final = 15
_CERTAIN: Final = -NEVER


def sense_voice(folder: Path, **more: object) -> ModelInfo:
    """SenseVoice: the loudest tone of an utterance is its language and its feeling, too."""
    graph = Graph()
    size = len(_SENSE_SYMBOLS)
    frames = graph.mean(graph.op("Reshape", "x", graph.constant([0, -1, 7, MEL_BINS])), axis=2)
    loudness = graph.op("MatMul", frames, graph.floats(tone_weights()))
    text = _sense_row(graph, loudness, _SENSE_WORDS, blank=QUIET_16_BIT)
    whole = graph.mean(loudness, axis=1)
    asked = np.zeros((16, size), np.float32)
    for language, number in _LANGUAGE_IDS.items():
        if language != "auto":
            asked[number, _sense_id(language)] = _CERTAIN
    heard = _sense_row(graph, whole, [f"<|{tag}|>" for tag in SENSE_LANGUAGES])
    written = np.zeros((16, size), np.float32)
    written[_WITH_ITN, _sense_id("withitn")] = _CERTAIN
    written[_WITHOUT_ITN, _sense_id("woitn")] = _CERTAIN
    tags = (
        graph.op("Add", heard, graph.op("Gather", graph.floats(asked), "language")),
        _sense_row(graph, whole, [f"<|{tag}|>" for tag in SENSE_EMOTIONS]),
        _sense_row(graph, whole, ["<|Speech|>"] * len(TONES_HZ)),
        graph.op("Gather", graph.floats(written), "text_norm"),
    )
    first = [graph.op("Unsqueeze", tag, graph.constant([1])) for tag in tags]
    graph.op("Concat", *first, text, axis=1, to="logits")
    graph.save(
        folder / "model.onnx",
        [
            ("x", FLOAT, ["N", "T", 7 * MEL_BINS]),
            ("x_length", INT32, ["N"]),
            ("language", INT32, ["N"]),
            ("text_norm", INT32, ["N"]),
        ],
        [("logits", FLOAT, ["N", "U", size])],
        {
            "vocab_size": size,
            "lfr_window_size": 7,
            "lfr_window_shift": 6,
            "normalize_samples": 0,
            "with_itn": _WITH_ITN,
            "without_itn": _WITHOUT_ITN,
            "neg_mean": ",".join(["0"] * 560),
            "inv_stddev": ",".join(["1"] * 560),
            **{f"lang_{language}": number for language, number in _LANGUAGE_IDS.items()},
        },
    )
    write_tokens(folder / "tokens.txt", _SENSE_SYMBOLS)
    files = {"model.onnx": "model", "tokens.txt": "tokens"}
    languages = ["zh", "yue", "en", "ja", "ko"]
    return record("sense-voice", files, **{"languages": languages, "has_emotion": True, **more})


def _sense_id(tag: str) -> int:
    return _SENSE_SYMBOLS.index(f"<|{tag}|>")


def _sense_row(graph: Graph, loudness: str, symbols: Sequence[str], *, blank: float = NEVER) -> str:
    """Add scores for all symbols: those of the tones, by how loud each tone is."""
    spread = np.zeros((len(TONES_HZ), len(_SENSE_SYMBOLS)), np.float32)
    bias = np.full(len(_SENSE_SYMBOLS), NEVER, np.float32)
    for number, symbol in enumerate(symbols):
        column = _SENSE_SYMBOLS.index(symbol)
        spread[number, column] = 1 / symbols.count(symbol)
        bias[column] = 0
    bias[0] = blank
    return graph.op("Add", graph.op("MatMul", loudness, graph.floats(spread)), graph.floats(bias))
