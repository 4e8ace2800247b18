"""Stand-ins for models whose weights are not at hand: tiny graphs of the right shapes.

sherpa-onnx loads and runs them as it does the real ones; each understands a tone as one token of
its vocabulary. Every function writes a model's files and returns its record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from app.core.models import ModelInfo
from tests.helpers.tiny_graphs import (
    FLOAT,
    INT32,
    INT64,
    MEL_BINS,
    QUIET,
    QUIET_16_BIT,
    TONES_HZ,
    Graph,
    tone_weights,
    write_tokens,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from app.recognizer.audio import Samples
    from tests.helpers.tiny_graphs import Tensor

NEVER: Final = -1_000.0
STREAMING_WORDS: Final = ("▁HEL", "LO", "▁WORLD", "你", "好", "▁I", "▁SEE", "们")


TRANSDUCER_FILES: Final = {
    "encoder.onnx": "encoder",
    "decoder.onnx": "decoder",
    "joiner.onnx": "joiner",
    "tokens.txt": "tokens",
}


def record(runtime: str, files: Mapping[str, str], **more: object) -> ModelInfo:
    """Return a record; `files` leads from names to roles."""
    licence = {"name": "Apache-2.0", "url": "https://example.org/LICENSE", "commercial": "yes"}
    return msgspec.convert(
        {
            "id": f"tiny-{runtime}",
            "title": "Tiny",
            "runtime": runtime,
            "licence": licence,
            "files": [{"role": role, "name": name} for name, role in files.items()],
            "sources": [{"kind": "files", "url": "https://example.org/"}],
            **more,
        },
        ModelInfo,
    )


def never_twice(size: int, blank: int) -> Samples:
    """Return, for the last token, what it takes from each: the same one does not come again."""
    table = NEVER * np.eye(size, dtype=np.float32)
    table[blank, blank] = 0
    return table


def zipformer(folder: Path, **more: object) -> ModelInfo:
    """Zipformer 2 that streams, in chunks of 0.32 s."""
    states: list[Tensor] = [
        ("cached_key_0", FLOAT, [4, "N", 4]),
        ("cached_nonlin_attn_0", FLOAT, [1, "N", 4, 3]),
        ("cached_val1_0", FLOAT, [4, "N", 4]),
        ("cached_val2_0", FLOAT, [4, "N", 4]),
        ("cached_conv1_0", FLOAT, ["N", 4, 1]),
        ("cached_conv2_0", FLOAT, ["N", 4, 1]),
        ("embed_states", FLOAT, ["N", 128, 3, 19]),
        ("processed_lens", INT64, ["N"]),
    ]
    metadata: dict[str, str | int] = {
        "model_type": "zipformer2",
        "T": 45,
        "query_head_dims": 4,
        "value_head_dims": 4,
        "num_heads": 1,
    }
    return _zipformer(folder, states, metadata, more)


def old_zipformer(folder: Path, **more: object) -> ModelInfo:
    """Return the same of the first generation, to which the Chinese and English one belongs."""
    states: list[Tensor] = [
        ("cached_len_0", INT64, [1, "N"]),
        ("cached_avg_0", FLOAT, [1, "N", 4]),
        ("cached_key_0", FLOAT, [1, 4, "N", 4]),
        ("cached_val_0", FLOAT, [1, 4, "N", 2]),
        ("cached_val2_0", FLOAT, [1, 4, "N", 2]),
        ("cached_conv1_0", FLOAT, [1, "N", 4, 2]),
        ("cached_conv2_0", FLOAT, [1, "N", 4, 2]),
    ]
    metadata: dict[str, str | int] = {"model_type": "zipformer", "T": 39, "attention_dims": 4}
    return _zipformer(folder, states, metadata, more)


def _zipformer(
    folder: Path,
    states: Sequence[Tensor],
    metadata: Mapping[str, str | int],
    more: Mapping[str, object],
) -> ModelInfo:
    symbols = ("<blk>", *STREAMING_WORDS)
    size = len(symbols)
    graph = Graph()
    first = [graph.constant([at]) for at in (0, 32, 1)]
    heard = graph.op("Slice", "x", *first)
    frames = graph.mean(graph.op("Reshape", heard, graph.constant([0, 8, 4, MEL_BINS])), axis=2)
    loudness = graph.op("MatMul", frames, graph.floats(tone_weights()))
    before = graph.constant([0, 0, 1, 0, 0, 0])
    graph.op("Pad", loudness, before, graph.floats(QUIET), to="encoder_out")
    for name, _, _ in states:
        graph.op("Identity", name, to=f"new_{name}")
    graph.save(
        folder / "encoder.onnx",
        [("x", FLOAT, ["N", metadata["T"], MEL_BINS]), *states],
        [
            ("encoder_out", FLOAT, ["N", 8, size]),
            *((f"new_{name}", kind, shape) for name, kind, shape in states),
        ],
        {
            "encoder_dims": 4,
            "num_encoder_layers": 1,
            "cnn_module_kernels": 3,
            "left_context_len": 4,
            "decode_chunk_len": 32,
            **metadata,
        },
    )
    _stateless_decoder(folder, size)
    write_tokens(folder / "tokens.txt", symbols)
    return record("online-transducer", TRANSDUCER_FILES, **{"languages": ["zh", "en"], **more})


def spelling_zipformer(folder: Path, **more: object) -> ModelInfo:
    """Return the same with what its words are put together of, and with beam search."""
    zipformer(folder)
    pieces = [f"{word}\t{-number}\n" for number, word in enumerate(STREAMING_WORDS, start=1)]
    (folder / "bpe.vocab").write_text("".join(pieces), encoding="utf-8")
    files = {**TRANSDUCER_FILES, "bpe.vocab": "bpe-vocabulary"}
    settings = {"languages": ["zh", "en"], "takes_terms": True}
    return record("online-transducer", files, **{**settings, **more})


def _stateless_decoder(folder: Path, size: int) -> None:
    """Write the other two graphs of a Zipformer: what was said last, and what both say."""
    graph = Graph()
    last = graph.op("Gather", "y", graph.constant(1), axis=1)
    graph.op("Gather", graph.floats(never_twice(size, 0)), last, to="decoder_out")
    graph.save(
        folder / "decoder.onnx",
        [("y", INT64, ["N", 2])],
        [("decoder_out", FLOAT, ["N", size])],
        {"vocab_size": size, "context_size": 2},
    )
    graph = Graph()
    graph.op("Add", "encoder_out", "decoder_out", to="logit")
    graph.save(
        folder / "joiner.onnx",
        [("encoder_out", FLOAT, ["N", size]), ("decoder_out", FLOAT, ["N", size])],
        [("logit", FLOAT, ["N", size])],
        {"joiner_dim": size},
    )


def paraformer(folder: Path, **more: object) -> ModelInfo:
    """Paraformer that streams, in chunks of 0.6 s: 0.18 s of tone are a token."""
    symbols = ("<blank>", "<s>", "</s>", "hel@@", "lo", "world", "你", "好", "i", "see", "们")
    _paraformer_encoder(folder, vocabulary_size=len(symbols))
    _paraformer_decoder(folder)
    write_tokens(folder / "tokens.txt", symbols)
    files = {"encoder.onnx": "encoder", "decoder.onnx": "decoder", "tokens.txt": "tokens"}
    return record("online-paraformer", files, **{"languages": ["zh", "en"], **more})


def _paraformer_decoder(folder: Path) -> None:
    """Write what names the sounds, each only once; the cache keeps which came last."""
    tones = len(TONES_HZ)
    graph = Graph()
    first = [graph.constant(at) for at in ([0, 0], [1, 1], [1, 2])]
    last = graph.op("Squeeze", graph.op("Slice", "in_cache_0", *first), graph.constant([2]))
    loudest = graph.op("ArgMax", "acoustic_embeds", axis=2, keepdims=0)
    said = graph.op("Add", loudest, graph.constant(3))
    before = graph.op("Concat", graph.cast(last, INT64), said, axis=1)
    before = graph.op("Slice", before, *(graph.constant([at]) for at in (0, -1, 1)))
    is_same = graph.op("Equal", said, before)
    graph.op("Where", is_same, graph.constant(0), said, to="sample_ids")
    newest = graph.cast(graph.op("Gather", said, graph.constant([-1]), axis=1), FLOAT)
    newest = graph.op("Unsqueeze", newest, graph.constant([2]))
    graph.op("Expand", newest, graph.constant([1, tones, 10]), to="out_cache_0")
    graph.op("Identity", "acoustic_embeds", to="logits")
    graph.save(
        folder / "decoder.onnx",
        [
            ("enc", FLOAT, [1, "T", tones]),
            ("enc_len", INT32, [1]),
            ("acoustic_embeds", FLOAT, [1, "U", tones]),
            ("acoustic_embeds_len", INT32, [1]),
            ("in_cache_0", FLOAT, [1, tones, 10]),
        ],
        [
            ("logits", FLOAT, [1, "U", tones]),
            ("sample_ids", INT64, [1, "U"]),
            ("out_cache_0", FLOAT, [1, tones, 10]),
        ],
        {},
    )


def _paraformer_encoder(folder: Path, *, vocabulary_size: int) -> None:
    tones = len(TONES_HZ)
    graph = Graph()
    frames = graph.mean(graph.op("Reshape", "speech", graph.constant([0, -1, 7, 80])), axis=2)
    loudness = graph.op("MatMul", frames, graph.floats(tone_weights()), to="enc")
    loudest = graph.op("ReduceMax", loudness, axes=[2], keepdims=0)
    is_tone = graph.op("Greater", loudest, graph.floats(QUIET_16_BIT))
    graph.op("Where", is_tone, graph.floats(0.35), graph.floats(0), to="alphas")
    graph.op("Identity", "speech_lengths", to="enc_len")
    graph.save(
        folder / "encoder.onnx",
        [("speech", FLOAT, [1, "T", 560]), ("speech_lengths", INT32, [1])],
        [("enc", FLOAT, [1, "T", tones]), ("enc_len", INT32, [1]), ("alphas", FLOAT, [1, "T"])],
        {
            "vocab_size": vocabulary_size,
            "lfr_window_size": 7,
            "lfr_window_shift": 6,
            "encoder_output_size": tones,
            "decoder_num_blocks": 1,
            "decoder_kernel_size": 11,
            "neg_mean": ",".join(["0"] * 560),
            # sherpa-onnx multiplies by the root of encoder_output_size.
            "inv_stddev": ",".join([str(tones**-0.5)] * 560),
        },
    )
