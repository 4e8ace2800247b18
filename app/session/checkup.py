"""Whether captioning with an engine would work, tried out with a second of silence."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from app.audio.source import RATE_HZ, SAMPLE_BYTES
from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.events import EngineChanged, EngineState
from app.engine.catalog import CATALOG, EngineInfo, Place
from app.engine.keys import CLOUD_KEY, Keys, NoKeychain
from app.protocol.config import WireConfig
from app.session.dialer import EngineDialer
from app.session.plan import Patience, Plan
from app.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Outlet
    from app.core.captions import Captions
    from app.core.events import SessionEvent
    from app.core.settings import NetworkSettings
    from app.engine.local_process import LocalEngine
    from app.net.links import Cancel
    from app.session.dialer import Dialer
    from app.session.sink import Stamp

SILENCE: Final = bytes(RATE_HZ * SAMPLE_BYTES)  # all that is ever sent
_REGIONS: Final = (Place.BEIJING, Place.SINGAPORE)


class DialerFactory(Protocol):
    """What EngineDialer is."""

    def __call__(
        self, engine: EngineInfo, local: LocalEngine, keys: Keys, *, network: NetworkSettings
    ) -> Dialer: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check-up found. `problem` None: captioning works."""

    engine: EngineInfo
    problem: Problem | None
    listening_after_s: float | None = None  # until speech would have been captioned


class Checkup:
    """Tries engines as a session would. `network` says which way leads to them."""

    def __init__(
        self,
        local: LocalEngine,
        keys: Keys,
        network: NetworkSettings,
        *,
        dialer: DialerFactory = EngineDialer,
    ) -> None:
        self._local = local
        self._keys = keys
        self._network = network
        self._make_dialer = dialer

    def run(self, engine: EngineInfo, config: WireConfig, cancel: Cancel) -> Verdict | None:
        """Caption a second of silence; None: cancelled.

        Blocks, mostly for a second, at most about a minute, and may ask for the keychain: on a
        thread of its own. A key that is refused is shown to the provider's other region, to tell
        whether it belongs there.
        """
        trial = _Trial(Plan(engine, config, self._dialer(engine, self._keys)))
        trial.run(cancel, until=EngineState.STOPPED)
        problem = trial.problem
        if problem is not None and problem.code is ErrorCode.KEY_REFUSED:
            problem = self._other_region(engine, cancel) or problem
        return None if cancel.is_cancelled else Verdict(engine, problem, trial.listening_after_s)

    def _other_region(self, engine: EngineInfo, cancel: Cancel) -> Problem | None:
        """Return WRONG_REGION if the key opens the provider's other region."""
        if engine.place not in _REGIONS:
            return None
        other = next(
            one for one in CATALOG if one.place in _REGIONS and one.place is not engine.place
        )
        key = {CLOUD_KEY: self._keys.key_for(engine)}
        dialer = self._dialer(other, Keys(key, NoKeychain()))
        trial = _Trial(Plan(other, WireConfig(), dialer))
        trial.run(cancel, until=EngineState.PREPARING)  # so the handshake was accepted
        if trial.state is not EngineState.PREPARING:
            return None
        return ZimuError(ErrorCode.WRONG_REGION, host=engine.host, other=other.host).problem

    def _dialer(self, engine: EngineInfo, keys: Keys) -> Dialer:
        return self._make_dialer(engine, self._local, keys, network=self._network)


class _Trial:
    """A session of its own, and the sink that follows it."""

    def __init__(self, plan: Plan, clock: Callable[[], float] = time.perf_counter) -> None:
        self._session = Session(
            plan, _Silence(), self, clock, patience=Patience.FAIL_EARLY, shows_levels=False
        )
        self._clock = clock
        self._begin_s = clock()
        self._until = EngineState.STOPPED
        self.state = EngineState.IDLE
        self.problem: Problem | None = None
        self.listening_after_s: float | None = None

    def run(self, cancel: Cancel, *, until: EngineState) -> None:
        """Block until the session is in the state `until`, has come to its end, or is cancelled."""
        self._until = until
        cancel.on_cancel(self._session.abort)
        self._session.run()

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:  # noqa: ARG002
        """Follow the states; an engine that is lost after all is not waited for."""
        if not isinstance(event, EngineChanged) or self.state is self._until:
            return
        self.state = event.state
        self.problem = event.problem
        if event.state is EngineState.LISTENING:
            self.listening_after_s = self._clock() - self._begin_s
        if event.state in (self._until, EngineState.RECONNECTING):
            self._until = event.state
            self._session.abort()


class _Silence:
    """A source of one quiet second."""

    @property
    def is_live(self) -> bool:
        return False

    def start(self, outlet: Outlet) -> None:
        outlet.write(SILENCE)
        outlet.end()

    def stop(self) -> None:
        """There is nothing that runs."""
