"""The transcript as the window holds it: newest captions, what the user did to them, times of day,
and what is unsaved.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from app.core.captions import Captions, Line
from app.core.errors import ErrorCode, Problem
from app.core.export import Transcript, format_of, usual
from app.core.export.passages import passages_of
from app.core.feelings import Sifted, sift, sift_anew
from app.core.marks import NO_MARKS, LineMark, Marks
from app.documents.rendering import local_time, render
from app.session.teller import next_line
from app.storage.files import write_bytes_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.export import ExportOptions
    from app.session.sink import Stamp
    from app.shell.jobs import Jobs
    from app.shell.listening import Listening

log = logging.getLogger(__name__)

MAX_HISTORY: Final = 100  # edits and marks that can be undone
_NEVER: Final = sys.maxsize


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
    marks: Marks = NO_MARKS
    saved_marks: Marks = NO_MARKS
    history: tuple[Marks, ...] = ()  # what the marks were before, the newest last
    title: str = ""
    anchors: tuple[_Anchor, ...] = ()


class Document(QObject):
    """One transcript, over as many sessions as the user starts into it. GUI thread."""

    captions_changed = Signal(object, object)  # Captions, Stamp or None
    marks_changed = Signal(object)  # Marks
    title_changed = Signal(str)
    cleared = Signal()  # can be undone
    begun = Signal(object, object)  # a session from that ms on, of that Listening
    swapped = Signal(bool)  # another transcript comes; True: the one before comes back
    resumed = Signal()  # one that was kept is there
    exported = Signal(object)  # Exported
    export_failed = Signal(object)  # Problem

    def __init__(self, jobs: Jobs, wall_s: Callable[[], float], parent: QObject | None = None):
        super().__init__(parent)
        self._jobs = jobs
        self._wall_s = wall_s
        self._content = _nothing()
        self._undo: _Content | None = None
        self._sifted = Sifted()
        self._first_felt = 0  # the emotions of lines before this one are dropped

    @property
    def captions(self) -> Captions:
        """The newest snapshot."""
        return self._content.captions

    @property
    def marks(self) -> Marks:
        """What the user did to lines."""
        return self._content.marks

    @property
    def can_undo_mark(self) -> bool:
        """Whether there is an edit or a mark to take back."""
        return bool(self._content.history)

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
        """Whether closing now would lose words, or what was done to them."""
        content = self._content
        is_saved = content.captions is content.saved and content.marks == content.saved_marks
        return not (self.is_empty or is_saved)

    @property
    def end_ms(self) -> int:
        """Where the last entry ends; a new session's times begin no earlier."""
        ends = (entry.end_ms or entry.begin_ms or 0 for entry in self._content.captions.entries)
        return max(ends, default=0)

    def begin_session(self, begin_ms: int, listening: Listening = None) -> None:
        """Say that `begin_ms` is now, and what is listened to."""
        self._undo = None
        anchors = (*self._content.anchors, _Anchor(begin_ms, self._wall_s()))
        self._content = replace(self._content, anchors=anchors)
        self.begun.emit(begin_ms, listening)

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
        if self._first_felt:
            self._sifted = sift(captions, self._sifted, self._first_felt)
            captions = self._sifted.kept
        self._content = replace(self._content, captions=captions)
        self.captions_changed.emit(captions, stamp)

    def want_emotions(self, *, are_wanted: bool) -> None:
        """Take the emotions of lines to come, or drop them on arrival and forget those there are.

        What was dropped stays so: wanting them again is about later lines.
        """
        if are_wanted == (self._first_felt != _NEVER):
            return
        self._sifted = sift_anew(self._content.captions)
        if are_wanted:
            self._first_felt = next_line(self._content.captions)
            return
        self._first_felt = _NEVER
        if self._undo is not None:
            self._undo = _unfelt(self._undo, sift_anew(self._undo.captions))
        # Known to the next snapshot of the session, whose lines are the same objects.
        self._sifted = sift(self._content.captions, self._sifted, _NEVER)
        self._content = _unfelt(self._content, self._sifted)
        self.captions_changed.emit(self._content.captions, None)

    def edit(self, line: Line, text: str) -> None:
        """Let the words of `line` be `text`; no words at all bring back those that were heard."""
        self._mark(self._content.marks.with_edit(line, text))

    def restore(self, line: Line) -> None:
        """Bring back the words that were heard."""
        self._mark(self._content.marks.without_edit(line))

    def star(self, line: Line, *, is_starred: bool) -> None:
        """Mark `line` as one to come back to, or no longer."""
        self._mark(self._content.marks.with_star(line, is_starred=is_starred))

    @Slot(object, object)
    def mark(self, line: Line, kind: LineMark | None) -> None:
        """Mark `line` as a decision or to-do, or no longer."""
        self._mark(self._content.marks.with_kind(line, kind))

    @Slot()
    def undo_mark(self) -> None:
        """Take back the newest edit or mark; nothing where there is none."""
        history = self._content.history
        if history:
            self._content = replace(self._content, marks=history[-1], history=history[:-1])
            self.marks_changed.emit(history[-1])

    def clear(self) -> None:
        """Start over with an empty transcript. Only between sessions."""
        self._undo = self._content
        if self._first_felt != _NEVER:
            self._first_felt = 0
        self.swapped.emit(False)
        self._show(_nothing())
        self.cleared.emit()

    def undo_clear(self) -> None:
        """Bring back what `clear` took away, unless a session has begun since."""
        if self._undo is None:
            return
        content, self._undo = self._undo, None
        self.swapped.emit(True)
        self._show(content)

    def resume(
        self,
        captions: Captions,
        marks: Marks,
        title: str,
        starts: tuple[tuple[int, float], ...],
    ) -> None:
        """Show a transcript that was kept, and go on with it; the one that was shown is over.

        `starts`: from which ms on time passed as on the wall since which second.
        """
        self._undo = None
        if self._first_felt == _NEVER:
            captions = sift(captions, Sifted(), _NEVER).kept
        anchors = tuple(_Anchor(begin_ms, begun_s) for begin_ms, begun_s in starts)
        self.swapped.emit(False)
        self._show(_Content(captions, Captions(), marks, title=title, anchors=anchors))
        self.resumed.emit()

    @property
    def transcript(self) -> Transcript:
        """All of it as it is now, with what is known of it."""
        content = self._content
        begun = ""
        if content.anchors:
            first = content.anchors[0]
            begun = local_time(first.begin_s - first.begin_ms / 1000)
        return Transcript(content.captions, content.marks, content.title, begun)

    def export(self, path: Path, options: ExportOptions | None = None) -> None:
        """Write the transcript as it is now to `path`; no options: as is usual for its suffix."""
        transcript = self.transcript
        captions, marks = transcript.captions, transcript.marks

        def write() -> int:
            chosen = options or usual(format_of(path.suffix))
            write_bytes_atomically(path, render(transcript, chosen))
            return sum(not passage.is_gap for passage in passages_of(transcript, chosen))

        def done(lines: int) -> None:
            if options is None or not options.is_excerpt:
                self._content = replace(self._content, saved=captions, saved_marks=marks)
            event = {"event": "export.done", "suffix": path.suffix.lower(), "lines": lines}
            log.info("exported %d lines", lines, extra=event)
            self.exported.emit(Exported(path, lines))

        if not self._jobs.submit(write, done, self._on_export_failed):
            facts = {"path": str(path), "reason": "too much is waiting to be done"}
            self._on_export_failed(Problem(ErrorCode.EXPORT_FAILED, facts))

    def _mark(self, marks: Marks) -> None:
        before = self._content.marks
        if marks == before:
            return
        history = (*self._content.history, before)[-MAX_HISTORY:]
        self._content = replace(self._content, marks=marks, history=history)
        self.marks_changed.emit(marks)

    def _show(self, content: _Content) -> None:
        self._content = content
        self._sifted = Sifted()
        self.title_changed.emit(content.title)
        self.marks_changed.emit(content.marks)
        self.captions_changed.emit(content.captions, None)

    def _on_export_failed(self, problem: Problem) -> None:
        self.export_failed.emit(problem)


def _nothing() -> _Content:
    captions = Captions()
    return _Content(captions, saved=captions)


def _unfelt(content: _Content, sifted: Sifted) -> _Content:
    """Return `content` without any emotion. What was in a file still is: files have none."""
    captions = sift(content.captions, sifted, _NEVER).kept
    saved = captions if content.saved is content.captions else Captions()
    return replace(content, captions=captions, saved=saved)
