"""A thread that notices that microphones may have come or gone."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

POLL_S: Final = 1.0
AGAIN_AFTER_POLLS: Final = 5  # a server that went is looked for so often
_JOIN_S: Final = 1.0

log = logging.getLogger(__name__)


class Watch:
    """Calls `on_change` from its thread when there may be something new.

    `sign` is a cheap look at the system, taken once a second while nobody else tells; what
    `subscribe` starts tells, one change a line, for as long as it runs. `on_change` must not block.
    """

    def __init__(
        self,
        on_change: Callable[[], None],
        sign: Callable[[], object],
        *,
        subscribe: Callable[[], subprocess.Popen[str]] | None = None,
        matters: Callable[[str], bool] = bool,
    ) -> None:
        self._on_change = on_change
        self._sign = sign
        self._subscribe = subscribe
        self._matters = matters
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._teller: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name="zimu-devices", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and what it started, within 1 s. Idempotent, from any thread."""
        with self._lock:
            self._stopping.set()
            if self._teller is not None:
                self._teller.terminate()
        if self._thread.is_alive():
            self._thread.join(_JOIN_S)

    def _run(self) -> None:
        try:
            sign = self._sign()
            while not self._stopping.is_set():
                if self._was_told():
                    self._on_change()  # who told us is gone, and perhaps all it had
                for _ in range(AGAIN_AFTER_POLLS):
                    if self._stopping.wait(POLL_S):
                        return
                    before, sign = sign, self._sign()
                    if sign != before:
                        self._on_change()
        except Exception:
            log.exception("microphones that come and go are not noticed any more")

    def _was_told(self) -> bool:
        """Pass on what is told, until nobody tells; False: nobody ever did."""
        teller = self._begin_to_listen()
        if teller is None or teller.stdout is None:
            return False
        was_told = False
        with teller.stdout as lines:
            for line in lines:
                was_told = True
                if self._matters(line):
                    self._on_change()
        teller.wait()
        return was_told and not self._stopping.is_set()

    def _begin_to_listen(self) -> subprocess.Popen[str] | None:
        with self._lock:
            if self._subscribe is None or self._stopping.is_set():
                return None
            try:
                self._teller = self._subscribe()
            except OSError as exc:
                log.warning("nobody tells of microphones that come and go: %s", exc)
                self._subscribe = None
                return None
            return self._teller
