"""What a damaged recording gives beside audio."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lost:
    """So many frames are damaged, and left out."""

    frames: int


class BrokenOffError(Exception):
    """A recording is damaged from here on."""
