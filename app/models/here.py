"""What this computer has to recognise speech with."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

from app.core.advice import ThisComputer
from app.models.catalogue import shipped
from app.models.store import Store
from app.storage.speeds import SpeedStore

if TYPE_CHECKING:
    from app.storage.paths import Paths


def look_around(paths: Paths, locale: str) -> ThisComputer:
    """Return which models can be had, are here and were measured. Reads a few small files."""
    store = Store(paths.models, shipped())
    at_hand = tuple(state.model for state in store.states() if state.is_at_hand)
    return ThisComputer(store.models, at_hand, speeds_of(paths).load(), locale)


def speeds_of(paths: Paths) -> SpeedStore:
    """Return where the speeds of models on this computer are kept."""
    machine = f"{platform.node()}, {platform.machine()}, {os.cpu_count()} processors"
    return SpeedStore(paths.speeds, machine)
