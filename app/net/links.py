"""What a connection tells the session, and what the session may ask of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from app.core.errors import Problem


class LinkLostError(Exception):
    """The connection is gone or took nothing for too long. Says nothing about what was sent."""


class Link(Protocol):
    """One open connection. `send`, `ping` and `close` belong to one thread, the rest to any."""

    def send(self, text: str) -> None:
        """Send one message. Blocks while the peer takes nothing, then raises LinkLostError."""

    def ping(self) -> None:
        """Ask for a sign of life; the answer is a LinkAlive. Raises LinkLostError."""

    def hasten(self) -> None:
        """From now on a send that is stuck gets one second instead of ten."""

    def close(self) -> None:
        """Say good-bye (code 1000) and end the reader; at most about two seconds."""

    def abort(self) -> None:
        """End at once: wakes whoever is sending or receiving."""


@dataclass(frozen=True, slots=True)
class LinkUp:
    """Attempt `attempt` is connected. Who does not want the link any more must abort it."""

    attempt: int
    link: Link


@dataclass(frozen=True, slots=True)
class LinkFailed:
    """Attempt `attempt` came to nothing."""

    attempt: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class LinkMessage:
    """One message, whole. `received_s` is time.perf_counter() when the reader had it."""

    attempt: int
    data: bytes
    received_s: float


@dataclass(frozen=True, slots=True)
class LinkAlive:
    """The peer answered a ping."""

    attempt: int
    received_s: float


@dataclass(frozen=True, slots=True)
class LinkDown:
    """The connection ended; `code` is the peer's close code, None if it ended without one.

    `is_broken`: what the peer sent was no WebSocket any more, or too big a message.
    """

    attempt: int
    code: int | None
    reason: str
    is_broken: bool = False


LinkEvent: TypeAlias = LinkUp | LinkFailed | LinkMessage | LinkAlive | LinkDown

# Hands an event over; may block while the inbox is full; False: nobody wants it any more.
Post: TypeAlias = Callable[[LinkEvent], bool]


class Cancel:
    """A flag for one attempt that also runs what frees the attempt from where it is stuck.

    Without a lock: Ctrl+C may cancel on the very thread that is adding an action.
    """

    def __init__(self) -> None:
        self._actions: deque[Callable[[], None]] = deque()
        self._is_cancelled = False

    @property
    def is_cancelled(self) -> bool:
        return self._is_cancelled

    def cancel(self) -> None:
        """Set the flag and run each action once; any thread, never blocks for long."""
        self._is_cancelled = True
        self._run_actions()

    def on_cancel(self, action: Callable[[], None]) -> None:
        """Run `action` (which must not raise) when cancelled, at once if that already happened."""
        self._actions.append(action)
        if self._is_cancelled:
            self._run_actions()

    def _run_actions(self) -> None:
        while True:
            try:
                action = self._actions.popleft()  # by whoever comes first, if two cancel at once
            except IndexError:
                return
            action()
