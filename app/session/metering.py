"""What a session tells whoever counts what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.core.events import Metered


class Meter(Protocol):
    """Counts the audio that engines were sent. Pure; on the session's thread only."""

    def sent(self, engine_id: str, samples: int) -> Metered | None:
        """Count `samples` at 16 kHz; return what there is to tell, if anything."""

    def reported(self, engine_id: str, duration_s: float) -> Metered | None:
        """Take what the server counted since its wire session began: the last value counts."""
