"""Which stream's job the one decoder takes next: the most urgent, streams in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.recognizer.jobs import Job
    from app.recognizer.stream import LineStream


class Schedule:
    """The streams that share one decoder."""

    def __init__(self) -> None:
        self._streams: list[LineStream] = []

    def join(self, stream: LineStream) -> None:
        """Let a stream take part, last in turn."""
        self._streams.append(stream)

    def leave(self, stream: LineStream) -> None:
        """Forget a stream; the job it has out may still be brought back to it."""
        self._streams.remove(stream)

    def take(self) -> tuple[LineStream, Job] | None:
        """Return the next job and its stream, which then goes to the end of the row."""
        due = [
            (urgency, turn)
            for turn, stream in enumerate(self._streams)
            if (urgency := stream.urgency()) is not None
        ]
        if not due:
            return None
        _, turn = min(due)
        stream = self._streams.pop(turn)
        self._streams.append(stream)
        job = stream.take_job()
        return (stream, job) if job is not None else None
