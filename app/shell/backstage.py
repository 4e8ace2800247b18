"""Makes what the window needs from the other rooms: sessions, sources, the list of devices.

numpy, soundfile, PortAudio and the network take longer to import than the window takes to build:
they are imported by who uses them first, which is a job as soon as the window is shown.
"""

# ruff: noqa: PLC0415  # see above
from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import ErrorCode, Problem, ZimuError
from app.engine.catalog import EngineInfo, Place
from app.engine.keys import key_for
from app.net.links import Cancel
from app.shell.controller import SessionPlan, Workshop
from app.shell.jobs import Jobs

if TYPE_CHECKING:
    from app.audio.backend import DeviceInfo
    from app.audio.source import Source
    from app.engine.local_process import LocalEngine
    from app.session.session import Session
    from app.session.sink import Sink
    from app.shell.listening import Listening

# What keeps the engine on this computer from starting, and is worth saying before Start.
_SAID_EARLY = (ErrorCode.WEIGHTS_MISSING, ErrorCode.WEIGHTS_DAMAGED)


class Backstage(QObject):
    """Two job threads: one for devices and files, one that waits for the engine to be ready."""

    devices_found = Signal(object)  # tuple of DeviceInfo
    engine_problem_changed = Signal()

    def __init__(self, local: LocalEngine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._local = local
        self._local_problem: Problem | None = None
        self._cancel = Cancel()
        self.jobs = Jobs("jobs", self)
        self._warming = Jobs("warm-up", self)

    def workshop(self, sink: Sink) -> Workshop:
        """Return what the controller works with."""

        def open_session(plan: SessionPlan) -> Session:
            from app.session.dialer import EngineDialer
            from app.session.plan import Plan
            from app.session.session import Session

            dialer = EngineDialer(plan.engine, self._local, os.environ)
            return Session(
                Plan(plan.engine, plan.config, dialer),
                plan.source,
                sink,
                time.perf_counter,
                captions=plan.captions,
                begin_ms=plan.begin_ms,
            )

        return Workshop(
            open_session=open_session,
            open_source=open_source,
            clock_s=time.perf_counter,
        )

    def start(self) -> None:
        """Start both threads, list the devices, and get the engine on this computer going."""
        self.jobs.start()
        self._warming.start()
        self.jobs.submit(_listed, self._on_devices, self._on_no_devices)
        self._warming.submit(self._await_engine, self._on_engine_ready, self._on_engine_refused)

    def look_for_devices(self) -> None:
        """List the devices again, those included that came since."""
        self.jobs.submit(_rescanned, self._on_devices, self._on_no_devices)

    def stop(self) -> bool:
        """End both threads and the engine; False if a thread would not end."""
        self._cancel.cancel()
        self._local.stop()
        return all([self._warming.stop(), self.jobs.stop()])

    def problem_with(self, engine: EngineInfo) -> Problem | None:
        """Return what `engine` is known to lack."""
        if engine.place is Place.THIS_COMPUTER:
            return self._local_problem
        try:
            key_for(engine, os.environ)
        except ZimuError as error:
            return error.problem
        return None

    def _await_engine(self) -> None:
        self._local.endpoint(self._cancel)

    def _on_engine_ready(self, nothing: None) -> None:  # noqa: ARG002
        self._local_problem = None

    def _on_engine_refused(self, problem: Problem) -> None:
        if problem.code in _SAID_EARLY:
            self._local_problem = problem
            self.engine_problem_changed.emit()

    def _on_devices(self, devices: tuple[DeviceInfo, ...]) -> None:
        self.devices_found.emit(devices)

    def _on_no_devices(self, problem: Problem) -> None:  # noqa: ARG002  Start will say it
        self.devices_found.emit(())


def open_source(listening: Listening) -> Source:
    """Return what was chosen to listen to, not yet started."""
    if isinstance(listening, Path):
        from app.audio.file_source import FileSource

        return FileSource(listening)
    from app.audio.capture import MicrophoneSource

    return MicrophoneSource(listening)


def _listed() -> tuple[DeviceInfo, ...]:
    import app.audio.capture
    import app.session.dialer
    import app.session.session  # noqa: F401  now, so that Start need not wait for them
    from app.audio.devices import list_devices

    return list_devices()


def _rescanned() -> tuple[DeviceInfo, ...]:
    from app.audio.devices import list_devices, rescan

    rescan()
    return list_devices()
