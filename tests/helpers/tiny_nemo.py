"""Stand-ins for the transducers of NeMo: Nemotron, which streams, and Parakeet, which does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from tests.helpers.tiny_graphs import (
    FLOAT,
    INT32,
    INT64,
    QUIET,
    TONES_HZ,
    Graph,
    nemo_tone_weights,
    write_tokens,
)
from tests.helpers.tiny_models import NEVER, TRANSDUCER_FILES, never_twice, record

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.models import ModelInfo
    from app.recognizer.audio import Samples
    from tests.helpers.tiny_graphs import Tensor

_BINS: Final = 128
_SUBSAMPLING: Final = 8
_SHIFT: Final = 56
_WINDOW: Final = 65
_DURATIONS: Final = 5
_ENGLISH: Final = ("▁Hel", "lo", "▁world", ".", "▁I", "▁see", "▁you", "?")
_CHINESE: Final = ("你", "好", "世", "界", "。", "我", "们", "？")
_BLANK: Final = len(_ENGLISH + _CHINESE)
_SYMBOLS: Final = (*_ENGLISH, *_CHINESE, "<blk>")
_SIZE: Final = len(_SYMBOLS)


def nemotron(folder: Path, *, quiet: float = QUIET, **more: object) -> ModelInfo:
    """Nemotron 3.5 in chunks of 0.56 s: told Chinese it writes Chinese, otherwise English."""
    english, chinese = np.eye(_SIZE, dtype=np.float32)[None, :_BLANK].repeat(2, axis=0)
    tones = len(TONES_HZ)
    graph = Graph()
    by_prompt = graph.floats(np.stack([english[:tones], chinese[tones:], english[:tones]]))
    chosen = graph.op("Gather", by_prompt, "prompt_index", axis=0)
    start, end = graph.constant([0]), graph.constant([_SHIFT])
    heard = graph.op("Slice", "audio_signal", start, end, graph.constant([2]))
    said = graph.op("MatMul", _loudness(graph, heard), chosen)
    unsaid = np.full((3, _SIZE), NEVER, np.float32)
    unsaid[0, :tones] = unsaid[2, :tones] = unsaid[1, tones:_BLANK] = 0
    unsaid[:, _BLANK] = quiet
    bias = graph.op("Gather", graph.floats(unsaid[:, None]), "prompt_index", axis=0)
    graph.op("Transpose", graph.op("Add", said, bias), perm=[0, 2, 1], to="outputs")
    graph.op("Div", "length", graph.constant([_SUBSAMPLING]), to="encoded_lengths")
    graph.op("Identity", "cache_last_channel", to="cache_last_channel_next")
    graph.op("Identity", "cache_last_time", to="cache_last_time_next")
    graph.op("Identity", "cache_last_channel_len", to="cache_last_channel_len_next")
    caches: list[Tensor] = [
        ("cache_last_channel", FLOAT, ["N", 1, 2, 3]),
        ("cache_last_time", FLOAT, ["N", 1, 3, 2]),
        ("cache_last_channel_len", INT64, ["N"]),
    ]
    graph.save(
        folder / "encoder.onnx",
        [
            ("audio_signal", FLOAT, ["N", _BINS, _WINDOW]),
            ("length", INT64, ["N"]),
            *caches,
            ("prompt_index", INT64, ["N"]),
        ],
        [
            ("outputs", FLOAT, ["N", _SIZE, _SHIFT // _SUBSAMPLING]),
            ("encoded_lengths", INT64, ["N"]),
            *((f"{name}_next", kind, shape) for name, kind, shape in caches),
        ],
        {
            **_metadata(),
            "window_size": _WINDOW,
            "chunk_shift": _SHIFT,
            "cache_last_channel_dim1": 1,
            "cache_last_channel_dim2": 2,
            "cache_last_channel_dim3": 3,
            "cache_last_time_dim1": 1,
            "cache_last_time_dim2": 3,
            "cache_last_time_dim3": 2,
            "prompt_dictionary": '{"en-US": 0, "zh-CN": 1, "auto": 2}',
        },
    )
    _prediction(folder)
    _joiner(folder, durations=0)
    write_tokens(folder / "tokens.txt", _SYMBOLS)
    settings = {"id": "tiny-nemotron", "languages": ["en", "zh"], "has_punctuation": True}
    return record("online-transducer", TRANSDUCER_FILES, **{**settings, **more})


def parakeet(folder: Path, **more: object) -> ModelInfo:
    """Parakeet TDT."""
    tones = len(TONES_HZ)
    graph = Graph()
    spread = np.eye(_SIZE, dtype=np.float32)[:tones]
    bias = np.full(_SIZE, NEVER, np.float32)
    bias[:tones] = 0
    bias[_BLANK] = QUIET
    said = graph.op("MatMul", _loudness(graph, "audio_signal"), graph.floats(spread))
    said = graph.op("Add", said, graph.floats(bias))
    graph.op("Transpose", said, perm=[0, 2, 1], to="outputs")
    graph.op("Div", "length", graph.constant([_SUBSAMPLING]), to="encoded_lengths")
    graph.save(
        folder / "encoder.onnx",
        [("audio_signal", FLOAT, ["N", _BINS, "T"]), ("length", INT64, ["N"])],
        [("outputs", FLOAT, ["N", _SIZE, "U"]), ("encoded_lengths", INT64, ["N"])],
        {**_metadata(), "feat_dim": _BINS, "url": "tiny-tdt"},  # what tells a TDT model
    )
    _prediction(folder)
    _joiner(folder, durations=_DURATIONS)
    write_tokens(folder / "tokens.txt", _SYMBOLS)
    settings = {
        "languages": ["en", "de"],
        "has_punctuation": True,
        "options": {"model_type": "nemo_transducer"},
    }
    return record("offline-transducer", TRANSDUCER_FILES, **{**settings, **more})


def _metadata() -> dict[str, object]:
    return {
        "vocab_size": _BLANK,
        "subsampling_factor": _SUBSAMPLING,
        "normalize_type": "NA",
        "pred_rnn_layers": 1,
        "pred_hidden": 4,
    }


def _loudness(graph: Graph, features: str) -> str:
    """Add the loudness by tone of eight frames each: bins × frames become frames × tones."""
    size = [_SUBSAMPLING]
    frames = graph.op("AveragePool", features, kernel_shape=size, strides=size)
    weights = graph.floats(nemo_tone_weights(_BINS))
    return graph.op("MatMul", graph.op("Transpose", frames, perm=[0, 2, 1]), weights)


def _prediction(folder: Path) -> None:
    graph = Graph()
    said = graph.op("Gather", graph.floats(never_twice(_SIZE, _BLANK)), "targets")
    graph.op("Transpose", said, perm=[0, 2, 1], to="outputs")
    graph.op("Identity", "target_length", to="prednet_lengths")
    graph.op("Identity", "h", to="h_next")
    graph.op("Identity", "c", to="c_next")
    graph.save(
        folder / "decoder.onnx",
        [
            ("targets", INT32, ["N", "S"]),
            ("target_length", INT32, ["N"]),
            ("h", FLOAT, [1, "N", 4]),
            ("c", FLOAT, [1, "N", 4]),
        ],
        [
            ("outputs", FLOAT, ["N", _SIZE, "S"]),
            ("prednet_lengths", INT32, ["N"]),
            ("h_next", FLOAT, [1, "N", 4]),
            ("c_next", FLOAT, [1, "N", 4]),
        ],
        {},
    )


def _joiner(folder: Path, *, durations: int) -> None:
    """Write the graph that says what both say, and, if asked, to go on by one frame."""
    graph = Graph()
    both = graph.op("Add", "encoder_outputs", "decoder_outputs")
    both = graph.op("Transpose", both, perm=[0, 2, 1])
    if durations:
        one: Samples = np.eye(durations, dtype=np.float32)[1][None, None]
        both = graph.op("Concat", both, graph.floats(one), axis=2)
    graph.op("Unsqueeze", both, graph.constant([1]), to="outputs")
    graph.save(
        folder / "joiner.onnx",
        [("encoder_outputs", FLOAT, [1, _SIZE, 1]), ("decoder_outputs", FLOAT, [1, _SIZE, 1])],
        [("outputs", FLOAT, [1, 1, 1, _SIZE + durations])],
        {},
    )
