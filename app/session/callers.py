"""Who may caption: the main engine, one to stand in for it, and one to take its place.

The main caller is what the user wants. The spare one stands in while that is away. A coming one,
for other settings or a new wire session before the limit of the old one, takes the main one's place
when it is ready.
"""

from __future__ import annotations

import logging
import math
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from app.core.backoff import LEAST_S
from app.core.errors import ErrorCode, ZimuError
from app.session.caller import Caller
from app.session.lifetimes import Lifetimes
from app.session.reconnect import Retry
from app.session.wires_events import Away, Dead, Warned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.errors import Problem
    from app.session.caller import Tools
    from app.session.plan import Fallback, Plan

log = logging.getLogger(__name__)

ROLL_AGAIN_S: Final = 30.0  # after a next wire session could not be opened


class Callers:
    """Dials them, and decides what a failure of one means. `fed`: the one that gets the audio."""

    def __init__(self, plan: Plan, tools: Tools, fallback: Fallback | None) -> None:
        self._tools = tools
        self._fallback = fallback
        self._lifetimes = Lifetimes()
        self._numbers = count(1)
        self._main = Caller(plan)
        self._spare: Caller | None = None
        self._coming: Caller | None = None
        self._away_s = tools.clock()  # since when the main engine is not there
        self._dial_from_s = -math.inf
        self._roll_from_s = -math.inf
        self._is_replaced = False  # the main engine, by the one that stands in for it
        self._is_ending = False
        self.fed: Caller | None = None

    @property
    def all(self) -> tuple[Caller, ...]:
        """The callers, those that may take over first."""
        return tuple(c for c in (self._coming, self._main, self._spare) if c is not None)

    @property
    def current(self) -> Caller:
        """The one that is fed, or else the main one."""
        return self._main if self.fed is None else self.fed

    @property
    def successor(self) -> Caller | None:
        """Who is ready to take over from the one that is fed, or where nobody is."""
        wanted = self.all
        if self.fed is not None:
            wanted = () if self._is_ending else wanted[: wanted.index(self.fed)]
        return next((caller for caller in wanted if caller.is_ready), None)

    def switch(self, plan: Plan, *, keeps_former: bool) -> None:
        """Want `plan` from now on; if it is of no use, and `keeps_former`, what was of use."""
        self._drop_coming()
        main = self._main
        if self.fed is main:
            if (plan.engine, plan.config) != (main.plan.engine, main.plan.config):
                self._coming = Caller(plan)
            else:
                main.plan = plan  # the way there may be another one, from the next attempt on
            return
        main.release(polite=True)
        self._main = Caller(plan, former=(main.former or main.plan) if keeps_former else None)

    def leave_context(self, caller: Caller, *, is_up: bool) -> None:
        """Let `caller` do without its context. `is_up`: it captions, and goes on meanwhile."""
        plan = replace(caller.plan, config=replace(caller.plan.config, context=""))
        is_fed = is_up and caller is self.fed
        if is_fed and caller is self._main:
            self.switch(plan, keeps_former=True)
        caller.plan = plan
        if not is_fed:
            caller.release(polite=True)
            caller.due_s = self._tools.clock()

    def hurry(self) -> None:
        """The session ends: make the attempt that is due some time at once, if nobody is fed;
        begin nothing new.
        """
        self._drop_coming()
        self._fallback = None
        self._is_ending = True
        for caller in self.all:
            if self.fed is None and math.isfinite(caller.due_s):
                caller.due_s = min(caller.due_s, self._tools.clock())

    def succeed(self, caller: Caller) -> Problem | None:
        """Let `caller` be fed from now on; return what there is to tell about it."""
        if caller is self._coming:
            self._main, self._coming = caller, None
        if caller is not self._spare and self._spare is not None:
            self._spare.release(polite=True)
            self._spare = None
        was_replaced, self._is_replaced = self._is_replaced, caller is self._spare
        told: Problem | None = None
        if was_replaced is not self._is_replaced:
            code = ErrorCode.HANDED_OVER if self._is_replaced else ErrorCode.HANDED_BACK
            told = ZimuError(code, engine=caller.plan.engine.title).problem
        caller.former = None
        caller.efforts = caller.efforts.up(self._tools.clock())
        self.fed = caller
        return told

    def failed(
        self, caller: Caller, problem: Problem, *, is_first: bool
    ) -> Away | Dead | Warned | None:
        """Take it that `caller`, which has no peer any more, came to nothing; say what is next."""
        now_s = self._tools.clock()
        was_fed, self.fed = self.fed is caller, None if self.fed is caller else self.fed
        chance = self._tools.chance()
        caller.efforts, advice = caller.efforts.after(problem, now_s, chance, is_first=is_first)
        caller.due_s = now_s + advice.in_s if isinstance(advice, Retry) else math.inf
        if caller is self._coming:
            self._coming = None
            self._roll_from_s = now_s + ROLL_AGAIN_S
            return None if caller.is_rollover else Warned(problem)
        if caller is self._main and was_fed:
            self._away_s = now_s
            if self._coming is not None:  # it need not wait for a good place any more
                self._main, self._coming = self._coming, None
                self._main.former = caller.plan
        if caller in self.all and math.isinf(caller.due_s):
            self._give_up(caller)
            if self.fed is None and self._main.due_s == math.inf:
                return Dead(problem)
            if not was_fed:
                return Warned(problem)
        return Away(problem, self._retry_in_s(now_s)) if self.fed is None else None

    def announce(self, caller: Caller, age_s: float) -> None:
        """Note that a server ended a wire session of that age with a good-bye nobody asked for."""
        self._lifetimes.ended(caller.plan.engine.id, age_s)

    def dial_due(self) -> Iterator[Caller]:
        """Make the attempts that are due; give those who make them."""
        now_s = self._tools.clock()
        if self._is_ending and self.fed is not None:
            return
        self._roll_over_if_due(now_s)
        self._call_spare_if_due(now_s)
        for caller in self.all:
            if caller.peer is None and now_s >= max(caller.due_s, self._dial_from_s):
                self._dial_from_s = now_s + LEAST_S
                caller.dial(next(self._numbers), self._tools)
                yield caller

    @property
    def due_s(self) -> float:
        """When an attempt is due."""
        if self._is_ending and self.fed is not None:
            return math.inf
        waiting = [caller.due_s for caller in self.all if caller.peer is None]
        dues_s = [self._roll_due_s(), self._spare_due_s(), *waiting]
        return max(min(dues_s), self._dial_from_s)

    def _give_up(self, caller: Caller) -> None:
        if caller is self._spare:
            self._fallback = self._spare = None
        elif caller.former is not None:
            self._main = Caller(caller.former)

    def _retry_in_s(self, now_s: float) -> float:
        waiting = [caller.due_s for caller in self.all if caller.peer is None]
        return round(max(min(waiting, default=now_s) - now_s, 0.0), 3)

    def _drop_coming(self) -> None:
        if self._coming is not None:
            self._coming.release(polite=True)
            self._coming = None

    def _roll_over_if_due(self, now_s: float) -> None:
        if now_s >= self._roll_due_s():
            log.info("the wire session comes to its limit", extra={"event": "link.rollover"})
            self._coming = Caller(self._main.plan, is_rollover=True)

    def _roll_due_s(self) -> float:
        peer = self._main.peer
        if self.fed is not self._main or self._coming is not None or peer is None:
            return math.inf
        limit_s = self._lifetimes.roll_after_s(self._main.plan.engine.id, peer.max_age_s)
        return max((peer.ready_s or 0.0) + limit_s, self._roll_from_s)

    def _call_spare_if_due(self, now_s: float) -> None:
        if self._fallback is not None and now_s >= self._spare_due_s():
            self._spare = Caller(self._fallback.plan)

    def _spare_due_s(self) -> float:
        if self._fallback is None or self._spare is not None or self.fed is not None:
            return math.inf
        return self._away_s + self._fallback.after_s
