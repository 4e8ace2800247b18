"""Whether the server at the other end still lives. Pure: time is an argument."""

from __future__ import annotations

import math
from collections import deque
from typing import Final

PING_AFTER_S: Final = 4.0
STALL_AFTER_S: Final = 10.0
RUSH_STALL_AFTER_S: Final = 30.0  # who still has a backlog to chew on has not read our ping yet


class Pulse:
    """Counts from the last sign of life, and remembers what the answers to pings prove."""

    def __init__(self, now_s: float) -> None:
        self._heard_s = now_s
        self._pinged_s = now_s
        self._asked_s = -math.inf  # when the first ping since the last sign of life was sent
        self._rushed_s = -math.inf  # when a backlog was last being sent
        self._asked_at: deque[int | None] = deque()  # what had been sent at each open ping

    @property
    def patience_s(self) -> float:
        """For how long the server may be silent."""
        is_rushed = self._rushed_s > self._heard_s - STALL_AFTER_S
        return RUSH_STALL_AFTER_S if is_rushed else STALL_AFTER_S

    def beat(self, received_s: float) -> None:
        """Note a sign of life."""
        self._heard_s = max(self._heard_s, received_s)

    def rush(self, now_s: float) -> None:
        """Note that audio is sent faster than it is spoken."""
        self._rushed_s = now_s

    def asked(self, now_s: float, sent: int) -> None:
        """Note that a ping was sent when the audio before `sent` had been."""
        if self._asked_s <= self._heard_s:
            self._asked_s = now_s
        self._pinged_s = now_s
        is_rushed = self._rushed_s > now_s - RUSH_STALL_AFTER_S
        self._asked_at.append(None if is_rushed else sent)

    def answered(self, received_s: float) -> int | None:
        """Note the answer to the oldest ping; return up to where the server has received audio.

        None: it may have too much before it for the answer to say that.
        """
        self.beat(received_s)
        return self._asked_at.popleft() if self._asked_at else None

    @property
    def ping_due_s(self) -> float:
        """When to ask for a sign of life."""
        return max(self._heard_s, self._pinged_s) + PING_AFTER_S

    @property
    def stall_due_s(self) -> float:
        """When the silence is too long. Who slept may not blame it: it counts from a ping on."""
        if self._asked_s <= self._heard_s:
            return math.inf
        return self._asked_s + self.patience_s - PING_AFTER_S
