"""The transcript as the window holds it: newest captions, times of day, what is unsaved."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.core.captions import Captions, Line
from app.core.errors import ErrorCode, Problem
from app.core.export import render
from app.storage.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.session.sink import Stamp
    from app.shell.jobs import Jobs

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written."""

    path: Path
    lines: int


@dataclass(frozen=True, slots=True)
class _Anchor:
    """From `begin_ms` of the transcript on, time passed as on the wall since `begin_s`."""

    begin_ms: int
    begin_s: float  # seconds since the epoch


@dataclass(frozen=True, slots=True)
class _Content:
    """All of one transcript."""

    captions: Captions
    saved: Captions  # what is in a file
    title: str = ""
    anchors: tuple[_Anchor, ...] = ()


class Document(QObject):
    """One transcript, over as many sessions as the user starts into it. GUI thread."""

    captions_changed = Signal(object, object)  # Captions, Stamp or None
    title_changed = Signal(str)
    cleared = Signal()  # can be undone
    exported = Signal(object)  # Exported
    export_failed = Signal(object)  # Problem

    def __init__(self, jobs: Jobs, wall_s: Callable[[], float], parent: QObject | None = None):
        super().__init__(parent)
        self._jobs = jobs
        self._wall_s = wall_s
        self._content = _nothing()
        self._undo: _Content | None = None

    @property
    def captions(self) -> Captions:
        """The newest snapshot."""
        return self._content.captions

    @property
    def title(self) -> str:
        """What the user calls it; empty if nothing."""
        return self._content.title

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not self._content.captions.entries

    @property
    def is_unsaved(self) -> bool:
        """Whether closing now would lose words."""
        return not self.is_empty and self._content.captions is not self._content.saved

    @property
    def end_ms(self) -> int:
        """Where the last entry ends; a new session's times begin no earlier."""
        ends = (entry.end_ms or entry.begin_ms or 0 for entry in self._content.captions.entries)
        return max(ends, default=0)

    def begin_session(self, begin_ms: int) -> None:
        """Say that `begin_ms` is now."""
        self._undo = None
        anchors = (*self._content.anchors, _Anchor(begin_ms, self._wall_s()))
        self._content = replace(self._content, anchors=anchors)

    def rename(self, title: str) -> None:
        """Call it `title`."""
        if title != self._content.title:
            self._content = replace(self._content, title=title)
            self.title_changed.emit(title)

    def time_of_day(self, ms: int) -> str:
        """Return when `ms` of the transcript was, as 14:03:27; empty before any session."""
        anchors = self._content.anchors
        for anchor in reversed(anchors):
            if ms >= anchor.begin_ms or anchor is anchors[0]:
                moment = anchor.begin_s + (ms - anchor.begin_ms) / 1000
                return datetime.fromtimestamp(moment).strftime("%H:%M:%S")
        return ""

    @Slot(object, object)
    def receive(self, captions: Captions, stamp: Stamp) -> None:
        """Take the session's newest snapshot."""
        self._content = replace(self._content, captions=captions)
        self.captions_changed.emit(captions, stamp)

    def clear(self) -> None:
        """Start over with an empty transcript. Only between sessions."""
        self._undo = self._content
        self._show(_nothing())
        self.cleared.emit()

    def undo_clear(self) -> None:
        """Bring back what `clear` took away, unless a session has begun since."""
        if self._undo is None:
            return
        content, self._undo = self._undo, None
        self._show(content)

    def export(self, path: Path) -> None:
        """Write the transcript as it is now to `path`, in the format of its suffix."""
        captions = self._content.captions

        def write() -> Captions:
            write_atomically(path, render(captions, path.suffix.lower()))
            return captions

        def done(written: Captions) -> None:
            self._content = replace(self._content, saved=written)
            lines = sum(isinstance(entry, Line) for entry in written.entries)
            event = {"event": "export.done", "suffix": path.suffix.lower(), "lines": lines}
            log.info("exported %d lines", lines, extra=event)
            self.exported.emit(Exported(path, lines))

        if not self._jobs.submit(write, done, self._on_export_failed):
            facts = {"path": str(path), "reason": "too much is waiting to be done"}
            self._on_export_failed(Problem(ErrorCode.EXPORT_FAILED, facts))

    def _show(self, content: _Content) -> None:
        self._content = content
        self.title_changed.emit(content.title)
        self.captions_changed.emit(content.captions, None)

    def _on_export_failed(self, problem: Problem) -> None:
        self.export_failed.emit(problem)


def _nothing() -> _Content:
    captions = Captions()
    return _Content(captions, saved=captions)
