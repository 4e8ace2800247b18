"""One run of `zimu serve` as a child process: how it starts, what it says, how it ends."""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import threading
import time
from enum import IntEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import msgspec

from app.core.errors import ErrorCode, ZimuError
from app.engine.keys import SECRET_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.engine.catalog import EngineInfo

log = logging.getLogger(__name__)

END_TIMEOUT_S: Final = 1.0
# Libraries end the process at files they cannot use: one that ends so soon after it was ready, and
# had time to load, may have met such.
EARLY_S: Final = 10.0
TOKEN_VARIABLE: Final = "ZIMU_SERVE_TOKEN"  # noqa: S105  # the name of the variable


class ExitCode(IntEnum):
    """How `zimu serve` ends when it has nothing to recognise with."""

    WEIGHTS_MISSING = 3
    WEIGHTS_DAMAGED = 4


class _Ready(msgspec.Struct, tag="ready", tag_field="type"):
    url: str
    port: int
    pid: int


class Child:
    """One run of the process and what is known of it. `on_change` is told of every change."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        engine: EngineInfo,
        token: str,
        on_change: Callable[[Child], None],
    ) -> None:
        # Asked for as pipes, so neither is None.
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        self._process = process
        self._early_s = EARLY_S + engine.load_s
        self._stdin = process.stdin
        self._stdout = process.stdout
        self._on_change = on_change
        self._exit_code: int | None = None
        self._watcher = threading.Thread(target=self._watch, name="engine-watch", daemon=True)
        self._ender = threading.Thread(target=self._insist, name="engine-end", daemon=True)
        self._ready_at_s = 0.0
        self.model = engine.model
        self.token = token
        self.ready: _Ready | None = None
        self.is_early = False  # it has exited soon after it was ready
        self.was_ended = False  # by us
        self.borrowers = 0

    @classmethod
    def spawn(
        cls,
        command: Sequence[str],
        engine: EngineInfo,
        log_path: Path,
        on_change: Callable[[Child], None],
    ) -> Child:
        """Start the process. Raises ZimuError ENGINE_NOT_STARTED."""
        token = secrets.token_urlsafe(32)
        secret = {TOKEN_VARIABLE, *SECRET_VARIABLES}
        environ = {key: value for key, value in os.environ.items() if key not in secret}
        try:
            with _fresh_log(log_path) as log_file:
                process = subprocess.Popen(  # noqa: S603  # our own program
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log_file,
                    env=environ | {TOKEN_VARIABLE: token},
                    # Ctrl+C in a terminal is ours to handle: the last words still need the engine.
                    start_new_session=True,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except OSError as exc:
            log.warning("the engine process could not be started: %s", exc.strerror)
            raise ZimuError(ErrorCode.ENGINE_NOT_STARTED) from exc
        facts = {"event": "engine.spawned", "pid": process.pid, "model": engine.model}
        log.info("engine started", extra=facts)
        child = cls(process, engine, token, on_change)
        child._watcher.start()
        return child

    @property
    def has_exited(self) -> bool:
        return self._exit_code is not None

    @property
    def is_settled(self) -> bool:
        """Whether waiting for the ready line makes no more sense."""
        return self.ready is not None or self.has_exited

    @property
    def blames_model(self) -> bool:
        """Whether it has ended because its model does not load."""
        return self._exit_code == ExitCode.WEIGHTS_DAMAGED

    def problem(self) -> ZimuError:
        """Say why there is no ready line."""
        match self._exit_code:
            case ExitCode.WEIGHTS_MISSING:
                return ZimuError(ErrorCode.MODEL_ABSENT, model=self.model)
            case ExitCode.WEIGHTS_DAMAGED:
                return ZimuError(ErrorCode.WEIGHTS_DAMAGED, model=self.model)
            case _:
                return ZimuError(ErrorCode.ENGINE_NOT_STARTED)

    def end(self) -> None:
        """Close its stdin, which it ends by; insist in about 2 s if it does not. Call it once."""
        self.was_ended = True
        self._stdin.close()
        self._ender.start()

    def join(self) -> None:
        """Wait for the end."""
        self._ender.join()
        self._watcher.join(END_TIMEOUT_S)

    def _insist(self) -> None:
        """Thread: wait for the process to end, by force if need be."""
        for insist in (self._process.terminate, self._process.kill):
            try:
                self._process.wait(END_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                insist()

    def _watch(self) -> None:
        """Thread: read the ready line, swallow what else comes, note the exit."""
        with self._stdin, self._stdout:
            for line in self._stdout:
                if self.ready is None:
                    self._read_ready(line)
            exit_code = self._process.wait()
        self.is_early = time.monotonic() - self._ready_at_s < self._early_s
        self._exit_code = exit_code
        log.info("engine ended", extra={"event": "engine.exited", "code": exit_code})
        self._on_change(self)

    def _read_ready(self, line: bytes) -> None:
        try:
            ready = msgspec.json.decode(line, type=_Ready)
        except (msgspec.MsgspecError, UnicodeError):
            log.warning("the engine said something that is no ready line")
            return
        self._ready_at_s = time.monotonic()
        self.ready = ready
        facts = {"event": "engine.ready", "port": ready.port, "pid": ready.pid}
        log.info("engine is ready", extra=facts)
        self._on_change(self)


def _fresh_log(path: Path) -> IO[bytes]:
    """Open this run's log, the one before kept under another name; nowhere if that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.replace(path.with_name(path.name + ".1"))
        return path.open("wb")
    except OSError as exc:
        log.warning("the engine's log cannot be written: %s", exc.strerror)
        return Path(os.devnull).open("wb")
