"""Writes down what a session says before anybody is told."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from app.core.errors import ErrorCode, Problem
from app.core.events import (
    EngineChanged,
    Final,
    Gap,
    Level,
    LineFailed,
    LineRemoved,
    Notice,
)
from app.session.chronicle import note

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.captions import Captions
    from app.core.events import SessionEvent
    from app.session.sink import Sink, Stamp

# What nobody may see before it is written down; the rest may wait for half a second.
_AT_ONCE = (Final, Gap, LineRemoved, LineFailed, EngineChanged)


class Writer(Protocol):
    """Whoever writes; `app.storage.library.journal.SessionWriter` does."""

    @property
    def problem(self) -> Problem | None:
        """Why nothing can be written; None: it can."""

    @property
    def owes(self) -> bool:
        """Whether something is not written yet."""

    def note(self, event: SessionEvent, captions: Captions) -> None:
        """Take what happened; returns at once."""

    def write(self) -> bool:
        """Write down what is owed; return whether nothing is any more. Never raises."""


class Keeping:
    """A Sink in front of another one: what is said is written, then shown.

    While nothing can be written, captions go on: that is told, as is that it works again, and
    who looks after the writer, whom `wake` calls, tries again. On the session's thread.
    """

    def __init__(self, writer: Writer, sink: Sink, wake: Callable[[], None]) -> None:
        self._writer = writer
        self._sink = sink
        self._wake = wake
        self._told: Problem | None = None

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        if not isinstance(event, Level):
            self._keep(event, captions)
        self._tell(captions, stamp)
        self._sink.happened(event, captions, stamp)

    def _keep(self, event: SessionEvent, captions: Captions) -> None:
        self._writer.note(event, captions)
        if isinstance(event, _AT_ONCE) and self._writer.problem is None:
            self._writer.write()
        else:
            self._wake()

    def _tell(self, captions: Captions, stamp: Stamp) -> None:
        problem = self._writer.problem
        if (problem is None) is (self._told is None):
            return
        self._told = problem
        notice = Notice(problem or Problem(ErrorCode.KEEPING_AGAIN, MappingProxyType({})))
        note(notice)
        self._sink.happened(notice, captions, stamp)
