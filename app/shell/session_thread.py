"""The thread a session runs on while there is a window."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QThread

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.source import Source
    from app.session.plan import Plan

log = logging.getLogger(__name__)


class RunningSession(Protocol):
    """What the window asks of a session; `app.session.session.Session` is one."""

    def run(self) -> None:
        """Block until the session is over."""
        ...

    def stop(self) -> None:
        """Finish politely; returns at once."""
        ...

    def abort(self) -> None:
        """End now; returns at once."""
        ...

    def replace_source(self, source: Source) -> None:
        """Listen to `source` from now on."""
        ...

    def switch(self, plan: Plan) -> None:
        """Caption with `plan` from now on; returns at once."""
        ...

    def talk(self, *, is_talking: bool) -> None:
        """In manual mode: hear from now on, or end the line and hear nothing."""
        ...


class SessionThread(QThread):
    """Runs one session. No slots: a slot here would run in the thread that created it.

    Keep a reference until `finished`: dropping a running QThread aborts the process.
    """

    def __init__(self, session: RunningSession, crashed: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("session")
        self._session = session
        self._crashed = crashed

    def run(self) -> None:
        """Called by Qt on the new thread."""
        try:
            self._session.run()
        except Exception:
            log.exception("the session ended by an error of ours")
            self._crashed()
