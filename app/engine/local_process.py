"""The engine on this computer: child processes (`zimu serve`), started, watched and ended."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import subprocess
import threading
import time
from enum import IntEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Protocol

import msgspec

from app.core.endpoint import Endpoint
from app.core.errors import ErrorCode, ZimuError
from app.engine.keys import SECRET_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.engine.catalog import EngineInfo

log = logging.getLogger(__name__)

READY_TIMEOUT_S: Final = 20.0
END_TIMEOUT_S: Final = 1.0
# Libraries end the process at files they cannot use: one that ends so soon after it was ready, and
# had time to load, may have met such, and so many in a row have.
EARLY_S: Final = 10.0
MAX_EARLY_ENDS: Final = 3
TOKEN_VARIABLE: Final = "ZIMU_SERVE_TOKEN"  # noqa: S105  # the name of the variable


class ExitCode(IntEnum):
    """How `zimu serve` ends when it has nothing to recognise with."""

    WEIGHTS_MISSING = 3
    WEIGHTS_DAMAGED = 4


class Cancellation(Protocol):
    """What an attempt needs to know about being given up."""

    @property
    def is_cancelled(self) -> bool: ...

    def on_cancel(self, action: Callable[[], None]) -> None:
        """Run `action` when the attempt is given up, at once if it has been."""


class _Ready(msgspec.Struct, tag="ready", tag_field="type"):
    url: str
    port: int
    pid: int


class LocalEngine:
    """The engine of this computer: a process for each model in use, one kept warm between sessions.

    `command --model ID` starts a server that prints its ready line on stdout, takes its token from
    the environment and ends when its stdin closes; its stderr goes to a file beside `log_path`.
    Two of them run only while a session goes from one model to another, or one is tried out.
    Any thread may call anything.
    """

    def __init__(
        self, command: Sequence[str], log_path: Path, *, ready_timeout_s: float = READY_TIMEOUT_S
    ) -> None:
        self._command = tuple(command)
        self._log_path = log_path
        self._ready_timeout_s = ready_timeout_s
        self._changed = threading.Condition()
        self._children: dict[str, _Child] = {}  # by model, the one wanted last at the end
        self._retired: list[_Child] = []
        self._early_ends: dict[str, int] = {}  # by model, in a row
        self._is_stopped = False

    def warm(self, engine: EngineInfo) -> None:
        """Start the process if it does not run; returns at once. Trouble shows in `lend`."""
        with contextlib.suppress(ZimuError):
            self._child_for(engine)

    @contextlib.contextmanager
    def lend(self, engine: EngineInfo, cancel: Cancellation) -> Iterator[Endpoint]:
        """Give where the engine listens, waiting until it does; meanwhile it is not replaced.

        Raises ZimuError: WEIGHTS_MISSING, MODEL_ABSENT, WEIGHTS_DAMAGED (which is also what it
        means when process after process ends soon after it was ready), ENGINE_NOT_STARTED.
        """
        child = self._child_for(engine, borrows=True)
        try:
            yield self._endpoint(child, engine, cancel)
        finally:
            self._give_back(child)

    def discard(self, engine: EngineInfo) -> None:
        """Let the process end, at once; the next one who needs an engine gets a new one."""
        with self._changed:
            child = self._children.pop(engine.model, None)
            if child is not None:
                self._retire(child)

    def stop(self) -> None:
        """End every process for good, within about 2 s. Idempotent."""
        with self._changed:
            self._is_stopped = True
            for child in self._children.values():
                self._retire(child)
            self._children.clear()
            retired, self._retired = self._retired, []
            self._changed.notify_all()
        for child in retired:
            child.join()

    def _child_for(self, engine: EngineInfo, *, borrows: bool = False) -> _Child:
        """Return the running process of the engine's model, starting it if need be.

        One for another model, which nobody uses, makes room.
        """
        if engine.lacks is not None:
            raise ZimuError(engine.lacks.code, **engine.lacks.facts)
        with self._changed:
            if self._is_stopped:
                raise ZimuError(ErrorCode.ENGINE_NOT_STARTED)
            if self._early_ends.get(engine.model, 0) >= MAX_EARLY_ENDS:
                del self._early_ends[engine.model]  # said once; who asks again may have mended it
                raise ZimuError(ErrorCode.WEIGHTS_DAMAGED, model=engine.model)
            child = self._children.pop(engine.model, None)
            self._retire_idle()
            if child is None or child.has_exited:
                log_path = self._log_path.with_stem(f"{self._log_path.stem}-{engine.model}")
                command = (*self._command, "--model", engine.model)
                child = _Child.spawn(command, engine, log_path, self._on_change)
            self._children[engine.model] = child
            child.borrowers += borrows
            return child

    def _endpoint(self, child: _Child, engine: EngineInfo, cancel: Cancellation) -> Endpoint:
        cancel.on_cancel(self._wake)
        with self._changed:
            self._changed.wait_for(
                lambda: child.is_settled or cancel.is_cancelled or self._is_stopped,
                self._ready_timeout_s + engine.load_s,
            )
            ready = child.ready
            is_late = not (child.is_settled or cancel.is_cancelled or self._is_stopped)
            if is_late and self._children.get(engine.model) is child:
                self._retire(self._children.pop(engine.model))
        if ready is None:
            raise child.problem()
        return Endpoint(ready.url, engine.model, child.token)

    def _give_back(self, child: _Child) -> None:
        """Keep one warm: what is still in use, or else what was wanted last."""
        with self._changed:
            child.borrowers -= 1
            is_used = any(one.borrowers for one in self._children.values())
            self._retire_idle(keeps=0 if is_used else 1)

    def _retire_idle(self, *, keeps: int = 0) -> None:
        """Let those end that nobody uses, but for so many that were wanted last."""
        idle = [model for model, child in self._children.items() if not child.borrowers]
        for model in idle[: len(idle) - keeps]:
            self._retire(self._children.pop(model))

    def _retire(self, child: _Child) -> None:
        self._retired = [one for one in self._retired if not one.has_exited]
        self._retired.append(child)
        child.end()

    def _on_change(self, child: _Child) -> None:
        with self._changed:
            if child.has_exited and child.ready is not None and not child.was_ended:
                ends = self._early_ends.pop(child.model, 0)
                if child.blames_model:
                    self._early_ends[child.model] = MAX_EARLY_ENDS
                elif child.is_early:
                    self._early_ends[child.model] = ends + 1
            self._changed.notify_all()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()


class _Child:
    """One run of the process and what is known of it. `on_change` is told of every change."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        engine: EngineInfo,
        token: str,
        on_change: Callable[[_Child], None],
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
        on_change: Callable[[_Child], None],
    ) -> _Child:
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
