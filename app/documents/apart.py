"""Looks into documents in a process of its own, `zimu packs look`.

Whatever a hostile one does to the libraries that read it, takes for ever or all memory, ends with
that process, and no garbage of theirs is collected beside the window.
"""

from __future__ import annotations

import subprocess
import threading
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from app.documents.imported import Imported

TIMEOUT_S: Final = 90.0
END_TIMEOUT_S: Final = 2.0


class DocumentReader:
    """Asks one process after the other. `stop` may be called from any thread."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._command = tuple(command)
        self._environ = dict(environ)
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def look_into(self, path: Path) -> Imported:
        """Return what can be made of the file at `path`. Blocks. Raises as `read_document`."""
        import msgspec  # noqa: PLC0415  the window comes up without it

        from app.documents.answer import Answer  # noqa: PLC0415  loads what reads documents

        refused = ZimuError(ErrorCode.DOCUMENT_UNREADABLE, path=path.name)
        try:
            answer = msgspec.json.decode(self._ask(path.absolute()), type=Answer)
            if answer.found is not None:
                return answer.found
            raise ZimuError(ErrorCode(answer.code), **answer.facts)
        except (OSError, subprocess.SubprocessError, ValueError) as exc:  # also what is no answer
            raise refused from exc

    def stop(self) -> None:
        """End a process that still reads; none is started any more."""
        with self._lock:
            self._is_stopped = True
            if self._child is not None:
                self._child.kill()

    def _ask(self, path: Path) -> bytes:
        with self._lock:
            if self._is_stopped:
                raise InterruptedError
            child = self._child = subprocess.Popen(  # noqa: S603  a program of our own
                (*self._command, str(path)),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environ,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        try:
            return child.communicate(timeout=TIMEOUT_S)[0]
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate(timeout=END_TIMEOUT_S)
            raise
        finally:
            with self._lock:
                self._child = None
