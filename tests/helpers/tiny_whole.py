"""Stand-ins for SenseVoice and Qwen3-ASR, which hear a line as a whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np

from tests.helpers.tiny_graphs import (
    BOOL,
    FLOAT,
    INT32,
    INT64,
    MEL_BINS,
    QUIET_16_BIT,
    TONES_HZ,
    Graph,
    nemo_tone_weights,
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


_QWEN_WORDS: Final = ("Hello", " world", ".", " I", "你", "好", "。", "吗")
_QWEN_LANGUAGES: Final = ("English", "Chinese")
_QWEN_SPECIAL: Final = (
    "<|im_start|>",
    "<|im_end|>",
    "<|audio_start|>",
    "<|audio_end|>",
    "<|audio_pad|>",
    "<asr_text>",
)
_QWEN_SYMBOLS: Final = (
    *_QWEN_WORDS,
    "language",
    *(f" {language}" for language in _QWEN_LANGUAGES),
    "\n",
    *_QWEN_SPECIAL,
)
_QWEN_FRAMES: Final = 4
"""How many frames of audio a word takes."""
_CACHE: Final = (1, "M", 1, 2)


def qwen3(folder: Path, **more: object) -> ModelInfo:
    """Qwen3-ASR: 0.32 s of tone are a word; it tells its language unless it was told."""
    _qwen_front(folder)
    _qwen_decoder(folder)
    _qwen_tokenizer(folder / "tokenizer")
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


def _qwen_front(folder: Path) -> None:
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


def _qwen_decoder(folder: Path) -> None:
    """Write what says which word comes next; the cache keeps how long the prompt was."""
    size = len(_QWEN_SYMBOLS)
    graph = Graph()
    asr_text = _QWEN_SYMBOLS.index("<asr_text>")
    length = graph.op("Gather", graph.op("Shape", "input_ids"), graph.constant([1]))
    is_prompt = graph.op("Greater", length, graph.constant([1]))
    newest_id = graph.constant([-1])
    ids = graph.op("Reshape", "input_ids", newest_id)
    last = graph.op("Gather", ids, newest_id)
    is_told = graph.cast(graph.op("Equal", last, graph.constant([asr_text])), FLOAT)
    kept = graph.op("Reshape", "past_key_0", graph.constant([-1]))
    kept_length = graph.op("Gather", kept, graph.constant([0]))
    kept_told = graph.op("Gather", kept, graph.constant([1]))
    prompt = graph.op("Where", is_prompt, graph.cast(length, FLOAT), kept_length)
    told = graph.op("Where", is_prompt, is_told, kept_told)
    at = graph.op("Gather", "cache_position", graph.constant([-1]))
    at = graph.cast(at, FLOAT)
    step = graph.op("Add", graph.op("Sub", at, prompt), graph.floats([1]))
    untold = graph.op("Sub", graph.floats([1]), told)
    word = graph.op("Sub", step, graph.op("Mul", untold, graph.floats([3])))
    frame = graph.op("Mul", word, graph.floats([_QWEN_FRAMES]))
    frame = graph.cast(graph.op("Add", frame, graph.floats([2])), INT64)
    frames = graph.op("Gather", graph.op("Shape", "audio_features"), graph.constant([1]))
    newest = graph.op("Sub", frames, graph.constant([1]))
    inside = graph.op("Max", graph.op("Min", frame, newest), graph.constant([0]))
    loudness = graph.op("Gather", "audio_features", inside, axis=1)
    spoken = graph.op("Reshape", graph.op("ArgMax", loudness, axis=2), graph.constant([1]))
    is_over = graph.op("Greater", frame, newest)
    end = graph.constant([_QWEN_SYMBOLS.index("<|im_end|>")])
    text = graph.op("Where", is_over, end, spoken)
    whole = graph.op("ArgMax", graph.mean("audio_features", axis=1), axis=1, keepdims=0)
    is_chinese = graph.op("Greater", whole, graph.constant([3]))
    name = graph.op(
        "Where",
        is_chinese,
        graph.constant([_QWEN_SYMBOLS.index(" Chinese")]),
        graph.constant([_QWEN_SYMBOLS.index(" English")]),
    )
    heading = graph.op(
        "Concat",
        graph.constant([_QWEN_SYMBOLS.index("language")]),
        name,
        graph.constant([asr_text]),
        axis=0,
    )
    which = graph.cast(graph.op("Min", step, graph.floats([2])), INT64)
    is_heading = graph.op("Less", word, graph.floats([0]))
    token = graph.op("Where", is_heading, graph.op("Gather", heading, which), text)
    scores = graph.op("Gather", graph.floats(_CERTAIN * np.eye(size)), token)
    one = graph.constant([1])
    shape = graph.op("Concat", one, length, graph.constant([size]), axis=0)
    graph.op("Expand", graph.op("Unsqueeze", scores, graph.constant([0])), shape, to="logits")
    both = graph.op("Concat", prompt, told, axis=0)
    both = graph.op("Reshape", both, graph.constant([1, 1, 1, 2]))
    shape = graph.op("Concat", one, length, one, graph.constant([2]), axis=0)
    graph.op("Expand", both, shape, to="key_delta_0")
    graph.op("Expand", both, shape, to="value_delta_0")
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
            ("key_delta_0", FLOAT, [1, "S", 1, 2]),
            ("value_delta_0", FLOAT, [1, "S", 1, 2]),
        ],
        {},
    )


def _qwen_tokenizer(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    plain = {
        "".join(map(_byte_letter, symbol.encode())): number
        for number, symbol in enumerate(_QWEN_SYMBOLS)
        if symbol not in _QWEN_SPECIAL
    }
    special = {
        str(_QWEN_SYMBOLS.index(symbol)): {"content": symbol, "special": True}
        for symbol in _QWEN_SPECIAL
    }
    (folder / "vocab.json").write_text(json.dumps(plain), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    config = json.dumps({"added_tokens_decoder": special})
    (folder / "tokenizer_config.json").write_text(config, encoding="utf-8")


def _byte_letter(byte: int) -> str:
    """Return the letter that stands for a byte in the vocabularies of GPT-2 and its heirs."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    if byte in printable:
        return chr(byte)
    return chr(256 + [other for other in range(256) if other not in printable].index(byte))
