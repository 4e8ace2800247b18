"""The files that the models under sherpa-onnx are loaded from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.core.models import Option

    Options: TypeAlias = Mapping[str, Option]
    """More arguments of a constructor."""


@dataclass(frozen=True, slots=True)
class MoonshineFiles:
    """The three files of a Moonshine model."""

    encoder: Path
    decoder: Path
    tokens: Path


@dataclass(frozen=True, slots=True)
class TransducerFiles:
    """The files of a transducer; with `bpe_vocabulary`, terms can be cut into word pieces."""

    encoder: Path
    decoder: Path
    joiner: Path
    tokens: Path
    bpe_vocabulary: Path | None = None


@dataclass(frozen=True, slots=True)
class ParaformerFiles:
    """The three files of a Paraformer that streams."""

    encoder: Path
    decoder: Path
    tokens: Path


@dataclass(frozen=True, slots=True)
class QwenFiles:
    """The three graphs of Qwen3-ASR, and the folder with its tokenizer."""

    conv_frontend: Path
    encoder: Path
    decoder: Path
    tokenizer: Path
