"""What the commands of a terminal work with; main builds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    environ: Mapping[str, str]
    say: Callable[[str], None]
