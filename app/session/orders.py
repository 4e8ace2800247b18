"""What other threads may ask of a session."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Source
    from app.session.plan import Plan


@dataclass(frozen=True, slots=True)
class Finish:
    """Stop politely."""


@dataclass(frozen=True, slots=True)
class Abort:
    """Stop now."""


@dataclass(frozen=True, slots=True)
class Replace:
    """Listen to something else."""

    source: Source


@dataclass(frozen=True, slots=True)
class Commit:
    """End the line, in manual mode, before the sample `at`."""

    at: int


@dataclass(frozen=True, slots=True)
class Switch:
    """Caption with another engine or other settings."""

    plan: Plan


Order: TypeAlias = Finish | Abort | Replace | Commit | Switch


class Orders:
    """Orders in the sequence they were given. `on_change` is called on the giver's thread."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._orders: deque[Order] = deque()
        self._is_end_wanted = False

    @property
    def is_end_wanted(self) -> bool:
        """Whether the session was told to stop, even if nobody has taken that order yet."""
        return self._is_end_wanted

    def give(self, order: Order) -> None:
        self._is_end_wanted |= isinstance(order, Finish | Abort)
        self._orders.append(order)
        self._on_change()

    def take(self) -> Order | None:
        """Return the oldest order; None: there is none."""
        return self._orders.popleft() if self._orders else None
