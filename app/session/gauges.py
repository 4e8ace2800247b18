"""What a session tells of itself again and again: how far it is behind, and what it costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from app.audio.source import RATE_HZ
from app.core.errors import ErrorCode
from app.core.events import Backlog, Metered, Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.cost import Meter
    from app.core.errors import Problem

BACKLOG_EVERY_S: Final = 0.5
METER_EVERY_S: Final = 1.0
WORTH_TELLING_MS: Final = 1000
GONE_MS: Final = 500


class BacklogGauge:
    """Tells of audio that waits, twice a second while it is a second or more."""

    def __init__(self) -> None:
        self._told_ms = 0
        self.due_s = math.inf

    def read(self, waiting_samples: int, now_s: float) -> Iterator[Backlog]:
        """Give what there is to tell."""
        waiting_ms = waiting_samples * 1000 // RATE_HZ
        if self._told_ms and waiting_ms < GONE_MS:
            yield from self.clear()
        elif waiting_ms >= WORTH_TELLING_MS and (not self._told_ms or now_s >= self.due_s):
            self._told_ms, self.due_s = waiting_ms, now_s + BACKLOG_EVERY_S
            yield Backlog(waiting_ms)

    def clear(self) -> Iterator[Backlog]:
        """Tell that nothing waits any more, if it was told that something did."""
        if self._told_ms:
            self._told_ms, self.due_s = 0, math.inf
            yield Backlog(0)


class MeterGauge:
    """Tells what was used, once a second while it grows, and when it becomes too much."""

    def __init__(self, meter: Meter | None) -> None:
        self._meter = meter
        self._told: Metered | None = None
        self._due_s = -math.inf
        self._has_warned = False

    def read(self, now_s: float) -> Iterator[Metered | Notice]:
        """Give what there is to tell."""
        if self._meter is None or now_s < self._due_s:
            return
        self._due_s = now_s + METER_EVERY_S
        reading = self._meter.reading()
        if reading.engine_id and reading != self._told:
            self._told = reading
            yield reading
        problem = self._meter.verdict()
        if problem is not None and problem.code is ErrorCode.BUDGET_NEAR and not self._has_warned:
            self._has_warned = True
            yield Notice(problem)

    @property
    def overspent(self) -> Problem | None:
        """Why the session has to end; None: it may go on."""
        problem = None if self._meter is None else self._meter.verdict()
        return problem if problem is not None and problem.code is ErrorCode.BUDGET_SPENT else None

    def last(self) -> Iterator[Metered]:
        """Give what every engine was used for."""
        if self._meter is not None:
            yield from (reading for reading in self._meter.readings() if reading != self._told)


class Gauges:
    """All there is to tell again and again."""

    def __init__(self, meter: Meter | None) -> None:
        self._backlog = BacklogGauge()
        self._meter = MeterGauge(meter)

    def read(self, waiting_samples: int, now_s: float) -> Iterator[Backlog | Metered | Notice]:
        """Give what there is to tell."""
        yield from self._backlog.read(waiting_samples, now_s)
        yield from self._meter.read(now_s)

    @property
    def overspent(self) -> Problem | None:
        """Why the session has to end; None: it may go on."""
        return self._meter.overspent

    def last(self) -> Iterator[Backlog | Metered]:
        """Give what is left to tell at the end."""
        yield from self._backlog.clear()
        yield from self._meter.last()
