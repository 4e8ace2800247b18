"""Keeps the captions and tells the sink and the log what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core.captions import Captions, newest_line, reduce
from app.core.events import Backlog, EngineChanged, Gap, Level, Metered, Notice, SourceTrouble
from app.session.chronicle import note
from app.session.sink import Stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.errors import ErrorCode, Problem
    from app.core.events import SessionEvent
    from app.session.outlet import SessionOutlet
    from app.session.sink import Sink

NOTICE_EVERY_S: Final = 5.0


class Teller:
    """The one place where captions move on. On the session's thread only."""

    def __init__(
        self, sink: Sink, outlet: SessionOutlet, clock: Callable[[], float], captions: Captions
    ) -> None:
        self._sink = sink
        self._outlet = outlet
        self._clock = clock
        self._captions = captions
        self._noticed_s: dict[ErrorCode, float] = {}

    @property
    def captions(self) -> Captions:
        return self._captions

    def characters_of(self, line: int) -> int:
        """Return how much of `line` is shown."""
        known = self._captions.find(line)
        return 0 if known is None else len(known.text)

    def tell(self, event: SessionEvent, received_s: float | None = None) -> None:
        """Move the captions on by `event` and pass it on; `received_s`: when its message came."""
        if isinstance(event, Gap):
            for part in self._outlet.gate.wanted(event):
                self._tell(part, received_s)
        else:
            self._tell(event, received_s)

    def _tell(self, event: SessionEvent, received_s: float | None) -> None:
        if not isinstance(
            event, EngineChanged | SourceTrouble | Level | Notice | Backlog | Metered
        ):
            before, self._captions = self._captions, reduce(self._captions, event)
            if isinstance(event, Gap) and self._captions is before:
                return  # it was told when the audio was sent for the first time
        now_s = self._clock()
        begin_s = self._outlet.first_sample_s
        t_ms = 0 if begin_s is None else round((now_s - begin_s) * 1000)
        stamp = Stamp(now_s if received_s is None else received_s, t_ms)
        self._sink.happened(event, self._captions, stamp)
        note(event)  # who reads the log may take it for kept, and shown

    def notice(self, problem: Problem) -> None:
        """Tell of a trouble that may repeat quickly, each kind at most every five seconds."""
        now_s = self._clock()
        if now_s - self._noticed_s.get(problem.code, now_s - NOTICE_EVERY_S) >= NOTICE_EVERY_S:
            self._noticed_s[problem.code] = now_s
            self.tell(Notice(problem))


def next_line(captions: Captions) -> int:
    """Return an id that no line of `captions` has."""
    return 1 + max(0, newest_line(captions))
