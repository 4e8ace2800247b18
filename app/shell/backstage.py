"""Makes what the window needs from the other rooms: sessions, sources, the list of devices.

numpy, soundfile, PortAudio and the network take longer to import than the window takes to build:
they are imported by who uses them first, which is a job as soon as the window is shown.
"""

# ruff: noqa: PLC0415  # see above
from __future__ import annotations

import logging
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.core.errors import ErrorCode, Problem
from app.engine.catalog import EngineInfo, Place, chosen, local, local_if_used
from app.engine.setup import wire_config
from app.net.links import Cancel
from app.protocol.config import SAMPLE_RATE_HZ
from app.shell.checkups import Checkups
from app.shell.controller import Opening, Workshop
from app.shell.device_desk import DeviceDesk
from app.shell.jobs import Jobs
from app.shell.key_desk import KeyDesk
from app.shell.model_desk import ModelDesk, ModelSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Source
    from app.core.settings import Settings
    from app.engine.keys import Keys
    from app.engine.local_process import LocalEngine
    from app.models.manager import Manager
    from app.session.checkup import Verdict
    from app.session.plan import Fallback, Plan
    from app.session.session import Session
    from app.session.sink import Sink
    from app.shell.listening import Listening

log = logging.getLogger(__name__)

# What keeps the engine on this computer from starting, and is worth saying before Start. Each tells
# of which model it is.
_SAID_EARLY = (ErrorCode.MODEL_ABSENT, ErrorCode.WEIGHTS_DAMAGED)


class Backstage(QObject):
    """Job threads: for devices and files, for trying an engine, to wait for our own, and for the
    keychain, which nothing else may wait for: it asks its owner, who may be elsewhere.
    """

    engine_problem_changed = Signal()
    models_changed = Signal()  # those that are at hand

    def __init__(
        self,
        local: LocalEngine,
        keys: Keys,
        models: ModelSource,
        open_manager: Callable[[], Manager],
        *,
        is_attended: bool = True,
        lister: tuple[str, ...] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._local = local
        self.here = models.here
        self._is_attended = is_attended
        self._local_problem: Problem | None = None
        self._prepared = ""  # the model that was got going last
        self._hears_device = True  # in the newest session
        self._cancel = Cancel()
        self.jobs = Jobs("jobs", self)
        self.devices = DeviceDesk(self.jobs, lister, self)
        self._keys = keys
        self._asking = Jobs("keychain", self)
        self.chat_keys = keys  # of servers that write summaries: for jobs alone
        self.keys = KeyDesk(keys, self._asking, self)
        self.checkups = Checkups(self._try_out, self)
        self.models = ModelDesk(open_manager, models.speeds, models.benchmark, self)
        self._warming = Jobs("warm-up", self)
        self.keys.changed.connect(self.engine_problem_changed)
        self.models.shelf_changed.connect(self._on_shelf_changed)

    def workshop(self, sink: Sink, hear: Callable[[int, bytes], None]) -> Workshop:
        """Return what the controller works with."""

        def open_session(opening: Opening) -> Session:
            from app.session.plan import Patience
            from app.session.session import Session

            self._hears_device = opening.source.is_live
            # Who is not there cannot press Stop.
            patience = Patience.KEEP_TRYING if self._is_attended else Patience.FAIL_EARLY
            return Session(
                self.plan(opening.settings),
                opening.source,
                sink,
                time.perf_counter,
                captions=opening.captions,
                begin_ms=opening.begin_ms,
                fallback=self._fallback(opening.settings),
                meter=opening.meter,
                patience=patience,
                hear=hear,
            )

        return Workshop(
            open_session=open_session,
            plan=self.plan,
            open_source=open_source,
            clock_s=time.perf_counter,
        )

    def open_recorded(self, opening: Opening, sink: Sink) -> Session:
        """Return a session that hears a recording, for which nobody waits."""
        from app.session.plan import Patience
        from app.session.session import Session

        engine = chosen(opening.settings, self.here)
        plan = self._plan_with(engine, opening.settings, SAMPLE_RATE_HZ)
        return Session(
            replace(plan, config=replace(plan.config, is_recorded=True)),
            opening.source,
            sink,
            time.perf_counter,
            captions=opening.captions,
            begin_ms=opening.begin_ms,
            meter=opening.meter,
            patience=Patience.FAIL_EARLY,
            shows_levels=False,
        )

    def plan(self, settings: Settings) -> Plan:
        """Return how a session follows `settings`."""
        return self._plan_with(chosen(settings, self.here), settings)

    def _plan_with(
        self, engine: EngineInfo, settings: Settings, rate_hz: int | None = None
    ) -> Plan:
        from app.session.dialer import EngineDialer
        from app.session.plan import Plan

        dialer = EngineDialer(engine, self._local, self._keys, network=settings.network)
        rate_hz = rate_hz or self._source_rate_hz(settings)
        locale = self.here.locale
        config = wire_config(settings, engine, locale=locale, source_rate_hz=rate_hz)
        return Plan(engine, config, dialer)

    def _source_rate_hz(self, settings: Settings) -> int:
        """Return what the microphone has by itself, as far as that is known."""
        if not self._hears_device:
            return SAMPLE_RATE_HZ
        return self.devices.rate_hz(settings.device) or SAMPLE_RATE_HZ

    def _fallback(self, settings: Settings) -> Fallback | None:
        from app.session.plan import Fallback

        stand_in, engine = local(settings, self.here), chosen(settings, self.here)
        if not settings.fallback.is_enabled or engine.place is stand_in.place:
            return None
        return Fallback(self._plan_with(stand_in, settings), settings.fallback.after_s)

    def start(self, settings: Settings) -> None:
        """Start the threads, list the devices, and get the engine on this computer going."""
        self.jobs.start()
        self._asking.start()
        self._warming.start()
        self.checkups.start()
        self.models.start()
        self.devices.start()
        self.prepare(settings)

    def prepare(self, settings: Settings) -> None:
        """Get the engine on this computer going, if a session would have use for it."""
        engine = local_if_used(settings, self.here)
        if engine is None or engine.model == self._prepared:
            return
        self._prepared = engine.model
        self._warming.submit(
            lambda: self._await_engine(engine), self._on_engine_ready, self._on_engine_refused
        )

    def stop(self) -> bool:
        """End the threads and the engine; False if a thread would not end."""
        self._cancel.cancel()
        self.devices.stop()
        self._local.stop()
        threads = (self.checkups, self.models, self._warming, self._asking, self.jobs)
        return all([thread.stop() for thread in threads])

    def problem_with(self, engine: EngineInfo) -> Problem | None:
        """Return what `engine` is known to lack."""
        if engine.place is Place.THIS_COMPUTER:
            problem = self._local_problem
            is_about_it = problem is not None and problem.facts["model"] == engine.model
            return problem if is_about_it else None
        self.keys.look_up(engine)
        return self.keys.problem_with(engine)

    def _try_out(self, settings: Settings, cancel: Cancel) -> Verdict | None:
        from app.session.checkup import Checkup

        engine = chosen(settings, self.here)
        checkup = Checkup(self._local, self._keys, settings.network)
        return checkup.run(engine, wire_config(settings, engine, locale=self.here.locale), cancel)

    def _await_engine(self, engine: EngineInfo) -> None:
        with self._local.lend(engine, self._cancel):
            log.debug("the engine on this computer is warm")

    def _on_engine_ready(self, nothing: None) -> None:  # noqa: ARG002
        self._local_problem = None

    def _on_engine_refused(self, problem: Problem) -> None:
        if problem.code in _SAID_EARLY:
            self._local_problem = problem
            self.engine_problem_changed.emit()

    @Slot()
    def _on_shelf_changed(self) -> None:
        states = self.models.shelf.states
        at_hand = tuple(state.model for state in states if state.is_at_hand)
        here = replace(self.here, installed=at_hand, speeds=self.models.shelf.speeds)
        if here != self.here:
            self.here = here
            self._local_problem = None  # it was about models that were not there
            self.models_changed.emit()


def open_source(listening: Listening) -> Source:
    """Return what was chosen to listen to, not yet started."""
    if isinstance(listening, Path):
        from app.audio.file_source import FileSource

        return FileSource(listening)
    from app.audio.capture import MicrophoneSource

    return MicrophoneSource(listening)
