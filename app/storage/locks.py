"""One process at a time: a lock that the system lets go of when its holder dies."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from typing import IO, TYPE_CHECKING, Final

from app.storage.files import our_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RETRY_S: Final = 0.02
TIMEOUT_S: Final = 5.0
LOOKED_AT_S: Final = 0.5


@contextlib.contextmanager
def locked(path: Path, *, timeout_s: float = TIMEOUT_S) -> Iterator[None]:
    """Hold the lock file `path`, which stays, for the block. OSError: it cannot be had in time.

    Excludes other threads as well as other processes.
    """
    with hold(path, timeout_s=timeout_s):
        yield


def hold(path: Path, *, timeout_s: float = LOOKED_AT_S) -> IO[bytes]:
    """Hold the lock file `path` until what is returned is closed. OSError: it cannot be had.

    Whoever only looks whether it is held holds it for a moment, too.
    """
    our_folder(path.parent)
    deadline_s = time.monotonic() + timeout_s
    pause = threading.Event()
    file = path.open("ab")
    try:
        while not _try_lock(file):
            if time.monotonic() >= deadline_s:
                raise TimeoutError(None, "another process holds it", str(path))
            pause.wait(RETRY_S)
    except BaseException:
        file.close()
        raise
    return file


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
