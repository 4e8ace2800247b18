"""What a session listens to: one source after the other, into one outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import ZimuError
from app.core.events import SourceTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Source
    from app.core.errors import Problem
    from app.core.events import SessionEvent
    from app.session.outlet import SessionOutlet


class Hearing:
    """Starts and stops the sources. On the session's thread."""

    def __init__(
        self, source: Source, outlet: SessionOutlet, tell: Callable[[SessionEvent], None]
    ) -> None:
        self._source = source
        self._outlet = outlet
        self._tell = tell
        self._is_started = False

    @property
    def is_live(self) -> bool:
        """Whether audio is lost while nobody listens."""
        return self._source.is_live

    def start_if_due(self, *, is_heard: bool) -> Problem | None:
        """Start what has to run: a file only once it `is_heard`. Return why it cannot be.

        A microphone's trouble is told instead: another one may take its place.
        """
        if self._is_started or not (is_heard or self._source.is_live):
            return None
        self._is_started = True
        try:
            self._source.start(self._outlet)
        except ZimuError as exc:
            if not self._source.is_live:
                return exc.problem
            self._tell(SourceTrouble(exc.problem))
        return None

    def replace(self, source: Source) -> None:
        """Listen to `source` when it is due. Too late once the session ends."""
        self._source.stop()
        if self._outlet.has_ended:  # by its own end, perhaps a moment ago
            return
        self._outlet.take_events()  # whatever was wrong with it does not matter any more
        self._tell(SourceTrouble(None))
        if source.is_live:
            self._outlet.resume()
        self._source = source
        self._is_started = False

    def end(self) -> None:
        """Stop for good, and keep the outlet quiet."""
        self._source.stop()
        self._outlet.end()
