"""How the link of the running session is doing, as window and overlay tell it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from app.core.events import EngineState
from app.shell.errors_text import problem_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.errors import Problem
    from app.core.events import Backlog, EngineChanged
    from app.shell.controller import Controller
    from app.shell.mailbox import Mailbox

# So much always waits for the next message, and for a moment of a busy computer.
BEHIND_MS: Final = 2000
KEPT_MS: Final = 1000

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """Where the session stands, and how much of what was heard has not been sent yet."""

    state: EngineState = EngineState.IDLE
    problem: Problem | None = None  # why it is not captioning
    retry_at_s: float | None = None  # by the session's clock; None: it tries just now
    engine_id: str = ""  # who captions
    waiting_ms: int = 0

    @property
    def is_trying(self) -> bool:
        """Whether it goes on though something is wrong."""
        return self.state is EngineState.RECONNECTING or (
            self.problem is not None and not self.state.is_over
        )

    @property
    def is_behind(self) -> bool:
        """Whether it catches up with what was heard meanwhile."""
        return self.state is EngineState.LISTENING and self.waiting_ms >= BEHIND_MS

    def retry_in_s(self, now_s: float) -> int:
        """Return for how many seconds nothing is tried, as a countdown says it."""
        return 0 if self.retry_at_s is None else max(0, math.ceil(self.retry_at_s - now_s))


class LinkWatch(QObject):
    """Keeps the newest status. GUI thread."""

    changed = Signal(object)  # LinkStatus

    def __init__(
        self,
        controller: Controller,
        mailbox: Mailbox,
        clock_s: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock_s = clock_s
        self._status = LinkStatus()
        controller.engine_changed.connect(self._on_engine_changed)
        mailbox.backlog_changed.connect(self._on_backlog_changed)

    @property
    def status(self) -> LinkStatus:
        """The newest."""
        return self._status

    @Slot(object)
    def _on_engine_changed(self, change: EngineChanged) -> None:
        in_s = change.retry_in_s
        self._show(
            replace(
                self._status,
                state=change.state,
                problem=change.problem,
                retry_at_s=None if in_s is None else self._clock_s() + in_s,
                engine_id=change.engine_id,
                waiting_ms=0 if change.state.is_over else self._status.waiting_ms,
            )
        )

    @Slot(object)
    def _on_backlog_changed(self, backlog: Backlog) -> None:
        self._show(replace(self._status, waiting_ms=backlog.waiting_ms))

    def _show(self, status: LinkStatus) -> None:
        if status != self._status:
            self._status = status
            self.changed.emit(status)


def state_text(state: EngineState) -> str:
    """Return what goes on, in two words; empty while captions come."""
    texts = {
        EngineState.CONNECTING: translate("Link", "Connecting…"),
        EngineState.PREPARING: translate("Link", "Getting ready…"),
        EngineState.RECONNECTING: translate("Link", "Reconnecting…"),
        EngineState.FINISHING: translate("Link", "The last words are coming…"),
    }
    return texts.get(state, "")


def waiting_text(status: LinkStatus, now_s: float) -> str:
    """Return what goes on, and when it goes on; empty while captions come."""
    wait_s = status.retry_in_s(now_s)
    if status.state is EngineState.RECONNECTING and wait_s:
        return translate("Link", "Reconnecting in {seconds} s…").format(seconds=wait_s)
    return state_text(status.state)


def backlog_text(status: LinkStatus) -> str:
    """Return how much speech waits; empty if it does not matter."""
    seconds = _seconds(status.waiting_ms)
    if status.is_behind:
        text = translate("Link", "{seconds} s behind, catching up")
    elif status.is_trying and status.waiting_ms >= KEPT_MS:
        text = translate("Link", "{seconds} s of speech kept")
    else:
        return ""
    return text.format(seconds=seconds)


def overlay_text(status: LinkStatus) -> str:
    """Return what a reader of captions must know; empty while they are live."""
    seconds = _seconds(status.waiting_ms)
    if status.is_behind:
        return translate("Link", "{seconds} s behind").format(seconds=seconds)
    if not status.is_trying:
        return ""
    if status.waiting_ms < KEPT_MS:
        return state_text(EngineState.RECONNECTING)
    text = translate("Link", "Reconnecting… {seconds} s of speech kept")
    return text.format(seconds=seconds)


def trouble_text(problem: Problem, wait_s: int) -> str:
    """Return what is wrong with the link, and when the next attempt is made."""
    trouble = problem_text(problem)
    if wait_s:
        text = translate("Link", "{trouble} Zimu keeps listening. Next attempt in {seconds} s.")
        return text.format(trouble=trouble, seconds=wait_s)
    text = translate("Link", "{trouble} Zimu keeps listening. Trying now.")
    return text.format(trouble=trouble)


def _seconds(waiting_ms: int) -> int:
    return round(waiting_ms / 1000)
