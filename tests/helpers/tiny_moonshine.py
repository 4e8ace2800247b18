"""A stand-in for Moonshine in other shapes than those of the one whose weights are at hand."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

import numpy as np

from app.recognizer.audio import RATE_HZ
from tests.helpers.tiny_graphs import BOOL, FLOAT, INT64, TONES_HZ, Graph
from tests.helpers.tiny_models import NEVER, record

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.models import ModelInfo
    from app.recognizer.audio import Samples

_SYMBOLS: Final = (
    "<unk>",
    "<s>",
    "</s>",
    "▁Hello",
    "▁wor",
    "ld",
    ".",
    "▁I",
    "▁see",
    "▁you",
    "?",
)
_END: Final = 2
_FIRST_WORD: Final = 3
_HEADS: Final = 2
_LAYERS: Final = 3
_HOP: Final = 384
_WORD_FRAMES: Final = RATE_HZ * 32 // 100 / _HOP
_PARTS: Final = ("decoder.key", "decoder.value", "encoder.key", "encoder.value")


def moonshine(folder: Path, **more: object) -> ModelInfo:
    """Moonshine with a mask and three layers: 0.32 s of tone are a word."""
    _encoder(folder)
    _decoder(folder)
    lines = [
        f"{base64.b64encode(symbol.encode()).decode()} {number}\n"
        for number, symbol in enumerate(_SYMBOLS)
    ]
    (folder / "tokens.txt").write_text("".join(lines), encoding="ascii")
    files = {"encoder.onnx": "encoder", "decoder.onnx": "decoder", "tokens.txt": "tokens"}
    return record("moonshine", files, **{"languages": ["en"], "has_punctuation": True, **more})


def _waves() -> Samples:
    """Return a sine and a cosine of each tone, as kernels that find them."""
    at_s = np.arange(_HOP) / RATE_HZ
    angles = 2 * np.pi * np.array(TONES_HZ)[:, None] * at_s
    both = np.stack([np.sin(angles), np.cos(angles)], axis=1)
    kernels: Samples = both.reshape(-1, 1, _HOP).astype(np.float32)
    return kernels


def _encoder(folder: Path) -> None:
    tones = len(TONES_HZ)
    graph = Graph()
    sound = graph.op("Unsqueeze", "input_values", graph.constant([1]))
    found = graph.op("Conv", sound, graph.floats(_waves()), strides=[_HOP])
    power = graph.op("Mul", found, found)
    power = graph.op("Reshape", power, graph.constant([1, tones, 2, -1]))
    graph.op("Transpose", graph.mean(power, axis=2), perm=[0, 2, 1], to="last_hidden_state")
    graph.save(
        folder / "encoder.onnx",
        [("input_values", FLOAT, [1, "T"]), ("attention_mask", INT64, [1, "T"])],
        [("last_hidden_state", FLOAT, [1, "F", tones])],
        {},
    )


def _decoder(folder: Path) -> None:
    """Write what says the next word; how many were said is the length of the cache."""
    size = len(_SYMBOLS)
    graph = Graph()
    said = graph.op("Shape", "past_key_values.0.decoder.key")
    said = graph.cast(graph.op("Gather", said, graph.constant([2])), FLOAT)
    place = graph.op("Mul", said, graph.floats([_WORD_FRAMES]))
    frame = graph.cast(graph.op("Add", place, graph.floats([_WORD_FRAMES / 2])), INT64)
    frames = graph.op("Gather", graph.op("Shape", "encoder_hidden_states"), graph.constant([1]))
    newest = graph.op("Sub", frames, graph.constant([1]))
    here = graph.op("Gather", "encoder_hidden_states", graph.op("Min", frame, newest), axis=1)
    loudest = graph.op("Reshape", graph.op("ArgMax", here, axis=2), graph.constant([1]))
    word = graph.op("Add", loudest, graph.constant([_FIRST_WORD]))
    is_over = graph.op("Greater", frame, newest)
    token = graph.op("Where", is_over, graph.constant([_END]), word)
    scores = graph.op("Gather", graph.floats(-NEVER * np.eye(size)), token)
    graph.op("Unsqueeze", scores, graph.constant([0]), to="logits")
    one = graph.floats(np.zeros((1, _HEADS, 1, 4)))
    heard = graph.op("Concat", graph.constant([1, _HEADS]), frames, graph.constant([4]), axis=0)
    states = [f"{layer}.{part}" for layer in range(_LAYERS) for part in _PARTS]
    for state in states:
        past, present = f"past_key_values.{state}", f"present.{state}"
        if "decoder" in state:
            graph.op("Concat", past, one, axis=2, to=present)
        else:
            graph.op("Expand", one, heard, to=present)
    shape: list[int | str] = [1, _HEADS, "L", 4]
    graph.save(
        folder / "decoder.onnx",
        [
            ("encoder_attention_mask", INT64, [1, "R"]),
            ("input_ids", INT64, [1, 1]),
            ("encoder_hidden_states", FLOAT, [1, "F", len(TONES_HZ)]),
            *((f"past_key_values.{state}", FLOAT, shape) for state in states),
            ("use_cache_branch", BOOL, [1]),
        ],
        [
            ("logits", FLOAT, [1, 1, size]),
            *((f"present.{state}", FLOAT, shape) for state in states),
        ],
        {},
    )
