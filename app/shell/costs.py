"""What the running session and this month cost, and the writing down of it. GUI thread."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.core.cost import Budget, Meter
from app.storage.ledger import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.core.events import Metered
    from app.engine.catalog import EngineInfo
    from app.shell.jobs import Jobs
    from app.shell.mailbox import Mailbox
    from app.storage.ledger import Ledger, Spent

KEEP_MS: Final = 30_000  # what a crash may forget


class Costs(QObject):
    """The readings are the session's; the months are in the ledger, which jobs read and write."""

    changed = Signal()
    failed = Signal(object)  # Problem

    def __init__(
        self, ledger: Ledger, jobs: Jobs, mailbox: Mailbox, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._jobs = jobs
        self._tally = Tally(ledger, "")
        self._readings: dict[str, Metered] = {}
        self._meter: Meter | None = None  # of the session; on the session's thread
        self._others_cny: float | None = None  # what all other sessions of the month cost
        self._pause = QTimer(self, interval=KEEP_MS, singleShot=True)
        self._pause.timeout.connect(self.keep)
        mailbox.metered.connect(self._on_metered)

    @property
    def session_cny(self) -> float | None:
        """What this session cost so far; None: nothing."""
        return sum(reading.cost_cny for reading in self._readings.values()) or None

    @property
    def month_cny(self) -> float | None:
        """What this month cost so far; None: nobody has looked yet."""
        return None if self._others_cny is None else self._others_cny + (self.session_cny or 0.0)

    @property
    def is_reported(self) -> bool:
        """Whether the server counted the session's seconds; else it is what was sent."""
        return all(reading.is_reported for reading in self._readings.values())

    @property
    def saved_bytes(self) -> int:
        """How much less was sent in this session than the same audio as PCM."""
        return sum(reading.saved_bytes for reading in self._readings.values())

    def load(self) -> None:
        """Look up what the month cost."""
        self._jobs.submit(self._ledger.this_month, self._on_loaded, self.failed.emit)

    def begin(self, engines: Iterable[EngineInfo], limit_cny: float | None) -> Meter:
        """Count a new session; return what counts for it, and holds the month against a budget."""
        self._others_cny = self.month_cny
        self._readings = {}
        self._tally = Tally(self._ledger, str(uuid.uuid4()))
        prices = {engine.id: engine.price_cny_per_s for engine in engines}
        budget = None if limit_cny is None else Budget(limit_cny, self._others_cny or 0.0)
        self._meter = Meter(prices, budget)
        self.changed.emit()
        return self._meter

    @Slot()
    def keep(self) -> None:
        """Write down what is new."""
        self._pause.stop()
        tally, readings = self._tally, tuple(self._readings.values())
        if not readings:
            return

        def work() -> Spent:
            for reading in readings:
                tally.note(reading)
            return tally.keep()

        def done(others: Spent) -> None:
            if tally is self._tally:
                self._hear_of_others(others.cost_cny)

        self._jobs.submit(work, done, self.failed.emit)

    def _on_loaded(self, month: Spent) -> None:
        if self._others_cny is None:
            self._hear_of_others(month.cost_cny)
        if self._ledger.problem is not None:
            self.failed.emit(self._ledger.problem)

    def _hear_of_others(self, cost_cny: float) -> None:
        self._others_cny = cost_cny
        if self._meter is not None:
            self._meter.spent_elsewhere(cost_cny)
        self.changed.emit()

    @Slot(object)
    def _on_metered(self, reading: Metered) -> None:
        if reading == self._readings.get(reading.engine_id):
            return
        self._readings[reading.engine_id] = reading
        if not self._pause.isActive():
            self._pause.start()
        self.changed.emit()
