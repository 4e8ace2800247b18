"""Milliseconds of a wire session to milliseconds of the session.

The server counts the samples it was sent; lost audio was never sent, so the two clocks run at the
same pace between gaps and jump apart at each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.core.events import SpeechStarted, SpeechStopped

if TYPE_CHECKING:
    from app.core.events import LineEvent

SAMPLES_PER_MS: Final = 16
# The times of lines older than this many gaps are no longer asked for.
_MAX_ANCHORS: Final = 1024


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where pieces of the session's audio lie on the wire."""

    _wire_samples: tuple[int, ...] = ()  # ascending
    _session_samples: tuple[int, ...] = ()

    def anchored(self, wire_sample: int, session_sample: int) -> Timeline:
        """Return a timeline that knows: from `wire_sample` on, `session_sample` is sent.

        Anchors come in the order of sending; a later one at the same wire sample replaces.
        """
        keep = bisect_left(self._wire_samples, wire_sample)
        first = max(0, keep + 1 - _MAX_ANCHORS)
        return Timeline(
            (*self._wire_samples[first:keep], wire_sample),
            (*self._session_samples[first:keep], session_sample),
        )

    def to_session_ms(self, wire_ms: int, *, is_end: bool = False) -> int:
        """Return the session's time of `wire_ms`, never negative.

        At a gap two times meet: a beginning lies behind the gap, an end (`is_end`) before it.
        """
        wire_sample = wire_ms * SAMPLES_PER_MS
        find = bisect_left if is_end else bisect_right
        index = max(0, find(self._wire_samples, wire_sample) - 1)
        if not self._wire_samples:
            return wire_ms
        offset = self._session_samples[index] - self._wire_samples[index]
        return max(0, wire_sample + offset) // SAMPLES_PER_MS

    def rebase(self, event: LineEvent) -> LineEvent:
        """Return `event` with its wire times turned into times of the session."""
        match event:
            case SpeechStarted():
                return replace(event, begin_ms=self.to_session_ms(event.begin_ms))
            case SpeechStopped():
                return replace(event, end_ms=self.to_session_ms(event.end_ms, is_end=True))
            case _:
                return event
