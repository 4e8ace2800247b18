"""The microphones as the window offers them: the list that refreshes by itself."""

# ruff: noqa: PLC0415  # numpy and PortAudio take longer to load than the window
from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.audio.elsewhere import Lister
from app.audio.system import this_system

if TYPE_CHECKING:
    from app.audio.backend import DeviceInfo
    from app.core.errors import Problem
    from app.core.settings import DeviceRef
    from app.shell.jobs import Jobs

log = logging.getLogger(__name__)

SETTLE_MS: Final = 300  # a device that comes is told of several times


class DeviceDesk(QObject):
    """Knows the devices of now. GUI thread; whatever takes a while is a job.

    `lister` is the command that lists devices in a process of its own, for while one is open.
    """

    found = Signal(object)  # tuple of DeviceInfo
    _stirred = Signal()

    def __init__(self, jobs: Jobs, lister: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._lister = Lister(lister) if lister else None
        self._devices: tuple[DeviceInfo, ...] = ()
        self._watch = this_system().watch(self._stirred.emit)
        self._settling = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settling.timeout.connect(self.look)
        self._stirred.connect(self._on_stirred, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """List them, and again whenever one may have come or gone."""
        self._jobs.submit(_listed, self._on_found, self._on_none)
        self._watch.start()

    def stop(self) -> None:
        """Cease to watch, and to look."""
        self._settling.stop()
        self._watch.stop()
        if self._lister is not None:
            self._lister.stop()

    def rate_hz(self, device: DeviceRef | None) -> int | None:
        """Return the rate that `device` (None: the default) has by itself; None: not known."""
        rates_hz = (
            one.rate_hz
            for one in self._devices
            if (one.is_default if device is None else one.ref == device)
        )
        return next(rates_hz, None)

    @Slot()
    def look(self) -> None:
        """List the devices again, those included that came since."""
        self._jobs.submit(lambda: _looked(self._lister), self._on_found, self._on_none)

    @Slot()
    def _on_stirred(self) -> None:
        self._settling.start()

    def _on_found(self, devices: tuple[DeviceInfo, ...]) -> None:
        self._devices = devices
        listed = {"event": "devices.listed", "devices": len(devices)}
        log.info("%d microphones", len(devices), extra=listed)
        self.found.emit(devices)

    def _on_none(self, problem: Problem) -> None:  # noqa: ARG002  # Start will say it
        self.found.emit(())


def _listed() -> tuple[DeviceInfo, ...]:
    import app.audio.capture
    import app.session.dialer
    import app.session.session  # noqa: F401  # now, so that Start need not wait for them
    from app.audio.devices import list_devices

    return list_devices()


def _looked(lister: Lister | None) -> tuple[DeviceInfo, ...]:
    from app.audio.devices import list_devices, rescan

    if rescan() or lister is None:
        return list_devices()
    return lister.look()
