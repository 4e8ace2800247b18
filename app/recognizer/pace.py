"""Whether a client's audio comes as it is spoken, or faster: a recording, or what was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# Messages bunch up on the way; more than that ahead of what could be spoken is no speaker.
_MOST_AHEAD_S: Final = 3.0
# Who sent a recording and then speaks counts as a speaker again some seconds later.
_MOST_COUNTED_S: Final = 6.0
_CATCH_UP: Final = 1.25


class Pace:
    """Compares how much audio came with how much time went by. Not thread-safe."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ahead_s = 0.0
        self._then_s = clock()

    @property
    def is_live(self) -> bool:
        """Whether somebody may be speaking."""
        return self._ahead_s <= _MOST_AHEAD_S

    def resumed(self) -> None:
        """Note that audio was kept waiting: that it did not come then says nothing."""
        self._then_s = self._clock()

    def heard(self, audio_s: float) -> None:
        """Note that audio came."""
        now_s = self._clock()
        gone_s, self._then_s = now_s - self._then_s, now_s
        ahead_s = self._ahead_s - gone_s * _CATCH_UP + audio_s
        self._ahead_s = min(max(ahead_s, 0.0), _MOST_COUNTED_S)
