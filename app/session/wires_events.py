"""What becomes of a session's wire sessions, for the loop to tell and to act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from app.session.peer_events import Said

if TYPE_CHECKING:
    from app.core.errors import Problem


@dataclass(frozen=True, slots=True)
class Dialling:
    """An attempt is made to reach the engine while no other captions."""

    problem: Problem | None  # what came of the one before


@dataclass(frozen=True, slots=True)
class Preparing:
    """The engine is reached; the settings are being agreed on."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Audio goes to an engine, after none or another one."""

    engine_id: str


@dataclass(frozen=True, slots=True)
class Away:
    """No engine captions. The next attempt is due in so many seconds."""

    problem: Problem
    retry_in_s: float


@dataclass(frozen=True, slots=True)
class Dead:
    """No engine captions, and no attempt would help."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Warned:
    """Something is wrong, or different, and captions go on. `is_single`: it happens but once."""

    problem: Problem
    is_single: bool = True


@dataclass(frozen=True, slots=True)
class AllSaid:
    """The last words have come, or never will."""


WiresEvent: TypeAlias = Dialling | Preparing | Listening | Away | Dead | Warned | AllSaid | Said
