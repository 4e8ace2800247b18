"""Waits for what cannot be interrupted, such as looking up a name, but no longer than wanted."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.net.links import Cancel

T = TypeVar("T")


class Asking(Generic[T]):
    """Runs `ask` in a disposable thread; what comes of it after nobody waits is for `discard`."""

    def __init__(self, ask: Callable[[], T], discard: Callable[[T], None]) -> None:
        self._ask = ask
        self._discard = discard
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._is_left = False
        self._answers: list[T] = []  # one, when it has come
        self._error: BaseException | None = None

    def answer(self, cancel: Cancel) -> T | None:
        """Return what `ask` returns, and raise what it raises; None: cancelled before that."""
        cancel.on_cancel(self._is_over.set)
        threading.Thread(target=self._run, name="asking", daemon=True).start()
        self._is_over.wait()
        with self._lock:
            self._is_left = True
            if self._error is not None:
                raise self._error
            return self._answers[0] if self._answers else None

    def _run(self) -> None:
        try:
            answer = self._ask()
        except BaseException as exc:  # noqa: BLE001  # it is raised where the answer is waited for
            self._error = exc
        else:
            with self._lock:
                if not self._is_left:
                    self._answers.append(answer)
            if not self._answers:
                self._discard(answer)
        self._is_over.set()
