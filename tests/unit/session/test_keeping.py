"""What is said is written before it is shown, and shown when it cannot be written."""

from dataclasses import dataclass, field

import pytest

from app.core.captions import Captions
from app.core.errors import ErrorCode, Problem
from app.core.events import (
    EngineChanged,
    EngineState,
    Final,
    Gap,
    Interim,
    Level,
    LineFailed,
    LineRemoved,
    Notice,
    SessionEvent,
)
from app.session.keeping import Keeping
from app.session.sink import Stamp

FULL = Problem(ErrorCode.KEEPING_FAILED, {"path": "library.db", "reason": "disk is full"})
NOW = Stamp(0.0, 0)


@dataclass
class Desk:
    """A writer and a sink that note, in order, what they are asked for."""

    problem: Problem | None = None
    next_problem: Problem | None = None  # what the next write runs into
    owes: bool = False
    log: list[object] = field(default_factory=list)

    def note(self, event: SessionEvent, captions: Captions) -> None:
        self.log.append("note")

    def write(self) -> bool:
        self.log.append("write")
        self.problem = self.next_problem
        return self.problem is None

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        self.log.append(event)

    def wake(self) -> None:
        self.log.append("wake")


def log_of(desk: Desk, *events: SessionEvent) -> list[object]:
    keeping = Keeping(desk, desk, desk.wake)
    for event in events:
        keeping.happened(event, Captions(), NOW)
    return desk.log


def test_what_is_for_good_is_written_before_anybody_sees_it() -> None:
    for event in (
        Final(1, "Hello."),
        Gap(0, 100),
        LineRemoved(1),
        LineFailed(1, "x"),
        EngineChanged(EngineState.LISTENING),
    ):
        assert log_of(Desk(), event) == ["note", "write", event]


def test_what_may_change_is_left_to_the_library_and_a_level_to_nobody() -> None:
    interim, level = Interim(1, "Hel", "lo"), Level(-20.0, -10.0)
    assert log_of(Desk(), interim, level) == ["note", "wake", interim, level]


@pytest.mark.expects_log("notice: keeping_failed")
def test_a_full_disk_is_told_once_and_captions_go_on() -> None:
    first, second = Final(1, "One."), Final(2, "Two.")
    log = log_of(Desk(next_problem=FULL), first, second)
    assert log == ["note", "write", Notice(FULL), first, "note", "wake", second]


@pytest.mark.expects_log("notice: keeping_failed")
@pytest.mark.expects_log("notice: keeping_again")
def test_it_is_told_when_there_is_room_again() -> None:
    desk = Desk(next_problem=FULL)
    keeping = Keeping(desk, desk, desk.wake)
    keeping.happened(Final(1, "One."), Captions(), NOW)
    desk.problem = desk.next_problem = None  # whoever looks after the writer has tried again
    desk.log.clear()
    keeping.happened(Level(-20.0, -10.0), Captions(), NOW)
    keeping.happened(Final(2, "Two."), Captions(), NOW)
    again = Notice(Problem(ErrorCode.KEEPING_AGAIN))
    assert desk.log == [again, Level(-20.0, -10.0), "note", "write", Final(2, "Two.")]
