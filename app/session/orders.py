"""What other threads may ask of a session."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Source


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
    """End the line, in manual mode."""


Order: TypeAlias = Finish | Abort | Replace | Commit


class Orders:
    """Orders in the sequence they were given. `on_change` is called on the giver's thread."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._orders: deque[Order] = deque()

    def give(self, order: Order) -> None:
        self._orders.append(order)
        self._on_change()

    def take(self) -> Order | None:
        """Return the oldest order; None: there is none."""
        return self._orders.popleft() if self._orders else None
