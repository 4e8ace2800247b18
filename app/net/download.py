"""Fetches a file: goes on where it stopped, and never mixes two versions of it."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

from app.core.backoff import delay_s
from app.core.endpoint import host_of
from app.core.errors import ErrorCode, ZimuError
from app.net.asking import Asking

if TYPE_CHECKING:
    from pathlib import Path

    import urllib3

    from app.net.https import Https
    from app.net.links import Cancel

CHUNK_BYTES: Final = 262_144
MAX_BYTES: Final = 8 * 1024**3  # of a file whose size nobody knows
TRIES: Final = 4  # in a row that bring not one byte

_FULL: Final = 200
_PARTIAL: Final = 206
_BEYOND_THE_END: Final = 416
_BUSY: Final = frozenset({429, 503})
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# No file is so long that its length has more digits.
_LENGTH: Final = re.compile(r"[0-9]{1,15}")
_RANGE: Final = re.compile(r"bytes (?:([0-9]{1,15})-[0-9]+|\*)/([0-9]{1,15})")
# What may be over at the next try.
_PASSING: Final = frozenset({ErrorCode.DOWNLOAD_CUT, ErrorCode.HOST_SILENT, ErrorCode.THROTTLED})

Progress: TypeAlias = Callable[[int, int | None], None]
"""Told how many bytes are here, and how many there will be if that is known."""


class PausedError(Exception):
    """The download was cancelled; what is here stays, and the next one goes on with it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch. What `path` holds already is its beginning."""

    url: str
    path: Path
    size_bytes: int | None = None

    @property
    def host(self) -> str:
        return host_of(self.url)

    @property
    def here_bytes(self) -> int:
        """How much of it is here."""
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def tag_path(self) -> Path:
        """Where it is kept which version of the file `path` is the beginning of."""
        return self.path.with_name(f"{self.path.name}.tag")


@dataclass(frozen=True, slots=True)
class _Span:
    """What an answer brings: from here, and how long the file will be if that is known."""

    begin_bytes: int
    total_bytes: int | None


def fetch(
    wanted: Wanted, https: Https, cancel: Cancel, progress: Progress, *, chance: float = 1.0
) -> None:
    """Make `wanted.path`, whose folder is there, hold the whole file, safe on the disk.

    A connection that is cut is made good, after a wait that `chance` (0…1) shortens. Raises
    PausedError, and ZimuError; what is here stays.
    """
    is_over = threading.Event()
    cancel.on_cancel(is_over.set)
    failures = 0
    while True:
        before_bytes = wanted.here_bytes
        try:
            _go_on(wanted, https, cancel, progress)
        except ZimuError as exc:
            if cancel.is_cancelled:
                raise PausedError from None
            failures = 1 if wanted.here_bytes > before_bytes else failures + 1
            if exc.problem.code not in _PASSING or failures >= TRIES:
                raise
            is_over.wait(delay_s(failures, chance))
        else:
            wanted.tag_path.unlink(missing_ok=True)
            return


def _go_on(wanted: Wanted, https: Https, cancel: Cancel, progress: Progress) -> None:
    here_bytes = wanted.here_bytes
    if wanted.size_bytes is not None and here_bytes == wanted.size_bytes:
        return
    if cancel.is_cancelled:
        raise PausedError
    headers = {"Accept-Encoding": "identity", "User-Agent": "zimu"}
    tag = _kept_tag(wanted.tag_path)
    asked_bytes = here_bytes if tag else 0
    if asked_bytes:
        headers |= {"Range": f"bytes={asked_bytes}-", "If-Range": tag}
    asking = Asking(lambda: https.get(wanted.url, headers), lambda late: late.close())
    response = asking.answer(cancel)
    if response is None:
        raise PausedError
    try:
        cancel.on_cancel(lambda: _wake(response))
        span = _span(wanted, response, asked_bytes)
        if span.begin_bytes != span.total_bytes:
            _require_room(wanted, span)
            with _opened(wanted, span, _tag(response)) as file:
                _take(wanted, https, response, span, file, cancel, progress)
    finally:
        response.close()


def _span(wanted: Wanted, response: urllib3.BaseHTTPResponse, asked_bytes: int) -> _Span:
    """Return what the answer brings. Raises ZimuError: not what was asked for."""
    found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    length = _LENGTH.fullmatch(response.headers.get("Content-Length", ""))
    is_chunked = response.headers.get("Transfer-Encoding", "").lower() == "chunked"
    if response.status == _BEYOND_THE_END:
        if found and int(found[2]) == asked_bytes:
            return _Span(asked_bytes, asked_bytes)
        wanted.path.unlink(missing_ok=True)  # whatever it is, it is no beginning
        raise ZimuError(ErrorCode.DOWNLOAD_CUT, host=wanted.host)
    if response.status == _PARTIAL and found and found[1] and int(found[1]) == asked_bytes:
        span = _Span(asked_bytes, int(found[2]))
    elif response.status == _FULL and (length or is_chunked):
        span = _Span(0, int(length[0]) if length else None)
    elif response.status in _BUSY:
        raise ZimuError(ErrorCode.THROTTLED, host=wanted.host)
    else:
        status = str(response.status)
        raise ZimuError(ErrorCode.DOWNLOAD_REFUSED, host=wanted.host, status=status)
    if None not in (span.total_bytes, wanted.size_bytes) and span.total_bytes != wanted.size_bytes:
        raise _wrong(wanted)
    return span


def _tag(response: urllib3.BaseHTTPResponse) -> str:
    """Return what If-Range takes for this version of the file; empty: nothing is reliable."""
    etag = response.headers.get("ETag", "")
    tag = response.headers.get("Last-Modified", "") if etag.startswith("W/") or not etag else etag
    return tag if _is_tag(tag) else ""


def _kept_tag(path: Path) -> str:
    """Return the tag that lies there; empty: none, or what a crash has left of it."""
    tag = path.read_text("latin-1") if path.exists() else ""
    return tag if _is_tag(tag) else ""


def _is_tag(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _require_room(wanted: Wanted, span: _Span) -> None:
    needed_bytes = (span.total_bytes or 0) - span.begin_bytes
    if needed_bytes > shutil.disk_usage(wanted.path.parent).free:
        raise no_room(wanted.path.parent, needed_bytes)


def _opened(wanted: Wanted, span: _Span, tag: str) -> BinaryIO:
    """Open the file where the answer goes on; what begins anew is tagged before it has a byte."""
    if span.begin_bytes:
        return wanted.path.open("ab")
    wanted.path.open("wb").close()
    wanted.tag_path.write_text(tag, "ascii")
    return wanted.path.open("ab")


def _take(
    wanted: Wanted,
    https: Https,
    response: urllib3.BaseHTTPResponse,
    span: _Span,
    file: BinaryIO,
    cancel: Cancel,
    progress: Progress,
) -> None:
    here_bytes = span.begin_bytes
    most_bytes = span.total_bytes or wanted.size_bytes or MAX_BYTES
    while chunk := https.read(response, wanted.host, CHUNK_BYTES):
        if cancel.is_cancelled:  # what is read from a TLS socket that was woken is not deciphered
            raise PausedError
        here_bytes += len(chunk)
        if here_bytes > most_bytes:
            raise _wrong(wanted)
        try:
            file.write(chunk)
            file.flush()  # a pause, or a crash, loses nothing that has come
        except OSError as exc:
            raise unwritten(exc, wanted.path, most_bytes - here_bytes) from exc
        progress(here_bytes, span.total_bytes)
    if span.total_bytes not in (None, here_bytes):
        raise ZimuError(ErrorCode.DOWNLOAD_CUT, host=wanted.host)
    os.fsync(file.fileno())


def _wake(response: urllib3.BaseHTTPResponse) -> None:
    with contextlib.suppress(OSError, ValueError, RuntimeError):  # it was all read, or is closed
        response.shutdown()


def unwritten(error: OSError, path: Path, needed_bytes: int) -> ZimuError:
    """Say why `path` could not be written, of which so much is still to come."""
    if error.errno in _NO_ROOM:
        return no_room(path.parent, needed_bytes)
    reason = error.strerror or type(error).__name__
    return ZimuError(ErrorCode.EXPORT_FAILED, path=str(path), reason=reason)


def no_room(folder: Path, needed_bytes: int) -> ZimuError:
    """Say that so much does not fit into `folder`."""
    megabytes = f"{max(needed_bytes / 1e6, 1):.0f}"
    return ZimuError(ErrorCode.DISK_FULL, path=str(folder), megabytes=megabytes)


def _wrong(wanted: Wanted) -> ZimuError:
    return ZimuError(ErrorCode.DOWNLOAD_WRONG, host=wanted.host, file=wanted.path.name)
