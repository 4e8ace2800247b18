"""One plan, and the attempts to reach its engine."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.session.peer import Peer
from app.session.reconnect import Efforts

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.ring import Ring
    from app.core.cost import Meter
    from app.session.plan import Plan


@dataclass(frozen=True, slots=True)
class Tools:
    """What every wire session of a session works with."""

    ring: Ring
    clock: Callable[[], float]
    chance: Callable[[], float]  # 0…1
    wake: Callable[[], None]
    new_line: Callable[[], int]
    shown: Callable[[int], int]  # characters of a line
    meter: Meter | None


@dataclass(slots=True, eq=False)
class Caller:
    """One plan, and the attempts to reach its engine."""

    plan: Plan
    former: Plan | None = None  # to go back to if this one is of no use
    is_rollover: bool = False
    efforts: Efforts = field(default_factory=Efforts)
    due_s: float = -math.inf  # when to dial, if there is no peer; infinity: not any more
    peer: Peer | None = None

    @property
    def is_ready(self) -> bool:
        """Whether audio may flow."""
        return self.peer is not None and self.peer.takes_audio

    def dial(self, number: int, tools: Tools) -> None:
        """Make attempt `number`."""
        self.peer = Peer(self.plan, number, tools.clock, tools.wake, tools.new_line)
        self.peer.dial()

    def release(self, *, polite: bool) -> None:
        """Let go of the link, or of the attempt to get one."""
        peer, self.peer = self.peer, None
        if peer is not None:
            peer.release(polite=polite)
