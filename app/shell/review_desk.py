"""The session that is reviewed: what is put right is shown at once, and kept. GUI thread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from app.audio.piece import Piece
from app.core.errors import ErrorCode, Problem
from app.storage.library import catalogue, reviewing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from app.core.captions import Line
    from app.core.emotion import Emotion
    from app.core.marks import LineMark, Marks
    from app.core.review import Review
    from app.shell.library_desk import LibraryDesk

MAX_HISTORY: Final = 100


class ReviewDesk(QObject):
    """One session at a time."""

    left = Signal()  # another session comes: the last moment for what is done to this one
    opened = Signal(object, object)  # Review, the id of the line to go to or None
    changed = Signal(object)  # Review
    failed = Signal(object)  # Problem

    def __init__(self, library: LibraryDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._review: Review | None = None
        self._history: tuple[Marks, ...] = ()  # what the marks were before, the newest last
        self._owed: tuple[Line, ...] = ()  # what was done to them could not be written

    @property
    def review(self) -> Review | None:
        """What is reviewed."""
        return self._review

    def open(self, session_id: str, line: int | None = None) -> None:
        """Read a session, and show it at `line`."""

        def done(review: Review | None) -> None:
            if review is None:
                facts = MappingProxyType({"session": session_id})
                self.failed.emit(Problem(ErrorCode.SESSION_UNKNOWN, facts))
                return
            self.left.emit()
            self._review, self._history, self._owed = review, (), ()
            self.opened.emit(review, line)

        self.left.emit()  # what it is about may be read now
        self._library.do(lambda connection: _read(connection, session_id), done, self.failed.emit)

    def pieces(self) -> tuple[Piece, ...]:
        """Return the files with the audio that was kept."""
        folder = self._library.path.parent
        chunks = () if self._review is None else self._review.chunks
        return tuple(
            Piece(each.begin_ms, each.end_ms, folder / PurePosixPath(each.path)) for each in chunks
        )

    def edit(self, line: Line, text: str) -> None:
        """Let the words of `line` be `text`; no words at all bring back those that were heard."""
        if self._review is not None:
            self._mark(line, self._review.marks.with_edit(line, text))

    def note(self, line: Line, text: str) -> None:
        """Let `text` stand below `line`; no words at all: nothing."""
        if self._review is not None:
            self._mark(line, self._review.marks.with_note(line, text))

    def star(self, line: Line, *, is_starred: bool) -> None:
        """Mark `line` as one to come back to, or no longer."""
        if self._review is not None:
            self._mark(line, self._review.marks.with_star(line, is_starred=is_starred))

    @Slot(object, object)
    def mark(self, line: Line, kind: LineMark | None) -> None:
        """Mark `line` as a decision or to-do, or no longer."""
        if self._review is not None:
            self._mark(line, self._review.marks.with_kind(line, kind))

    def label(self, line: Line, emotion: Emotion) -> None:
        """Let `line` have another feeling than the engine heard."""
        if self._review is not None:
            self._mark(line, self._review.marks.with_label(line, emotion))

    @Slot()
    def undo(self) -> None:
        """Take back what was last done to a line."""
        review = self._review
        if review is None or not self._history:
            return
        marks, self._history = self._history[-1], self._history[:-1]
        changed = review.marks.differing(marks)
        self._show(replace(review, marks=marks))
        self._write(tuple(line for line in review.lines if line.line in changed), marks)

    def rename(self, title: str) -> None:
        """Call the session `title`."""
        review = self._review
        if review is not None and title != review.session.title:
            session_id = review.session.id
            self._show(replace(review, session=replace(review.session, title=title)))
            self._do(lambda connection: catalogue.rename(connection, session_id, title))

    def set_notes(self, notes: str) -> None:
        """Keep what the user wrote about the session."""
        review = self._review
        if review is None or notes == review.session.notes:
            return
        session_id = review.session.id
        self._show(replace(review, session=replace(review.session, notes=notes)))
        self._do(lambda connection: catalogue.set_notes(connection, session_id, notes))

    def name_channel(self, channel: int, name: str) -> None:
        """Call what was heard in `channel` by a name; none: by its number."""
        review = self._review
        name = " ".join(name.split())
        if review is None or name == review.names.get(channel, ""):
            return
        session_id = review.session.id
        names = {other: word for other, word in review.names.items() if other != channel}
        names |= {channel: name} if name else {}
        self._show(replace(review, names=MappingProxyType(names)))
        self._do(lambda connection: reviewing.name_channel(connection, session_id, channel, name))

    def _mark(self, line: Line, marks: Marks) -> None:
        review = self._review
        if review is None or not review.can_change or marks == review.marks:
            return
        self._history = (*self._history, review.marks)[-MAX_HISTORY:]
        self._show(replace(review, marks=marks))
        self._write((line,), marks)

    def _write(self, lines: tuple[Line, ...], marks: Marks) -> None:
        review = self._review
        if review is None:
            return
        session_id = review.session.id
        every, self._owed = tuple({*self._owed, *lines}), ()

        def failed(problem: Problem) -> None:
            if self._review is not None and self._review.session.id == session_id:
                self._owed += every
            self.failed.emit(problem)

        self._do(
            lambda connection: reviewing.put_marks(connection, session_id, every, marks), failed
        )

    def _show(self, review: Review) -> None:
        self._review = review
        self.changed.emit(review)

    def _do(
        self,
        work: Callable[[sqlite3.Connection], None],
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        self._library.change(work, failed=failed or self.failed.emit)


def _read(connection: sqlite3.Connection, session_id: str) -> Review | None:
    """Return the session. What plays its audio takes a while to load: better on this thread."""
    review = reviewing.review(connection, session_id)
    if review is not None and review.chunks:
        import app.audio.playback  # noqa: F401, PLC0415  see above
    return review
