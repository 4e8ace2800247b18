"""The microphone: one device, opened at its own rate, heard by the ear thread."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from app.audio.backend import StreamFormat
from app.audio.devices import find, load_backend
from app.audio.ear import Ear
from app.audio.health import Health
from app.audio.intake import Intake
from app.audio.source import SAMPLE_BYTES
from app.core.errors import ErrorCode, Problem, ZimuError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.backend import Backend, DeviceInfo, Stream
    from app.audio.source import Outlet
    from app.core.settings import DeviceRef

BLOCKS_PER_S: Final = 50
INTAKE_S: Final = 5
MAX_CHANNELS: Final = 2
STOP_WITHIN_S: Final = 1.0
_POLL_S: Final = 0.1

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

    `device` None: the system's default. `stream_format` None: the device's own rate, at most two
    channels. A device that cannot be opened or goes away is told to the outlet, and the thread
    ends: start another source to try again.
    """

    def __init__(
        self,
        device: DeviceRef | None,
        *,
        load: Callable[[], Backend] = load_backend,
        stream_format: StreamFormat | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._device = device
        self._load = load
        self._format = stream_format
        self._clock = clock
        self._stopping = threading.Event()
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
        if self._thread is not None:
            self._thread.join(STOP_WITHIN_S)

    def _run(self, outlet: Outlet) -> None:
        try:
            self._listen(outlet)
        except ZimuError as exc:
            self._tell(outlet, exc.problem)
        except Exception:
            log.exception("the ear broke")
            self._tell(outlet, Problem(ErrorCode.INTERNAL))

    def _listen(self, outlet: Outlet) -> None:
        """Open the device and hear it until stopped. Raises ZimuError when it ends by itself."""
        opened = self._open(self._load())
        fmt, intake = opened.format, opened.intake
        log.info("microphone opened", extra={"event": "device.opened", **asdict(fmt)})
        ear = Ear(fmt, outlet, self._clock)
        try:
            health = Health(opened.device, fmt.rate_hz, self._clock())
            self._attend(outlet, stream=opened.stream, intake=intake, ear=ear, health=health)
        finally:
            opened.stream.close()
            counted = {"overflows": intake.overflows, "dropped_frames": ear.dropped_frames}
            log.info("microphone closed: %s", counted, extra={"event": "device.closed", **counted})
        for block in intake.take(0):
            ear.hear(block)
        ear.finish()
        if not self._stopping.is_set():
            raise ZimuError(ErrorCode.DEVICE_GONE, device=opened.device.ref.name)

    def _open(self, backend: Backend) -> _Opened:
        """Open the device; again after a new scan, as it may have come back as another one."""
        try:
            return self._open_as_listed(backend)
        except ZimuError as exc:
            if exc.problem.code is not ErrorCode.DEVICE_REFUSED or not backend.rescan():
                raise
        return self._open_as_listed(backend)

    def _open_as_listed(self, backend: Backend) -> _Opened:
        device = find(backend, self._device)
        fmt = self._format or StreamFormat(device.rate_hz, min(MAX_CHANNELS, device.channels))
        intake = Intake(fmt.channels * SAMPLE_BYTES, max_blocks=INTAKE_S * BLOCKS_PER_S)
        stream = backend.open(device.ref, fmt, fmt.rate_hz // BLOCKS_PER_S, intake.put)
        return _Opened(device, fmt, intake, stream)

    def _attend(
        self, outlet: Outlet, *, stream: Stream, intake: Intake, ear: Ear, health: Health
    ) -> None:
        """Pass audio on, and remark on its absence, while the device runs."""
        told: Problem | None = None
        while stream.is_active and not self._stopping.is_set():
            for block in intake.take(_POLL_S):
                ear.hear(block)
                health.hear(block, self._clock())
            verdict = health.verdict(self._clock())
            if verdict != told:
                told = verdict
                self._tell(outlet, verdict)

    def _tell(self, outlet: Outlet, problem: Problem | None) -> None:
        if self._stopping.is_set():
            return
        if problem is None:
            log.info("the microphone is well again", extra={"event": "device.trouble", "code": ""})
        else:
            extra = {"event": "device.trouble", "code": problem.code.value}
            log.warning("microphone: %s", problem.code.value, extra=extra)
        outlet.trouble(problem)
