"""Builds the tiny ONNX graphs of the stand-in models, and the tones that they take for speech."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from app.recognizer.audio import RATE_HZ, Samples

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

BOOL: Final = int(TensorProto.BOOL)
FLOAT: Final = int(TensorProto.FLOAT)
INT32: Final = int(TensorProto.INT32)
INT64: Final = int(TensorProto.INT64)
TONES_HZ: Final = (250, 450, 700, 1_050, 1_500, 2_100, 2_900, 4_000)
MEL_BINS: Final = 80
# Log energies: a tone's own mel bins stand well above this, its neighbours and silence well below.
QUIET: Final = -4.0
# The same where the features are made of 16-bit samples.
QUIET_16_BIT: Final = QUIET + 2 * float(np.log(32_768))

Tensor: TypeAlias = "tuple[str, int, Sequence[int | str]]"
"""Name, type and shape of an input or output."""


def tone(index: int, duration_s: float = 0.32) -> Samples:
    """Return what the stand-ins understand as token `index`."""
    at_s = np.arange(round(RATE_HZ * duration_s)) / RATE_HZ
    return (0.3 * np.sin(2 * np.pi * TONES_HZ[index] * at_s)).astype(np.float32)


def silence(duration_s: float) -> Samples:
    """Return what no stand-in understands anything in."""
    return np.zeros(round(RATE_HZ * duration_s), np.float32)


def tone_weights(bins: int = MEL_BINS) -> Samples:
    """Return, for each mel bin, its share in each tone: features times this is loudness by tone."""
    return _weights(_kaldi_mel, bins, 20, 7_600)


def nemo_tone_weights(bins: int) -> Samples:
    """Return the same for the features of NeMo and Whisper."""
    return _weights(_slaney_mel, bins, 0, 8_000)


def _weights(
    mel: Callable[[Samples], Samples], bins: int, low_hz: float, high_hz: float
) -> Samples:
    low, high = mel(np.array([low_hz, high_hz], np.float32))
    edges = np.linspace(low, high, bins + 2)[1:-1]
    far = np.abs(edges[:, None] - mel(np.array(TONES_HZ, np.float32))[None])
    near: Samples = (far < 1.2 * (edges[1] - edges[0])).astype(np.float32)
    share: Samples = near / near.sum(axis=0)
    return share


def _kaldi_mel(hz: Samples) -> Samples:
    return 1_127 * np.log1p(hz / 700)


def _slaney_mel(hz: Samples) -> Samples:
    above = 15 + 27 * np.log(np.maximum(hz, 1_000) / 1_000) / np.log(6.4)
    return np.where(hz < 1_000, hz * 3 / 200, above).astype(np.float32)


class Graph:
    """One graph that grows; every operation returns the name of its output."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, value: object, dtype: type = np.int64) -> str:
        """Add a constant."""
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def floats(self, value: object) -> str:
        """Add a constant of floats."""
        return self.constant(value, np.float32)

    def op(self, kind: str, *inputs: str, to: str = "", **attributes: Any) -> str:
        """Add an operation, whose output is called `to` if that matters."""
        return self._add(kind, inputs, to, attributes)

    def cast(self, tensor: str, kind: int) -> str:
        """Add a conversion to another type."""
        return self._add("Cast", (tensor,), "", {"to": kind})

    def mean(self, tensor: str, *, axis: int) -> str:
        """Add a mean that drops the axis."""
        return self.op("ReduceMean", tensor, axes=[axis], keepdims=0)

    def _add(
        self, kind: str, inputs: tuple[str, ...], to: str, attributes: Mapping[str, Any]
    ) -> str:
        output = to or f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def save(
        self,
        path: Path,
        inputs: Sequence[Tensor],
        outputs: Sequence[Tensor],
        metadata: Mapping[str, object],
    ) -> None:
        """Write the model."""
        graph = helper.make_graph(
            self._nodes,
            "tiny",
            [helper.make_tensor_value_info(*tensor) for tensor in inputs],
            [helper.make_tensor_value_info(*tensor) for tensor in outputs],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        helper.set_model_props(model, {key: str(value) for key, value in metadata.items()})
        onnx.checker.check_model(model)
        path.write_bytes(model.SerializeToString())


def write_tokens(path: Path, symbols: Sequence[str]) -> None:
    """Write a vocabulary."""
    lines = [f"{symbol} {number}\n" for number, symbol in enumerate(symbols)]
    path.write_text("".join(lines), encoding="utf-8")
