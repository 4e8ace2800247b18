"""The list of microphones from another process: PortAudio cannot look anew while one is open."""

from __future__ import annotations

import logging
import subprocess
from typing import TYPE_CHECKING, Final

import msgspec

from app.audio.backend import DeviceInfo
from app.core.errors import ErrorCode, ZimuError
from app.core.settings import DeviceRef

if TYPE_CHECKING:
    from collections.abc import Sequence

_ANSWER_S: Final = 10.0

log = logging.getLogger(__name__)


class _Listed(msgspec.Struct, rename={"is_default": "default"}):
    """What `zimu devices --json` prints of one."""

    name: str
    host_api: str
    rate_hz: int
    channels: int
    is_default: bool


def list_elsewhere(command: Sequence[str]) -> tuple[DeviceInfo, ...]:
    """Return what `command`, which is `zimu devices --json`, lists; nothing if it finds none.

    Blocks about half a second. Raises ZimuError(AUDIO_UNAVAILABLE) when it cannot be asked.
    """
    try:
        done = subprocess.run(  # noqa: S603  # our own program
            tuple(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=_ANSWER_S,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        listed = [msgspec.json.decode(line, type=_Listed) for line in done.stdout.splitlines()]
    except (OSError, subprocess.TimeoutExpired, msgspec.MsgspecError) as exc:
        log.warning("another process could not list the microphones: %s", exc)
        raise ZimuError(ErrorCode.AUDIO_UNAVAILABLE) from exc
    return tuple(
        DeviceInfo(DeviceRef(one.name, one.host_api), one.rate_hz, one.channels, one.is_default)
        for one in listed
    )
