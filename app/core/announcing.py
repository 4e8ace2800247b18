"""Which finished lines a screen reader is given: politely, and never late.

A screen reader keeps no word of when it is done: how long it speaks is reckoned. While it speaks,
the newest line waits and replaces the one that waited; one that has become old is not read at all,
as the voice in the room has gone on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from app.core.textlayout import is_wide

OLD_S: Final = 1.5
# How fast screen readers speak to people who are used to them: about 300 words, or 420 Chinese
# characters, a minute.
_LATIN_CPS: Final = 25.0
_WIDE_CPS: Final = 7.0


@dataclass(frozen=True, slots=True)
class Announcing:
    """What is being said until `busy_until_s`, and what waits since `since_s`."""

    busy_until_s: float = -math.inf
    waiting: str = ""
    since_s: float = math.inf

    @property
    def due_s(self) -> float:
        """When `advanced` has something to decide; infinity: nothing waits."""
        return self.busy_until_s if self.waiting else math.inf


def offered(state: Announcing, text: str, now_s: float) -> Announcing:
    """Return the state with `text` waiting, instead of whatever waited before."""
    return replace(state, waiting=text, since_s=now_s) if text.strip() else state


def advanced(state: Announcing, now_s: float) -> tuple[Announcing, str]:
    """Return the state at `now_s` and what to say now; "": nothing."""
    if not state.waiting or now_s < state.busy_until_s:
        return state, ""
    if now_s - state.since_s > OLD_S:
        return Announcing(state.busy_until_s), ""
    return Announcing(now_s + speaking_s(state.waiting)), state.waiting


def speaking_s(text: str) -> float:
    """Return about how long a screen reader speaks `text`."""
    wide = sum(map(is_wide, text))
    return wide / _WIDE_CPS + (len(text) - wide) / _LATIN_CPS
