"""What the engine at the other end of one link did, in the session's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from app.core.errors import Problem
    from app.core.events import LineEvent


@dataclass(frozen=True, slots=True)
class Connected:
    """The link is up; the settings are being agreed on."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Audio may flow."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something about a line."""

    event: LineEvent
    received_s: float | None


@dataclass(frozen=True, slots=True)
class Used:
    """The server's count of the audio of this wire session."""

    duration_s: float


@dataclass(frozen=True, slots=True)
class Complained:
    """Something the engine did or said is wrong; it goes on."""

    problem: Problem
    is_line_lost: bool = False  # the final of one line will not come


@dataclass(frozen=True, slots=True)
class ContextRefused:
    """The engine may go on without the context. `is_up`: it does."""

    problem: Problem
    is_up: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """There is no use in this peer any more.

    `is_up`: its link still stands; `is_regular`: it said good-bye without being asked.
    """

    problem: Problem
    is_up: bool = False
    is_regular: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """Every final has come."""


PeerEvent: TypeAlias = (
    Connected | Ready | Said | Used | Complained | ContextRefused | Lost | Finished
)
