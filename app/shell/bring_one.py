"""One recording on its way into the library, on a thread of its own."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QThread

from app.core.bringing_in import Headway
from app.core.cost import Budget, Meter
from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.events import EngineChanged, EngineState, Metered, SourceTrouble
from app.core.feelings import keeps_emotions
from app.core.resuming import heard_for_good
from app.core.settings_form import dump_followed
from app.engine.catalog import chosen
from app.session.keeping import Keeping
from app.shell.controller import Opening
from app.storage.ledger import Tally
from app.storage.library.journal import problem_of
from app.storage.library.records import Start
from app.storage.library.resuming import take_up
from app.storage.library.schema import TROUBLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.advice import ThisComputer
    from app.core.captions import Captions
    from app.core.events import SessionEvent
    from app.core.settings import Settings
    from app.session.sink import Sink, Stamp
    from app.storage.ledger import Ledger
    from app.storage.library.records import Kept
    from app.storage.library.upkeep import Journal

log = logging.getLogger(__name__)


class Hearing(Protocol):
    """What is asked of a session that hears a recording."""

    @property
    def position_ms(self) -> int: ...

    @property
    def captions(self) -> Captions: ...

    def run(self) -> None: ...

    def abort(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Means:
    """What bringing a recording in takes."""

    open_session: Callable[[Opening, Sink], Hearing]
    journal: Journal
    ledger: Ledger
    here: ThisComputer


class _Witness:
    """A Sink that notices why a session ended, and what it cost."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self.problem: Problem | None = None

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        del captions, stamp
        match event:
            case Metered() if event.cost_cny:
                self._tally.note(event)
            case EngineChanged(state=EngineState.FAILED, problem=Problem() as problem):
                self.problem = problem
            case SourceTrouble(problem=Problem() as problem):
                self.problem = problem
            case _:
                pass


class BringOne(QThread):
    """Hears one recording, or the rest of it, into a session of the library. No slots."""

    def __init__(self, path: Path, settings: Settings, means: Means, session_name: str) -> None:
        super().__init__()
        self.setObjectName("bring-in")
        self.path = path
        self._settings = settings
        self._means = means
        self._name = session_name
        self._session: Hearing | None = None
        self._is_cancelled = False
        self._begun_s = time.perf_counter()
        self._begin_ms = 0
        self._length_ms: int | None = None
        self.session_id = ""
        self.problem: Problem | None = None
        self.is_whole = False

    @property
    def headway(self) -> Headway:
        """How far it is. Any thread."""
        session = self._session
        position_ms = self._begin_ms if session is None else session.position_ms
        gone_s = time.perf_counter() - self._begun_s
        return Headway(self._begin_ms, position_ms, self._length_ms, gone_s)

    def cancel(self) -> None:
        """End soon; what was heard for good stays. Any thread."""
        self._is_cancelled = True
        if self._session is not None:
            self._session.abort()

    def run(self) -> None:
        """Called by Qt on the new thread."""
        try:
            from app.audio.file_source import measure_of  # noqa: PLC0415  # brings numpy

            self._length_ms = measure_of(self.path).length_ms
            if not self._means.journal.is_running:
                self._means.journal.start()
            self._hear()
        except ZimuError as exc:
            self.problem = exc.problem
        except TROUBLES as exc:
            self.problem = problem_of(exc, self._means.journal.path)
        except Exception:
            log.exception("a recording could not be brought in")
            self.problem = Problem(ErrorCode.INTERNAL)

    def _hear(self) -> None:
        journal, settings = self._means.journal, self._settings
        before = take_up(journal.path, self.path, journal.owner) or journal.new_of(self.path)
        self._begin_ms = before.head.source_ms or 0
        tally = Tally(self._means.ledger, self._name)
        meter = self._meter()
        writer = journal.lend(before, lambda: keeps_emotions(settings))
        try:
            writer.begin(Start(self._begin_ms, journal.now_s()))
            writer.follow_settings(self._begin_ms, dump_followed(settings))
            witness = _Witness(tally)
            keeping = Keeping(writer, witness, journal.wake)
            self._session = session = self._means.open_session(
                self._opening(before, meter), keeping
            )
            self._begun_s = time.perf_counter()
            if self._is_cancelled:
                session.abort()
            session.run()
            self.problem = witness.problem or writer.problem
            self.is_whole = self.problem is None and not self._is_cancelled
            writer.hear_to(None if self.is_whole else heard_for_good(session.captions)[1])
            self.session_id = writer.session_id
        finally:
            journal.give_back(writer)
            writer.write()  # who is told that it is over finds it so in the library
            if tally.cost_cny:
                tally.keep()

    def _opening(self, before: Kept, meter: Meter) -> Opening:
        from app.audio.file_source import FileSource, Pace  # noqa: PLC0415  # brings numpy

        source = FileSource(self.path, Pace.FAST, begin_ms=self._begin_ms)
        return Opening(self._settings, source, before.captions, self._begin_ms, meter)

    def _meter(self) -> Meter:
        """Return what counts the cost. Raises ZimuError BUDGET_SPENT: there is nothing left."""
        engine = chosen(self._settings, self._means.here)
        limit_cny = self._settings.budget_cny
        if limit_cny is None or not engine.price_cny_per_s:
            return Meter({engine.id: engine.price_cny_per_s})
        budget = Budget(limit_cny, self._means.ledger.this_month().cost_cny)
        verdict = budget.verdict()
        if verdict is not None and verdict.code is ErrorCode.BUDGET_SPENT:
            raise ZimuError(verdict.code, **verdict.facts)
        return Meter({engine.id: engine.price_cny_per_s}, budget)
