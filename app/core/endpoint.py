"""Where a wire session connects to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One server of the protocol. `bearer` is kept out of repr so that no log can leak it."""

    url: str  # ws:// or wss://, with path, without query
    model: str
    bearer: str = field(default="", repr=False)
