"""When lines were spoken that were ended by hand: in manual mode the server does not tell. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.events import Gap, SpeechStarted, SpeechStopped
from app.core.timeline import SAMPLES_PER_MS

if TYPE_CHECKING:
    from app.core.events import LineEvent


@dataclass(slots=True)
class _Stretch:
    begin: int
    end: int | None = None
    line: int | None = None


class HandTimes:
    """Lines are named in the order they are spoken in, each from the first audio after a commit to
    the next commit. Positions are samples of the session's audio.
    """

    def __init__(self) -> None:
        self._stretches: deque[_Stretch] = deque()  # whose end was not told yet

    def sent(self, position: int) -> None:
        """Note that audio from `position` on is sent."""
        if not self._stretches or self._stretches[-1].end is not None:
            self._stretches.append(_Stretch(position))

    def committed(self, position: int) -> None:
        """Note that the line ends at `position`."""
        if self._stretches:
            self._stretches[-1].end = position

    def told_of(self, event: LineEvent) -> list[LineEvent]:
        """Return what is known, and was not told, of the times of the line `event` is about."""
        if isinstance(event, Gap):
            return []
        known: list[LineEvent] = []
        stretch = next((one for one in self._stretches if one.line == event.line), None)
        if stretch is None:
            stretch = next((one for one in self._stretches if one.line is None), None)
            if stretch is None:
                return []
            stretch.line = event.line
            known.append(SpeechStarted(event.line, stretch.begin // SAMPLES_PER_MS))
        if stretch.end is not None:
            known.append(SpeechStopped(event.line, stretch.end // SAMPLES_PER_MS))
            self._stretches.remove(stretch)
        return known
