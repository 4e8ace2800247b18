"""Whose job the one decoder takes next: the most urgent, customers in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from app.recognizer.jobs import Job, Urgency


class JobSource(Protocol):
    """Whoever has jobs, at most one of them out at a time."""

    def urgency(self) -> Urgency | None:
        """Return how urgent the next job is; None if there is none."""
        ...

    def take_job(self) -> Job | None:
        """Return the next job."""
        ...


Source = TypeVar("Source", bound=JobSource)


class Schedule(Generic[Source]):
    """The sources that share one decoder."""

    def __init__(self) -> None:
        self._sources: list[Source] = []

    def join(self, source: Source) -> None:
        """Let a source take part, last in turn."""
        self._sources.append(source)

    def leave(self, source: Source) -> None:
        """Forget a source; the job it has out may still be brought back to it."""
        self._sources.remove(source)

    def take(self) -> tuple[Source, Job] | None:
        """Return the next job and its source, which then goes to the end of the row."""
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
        job = source.take_job()
        return (source, job) if job is not None else None
