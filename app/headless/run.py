"""One session, from its first connection to what it cost."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Final, Protocol

from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.events import EngineChanged, EngineState, Metered, SourceTrouble
from app.headless.interrupts import interrupts_go_to
from app.headless.troubles import FINAL_TROUBLES

if TYPE_CHECKING:
    from app.core.cost import Meter
    from app.headless.outbox import Happening, Outbox
    from app.session.session import Session
    from app.storage.ledger import Tally

log = logging.getLogger(__name__)

KEEP_EVERY_S: Final = 30.0  # what a crash may cost the ledger


class Printer(Protocol):
    """Writes what happens to standard output. Both methods raise OSError."""

    def show(self, happening: Happening) -> None: ...

    def finish(self) -> None: ...


class Accounts:
    """What the session spent so far, brought into the ledger now and then. One thread."""

    def __init__(self, meter: Meter, tally: Tally) -> None:
        self._meter = meter
        self._tally = tally
        self._keep_due_s = time.monotonic() + KEEP_EVERY_S
        self.others_cny = 0.0  # of this month, as of the last `keep`

    @property
    def cost_cny(self) -> float:
        """What the session cost so far."""
        return self._tally.cost_cny

    def note(self, reading: Metered) -> None:
        """Take the newest reading; write it down when it is time."""
        if not reading.cost_cny:
            return  # nobody has to account for what costs nothing
        self._tally.note(reading)
        if time.monotonic() >= self._keep_due_s:
            problem = self.keep()
            if problem is not None:  # captions matter more, and it is tried again
                log.warning("the ledger cannot be written: %s", problem.facts["reason"])

    def settle(self) -> Problem | None:
        """Write down all there is, when the session's thread is over; return why that failed.

        Whoever gave the session up has not heard of its last seconds.
        """
        for reading in self._meter.readings():
            self.note(reading)
        return self.keep()

    def keep(self) -> Problem | None:
        """Write down what is new; return why that failed."""
        self._keep_due_s = time.monotonic() + KEEP_EVERY_S
        if not self.cost_cny:
            return None
        try:
            self.others_cny = self._tally.keep().cost_cny
        except ZimuError as exc:
            return exc.problem
        self._meter.spent_elsewhere(self.others_cny)
        return None


class Run:
    """The session, its thread, and the main thread that writes and hears Ctrl+C."""

    def __init__(
        self,
        session: Session,
        outbox: Outbox,
        printer: Printer,
        accounts: Accounts,
        *,
        is_recorded: bool = False,
    ) -> None:
        self._session = session
        self._outbox = outbox
        self._printer = printer
        self._accounts = accounts
        self._is_recorded = is_recorded
        self._interrupts = 0
        self.problem: Problem | None = None

    @property
    def was_interrupted(self) -> bool:
        """Whether somebody wanted the end."""
        return self._interrupts > 0

    def complete(self) -> OSError | None:
        """Run the session to its end; return why standard output cannot be written, if so."""
        thread = threading.Thread(target=self._run_session, name="session")
        thread.start()
        try:
            with interrupts_go_to(self._interrupt):
                self._write_all()
        except OSError as exc:
            return exc
        finally:
            self._session.abort()  # it is over already, or nobody is there to write
            self._outbox.close()
            thread.join()
        return None

    def _write_all(self) -> None:
        for happening in self._outbox:
            match happening.event:
                case EngineChanged(state=EngineState.FAILED, problem=problem):
                    self.problem = problem
                case SourceTrouble(problem=Problem() as problem):
                    if problem.code in FINAL_TROUBLES:
                        self.problem = problem
                        self._session.stop()
                case Metered() as reading:
                    self._accounts.note(reading)
                case _:
                    pass
            self._printer.show(happening)
        self._printer.finish()

    def _interrupt(self) -> None:
        """The first Ctrl+C waits for the last words, the second does not.

        A recording can be gone on with where a line ends: it is not cut in mid-word.
        """
        self._interrupts += 1
        if self._interrupts == 1 and not self._is_recorded:
            self._session.stop()
        else:
            self._session.abort()
            self._outbox.close()

    def _run_session(self) -> None:
        try:
            self._session.run()
        except Exception:
            log.exception("the session ended by an error of ours")
            self.problem = Problem(ErrorCode.INTERNAL)
        finally:
            self._outbox.close()
