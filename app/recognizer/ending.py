"""Ends the process of a server in time, whatever its clients do."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from typing import Final

EXIT_FAILED: Final = 1
_TIMEOUT_S: Final = 2.5


def listen(end: asyncio.Event, *, parent_pipe: bool) -> None:
    """Set `end` when told to end: by a signal or, with `parent_pipe`, by the parent.

    A client in mid-handshake would hold a server for long, so that the process then ends anyway.
    """
    loop = asyncio.get_running_loop()

    def stop() -> None:
        end.set()
        threading.Thread(target=_exit_in_time, name="exit", daemon=True).start()

    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers; there the process is simply ended.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop)
    if parent_pipe:
        watch = threading.Thread(target=_watch_parent, args=(loop, end), name="parent", daemon=True)
        watch.start()


def _watch_parent(loop: asyncio.AbstractEventLoop, end: asyncio.Event) -> None:
    """Wait until the parent closes standard input, then end the process, politely at first."""
    # Not through `sys.stdin`: at the interpreter's end its lock, held here, would be fatal.
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 1024):
            pass
    with contextlib.suppress(RuntimeError):  # the loop has ended already
        loop.call_soon_threadsafe(end.set)
    _exit_in_time()


def _exit_in_time() -> None:
    """On a daemon thread: it comes to its end only if the process could not end by itself."""
    threading.Event().wait(_TIMEOUT_S)
    os._exit(EXIT_FAILED)


def fail(sentence: str, code: int) -> int:
    """Say on standard error why the server ends; return the exit code."""
    sys.stderr.write(f"zimu serve: {sentence}\n")
    return code
