"""How late the answers are that one client gets. Not thread-safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.recognizer.events import LineClosed, LineFailed, LineHeard, LineOpened, LineWritten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.recognizer.events import LineEvent
    from app.recognizer.load import Load


class Delays:
    """Follows the jobs and lines of one stream, and tells a `Load` what it waited for."""

    def __init__(self, load: Load, clock: Callable[[], float]) -> None:
        self._load = load
        self._clock = clock
        self._due_s: float | None = None
        self._closed_s: dict[int, float] = {}

    def due(self) -> None:
        """Note that there is a job that waits for the model, or still waits."""
        if self._due_s is None:
            self._due_s = self._clock()

    def answered(self) -> None:
        """Note that the job has been carried out, after what it says was noted."""
        self._due_s = None

    def note(self, events: Iterable[LineEvent], *, is_live: bool) -> None:
        """Note what is told; delays of recordings are nobody's."""
        now_s = self._clock()
        for event in events:
            match event:
                case LineClosed(line):
                    self._closed_s[line] = now_s
                case LineWritten(line):
                    closed_s = self._closed_s.pop(line, now_s)
                    if is_live:
                        self._load.final_came(now_s - closed_s)
                case LineHeard():
                    if is_live and self._due_s is not None:
                        self._load.partial_came(now_s - self._due_s)
                case LineFailed(line):
                    self._closed_s.pop(line, None)
                case LineOpened():
                    pass
