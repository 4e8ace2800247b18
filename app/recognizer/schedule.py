"""Whose job the one model takes next: the most urgent, customers in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from app.recognizer.jobs import Urgency


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
        _, turn = min(due)
        source = self._sources.pop(turn)
        self._sources.append(source)
        return source
