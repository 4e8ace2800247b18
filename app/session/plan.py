"""What a session is to do: with which engine, for how long it tries, and who stands in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.engine.catalog import EngineInfo
    from app.protocol.config import WireConfig
    from app.session.dialer import Dialer


@dataclass(frozen=True, slots=True)
class Plan:
    """One engine, how its wire sessions are set up, and who connects to it."""

    engine: EngineInfo
    config: WireConfig
    dialer: Dialer


@dataclass(frozen=True, slots=True)
class Fallback:
    """Who captions after `after_s` seconds without the main engine, until that is back."""

    plan: Plan
    after_s: float


class Patience(Enum):
    """How long a first connection is tried. Once a session has listened it never gives up."""

    KEEP_TRYING = "keep trying"  # somebody sees why it does not work and may change it
    FAIL_EARLY = "fail early"  # a script learns it at once
