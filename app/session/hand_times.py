"""When lines were spoken that are ended by hand: in manual mode the server does not tell. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.core.events import Final as FinalWords
from app.core.events import Gap, LineFailed, LineRemoved, SpeechStarted, SpeechStopped
from app.core.timeline import SAMPLES_PER_MS

if TYPE_CHECKING:
    from app.core.events import LineEvent

_MAX_OVER: Final = 64  # finished lines of which the server might still say something


@dataclass(slots=True)
class _Stretch:
    begin: int
    sent: int
    is_committed: bool = False
    line: int | None = None


class HandTimes:
    """Lines are named in the order they are spoken in, each from the first audio after a commit to
    the next commit. Positions are samples of the session's audio.
    """

    def __init__(self) -> None:
        self._stretches: deque[_Stretch] = deque()  # whose end was not told yet
        self._over: deque[int] = deque(maxlen=_MAX_OVER)

    def sent(self, begin: int, end: int) -> None:
        """Note that the audio from `begin` to `end` was sent."""
        if not self._stretches or self._stretches[-1].is_committed:
            self._stretches.append(_Stretch(begin, end))
        self._stretches[-1].sent = end

    def committed(self) -> None:
        """Note that the line ends with what was sent."""
        if self._stretches:
            self._stretches[-1].is_committed = True

    def told_of(self, event: LineEvent) -> list[LineEvent]:
        """Return what is known, and was not told, of the times of the line `event` is about."""
        if isinstance(event, Gap) or event.line in self._over:
            return []
        stretch = self._of(event.line)
        if stretch is None:
            return []
        known: list[LineEvent] = []
        if stretch.line is None:
            stretch.line = event.line
            known.append(SpeechStarted(event.line, stretch.begin // SAMPLES_PER_MS))
        is_over = isinstance(event, FinalWords | LineRemoved | LineFailed)
        if stretch.is_committed or is_over:
            known.append(SpeechStopped(event.line, stretch.sent // SAMPLES_PER_MS))
            self._stretches.remove(stretch)
            self._over.append(event.line)
        return known

    def fail_oldest(self) -> None:
        """Take it that nothing will be said of the oldest line that has ended without a name."""
        nameless = self._of(None)
        if nameless is not None and nameless.is_committed:
            self._stretches.remove(nameless)

    def _of(self, line: int | None) -> _Stretch | None:
        """Return the stretch of `line`; of a new line or None, the oldest that has none."""
        named = (one for one in self._stretches if one.line == line)
        nameless = (one for one in self._stretches if one.line is None)
        return next(named, None) or next(nameless, None)
