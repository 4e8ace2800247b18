"""What a session tells whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.core.captions import Captions
    from app.core.events import SessionEvent


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an event became known here."""

    received_s: float  # time.perf_counter() when the reader thread had the message
    t_ms: int  # since the first sample of the session was released; 0 before that


class Sink(Protocol):
    """Whoever shows a session."""

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        """Take `event` and the captions after it. On the session's thread, which it holds up."""
