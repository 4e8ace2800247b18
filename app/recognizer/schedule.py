"""Whose job the one model takes next: the most urgent, customers in turn.

Recordings, which nobody waits for, go last, but not for ever: when only partials go before them,
every fifth turn is theirs.
"""

from __future__ import annotations

from typing import Final, Generic, Protocol, TypeVar

from app.recognizer.jobs import Urgency

_MOST_PASSED_OVER: Final = 4


class Urgent(Protocol):
    """Whoever may have jobs, at most one of them out at a time."""

    def urgency(self) -> Urgency | None:
        """Return how urgent the next job is; None if there is none."""
        ...


Source = TypeVar("Source", bound=Urgent)


class Schedule(Generic[Source]):
    """The sources that share one model."""

    def __init__(self) -> None:
        self._sources: list[Source] = []
        self._passed_over = 0
        """How many jobs in a row were taken while a recording waited."""

    def join(self, source: Source) -> None:
        """Let a source take part, last in turn."""
        self._sources.append(source)

    def leave(self, source: Source) -> None:
        """Forget a source; the job it has out may still be brought back to it."""
        self._sources.remove(source)

    def next(self) -> Source | None:
        """Return the source whose job is next, and put it at the end of the row."""
        due = [
            (urgency, turn)
            for turn, source in enumerate(self._sources)
            if (urgency := source.urgency()) is not None
        ]
        if not due:
            return None
        recorded = [each for each in due if each[0] is Urgency.RECORDED]
        urgency, turn = min(due)
        if recorded and urgency is Urgency.PARTIAL and self._passed_over >= _MOST_PASSED_OVER:
            urgency, turn = min(recorded)
        is_passed_over = bool(recorded) and urgency is not Urgency.RECORDED
        self._passed_over = self._passed_over + 1 if is_passed_over else 0
        source = self._sources.pop(turn)
        self._sources.append(source)
        return source
