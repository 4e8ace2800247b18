"""A file of kept audio, for who knows of it without playing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Piece:
    """The audio from `begin_ms` to `end_ms`."""

    begin_ms: int
    end_ms: int
    path: Path
