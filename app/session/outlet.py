"""The session's end of the ear: audio goes to the ring, everything else waits to be asked for."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from app.audio.source import CHUNK_SAMPLES, RATE_HZ, SAMPLE_BYTES
from app.core.events import Level, SourceTrouble
from app.session.talk_gate import TalkGate

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.ring import Ring
    from app.core.errors import Problem

MAX_TROUBLES: Final = 16


def _nobody_hears(begin_sample: int, pcm16k: bytes) -> None:
    """Nobody records it."""


class SessionOutlet:
    """Implements audio.source.Outlet. The source's thread fills it, the session's thread asks.

    Of levels only the newest is kept, of troubles the newest sixteen.
    """

    def __init__(
        self,
        ring: Ring,
        clock: Callable[[], float],
        wake: Callable[[], None],
        on_hushed: Callable[[], None] = lambda: None,
    ) -> None:
        self._ring = ring
        self._clock = clock
        self._wake = wake
        self._level: Level | None = None
        self._troubles: deque[SourceTrouble] = deque(maxlen=MAX_TROUBLES)
        self._is_resuming = False
        self._begin = ring.cursors.written
        self.gate = TalkGate(on_hushed)
        self.hear: Callable[[int, bytes], None] = _nobody_hears
        self.first_sample_s: float | None = None
        self.has_ended = False
        self.wants_levels = True
        self.piece_samples = CHUNK_SAMPLES  # how much the session sends at a time
        self.is_waited_for = False  # the source takes care that there is room

    def resume(self) -> None:
        """Let the next audio stand where its time puts it: what nobody heard is lost.

        Called by the source itself between two devices, or while no source runs.
        """
        self._is_resuming = self.first_sample_s is not None
        self.is_waited_for = False
        self.gate.forget()

    def write(self, pcm16k: bytes) -> None:
        if self.first_sample_s is None:
            self.first_sample_s = self._clock()
        elif self._is_resuming:
            self._is_resuming = False
            due = self._begin + round((self._clock() - self.first_sample_s) * RATE_HZ)
            self.skip(due - self._ring.cursors.written - self.gate.held)
        if not self.gate.is_open:
            self.gate.keep(pcm16k)
            return
        self._release()
        self._pass(pcm16k)
        self.gate.passed(len(pcm16k) // SAMPLE_BYTES)

    def skip(self, samples: int) -> None:
        if not self.gate.is_open:
            self.gate.miss(samples)
            return
        self._release()
        self._ring.skip(samples)

    def level(self, level: Level) -> None:
        self._level = level
        if not self.gate.is_open:  # or else the audio that comes with it wakes the session
            self._wake()

    def trouble(self, problem: Problem | None) -> None:
        self._troubles.append(SourceTrouble(problem))
        self._wake()

    def end(self) -> None:
        self.has_ended = True
        self._ring.close()
        self._wake()

    def wait_for_room(self, samples: int, timeout_s: float) -> bool:
        self.is_waited_for = True
        return self._ring.wait_for_room(samples, timeout_s)

    def _release(self) -> None:
        """Let what came while the gate was closed be there, or be missing."""
        if self.gate.held:
            dropped, kept = self.gate.release(self._ring.cursors.written)
            self._ring.skip(dropped)
            self._pass(kept)

    def _pass(self, pcm16k: bytes) -> None:
        begin = self._ring.cursors.written
        self._ring.write(pcm16k)
        if not self.has_ended:
            self.hear(begin, pcm16k)

    def take_events(self) -> list[SourceTrouble | Level]:
        """Return what was heard about the source since the last call."""
        events: list[SourceTrouble | Level] = []
        while self._troubles:
            events.append(self._troubles.popleft())
        level, self._level = self._level, None
        if level is not None:
            events.append(level)
        return events
