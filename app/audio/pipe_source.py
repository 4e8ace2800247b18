"""Raw 16 kHz mono s16le from a pipe: `ffmpeg … -f s16le -ar 16000 -ac 1 - | zimu …`"""

from __future__ import annotations

import logging
import os
import select
import sys
import threading
import time
from typing import TYPE_CHECKING, BinaryIO, Final

from app.audio.feed import Feed
from app.audio.source import CHUNK_SAMPLES, SAMPLE_BYTES
from app.core.errors import ErrorCode, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Outlet

STOP_WITHIN_S: Final = 1.0
_POLL_S: Final = 0.2
_CHUNK_BYTES: Final = CHUNK_SAMPLES * SAMPLE_BYTES

log = logging.getLogger(__name__)


class PipeSource:
    """Reads `stream`'s file descriptor, past any buffer of the stream's own.

    When the outlet is full the reading stops, and so in the end does the writer of the pipe.
    """

    def __init__(self, stream: BinaryIO, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_live(self) -> bool:
        return True

    def start(self, outlet: Outlet) -> None:
        self._thread = threading.Thread(
            target=self._run, args=(outlet,), name="zimu-pipe", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(STOP_WITHIN_S)

    def _run(self, outlet: Outlet) -> None:
        try:
            self._copy(outlet)
        except OSError as exc:
            log.exception("the pipe broke")
            facts = {"path": "-", "reason": exc.strerror or str(exc)}
            outlet.trouble(Problem(ErrorCode.FILE_NOT_OPENED, facts))
        except Exception:
            log.exception("reading the pipe broke")
            outlet.trouble(Problem(ErrorCode.INTERNAL))
        if not self._stopping.is_set():
            outlet.end()

    def _copy(self, outlet: Outlet) -> None:
        # Not stream.read(): a thread that holds a buffered stream's lock when the interpreter
        # ends aborts the whole process.
        descriptor = self._stream.fileno()
        feed = Feed(outlet, self._clock)
        half = b""
        while not self._stopping.is_set():
            if not outlet.wait_for_room(CHUNK_SAMPLES, _POLL_S) or not _is_ready(descriptor):
                continue
            data = os.read(descriptor, _CHUNK_BYTES - len(half))
            if not data:
                return
            data = half + data
            whole = len(data) // SAMPLE_BYTES * SAMPLE_BYTES
            feed.write(data[:whole])
            half = data[whole:]


def _is_ready(descriptor: int) -> bool:
    """Wait a little for something to read, so that a stop is noticed.

    Windows can wait for sockets only; there the reading itself waits.
    """
    if sys.platform == "win32":
        return True
    return bool(select.select([descriptor], [], [], _POLL_S)[0])
