"""The list of microphones from another process: PortAudio cannot look anew while one is open."""

from __future__ import annotations

import logging
import subprocess
import threading
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.audio.backend import DeviceInfo

_ANSWER_S: Final = 10.0

log = logging.getLogger(__name__)


class Lister:
    """Asks `command`, which is `zimu devices --json`. `stop` may be called from any thread."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def look(self) -> tuple[DeviceInfo, ...]:
        """Return what is listed; nothing if nothing is found. Blocks about half a second.

        Raises ZimuError(AUDIO_UNAVAILABLE) when it cannot be asked.
        """
        from app.audio.listed import read_devices  # noqa: PLC0415  the window comes up without

        try:
            return read_devices(self._ask())
        except (OSError, subprocess.TimeoutExpired, ValueError) as exc:
            if not self._is_stopped:
                log.warning("another process could not list the microphones: %s", exc)
            raise ZimuError(ErrorCode.AUDIO_UNAVAILABLE) from exc

    def stop(self) -> None:
        """End a process that still looks; none is started any more."""
        with self._lock:
            self._is_stopped = True
            if self._child is not None:
                self._child.kill()

    def _ask(self) -> bytes:
        with self._lock:
            if self._is_stopped:
                raise InterruptedError
            self._child = subprocess.Popen(  # noqa: S603  # our own program
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        with self._child as child:
            try:
                answer = child.communicate(timeout=_ANSWER_S)[0]
            except subprocess.TimeoutExpired:
                child.kill()
                raise
        if self._is_stopped:
            raise InterruptedError
        return answer
