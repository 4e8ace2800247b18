"""How one wire session goes on where another one ended: by a replay, or at a cut."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.audio.source import RATE_HZ
from app.core.errors import ErrorCode
from app.core.events import LineFailed
from app.session.peer_events import Said
from app.session.replay import Remains, gap, resumed
from app.session.retiring import ABANDONED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.errors import Problem
    from app.session.caller import Caller, Tools
    from app.session.feeder import Feeder
    from app.session.wire import Wire

log = logging.getLogger(__name__)

# Of processes of our own that were hearing the same audio: then it is taken for poison.
MAX_DEATHS: Final = 4


class Succession:
    """Remembers what is not finished while no wire session is fed."""

    def __init__(self, tools: Tools, feeder: Feeder) -> None:
        self._tools = tools
        self._ring = tools.ring
        self._feeder = feeder
        first = tools.ring.cursors.sent
        self._remains = Remains(first, first)
        self._lost_s = tools.clock()  # when the audio stopped to flow
        self._deaths = 0

    @property
    def remains(self) -> Remains:
        """What the last wire session left to be done."""
        return self._remains

    def reached(self, wire: Wire | None) -> int:
        """Up to here audio was sent at least once, by `wire` or those before."""
        return self._remains.reached if wire is None else max(self._remains.reached, wire.sent)

    def keep(self, wire: Wire, problem: Problem) -> None:
        """Remember what has to be heard again now that `wire` is lost."""
        before, reached = self._remains, self.reached(wire)
        remains = replace(wire.remains(self._tools.shown), reached=reached)
        is_death = problem.code is ErrorCode.ENGINE_DIED
        self._deaths = is_death + (self._deaths if remains.start <= before.start else 0)
        if self._deaths >= MAX_DEATHS:
            log.warning("audio that engines die of is left out", extra={"event": "link.poison"})
            self._deaths = 0
            spoilt = (*remains.hopeless, *remains.orphans)
            remains = Remains(reached, remains.start, hopeless=spoilt)  # a gap of what lies between
        self._remains = remains
        self._lost_s = self._tools.clock()
        self._feeder.stay()

    def take_up(self, caller: Caller, wire: Wire) -> Iterator[Said]:
        """Let `wire` hear what was not finished, and what came since."""
        oldest = self._ring.rewind(self._remains.start)
        resumption = resumed(self._remains, oldest)
        start = self._ring.rewind(resumption.start)
        for line in resumption.failed:
            yield Said(LineFailed(line, ABANDONED), None)
        for begin, end in resumption.gaps:
            yield Said(gap(begin, end), None)
        self._feeder.begin(start, self._remains.commits)
        replay_ms = (self._remains.reached - start) * 1000 // RATE_HZ
        away_ms = round((self._tools.clock() - self._lost_s) * 1000)
        wire.begin(start, resumption.orphans)
        self._remains = Remains(start, self._remains.reached)
        facts = {"engine": caller.plan.engine.id, "away_ms": away_ms, "replay_ms": replay_ms}
        log.info("a link is fed again", extra={"event": "link.back", **facts})

    def go_on(self, caller: Caller, wire: Wire, old: Wire, cut: int) -> None:
        """Let `wire` hear what lies behind `cut`, which `old` does not. Raises LinkLostError."""
        old.finish()
        self._feeder.stay()
        wire.begin(cut, old.leave(cut))
        self._remains = Remains(cut, max(self._remains.reached, cut))
        facts = {"engine": caller.plan.engine.id}
        log.info("the next link is fed", extra={"event": "link.next", **facts})
