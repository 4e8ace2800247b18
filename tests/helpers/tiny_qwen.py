"""A stand-in for Qwen3-ASR."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np

from tests.helpers.tiny_graphs import BOOL, FLOAT, INT64, TONES_HZ, Graph, nemo_tone_weights
from tests.helpers.tiny_models import NEVER, record

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.models import ModelInfo

_WORDS: Final = ("Hello", " world", ".", " I", "你", "好", "。", "吗")
_LANGUAGES: Final = ("English", "Chinese")
_SPECIAL: Final = (
    "<|im_start|>",
    "<|im_end|>",
    "<|audio_start|>",
    "<|audio_end|>",
    "<|audio_pad|>",
    "<asr_text>",
)
_SYMBOLS: Final = (
    *_WORDS,
    "language",
    *(f" {language}" for language in _LANGUAGES),
    "\n",
    *_SPECIAL,
)
_FRAMES: Final = 4
"""How many frames of audio a word takes."""
_TERM_BONUS: Final = 0.2
_CACHE: Final = (1, "M", 1, len(TONES_HZ))


def qwen3(folder: Path, *, is_stuck: bool = False, **more: object) -> ModelInfo:
    """Qwen3-ASR: 0.32 s of tone are a word, and one that its prompt lists is heard louder.

    It begins by saying the language, as the real one does unless it was told. One that is stuck
    says all it knows, again and again.
    """
    _front(folder)
    _decoder(folder, is_stuck=is_stuck)
    _tokenizer(folder / "tokenizer")
    files = {
        "conv_frontend.onnx": "conv-frontend",
        "encoder.onnx": "encoder",
        "decoder.onnx": "decoder",
        "tokenizer/merges.txt": "tokenizer",
        "tokenizer/tokenizer_config.json": "tokenizer",
        "tokenizer/vocab.json": "tokenizer",
    }
    settings = {"languages": ["zh", "en"], "takes_terms": True, "detects_language": True}
    return record("qwen3-asr", files, **{**settings, **more})


def _front(folder: Path) -> None:
    tones = len(TONES_HZ)
    graph = Graph()
    bins_first = graph.op("Transpose", "input_features", perm=[0, 2, 1])
    frames = graph.op("AveragePool", bins_first, kernel_shape=[8], strides=[8])
    weights = graph.floats(nemo_tone_weights(128))
    graph.op("MatMul", graph.op("Transpose", frames, perm=[0, 2, 1]), weights, to="conv_output")
    graph.save(
        folder / "conv_frontend.onnx",
        [("input_features", FLOAT, [1, "T", 128])],
        [("conv_output", FLOAT, [1, "A", tones])],
        {},
    )
    graph = Graph()
    graph.op("Identity", "conv_output", to="audio_features")
    graph.save(
        folder / "encoder.onnx",
        [("conv_output", FLOAT, [1, "A", tones]), ("feature_attention_mask", BOOL, [1, "A"])],
        [("audio_features", FLOAT, [1, "A", tones])],
        {},
    )


def _decoder(folder: Path, *, is_stuck: bool) -> None:
    """Write what says which word comes next; the cache keeps what the prompt was like."""
    size = len(_SYMBOLS)
    graph = Graph()
    length = graph.op("Gather", graph.op("Shape", "input_ids"), graph.constant([1]))
    is_prompt = graph.op("Greater", length, graph.constant([1]))
    told = _told(graph, is_prompt)
    listed = _listed(graph, is_prompt)
    step = _step(graph, is_prompt, length)
    untold = graph.op("Sub", graph.floats([1]), told)
    word = graph.op("Sub", step, graph.op("Mul", untold, graph.floats([3])))
    if is_stuck:
        text = graph.op("Mod", graph.cast(word, INT64), graph.constant([len(_WORDS)]))
    else:
        text = _heard(graph, word, listed)
    is_heading = graph.op("Less", word, graph.floats([0]))
    token = graph.op("Where", is_heading, _heading(graph, step), text)
    scores = graph.op("Gather", graph.floats(-NEVER * np.eye(size)), token)
    one = graph.constant([1])
    shape = graph.op("Concat", one, length, graph.constant([size]), axis=0)
    graph.op("Expand", graph.op("Unsqueeze", scores, graph.constant([0])), shape, to="logits")
    rest = graph.floats([0] * (len(TONES_HZ) - 2))
    counts = graph.op("Concat", graph.cast(length, FLOAT), told, rest, axis=0)
    shape = graph.op("Concat", one, length, one, one, axis=0)
    whole = graph.constant([1, 1, 1, -1])
    graph.op("Expand", graph.op("Reshape", counts, whole), shape, to="key_delta_0")
    graph.op("Expand", graph.op("Reshape", listed, whole), shape, to="value_delta_0")
    graph.save(
        folder / "decoder.onnx",
        [
            ("input_ids", INT64, [1, "S"]),
            ("audio_features", FLOAT, [1, "A", len(TONES_HZ)]),
            ("attention_mask", INT64, [1, "S"]),
            ("cache_position", INT64, ["S"]),
            ("past_key_0", FLOAT, _CACHE),
            ("past_value_0", FLOAT, _CACHE),
        ],
        [
            ("logits", FLOAT, [1, "S", size]),
            ("key_delta_0", FLOAT, [1, "S", 1, len(TONES_HZ)]),
            ("value_delta_0", FLOAT, [1, "S", 1, len(TONES_HZ)]),
        ],
        {},
    )


def _kept(graph: Graph, cache: str) -> str:
    """Add what the first place of a cache holds: there the prompt left it."""
    first = graph.op("Slice", cache, graph.constant([0]), graph.constant([1]), graph.constant([1]))
    return graph.op("Reshape", first, graph.constant([-1]))


def _step(graph: Graph, is_prompt: str, length: str) -> str:
    """Add how many tokens were said."""
    kept = graph.op("Gather", _kept(graph, "past_key_0"), graph.constant([0]))
    prompt = graph.op("Where", is_prompt, graph.cast(length, FLOAT), kept)
    at = graph.op("Gather", "cache_position", graph.constant([-1]))
    return graph.op("Add", graph.op("Sub", graph.cast(at, FLOAT), prompt), graph.floats([1]))


def _told(graph: Graph, is_prompt: str) -> str:
    """Add whether the prompt ends by saying the language."""
    ids = graph.op("Reshape", "input_ids", graph.constant([-1]))
    last = graph.op("Gather", ids, graph.constant([-1]))
    asr_text = graph.constant([_SYMBOLS.index("<asr_text>")])
    here = graph.cast(graph.op("Equal", last, asr_text), FLOAT)
    before = graph.op("Gather", _kept(graph, "past_key_0"), graph.constant([1]))
    return graph.op("Where", is_prompt, here, before)


def _listed(graph: Graph, is_prompt: str) -> str:
    """Add which words stand in the prompt."""
    ids = graph.op("Reshape", "input_ids", graph.constant([-1, 1]))
    words = graph.constant([list(range(len(_WORDS)))])
    here = graph.cast(graph.op("Equal", ids, words), FLOAT)
    here = graph.op("ReduceMax", here, axes=[0], keepdims=0)
    return graph.op("Where", is_prompt, here, _kept(graph, "past_value_0"))


def _heard(graph: Graph, word: str, listed: str) -> str:
    """Add the token of a word's place in the sound, or the end behind the sound's end."""
    frame = graph.op("Mul", word, graph.floats([_FRAMES]))
    frame = graph.cast(graph.op("Add", frame, graph.floats([_FRAMES // 2])), INT64)
    frames = graph.op("Gather", graph.op("Shape", "audio_features"), graph.constant([1]))
    newest = graph.op("Sub", frames, graph.constant([1]))
    inside = graph.op("Max", graph.op("Min", frame, newest), graph.constant([0]))
    loudness = graph.op("Gather", "audio_features", inside, axis=1)
    bonus = graph.op("Mul", listed, graph.floats(_TERM_BONUS))
    loudest = graph.op("ArgMax", graph.op("Add", loudness, bonus), axis=2)
    end = graph.constant([_SYMBOLS.index("<|im_end|>")])
    is_over = graph.op("Greater", frame, newest)
    return graph.op("Where", is_over, end, graph.op("Reshape", loudest, graph.constant([1])))


def _heading(graph: Graph, step: str) -> str:
    """Add the token before the text: the higher tones are Chinese."""
    whole = graph.op("ArgMax", graph.mean("audio_features", axis=1), axis=1, keepdims=0)
    names = [graph.constant([_SYMBOLS.index(f" {name}")]) for name in _LANGUAGES]
    is_chinese = graph.op("Greater", whole, graph.constant([3]))
    name = graph.op("Where", is_chinese, names[1], names[0])
    first = graph.constant([_SYMBOLS.index("language")])
    last = graph.constant([_SYMBOLS.index("<asr_text>")])
    heading = graph.op("Concat", first, name, last, axis=0)
    which = graph.cast(graph.op("Min", step, graph.floats([2])), INT64)
    return graph.op("Gather", heading, which)


def _tokenizer(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    plain = {
        "".join(map(_byte_letter, symbol.encode())): number
        for number, symbol in enumerate(_SYMBOLS)
        if symbol not in _SPECIAL
    }
    special = {
        str(_SYMBOLS.index(symbol)): {"content": symbol, "special": True} for symbol in _SPECIAL
    }
    (folder / "vocab.json").write_text(json.dumps(plain), encoding="utf-8")
    (folder / "merges.txt").write_text("H e\nHe l\nHel l\nHell o\n", encoding="utf-8")
    config = json.dumps({"added_tokens_decoder": special})
    (folder / "tokenizer_config.json").write_text(config, encoding="utf-8")


def _byte_letter(byte: int) -> str:
    """Return the letter that stands for a byte in the vocabularies of GPT-2 and its heirs."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    if byte in printable:
        return chr(byte)
    return chr(256 + [other for other in range(256) if other not in printable].index(byte))
