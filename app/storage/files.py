"""Files are written whole or not at all, and a damaged one is set aside."""

from __future__ import annotations

import errno
import logging
import os
import secrets
import shutil
import threading
import time
from typing import TYPE_CHECKING, Final, TypeVar

from app.core.errors import ErrorCode, ZimuError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

log = logging.getLogger(__name__)

_T = TypeVar("_T")

HELD_S: Final = 0.5
RETRY_S: Final = 0.02
_OWNER_ONLY: Final = 0o700
_FOR_OTHERS: Final = 0o077


def read_text(path: Path) -> str:
    """Return what `path` holds in UTF-8. Raises OSError, UnicodeError."""
    return patiently(lambda: path.read_text(encoding="utf-8"))


def write_atomically(path: Path, text: str, *, is_private: bool = False) -> None:
    """Replace `path` with `text` in UTF-8, line ends as given, making its folder when needed.

    Whatever happens, `path` holds its old or its new content, whole. Blocks until the new one is
    on the disk. A private file and its folder, which is ours, can be read by their owner only.
    Raises ZimuError(EXPORT_FAILED) with the path and the system's reason.
    """
    # What cannot be encoded (half a surrogate pair) must not cost the rest of the text.
    write_bytes_atomically(path, text.encode("utf-8", errors="replace"), is_private=is_private)


def write_bytes_atomically(path: Path, content: bytes, *, is_private: bool = False) -> None:
    """Replace `path` with `content`, as `write_atomically` does."""
    try:
        if is_private:
            private_folder(path.parent)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
        _replace(_resolved(path), content, is_private=is_private)
    except OSError as exc:
        reason = exc.strerror or type(exc).__name__
        raise ZimuError(ErrorCode.EXPORT_FAILED, path=str(path), reason=reason) from exc


def our_folder(path: Path) -> None:
    """Let there be our folder `path`. What is made of it and above it is its owner's only.

    As far as the system knows that: Windows lets only the user into his folders by itself.
    Raises OSError: it cannot be made.
    """
    missing = [one for one in path.parents if not one.exists()]
    for one in (*reversed(missing), path):
        one.mkdir(mode=_OWNER_ONLY, exist_ok=True)


def private_folder(path: Path) -> None:
    """Let there be our folder `path`, its owner's only even if it was open to others so far.

    Raises OSError: it cannot be made.
    """
    our_folder(path)
    if os.name == "posix" and path.stat().st_mode & _FOR_OTHERS:
        try:
            path.chmod(_OWNER_ONLY)
        except OSError as exc:  # somebody else's, or on a disk without modes
            log.debug("a folder stays open to others: %s", type(exc).__name__)


def set_aside(path: Path) -> Path:
    """Keep the damaged file `path` under another name; return where it is now. Never raises."""
    number = 1
    while (aside := path.with_suffix(f".damaged-{number}{path.suffix}")).exists():
        number += 1
    try:
        return path.replace(aside)
    except OSError:
        log.exception("a damaged file cannot be set aside")
        return path


def patiently(action: Callable[[], _T]) -> _T:
    """Return what `action` returns, tried again for a while if it may not.

    On Windows a file can neither be read nor replaced, and no folder above it renamed, while
    somebody else, another Zimu or a virus scanner, is at it.
    """
    deadline_s = time.monotonic() + HELD_S
    pause = threading.Event()
    while True:
        try:
            return action()
        except PermissionError:
            if time.monotonic() >= deadline_s:
                raise
        pause.wait(RETRY_S)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError as exc:  # how Python says, until 3.13, that a link leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from exc


def _replace(target: Path, content: bytes, *, is_private: bool) -> None:
    temporary = target.with_name(f".zimu-{secrets.token_hex(8)}.tmp")
    try:
        with open(temporary, "xb", opener=_private if is_private else None) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists() and not is_private:
            shutil.copymode(target, temporary)
        patiently(lambda: temporary.replace(target))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
