"""What the commands of a terminal work with; main builds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from app.core.advice import ThisComputer
    from app.engine.keys import Keys
    from app.engine.local_process import LocalEngine
    from app.storage.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Kit:
    """`say` takes sentences for the person at the terminal."""

    here: ThisComputer
    local: LocalEngine
    keys: Keys
    ledger: Ledger
    library: Path
    now: Callable[[], datetime]  # with its time zone
    environ: Mapping[str, str]
    say: Callable[[str], None]
