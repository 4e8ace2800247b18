"""The engine on this computer: child processes (`zimu serve`), started, watched and ended."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Final, Protocol

from app.core.endpoint import Endpoint
from app.core.errors import ErrorCode, ZimuError
from app.engine.child import Child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from app.engine.catalog import EngineInfo

READY_TIMEOUT_S: Final = 20.0
MAX_EARLY_ENDS: Final = 3  # in a row; then it is the model


class Cancellation(Protocol):
    """What an attempt needs to know about being given up."""

    @property
    def is_cancelled(self) -> bool: ...

    def on_cancel(self, action: Callable[[], None]) -> None:
        """Run `action` when the attempt is given up, at once if it has been."""


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
        self._children: dict[str, Child] = {}  # by model, the one wanted last at the end
        self._retired: list[Child] = []
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

    def _child_for(self, engine: EngineInfo, *, borrows: bool = False) -> Child:
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
                child = Child.spawn(command, engine, log_path, self._on_change)
            self._children[engine.model] = child
            child.borrowers += borrows
            return child

    def _endpoint(self, child: Child, engine: EngineInfo, cancel: Cancellation) -> Endpoint:
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

    def _give_back(self, child: Child) -> None:
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

    def _retire(self, child: Child) -> None:
        self._retired = [one for one in self._retired if not one.has_exited]
        self._retired.append(child)
        child.end()

    def _on_change(self, child: Child) -> None:
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
