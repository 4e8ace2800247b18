"""What `zimu devices --json` prints, read back."""

from __future__ import annotations

import msgspec

from app.audio.backend import DeviceInfo
from app.core.settings import DeviceRef


class _Listed(msgspec.Struct, rename={"is_default": "default"}):
    """A line of it."""

    name: str
    host_api: str
    rate_hz: int
    channels: int
    is_default: bool


def read_devices(printed: bytes) -> tuple[DeviceInfo, ...]:
    """Return the devices in what was `printed`. Raises ValueError: that is something else."""
    listed = [msgspec.json.decode(line, type=_Listed) for line in printed.splitlines()]
    return tuple(
        DeviceInfo(DeviceRef(one.name, one.host_api), one.rate_hz, one.channels, one.is_default)
        for one in listed
    )
