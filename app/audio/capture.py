"""The microphone: a device, opened at its own rate and heard by the ear thread, again and again.

A stream that ended is closed by the ear, never in a callback: PortAudio would wait for itself.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.audio.backend import StreamFormat
from app.audio.devices import find, load_backend
from app.audio.ear import Ear
from app.audio.health import Health
from app.audio.intake import Intake
from app.audio.scene import Change, Scene, judge, may_open
from app.audio.source import SAMPLE_BYTES
from app.audio.system import this_system
from app.core.errors import ErrorCode, Problem, ZimuError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.backend import Backend, DeviceInfo, Stream
    from app.audio.source import Outlet
    from app.audio.system import System
    from app.core.settings import DeviceRef

BLOCKS_PER_S: Final = 50
INTAKE_S: Final = 5
MAX_CHANNELS: Final = 2
STOP_WITHIN_S: Final = 1.0
_POLL_S: Final = 0.1
RETRY_S: Final = (0.5, 5.0)  # at first and at last: a device that is there may need a moment
# Names of PortAudio's under which a sound server gives what is the default at the time.
_SERVED: Final = frozenset({"default", "pulse", "pipewire"})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A device that is open, and where its audio arrives."""

    device: DeviceInfo
    format: StreamFormat
    intake: Intake
    stream: Stream


class MicrophoneSource:
    """A microphone as a `Source`.

    `device` None: the system's default, whichever that is at the time. `stream_format` None: the
    device's own rate, at most two channels. A device that cannot be opened or goes away is told to
    the outlet, and tried again until it is there; what nobody heard meanwhile is lost in time.
    """

    def __init__(
        self,
        device: DeviceRef | None,
        *,
        load: Callable[[], Backend] = load_backend,
        stream_format: StreamFormat | None = None,
        clock: Callable[[], float] = time.monotonic,
        system: System | None = None,
    ) -> None:
        self._device = device
        self._load = load
        self._format = stream_format
        self._clock = clock
        self._system = system or this_system()
        self._follows_default = device is None or device.name in _SERVED
        self._stopping = threading.Event()
        self._stirred = threading.Event()  # devices may have changed, or it is to stop
        self._watch = self._system.watch(self._stirred.set)
        self._scene = Scene()  # in which the device began to be heard
        self._pause_s = RETRY_S[0]
        self._told: Problem | None = None
        self._thread: threading.Thread | None = None

    @property
    def is_live(self) -> bool:
        return True

    def start(self, outlet: Outlet) -> None:
        self._thread = threading.Thread(
            target=self._run, args=(outlet,), name="zimu-ear", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._stirred.set()
        if self._thread is not None:
            self._thread.join(STOP_WITHIN_S)

    def _run(self, outlet: Outlet) -> None:
        try:
            self._watch.start()
            self._listen(self._load(), outlet)
        except ZimuError as exc:
            self._tell(outlet, exc.problem)
        except Exception:
            log.exception("the ear broke")
            self._tell(outlet, Problem(ErrorCode.INTERNAL))
        finally:
            self._watch.stop()

    def _listen(self, backend: Backend, outlet: Outlet) -> None:
        """Hear the device until stopped, however often it goes and returns."""
        is_again = False
        while not self._stopping.is_set():
            try:
                opened = self._open(backend, afresh=is_again)
            except ZimuError as exc:
                # Why it went says more than why it is not back.
                self._tell(outlet, self._told or exc.problem)
                self._await_return()
            else:
                self._pause_s = RETRY_S[0]
                if self._hear(opened, outlet) is Change.GONE:
                    facts = MappingProxyType({"device": opened.device.ref.name})
                    self._tell(outlet, Problem(ErrorCode.DEVICE_GONE, facts))
                    self._await_return()
            is_again = True

    def _hear(self, opened: _Opened, outlet: Outlet) -> Change:
        """Pass on what the device gives, until stopped or as it ends; return how it ended."""
        fmt, intake = opened.format, opened.intake
        log.info("microphone opened", extra={"event": "device.opened", **asdict(fmt)})
        ear = Ear(fmt, outlet, self._clock)
        try:
            change = self._attend(outlet, opened, ear)
        finally:
            opened.stream.close()
            counted = {"overflows": intake.overflows, "dropped_frames": ear.dropped_frames}
            log.info("microphone closed: %s", counted, extra={"event": "device.closed", **counted})
        for block in intake.take(0):
            ear.hear(block)
        ear.finish()
        if not self._stopping.is_set():
            outlet.resume()
        return change

    def _open(self, backend: Backend, *, afresh: bool) -> _Opened:
        """Open the device; again after a new scan, as it may have come back as another one."""
        if afresh:
            backend.rescan()
        try:
            return self._open_as_listed(backend)
        except ZimuError as exc:
            refused = exc.problem.code is ErrorCode.DEVICE_REFUSED
            if afresh or not refused or not backend.rescan():
                raise
        return self._open_as_listed(backend)

    def _open_as_listed(self, backend: Backend) -> _Opened:
        device = find(backend, self._device)
        fmt = self._format or StreamFormat(device.rate_hz, min(MAX_CHANNELS, device.channels))
        intake = Intake(fmt.channels * SAMPLE_BYTES, max_blocks=INTAKE_S * BLOCKS_PER_S)
        stream = backend.open(device.ref, fmt, fmt.rate_hz // BLOCKS_PER_S, intake.put)
        return _Opened(device, fmt, intake, stream)

    def _attend(self, outlet: Outlet, opened: _Opened, ear: Ear) -> Change:
        """Pass audio on, and remark on its absence, until stopped or the device is not ours."""
        health = Health(opened.device, opened.format.rate_hz, self._clock())
        is_heard = False
        while not self._stopping.is_set():
            if not opened.stream.is_active:
                return Change.GONE
            for block in opened.intake.take(_POLL_S):
                ear.hear(block)
                health.hear(block, self._clock())
                if not is_heard:
                    is_heard = True
                    self._scene = self._look()
            verdict = health.verdict(self._clock())
            if is_heard or verdict is not None:
                self._tell(outlet, verdict)
            if health.is_given_up(self._clock()):
                return Change.REPLACED  # it may be well when it is opened anew
            if is_heard and self._stirred.is_set() and (change := self._judge()) is not Change.NONE:
                return change
        return Change.NONE

    def _judge(self) -> Change:
        """Say whether it still is the same microphone."""
        return judge(self._scene, self._look(), follows_default=self._follows_default)

    def _look(self) -> Scene:
        self._stirred.clear()  # before the look: what changes while it lasts is looked at again
        return self._system.scene()

    def _await_return(self) -> None:
        """Wait until it is worth a try: at once when devices change, else ever more rarely.

        Where the system says what there is, nothing is tried that cannot be.
        """
        while not self._stopping.is_set():
            is_stirred = self._stirred.wait(self._pause_s)
            self._pause_s = RETRY_S[0] if is_stirred else min(2 * self._pause_s, RETRY_S[1])
            if may_open(self._scene, self._look(), follows_default=self._follows_default):
                return

    def _tell(self, outlet: Outlet, problem: Problem | None) -> None:
        if self._stopping.is_set() or problem == self._told:
            return
        self._told = problem
        if problem is None:
            log.info("the microphone is well again", extra={"event": "device.trouble", "code": ""})
        else:
            extra = {"event": "device.trouble", "code": problem.code.value}
            log.warning("microphone: %s", problem.code.value, extra=extra)
        outlet.trouble(problem)
