"""The shipped window, which tells what its threads spend on each caption.

`python -m tests.perf.long_session_program FIGURES ARGUMENTS…` writes that to FIGURES, as JSON; the
arguments are those of `zimu`, which runs as ever but that it plays a file as fast as it is taken.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import main
from app.audio import file_source
from app.audio.file_source import FileSource, Pace
from app.core.captions import Line, LineStatus
from app.core.events import Final as FinalEvent
from app.core.events import Interim
from app.session.keeping import Keeping
from app.session.teller import Teller
from app.shell.mailbox import Mailbox
from tests.perf.heartbeat import Heartbeat, Notes

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.captions import Captions
    from app.core.events import SessionEvent


MOST_EVENTS: Final = 50_000
MOST_BEATS: Final = 500_000


class Costs:
    """When something was done, in s of captions, and the ms of the processor that it took."""

    def __init__(self) -> None:
        self._at_s = Notes(MOST_EVENTS)
        self._took_ms = Notes(MOST_EVENTS)

    def add(self, newest: Line, took_ms: float) -> None:
        """Note what was done when `newest` was the newest line."""
        self._at_s.add((newest.begin_ms or 0) / 1000)
        self._took_ms.add(took_ms)

    def pairs(self) -> list[tuple[float, float]]:
        """Return all of it."""
        return list(zip(self._at_s.plain(), self._took_ms.plain(), strict=True))


class Probe:
    """Times what is done for finals and interims, and feels how the GUI thread stalls."""

    def __init__(self) -> None:
        self._shown: dict[type, Costs] = {
            FinalEvent: Costs(),
            Interim: Costs(),
        }  # delivered on the GUI thread
        self._told = {FinalEvent: Costs(), Interim: Costs()}  # taken in on the session's thread
        self._kept = {FinalEvent: Costs(), Interim: Costs()}  # of this, noted and written
        self._beats = Costs()  # how many there were so far
        self._newest: Line | None = None  # that was delivered
        self._session_thread = 0
        self._heart: Heartbeat | None = None

    def delivers(self, deliver: Callable[[Mailbox], None]) -> Callable[[Mailbox], None]:
        """Return the mailbox's delivery, timed."""

        @wraps(deliver)
        def timed(mailbox: Mailbox) -> None:
            if self._heart is None:
                self._heart = Heartbeat(MOST_BEATS)
                self._heart.start()
            waiting = mailbox._captions  # what will be delivered
            begin_s = time.thread_time()
            deliver(mailbox)
            took_ms = (time.thread_time() - begin_s) * 1000
            newest = None if waiting is None else _newest(waiting[0])
            if newest is not None and newest is not self._newest:
                self._newest = newest
                is_final = newest.status is LineStatus.FINAL
                self._shown[FinalEvent if is_final else Interim].add(newest, took_ms)
                self._beats.add(newest, len(self._heart.stalls_ms))

        return timed

    def tells(
        self, tell: Callable[[Teller, SessionEvent, float | None], None]
    ) -> Callable[[Teller, SessionEvent, float | None], None]:
        """Return how what happened is taken in, written, and left for the window, timed."""

        @wraps(tell)
        def timed(teller: Teller, event: SessionEvent, received_s: float | None = None) -> None:
            begin_s = time.thread_time()
            tell(teller, event, received_s)
            self._note(self._told, event, teller.captions, begin_s)

        return timed

    def keeps(
        self, keep: Callable[[Keeping, SessionEvent, Captions], None]
    ) -> Callable[[Keeping, SessionEvent, Captions], None]:
        """Return how what happened is noted and, if it is a final, written, timed."""

        @wraps(keep)
        def timed(keeping: Keeping, event: SessionEvent, captions: Captions) -> None:
            begin_s = time.thread_time()
            keep(keeping, event, captions)
            self._note(self._kept, event, captions, begin_s)
            self._session_thread = threading.get_native_id()

        return timed

    def _note(
        self, costs: dict[type, Costs], event: SessionEvent, captions: Captions, begin_s: float
    ) -> None:
        took_ms = (time.thread_time() - begin_s) * 1000
        newest = _newest(captions)
        if isinstance(event, FinalEvent | Interim) and newest is not None:
            costs[type(event)].add(newest, took_ms)

    def save(self, path: Path) -> None:
        """Write the figures down."""
        figures = {
            "final": self._shown[FinalEvent].pairs(),
            "interim": self._shown[Interim].pairs(),
            "told_final": self._told[FinalEvent].pairs(),
            "told_interim": self._told[Interim].pairs(),
            "kept_final": self._kept[FinalEvent].pairs(),
            "kept_interim": self._kept[Interim].pairs(),
            "session_thread": self._session_thread,
            "beats": self._beats.pairs(),
            "stalls_ms": self._heart.stalls_ms.plain() if self._heart else [],
            "busy_ms": self._heart.busy_ms.plain() if self._heart else [],
        }
        path.write_text(json.dumps(figures), encoding="utf-8")


def _newest(captions: Captions) -> Line | None:
    newest = captions.entries[-1] if captions.entries else None
    return newest if isinstance(newest, Line) else None


def run(figures: Path) -> int:
    """Run `zimu`, timed; return its exit code."""
    probe = Probe()
    setattr(Mailbox, "_on_wake", probe.delivers(Mailbox._on_wake))  # noqa: B010
    setattr(Teller, "tell", probe.tells(Teller.tell))  # noqa: B010
    setattr(Keeping, "_keep", probe.keeps(Keeping._keep))  # noqa: B010
    setattr(file_source, "FileSource", partial(FileSource, pace=Pace.FAST))  # noqa: B010
    code = main.run()
    probe.save(figures)
    return code


if __name__ == "__main__":
    target = Path(sys.argv.pop(1))
    sys.exit(run(target))
