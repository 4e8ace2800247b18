"""Where audio comes from, as the session sees it: a `Source` fills an `Outlet`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from app.core.errors import Problem
    from app.core.events import Level

RATE_HZ: Final = 16_000
SAMPLE_BYTES: Final = 2
CHUNK_SAMPLES: Final = RATE_HZ * 40 // 1000
"""Longest piece an outlet is given: 40 ms."""


class Outlet(Protocol):
    """What a session gives to a source.

    Called from the source's own thread only, never after `stop()` has returned; nothing but
    `wait_for_room` blocks. Audio is 16 kHz mono s16le, at most `CHUNK_SAMPLES` a call.
    """

    @property
    def wants_levels(self) -> bool:
        """Whether anybody looks at levels."""

    @property
    def piece_samples(self) -> int:
        """How much is passed on at a time: to bring less at a time brings nothing sooner."""

    def write(self, pcm16k: bytes) -> None:
        """Take the next samples."""

    def skip(self, samples: int) -> None:
        """Count `samples` (at 16 kHz) that were lost before they got here."""

    def resume(self) -> None:
        """Let the next samples stand where their time puts them: what came before is lost.

        For a microphone that went and comes back, before it is heard again.
        """

    def level(self, level: Level) -> None:
        """Take the loudness of the newest audio, at most 15 times a second."""

    def trouble(self, problem: Problem | None) -> None:
        """Hear what is wrong with the source; None: it is well again."""

    def end(self) -> None:
        """Hear that the source is exhausted. A microphone never is."""

    def wait_for_room(self, samples: int, timeout_s: float) -> bool:
        """Return whether `samples` fit without losing unsent audio, waiting up to `timeout_s`.

        For sources that can wait (a pipe, a file played as fast as it is taken); a microphone
        cannot and never asks.
        """


class Source(Protocol):
    """Audio that starts once and stops once."""

    @property
    def is_live(self) -> bool:
        """Whether audio is lost while nobody listens: a microphone or a pipe, not a file."""

    def start(self, outlet: Outlet) -> None:
        """Start the source's thread and return at once.

        Raises ZimuError when a file cannot be opened. A microphone tells its troubles to the
        outlet instead: the session survives them.
        """

    def stop(self) -> None:
        """End the thread within 1 s and keep the outlet quiet. Idempotent, from any thread."""
