"""Keeps the window's transcript in the library, and brings back what was cut off. GUI thread."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.events import EngineChanged
from app.core.feelings import keeps_emotions
from app.core.settings_form import dump_followed
from app.session.keeping import Keeping
from app.storage.library import recovery
from app.storage.library.audio_chunks import AudioChunks
from app.storage.library.records import Start
from app.storage.library.schema import TROUBLES
from app.storage.library.upkeep import Journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.captions import Captions
    from app.core.events import SessionEvent
    from app.core.marks import Marks
    from app.core.settings import Settings
    from app.session.sink import Sink, Stamp
    from app.shell.choices import Choices
    from app.shell.document import Document
    from app.shell.jobs import Jobs
    from app.storage.library.journal import SessionWriter
    from app.storage.library.records import Kept
    from app.storage.library.recovery import Unclosed

log = logging.getLogger(__name__)

T = TypeVar("T")


class JournalDesk(QObject):
    """One transcript is one session of the library, over as many starts as the user makes.

    It is a `Sink` in front of the window's. What the user does to lines is written by the
    library's own thread.
    """

    found = Signal(object)  # tuple[Unclosed, ...]: those that were cut off and are not answered
    failed = Signal(object)  # Problem; from any thread
    recording_changed = Signal(bool)  # whether audio is kept from now on
    keeping_changed = Signal(bool)  # what `is_keeping` is now
    _over = Signal()  # the session is; from its thread

    def __init__(
        self,
        library: Path,
        document: Document,
        choices: Choices,
        jobs: Jobs,
        sink: Sink,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._document = document
        self._choices = choices
        self._jobs = jobs
        self._sink = sink
        self._journal = Journal(library, lambda: datetime.now().astimezone(), self.failed.emit)
        self._writer: SessionWriter | None = None  # of the transcript that is shown
        self._former: SessionWriter | None = None  # of the one that was cleared
        self._keeping: Keeping | None = None
        self._audio: AudioChunks | None = None
        self._recorded: list[AudioChunks] = []  # which may still have something to write
        self._is_running = False
        self._followed = ""
        self._unclosed: tuple[Unclosed, ...] = ()
        self.elapsed_ms: Callable[[], int] = lambda: 0
        document.begun.connect(self._on_begun)
        document.swapped.connect(self._on_swapped)
        document.marks_changed.connect(self._on_marks_changed)
        document.title_changed.connect(self._on_title_changed)
        choices.changed.connect(self._on_settings_changed)
        self.failed.connect(self._on_failed)
        self._over.connect(self._on_over, Qt.ConnectionType.QueuedConnection)

    @property
    def is_safe(self) -> bool:
        """Whether closing now would lose nothing."""
        writer = self._writer
        return writer is not None and writer.is_whole and writer.problem is None

    @property
    def problem(self) -> Problem | None:
        """Why what is said cannot be written down now; None: it can."""
        return None if self._writer is None else self._writer.problem

    @property
    def is_keeping(self) -> bool:
        """Whether what is said is kept: in the session that runs, or else in the next one."""
        if self._is_running:
            return self._keeping is not None
        return self._choices.settings.keeps_sessions

    @property
    def unclosed(self) -> tuple[Unclosed, ...]:
        """The sessions that were cut off and are not answered."""
        return self._unclosed

    def start(self) -> None:
        """Look after the library, and for sessions that were cut off."""

        def begin() -> tuple[Unclosed, ...]:
            self._journal.start()
            return _unclosed(self._library)

        self._jobs.submit(begin, self._on_found, self.failed.emit)

    def stop(self) -> bool:
        """Close the session and write down what is owed; False if that takes too long."""
        self._stop_recording()
        if self._writer is not None:
            self._journal.give_back(self._writer)
        return all([self._journal.stop(), *(audio.join() for audio in self._recorded)])

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        """Write down what happened and pass it on. On the session's thread."""
        (self._keeping or self._sink).happened(event, captions, stamp)
        if isinstance(event, EngineChanged) and event.state.is_over:
            self._over.emit()

    def hear(self, begin_sample: int, pcm: bytes) -> None:
        """Take what the session hears, to be recorded if that is wanted. On the source's thread."""
        audio = self._audio
        if audio is not None:
            audio.hear(begin_sample, pcm)

    def resume(self, session: Unclosed) -> None:
        """Show the transcript of `session`, and let the next start go on with it."""
        owner = self._journal.owner
        self._forget(session)
        self._do(lambda: recovery.adopt(self._library, session, owner), self._on_adopted)

    def keep(self, sessions: tuple[Unclosed, ...]) -> None:
        """Close `sessions` as they are."""

        def close() -> None:
            for session in sessions:
                recovery.keep(self._library, session)

        for session in sessions:
            self._forget(session)
        self._do(close, _nothing_more)

    def discard(self, session: Unclosed) -> None:
        """Move `session` to the trash."""
        now_s = self._journal.now_s()
        self._forget(session)
        self._do(lambda: recovery.discard(self._library, session, now_s), _nothing_more)

    def _do(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        def carry_out() -> T:
            try:
                return work()
            except TROUBLES as exc:
                raise _as_zimu(exc, self._library) from exc

        self._jobs.submit(carry_out, done, self.failed.emit)

    def _forget(self, session: Unclosed) -> None:
        self._unclosed = tuple(one for one in self._unclosed if one.id != session.id)
        self.found.emit(self._unclosed)

    def _on_found(self, sessions: tuple[Unclosed, ...]) -> None:
        self._unclosed = sessions
        if sessions:
            facts = {"event": "sessions.unclosed", "sessions": len(sessions)}
            log.info("%d sessions were cut off", len(sessions), extra=facts)
        self.found.emit(sessions)

    def _on_adopted(self, kept: Kept) -> None:
        self._document.resume(
            kept.captions,
            kept.marks,
            kept.head.title,
            tuple((start.begin_ms, start.begun_s) for start in kept.starts),
        )
        self._writer = self._journal.lend(kept, self._keeps_emotions)

    def _keeps_emotions(self) -> bool:
        return keeps_emotions(self._choices.settings)

    @Slot(object, object)
    def _on_begun(self, begin_ms: int, source: object) -> None:
        if self._choices.settings.keeps_sessions:
            self._keep_from(begin_ms, source.name if isinstance(source, Path) else "")
        else:
            self._keep_nothing()
        self._is_running = True
        self.keeping_changed.emit(self.is_keeping)
        self._stop_recording()
        self._record_if_wanted()

    def _keep_from(self, begin_ms: int, source: str) -> None:
        if self._writer is None:
            kept = self._journal.new(source=source, title=self._document.title)
            kept = replace(kept, passed_over=self._document.captions, marks=self._document.marks)
            self._writer = self._journal.lend(kept, self._keeps_emotions)
        self._followed = dump_followed(self._choices.settings)
        self._writer.begin(Start(begin_ms, self._journal.now_s()))
        self._writer.follow_settings(begin_ms, self._followed)
        self._keeping = Keeping(self._writer, self._sink, self._journal.wake)

    def _keep_nothing(self) -> None:
        """Leave what was said so far in the library as it is, and write no more of it."""
        if self._writer is not None:
            self._journal.give_back(self._writer)
        self._writer = self._keeping = None
        log.info("this session is not kept")

    def _record_if_wanted(self) -> None:
        if self._writer is None or not self._is_running or not self._choices.settings.keeps_audio:
            return
        audio = AudioChunks(self._library, self._writer.session_id, self.failed.emit)
        audio.start()
        self._audio = audio
        self.recording_changed.emit(True)

    def _stop_recording(self) -> None:
        audio, self._audio = self._audio, None
        if audio is not None:
            audio.end()
            self._recorded = [one for one in (*self._recorded, audio) if one.is_on]
            self.recording_changed.emit(False)

    @Slot()
    def _on_over(self) -> None:
        self._is_running = False
        self._stop_recording()
        self.keeping_changed.emit(self.is_keeping)

    @Slot(bool)
    def _on_swapped(self, is_back: bool) -> None:
        """Another transcript is shown from now on: the one before the newest, or another one."""
        if self._writer is not None:
            self._journal.give_back(self._writer)
        self._writer, self._former = self._former if is_back else None, self._writer
        self._keeping = None
        if self._writer is not None:
            self._journal.take_back(self._writer)

    @Slot(object)
    def _on_marks_changed(self, marks: Marks) -> None:
        if self._writer is not None:
            self._writer.mark(marks)
            self._journal.wake()

    @Slot(str)
    def _on_title_changed(self, title: str) -> None:
        if self._writer is not None:
            self._writer.rename(title)
            self._journal.wake()

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        self.keeping_changed.emit(self.is_keeping)
        if settings.keeps_audio is not (self._audio is not None):
            self._stop_recording()
            self._record_if_wanted()
        followed = dump_followed(settings)
        if self._writer is not None and followed != self._followed:
            self._followed = followed
            self._writer.follow_settings(self.elapsed_ms(), followed)
            self._journal.wake()

    @Slot(object)
    def _on_failed(self, problem: Problem) -> None:
        if problem.code is ErrorCode.AUDIO_NOT_KEPT:
            self._stop_recording()
        if problem.code is ErrorCode.LIBRARY_DAMAGED:  # it is mended: what is unclosed there?
            self._jobs.submit(lambda: _unclosed(self._library), self._on_found, _nothing_more)


def _unclosed(library: Path) -> tuple[Unclosed, ...]:
    try:
        return recovery.unclosed(library)
    except ZimuError:
        raise
    except TROUBLES as exc:
        log.warning("nobody knows which sessions were cut off: %s", type(exc).__name__)
        return ()


def _nothing_more(outcome: object) -> None:
    """Whoever was asked is content."""


def _as_zimu(error: Exception, library: Path) -> ZimuError:
    if isinstance(error, ZimuError):
        return error
    return ZimuError(ErrorCode.LIBRARY_UNREADABLE, path=str(library), reason=str(error))
