"""Recordings that are brought in: which wait, which one is heard, what became of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.core.errors import ZimuError
from app.engine.catalog import chosen
from app.engine.setup import refusal
from app.shell.bring_one import BringOne, Means

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from app.core.bringing_in import Headway
    from app.core.errors import Problem
    from app.shell.choices import Choices
    from app.shell.jobs import Jobs

MOST_WAITING: Final = 100
LOOK_MS: Final = 500
END_MS: Final = 3000


class BringPhase(Enum):
    """What the recordings are about."""

    IDLE = "idle"  # nothing to show
    ASKING = "asking"  # it costs money: shall it begin?
    HEARING = "hearing"
    STOPPED = "stopped"  # by the user, or by a problem: it can go on
    DONE = "done"


@dataclass(frozen=True, slots=True)
class BringState:
    """Everything there is to show."""

    phase: BringPhase = BringPhase.IDLE
    name: str = ""  # of the recording that is, or was, heard
    waiting: int = 0
    done: int = 0
    headway: Headway | None = None
    problem: Problem | None = None  # the newest one
    length_s: float = 0.0  # ASKING: of all
    price_cny: float = 0.0
    engine: str = ""


class Bringing(QObject):
    """One recording after another, beside whatever is captioned live. GUI thread."""

    changed = Signal(object)  # BringState
    brought = Signal()  # another session is in the library
    too_many = Signal()  # some were left out

    def __init__(
        self,
        choices: Choices,
        jobs: Jobs,
        means: Callable[[], Means],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices, self._jobs, self._open_means = choices, jobs, means
        self._means: Means | None = None
        self._waiting: list[Path] = []
        self._unheard: list[Path] = []  # those that can go on, or be tried again
        self._thread: BringOne | None = None
        self._state = BringState()
        self._is_ending = False
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self._on_look)

    @property
    def state(self) -> BringState:
        """Everything there is to show."""
        return self._state

    def add(self, paths: Iterable[Path]) -> None:
        """Bring the recordings in, after those that wait. What costs money is asked first."""
        known = {*self._waiting, *([self._thread.path] if self._thread else [])}
        new = [path for path in dict.fromkeys(paths) if path not in known]
        room = MOST_WAITING - len(self._waiting)
        if len(new) > room:
            self.too_many.emit()
        self._waiting += new[:room]
        self._unheard = [path for path in self._unheard if path not in self._waiting]
        if not self._waiting or self._thread is not None:
            self._show(waiting=len(self._waiting))
        else:
            self._ask_or_begin()

    @Slot()
    def confirm(self) -> None:
        """Begin although it costs money."""
        if self._state.phase is BringPhase.ASKING:
            self._next()

    @Slot()
    def cancel(self) -> None:
        """Stop; what was heard stays in the library, and can be gone on with."""
        self._unheard, self._waiting = [*self._unheard, *self._waiting], []
        if self._thread is not None:
            self._thread.cancel()
        else:
            self.dismiss()

    @Slot()
    def go_on(self) -> None:
        """Go on with what was stopped."""
        paths, self._unheard = self._unheard, []
        self._state = BringState()
        self.add(paths)

    @Slot()
    def dismiss(self) -> None:
        """Show nothing more about what is over."""
        if self._thread is None:
            self._unheard, self._waiting = [], []
            self._state = BringState()
            self.changed.emit(self._state)

    def stop(self) -> bool:
        """End everything within 3 s; False if the thread would not end."""
        self._is_ending = True
        self._looking.stop()
        self._waiting.clear()
        ended = True
        if self._thread is not None:
            self._thread.cancel()
            ended = self._thread.wait(END_MS)
        return (self._means is None or self._means.journal.stop()) and ended

    def _ask_or_begin(self) -> None:
        settings = self._choices.settings
        engine = chosen(settings, self._choices.here)
        if problem := refusal(settings, engine):
            self._unheard, self._waiting = [*self._unheard, *self._waiting], []
            self._show(BringPhase.STOPPED, waiting=0, problem=problem)
            return
        if not engine.price_cny_per_s:
            self._next()
            return
        paths = tuple(self._waiting)

        def asked(length_s: float) -> None:
            price_cny = length_s * engine.price_cny_per_s
            facts = {"length_s": length_s, "price_cny": price_cny, "engine": engine.title}
            self._show(BringPhase.ASKING, name=paths[0].name, waiting=len(paths), **facts)

        self._jobs.submit(lambda: _length_s(paths), asked, lambda _: asked(0.0))

    def _next(self) -> None:
        if self._means is None:
            self._means = self._open_means()
        path = self._waiting.pop(0)
        settings = replace(self._choices.settings, push_to_talk=False)
        self._thread = BringOne(path, settings, self._means, uuid.uuid4().hex)
        self._thread.finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self._looking.start()
        waiting, headway = len(self._waiting), self._thread.headway
        self._show(BringPhase.HEARING, name=path.name, waiting=waiting, headway=headway)
        self._thread.start()

    @Slot()
    def _on_look(self) -> None:
        if self._thread is not None:
            self._show(headway=self._thread.headway, waiting=len(self._waiting))

    @Slot()
    def _on_finished(self) -> None:
        thread = self._thread
        if thread is None or self._is_ending:
            return
        thread.wait()  # `finished` comes a moment before the thread is gone
        self._thread = None
        self._looking.stop()
        if thread.session_id:
            self.brought.emit()
        if not thread.is_whole:
            self._unheard.insert(0, thread.path)
        done = self._state.done + thread.is_whole
        problem = thread.problem or self._state.problem
        self._show(done=done, problem=problem, headway=thread.headway)
        if self._waiting:
            self._next()
        else:
            over = BringPhase.STOPPED if self._unheard else BringPhase.DONE
            self._show(over, waiting=0)

    def _show(self, phase: BringPhase | None = None, **changes: object) -> None:
        state = replace(self._state, **changes)  # type: ignore[arg-type]  # as the callers give them
        self._state = state if phase is None else replace(state, phase=phase)
        self.changed.emit(self._state)


def _length_s(paths: tuple[Path, ...]) -> float:
    """Return how long they are together, as far as that is known. Blocks."""
    from app.audio.file_source import measure_of  # noqa: PLC0415  # brings numpy

    total_ms = 0
    for path in paths:
        try:
            total_ms += measure_of(path).length_ms or 0
        except ZimuError:
            continue  # which is said when its turn comes
    return total_ms / 1000
