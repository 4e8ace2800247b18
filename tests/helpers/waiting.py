"""Waiting for a condition with a deadline, for what gives no event to wait on."""

import threading
import time
from collections.abc import Callable

DEADLINE_S = 20.0  # of a busy machine; who waits longer than that waits in vain
_LOOK_EVERY_S = 0.02


def until(condition: Callable[[], bool], what: str, *, deadline_s: float = DEADLINE_S) -> None:
    """Return as soon as `condition` holds. Raises TimeoutError naming `what` at the deadline."""
    end_s = time.monotonic() + deadline_s
    pause = threading.Event()
    while not condition():
        if time.monotonic() > end_s:
            raise TimeoutError(f"{what}: not within {deadline_s:g} s")
        pause.wait(_LOOK_EVERY_S)
