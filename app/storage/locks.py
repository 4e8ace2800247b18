"""One process at a time: a lock that the system lets go of when its holder dies."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RETRY_S: Final = 0.02
TIMEOUT_S: Final = 5.0


@contextlib.contextmanager
def locked(path: Path, *, timeout_s: float = TIMEOUT_S) -> Iterator[None]:
    """Hold the lock file `path`, which stays, for the block. OSError: it cannot be had in time.

    Excludes other threads as well as other processes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline_s = time.monotonic() + timeout_s
    pause = threading.Event()
    with path.open("ab") as file:
        while not _try_lock(file):
            if time.monotonic() >= deadline_s:
                raise TimeoutError(None, "another process holds it", str(path))
            pause.wait(RETRY_S)
        yield  # closing the file lets go of the lock


def hold(path: Path) -> IO[bytes]:
    """Hold the lock file `path` until what is returned is closed. OSError: it cannot be had."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("ab")
    if _try_lock(file):
        return file
    file.close()
    raise TimeoutError(None, "another process holds it", str(path))


def is_held(path: Path) -> bool:
    """Whether somebody, here or in another process, holds the lock file `path`."""
    try:
        with path.open("ab") as file:
            return not _try_lock(file)
    except OSError:
        return True  # nobody knows: better not to touch what is his


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
