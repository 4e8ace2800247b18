"""Whether to try again after a trouble with a link, and when. Pure: a state, and what moves it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, TypeAlias

from app.core.backoff import delay_s
from app.core.errors import ErrorCode

if TYPE_CHECKING:
    from app.core.errors import Problem

STABLE_S: Final = 60.0  # a link that was up for so long starts a new count
OUTAGE_APART_S: Final = 10.0  # after so long what is lost is lost by another outage
MAX_DOUBTS: Final = 3


class Gravity(Enum):
    """What can be hoped for from another attempt."""

    PASSING = auto()  # much: networks and servers recover
    DOUBTFUL = auto()  # little: a few times, then it is taken for lasting
    FATAL = auto()  # nothing, until somebody changes something


_PASSING: Final = frozenset(
    {
        ErrorCode.HOST_UNKNOWN,
        ErrorCode.HOST_UNREACHABLE,
        ErrorCode.HOST_SILENT,
        ErrorCode.THROTTLED,
        ErrorCode.LINK_LOST,
        ErrorCode.LINK_STALLED,
        ErrorCode.SERVER_FULL,
        ErrorCode.SERVER_TROUBLE,
        ErrorCode.SERVER_UNAVAILABLE,
        ErrorCode.PROXY_FAILED,
        ErrorCode.TLS_FAILED,
        ErrorCode.ENGINE_DIED,
    }
)
# The network is away; no server is asked too often.
_NOBODY_THERE: Final = frozenset(
    {
        ErrorCode.HOST_UNKNOWN,
        ErrorCode.HOST_UNREACHABLE,
        ErrorCode.HOST_SILENT,
        ErrorCode.LINK_LOST,
        ErrorCode.LINK_STALLED,
    }
)
_DOUBTFUL: Final = frozenset(
    {ErrorCode.PEER_BROKE_PROTOCOL, ErrorCode.SERVER_ERROR, ErrorCode.ENGINE_NOT_STARTED}
)


def gravity(problem: Problem) -> Gravity:
    """Say what can be hoped for after `problem`."""
    if problem.code in _PASSING:
        return Gravity.PASSING
    return Gravity.DOUBTFUL if problem.code in _DOUBTFUL else Gravity.FATAL


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again after so many seconds."""

    in_s: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No attempt would help."""


Advice: TypeAlias = Retry | GiveUp


@dataclass(frozen=True, slots=True)
class Efforts:
    """What came of the attempts to reach one engine."""

    failures: int = 0  # since it was last up for a stable minute
    doubts: int = 0  # those of them that were doubtful
    since_s: float | None = None  # when the outage began
    up_since_s: float | None = None

    def up(self, now_s: float) -> Efforts:
        """Return the efforts after the engine was ready for audio."""
        return replace(self, up_since_s=now_s)

    def after(
        self, problem: Problem, now_s: float, chance: float, *, is_first: bool = False
    ) -> tuple[Efforts, Advice]:
        """Return the efforts after `problem`, and what to do; `is_first`: one failure is enough."""
        up_s = 0.0 if self.up_since_s is None else now_s - self.up_since_s
        before = Efforts() if up_s >= STABLE_S else self
        weight = gravity(problem)
        doubts = before.doubts + (weight is Gravity.DOUBTFUL)
        since_s = now_s
        if before.since_s is not None and up_s < OUTAGE_APART_S:
            since_s = before.since_s
        efforts = Efforts(before.failures + 1, doubts, since_s)
        if weight is Gravity.FATAL or doubts > MAX_DOUBTS or is_first:
            return efforts, GiveUp()
        away_s = now_s - since_s if problem.code in _NOBODY_THERE else math.inf
        return efforts, Retry(delay_s(efforts.failures, chance, away_s=away_s))
