"""One window for a folder of data: who starts second lets the first come to the front.

Imports Qt only where somebody is called or listened to: who is first should not wait for that.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import tempfile
import threading
import time
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.storage.locks import locked

if TYPE_CHECKING:
    from contextlib import ExitStack

log = logging.getLogger(__name__)

# What is said over the socket, all of it.
KNOCK: Final = b"zimu: show\n"
WELCOME: Final = b"zimu: shown\n"

DEADLINE_S: Final = 8.0  # longer than a window takes to open, and to close
ANSWER_S: Final = 2.0
RETRY_S: Final = 0.1


class Claim(Enum):
    """What became of being the only one."""

    FIRST = "first"
    SHOWN = "shown"  # the first one came to the front
    SILENT = "silent"  # there is a first one, but it does not answer


def claim(config: Path, stack: ExitStack, *, deadline_s: float = DEADLINE_S) -> Claim:
    """Be the only window whose settings are in `config` until `stack` is closed. Blocks.

    The system lets go of the lock when its holder dies, so that no crash leaves anything behind.
    """
    end_s = time.monotonic() + deadline_s
    pause = threading.Event()
    while True:
        try:
            stack.enter_context(locked(config / "window.lock", timeout_s=0))
        except TimeoutError:
            if knock(address(config)):
                return Claim.SHOWN
        except OSError as exc:
            log.warning("a second window could open: %s", exc.strerror)
            return Claim.FIRST
        else:
            return Claim.FIRST
        if time.monotonic() >= end_s:
            return Claim.SILENT
        pause.wait(RETRY_S)  # it may be just opening, or just closing


def address(config: Path) -> str:
    """Return where the window of these settings is called; short, as a socket's path must be."""
    user = os.getuid() if sys.platform != "win32" else ""
    name = f"zimu-{hashlib.sha256(f'{user} {config.resolve()}'.encode()).hexdigest()[:20]}"
    if sys.platform == "win32":
        return name  # of a pipe
    return str(Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / name)


def knock(where: str) -> bool:
    """Ask the window there to come to the front; True if it does. Blocks for ANSWER_S at most."""
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415  see above

    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        ctypes.windll.user32.AllowSetForegroundWindow(-1)  # else only who has the focus may
    wait_ms = round(ANSWER_S * 1000)
    socket = QLocalSocket()
    socket.connectToServer(where)
    if not socket.waitForConnected(wait_ms):
        return False
    socket.write(KNOCK)
    if not socket.waitForBytesWritten(wait_ms):
        return False
    # While it waits to write, the socket may read, too: look first, then wait.
    while socket.bytesAvailable() < len(WELCOME) and socket.waitForReadyRead(wait_ms):
        pass
    return bytes(socket.readAll().data()) == WELCOME
