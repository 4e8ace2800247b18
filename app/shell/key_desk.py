"""The keys as the window sees them: where one comes from, never what it is.

The keychain may ask its owner first, so every question to it is a job. GUI thread.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import ErrorCode, Problem
from app.engine.keys import KeySource

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.engine.catalog import EngineInfo
    from app.engine.keys import Keys
    from app.shell.jobs import Jobs


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """What is known of the key for one host. `source` None: nobody has looked yet."""

    source: KeySource | None = None
    problem: Problem | None = None  # of the last thing that was tried with it


class KeyDesk(QObject):
    """One answer for each host, kept until something changes it."""

    changed = Signal()

    def __init__(self, keys: Keys, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._jobs = jobs
        self._known: dict[str, KeyStatus] = {}
        self._asked: set[str] = set()
        self._is_kept = True  # longer than this run

    @property
    def is_kept(self) -> bool:
        """Whether this computer has a keychain, as far as is known."""
        return self._is_kept

    def status(self, engine: EngineInfo) -> KeyStatus:
        """Return what is known of the key for the engine's host."""
        return self._known.get(engine.host, KeyStatus())

    def look_up(self, engine: EngineInfo) -> None:
        """Find out where the key comes from, once."""
        host = engine.host
        if not engine.takes_key or not host or host in self._known or host in self._asked:
            return
        self._asked.add(host)

        def done(source: KeySource) -> None:
            self._show(host, KeyStatus(source))

        self._submit(lambda: self._keys.source(engine), done, host)

    def look_again(self) -> None:
        """Forget which keys were not found: by now they may be there, or the keychain unlocked."""
        self._known = {
            host: one
            for host, one in self._known.items()
            if one.problem is None and one.source is not KeySource.NOWHERE
        }

    def save(self, engine: EngineInfo, key: str) -> None:
        """Keep `key`, which nothing on this side remembers."""

        def work() -> tuple[Problem | None, KeySource]:
            told = self._keys.put(engine, key)
            return told, self._keys.source(engine)

        def done(result: tuple[Problem | None, KeySource]) -> None:
            told, source = result
            if told is not None and told.code is ErrorCode.KEY_NOT_KEPT:
                self._is_kept = False
            self._show(engine.host, KeyStatus(source))

        self._submit(work, done, engine.host)

    def delete(self, engine: EngineInfo) -> None:
        """Forget the key."""

        def work() -> KeySource:
            self._keys.delete(engine)
            return self._keys.source(engine)

        def done(source: KeySource) -> None:
            self._show(engine.host, KeyStatus(source))

        self._submit(work, done, engine.host)

    def save_proxy_password(
        self, proxy_url: str, password: str, done: Callable[[Problem | None], None]
    ) -> None:
        """Keep the password for the proxy; empty: forget it. `done` hears what went wrong."""

        def work() -> Problem | None:
            return self._keys.put_proxy_password(proxy_url, password)

        if not self._jobs.submit(work, done, done):
            done(Problem(ErrorCode.KEYCHAIN_FAILED))

    def problem_with(self, engine: EngineInfo) -> Problem | None:
        """Return KEY_MISSING if it is known to be missing, or what the keychain said."""
        status = self.status(engine)
        if status.problem is not None and engine.needs_key:
            return status.problem
        if engine.needs_key and status.source is KeySource.NOWHERE:
            return Problem(ErrorCode.KEY_MISSING, {"host": engine.host})
        return None

    def _submit(self, work: Callable[[], object], done: Callable[..., None], host: str) -> None:
        def failed(problem: Problem) -> None:
            self._show(host, replace(self._known.get(host, KeyStatus()), problem=problem))

        if not self._jobs.submit(work, done, failed):
            failed(Problem(ErrorCode.KEYCHAIN_FAILED))

    def _show(self, host: str, status: KeyStatus) -> None:
        self._asked.discard(host)
        self._known[host] = status
        self.changed.emit()
